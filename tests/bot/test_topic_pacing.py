"""A group gets no more than Telegram allows in any minute, and messages go before cards."""

from bot.topic_pacing import FOR_MESSAGES, MOST, WINDOW, GroupPacer
from tests.doubles.bot_api.limits import Limits
from tests.doubles.bot_api.testing import ManualClock


def test_no_minute_has_more_than_telegram_allows() -> None:
    clock, limits = ManualClock(), Limits(group_per_minute=20)
    pacer = GroupPacer(clock)
    for _ in range(100):
        while (pause := pacer.wait()) > 0:
            clock.advance(pause)
        assert limits.admit(1, group=True, now=clock()) == 0
        clock.advance(0.1)
        pacer.answered()
    # five minutes' worth, and hardly slower
    assert clock() - ManualClock()() < 4 * 60 + 30


def test_cards_leave_room_for_messages() -> None:
    clock = ManualClock()
    pacer = GroupPacer(clock)
    for _ in range(MOST - FOR_MESSAGES):
        assert pacer.wait(urgent=False) == 0
        pacer.answered()
    assert pacer.wait(urgent=False) > 0
    assert pacer.wait() == 0


def test_what_was_written_before_a_restart_counts() -> None:
    clock = ManualClock()
    pacer = GroupPacer(clock)
    pacer.recall([30.0] * MOST)
    assert pacer.wait() == WINDOW - 30.0


def test_a_refusal_is_waited_for() -> None:
    clock = ManualClock()
    pacer = GroupPacer(clock)
    pacer.stop(7)
    assert pacer.wait() == 7
    clock.advance(7)
    assert pacer.wait() == 0
