"""What the bot reads in a message leaves a trace beside it, and only there where the words may be kept."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.app import App
from domain.traces import MOST, ReadAs, Trace
from handlers.actions.my_data import everything
from storage import misreadings
from storage.outbox import YOU
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.scene import Clock, Scene, welcomed

PROBLEM = "Many young people stop our programme after two weeks and relapse"


def traces(app: App) -> list[Trace | None]:
    """The traces of all that trainees said, in order."""
    said = select(outbox.c.id).where(outbox.c.author == YOU).order_by(outbox.c.id)
    ids = app.database.read_now(lambda c: c.execute(said).scalars().all())
    found = app.database.read_now(lambda c: misreadings.traces(c, app.vault, ids))
    return [found.get(number) for number in ids]


def last(app: App) -> Trace:
    found = traces(app)[-1]
    assert found is not None
    return found


def of_kind(trace: Trace, kind: str) -> list[ReadAs]:
    return [one for one in trace.read if one.kind == kind]


async def test_a_question_leaves_its_topic_and_the_language_it_was_read_in(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.says("How do I find a host?")
    trace = last(app)
    (language,), (topic,) = of_kind(trace, "language"), of_kind(trace, "faq")
    assert language.value == "en"
    assert language.confidence is not None
    assert language.confidence > 0.9
    assert (topic.value, topic.sure) == ("find-host", True)
    assert trace.asked == "enquiry.problem"


async def test_topics_that_were_only_offered_are_told_as_such(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("What about the money and the paper thing?")
    topics = of_kind(last(app), "faq")
    assert len(topics) > 1
    assert not any(one.sure for one in topics)


async def test_an_answer_leaves_its_shape_and_one_not_understood_too(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    for words in (PROBLEM, "The young people and our team", "How other teams keep people on board, peer support"):
        await ana.says(words)
        assert [one.value for one in of_kind(last(app), "answer")] == ["text"]
    assert of_kind(last(app), "matching")
    await ana.says("no. 42")
    assert of_kind(last(app), "answer") == [ReadAs("answer", "", sure=False)]
    await ana.presses("Done")
    await ana.says("Belgium and France")
    assert [one.value for one in of_kind(last(app), "answer")] == ["countries:BE,FR"]
    assert last(app).asked == "enquiry.countries"


async def test_a_command_in_words_and_a_button_of_the_menu_in_words_leave_what_they_were_taken_for(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.says("help")
    assert [one.value for one in of_kind(last(app), "command")] == ["help"]
    await ana.runs("/menu")
    await ana.says("Ask a question")
    assert [one.value for one in of_kind(last(app), "menu")] == ["question"]


async def test_buttons_commands_and_files_leave_none(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    before = len(traces(app))
    await ana.sends("a.txt", b"hello")
    await ana.runs("/menu")
    await ana.presses(ana.buttons[0])
    assert traces(app)[before:] == [None, None, None]


async def test_before_consent_nothing_is_kept(app: App) -> None:
    ana = Scene(app)
    await ana.says("Hello, my name is Rose")
    await ana.presses("No, thanks")
    await ana.says("What is Ecett?")
    assert app.database.read_now(lambda c: c.execute(select(outbox.c.trace)).scalars().all()).count(None) >= 2
    assert not any(app.database.read_now(lambda c: c.execute(select(outbox.c.trace)).scalars().all()))


async def test_a_goal_leaves_its_letters(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.runs("/start goals")
    await ana.says("I will interview three nurses about night work and write a checklist by 15 May 2027")
    (goal,) = of_kind(last(app), "goal")
    assert goal.value == "S+M+T+"


async def test_the_export_of_a_person_holds_what_was_read_in_their_words(app: App, clock: Clock) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.says(PROBLEM)

    def export(connection: Any) -> Any:
        work = UnitOfWork(connection, app.vault, clock())
        return everything(work, 1)

    said = [one for one in app.database.read_now(export)["messages"] if one["author"] == YOU]
    assert said[-1]["read_as"]["asked"] == "enquiry.problem"
    assert {one["kind"] for one in said[-1]["read_as"]["read"]} >= {"language", "answer"}
    assert all("read_as" not in one for one in said[:-1])


@pytest.mark.parametrize("words", ["x " * 4000, "é" * 9000, "\u202e", "<b>&</b>"])
async def test_a_trace_stays_small_whatever_is_said(app: App, words: str) -> None:
    ana = Scene(app)
    await welcomed(ana)
    await ana.says(words)
    trace = traces(app)[-1]
    assert trace is None or len(trace.read) <= MOST
    assert trace is None or len(msgspec.json.encode(trace)) < 3000
