"""Who answers: whatever happens in whatever order, one owner at a time, and who waits for a person is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ownership
from domain.ownership import ACTIVE, BOT, HUMAN, LEASE, QUEUE, RESOLVED, SNOOZED, WAITING, Refused

NOW: Final = 1_799_658_000_000


@dataclass(slots=True)
class Talk:
    """A conversation, as far as its owner goes."""

    owner: str = BOT
    team: str = ""
    staff_id: int | None = None
    work: str = ACTIVE
    epoch: int = 0
    waiting_since: int | None = None
    lease_until: int | None = None
    snoozed_until: int | None = None


def held_by(staff_id: int, *, waiting: bool = True) -> Talk:
    talk = Talk()
    if waiting:
        ownership.queue(talk, "fr", NOW)
    ownership.take(talk, staff_id, "fr", NOW + LEASE)
    return talk


Event = Callable[[Talk, int], None]
#: everything that may happen to any conversation, at a time
ANY: Final[dict[str, Event]] = {
    "queue": lambda talk, now: ownership.queue(talk, "fr", now),
    "take": lambda talk, now: ownership.take(talk, 1, "fr", now + LEASE),
    "take by another": lambda talk, now: ownership.take(talk, 2, "nl", now + LEASE),
    "heard": lambda talk, now: ownership.heard(talk, now, now + LEASE),
    "give back": lambda talk, _now: ownership.give_back(talk),
    "resolve": lambda talk, _now: ownership.resolve(talk),
    "snooze": lambda talk, now: ownership.snooze(talk, now + 1000),
}
#: what happens to some only
REPLIED, WAKE, ESCALATE = "replied", "wake", "escalate"


def happens(talk: Talk, what: str, now: int) -> None:
    if what == REPLIED:
        if talk.owner == HUMAN:
            ownership.replied(talk)
    elif what == WAKE:
        if talk.work == SNOOZED:
            ownership.wake(talk, now + LEASE)
    elif what == ESCALATE:
        if ownership.is_overdue(talk, now):
            ownership.escalate(talk, now)
    else:
        ANY[what](talk, now)


@given(st.lists(st.tuples(st.sampled_from([*ANY, REPLIED, WAKE, ESCALATE]), st.integers(1, LEASE)), max_size=30))
def test_whatever_happens_there_is_one_owner_and_who_waits_is_known(story: list[tuple[str, int]]) -> None:
    talk, now, waits_since = Talk(), NOW, None
    for what, later in story:
        now += later
        before = replace(talk)
        happens(talk, what, now)
        changed = (talk.owner, talk.staff_id) != (before.owner, before.staff_id)
        assert talk.epoch > before.epoch if changed else talk.epoch >= before.epoch
        assert (talk.owner == HUMAN) == (talk.staff_id is not None)
        assert (talk.owner == BOT) == (talk.team == "")
        assert (talk.work == SNOOZED) == (talk.snoozed_until is not None)
        # who waits for a person has waited since they began to, whatever has changed meanwhile
        if talk.owner == BOT or (what == REPLIED and talk.owner == HUMAN):
            waits_since = None
        elif waits_since is None and (talk.owner == QUEUE or what == "heard"):
            waits_since = now
        assert talk.waiting_since == waits_since
        # nobody in charge may be silent for ever, unless it was put off
        on_watch = talk.owner == HUMAN and talk.waiting_since is not None and talk.work != SNOOZED
        assert (talk.lease_until is not None) == on_watch


@given(st.integers(0, 3), st.integers(0, 3), st.integers(1, 2), st.integers(1, 2))
def test_of_two_who_saw_the_same_only_one_may_act(epoch: int, seen: int, first: int, second: int) -> None:
    talk = Talk(epoch=epoch)
    if epoch != seen:
        with pytest.raises(Refused) as refused:
            ownership.check(talk, first, seen)
        assert (refused.value.code, refused.value.by) == ("changed", None)
        return
    ownership.check(talk, first, seen)
    ownership.take(talk, first, "fr", NOW + LEASE)
    if first == second:
        ownership.check(talk, second, seen)
        return
    with pytest.raises(Refused) as refused:
        ownership.check(talk, second, seen)
    assert (refused.value.code, refused.value.by) == ("held", first)


def test_a_silent_person_gives_way_to_the_team_and_never_to_the_bot() -> None:
    talk = held_by(1)
    assert not ownership.is_overdue(talk, NOW + LEASE - 1)
    assert ownership.is_overdue(talk, NOW + LEASE)
    ownership.escalate(talk, NOW + LEASE)
    assert (talk.owner, talk.team, talk.staff_id, talk.waiting_since) == (QUEUE, "fr", None, NOW)


def test_nobody_is_pressed_who_has_answered() -> None:
    talk = held_by(1)
    ownership.replied(talk)
    assert (talk.work, talk.waiting_since, talk.lease_until) == (WAITING, None, None)
    assert not ownership.is_overdue(talk, NOW + 100 * LEASE)


def test_a_trainee_who_writes_ends_a_snooze_and_the_lease_runs_again() -> None:
    talk = held_by(1)
    ownership.snooze(talk, NOW + 100 * LEASE)
    assert talk.lease_until is None
    ownership.heard(talk, NOW + 1, NOW + 1 + LEASE)
    assert (talk.work, talk.snoozed_until) == (ACTIVE, None)
    assert ownership.is_overdue(talk, NOW + 1 + LEASE)


def test_words_while_a_person_is_waited_for_do_not_begin_the_wait_anew() -> None:
    talk = held_by(1)
    ownership.heard(talk, NOW + 1000, NOW + 1000 + LEASE)
    assert (talk.waiting_since, talk.lease_until) == (NOW, NOW + LEASE)


def test_what_is_resolved_stays_resolved_until_the_trainee_writes() -> None:
    talk = held_by(1)
    ownership.snooze(talk, NOW + 1000)
    ownership.resolve(talk)
    assert (talk.owner, talk.work, talk.snoozed_until, talk.waiting_since) == (BOT, RESOLVED, None, None)
    ownership.heard(talk, NOW + 1, NOW + 1 + LEASE)
    assert (talk.owner, talk.work, talk.waiting_since) == (BOT, ACTIVE, None)


def test_a_conversation_of_the_bot_that_was_put_off_and_resolved_does_not_come_back() -> None:
    talk = Talk()
    ownership.snooze(talk, NOW + 1000)
    ownership.resolve(talk)
    assert (talk.work, talk.snoozed_until) == (RESOLVED, None)
