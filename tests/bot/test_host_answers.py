"""What a host answered to a request: noted once, told to the trainee in their language, taken back; and what comes of it."""

import asyncio
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update

from bot.app import App
from bot.catalogue_index import Catalogue
from domain.host_requests import ACCEPTED, DECLINED, OTHER_DAYS, SENT
from domain.matching_wish import Wish
from domain.staff_actions import Colleague, HostAnswered, StayRated, Take, TakenBack
from handlers.context import Memory
from storage import catalogue, conversations, desk, handovers, people, requests, suggestions
from storage.outbox import HELD, QUEUED, STAFF
from storage.requests import Asked
from storage.tables import outbox, person
from storage.unit_of_work import UnitOfWork
from tests.bot.test_staff_turns import authors, blocked, colleague, happened, now_of
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock"]

DETAILS = {"first_day": "2027-05-03", "last_day": "2027-05-05", "people": 2, "message": "Dear team"}


@pytest.fixture
def anna(app: App) -> Colleague:
    return colleague(app, "Anna")


@pytest.fixture
async def ana(app: App) -> Scene:
    return await asking(app, await welcomed(Scene(app)))


async def asking(app: App, scene: Scene, *hosts: str) -> Scene:
    """Somebody who has asked hosts, the first choice first."""
    number = now_of(app, scene).person_id
    assert number is not None
    wanted = hosts or ("H1", "H2")
    do(app, lambda work: suggestions.shown(work, number, "en", ["addiction"], dict.fromkeys(wanted, 1)))
    do(app, lambda work: people.request_hosts(work, number, wanted, DETAILS))
    return scene


def do(app: App, job: Any, now: int = 5) -> Any:
    return app.database.write_now(lambda c: job(UnitOfWork(c, app.vault, now)))


def asked(app: App, number: int = 1) -> Asked:
    found = app.database.read_now(lambda c: requests.of_id(c, number))
    assert found is not None
    return found


async def note(app: App, scene: Scene, who: Colleague, state: str, number: int = 1, **more: Any) -> str:
    """Staff note it as the page shows it now; what came of it."""
    wanted = HostAnswered(number, asked(app, number).version, state, **more)
    return (await app.staff_turns.do(scene.conversation, who, wanted)).code


async def test_the_trainee_hears_that_a_host_said_yes_and_the_question_is_asked_again(
    app: App, ana: Scene, anna: Colleague
) -> None:
    question = ana.last.text.splitlines()[-1]
    assert await note(app, ana, anna, ACCEPTED) == ""
    assert (asked(app).state, asked(app).before, asked(app).told) == (ACCEPTED, "proposed", True)
    assert "Casa Aperta says yes" in ana.hears().text
    assert "3–5 May 2027" in ana.text
    assert ana.last.message.author == "bot"
    # what they answer to that is no answer to the question that was open
    await ana.says("I could come a day earlier, with my colleague Paul.")
    assert question in ana.text
    assert any("person" in label for label in ana.buttons)
    assert happened(app, ana) == ["request_answered"]


async def test_everybody_hears_it_in_their_own_language(app: App, anna: Colleague) -> None:
    paul = await asking(app, await welcomed(Scene(app, "paul", "fr"), "Bonjour, je voudrais visiter une équipe."))
    assert await note(app, paul, anna, ACCEPTED) == ""
    assert "Bonne nouvelle" in paul.hears().text
    assert "3–5 mai 2027" in paul.text


async def test_after_a_no_comes_the_reserve_and_without_one_other_hosts(app: App, ana: Scene, anna: Colleague) -> None:
    assert await note(app, ana, anna, DECLINED, reason="Their flat is being painted") == ""
    assert "Le Pont" in ana.hears().text
    assert "painted" not in ana.text
    assert await note(app, ana, anna, SENT, 2) == ""
    assert ana.hears().lines == []
    assert await note(app, ana, anna, DECLINED, 2) == ""
    assert "another host" in ana.hears().text
    assert ana.buttons == ("🏡 Find hosts",)
    await ana.presses("Find hosts")
    assert now_of(app, ana).owner == "bot"
    # kept sealed, and part of what the person may have
    exported = do(app, lambda work: people.requests(work, asked(app).person_id))
    assert [one["reason"] for one in exported] == ["Their flat is being painted", ""]


async def test_a_no_of_a_reserve_takes_nothing_from_the_others(app: App, ana: Scene, anna: Colleague) -> None:
    assert await note(app, ana, anna, DECLINED, 2) == ""
    assert "Your request to Casa Aperta" in ana.hears().text
    assert ana.buttons == ()


