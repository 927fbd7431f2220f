"""A person takes a conversation over and hands it back: the bot is silent in between, and goes on at the same question."""

import asyncio
import sys
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from sqlalchemy import Connection, select, update

from bot import leases
from bot.app import App
from bot.channels.base import RawUpdate
from domain.messages import Event
from domain.ownership import LEASE, Refused
from domain.staff_actions import Assign, Colleague, HandBack, Note, Reply, Resolve, Snooze, Take
from domain.topics import Post
from handlers.context import Context
from storage import conversations, handovers, notes, staff, topic_news, topics
from storage.conversations import Conversation
from storage.outbox import HELD, QUEUED
from storage.tables import conversation as conversation_table
from storage.tables import outbox, rating, topic_message
from storage.tables import staff as accounts
from storage.unit_of_work import UnitOfWork
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
    await ana.presses("a lot", line=asked)
    await ana.presses("Not really", line=asked)
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


async def test_who_cannot_be_reached_gets_no_words_and_staff_are_told(
    app: App, ana: Scene, anna: Colleague, clock: Clock
) -> None:
    await ana.runs("/human")
    blocked(app, ana, "blocked")
    before = now_of(app, ana)
    outcome = await app.staff_turns.do(ana.conversation, anna, Reply(before.epoch, "Are you there?"))
    assert outcome.code == "unreachable"
    assert now_of(app, ana).values() == before.values()
    assert "staff" not in authors(app, ana)
    blocked(app, ana, "unblocked")
    assert happened(app, ana) == ["queued", "blocked", "unblocked"]
    assert (await app.staff_turns.do(ana.conversation, anna, Reply(before.epoch, "Are you there?"))).done


async def test_who_writes_again_after_having_blocked_us_is_there_again_and_staff_are_told(
    app: App, ana: Scene, anna: Colleague
) -> None:
    await ana.runs("/human")
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Are you there?"))
    # on its way when they blocked us; what the bot said then is not repeated
    on_its_way = {"state": HELD, "problem": "unreachable"}
    app.database.write_now(lambda c: c.execute(update(outbox).where(outbox.c.author != "you").values(on_its_way)))
    blocked(app, ana, "blocked")
    app.database.write_now(lambda c: topic_news.want(c, 1, ana.conversation, -100))
    await ana.says("I am back")
    assert now_of(app, ana).reachable
    assert happened(app, ana) == ["queued", "taken", "replied", "blocked", "unblocked"]
    again = select(outbox.c.author).where(outbox.c.state == QUEUED)
    assert app.database.read_now(lambda c: c.execute(again).scalars().all()) == ["staff"]
    # and where they work in Telegram
    written = select(topic_message).where(topic_message.c.kind == topics.NOTICE)
    (row,) = app.database.read_now(lambda c: c.execute(written).all())
    assert topics.body_of(app.vault, row, Post).message.parts[0].text.key == "topics.sent_after_all"
    await ana.says("hello?")
    assert len(app.database.read_now(lambda c: c.execute(written).all())) == 1


def blocked(app: App, scene: Scene, kind: Literal["blocked", "unblocked"]) -> None:
    """As channels tell it; the web chat cannot be blocked."""

    def turn(connection: Connection) -> None:
        conversation = conversations.lock(connection, app.vault, scene.conversation)
        assert conversation is not None
        app.handler(UnitOfWork(connection, app.vault, 1), conversation, Event(kind))
        conversations.save(connection, app.vault, [conversation])

    app.database.write_now(turn)


@pytest.mark.parametrize(
    ("team", "staff_id"), [("xx", None), ("a team with a long name", None), ("en", 4711), ("xx", 1)]
)
async def test_there_must_be_somebody_to_give_a_conversation_to(
    app: App, ana: Scene, anna: Colleague, team: str, staff_id: int | None
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    before = now_of(app, ana)
    assert (await app.staff_turns.do(ana.conversation, anna, Assign(before.epoch, team, staff_id))).code == "nobody"
    assert now_of(app, ana).values() == before.values()


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "reader"}])
async def test_a_conversation_goes_to_nobody_who_does_not_answer(
    app: App, ana: Scene, anna: Colleague, ben: Colleague, change: dict[str, Any]
) -> None:
    app.database.write_now(lambda c: c.execute(update(accounts).where(accounts.c.id == ben.id).values(**change)))
    assigned = Assign(now_of(app, ana).epoch, "en", ben.id)
    assert (await app.staff_turns.do(ana.conversation, anna, assigned)).code == "nobody"


