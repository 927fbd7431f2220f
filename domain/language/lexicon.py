"""How likely a word is in each language: our lists of frequent words, and their letters for all others."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Final, NamedTuple

from domain.language.cleaning import split, unaccented
from domain.language.codes import DETECTED
from domain.language.latin import OTHER_ALPHABETS, in_latin_letters
from domain.language.letters import Letters, read, without_accents
from domain.vocabulary import vocabulary

_ZIPF: Final = 0.13  # the word of rank r makes up about 0.13 / (r + 3) of all words of a talk
_RANK: Final = 3
_GREETING: Final = 0.01  # share of a word that is a message by itself: "hi"
_UNLISTED: Final = 0.01  # share of words that no list has: their letters tell
_CARELESS: Final = 0.05  # share of words typed without accents by somebody who does type accents
_IN_LATIN: Final = 0.1  # how often people who have letters of their own type Latin ones
_LEAST: Final = -60.0
_READING: Final = Lock()
_TWO_LETTERS: Final = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    "da": {"å": "aa", "ø": "oe", "æ": "ae"},
    "no": {"å": "aa", "ø": "oe", "æ": "ae"},
}

Listed = Mapping[str, float]


class Scores(NamedTuple):
    """Logarithms of a word's likelihood, one for each of `DETECTED`: as it should be written, and typed without accents."""

    written: tuple[float, ...]
    bare: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The words that are listed, language by language, and the letters of all others."""

    listed: tuple[Listed, ...]
    letters: Letters

    def scores(self, word: str) -> tuple[float, ...]:
        """Logarithm of the likelihood of a word in each language."""
        found = zip(self.listed, self.letters.word(word), strict=True)
        likely = (listed.get(word, 0.0) + _UNLISTED * math.exp(spelt) for listed, spelt in found)
        return tuple(math.log(value) if value > 0 else _LEAST for value in likely)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is known of words: written with and without accents, those of any list, and those that tell nothing."""

    written: Table
    bare: Table
    known: frozenset[str]
    neutral: frozenset[str]

    def languages(self, words: Sequence[str]) -> frozenset[str]:
        """The languages that list all of these words."""
        tables = zip(DETECTED, self.bare.listed, strict=True)
        return frozenset(code for code, listed in tables if all(unaccented(word) in listed for word in words))


def lexicon() -> Lexicon:
    """The tables, read once (about a second of CPU): who needs them meanwhile waits instead of reading them too."""
    with _READING:
        return _lexicon()


@cache
def _lexicon() -> Lexicon:
    listed, shares = [], []
    for code in DETECTED:
        words, weights = _own(code)
        listed.append(words)
        shares.append(read(code, weights))
    bare = [_bare(words, code) for code, words in zip(DETECTED, listed, strict=True)]
    return Lexicon(
        Table(tuple(listed), Letters(shares)),
        Table(tuple(bare), Letters([without_accents(table) for table in shares])),
        frozenset().union(*listed, *bare),
        frozenset(vocabulary("neutral")["neutral"].split()),
    )


@lru_cache(maxsize=4096)
def scores(word: str) -> Scores:
    """How likely a lower-case word is in each language."""
    tables = lexicon()
    bare, written = tables.bare.scores(word), tables.written.scores(word)
    if unaccented(word) == word:
        careful, careless = math.log(1 - _CARELESS), math.log(_CARELESS)
        written = tuple(either(careful + a, careless + b) for a, b in zip(written, bare, strict=True))
    return Scores(written, bare)


def either(a: float, b: float) -> float:
    """The logarithm of the sum of two chances given by their logarithms."""
    high, low = (a, b) if a > b else (b, a)
    return high + math.log1p(math.exp(low - high))


def _own(code: str) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """The words of our list with their likelihood, and all words with their weight for the table of letters."""
    data = vocabulary(f"words/{code}")
    frequent, common = split(data["frequent"]), split(data["common"])
    said = split(data["greetings"] + data["phrases"])
    order = dict.fromkeys(frequent + common + said)
    listed = {word: _ZIPF / (rank + _RANK) for rank, word in enumerate(order)}
    for line in data["greetings"].splitlines():
        if len(words := split(line)) == 1:
            listed[words[0]] = max(listed[words[0]], _GREETING)
    weights = [(word, 0.5 + 30 / (rank + 10)) for rank, word in enumerate(frequent)]
    weights += [(word, 0.5) for word in common] + [(word, 1.0) for word in said]
    for word in split(data.get("latin", "")):
        listed.setdefault(word, _ZIPF / (len(frequent) + _RANK))
    if code in OTHER_ALPHABETS:
        typed = {word: in_latin_letters(word, code) for word in listed}
        for word, likely in list(listed.items()):
            for way in typed[word]:
                listed.setdefault(way, _IN_LATIN * likely)
        weights += [(way, _IN_LATIN * weight) for word, weight in weights for way in typed[word]]
    return listed, weights


def _bare(listed: Listed, code: str) -> dict[str, float]:
    bare: defaultdict[str, float] = defaultdict(float)
    for word, likely in listed.items():
        bare[unaccented(word)] += likely
        spelt = word
        for letter, two in _TWO_LETTERS.get(code, {}).items():
            spelt = spelt.replace(letter, two)
        if spelt != word:
            bare[spelt] += likely
    return dict(bare)
