"""The vocabulary of commands: the classes that a word, or a few together, belong to, also when somebody slipped while typing.

An entry is kept by its letters alone, without spaces and apostrophes: "go back" and "goback" are one, "j'arrête" and "jarrete" too.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.answers.cleaning import words
from domain.known_words import first_names, words_of
from domain.language.codes import RIVALS, SERVED
from domain.vocabulary import vocabulary
from locales import formats

Classes = int
"""Some classes, one bit each."""

_MOST_SLIPS: Final = ((9, 2), (4, 1))
"""From so many letters on an entry may be typed with so many slips: a letter too many, too few, wrong, or two changed over."""
_SHORT: Final = 4
_PARTED: Final = 3
"""A phrase with a soft word in it has at least so many words."""
_MOST_TOGETHER: Final = 8
"""So many words make one entry at most."""
_OPENING: Final = 4
"""An opening has at most so many words."""
_REMEMBERED: Final = 4_000
"""Of so many words a language remembers what they are: the same ones come again and again."""
_STRETCHED = re.compile(r"(.)\1{2,}")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ELIDED: Final = {"fr": ("l", "d", "j", "m", "qu"), "it": ("l", "d", "un", "dell", "all")}
"""Small words before a vowel whose apostrophe people leave out."""
_ENCLITICS: Final = {
    "es": tuple(
        (pronoun, "")
        for pronoun in ("melo", "mela", "me", "te", "se", "los", "las", "les", "lo", "la", "le", "nos", "os")
    ),
    "it": tuple(
        (pronoun, ending)
        for ending in ("", "e")
        for pronoun in ("mela", "melo", "mi", "ti", "si", "lo", "la", "li", "le", "ci", "vi", "ne", "gli")
    ),
}
"""Pronouns written on a verb, and what the verb loses before them: "borrarlos", "mostrarmi"."""
_SHORTEST_VERB: Final = 3
_ALIKE: Final = {
    "es": ("bv", "ck", "kq", "cs", "sz"),
    "fr": ("ck", "kq"),
    "it": ("ck", "kq"),
    "nl": ("fv", "sz", "ck"),
    "de": ("fv", "ck"),
}
"""First letters that sound alike, so that people write one for the other: "vorrar"."""
_SILENT: Final = {"es": "h", "fr": "h"}
"""A first letter that is not heard: "ablar"."""
_VOWELS: Final = tuple("aeiouh")
_COMPARED: Final = {
    "en": ("r", "er", "ier", "st", "est"),
    "de": ("er", "ere", "eren", "ers"),
    "nl": ("er", "ere", "st"),
}
"""Endings that make another word of one: "closer" is no slip in "close"."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language: what each may mean."""

    classes: Mapping[str, Classes]
    loose: Mapping[str, Classes]
    soft: frozenset[str]
    in_order: Sequence[str]
    by_length: Mapping[int, Sequence[str]]
    lang: str
    never: Mapping[str, Sequence[tuple[str, ...]]]
    opening: frozenset[tuple[str, ...]]
    tongues: Mapping[str, str]
    tongue: Classes
    countries: frozenset[str]
    enclitics: Sequence[tuple[str, str]]
    endings: tuple[str, ...]
    remembered: dict[str, tuple[Classes, bool]] = field(default_factory=dict)

    @property
    def ordinary(self) -> frozenset[str]:
        """Words that are what they are, and no slips of others; gathered where slips are forgiven only."""
        return _ordinary(self.lang)

    def begins(self, letters: str) -> bool:
        """May an entry begin with these letters?"""
        at = bisect_left(self.in_order, letters)
        return (at < len(self.in_order) and self.in_order[at].startswith(letters)) or bool(_STRETCHED.search(letters))

    def exact(self, letters: str) -> Classes:
        """The classes of these letters; of a word with letters held down too: "heeelp", "stoooop"."""
        found = self.classes.get(letters, 0) or self._without_pronoun(letters)
        if found or not _STRETCHED.search(letters):
            return found
        return self.classes.get(_STRETCHED.sub(r"\1", letters), 0) or self.classes.get(
            _STRETCHED.sub(r"\1\1", letters), 0
        )

    def _without_pronoun(self, letters: str) -> Classes:
        """The classes of a verb that a pronoun is written on: "borrarlos", "mostrarmela"."""
        if not letters.endswith(self.endings):
            return 0
        for pronoun, ending in self.enclitics:
            if letters.endswith(pronoun) and len(letters) >= len(pronoun) + _SHORTEST_VERB:
                found = self.classes.get(letters.removesuffix(pronoun) + ending, 0)
                if found:
                    return found
        return 0

    def knows(self, letters: str) -> bool:
        """Is this a word of the language, of commands or of every day?"""
        return letters in self.classes or letters in self.ordinary

    def starting(self, said: Sequence[str], at: int) -> Iterator[tuple[int, Classes]]:
        """The entries that begin with the word at this place, the shortest first: of how many words each is, and its classes.

        A phrase may have soft words in it: "leg eens uit".
        """
        letters = firm = ""
        for size, word in enumerate(said[at : at + _MOST_TOGETHER], start=1):
            letters += word
            found, goes_on = self._looked_up(letters)
            if word not in self.soft:
                firm += word
                if size >= _PARTED and said[at] not in self.soft:
                    found |= self.loose.get(firm, 0)
            if size > 1 and found & self.tongue and said[at] in self.ordinary:
                # "Italia, no" is no Italian
                found &= ~self.tongue
            if found:
                yield size, found
            if not goes_on and (firm == letters or not self._looked_up(firm)[1]):
                return

    def goes_with(self, word: str) -> bool:
        """Is this an entry, or does one begin with it?"""
        return any(self._looked_up(word))

    def _looked_up(self, letters: str) -> tuple[Classes, bool]:
        """The classes of these letters, and whether an entry may begin with them."""
        known = self.remembered.get(letters)
        if known is None:
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            known = self.remembered[letters] = self.exact(letters), self.begins(letters)
        return known

    def forbids(self, said: Sequence[str]) -> bool:
        """Do the words hold a phrase that makes them no command: "help people"?"""
        return any(
            tuple(said[at : at + len(phrase)]) == phrase
            for at, word in enumerate(said)
            for phrase in self.never.get(word, ())
        )

    def opens(self, said: Sequence[str]) -> bool:
        """Do the words begin like a statement: "I can help"?"""
        return any(tuple(said[:size]) in self.opening for size in range(1, _OPENING + 1))


