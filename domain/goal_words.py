"""Reads a goal as folded words and holds the word lists of one language (data/smart/*.toml).

Inflected forms are made once, when a language is first used, by the ending rules of its file ("drop>add"), so
checking a text is only set look-ups. Source: DOMAIN section 5.2 (fold accents, light suffix rules, no stemmer).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("en", "fr", "nl", "de", "es", "it", "pt", "pl", "ro", "el", "cs", "sv")
LONGEST_READ = 20_000  # characters
SHORTEST_SLIP = 6  # letters: shorter words with one letter off are often another word

INFINITIVE, FINITE, PARTICIPLE, GERUND, OTHERS, FIRST, PAST = (
    1,
    2,
    4,
    8,
    16,
    32,
    64,
)  # how a verb form stands (bit mask)
NOUN, IMPERATIVE = 128, 256
VERB_CLASSES = ("write", "make", "do", "see", "light", "weak")

_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d\d)(?!\d)"
    r"|\d{1,2}\. ?\d{1,2}\. ?\d{4}(?!\d))"
    r"|(?P<clock>\d{1,2}[:hu]\d\d(?!\d))"
    r"|(?P<day>\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}\. ?\d{1,2}\.(?!\d)|\d{1,2}\.\d\d(?![\d.]))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"(?P<suffix>(?:st|nd|rd|th|er|re|[eè]me|de|ste|e|º|ª|°|η|ης|ο|ος|ου|:[ae]|-?e?go|-?[aei]|-?lea)(?![^\W_]))?"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)

_VOWELS = frozenset("aeiouyαεηιουω")
_TYPED_UMLAUT = re.compile(r"(?<=[aou])e")


class Token(NamedTuple):
    """One word, number or mark: `text` is folded, `start` and `end` are offsets in the original, `kind` is the
    group of the token pattern ('word', 'number', 'ordinal', 'date', 'day', 'clock', 'mark')."""

    text: str
    start: int
    end: int
    kind: str
    capital: bool
    glued: bool  # a hyphen stands directly before
    accent: bool  # written with an accent, as in Dutch 'één'
    accent_end: bool  # on its last letter, as in Spanish 'visité'


_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "œ": "oe", "æ": "ae"})  # letters that NFKD leaves whole


def fold(text: str) -> str:
    """Lower case without accents, so that 'Évaluer', 'evaluer' and 'ÉVALUER' are one word; ß becomes ss, ς is σ."""
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def readable(text: str) -> str:
    """The part of a text that is read, with every accented letter as one character.

    LONGEST_READ characters at most: a goal is a sentence, and a pasted book must not hold up the bot.
    """
    return unicodedata.normalize("NFC", text[:LONGEST_READ])


def tokens(text: str) -> tuple[Token, ...]:
    """Cuts a text (see `readable`) into tokens; a hyphen between letters and an apostrophe give no token of their own."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "mark"
        raw, start, end = found[0], found.start(), found.end()
        before = text[start - 1] if start else " "
        if kind == "mark":
            after = text[end : end + 1]
            if raw in "'’`´" or (raw in "-‐‑" and before.isalpha() and after.isalnum()):
                continue
            if raw in "-‐‑" and before.isdigit() and after.isalpha():
                continue
        if kind == "suffix":
            kind = "ordinal"
        folded = fold(raw)
        glued = start > 0 and before in "-‐‑"
        accent, accent_end = folded != raw.lower(), fold(raw[-1]) != raw[-1].lower()
        yield Token(folded, start, end, kind, raw[0].isupper(), glued, accent, accent_end)


class Vocabulary:
    """Which lists a word is in; an entry 'praktyk*' stands for every word that begins so, '*haus' for every one that ends
    so."""

    __slots__ = ("_forms", "_none", "_sizes", "_stems", "_tails")

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        names: dict[str, set[str]] = {}
        for name, forms in lists.items():
            for form in forms:
                names.setdefault(form, set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}  # a few hundred combinations for many thousand words
        found = {form: shared.setdefault(frozenset(those), frozenset(those)) for form, those in names.items()}
        self._none: frozenset[str] = frozenset()
        self._forms = {form: those for form, those in found.items() if "*" not in form}
        self._stems = {form[:-1]: those for form, those in found.items() if form.endswith("*")}
        self._tails = {form[1:]: those for form, those in found.items() if form.startswith("*")}
        self._sizes = sorted({len(part) for part in (*self._stems, *self._tails)})

    def __contains__(self, word: str) -> bool:
        return word in self._forms

    def lists_of(self, word: str) -> frozenset[str]:
        """Names of the lists that hold the word."""
        found = self._forms.get(word, self._none)
        for size in self._sizes:
            if size <= len(word):
                found |= self._stems.get(word[:size], self._none) | self._tails.get(word[-size:], self._none)
        return found


