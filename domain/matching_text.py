"""Which words a text shares with a question, also when they are inflected, misspelt or of a sister language.

Each word of the question is compared with those of the texts by runs of four letters of the cognate key ("Physiotherapeut" meets
"fisioterapista"); what it meets counts the more, the more alike and the rarer it is. Every point of a score can be told: this word
of yours, that word on the card. Comparing takes a while, so only the likeliest cards are compared; `stem` is what finds a
rare word among all of them.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import log
from sys import intern

from domain.matching_words import Word, cognate, function_words, grams, likeness, words

_ALIKE_FROM = 0.4  # of 1: share of common runs of letters below which two words have nothing to do with each other
_SHOWN_FROM = 0.6  # below it the likeness of two words convinces no reader
# As in BM25: how soon repeating a word stops to count, how much long texts are held back.
_SATURATION, _LENGTH = 1.2, 0.5
_SHORTEST = 3
_NAMED = 0.5  # how much a word counts that a concept stands for, or that everybody uses
_MOST_WORDS = 60  # of a question; a longer one repeats itself
_STEM = 6  # letters that most inflections of a word share


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word of the question and the word of a text it meets, both as written; `weight` is its part of the score."""

    said: str
    written: str
    weight: float


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text that say something, folded, each once, with how much it counts; `length` is the sum of that."""

    words: tuple[str, ...]
    counts: tuple[float, ...]
    length: float


@dataclass(frozen=True, slots=True)
class Collection:
    """All texts, of which some are compared: how many there are, how long they are on average, and in how many a stem occurs."""

    size: int
    average: float
    with_stem: Callable[[int], int]


def text_words(parts: Iterable[tuple[str, float]]) -> TextWords:
    """Return the words of a text that comes in parts, each with how much its words count."""
    counts: dict[str, float] = {}
    for part, weight in parts:
        for word in _content(part):
            counts[word.folded] = counts.get(word.folded, 0.0) + weight
    return TextWords(tuple(map(intern, counts)), tuple(counts.values()), sum(counts.values()))


@lru_cache(maxsize=65_536)
def stem(folded: str) -> int:
    """Return a number, never 0, that a folded word shares with its inflections, and seldom with another word."""
    return zlib.crc32(cognate(folded)[:_STEM].encode()) or 1


class Question:
    """The words of a question, ready to be compared with texts.

    The folded words in `named` count half: a concept stands for them already, or everybody uses them.
    """

    def __init__(self, text: str, named: AbstractSet[str] = frozenset()) -> None:
        distinct: dict[str, str] = {}
        for one in _content(text):
            distinct.setdefault(one.folded, text[one.start : one.end])
        self._words = tuple(distinct)[:_MOST_WORDS]
        self._said = tuple(distinct.values())[:_MOST_WORDS]
        self._worth = tuple(_NAMED if word in named else 1.0 for word in self._words)
        self._runs = tuple(len(grams(word)) for word in self._words)
        self._with_run: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            for run in grams(word):
                self._with_run.setdefault(run, []).append(number)

    def stems(self, texts: Collection) -> dict[int, float]:
        """Return the stems of the words, and how much each says: the rarer, the more."""
        worth: dict[int, float] = {}
        for word, its in zip(self._words, self._worth, strict=True):
            known = stem(word)
            if many := texts.with_stem(known):
                worth[known] = max(worth.get(known, 0.0), its * log(1 + texts.size / many))
        return worth

    def compared(self, some: Mapping[int, TextWords], texts: Collection) -> "Compared":
        """Compare with some of the texts, known by their number."""
        alike = self._alike(some.values())
        met: dict[int, dict[int, tuple[float, str]]] = {}
        many = [0] * len(self._words)
        for number, its in some.items():
            held_back = _SATURATION * (1 - _LENGTH + _LENGTH * its.length / (texts.average or 1.0))
            best: dict[int, tuple[float, str]] = {}
            for written, count in zip(its.words, its.counts, strict=True):
                for place, how_much in alike.get(written, ()):
                    worth = how_much * count * (_SATURATION + 1) / (count + held_back)
                    if place not in best or worth > best[place][0]:
                        best[place] = worth, written
            if best:
                met[number] = best
                for place in best:
                    many[place] += 1
        rarity = [
            log(1 + texts.size / max(1, found, texts.with_stem(stem(word))))
            for word, found in zip(self._words, many, strict=True)
        ]
        return Compared(self._said, self._words, self._worth, tuple(rarity), met)

    def _alike(self, texts: Iterable[TextWords]) -> dict[str, list[tuple[int, float]]]:
        """For each word of the texts the words of the question it is like, by their place, and how much: 1 for the same word."""
        alike: dict[str, list[tuple[int, float]]] = {}
        places = {word: place for place, word in enumerate(self._words)}
        with_run, runs = self._with_run, self._runs
        for word in {word for text in texts for word in text.words}:
            common: dict[int, int] = {}
            its_runs = grams(word)
            for run in its_runs:
                for place in with_run.get(run, ()):
                    common[place] = common.get(place, 0) + 1
            itself = places.get(word)
            if itself is not None:
                common.pop(itself, None)
            found = [
                (place, how_much * how_much)
                for place, shared in common.items()
                if (how_much := 2 * shared / (len(its_runs) + runs[place])) >= _ALIKE_FROM
            ]
            if itself is not None:
                found.append((itself, 1.0))
            if found:
                alike[word] = found
        return alike


@dataclass(frozen=True, slots=True)
class Compared:
    """A question beside some texts: `met` says for each of them which word of it answers which of the question, and how well."""

    said: tuple[str, ...]
    words: tuple[str, ...]
    worth: tuple[float, ...]
    rarity: tuple[float, ...]
    met: Mapping[int, Mapping[int, tuple[float, str]]]

    def shares(self) -> dict[int, float]:
        """Return the texts that share words with the question: how much of it they answer, each word counted by its rarity (1: all
        of it; more when they repeat its words).
        """
        whole = sum(self.rarity)
        return {
            number: sum(self.worth[place] * self.rarity[place] * best[place][0] for place in sorted(best)) / whole
            for number, best in self.met.items()
        }

    def shared(self, number: int, text: str) -> list[SharedWord]:
        """Return the words that a text plainly shares with the question, those that count most first; `text` is what it says."""
        found = []
        written: dict[str, str] = {}
        for word in words(text):
            written.setdefault(word.folded, text[word.start : word.end])
        for place, (worth, met) in self.met.get(number, {}).items():
            if likeness(self.words[place], met) >= _SHOWN_FROM and met in written:
                found.append(SharedWord(self.said[place], written[met], self.rarity[place] * worth))
        found.sort(key=lambda one: (-one.weight, one.said))
        return found


def _content(text: str) -> Iterable[Word]:
    empty = function_words()
    return (word for word in words(text) if len(word.folded) >= _SHORTEST and word.folded not in empty)