@cache
def class_bits() -> Mapping[str, Classes]:
    """The bit of each class that some rule names."""
    rules = {name: rule for name, rule in vocabulary("commands/rules").items() if name not in ("tongues", "chat")}
    named = re.findall(r"[a-z_]+", " ".join(_strings(rules)).replace("query", ""))
    return {name: 1 << place for place, name in enumerate(sorted(set(named)))}


@cache
def lexicon(lang: str) -> Lexicon:
    """The vocabulary of a language."""
    classes = _entries(lang)
    by_length = defaultdict(list)
    for letters in classes:
        by_length[len(letters)].append(letters)
    articles, soft = (frozenset(word for (word,) in _listed(name, lang)) for name in ("article", "soft"))
    loose: dict[str, Classes] = defaultdict(int)
    for phrase, kind in _classified(lang):
        firm = [word for word in phrase if word not in articles]
        if len(firm) > 1 and soft.isdisjoint(firm):
            loose["".join(firm)] |= kind
    never = defaultdict(list)
    for phrase in _listed("never", lang):
        never[phrase[0]].append(phrase)
    known = {**_elided(lang), **classes}
    return Lexicon(
        known,
        loose,
        articles | soft,
        sorted(known.keys() | loose.keys()),
        by_length,
        lang,
        never,
        frozenset(_listed("opening", lang)),
        _tongues(lang),
        class_bits()["tongue"],
        _joined(formats.countries(lang).values()),
        _ENCLITICS.get(lang, ()),
        tuple({pronoun for pronoun, _ in _ENCLITICS.get(lang, ())}),
    )


@cache
def _ordinary(lang: str) -> frozenset[str]:
    """Those of every day and of the field, and names of people, places and countries; none that are entries."""
    places = vocabulary("places")
    named = (*formats.countries(lang).values(), *_strings(places["aliases"]), *_strings(places["towns"]))
    of_places = frozenset(word for name in named for word in words(name.replace("_", " ")))
    return (first_names() | words_of(lang) | of_places) - _entries(lang).keys()


def names_a_person(text: str, lang: str) -> bool:
    """Is there a word for a person, or for one of the helpdesk, among these?"""
    who = class_bits()["human"] | class_bits()["person"] | class_bits()["agent"]
    return any(lexicon(lang).exact(word) & who for word in words(text))


def deletes(word: str, lang: str) -> bool:
    """Is this a word for deleting or forgetting something?"""
    return bool(lexicon(lang).exact(word) & (class_bits()["delete"] | class_bits()["forget"]))


@cache
def courtesies(lang: str) -> frozenset[str]:
    """The single words for "please"."""
    return frozenset(phrase[0] for phrase in _listed("please", lang) if len(phrase) == 1)


@lru_cache(maxsize=8192)
def near(lang: str, letters: str, most: int) -> tuple[Classes, int]:
    """The classes of the entries that these letters come nearest to, and by how many slips, `most` at most; no class when
    none is near."""
    known = lexicon(lang)
    if len(letters) < _SHORT or letters in known.ordinary or not letters.isalpha():
        return 0, 0
    most = min(most, next((slips for size, slips in _MOST_SLIPS if len(letters) + slips >= size), 0))
    alike = [
        entry for size in range(len(letters) - most, len(letters) + most + 1) for entry in known.by_length.get(size, ())
    ]
    best, least = 0, most
    for entry, slips, _ in process.extract(letters, alike, scorer=OSA.distance, score_cutoff=most, limit=None):
        if slips > least:
            break
        if _may_be(letters, entry, slips, lang):
            best, least = best | known.classes[entry], slips
    return best, least