class Phrases:
    """Entries of several words, each with a letter of its own; a word 'praktyk*' in them is a beginning."""

    __slots__ = ("_by_first", "_sizes")

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, letter in sorted(phrases, key=lambda item: len(item[0]), reverse=True):
            self._by_first.setdefault(phrase[0], []).append((phrase, letter))
        self._sizes = sorted({len(first) - 1 for first in self._by_first if first.endswith("*")})

    def at(self, read: Sequence[Token], index: int) -> tuple[int, str] | None:
        """Length and letter of the longest entry that stands at this place, if one does."""
        first = read[index].text
        if first not in self._by_first and not self._sizes:
            return None
        found = [self._by_first.get(first, ()), *(self._by_first.get(first[:size] + "*", ()) for size in self._sizes)]
        stand = [
            (len(phrase), letter) for phrases in found for phrase, letter in phrases if _stands(read, index, phrase)
        ]
        return max(stand, key=lambda item: item[0], default=None)


def _stands(read: Sequence[Token], index: int, phrase: tuple[str, ...]) -> bool:
    if len(read) < index + len(phrase):
        return False
    said = (token.text for token in read[index : index + len(phrase)])
    return all(
        text == word or (word[-1] == "*" and text.startswith(word[:-1]))
        for text, word in zip(said, phrase, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, inflected and folded.

    `verbs` maps a form to its class ('write', 'make', 'do', 'see', 'light', 'weak') and the bit mask of its uses;
    `particles` maps a form of a separable verb to {particle: class}. `vocabulary` tells the plain lists a word is in,
    `phrases` holds those of several words by name. `time` maps a word to its class letter in deadlines, `values` gives
    the number behind it (months 1-12, weekdays 0-6, numbers), `time_phrases` the same for several words. `spelled` are
    the verbs, documents and time words that are known with a typing error, `slips` what they are with a letter missing.
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
    spelled: frozenset[str]
    slips: Mapping[str, str]

    def read(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text (see `readable`), words with a typing error as the words that are meant."""
        return tuple(
            token if token.kind != "word" or self.knows(token.text) else token._replace(text=self._meant(token.text))
            for token in tokens(text)
        )

    def _meant(self, word: str) -> str:
        """An unknown word, or the known one it stands for: 'fuer' is 'für', 'obesrve', 'obsrve' and 'observve' are 'observe'."""
        if "umlauts" in self.traits and self.knows(plain := _TYPED_UMLAUT.sub("", word)):
            return plain
        if len(word) < SHORTEST_SLIP:
            return word
        if found := self.slips.get(word):
            return found
        return next((other for other in _swapped_or_doubled(word) if other in self.spelled), word)

    def has(self, word: str, name: str) -> bool:
        """Whether the word is in a list."""
        return name in self.vocabulary.lists_of(word)

    def knows(self, word: str) -> bool:
        """Whether the word is in any list."""
        return word in self.verbs or word in self.time or word in self.vocabulary


def _swapped_or_doubled(word: str) -> Iterator[str]:
    """What a word with two letters in the wrong order, or one typed twice, may stand for; people mistype in the middle."""
    for place in range(1, len(word) - 2):
        if word[place] == word[place + 1]:
            yield word[:place] + word[place + 1 :]
        else:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _slips(spelled: Iterable[str]) -> dict[str, str]:
    """Words without one of their vowels or double letters; another letter missing often makes another word."""
    found: dict[str, str] = {}
    for word in sorted(spelled):
        for place in range(1, len(word) - 1):
            if word[place] in _VOWELS or word[place] == word[place - 1]:
                slip = word[:place] + word[place + 1 :]
                found[slip] = "" if found.get(slip, word) != word else word
    return {slip: word for slip, word in found.items() if word}


def inflect(word: str, rules: Iterable[str]) -> Iterator[str]:
    """All forms a word takes by rules 'add', 'drop>add' or 'prefix+drop>add'; a rule that does not fit is skipped."""
    for rule in rules:
        prefix, plus, rest = rule.rpartition("+")
        drop, arrow, add = rest.rpartition(">")
        if arrow and not (word.endswith(drop) and len(word) > len(drop)):
            continue
        stem = word[: len(word) - len(drop)] if arrow else word
        yield (prefix if plus else "") + stem + add


def _forms(word: str, rules: Iterable[str]) -> Iterable[str]:
    return (word,) if word.endswith("*") else inflect(word, rules)


def words(language: str) -> Words:
    """The lists of a language; an unknown one gets the English lists, so that a check never fails."""
    short = language[:2].lower()
    return _load(short if short in LANGUAGES else "en")


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> Words:
    source = resources.files("domain") / "data" / "smart" / f"{language}.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    endings = {name: tuple(fold(rule) for rule in rules.split()) for name, rules in data["endings"].items()}
    verbs, particles = _verbs(data["verbs"], endings)
    single: dict[str, Iterable[str]] = {}
    several: dict[str, Phrases] = {}
    for name in (*INFLECTED, *AS_WRITTEN):
        plain, long = _split(data["words"].get(name, ""))
        rules = ("", *endings["word"]) if name in INFLECTED else ("",)
        single[name] = [form for word in plain for form in _forms(word, rules)]
        several[name] = Phrases((phrase, "") for phrase in long)
    spelled = {word for word in _base_forms(data["verbs"], data["words"]) if len(word) >= SHORTEST_SLIP}
    numbers = _numbers(data["numbers"])
    time, values, time_phrases = _time(data["time"], numbers)
    spelled.update(word for word, letter in time.items() if letter in "MwuUeTRXCHs" and len(word) >= SHORTEST_SLIP)
    return Words(
        language=language,
        verbs=verbs,
        particles=particles,
        vocabulary=Vocabulary(single),
        phrases=several,
        tails=tuple(_split(data["words"].get("tail", ""))[0]) or ("\0",),
        infinitive_ends=tuple(map(fold, data.get("infinitive_ends", ()))),
        noun_ends=tuple(map(fold, data.get("noun_ends", ()))),
        numbers=numbers,
        time=time,
        values=values,
        time_phrases=time_phrases,
        guarded=data["time"].get("guarded", {}),
        first_before_unit=frozenset(_split(data["time"].get("first_before_unit", ""))[0]),
        weekday_ordinals=frozenset(_split(data["time"].get("weekday_ordinals", ""))[0]),
        traits=frozenset(data["traits"]),
        spelled=frozenset(spelled),
        slips=_slips(spelled),
    )


def _base_forms(verbs: Mapping[str, str], lists: Mapping[str, str]) -> Iterator[str]:
    """Verbs and documents as they are listed."""
    for kind in VERB_CLASSES:
        yield from (fold(entry).partition("=")[0].replace("|", "") for entry in entries(verbs[kind]))
    yield from (word for word in _split(lists.get("deliverable", ""))[0] if "*" not in word)


# Lists of [words]; those of AS_WRITTEN take no endings. A list that a language does not need is left out of its file.
INFLECTED = (
    "vague",
    "spare",
    "term",
    "generic",
    "absolute",
    "harmless",
    "deliverable",
    "label",
    "nominal",
    "agreement",
    "crowd",
    "size",
    "product",
    "companion",
)
AS_WRITTEN = (
    "stop", "article", "definite", "possessive", "self", "auxiliary", "frame", "how", "purpose", "link", "learning",
    "joint", "skip", "times", "least", "better", "change", "vague_time", "clock", "hour_article", "not_one", "one_not",
    "tail", "negation", "modal", "subject", "others", "but", "denial", "only", "relative", "past", "perfect", "starting",
    "asks", "beside", "of", "preposition", "reason", "state", "aim", "wish", "that", "when", "told", "none", "already", "share",
    "unsure",
)  # fmt: skip
_CLASSES = {
    "by": "B", "before": "V", "for": "P", "in": "I", "within": "J", "on": "O", "after": "A", "later": "L",
    "since": "S", "ago": "G", "during": "F", "each": "K", "end": "e", "begin": "b", "middle": "m", "last": "l",
    "next": "n", "next_many": "f", "this": "t", "filler": "d", "about": "q", "to": "r", "one": "1",
    "stay": "T", "event": "p", "meeting": "g", "back": "R", "departure": "X", "idiom": "x",
}  # fmt: skip
_COUNTED = {"months": "M", "weekdays": "w", "ordinals": "o", "tomorrow": "Z", "day_of_stay": "D", "quarters": "Q"}
_NAMED = {"feasts": "C", "seasons": "s", "terms": "H", "ends": "E"}
FEASTS = (
    "christmas", "new_year", "easter", "pentecost", "ascension", "carnival", "all_saints", "saint_nicholas",
    "epiphany", "midsummer", "assumption", "good_friday", "easter_monday", "whit_monday",
)  # fmt: skip
SEASONS = ("spring", "summer", "autumn", "winter")
UNITS = ("hour", "day", "week", "month", "quarter", "year")
TERMS = ("holiday", "school_year")
ENDS = ("stay", "day", "week", "month", "quarter", "year", "school_year")
_NAMES = {"feasts": FEASTS, "seasons": SEASONS, "terms": TERMS, "ends": ENDS}


def entries(listed: str) -> list[str]:
    """Entries of a list: parted by commas or line ends."""
    return [entry for part in re.split(r"[,\n]", listed) if (entry := part.strip())]


def _parts(entry: str) -> tuple[str, ...]:
    """The folded words of an entry; a star belongs to the word that it touches."""
    parts: list[str] = []
    for token in tokens(entry):
        touches = bool(parts) and not entry[token.start - 1].isspace()
        if touches and "*" in (token.text, parts[-1]):
            parts[-1] += token.text
        else:
            parts.append(token.text)
    return tuple(parts)


def _split(listed: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Parts a list into its single words and its phrases."""
    parts = [_parts(entry) for entry in entries(listed)]
    return [part[0] for part in parts if len(part) == 1], [part for part in parts if len(part) > 1]


def _verbs(
    lists: Mapping[str, str], endings: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, int]], dict[str, dict[str, str]]]:
    """Forms of every verb; 'vor|stellen' is separable, 'write=written/wrote' adds irregular participles and
    'pisać=+piszę/+napiszę' first persons."""
    verbs: dict[str, tuple[str, int]] = {}
    particles: dict[str, dict[str, str]] = {}
    for kind in VERB_CLASSES:
        for entry in entries(lists[kind]):
            lemma, _, irregular = fold(entry).partition("=")
            particle, _, base = lemma.rpartition("|")
            uses = {
                INFINITIVE: {base, *inflect(base, endings.get("infinitive", ()))},
                FINITE: set(inflect(base, endings.get("finite", ()))),
                PARTICIPLE: set(inflect(base, endings.get("participle", ()))),
                GERUND: set(inflect(base, endings.get("gerund", ()))),
                OTHERS: set(inflect(base, endings.get("others", ()))),
                FIRST: set(inflect(base, endings.get("first", ()))),
                PAST: set(inflect(base, endings.get("past", ()))),
                NOUN: set(inflect(base, endings.get("nominal", ()))),
                IMPERATIVE: set(inflect(base, endings.get("imperative", ()))),
            }
            if particle:
                for form in uses[INFINITIVE] | uses[FINITE]:
                    particles.setdefault(form, {}).setdefault(particle, kind)
                apart = uses[OTHERS]  # 'sie stellt ... vor'
                uses = {use: {particle + form for form in forms} for use, forms in uses.items()}
                uses[INFINITIVE].add(f"{particle}zu{base}")
                uses[OTHERS] |= apart
            for form in filter(None, irregular.split("/")):
                uses[FIRST if form[0] == "+" else PARTICIPLE].add(form.lstrip("+"))
            for use, forms in uses.items():
                for form in forms:
                    first, mask = verbs.get(form, (kind, 0))
                    verbs[form] = first, mask | use
    return verbs, particles


def _numbers(lists: Mapping[str, str]) -> dict[str, int]:
    """Number words; `joined` says how tens and ones make one word, such as '{one}und{ten}'."""
    ones = [fold(word) for word in lists["ones"].split()]
    tens = [fold(word) for word in lists["tens"].split()]
    found = {word: value for value, word in enumerate(ones)}
    found.update((word, 10 * place) for place, word in enumerate(tens, 2))
    if joined := lists.get("joined"):
        for place, ten in enumerate(tens, 2):
            for value, one in enumerate(ones[1:10], 1):
                found[joined.format(one=one, ten=ten)] = 10 * place + value
    for word, _, number in (pair.partition("=") for pair in lists["more"].split()):
        found[fold(word)] = int(number)
    return found


def _time(lists: Mapping[str, object], numbers: Mapping[str, int]) -> tuple[dict[str, str], dict[str, int], Phrases]:
    """Class letter of every time word, the number behind it, and the phrases by their first word."""
    time: dict[str, str] = dict.fromkeys(numbers, "N")
    values: dict[str, int] = dict(numbers)
    phrases: list[tuple[tuple[str, ...], str]] = []

    def add(listed: str, letter: str, value: int | None = None) -> None:
        for parts in map(_parts, entries(listed)):
            if len(parts) == 1:
                time[parts[0]] = letter
            else:
                phrases.append((parts, letter))
            if value is not None:
                values[" ".join(parts)] = value

    for name, letter in _CLASSES.items():
        add(str(lists.get(name, "")), letter, 1 if letter == "1" else None)
    for name, letter in _COUNTED.items():
        first = 0 if name in {"weekdays", "tomorrow"} else 1
        for value, synonyms in enumerate(entries(str(lists.get(name, ""))), first):
            add(synonyms.replace(" / ", ","), letter, value)
    for part in map(fold, entries(str(lists.get("day_parts", "")))):
        time |= {day + part: "w" for day, letter in time.items() if letter == "w"}
        values |= {day + part: values[day] for day in time if day + part in time and day in values}
    for name, letter in _NAMED.items():
        table = lists.get(name, {})
        for key, listed in table.items() if isinstance(table, dict) else ():
            add(listed, letter, _NAMES[name].index(key))
    units = lists["units"]
    for value, unit in enumerate(UNITS):
        singular, _, plural = str(units[unit] if isinstance(units, dict) else "").partition("|")
        add(plural, "U", value)
        add(singular, "u", value)
    return time, values, Phrases(phrases)
