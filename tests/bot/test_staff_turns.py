"""A person takes a conversation over and hands it back: the bot is silent in between, and goes on at the same question."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import leases
from bot.app import App
from domain.ownership import LEASE
from domain.staff_actions import Assign, Colleague, HandBack, Note, Reply, Resolve, Snooze, Take
from storage import conversations, handovers, notes, staff
from storage.conversations import Conversation
from storage.tables import outbox, rating
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock"]


@pytest.fixture
def anna(app: App) -> Colleague:
    return colleague(app, "Anna")


@pytest.fixture
def ben(app: App) -> Colleague:
    return colleague(app, "Ben")


@pytest.fixture
async def ana(app: App) -> Scene:
    return await welcomed(Scene(app))


def colleague(app: App, name: str) -> Colleague:
    email = f"{name.lower()}@example.org"
    number = app.database.write_now(lambda c: staff.add(c, 1, email, name, ("en",), "x"))
    assert number is not None
    return Colleague(number, name)


def now_of(app: App, scene: Scene) -> Conversation:
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    return found


def happened(app: App, scene: Scene) -> list[str]:
    return [one.what for one in app.database.read_now(lambda c: handovers.of_conversation(c, scene.conversation))]


async def test_a_reply_takes_over_and_the_bot_is_silent(app: App, ana: Scene, anna: Colleague) -> None:
    await ana.runs("/human")
    before = now_of(app, ana)
    outcome = await app.staff_turns.do(ana.conversation, anna, Reply(before.epoch, "Hello, I am Anna."))
    assert outcome.done
    after = now_of(app, ana)
    assert (after.owner, after.staff_id, after.work, after.waiting_since) == ("human", anna.id, "waiting", None)
    assert after.epoch == before.epoch + 1
    assert [line.message.author for line in ana.hears().lines] == ["Anna"]
    assert (await ana.says("nice to meet you")).lines == []
    assert happened(app, ana) == ["queued", "taken", "replied"]


async def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(
    app: App, ana: Scene, anna: Colleague, ben: Colleague
) -> None:
    await ana.runs("/human")
    epoch = now_of(app, ana).epoch
    first, second = await asyncio.gather(
        app.staff_turns.do(ana.conversation, anna, Reply(epoch, "Anna here")),
        app.staff_turns.do(ana.conversation, ben, Reply(epoch, "Ben here")),
    )
    winner, loser = (first, second) if first.done else (second, first)
    assert winner.done
    assert (loser.code, loser.by) == ("held", now_of(app, ana).staff_id)
    assert sum(author == "staff" for author in authors(app, ana)) == 1


def authors(app: App, scene: Scene) -> list[str]:
    query = select(outbox.c.author).where(outbox.c.conversation_id == scene.conversation)
    return list(app.database.read_now(lambda c: c.execute(query.order_by(outbox.c.id)).scalars()))


async def test_a_reply_to_what_has_changed_meanwhile_is_not_sent(app: App, ana: Scene, anna: Colleague) -> None:
    await ana.runs("/human")
    epoch = now_of(app, ana).epoch
    await ana.runs("/bot")
    before = authors(app, ana)
    assert (await app.staff_turns.do(ana.conversation, anna, Reply(epoch, "Still there?"))).code == "changed"
    assert authors(app, ana) == before


async def test_the_same_reply_sent_twice_is_said_once(app: App, ana: Scene, anna: Colleague) -> None:
    epoch = now_of(app, ana).epoch
    for code in ("", "repeated"):
        assert (await app.staff_turns.do(ana.conversation, anna, Reply(epoch, "Hello"), "key-1")).code == code
    assert authors(app, ana).count("staff") == 1


async def test_a_colleague_may_speak_beside_or_take_it(app: App, ana: Scene, anna: Colleague, ben: Colleague) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    epoch = now_of(app, ana).epoch
    assert (await app.staff_turns.do(ana.conversation, ben, Reply(epoch, "One thing more", anyway=True))).done
    assert now_of(app, ana).staff_id == anna.id
    assert (await app.staff_turns.do(ana.conversation, ben, Take(epoch))).code == "held"
    assert (await app.staff_turns.do(ana.conversation, ben, Take(epoch, force=True))).done
    assert now_of(app, ana).staff_id == ben.id


async def test_hand_back_asks_the_same_question_and_says_what_was_filled_in(
    app: App, ana: Scene, anna: Colleague
) -> None:
    asked = ana.last.text
    await ana.runs("/human")
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "I do this for you."))
    epoch = now_of(app, ana).epoch
    assert (await app.staff_turns.do(ana.conversation, anna, HandBack(epoch))).done
    ana.hears()
    assert ana.lines[-1].text.endswith(asked.splitlines()[-1])
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    filled = HandBack(now_of(app, ana).epoch, {"problem": "Our residents with autism panic at night."})
    assert (await app.staff_turns.do(ana.conversation, anna, filled)).done
    ana.hears()
    assert "Anna" in ana.lines[-1].text
    assert "panic at night" in ana.lines[-1].text
    assert asked.splitlines()[-1] not in ana.lines[-1].text


async def test_what_does_not_answer_the_question_is_not_filled_in(app: App, ana: Scene, anna: Colleague) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    before = now_of(app, ana)
    outcome = await app.staff_turns.do(ana.conversation, anna, HandBack(before.epoch, {"nothing": "x"}))
    assert (outcome.code, outcome.key) == ("wrong", "nothing")
    assert now_of(app, ana).values() == before.values()


async def test_silence_gives_the_conversation_to_the_team_and_never_to_the_bot(
    app: App, ana: Scene, anna: Colleague, clock: Clock
) -> None:
    await ana.runs("/human")
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    clock.forward(milliseconds=LEASE - 1)
    assert await leases.look(app.database, app.vault, app.bell, clock()) == []
    clock.forward(milliseconds=1)
    assert await leases.look(app.database, app.vault, app.bell, clock()) == [ana.conversation]
    after = now_of(app, ana)
    assert (after.owner, after.staff_id) == ("queue", None)
    assert after.waiting_since is not None
    assert happened(app, ana)[-1] == "escalated"


async def test_somebody_who_has_answered_may_wait_for_the_trainee(
    app: App, ana: Scene, anna: Colleague, clock: Clock
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Tell me more"))
    clock.forward(milliseconds=20 * LEASE)
    assert await leases.look(app.database, app.vault, app.bell, clock()) == []
    await ana.says("here I am")
    clock.forward(milliseconds=LEASE)
    assert await leases.look(app.database, app.vault, app.bell, clock()) == [ana.conversation]


async def test_a_snoozed_conversation_wakes_at_its_time_or_when_the_trainee_writes(
    app: App, ana: Scene, anna: Colleague, clock: Clock
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    await app.staff_turns.do(ana.conversation, anna, Snooze(now_of(app, ana).epoch, clock() + 1000))
    assert now_of(app, ana).work == "snoozed"
    clock.forward(milliseconds=1000)
    await leases.look(app.database, app.vault, app.bell, clock())
    assert now_of(app, ana).work == "active"
    await app.staff_turns.do(ana.conversation, anna, Snooze(now_of(app, ana).epoch, clock() + 1000))
    await ana.says("hello?")
    assert now_of(app, ana).work == "active"


async def test_a_resolved_conversation_is_rated_once_and_works_at_once(app: App, ana: Scene, anna: Colleague) -> None:
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Done."))
    assert (await app.staff_turns.do(ana.conversation, anna, Resolve(now_of(app, ana).epoch))).done
    assert (now_of(app, ana).owner, now_of(app, ana).work) == ("bot", "resolved")
    ana.hears()
    asked = ana.lines[-1]
    await ana.presses("a lot", asked)
    await ana.presses("Not really", asked)
    scores = app.database.read_now(lambda c: c.execute(select(rating.c.score)).scalars().all())
    assert scores == [3]
    assert now_of(app, ana).work == "resolved"
    await ana.says("menu")
    assert now_of(app, ana).work == "active"
    assert ana.lines[-1].message.author == "bot"


async def test_a_conversation_goes_to_a_colleague_or_back_to_the_team(
    app: App, ana: Scene, anna: Colleague, ben: Colleague
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    await app.staff_turns.do(ana.conversation, anna, Assign(now_of(app, ana).epoch, "en", ben.id))
    assert now_of(app, ana).staff_id == ben.id
    await app.staff_turns.do(ana.conversation, ben, Assign(now_of(app, ana).epoch, "fr"))
    assert (now_of(app, ana).owner, now_of(app, ana).team) == ("queue", "fr")


async def test_a_note_is_kept_and_nothing_is_sent(app: App, ana: Scene, anna: Colleague) -> None:
    before = authors(app, ana)
    assert (await app.staff_turns.do(ana.conversation, anna, Note("Rang her employer."))).done
    kept = app.database.read_now(lambda c: notes.of_conversation(c, app.vault, ana.conversation))
    assert [(one.staff_name, one.words) for one in kept] == [("Anna", "Rang her employer.")]
    assert authors(app, ana) == before


async def test_an_action_on_nobody_is_an_error(app: App, anna: Colleague, tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        await app.staff_turns.do(4711, anna, Take(0))
