"""Who of a group goes to which host, and when.

Each trainee brings the hosts that fit, best first; the place of a host in that list is what counts, because it means the
same for everybody, where the score of a search does not: it depends on how much somebody wrote. What is sought, in this
order: nobody loses what staff pinned; as many as possible have a place; nobody is sent further down their own list than
must be (the worst-off first); the sum of all places in the lists is least; nobody is moved without need from where they
were proposed before. The answer is exact (`placement_seats`) and always the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.placement_seats import Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """A host that fits, and the turns (by number) at which both trainee and host can."""

    host: str
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at a host, for one turn."""

    host: str
    turn: int


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody to place: `choices` best first. Where staff `pinned` a host, it is their only choice and comes before the wishes
    of others. `before` is what was proposed last."""

    id: int
    choices: tuple[Choice, ...]
    pinned: bool = False
    before: Seat | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How many a host takes: in each turn (by number), and in a calendar year (a year that is absent knows no limit)."""

    places: tuple[int, ...]
    yearly: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sits where. `worst` is how far down their list the worst-off of those who were not pinned goes (from 1; 0 for nobody),
    `total` the sum of these places."""

    seats: Mapping[int, Seat]
    worst: int
    total: int


def place(trainees: Sequence[Trainee], rooms: Mapping[str, Room], years: Sequence[int]) -> Plan:
    """Return the best plan; `years` is the calendar year of each turn. Who is not in it has no place.

    ValueError when a choice names a host without a room.
    """
    # loads scipy, which takes a second and 60 MB: programs that place nobody do without
    from domain.placement_seats import Problem

    lacking = {choice.host for one in trainees for choice in one.choices} - rooms.keys()
    if lacking:
        raise ValueError(f"no room is known of {sorted(lacking)[0]!r}")
    problem = Problem(trainees, rooms, years)
    longest = max((len(one.choices) for one in trainees), default=0)
    if not longest:
        return Plan({}, 0, 0)
    seats = problem.best(_least(problem, longest))
    ranks = [rank_of(one, seats[one.id]) for one in trainees if one.id in seats and not one.pinned]
    return Plan(seats, max(ranks, default=0), sum(ranks))


def rank_of(trainee: Trainee, seat: Seat) -> int:
    """Return the place of a seat's host in somebody's list, from 1; 0 where it is not in it."""
    return next((rank for rank, one in enumerate(trainee.choices, start=1) if one.host == seat.host), 0)


def _least(problem: "Problem", longest: int) -> int:
    """Return how far down their lists people must go at least for as many as possible to have a place."""
    most, low, high = problem.most(longest), 0, 1
    while high < longest and problem.most(high) < most:
        low, high = high, 2 * high
    high = min(high, longest)
    while high - low > 1:
        middle = (low + high) // 2
        if problem.most(middle) < most:
            low = middle
        else:
            high = middle
    return high