def named_tongue(lang: str, letters: str) -> str:
    """The code of the language that these letters name; "" for one we do not speak, and for any other word."""
    tongues = lexicon(lang).tongues
    if letters in tongues:
        return tongues[letters]
    found = process.extractOne(letters, tongues.keys(), scorer=OSA.distance, score_cutoff=1 + (len(letters) >= 8))
    return tongues[found[0]] if found is not None and len(letters) > _SHORT else ""


def _may_be(letters: str, entry: str, slips: int, lang: str) -> bool:
    allowed = next((most for size, most in _MOST_SLIPS if len(entry) >= size), 0)
    # people rarely miss the first letter: most words that begin otherwise are other words
    if slips > allowed or not (
        letters[0] == entry[0] or letters[:2] == entry[1::-1] or (slips == 1 and _sounds_alike(letters, entry, lang))
    ):
        return False
    if letters.startswith(entry) and letters[len(entry) :] in _COMPARED.get(lang, ()):
        return False
    # one letter for another makes a different word of a short one: "mean" is not "menu"
    return len(entry) > _SHORT or len(entry) != len(letters) or sorted(entry) == sorted(letters)


def _sounds_alike(letters: str, entry: str, lang: str) -> bool:
    """Do the words differ in a first letter that nobody hears the difference of?"""
    if letters == entry[1:]:
        return entry[0] == _SILENT.get(lang)
    return any(letters[0] in pair and entry[0] in pair for pair in _ALIKE.get(lang, ()))


@lru_cache(maxsize=64)
def chat_spellings(lang: str) -> Mapping[str, Sequence[str]]:
    """What small words that are spelled as in chats stand for: "ke", "q"."""
    return {spelled: words(meant) for spelled, meant in vocabulary("commands/rules")["chat"].get(lang, {}).items()}


@cache
def _entries(lang: str) -> Mapping[str, Classes]:
    found: dict[str, Classes] = defaultdict(int)
    for phrase, kind in _classified(lang):
        found["".join(phrase)] |= kind
    own = _joined(formats.languages(lang).values())
    for letters, code in _tongues(lang).items():
        if not code and letters in found and letters not in own:
            # "let's" is no Latvian, though the Dutch call it "Lets"
            continue
        found[letters] |= class_bits()["tongue"] | (class_bits()["own_tongue"] if code == lang else 0)
    return found


def _classified(lang: str) -> Iterable[tuple[tuple[str, ...], Classes]]:
    """The phrases of a language, each with its class."""
    bits = class_bits()
    for name, listed in vocabulary(f"commands/{lang}").items():
        for phrase in _phrases(f"{listed}, {listed.translate(_UMLAUTS)}" if lang == "de" else listed):
            if name in bits:
                yield phrase, bits[name]


def _elided(lang: str) -> Mapping[str, Classes]:
    """Words that follow a small one without the apostrophe: "laide", "dautre"."""
    return {
        lead + letters: kinds
        for lead in _ELIDED.get(lang, ())
        for letters, kinds in _entries(lang).items()
        if letters.startswith(_VOWELS)
    }


def _listed(name: str, lang: str) -> Iterable[tuple[str, ...]]:
    return _phrases(vocabulary(f"commands/{lang}")[name])


def _phrases(listed: str) -> Iterable[tuple[str, ...]]:
    return (phrase for part in listed.split(",") if (phrase := tuple(words(part))))


@cache
def _tongues(lang: str) -> Mapping[str, str]:
    """The names of languages, in the language itself and in theirs; "" stands for those we do not speak."""
    found: dict[str, str] = {}
    for code in dict.fromkeys((*SERVED, lang)):
        names = formats.languages(code)
        found |= {"".join(words(names[other])): "" for other in RIVALS if other in names}
        found |= {"".join(words(names[other])): other for other in SERVED}
    for other, listed in vocabulary("commands/rules")["tongues"].items():
        found |= dict.fromkeys(words(listed), other)
    # "Italien" is a language in French, and a country in German
    countries = _countries() - _joined(formats.languages(lang).values())
    return {letters: code for letters, code in found.items() if letters not in countries}


@cache
def _countries() -> frozenset[str]:
    """The names of countries in the languages we speak, by their letters."""
    return frozenset().union(*(_joined(formats.countries(code).values()) for code in SERVED))


def _joined(names: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(words(name)) for name in names)


def _strings(value: object) -> Iterable[str]:
    match value:
        case str():
            yield value
        case list():
            yield from value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
