"""A group is placed as well as it can be: compared with every plan there is, on groups small enough to try them all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.placement import Choice, Plan, Room, Seat, Trainee, place, rank_of
from tests.generated import tries

HOSTS, TURNS, YEARS = ("a", "b", "c"), (0, 1, 2), (2027, 2027, 2028)

turns = st.sets(st.sampled_from(TURNS), min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
choices = st.lists(st.builds(Choice, st.sampled_from(HOSTS), turns), max_size=3, unique_by=lambda one: one.host).map(
    tuple
)
seats = st.builds(Seat, st.sampled_from(HOSTS), st.sampled_from(TURNS))
rooms = st.fixed_dictionaries(
    {
        host: st.builds(
            Room,
            st.tuples(*[st.integers(0, 2)] * len(TURNS)),
            st.dictionaries(st.sampled_from(sorted(set(YEARS))), st.integers(0, 3)),
        )
        for host in HOSTS
    }
)


@st.composite
def groups(draw: st.DrawFn) -> list[Trainee]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        theirs, before = draw(choices), draw(st.none() | seats)
        pinned = draw(st.booleans()) and bool(theirs)
        found.append(Trainee(number, theirs[:1] if pinned else theirs, pinned, before))
    return found


def fits(seats: Mapping[int, Seat], rooms: Mapping[str, Room]) -> bool:
    """Does it break no limit?"""
    at_once = Counter(seats.values())
    in_year = Counter((seat.host, YEARS[seat.turn]) for seat in seats.values())
    return all(many <= rooms[seat.host].places[seat.turn] for seat, many in at_once.items()) and all(
        many <= rooms[host].yearly.get(year, many) for (host, year), many in in_year.items()
    )


def every_plan(group: Sequence[Trainee], rooms: Mapping[str, Room]) -> Iterator[dict[int, Seat]]:
    """All that breaks no limit."""
    offered = [[None, *(Seat(choice.host, turn) for choice in one.choices for turn in choice.turns)] for one in group]
    for plan in product(*offered):
        seats = {one.id: seat for one, seat in zip(group, plan, strict=True) if seat is not None}
        if fits(seats, rooms):
            yield seats


def worth(group: Sequence[Trainee], seats: Mapping[int, Seat]) -> tuple[int, ...]:
    """What is sought, the most important first; less is better."""
    ranks = [rank_of(one, seats[one.id]) for one in group if one.id in seats and not one.pinned]
    return (
        sum(one.pinned and one.id not in seats for one in group),
        sum(one.id not in seats for one in group),
        max(ranks, default=0),
        sum(ranks),
        sum(one.id in seats and one.before != seats[one.id] for one in group),
    )


@tries(300, derandomize=True)
@given(groups(), rooms)
def test_no_plan_is_better(group: list[Trainee], rooms: dict[str, Room]) -> None:
    plan = place(group, rooms, YEARS)
    assert fits(plan.seats, rooms)
    for one in group:
        if one.id in plan.seats:
            seat = plan.seats[one.id]
            assert any(choice.host == seat.host and seat.turn in choice.turns for choice in one.choices)
    best = min(worth(group, seats) for seats in every_plan(group, rooms))
    assert worth(group, plan.seats) == best
    assert (plan.worst, plan.total) == best[2:4]


def test_the_worst_off_comes_before_the_sum() -> None:
    # one of four at their third choice would be a sum of 6; three at their second are 7, and nobody is worse off than that
    group = [
        Trainee(1, (Choice("a", (0,)), Choice("full", (0,)), Choice("e", (0,)))),
        Trainee(2, (Choice("a", (0,)), Choice("b", (0,)))),
        Trainee(3, (Choice("b", (0,)), Choice("c", (0,)))),
        Trainee(4, (Choice("c", (0,)), Choice("d", (0,)))),
    ]
    rooms = {host: Room((1,)) for host in "abcde"} | {"full": Room((0,))}
    plan = place(group, rooms, [2027])
    assert {number: seat.host for number, seat in plan.seats.items()} == {1: "a", 2: "b", 3: "c", 4: "d"}
    assert (plan.worst, plan.total) == (2, 7)


def test_what_was_proposed_stays_where_nothing_is_gained() -> None:
    both = (Choice("a", (0, 1)),)
    room = {"a": Room((1, 1))}
    for first, second in ((0, 1), (1, 0)):
        group = [Trainee(1, both, before=Seat("a", first)), Trainee(2, both, before=Seat("a", second))]
        assert place(group, room, [2027, 2027]).seats == {1: Seat("a", first), 2: Seat("a", second)}


def test_a_pin_comes_before_the_wishes_of_others() -> None:
    group = [Trainee(1, (Choice("a", (0,)),)), Trainee(2, (Choice("a", (0,)),), pinned=True)]
    assert place(group, {"a": Room((1,))}, [2027]).seats == {2: Seat("a", 0)}


def test_a_year_that_is_full_takes_nobody_more_whatever_the_weeks() -> None:
    group = [Trainee(number, (Choice("a", (0, 1, 2)), Choice("b", (0,)))) for number in range(4)]
    plan = place(group, {"a": Room((2, 2, 2), {2027: 1}), "b": Room((9, 9, 9))}, YEARS)
    assert Counter(seat.host for seat in plan.seats.values()) == {"a": 3, "b": 1}


def test_nobody_and_nowhere() -> None:
    assert place([], {}, []) == Plan({}, 0, 0)
    assert place([Trainee(1, ())], {}, [2027]) == Plan({}, 0, 0)
    assert place([Trainee(1, (Choice("a", (0,)),))], {"a": Room((0,))}, [2027]) == Plan({}, 0, 0)
    with pytest.raises(ValueError, match="'a'"):
        place([Trainee(1, (Choice("a", (0,)),))], {}, [2027])
