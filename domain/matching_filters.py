"""The practical side of host cards as columns of numbers: which of them come into question for a wish (`matching_wish`).

Loads NumPy, like `matching_columns`. What passes here passes `matching_wish.passes` too, and the other way round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.cards import HostCard, is_confirmed
from domain.matching_columns import Numbers, Register
from domain.matching_wish import FilterName, RelaxHint, Wish, good_enough, hints, spoken, wanted_filters
from domain.organisations import organisation_key

Mask = NDArray[np.bool_]

_NO_LIMIT: Final = 0xFFFF
_UNTOLD: Final = -1
_LANGUAGE_WORDS: Final = 3  # of 64 bits each: more than there are languages with two letters
_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class Practical:
    """What filters a host, how much its card tells, and the day when it was confirmed, counted from 1970, 0 for never; whether it
    would like a visit in return, and its names (`organisation_key`).
    """

    country: str
    languages: tuple[str, ...]
    months: tuple[int, ...]
    min_days: int | None
    max_days: int | None
    group_max: int | None
    capacity: int | None
    fullness: int
    confirmed_on: int
    reciprocity: bool
    names: tuple[int, int]

    @classmethod
    def of(cls, card: HostCard, day: int = 1) -> "Practical":
        """What filters this card; `day` is that of its last change, counted from 1970."""
        return cls(
            card.country,
            spoken(card),
            card.months_open,
            card.min_days,
            card.max_days,
            card.group_max,
            card.capacity_per_year,
            fullness(card),
            day if is_confirmed(card) else 0,
            bool(card.reciprocity),
            (organisation_key(card.name), organisation_key(card.organisation)),
        )


def fullness(card: HostCard) -> int:
    """How much a card tells."""
    told = (card.description, card.expertise, card.client_groups, card.sectors, card.languages, card.months_open)
    return sum(bool(part) for part in told)


class Filters:
    """What filters hosts, a column for each fact; a host is known by its place in them."""

    def __init__(self, cards: Sequence[Practical], countries: Register, languages: Register) -> None:
        """Take in cards; the registers number countries and languages."""
        self._countries, self._tongues = countries, languages
        self._country = np.array(
            [countries.numbers([card.country])[0] if card.country else 0 for card in cards], np.uint16
        )
        self._languages = np.array([self._bits(card.languages) for card in cards], np.uint64)
        self._languages.shape = (len(cards), _LANGUAGE_WORDS)
        self._months = np.array([sum(1 << month for month in card.months) for card in cards], np.uint16)
        self._min_days = np.array([card.min_days or 0 for card in cards], np.uint16)
        self._max_days = np.array([_NO_LIMIT if card.max_days is None else card.max_days for card in cards], np.uint16)
        self._group = np.array([_NO_LIMIT if card.group_max is None else card.group_max for card in cards], np.uint16)
        self._capacity = np.array([_UNTOLD if c.capacity is None else c.capacity for c in cards], np.int32)
        self.confirmed_on = np.array([card.confirmed_on for card in cards], np.int32)
        self.fullness = np.array([card.fullness for card in cards], np.int8)
        self.reciprocity = np.array([card.reciprocity for card in cards], np.bool_)
        self._names = np.array([card.names for card in cards], np.uint64)
        self._names.shape = (len(cards), 2)

    def changed(self, kept: Mask, more: "Filters") -> "Filters":
        """As `Columns.changed`."""
        other = object.__new__(Filters)
        other._countries, other._tongues = self._countries, self._tongues
        for name, column in vars(self).items():
            if isinstance(column, np.ndarray):
                setattr(other, name, np.concatenate((column[kept], getattr(more, name))))
        return other

    @property
    def bytes(self) -> int:
        """How much memory the columns take."""
        return sum(column.nbytes for column in vars(self).values() if isinstance(column, np.ndarray))

    def alike(self, cards: Sequence[Practical]) -> "Filters":
        """Return columns of other cards, with the same numbers for countries and languages."""
        return Filters(cards, self._countries, self._tongues)

    def room(self, accepted: Mapping[int, int]) -> Mask:
        """Which hosts can take somebody this year still, after having `accepted` so many; not told is taken for yes."""
        left = self._capacity.copy()
        for place, many in accepted.items():
            if left[place] != _UNTOLD:
                left[place] = max(0, int(left[place]) - many)
        return np.asarray(left != 0)

    def receives(self, organisation: str) -> bool:
        """Whether one of the hosts, or its organisation, has this name."""
        key = organisation_key(organisation)
        return bool(key) and bool((self._names == np.uint64(key)).any())

    def passing(self, wish: Wish, open_to: Mask) -> Numbers:
        """The hosts that are open and meet all filters of the wish."""
        left = open_to
        for name in wanted_filters(wish):
            left = left & self._met(name, wish)
        return np.flatnonzero(left)

    def relax(self, wish: Wish, open_to: Mask) -> tuple[RelaxHint, ...]:
        """As `matching_wish.hints`."""
        asked = wanted_filters(wish)
        met = {name: self._met(name, wish) for name in asked}

        def remaining(dropped: tuple[FilterName, ...]) -> int:
            left = open_to
            for name in asked:
                if name not in dropped:
                    left = left & met[name]
            return int(left.sum())

        return hints(asked, remaining)

    def _met(self, name: FilterName, wish: Wish) -> Mask:
        if name == "language":
            asked = np.array(self._asked(good_enough(wish)), np.uint64)
            untold = ~self._languages.any(axis=1)
            return np.asarray(untold | (self._languages & asked).any(axis=1))
        if name == "country":
            named = wish.countries or wish.not_countries
            codes = [number for one in named if (number := self._countries.known(one))]
            return np.isin(self._country, codes, invert=not wish.countries)
        if name == "month":
            months = np.uint16(sum({1 << month for month in wish.months if 0 < month <= 12}))
            return np.asarray((self._months == 0) | ((self._months & months) != 0))
        if name == "days":
            days = min(wish.days or 0, _NO_LIMIT - 1)
            return np.asarray((self._min_days <= days) & ((days <= self._max_days) | (self._max_days == _NO_LIMIT)))
        return np.asarray((min(wish.group or 1, _NO_LIMIT - 1) <= self._group) | (self._group == _NO_LIMIT))

    def _bits(self, languages: Sequence[str]) -> list[int]:
        return _words_of(self._tongues.numbers(languages))

    def _asked(self, languages: Sequence[str]) -> list[int]:
        return _words_of([number for lang in languages if (number := self._tongues.known(lang))])


def _words_of(numbers: Sequence[int]) -> list[int]:
    """Bits with these numbers set."""
    words = [0] * _LANGUAGE_WORDS
    for number in numbers:
        words[number // _WORD % _LANGUAGE_WORDS] |= 1 << number % _WORD
    return words
