"""Commands said in words: at any question, with slips; an answer stays one, and what forgets something asks first."""

import pytest
from sqlalchemy import select

from bot.app import App
from storage import people
from storage.tables import person
from storage.unit_of_work import UnitOfWork
from tests.handlers.people import enquiry, profile
from tests.handlers.test_journey import enquire
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"
ASKED_NEXT = "benefit"


def stopped(app: App) -> bool:
    def read(connection: object) -> bool:
        work = UnitOfWork(connection, app.vault, 0)  # type: ignore[arg-type]
        return people.is_stopped(work, work.connection.execute(select(person.c.id)).scalar_one())

    return app.database.read_now(read)


async def begun(scene: Scene) -> Scene:
    """One answer is given, the next question is on the screen."""
    await welcomed(scene)
    return await scene.says(PROBLEM)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("can we go bcak to the previous question please", "Which problem"),
        ("pls show me the main menu", "my data"),
        ("i want to talk to a real persn", "colleague"),
        ("how does this work?", "You can always type"),
        ("i'd like another language", "Which language"),
    ],
)
async def test_a_command_is_understood_in_the_words_of_people(ana: Scene, words: str, shown: str) -> None:
    await begun(ana)
    await ana.says(words)
    assert shown.lower() in " ".join((ana.text, *ana.buttons)).lower()


