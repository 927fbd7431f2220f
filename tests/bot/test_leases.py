"""The clock of the desk: silence has an end, one conversation never holds up another, and nothing goes to the bot by itself."""

from typing import Any

import pytest
from sqlalchemy import update

from bot import leases
from bot.app import App
from domain.ownership import LEASE
from domain.staff_actions import Assign, Colleague, Reply, Snooze, Take
from storage import conversations, handovers, staff
from storage.conversations import Conversation
from storage.tables import conversation
from storage.tables import staff as accounts
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock"]


@pytest.fixture
def anna(app: App) -> Colleague:
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    return Colleague(number, "Anna")


async def waits(app: App, place: str) -> Scene:
    """Somebody who has asked for a person."""
    scene = await welcomed(Scene(app, place))
    return await scene.runs("/human")


def now_of(app: App, scene: Scene) -> Conversation:
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    return found


async def look(app: App, clock: Clock) -> list[int]:
    return await leases.look(app.database, app.vault, app.bell, clock(), zone=app.services.zone, posts=app.inbox.posts)


async def test_a_trainee_who_writes_into_a_snooze_is_not_forgotten(app: App, clock: Clock, anna: Colleague) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    await app.staff_turns.do(ana.conversation, anna, Snooze(now_of(app, ana).epoch, clock() + 100 * LEASE))
    await ana.says("hello?")
    clock.forward(milliseconds=LEASE)
    assert await look(app, clock) == [ana.conversation]
    assert now_of(app, ana).owner == "queue"


async def test_a_snooze_of_a_waiting_trainee_ends_with_a_lease(app: App, clock: Clock, anna: Colleague) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    await app.staff_turns.do(ana.conversation, anna, Snooze(now_of(app, ana).epoch, clock() + 3 * LEASE))
    clock.forward(milliseconds=3 * LEASE)
    assert await look(app, clock) == [ana.conversation]
    assert (now_of(app, ana).owner, now_of(app, ana).work) == ("human", "active")
    clock.forward(milliseconds=LEASE)
    assert await look(app, clock) == [ana.conversation]
    assert now_of(app, ana).owner == "queue"


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "reader"}])
async def test_who_waits_for_somebody_who_has_left_waits_for_the_team_at_once(
    app: App, clock: Clock, anna: Colleague, change: dict[str, Any]
) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    app.database.write_now(lambda c: c.execute(update(accounts).where(accounts.c.id == anna.id).values(**change)))
    assert await look(app, clock) == [ana.conversation]
    assert (now_of(app, ana).owner, now_of(app, ana).team) == ("queue", "en")


async def test_somebody_who_has_left_keeps_what_nobody_waits_for_until_the_trainee_writes(
    app: App, clock: Clock, anna: Colleague
) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Here you are."))
    app.database.write_now(lambda c: c.execute(update(accounts).values(disabled=True)))
    assert await look(app, clock) == []
    await ana.says("And now?")
    assert await look(app, clock) == [ana.conversation]


async def test_a_conversation_that_cannot_be_opened_holds_up_no_other(app: App, clock: Clock, anna: Colleague) -> None:
    ana, bea = await waits(app, "ana"), await waits(app, "bea")
    for scene in (ana, bea):
        await app.staff_turns.do(scene.conversation, anna, Take(now_of(app, scene).epoch))
    damaged = update(conversation).where(conversation.c.id == ana.conversation).values(session=b"damaged")
    app.database.write_now(lambda c: c.execute(damaged))
    clock.forward(milliseconds=LEASE)
    assert await look(app, clock) == [bea.conversation]


async def test_those_who_look_at_the_conversation_hear_of_it(app: App, clock: Clock, anna: Colleague) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    clock.forward(milliseconds=LEASE)
    heard: list[Any] = []
    app.bell.taps.add(heard.extend)
    await look(app, clock)
    assert {"desk", ana.conversation} <= set(heard)


async def test_the_history_says_who_was_silent(app: App, clock: Clock, anna: Colleague) -> None:
    ana = await waits(app, "ana")
    await app.staff_turns.do(ana.conversation, anna, Assign(now_of(app, ana).epoch, "fr", anna.id))
    clock.forward(milliseconds=LEASE)
    await look(app, clock)
    last = app.database.read_now(lambda c: handovers.of_conversation(c, ana.conversation))[-1]
    assert (last.what, last.staff_name, last.team) == ("escalated", "Anna", "fr")
    assert now_of(app, ana).team == "fr"
