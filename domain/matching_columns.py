"""Cards of one kind as columns of numbers, so that one operation looks at all of them: 100,000 cards in some milliseconds.

Loads NumPy: import it where it is needed, since a plain start does without. Nothing here changes: `Columns.changed` makes another
one, and who reads the old one meanwhile is not disturbed.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain import concepts
from domain.matching_tags import KEPT, STEMS, UNIT

Numbers = NDArray[np.int64]
Points = NDArray[np.float32]

# Who works there and in which field tells less of a host than what it is good at.
_FACETS: Final[dict[concepts.Kind, float]] = {"sector": 0.7, "profession": 0.7, "problem": 1.15}
_FEW_CONCEPTS: Final = 0.5  # added to the length of what a card is about: a card that says little is not all about it
_AT_ONCE: Final = 16_384  # cards looked at by one operation: what they take fits into the cache of a processor
#: stems are counted by their last bits; so many counters for each that a card can have
_COUNTERS_EACH, _LEAST_COUNTERS, _MOST_COUNTERS = 8, 1 << 10, 1 << 20
_LOW: Final = 0xFFFF
_DECODE: Final = msgspec.msgpack.Decoder(tuple[list[str], list[int], int, bytes, int])


class _Growing(dict[str, int]):
    """Gives whatever it does not know the next number."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self) + 1
        return number


class Register:
    """Numbers for names, from 1 on; a name keeps its number."""

    def __init__(self) -> None:
        self._numbers = _Growing()

    def numbers(self, names: Iterable[str]) -> list[int]:
        """The numbers of names, new ones if need be. Not for several threads at once."""
        return list(map(self._numbers.__getitem__, names))

    def known(self, name: str) -> int:
        """The number of a name, 0 when it has none."""
        return self._numbers.get(name, 0)

    def names(self) -> list[str]:
        """All names by their number; nothing has the number 0."""
        return ["", *self._numbers]


@dataclass(frozen=True, slots=True)
class Packed:
    """A card as it comes from the store: `tags` as `matching_tags.packed` made them, None when nobody has read it yet."""

    external_id: str
    revision: int
    tags: bytes | None


