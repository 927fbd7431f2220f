"""The word lists of one language (data/smart/*.toml), inflected and folded.

Inflected forms are made once, when a language is first used, by the ending rules of its file ("drop>add"), so
checking a text is only set look-ups. Source: DOMAIN section 5.2 (fold accents, light suffix rules, no stemmer).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from domain.answers.cleaning import fold
from domain.goals.entries import entries, forms, split
from domain.goals.lookups import Phrases, Vocabulary
from domain.goals.slips import Slips
from domain.goals.time_words import number_words, time_words
from domain.goals.tokens import Token, tokens
from domain.goals.verb_forms import VERB_CLASSES, verb_forms

LANGUAGES = ("en", "fr", "nl", "de", "es", "it", "pt", "pl", "ro", "el", "cs", "sv")
# Lists of [words]; those of AS_WRITTEN take no endings. A list that a language does not need is left out of its file.
INFLECTED = (
    "vague", "spare", "term", "generic", "absolute", "harmless", "deliverable", "label", "nominal", "agreement", "crowd",
    "size", "product", "companion",
)  # fmt: skip
AS_WRITTEN = (
    "stop", "article", "definite", "possessive", "self", "auxiliary", "frame", "how", "purpose", "link", "learning",
    "joint", "skip", "times", "least", "better", "change", "vague_time", "clock", "hour_article", "not_one", "one_not",
    "tail", "negation", "modal", "subject", "others", "but", "denial", "only", "relative", "past", "perfect", "starting",
    "asks", "beside", "of", "preposition", "reason", "state", "aim", "wish", "that", "when", "told", "none", "already", "share",
    "unsure",
)  # fmt: skip
_SPELLED = "MwuUeTRXCHs"  # letters of the time words that are known with a typing error
_TYPED_UMLAUT = re.compile(r"(?<=[aou])e")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, inflected and folded.

    `verbs` maps a form to its class ('write', 'make', 'do', 'see', 'light', 'weak') and the bit mask of its uses;
    `particles` maps a form of a separable verb to {particle: class}. `vocabulary` tells the plain lists a word is in,
    `phrases` holds those of several words by name. `time` maps a word to its class letter in deadlines, `values` gives
    the number behind it (months 1-12, weekdays 0-6, numbers), `time_phrases` the same for several words. `slips` knows
    the verbs, documents and time words with a typing error.
    """

    language: str
    verbs: Mapping[str, tuple[str, int]]
    particles: Mapping[str, Mapping[str, str]]
    vocabulary: Vocabulary
    phrases: Mapping[str, Phrases]
    tails: tuple[str, ...]
    infinitive_ends: tuple[str, ...]
    noun_ends: tuple[str, ...]
    numbers: Mapping[str, int]
    time: Mapping[str, str]
    values: Mapping[str, int]
    time_phrases: Phrases
    guarded: Mapping[str, str]
    first_before_unit: frozenset[str]
    weekday_ordinals: frozenset[str]
    traits: frozenset[str]
    slips: Slips

    def read(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text (see `readable`), words with a typing error as the words that are meant."""
        return tuple(
            token if token.kind != "word" or self.knows(token.text) else token._replace(text=self._meant(token.text))
            for token in tokens(text)
        )

    def _meant(self, word: str) -> str:
        """An unknown word, or the known one it stands for: 'fuer' is 'für'."""
        if "umlauts" in self.traits and self.knows(plain := _TYPED_UMLAUT.sub("", word)):
            return plain
        return self.slips.meant(word)

    def has(self, word: str, name: str) -> bool:
        """Whether the word is in a list."""
        return name in self.vocabulary.lists_of(word)

    def knows(self, word: str) -> bool:
        """Whether the word is in any list."""
        return word in self.verbs or word in self.time or word in self.vocabulary


def words(language: str) -> Words:
    """The lists of a language; an unknown one gets the English lists, so that a check never fails."""
    short = language[:2].lower()
    return _load(short if short in LANGUAGES else "en")


@cache
def _load(language: str) -> Words:
    source = resources.files("domain") / "data" / "smart" / f"{language}.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    endings = {name: tuple(fold(rule) for rule in rules.split()) for name, rules in data["endings"].items()}
    verbs, particles = verb_forms(data["verbs"], endings)
    single: dict[str, Iterable[str]] = {}
    several: dict[str, Phrases] = {}
    for name in (*INFLECTED, *AS_WRITTEN):
        plain, long = split(data["words"].get(name, ""))
        rules = ("", *endings["word"]) if name in INFLECTED else ("",)
        single[name] = [form for word in plain for form in forms(word, rules)]
        several[name] = Phrases((phrase, "") for phrase in long)
    numbers = number_words(data["numbers"])
    time, values, time_phrases = time_words(data["time"], numbers)
    timely = (word for word, letter in time.items() if letter in _SPELLED)
    return Words(
        language=language,
        verbs=verbs,
        particles=particles,
        vocabulary=Vocabulary(single),
        phrases=several,
        tails=tuple(split(data["words"].get("tail", ""))[0]) or ("\0",),
        infinitive_ends=tuple(map(fold, data.get("infinitive_ends", ()))),
        noun_ends=tuple(map(fold, data.get("noun_ends", ()))),
        numbers=numbers,
        time=time,
        values=values,
        time_phrases=time_phrases,
        guarded=data["time"].get("guarded", {}),
        first_before_unit=frozenset(split(data["time"].get("first_before_unit", ""))[0]),
        weekday_ordinals=frozenset(split(data["time"].get("weekday_ordinals", ""))[0]),
        traits=frozenset(data["traits"]),
        slips=Slips((*_base_forms(data["verbs"], data["words"]), *timely)),
    )


def _base_forms(verbs: Mapping[str, str], lists: Mapping[str, str]) -> Iterator[str]:
    """Verbs and documents as they are listed."""
    for kind in VERB_CLASSES:
        yield from (fold(entry).partition("=")[0].replace("|", "") for entry in entries(verbs[kind]))
    yield from (word for word in split(lists.get("deliverable", ""))[0] if "*" not in word)
