"""The clock of promises: each stage of a wait is told once, to those it concerns; never is somebody given to the bot for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import promises
from bot.app import App
from domain.staff_actions import Colleague, Reply, Snooze, Take
from domain.topics import Post
from storage import access, conversations, handovers, helpdesks, staff, topic_news, topics
from storage import promises as stored
from storage.conversations import Conversation
from storage.helpdesks import Helpdesk
from storage.tables import notice, topic_message
from storage.tables import staff as staff_table
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock"]

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = "Mon-Fri 9:00-12:30 13:30-17:00"


def at(words: str) -> int:
    return round(datetime.fromisoformat(words).replace(tzinfo=BRUSSELS).timestamp() * 1000)


def member(app: App, name: str, role: str, *teams: str) -> int:
    def job(c):  # type: ignore[no-untyped-def]
        number = staff.add(c, 1, f"{name.lower()}@example.org", name, ("en",), "x")
        c.execute(staff_table.update().where(staff_table.c.id == number).values(role=role, teams=",".join(teams)))
        return number

    number: int = app.database.write_now(job)
    return number


@pytest.fixture
def people(app: App) -> dict[str, int]:
    """Two helpdesks, English standing in for French, and who works there."""
    for one in (
        Helpdesk("en", "English", ("en",), "Europe/Brussels", OFFICE, "", "", 120),
        Helpdesk("fr", "French", ("fr",), "Europe/Brussels", OFFICE, "", "en", 120),
    ):
        app.database.write_now(lambda c, one=one: helpdesks.save(c, one))  # type: ignore[misc]
    return {
        "agnes": member(app, "Agnes", "agent", "fr"),
        "lea": member(app, "Lea", "lead", "fr"),
        "emil": member(app, "Emil", "agent", "en"),
        "rita": member(app, "Rita", "reader", "fr", "en"),
        "root": member(app, "Root", "admin"),
    }


async def waiting(app: App, clock: Clock, since: str = "2027-01-11 09:00") -> Scene:
    clock.now = at(since)
    scene = await welcomed(Scene(app, app_language="fr"), "Bonjour, je voudrais rendre visite à une équipe.")
    await scene.runs("/human")
    return scene


async def look(app: App, clock: Clock, now: str = "") -> list[tuple[str, tuple[int, ...]]]:
    clock.now = at(now) if now else clock.now
    told = await promises.look(app.database, app.vault, app.bell, BRUSSELS, clock(), mail=True)
    return [(one.stage, one.to) for one in told]


def now_of(app: App, scene: Scene) -> Conversation:
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    return found


def happened(app: App, scene: Scene) -> list[str]:
    return [one.what for one in app.database.read_now(lambda c: handovers.of_conversation(c, scene.conversation))]


async def test_each_stage_is_told_once_to_those_it_concerns(app: App, clock: Clock, people: dict[str, int]) -> None:
    ana = await waiting(app, clock)
    assert await look(app, clock) == [("waiting", (people["agnes"], people["lea"]))]
    assert await look(app, clock, "2027-01-11 10:35") == []
    assert await look(app, clock, "2027-01-11 10:36") == [("soon", (people["lea"],))]
    assert await look(app, clock, "2027-01-11 10:59") == []
    assert await look(app, clock, "2027-01-11 11:00") == [("late", (people["lea"], people["emil"]))]
    assert await look(app, clock, "2027-01-20 11:00") == []
    assert happened(app, ana) == ["queued", "escalated"]
    assert (now_of(app, ana).owner, now_of(app, ana).team) == ("queue", "fr")


async def test_only_opening_hours_count_and_what_was_missed_is_told_as_it_stands(
    app: App, clock: Clock, people: dict[str, int]
) -> None:
    ana = await waiting(app, clock, "2027-01-15 16:00")
    # the program was not running over the weekend, nor on Monday at nine
    assert await look(app, clock, "2027-01-18 10:00") == [("late", (people["lea"], people["emil"]))]
    assert await look(app, clock, "2027-01-18 10:01") == []
    assert happened(app, ana) == ["queued", "escalated"]


async def test_two_who_look_at_once_tell_it_once(app: App, clock: Clock, people: dict[str, int]) -> None:
    await waiting(app, clock)
    waits = app.database.read_now(lambda c: stored.untold(c, clock(), BRUSSELS))
    told = [
        app.database.write_now(lambda c: promises._tell(c, app.vault, waits[0], clock(), BRUSSELS, True))
        for _ in range(2)
    ]
    assert [one is not None for one in told] == [True, False]


async def test_whoever_is_answered_or_snoozed_is_left_alone(app: App, clock: Clock, people: dict[str, int]) -> None:
    ana = await waiting(app, clock)
    agnes = Colleague(people["agnes"], "Agnes")
    await app.staff_turns.do(ana.conversation, agnes, Snooze(now_of(app, ana).epoch, at("2027-01-12 09:00")))
    assert await look(app, clock, "2027-01-11 11:00") == []
    await app.staff_turns.do(ana.conversation, agnes, Reply(now_of(app, ana).epoch, "Bonjour"))
    assert await look(app, clock, "2027-01-13 11:00") == []
    # the next wait is told anew, first to the one who answers here
    await ana.says("Merci, et maintenant ?")
    assert await look(app, clock) == [("waiting", (people["agnes"],))]


async def test_between_the_look_and_the_lock_somebody_may_have_answered(
    app: App, clock: Clock, people: dict[str, int]
) -> None:
    ana = await waiting(app, clock)
    waits = app.database.read_now(lambda c: stored.untold(c, clock(), BRUSSELS))
    await app.staff_turns.do(
        ana.conversation, Colleague(people["agnes"], "Agnes"), Reply(now_of(app, ana).epoch, "Bonjour")
    )
    assert app.database.write_now(lambda c: promises._tell(c, app.vault, waits[0], clock(), BRUSSELS, True)) is None
    assert app.database.read_now(lambda c: c.execute(select(notice)).all()) == []


async def test_who_stands_in_sees_the_conversation_once_the_promise_is_broken(
    app: App, clock: Clock, people: dict[str, int]
) -> None:
    ana = await waiting(app, clock)

    def sees() -> bool:
        def job(c):  # type: ignore[no-untyped-def]
            emil = staff.by_email(c, "emil@example.org")
            assert emil is not None
            return access.sees_conversation(c, emil, ana.conversation)

        found: bool = app.database.read_now(job)
        return found

    await look(app, clock, "2027-01-11 10:59")
    assert not sees()
    await look(app, clock, "2027-01-11 11:00")
    assert sees()
    agnes = Colleague(people["agnes"], "Agnes")
    await app.staff_turns.do(ana.conversation, agnes, Reply(now_of(app, ana).epoch, "Bonjour"))
    assert not sees()


async def test_without_helpdesks_nothing_is_promised_and_who_waits_is_told_to_everybody_who_answers(
    app: App, clock: Clock
) -> None:
    anna, reader = member(app, "Anna", "admin"), member(app, "Rita", "reader")
    ana = await waiting(app, clock)
    assert await look(app, clock) == [("waiting", (anna,))]
    assert await look(app, clock, "2027-02-11 11:00") == []
    assert reader
    assert happened(app, ana) == ["queued"]


async def test_admins_are_told_where_a_team_has_nobody(app: App, clock: Clock) -> None:
    app.database.write_now(lambda c: helpdesks.save(c, Helpdesk("fr", "French", ("fr",))))
    root = member(app, "Root", "admin")
    sam = app.database.write_now(lambda c: staff.sample(c, 1, ("en",)))
    await waiting(app, clock)
    assert await look(app, clock) == [("waiting", (root,))]
    assert sam != root


async def test_a_take_before_the_look_ends_nothing_until_the_trainee_is_answered(
    app: App, clock: Clock, people: dict[str, int]
) -> None:
    ana = await waiting(app, clock)
    await look(app, clock)
    await app.staff_turns.do(ana.conversation, Colleague(people["agnes"], "Agnes"), Take(now_of(app, ana).epoch))
    assert await look(app, clock, "2027-01-11 11:00") == [("late", (people["lea"], people["emil"]))]
    assert now_of(app, ana).owner == "human"


async def test_it_is_written_in_the_topic_where_staff_have_one(app: App, clock: Clock, people: dict[str, int]) -> None:
    ana = await waiting(app, clock)
    app.database.write_now(lambda c: topic_news.want(c, clock(), ana.conversation, -100))

    def written() -> list[str]:
        rows = app.database.read_now(
            lambda c: c.execute(select(topic_message).where(topic_message.c.kind == topics.NOTICE)).all()
        )
        return [topics.body_of(app.vault, row, Post).message.parts[0].text.key for row in rows]

    await look(app, clock)
    assert written() == []
    await look(app, clock, "2027-01-11 10:36")
    await look(app, clock, "2027-01-11 11:00")
    assert written() == ["notice.topic.soon", "notice.topic.late"]