class Columns:
    """What cards are about, and the stems of their words; a card is known by its number, its place in the columns."""

    def __init__(self, cards: Sequence[Packed], register: Register) -> None:
        """Take in cards; `register` numbers the concepts."""
        size = len(cards)
        self.register, self._reckoned = register, False
        self.ids = [card.external_id for card in cards]
        self.revisions = np.fromiter((card.revision for card in cards), np.int64, size)
        self._concepts = np.zeros((size, KEPT), np.uint16)
        self._weights = np.zeros((size, KEPT), np.uint16)
        self._told = np.zeros(size, np.uint16)
        self._stems = np.zeros((size, STEMS), np.uint32)
        self._words = np.zeros(size, np.int64)
        for number, card in enumerate(cards):
            if card.tags is None:
                continue
            names, weights, told, stems, length = _DECODE.decode(card.tags)
            self._concepts[number, : len(names)] = register.numbers(names)
            self._weights[number, : len(weights)] = weights
            self._told[number] = told
            found = np.frombuffer(stems, "<u4")
            self._stems[number, : len(found)] = found
            self._words[number] = length

    def changed(self, kept: NDArray[np.bool_], more: "Columns") -> "Columns":
        """Return columns with the cards of these that are `kept`, and with `more` behind them."""
        other = object.__new__(Columns)
        other.register, other._reckoned = self.register, False
        other.ids = [one for one, stays in zip(self.ids, kept.tolist(), strict=True) if stays] + more.ids
        for name in ("revisions", "_concepts", "_weights", "_told", "_stems", "_words"):
            setattr(other, name, np.concatenate((getattr(self, name)[kept], getattr(more, name))))
        return other

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each card, by its external id."""
        return {external_id: number for number, external_id in enumerate(self.ids)}

    def reckon(self) -> None:
        """Work out what follows from all cards together; to be done before anything is looked for.

        Whole numbers are added up, so that the order of the cards is nothing to it.
        """
        if self._reckoned:
            return
        size = len(self.ids)
        # the lot that equal cards draw: always the same
        self.drawn = np.fromiter((zlib.crc32(one.encode()) for one in self.ids), np.uint32, size)
        self.average = float(self._words.sum()) / UNIT / size if size else 1.0
        self._names = self.register.names()
        carriers = np.zeros(len(self._names), np.int64)
        counters = _LEAST_COUNTERS
        while counters < min(size * _COUNTERS_EACH, _MOST_COUNTERS):
            counters *= 2
        self._with_stem = np.zeros(counters, np.int32)
        for some in _chunks(size):
            weighed = np.bincount(self._concepts[some].ravel(), self._weights[some].ravel(), len(carriers))
            carriers += weighed.astype(np.int64)
            stems = self._stems[some]
            self._with_stem += np.bincount(stems[stems > 0] & (counters - 1), minlength=counters).astype(np.int32)
        facets = np.array([_facet(one) for one in self._names], np.float64)
        rarity = facets * np.log(1 + size / (1 + carriers / UNIT))
        rarity[0] = 0.0
        self._rarity = rarity.astype(np.float32)
        self._length = np.empty(size, np.float32)
        for some in _chunks(size):
            squares = (self._weights[some] * self._rarity[self._concepts[some]] / np.float32(UNIT)) ** 2
            self._length[some] = _FEW_CONCEPTS + np.sqrt(squares.sum(axis=1))
        self._reckoned = True

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def bytes(self) -> int:
        """How much memory the columns take."""
        own = (self._concepts, self._weights, self._told, self._stems, self._words, self._length, self.revisions)
        return sum(column.nbytes for column in own) + self._with_stem.nbytes

    def rarity(self, concept_id: str) -> float:
        """How much a concept says: the rarer, the more."""
        number = self.register.known(concept_id)
        return float(self._rarity[number]) if number < len(self._rarity) else 0.0

    def with_stem(self, stem: int) -> int:
        """In how many cards a stem occurs, a few too many at times."""
        return int(self._with_stem[stem & (len(self._with_stem) - 1)])

    def told(self, number: int) -> frozenset[str]:
        """The concepts that a card tells as a fact."""
        return frozenset(self._names[one] for one in self._concepts[number, : self._told[number]].tolist())

    def tell(self, concept_ids: Iterable[str]) -> NDArray[np.bool_]:
        """Which cards tell one of these concepts as a fact."""
        wanted = np.zeros(len(self._rarity), bool)
        for number in map(self.register.known, concept_ids):
            if 0 < number < len(wanted):
                wanted[number] = True
        found = np.empty(len(self), bool)
        for some in _chunks(len(self)):
            here = np.arange(KEPT) < self._told[some][:, None]
            found[some] = (wanted[self._concepts[some]] & here).any(axis=1)
        return found

    def subjects(self, wanted: Mapping[str, float], numbers: Numbers) -> Points:
        """How much some cards are about what is wanted."""
        asked = self._asked(wanted) * self._rarity**2 / np.float32(UNIT)
        points = np.empty(len(numbers), np.float32)
        every = len(numbers) == len(self)
        for some in _chunks(len(numbers)):
            rows: Any = some if every else numbers[some]
            points[some] = (asked[self._concepts[rows]] * self._weights[rows]).sum(axis=1) / self._length[rows]
        return points

    def most(self, wanted: Mapping[str, float]) -> float:
        """How much a card could be about what is wanted that is about just that."""
        return float(np.linalg.norm(self._asked(wanted) * self._rarity))

    def _asked(self, wanted: Mapping[str, float]) -> Points:
        asked = np.zeros(len(self._rarity), np.float32)
        for concept_id, weight in wanted.items():
            if 0 < (number := self.register.known(concept_id)) < len(asked):
                asked[number] = weight
        return asked

    def words(self, stems: Mapping[int, float], numbers: Numbers) -> Points:
        """How much some cards say with these stems, each as much as `stems` tells."""
        points = np.zeros(len(numbers), np.float32)
        if not stems:
            return points
        known = np.array(sorted(stems), np.uint32)
        worth = np.array([stems[int(one)] for one in known], np.float64)
        asked = np.zeros(_LOW + 1, bool)
        asked[known & _LOW] = True
        every = len(numbers) == len(self)
        for some in _chunks(len(numbers)):
            rows = self._stems[some] if every else self._stems[numbers[some]]
            flat = rows.ravel()
            maybe = np.flatnonzero(asked[flat & np.uint32(_LOW)])
            its = flat[maybe]
            place = np.minimum(np.searchsorted(known, its), len(known) - 1)
            right = known[place] == its
            cards = maybe[right] // STEMS
            points[some] = np.bincount(cards, worth[place[right]], len(rows))
        return points


def best(points: Points, drawn: NDArray[np.uint32], most: int) -> Numbers:
    """Return the places of the `most` highest points above 0, the highest first; of equal ones those that `drawn` puts first."""
    found = np.flatnonzero(points > 0)
    if len(found) > most:
        least = np.partition(points[found], -most)[-most]
        found = found[points[found] >= least]
    order = np.lexsort((drawn[found], -points[found]))
    return np.asarray(found[order][:most], np.int64)


def _chunks(size: int) -> list[slice]:
    return [slice(start, min(start + _AT_ONCE, size)) for start in range(0, size, _AT_ONCE)]


def _facet(concept_id: str) -> float:
    concept = concepts.get(concept_id)
    return _FACETS.get(concept.kind, 1.0) if concept is not None else 1.0
