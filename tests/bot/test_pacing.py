"""The pace of a channel: what any second may hold, whatever the requests."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacer, PerPerson


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 0.2), min_size=50, max_size=300))
def test_no_second_ever_holds_more_than_the_limit(lateness: list[float]) -> None:
    clock = Clock()
    pacer = Pacer(28.5, clock)
    sent = []
    for late in lateness:
        # the process wakes up a little after it wanted to
        clock.now += pacer.wait() + late
        pacer.take()
        sent.append(clock.now)
    for start in sent:
        assert sum(start <= at < start + 1.0 for at in sent) <= 30


def test_an_even_pace_uses_nearly_all_of_the_rate() -> None:
    clock = Clock()
    pacer = Pacer(28.5, clock)
    started = clock.now
    for _ in range(280):
        clock.now += pacer.wait() + 0.001
        pacer.take()
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
