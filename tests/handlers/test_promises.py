"""Who asks for a person is told the truth about when one answers, in their language and the helpdesk's time (ENQ-01, R15)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from domain.hours import read_hours
from domain.promises import promise, spent, stage
from domain.staff_actions import Colleague, Take
from storage import conversations, helpdesks, staff
from storage.helpdesks import Helpdesk
from tests.scene import Clock, Scene, welcomed

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = "Mon-Fri 9:00-12:30 13:30-17:00"
QUESTION = "When is the deadline for the grant?"


def at(words: str) -> int:
    return round(datetime.fromisoformat(words).replace(tzinfo=BRUSSELS).timestamp() * 1000)


def set_up(app: App, lang: str = "en", **of: object) -> None:
    values = {"zone": "Europe/Brussels", "hours": OFFICE, "first_answer": 120, **of}
    one = Helpdesk("team", "Team", (lang,), **values)  # type: ignore[arg-type]
    app.database.write_now(lambda c: helpdesks.save(c, one))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        # a Monday in January; two hours of opening hours are promised
        ("2027-01-11 10:00", "within about 2 hours"),
        ("2027-01-11 10:31", "within about 3 hours"),  # over the lunch break
        ("2027-01-11 14:00", "within about 2 hours"),
        ("2027-01-11 15:30", "by tomorrow, 9:30 (Brussels time)"),
        ("2027-01-15 16:00", "by Monday 18 January, 10:00 (Brussels time)"),
        ("2027-01-11 07:00", "closed just now. A colleague is back today from 9:00"),
        ("2027-01-11 12:30", "today from 13:30"),
        ("2027-01-11 17:00", "tomorrow from 9:00"),
        ("2027-01-15 18:00", "on Monday 18 January from 9:00 (Brussels time)"),
    ],
)
async def test_the_promise_is_what_the_hours_say(app: App, clock: Clock, now: str, told: str) -> None:
    set_up(app)
    clock.now = at(now)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    assert told in ana.text
    assert "the bot, only answer what I know for sure" in ana.text


async def test_where_no_hours_are_known_none_are_promised(app: App) -> None:
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    assert "one working day" in ana.text


@pytest.mark.parametrize(
    ("lang", "hello", "told"),
    [
        ("en", "Hello, I would like to visit a team abroad.", "on Monday 18 January from 9:00 (Brussels time)"),
        ("fr", "Bonjour, je voudrais rendre visite à une équipe.", "lundi 18 janvier à partir de 9:00 (heure locale\u00a0:"),
        ("nl", "Goedendag, ik wil graag een team bezoeken.", "Op maandag 18 januari vanaf 9:00 uur"),
        ("de", "Guten Tag, ich möchte gern ein Team besuchen.", "Am Montag, 18. Januar, ab 9:00 Uhr"),
        ("es", "Buenos días, quisiera visitar un equipo en otro país.", "El lunes 18 de enero a partir de las 9:00"),
        ("it", "Buongiorno, vorrei visitare una squadra all'estero.", "Da lunedì 18 gennaio alle 9:00"),
    ],
)  # fmt: skip
async def test_a_closed_helpdesk_says_so_in_each_language(
    app: App, clock: Clock, lang: str, hello: str, told: str
) -> None:
    set_up(app, lang)
    clock.now = at("2027-01-15 18:00")
    ana = await welcomed(Scene(app, app_language=lang), hello)
    await ana.runs("/human")
    assert ana.last.lang == lang
    assert told in ana.text
    await ana.runs("/bot")
    assert "18" not in ana.text


async def test_what_arrives_after_hours_is_told_when_somebody_reads_it(app: App, clock: Clock) -> None:
    set_up(app)
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    anna = Colleague(number, "Anna")
    await app.staff_turns.do(ana.conversation, anna, Take(epoch(app, ana)))
    clock.now = at("2027-01-15 18:00")
    # back to the queue, as the clock of the desk does it when she is silent
    from bot import leases

    await leases.look(app.database, app.vault, app.bell, clock())
    await ana.says("Hello, is my paper there?")
    assert "Your message has reached the helpdesk" in ana.text
    assert "Monday 18 January from 9:00" in ana.text


def epoch(app: App, scene: Scene) -> int:
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    return found.epoch


async def test_the_faq_answers_meanwhile_as_the_bot_and_who_waits_still_waits(app: App) -> None:
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await ana.says(QUESTION)
    assert ana.last.message.author == "bot"
    assert ana.text.startswith("I am the bot.")
    assert "a colleague still answers you" in ana.text
    loaded = app.database.read_now(lambda c: conversations.load(c, app.vault, ana.conversation))
    assert loaded is not None
    assert (loaded.owner, loaded.waiting_since) == ("queue", app.inbox._now())
    # what is a matter for people is left to them
    assert (await ana.says("My mother is ill and I do not know what to do")).lines == []


async def test_while_a_person_answers_the_bot_is_silent_whatever_it_knows(app: App) -> None:
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    await app.staff_turns.do(ana.conversation, Colleague(number, "Anna"), Take(epoch(app, ana)))
    assert (await ana.says(QUESTION)).lines == []


async def test_the_lease_of_a_colleague_counts_opening_hours(app: App, clock: Clock) -> None:
    set_up(app)
    clock.now = at("2027-01-15 16:50")
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    await app.staff_turns.do(ana.conversation, Colleague(number, "Anna"), Take(epoch(app, ana)))
    loaded = app.database.read_now(lambda c: conversations.load(c, app.vault, ana.conversation))
    assert loaded is not None
    assert loaded.lease_until == at("2027-01-18 09:20")


def test_a_promise_is_nearly_gone_at_four_fifths_of_its_opening_hours() -> None:
    hours = read_hours(OFFICE, BRUSSELS)
    since = at("2027-01-15 16:00")
    parts = [
        stage(spent(hours, since, at(now), 120))
        for now in ("2027-01-17 12:00", "2027-01-18 09:35", "2027-01-18 09:36", "2027-01-18 09:59", "2027-01-18 10:00")
    ]
    assert parts == ["waiting", "waiting", "soon", "soon", "late"]
    assert spent(None, 0, 60 * 60_000, 120) == 0.5
    assert promise(read_hours("", BRUSSELS), since, 120) is None
