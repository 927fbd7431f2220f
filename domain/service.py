"""How a helpdesk does: how long people wait, how soon they had a first answer and were helped, what they say of it.

Times are counted in opening hours of the helpdesk, in milliseconds.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

#: what ends the time that a person has a conversation
_ENDS: Final = ("handed_back", "resolved")

Happened = Literal["queued", "taken", "replied", "assigned", "handed_back", "resolved"]
Passed = Callable[[str, int, int], int]
"""How much of the opening hours of a helpdesk (its code) lies between two moments."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history of a conversation; `waited` is how long the trainee had waited, where this ended it."""

    conversation_id: int
    at: int
    what: str
    team: str
    waited: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took: how often it was measured, the middle one and the ninth of ten (0 when there is none)."""

    count: int
    median: int
    p90: int


@dataclass(frozen=True, slots=True)
class Service:
    """A helpdesk in a stretch of time. `kept` is the share of first answers within the promise, None without any;
    `scores` how many found the help not good, all right, good."""

    team: str
    waiting: int
    longest: int
    first: Times
    kept: float | None
    resolved: Times
    scores: tuple[int, int, int] = (0, 0, 0)

    @property
    def rated(self) -> int:
        """How many said what they think."""
        return sum(self.scores)


def measured(lines: Iterable[Line], passed: Passed, since: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """First answers, and times until all was said, by helpdesk: those that ended from `since` on. Lines are in order of time.

    The clock runs from when a person was asked for, or took over unasked, until one has answered, and until the conversation went
    back to the bot. A helpdesk is judged by what it ended.
    """
    first: dict[str, list[int]] = {}
    whole: dict[str, list[int]] = {}
    begun: dict[int, int] = {}
    answered: set[int] = set()
    for line in lines:
        number = line.conversation_id
        if line.what in ("queued", "taken", "replied", "assigned"):
            start = begun.setdefault(number, line.at)
            if line.what == "replied" and number not in answered:
                answered.add(number)
                # who took over unasked kept nobody waiting
                if line.waited is not None and line.at >= since:
                    first.setdefault(line.team, []).append(passed(line.team, start, line.at))
        elif line.what in _ENDS and number in begun:
            start = begun.pop(number)
            # who went back to the bot before anybody answered was not helped by a person
            if number in answered and line.at >= since:
                whole.setdefault(line.team, []).append(passed(line.team, start, line.at))
            answered.discard(number)
    return first, whole


def times(found: Sequence[int]) -> Times:
    """The middle and the ninth of ten of these."""
    ordered = sorted(found)
    return Times(len(ordered), _nth(ordered, 0.5), _nth(ordered, 0.9))


def share_within(found: Sequence[int], promised: int) -> float | None:
    """Which part of these is not longer than what was promised; None without any."""
    return sum(one <= promised for one in found) / len(found) if found else None


def _nth(ordered: Sequence[int], part: float) -> int:
    """The smallest that this part of all is not longer than."""
    return ordered[max(math.ceil(part * len(ordered)) - 1, 0)] if ordered else 0