async def test_to_give_a_conversation_to_whom_it_belongs_changes_nothing(app: App, ana: Scene, anna: Colleague) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    before = now_of(app, ana)
    assert (await app.staff_turns.do(ana.conversation, anna, Assign(before.epoch, "", anna.id))).done
    assert now_of(app, ana).epoch == before.epoch


async def test_a_conversation_is_not_put_off_for_longer_than_a_year(
    app: App, ana: Scene, anna: Colleague, clock: Clock
) -> None:
    epoch = now_of(app, ana).epoch
    year = 366 * 86_400_000
    for until, code in ((clock(), "past"), (clock() + year + 1, "too-far"), (10**30, "too-far"), (clock() + year, "")):
        assert (await app.staff_turns.do(ana.conversation, anna, Snooze(epoch, until))).code == code


async def test_a_reply_during_an_aside_ends_it_and_the_question_before_it_is_asked_again(
    app: App, ana: Scene, anna: Colleague
) -> None:
    asked = ana.last.text.splitlines()[-1]
    await ana.says("How do I find a host?")
    assert not ana.last.text.endswith(asked)
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Let me explain."))
    await app.staff_turns.do(ana.conversation, anna, HandBack(now_of(app, ana).epoch))
    assert ana.hears().lines[-1].text.endswith(asked)


async def test_to_whom_agreed_to_an_earlier_notice_the_bot_shows_the_new_one_and_then_goes_on(
    app: App, ana: Scene, anna: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ana.last.text.splitlines()[-1]
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    for name in [name for name, module in [*sys.modules.items()] if hasattr(module, "CONSENT_VERSION")]:
        monkeypatch.setattr(sys.modules[name], "CONSENT_VERSION", "2099-01")
    await app.staff_turns.do(ana.conversation, anna, HandBack(now_of(app, ana).epoch))
    assert "agree" in str(ana.hears().buttons)
    await ana.presses("agree")
    assert ana.last.text.endswith(asked)


async def test_who_has_not_agreed_is_not_taken_over_and_staff_are_told_why(app: App, anna: Colleague) -> None:
    bea = Scene(app, "bea")
    await bea.says("Hello, I would like to visit a team abroad.")
    before = now_of(app, bea)
    epoch = before.epoch
    for wanted in (Take(epoch), Reply(epoch, "Hello"), Assign(epoch, "en", anna.id), Assign(epoch, "fr")):
        assert (await app.staff_turns.do(bea.conversation, anna, wanted)).code == "not-agreed"
    assert now_of(app, bea).values() == before.values()
    assert bea.hears().lines == []


def held_by(app: App, who: Colleague) -> None:
    """Earlier versions let staff take over anybody."""
    held = {"owner": "human", "staff_id": who.id, "team": "en"}
    app.database.write_now(lambda c: c.execute(update(conversation_table).values(held)))


async def test_who_was_taken_over_without_having_agreed_is_asked_and_waits_on(app: App, anna: Colleague) -> None:
    bea = Scene(app, "bea")
    await bea.says("Hello, I would like to visit a team abroad.")
    held_by(app, anna)
    await bea.says("My host does not answer")
    assert (now_of(app, bea).owner, happened(app, bea)) == ("bot", ["handed_back"])
    assert "They can only read what I keep" in bea.text
    await bea.presses("I agree")
    assert now_of(app, bea).owner == "queue"


async def test_who_never_agreed_is_handed_back_to_the_welcome(app: App, anna: Colleague) -> None:
    bea = Scene(app, "bea")
    await bea.says("Hello, I would like to visit a team abroad.")
    held_by(app, anna)
    assert (await app.staff_turns.do(bea.conversation, anna, HandBack(now_of(app, bea).epoch))).done
    assert "agree" in str(bea.hears().buttons)
    await bea.presses("No, thanks")
    held_by(app, anna)
    assert (await app.staff_turns.do(bea.conversation, anna, HandBack(now_of(app, bea).epoch))).done
    assert len(bea.hears().lines) == 1
    assert "agree" in str(bea.buttons)


async def test_the_bot_is_not_handed_what_it_has(app: App, ana: Scene, anna: Colleague) -> None:
    before = authors(app, ana)
    assert (await app.staff_turns.do(ana.conversation, anna, HandBack(now_of(app, ana).epoch))).code == "changed"
    assert authors(app, ana) == before


@pytest.mark.parametrize("ends", [HandBack, Resolve])
async def test_who_ends_the_talk_has_seen_the_last_words(
    app: App, ana: Scene, anna: Colleague, ends: type[HandBack] | type[Resolve]
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "That is it."))
    seen = ana.hears().last.id
    await ana.says("One more thing …")
    assert (await app.staff_turns.do(ana.conversation, anna, ends(now_of(app, ana).epoch, seen=seen))).code == "changed"
    assert now_of(app, ana).waiting_since is not None
    assert (await app.staff_turns.do(ana.conversation, anna, ends(now_of(app, ana).epoch, seen=seen + 1))).done