async def test_other_days_become_those_of_the_stay_once_they_are_agreed(app: App, ana: Scene, anna: Colleague) -> None:
    wrong: dict[str, Any] = {"first_day": "2027-06-09", "last_day": "2027-06-07"}
    assert await note(app, ana, anna, OTHER_DAYS, **wrong) == "wrong"
    assert asked(app).version == 0
    assert await note(app, ana, anna, OTHER_DAYS, first_day="2027-06-07", last_day="2027-06-09") == ""
    assert "7–9 Jun 2027" in ana.hears().text or "7–9 June 2027" in ana.text
    assert ana.buttons == ("🙋 Talk to a person",)
    assert asked(app).first_day == "2027-05-03"
    assert await note(app, ana, anna, ACCEPTED) == ""
    assert "7–9 Jun" in ana.hears().text
    after = asked(app)
    assert (after.first_day, after.last_day, after.other_first_day) == ("2027-06-07", "2027-06-09", "2027-05-03")
    # and back again
    back = TakenBack(1, after.version)
    assert (await app.staff_turns.do(ana.conversation, anna, back)).done
    before = asked(app)
    assert (before.state, before.first_day, before.other_first_day) == (OTHER_DAYS, "2027-05-03", "2027-06-07")


async def test_a_mistake_is_taken_back_once_and_whoever_was_told_hears_it(
    app: App, ana: Scene, anna: Colleague
) -> None:
    assert await note(app, ana, anna, DECLINED, reason="no room") == ""
    ana.hears()
    assert (await app.staff_turns.do(ana.conversation, anna, TakenBack(1, asked(app).version))).done
    assert "mistake" in ana.hears().text
    assert (asked(app).state, asked(app).before) == ("proposed", "")
    assert do(app, lambda work: people.requests(work, asked(app).person_id))[0]["reason"] == ""
    again = await app.staff_turns.do(ana.conversation, anna, TakenBack(1, asked(app).version))
    assert (again.code, again.key) == ("wrong", "state")


async def test_who_need_not_be_told_is_not(app: App, ana: Scene, anna: Colleague) -> None:
    assert await note(app, ana, anna, ACCEPTED, tell=False) == ""
    assert not asked(app).told
    assert (await app.staff_turns.do(ana.conversation, anna, TakenBack(1, 1))).done
    assert ana.hears().lines == []


async def test_of_two_who_note_an_answer_at_once_one_wins_and_the_other_is_told(
    app: App, ana: Scene, anna: Colleague
) -> None:
    ben = colleague(app, "Ben")
    outcomes = await asyncio.gather(
        app.staff_turns.do(ana.conversation, anna, HostAnswered(1, 0, ACCEPTED)),
        app.staff_turns.do(ana.conversation, ben, HostAnswered(1, 0, DECLINED)),
    )
    assert sorted(one.code for one in outcomes) == ["", "changed"]
    assert asked(app).version == 1
    assert len(ana.hears().lines) == 1


async def test_the_same_answer_sent_twice_is_told_once(app: App, ana: Scene, anna: Colleague) -> None:
    for code in ("", "repeated"):
        outcome = await app.staff_turns.do(ana.conversation, anna, HostAnswered(1, 0, ACCEPTED), "key-1")
        assert outcome.code == code
    assert len(ana.hears().lines) == 1


async def test_a_request_of_somebody_else_is_not_there(app: App, ana: Scene, anna: Colleague) -> None:
    await welcomed(Scene(app, "ben"))
    other = await welcomed(Scene(app, "cem"))
    for wanted in (HostAnswered(1, 0, ACCEPTED), TakenBack(1, 0), StayRated(1, 0, 5), HostAnswered(99, 0, ACCEPTED)):
        outcome = await app.staff_turns.do(other.conversation, anna, wanted)
        assert (outcome.code, outcome.key) == ("wrong", "request")
    assert asked(app).version == 0
    assert ana.hears().lines == []


async def test_where_a_person_answers_the_news_come_beside_and_change_nothing(
    app: App, ana: Scene, anna: Colleague
) -> None:
    await app.staff_turns.do(ana.conversation, anna, Take(now_of(app, ana).epoch))
    before = now_of(app, ana)
    assert await note(app, ana, colleague(app, "Ben"), OTHER_DAYS, first_day="2027-06-07", last_day="2027-06-09") == ""
    after = now_of(app, ana)
    assert (after.owner, after.staff_id, after.epoch) == (before.owner, anna.id, before.epoch)
    # there a person reads what they answer
    assert ana.hears().buttons == ()
    assert authors(app, ana)[-1] == "bot"