async def test_an_answer_made_of_such_words_stays_an_answer(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("back pain: nurses skip the training and nobody wants to start over")
    assert "Who" in ana.text or "benefit" in ana.text
    await ana.says("the people we help")
    assert "see or learn" in ana.text


@pytest.mark.parametrize("words", ["cancel", "please stop this", "i want to quti"])
async def test_stopping_a_dialog_asks_before_answers_are_forgotten(ana: Scene, words: str) -> None:
    await begun(ana)
    await ana.says(words)
    assert "forgotten" in ana.text
    await ana.says("no")
    assert "go on" in ana.text
    assert ASKED_NEXT in ana.text
    await ana.says(words, "yes")
    assert "I have stopped" in ana.text


async def test_saying_it_once_more_is_a_yes(ana: Scene) -> None:
    await begun(ana)
    await ana.says("stop", "stop!")
    assert "I have stopped" in ana.text


async def test_stopping_where_nothing_is_lost_needs_no_question(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("never mind")
    assert "I have stopped" in ana.text


async def test_begin_again_asks_and_keeps_what_was_confirmed_elsewhere(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("my profile", "Ana Costa", "can we start over from the beginning?")
    assert "forgotten" in ana.text
    await ana.presses("Yes")
    assert "your name" in ana.text
    assert enquiry(app)["days"] == 3
    assert "name" not in profile(app)


async def test_begin_again_at_the_first_question_just_begins(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("restart")
    assert "Which problem" in ana.text


async def test_no_more_messages_is_confirmed_and_never_turned_round(app: App, ana: Scene) -> None:
    await begun(ana)
    for _ in range(2):
        await ana.says("no more reminders pls")
        assert not stopped(app) or "Shall I stop" in ana.text
        await ana.says("yes")
        assert stopped(app)
        assert ASKED_NEXT in ana.text


async def test_delete_my_data_is_confirmed_twice(app: App, ana: Scene) -> None:
    await begun(ana)
    await ana.says("pls delte all my data")
    assert "Are you sure" in ana.text
    await ana.says("yes")
    assert "cannot be undone" in ana.text
    await ana.says("no")
    assert "stays as it is" in ana.text
    assert ASKED_NEXT in ana.text


@pytest.mark.parametrize("words", ["delete my data", "unsubscribe"])
async def test_before_consent_there_is_nothing_to_delete_or_to_stop(ana: Scene, words: str) -> None:
    await ana.says("Hello, I would like to visit a team abroad.", words)
    assert "nothing about you" in ana.text
    assert "agree" in " ".join(ana.buttons)


@pytest.mark.parametrize(
    ("command", "shown"), [("restart", "forgotten"), ("stop", "Shall I stop"), ("delete", "Are you sure")]
)
async def test_they_may_be_typed_with_a_slash_too(ana: Scene, command: str, shown: str) -> None:
    await begun(ana)
    await ana.runs(f"/{command}")
    assert shown in ana.text


@pytest.mark.parametrize(
    ("words", "lang"), [("parler en français", "fr"), ("change language to german", "de"), ("auf Deutsch bitte", "de")]
)
async def test_a_language_named_is_spoken_at_once(ana: Scene, words: str, lang: str) -> None:
    await begun(ana)
    await ana.says(words)
    assert ana.last.lang == lang
    assert len(ana.lines) == 1


async def test_a_wish_for_a_language_is_no_answer_as_well(ana: Scene) -> None:
    await begun(ana)
    await ana.says("the young people", "how they work with peers", "youth", "done", "young adults", "done")
    await ana.says("Italy", "May", "5", "alone", "English")
    assert "employer" in ana.text.lower()
    await ana.says("no scusa torniamo all'italiano")
    assert ana.last.lang == "it"
    assert len(ana.lines) == 1
    await ana.says("back to english")
    assert "employer" in ana.text.lower()


async def test_where_languages_are_asked_for_a_language_is_the_answer(ana: Scene) -> None:
    await begun(ana)
    await ana.says(
        "the young people",
        "how they work with peers",
        "youth",
        "done",
        "young adults",
        "done",
        "Italy",
        "May",
        "5",
        "alone",
    )
    assert "languages" in ana.text.lower()
    await ana.says("English please")
    assert ana.last.lang == "en"
    assert "employer" in ana.text.lower()


async def test_an_option_goes_before_a_command(ana: Scene) -> None:
    await begun(ana)
    await ana.runs("/mydata")
    await ana.says("reminders on or off, please")
    assert "no more reminders" in ana.text


async def test_a_name_is_no_misspelt_command(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("my profile", "Hlep")
    assert "e-mail" in ana.text.lower()
    await ana.says("back")
    assert "your name" in ana.text
    assert "Hlep" in ana.text


async def test_who_talks_with_a_person_is_left_alone(ana: Scene) -> None:
    await begun(ana)
    await ana.runs("/human")
    await ana.says("please skip this question")
    assert ASKED_NEXT not in ana.text


@pytest.mark.parametrize("words", ["never mind", "no, that's enough", "changed my mind", "no thanks"])
async def test_enough_is_a_no_where_yes_or_no_is_asked(app: App, ana: Scene, words: str) -> None:
    await begun(ana)
    await ana.says("delete all my data", words)
    assert "nothing was deleted" in ana.text
    assert ASKED_NEXT in ana.text


@pytest.mark.parametrize("words", ["can I stop here?", "shall we cancel this?"])
async def test_a_question_never_stops_anything_unasked(ana: Scene, words: str) -> None:
    await welcomed(ana)
    await ana.says(words)
    assert "I have stopped" not in ana.text
    assert "Yes" in ana.buttons


async def test_what_is_said_when_something_is_stopped_is_what_happens(ana: Scene) -> None:
    await begun(ana)
    await ana.runs("/mydata")
    await ana.says("never mind")
    assert "we go on" in ana.text
    assert "forgotten" not in ana.text
    assert ASKED_NEXT in ana.text


async def test_reminders_may_be_had_again(app: App, ana: Scene) -> None:
    await begun(ana)
    await ana.says("no more reminders pls", "yes")
    assert stopped(app)
    await ana.says("please put the reminders on again")
    assert not stopped(app)
    assert ASKED_NEXT in ana.text


async def test_one_detail_opens_the_profile_and_deletes_nothing(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("my profile", "Ana Costa")
    await ana.runs("/menu")
    await ana.says("please delete my phone number")
    assert "Nothing is deleted" in ana.text
    assert "e-mail" in ana.last.text


async def test_who_asks_whether_this_is_a_robot_is_told_and_nobody_is_called(ana: Scene) -> None:
    await begun(ana)
    await ana.says("are you a robot or a real person?")
    assert "a program" in ana.text
    assert ASKED_NEXT in ana.text
    assert any("person" in label for label in ana.buttons)


async def test_a_question_about_a_language_asks_before_it_is_spoken(ana: Scene) -> None:
    await begun(ana)
    await ana.says("do you speak German?")
    assert ana.lines[-1].buttons[0] == "Ja, Deutsch"
    await ana.says("no thanks")
    assert ana.last.lang == "en"
    assert ASKED_NEXT in ana.text