@pytest.mark.parametrize("ends", [HandBack, Resolve])
async def test_words_to_a_person_that_wait_for_their_turn_never_become_an_answer_to_the_bot(
    app: App, ana: Scene, anna: Colleague, ends: type[HandBack] | type[Resolve]
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "That is it."))
    raw = msgspec.json.encode({"id": "x", "lang": "en", "kind": "text", "text": "Thank you so much, Anna"})
    await app.inbox.store([RawUpdate("web", "x", ana.place, {"place": ana.place}, raw)])
    assert (await app.staff_turns.do(ana.conversation, anna, ends(now_of(app, ana).epoch))).code == "changed"
    await app.inbox.work_once()
    assert (await app.staff_turns.do(ana.conversation, anna, ends(now_of(app, ana).epoch))).done


async def test_what_is_resolved_is_resolved_once(app: App, ana: Scene, anna: Colleague, ben: Colleague) -> None:
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Done."))
    await app.staff_turns.do(ana.conversation, anna, Resolve(now_of(app, ana).epoch))
    said = authors(app, ana)
    assert (await app.staff_turns.do(ana.conversation, ben, Resolve(now_of(app, ana).epoch))).done
    assert authors(app, ana) == said
    assert happened(app, ana).count("resolved") == 1


async def test_a_rating_is_about_whoever_answered_and_nobody_rates_what_nobody_said(
    app: App, ana: Scene, anna: Colleague, ben: Colleague
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    await app.staff_turns.do(ana.conversation, anna, Resolve(now_of(app, ana).epoch))
    assert rated(app) == []
    await app.staff_turns.do(ana.conversation, anna, Reply(now_of(app, ana).epoch, "Here you are."))
    await app.staff_turns.do(ana.conversation, anna, Assign(now_of(app, ana).epoch, "en"))
    await app.staff_turns.do(ana.conversation, ben, Resolve(now_of(app, ana).epoch))
    assert rated(app) == [anna.id]


def rated(app: App) -> list[int | None]:
    return list(app.database.read_now(lambda c: c.execute(select(rating.c.staff_id)).scalars()))


async def test_a_key_belongs_to_its_sender_and_the_conversation(
    app: App, ana: Scene, anna: Colleague, ben: Colleague
) -> None:
    bea = await welcomed(Scene(app, "bea"))
    key = "1" * 300
    assert (await app.staff_turns.do(ana.conversation, anna, Note("one"), key)).code == ""
    assert (await app.staff_turns.do(ana.conversation, ben, Note("two"), key)).code == ""
    assert (await app.staff_turns.do(bea.conversation, anna, Note("three"), key)).code == ""
    assert (await app.staff_turns.do(ana.conversation, anna, Note("one"), key)).code == "repeated"


async def test_what_was_refused_may_be_sent_again_with_the_same_key(app: App, ana: Scene, anna: Colleague) -> None:
    epoch = now_of(app, ana).epoch
    assert (await app.staff_turns.do(ana.conversation, anna, Reply(epoch - 1, "Hello"), "k")).code == "changed"
    assert (await app.staff_turns.do(ana.conversation, anna, Reply(epoch, "Hello"), "k")).code == ""


async def test_what_is_refused_half_way_leaves_nothing_behind(
    app: App, ana: Scene, anna: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers import desk

    def half(wanted: HandBack, context: Context, who: Colleague) -> None:
        notes.add(context.work.connection, app.vault, 1, context.conversation.id, who.id, "written before the refusal")
        raise Refused("wrong", key="second")

    monkeypatch.setitem(desk._ACTIONS, HandBack, half)
    assert (await app.staff_turns.do(ana.conversation, anna, HandBack(0), "k")).code == "wrong"
    assert app.database.read_now(lambda c: notes.of_conversation(c, app.vault, ana.conversation)) == []