async def test_an_escalated_conversation_stays_one(app: App, ana: Scene, anna: Colleague) -> None:
    await ana.runs("/human")
    app.database.write_now(lambda c: handovers.record(c, 1, now_of(app, ana), "escalated"))
    await note(app, ana, anna, ACCEPTED)
    listed = app.database.read_now(lambda c: desk.conversation_of(c, app.vault, ana.conversation))
    assert listed is not None
    assert listed.escalated


async def test_who_has_blocked_us_hears_it_when_they_are_back(app: App, ana: Scene, anna: Colleague) -> None:
    blocked(app, ana, "blocked")
    assert await note(app, ana, anna, ACCEPTED) == ""
    newest = select(outbox.c.id, outbox.c.lane, outbox.c.state).order_by(outbox.c.id.desc())
    said = app.database.read_now(lambda c: c.execute(newest).first())
    assert said is not None
    assert said.lane == STAFF
    # as the courier leaves it, who cannot deliver it
    app.database.write_now(lambda c: c.execute(update(outbox).where(outbox.c.id == said.id).values(state=HELD)))
    await ana.says("I am back")
    states = dict(row[::2] for row in app.database.read_now(lambda c: c.execute(newest).all()))
    assert states[said.id] == QUEUED


async def test_nobody_who_has_said_no_to_our_keeping_anything_is_written_to(
    app: App, ana: Scene, anna: Colleague
) -> None:
    def refuse(c: Connection) -> None:
        found = conversations.lock(c, app.vault, ana.conversation)
        assert found is not None
        memory = msgspec.json.decode(found.memory, type=Memory)
        memory.refused = True
        found.memory = msgspec.json.encode(memory)
        conversations.save(c, app.vault, [found])

    app.database.write_now(refuse)
    assert await note(app, ana, anna, ACCEPTED) == ""
    assert (asked(app).state, asked(app).told) == (ACCEPTED, False)
    assert ana.hears().lines == []


async def test_nothing_is_noted_of_somebody_who_is_forgotten(app: App, ana: Scene, anna: Colleague) -> None:
    await note(app, ana, anna, DECLINED, reason="painted")
    number = asked(app).person_id
    do(app, lambda work: people.erase(work, number))
    outcome = await app.staff_turns.do(ana.conversation, anna, HostAnswered(1, 1, ACCEPTED))
    assert (outcome.code, outcome.key) == ("wrong", "request")
    assert app.database.read_now(lambda c: requests.of_person(c, number)) == []
    assert app.database.read_now(lambda c: c.execute(select(person.c.id)).all()) == []


async def test_a_stay_is_rated_corrected_and_forgotten_when_it_does_not_take_place(
    app: App, ana: Scene, anna: Colleague
) -> None:
    async def rate(score: int) -> str:
        return (await app.staff_turns.do(ana.conversation, anna, StayRated(1, asked(app).version, score))).code

    assert await rate(5) == "wrong"
    await note(app, ana, anna, ACCEPTED)
    assert [await rate(0), await rate(6), await rate(2), await rate(5)] == ["wrong", "wrong", "", ""]
    assert asked(app).score == 5
    assert (await app.staff_turns.do(ana.conversation, anna, StayRated(1, 1, 1))).code == "changed"
    await note(app, ana, anna, "withdrawn")
    assert asked(app).score is None


async def test_a_host_that_is_full_is_not_found_any_more_and_a_score_counts(
    app: App, clock: Clock, ana: Scene, anna: Colleague
) -> None:
    def found() -> list[str]:
        def search(c: Connection) -> list[str]:
            matches = Catalogue()(UnitOfWork(c, app.vault, clock())).search(Wish(problem="drugs", lang="en"), 9)
            return [one.card.external_id for one in matches]

        return app.database.read_now(search)

    # room for six in a year, two at a time
    await asking(app, ana, "H1")
    await asking(app, ana, "H1")
    await note(app, ana, anna, ACCEPTED, 1)
    await note(app, ana, anna, ACCEPTED, 3)
    assert "H1" in found()
    await note(app, ana, anna, ACCEPTED, 4)
    assert "H1" not in found()
    await app.staff_turns.do(ana.conversation, anna, StayRated(4, 1, 5))
    await app.staff_turns.do(ana.conversation, anna, TakenBack(3, 1))
    assert "H1" in found()
    standing = app.database.read_now(lambda c: catalogue.standings(c, date(2027, 1, 11)))["H1"]
    assert (standing.accepted, standing.ratings, standing.rated) == (4, 1, 5)
    became = app.database.read_now(lambda c: suggestions.outcomes(c, 0))
    assert any(one.accepted for one in became if one.host == "H1")
