"""The pace of a channel: what any second may hold, whatever the requests."""

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heappop, heappush

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import ASIDE, Pacer, PerPerson


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def send_all(pacer: Pacer, clock: Clock, ways: Sequence[tuple[float, float, float]]) -> tuple[list[float], list[float]]:
    """Send as many as there are ways: seconds that we wake up too late, to the other end, and back. When each left and arrived."""
    left, arrived = [], []
    under_way: list[float] = []

    def until(moment: float) -> None:
        while under_way and under_way[0] <= moment:
            clock.now = max(clock.now, heappop(under_way))
            pacer.answered()
        clock.now = max(clock.now, moment)

    for late, there, back in ways:
        while (pause := pacer.wait()) > 0:
            # an answer wakes us up earlier, as it does the courier
            until(min(clock.now + pause, under_way[0] if under_way else clock.now + pause))
        until(clock.now + late)
        pacer.take()
        left.append(clock.now)
        arrived.append(clock.now + there)
        heappush(under_way, clock.now + there + back)
    return left, arrived


def most_in_a_second(moments: Sequence[float]) -> int:
    ordered = sorted(moments)
    return max(bisect_left(ordered, start + 1.0) - number for number, start in enumerate(ordered))


def test_what_is_no_message_waits_for_quiet_and_holds_up_no_message() -> None:
    clock = Clock()
    pacer = Pacer(28.5, clock)
    assert pacer.aside()
    assert pacer.wait() == 0
    for _ in range(ASIDE):
        pacer.take()
        clock.now += 0.04
    assert not pacer.aside()
    pacer.stop(3)
    clock.now += 2
    assert not pacer.aside()


late, quick, slow = st.floats(0, 0.2), st.floats(0, 0.05), st.floats(0, 5.0)


@settings(max_examples=40)
@given(st.lists(st.tuples(late, quick, quick), min_size=50, max_size=300))
def test_no_second_ever_holds_more_than_the_limit(ways: list[tuple[float, float, float]]) -> None:
    clock = Clock()
    left, _ = send_all(Pacer(28.5, clock), clock, ways)
    # the process wakes up a little after it wanted to
    assert most_in_a_second(left) <= 30


@settings(max_examples=40)
@given(st.lists(st.tuples(st.just(0.0), st.one_of(quick, slow), st.one_of(quick, slow)), min_size=50, max_size=200))
def test_what_is_held_up_on_its_way_never_arrives_with_too_many_others(ways: list[tuple[float, float, float]]) -> None:
    clock = Clock()
    _, arrived = send_all(Pacer(28.5, clock), clock, ways)
    assert most_in_a_second(arrived) <= 30


def test_a_line_that_was_dead_for_a_second_delivers_no_burst() -> None:
    """What left during the second arrives at its end, all at once, and what leaves then comes on top."""
    clock = Clock()
    ways = [(0.0, max(1.0 - n / 28.5, 0.001), 0.001) for n in range(60)]
    _, arrived = send_all(Pacer(28.5, clock), clock, ways)
    assert most_in_a_second(arrived) <= 30


def test_an_even_pace_uses_nearly_all_of_the_rate() -> None:
    clock = Clock()
    started = clock.now
    send_all(Pacer(28.5, clock), clock, [(0.001, 0.02, 0.02)] * 280)
    assert 280 / (clock.now - started) >= 0.97 * 28.5


def test_a_stop_holds_everything() -> None:
    clock = Clock()
    pacer = Pacer(28.5, clock)
    pacer.stop(3.0)
    assert pacer.wait() == 3.0
    clock.now += 3.0
    assert pacer.wait() == 0.0


def test_one_person_gets_a_few_at_once_then_one_a_second() -> None:
    clock = Clock()
    person = PerPerson(1.0, 3.0, clock)
    times = []
    for _ in range(6):
        clock.now += person.wait(7)
        person.take(7)
        times.append(round(clock.now - 100.0, 3))
    assert times == [0, 0, 0, 1, 2, 3]
    assert person.wait(8) == 0.0
