"""Finding the texts that share words with a question, also when words are inflected, misspelt or of a sister language.

The words of all texts form one vocabulary. Each word of the question is compared with it by runs of four letters of the
cognate key ("Physiotherapeut" meets "fisioterapista"); what it meets counts the more, the more alike and the rarer it
is. Every point of a score can be told: this word of yours, that word on the card.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log

from domain.matching_words import Word, fold, function_words, grams, likeness, words

_ALIKE_FROM = 0.4  # of 1: share of common runs of letters below which two words have nothing to do with each other
_SHOWN_FROM = 0.6  # below it the likeness of two words convinces no reader
# As in BM25: how soon repeating a word stops to count, how much long texts are held back.
_SATURATION, _LENGTH = 1.2, 0.5
_SHORTEST = 3
_NAMED = 0.5  # how much a word counts that a concept stands for
_MOST_WORDS = 60  # of a question; a longer one repeats itself


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word of the question and the word of a text it meets, both as written; `weight` is its part of the score."""

    said: str
    written: str
    weight: float


class TextIndex:
    """Texts to be searched. A text is a list of (part, weight): a title may weigh more than a description."""

    def __init__(self, texts: Sequence[Iterable[tuple[str, float]]]) -> None:
        self._size = len(texts)
        self._numbers: dict[str, int] = {}
        self._written: list[str] = []
        self._texts_with: list[list[tuple[int, float]]] = []
        self._words_with: dict[str, list[int]] = {}
        self._runs: list[int] = []
        counted = [self._count(parts) for parts in texts]
        average = sum(sum(counts.values()) for counts in counted) / self._size if self._size else 1.0
        for number, counts in enumerate(counted):
            held_back = _SATURATION * (1 - _LENGTH + _LENGTH * sum(counts.values()) / (average or 1.0))
            for word, count in counts.items():
                self._texts_with[word].append((number, count * (_SATURATION + 1) / (count + held_back)))

    def shares(self, question: str, named: AbstractSet[str] = frozenset()) -> dict[int, float]:
        """Return the texts that share words with `question`, by their number in the index: how much of the question they
        answer, each word counted by its rarity (1: all of it; more when they repeat its words).

        The folded words in `named` count half: a concept stands for them already.
        """
        totals: dict[int, float] = {}
        whole = 0.0
        for word, matched in self._meet(question):
            rarity = self._rarity(matched)
            whole += rarity
            counted = rarity * _NAMED if word.folded in named else rarity
            for number, (impact, _) in matched.items():
                totals[number] = totals.get(number, 0.0) + counted * impact
        return {number: total / whole for number, total in totals.items()}

    def shared(self, question: str, numbers: Iterable[int]) -> dict[int, list[SharedWord]]:
        """Return for some texts the words they plainly share with `question`, those that count most first."""
        found: dict[int, list[SharedWord]] = {number: [] for number in numbers}
        for word, matched in self._meet(question):
            rarity = self._rarity(matched)
            said = question[word.start : word.end]
            for number in found.keys() & matched.keys():
                worth, met = matched[number]
                written = self._written[met]
                if likeness(word.folded, fold(written)) >= _SHOWN_FROM:
                    found[number].append(SharedWord(said, written, rarity * worth))
        for shared in found.values():
            shared.sort(key=lambda word: (-word.weight, word.said))
        return found

    def _count(self, parts: Iterable[tuple[str, float]]) -> dict[int, float]:
        counts: dict[int, float] = {}
        for part, weight in parts:
            for word in _content(part):
                number = self._numbers.get(word.folded)
                if number is None:
                    number = self._add(word.folded, part[word.start : word.end])
                counts[number] = counts.get(number, 0.0) + weight
        return counts

    def _add(self, folded: str, written: str) -> int:
        number = self._numbers[folded] = len(self._written)
        self._written.append(written)
        self._texts_with.append([])
        runs = grams(folded)
        self._runs.append(len(runs))
        for run in runs:
            self._words_with.setdefault(run, []).append(number)
        return number

    def _meet(self, question: str) -> Iterable[tuple[Word, dict[int, tuple[float, int]]]]:
        """Yield each content word of the question with the texts it meets, maybe none: number -> (impact, number of the
        word there).
        """
        seen: dict[str, Word] = {}
        for word in _content(question):
            seen.setdefault(word.folded, word)
        for word in list(seen.values())[:_MOST_WORDS]:
            best: dict[int, tuple[float, int]] = {}
            for other, alike in self._similar(word.folded):
                for number, impact in self._texts_with[other]:
                    worth = alike * impact
                    if number not in best or worth > best[number][0]:
                        best[number] = worth, other
            yield word, best

    def _similar(self, folded: str) -> Iterable[tuple[int, float]]:
        """Yield words of the vocabulary and how much they are alike, 1 for the word itself."""
        runs = grams(folded)
        common: dict[int, int] = {}
        for run in runs:
            for other in self._words_with.get(run, ()):
                common[other] = common.get(other, 0) + 1
        itself = self._numbers.get(folded)
        if itself is not None:
            common.pop(itself, None)
            yield itself, 1.0
        for other, shared in common.items():
            alike = 2 * shared / (len(runs) + self._runs[other])
            if alike >= _ALIKE_FROM:
                yield other, alike * alike

    def _rarity(self, matched: dict[int, tuple[float, int]]) -> float:
        return log(1 + self._size / max(1, len(matched)))


def _content(text: str) -> Iterable[Word]:
    empty = function_words()
    return (word for word in words(text) if len(word.folded) >= _SHORTEST and word.folded not in empty)
