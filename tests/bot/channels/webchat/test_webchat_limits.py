"""Rate limits: generous to people, finite to programs."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat.limits import Buckets, Tally, network_of


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_each_waits_for_its_turn():
    clock = Clock()
    buckets = Buckets(rate=2.0, burst=3, clock=clock)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a") == 0.5
    clock.now = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_one_who_waits_as_told_gets_through():
    clock = Clock()
    buckets = Buckets(rate=0.3, burst=1, clock=clock)
    buckets.take("a")
    clock.now += buckets.take("a") + 1e-9
    assert buckets.take("a") == 0


def test_one_who_asks_too_much_does_not_slow_the_others():
    buckets = Buckets(rate=1.0, burst=1, clock=Clock())
    for _ in range(50):
        buckets.take("loud")
    assert buckets.take("quiet") == 0


@given(st.lists(st.floats(min_value=0, max_value=2), max_size=60))
def test_over_any_time_no_more_passes_than_burst_and_rate_allow(pauses: list[float]):
    clock = Clock()
    buckets = Buckets(rate=1.0, burst=5, clock=clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a") == 0
    assert passed <= 5 + clock.now + 1e-6


def test_memory_is_bounded_and_the_longest_unseen_is_forgotten():
    buckets = Buckets(rate=1.0, burst=1, clock=Clock(), capacity=2)
    buckets.take("a")
    buckets.take("b")
    buckets.take("a")
    buckets.take("c")
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0


def test_a_tally_is_full_until_one_leaves():
    tally = Tally(2)
    tally.enter("a")
    tally.enter("a")
    assert tally.full("a")
    assert not tally.full("b")
    tally.leave("a")
    assert not tally.full("a")
    tally.leave("a")
    tally.leave("a")
    assert not tally.full("a")


def test_the_addresses_of_one_household_count_together():
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("testclient") == "testclient"
