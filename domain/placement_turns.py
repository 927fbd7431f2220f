"""When a group can go: turns of whole weeks, and which of them suit a host and a trainee.

A week belongs to the month in which most of its five working days lie: that of its Wednesday.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.cards import HostCard
from domain.matching_wish import FilterName, Wish, passes, spoken, wanted_filters

MOST_TURNS = 30
MOST_WEEKS = 4
_WEEK = dt.timedelta(days=7)
_WEDNESDAY, _FRIDAY = dt.timedelta(days=2), dt.timedelta(days=4)
#: what only a card can tell, and whoever plans a stay must know
_TOLD: tuple[FilterName, ...] = ("language", "month", "days", "group")


@dataclass(frozen=True, slots=True)
class Turn:
    """A stay of a group: so many weeks from the Monday `first`."""

    first: dt.date
    weeks: int

    @property
    def last(self) -> dt.date:
        """The Friday on which it ends."""
        return self.first + (self.weeks - 1) * _WEEK + _FRIDAY

    @property
    def months(self) -> tuple[int, ...]:
        """The months its weeks belong to, 1 to 12."""
        days = (self.first + number * _WEEK + _WEDNESDAY for number in range(self.weeks))
        return tuple(dict.fromkeys(day.month for day in days))


def turns(first: dt.date, last: dt.date, weeks: int) -> tuple[Turn, ...]:
    """Return the turns of so many weeks that follow each other from the week of `first` to that of `last`, at most MOST_TURNS."""
    found: list[Turn] = []
    monday = first - dt.timedelta(days=first.weekday())
    while len(found) < MOST_TURNS and monday + (weeks - 1) * _WEEK <= last:
        found.append(Turn(monday, weeks))
        monday += weeks * _WEEK
    return tuple(found)


def long_enough(wish: Wish, weeks: int) -> bool:
    """Whether a stay of so many weeks holds the days somebody wants, weekends counted."""
    return wish.days is None or wish.days <= weeks * _WEEK.days


def months_in_question(wish: Wish, turns: Sequence[Turn]) -> tuple[int, ...]:
    """Return the months of the turns, without those the trainee cannot; () when none is left."""
    months = dict.fromkeys(month for turn in turns for month in turn.months)
    return tuple(month for month in months if not wish.months or month in wish.months)


def suiting(card: HostCard, wish: Wish, turns: Sequence[Turn]) -> tuple[int, ...]:
    """Return the numbers of the turns in which all months suit both: what a card or a wish leaves open suits."""
    return tuple(
        number
        for number, turn in enumerate(turns)
        if all(not open_in or month in open_in for month in turn.months for open_in in (card.months_open, wish.months))
    )


def unmet(card: HostCard, wish: Wish, turn: Turn) -> tuple[FilterName, ...]:
    """Return which practical wishes a stay does not meet."""
    failed: list[FilterName] = [
        name for name in wanted_filters(wish) if name != "month" and not passes(card, wish, [name])
    ]
    if not suiting(card, wish, [turn]):
        failed.append("month")
    if not long_enough(wish, turn.weeks) and "days" not in failed:
        failed.append("days")
    return tuple(failed)


def untold(card: HostCard) -> tuple[FilterName, ...]:
    """Return what a card does not tell of what it should: to be asked before anybody goes."""
    told = {
        "language": bool(spoken(card)),
        "month": bool(card.months_open),
        "days": card.min_days is not None or card.max_days is not None,
        "group": card.group_max is not None,
    }
    return tuple(name for name in _TOLD if not told[name])
