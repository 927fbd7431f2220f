"""Goals as people in a hurry give them: all in one sentence, or the object along with the verb (T5)."""

import re
from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot.app import App
from domain.goals import check
from domain.language import SERVED
from domain.messages import Text
from domain.texts import render
from handlers.actions.enquiry import all_ids
from storage import people
from storage.tables import person
from storage.unit_of_work import UnitOfWork
from tests.handlers.people import goals
from tests.handlers.test_request import at_the_preview
from tests.scene import Scene, welcomed

WHOLE = "Observe three group sessions of peer support and write a checklist for my team by 30 June 2027"


async def at_the_first_goal(scene: Scene) -> Scene:
    await welcomed(scene)
    await scene.runs("/start goals")
    return scene


async def finish(scene: Scene) -> None:
    await scene.presses("this is my goal", "My manager")
    await scene.says("skip", "3/10")
    await scene.presses("No", "All correct")


async def test_a_whole_goal_typed_at_once_is_taken_as_it_is(app: App, ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says(WHOLE)
    assert "Is this your goal?" in ana.text
    assert WHOLE in ana.text
    await finish(ana)
    [kept] = goals(app)
    assert kept["details"]["text"] == WHOLE
    assert kept["details"]["by"] == "2027-06-30"
    assert kept["details"]["today"] == 3
    assert all(kept["smart"][letter]["ok"] for letter in "SMT")
    assert not kept["needs_human"]


async def test_a_whole_goal_is_understood_in_another_language(app: App) -> None:
    zoe = Scene(app, "zoe", "fr")
    await welcomed(zoe, "Bonjour, je voudrais visiter une équipe à l'étranger.")
    await zoe.runs("/start goals")
    await zoe.says("Observer deux ateliers de parentalité et rédiger une fiche bonne pratique pour le 15 mars 2027")
    assert "Est-ce bien votre objectif" in zoe.text


async def test_the_object_typed_with_the_verb_is_not_asked_again(app: App, ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("I want to learn how they do peer support")
    assert "in your hand" in ana.text
    await ana.presses("a checklist")
    await ana.says("30 June 2027")
    while "Is this your goal?" not in ana.text:
        await ana.says("the first meetings with new families")
    assert "I want to learn how they do peer support" in ana.text
    assert "Result: a checklist for my team, by 30 June 2027." in ana.text
    await finish(ana)
    assert goals(app)[0]["details"]["by"] == "2027-06-30"


#: "that will do", "carry on", as people say it where something is proposed
GOING_ON = {
    "en": ("that will do", "carry on"), "fr": ("ça suffira comme ça", "continuons"), "nl": ("zo is het genoeg", "ga verder"),
    "de": ("das reicht so", "weiter"), "es": ("con eso basta", "sigue"), "it": ("basta così", "procediamo"),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), [(lang, words) for lang, said in GOING_ON.items() for words in said])
async def test_what_is_proposed_will_do_and_nothing_is_given_up(ana: Scene, lang: str, words: str) -> None:
    await at_the_first_goal(ana)
    await ana.says(WHOLE)
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert render(Text("goals.goal.agreed.ask"), lang) in ana.text


async def test_a_verb_alone_is_followed_by_its_object(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("interview two colleagues")
    assert "What exactly?" in ana.text


async def at_the_question_for_another(scene: Scene) -> Scene:
    await at_the_first_goal(scene)
    await scene.says(WHOLE)
    await scene.presses("this is my goal", "My manager")
    await scene.says("skip", "3 out of 10")
    assert "another goal" in scene.text
    return scene


async def test_a_goal_typed_where_another_is_offered_is_the_next_one(app: App, ana: Scene) -> None:
    await at_the_question_for_another(ana)
    await ana.says("Interview two nurses about night shifts and write a card by 30 June 2027")
    assert "Is this your goal?" in ana.text
    assert "Interview two nurses" in ana.text
    await finish(ana)
    first, second = goals(app)
    assert first["details"]["text"] == WHOLE
    assert second["details"]["action"].startswith("Interview two nurses")


@pytest.mark.parametrize("words", ["I think two goals are enough for now", "let me think about it tomorrow", "maybe"])
async def test_words_that_name_no_goal_do_not_begin_one(ana: Scene, words: str) -> None:
    await at_the_question_for_another(ana)
    await ana.says(words)
    assert "another goal" in ana.text


# --- what was read, and one question for what is missing ------------------------------------------------------------------


def works_in(app: App, sector: str, **period: str) -> None:
    """The one person of the test works there, and their stay is known."""

    def job(connection: Connection) -> None:
        work = UnitOfWork(connection, app.vault, 0)
        number = connection.execute(select(person.c.id)).scalar_one()
        people.save_profile(work, number, {"sectors": [sector]})
        people.save_enquiry(work, number, "en", {"period": period, "days": 5, "sectors": ["justice"]})

    app.database.write_now(job)


async def test_the_words_a_letter_rests_on_are_named(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("Interview two nurses about night shifts and write a checklist for my team")
    assert "I read “two nurses” and “a checklist” as what you can measure." in ana.text
    assert "as what you will do" in ana.text
    assert "By when?" in ana.text
    await ana.says("30 June 2027")
    assert "write a checklist for my team, by 30 June 2027." in ana.text
    assert "✓ Measurable: “two nurses” and “a checklist”" in ana.text
    assert "✓ Time-bound: by 30 June 2027" in ana.text


async def test_a_deadline_hangs_on_the_stay_and_is_shown_as_a_day(app: App, ana: Scene) -> None:
    await welcomed(ana)
    works_in(app, "health-care", **{"from": "2027-03-01"})
    await ana.runs("/start goals")
    await ana.says("Observe the handover at night before the end of my stay")
    assert "I read “before the end of my stay” as your deadline: by 6 March 2027." in ana.text
    assert "in your hand" in ana.text  # the day is not asked again
    await ana.presses("a checklist")
    assert "Observe the handover at night before the end of my stay. Result: a checklist for my team." in ana.text
    await finish(ana)
    [kept] = goals(app)
    assert kept["details"]["by"] == "2027-03-06"


async def test_a_deadline_whose_day_is_not_known_is_asked_with_days_to_choose_from(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("Observe three night shifts on the ward before the end of my stay")
    assert "I do not know its day yet" in ana.text
    assert "By when?" in ana.text


async def test_what_is_missing_is_asked_once_with_two_examples_of_the_persons_own_field(app: App, ana: Scene) -> None:
    await welcomed(ana)
    works_in(app, "education")
    await ana.runs("/start goals")
    await ana.presses("observe")
    await ana.says("lessons", "some insight", "30 June 2027")
    assert "For example: “a reading lesson with two teachers” or “how a school deals with bullying”." in ana.text
    assert "as your deadline" not in ana.text  # it was asked for, not read
    await ana.says("reading lessons in the first year of primary school")
    assert "For example: “five lessons” or “a lesson plan on bullying”." in ana.text
    await ana.says("skip")
    assert "Is this your goal?" in ana.text  # it passes as it is
    assert "○ Measurable" in ana.text


async def test_somebody_without_a_known_field_gets_examples_for_anybody(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("I hope to learn many new things over there by 30 June 2027", "nothing yet")
    assert "For example: “the first interview with new families” or “how a team meeting is led”." in ana.text


@pytest.mark.parametrize("lang", SERVED)
def test_every_field_has_its_examples_in_every_language(lang: str) -> None:
    for sector in (*all_ids("sector"), "other"):
        for letter in ("specific", "measurable"):
            words = render(Text(f"goals.example.{sector}.{letter}"), lang)
            assert not words.startswith("goals."), sector


@pytest.mark.parametrize("lang", SERVED)
def test_an_example_of_what_can_be_measured_makes_a_goal_measurable(lang: str) -> None:
    for sector in (*all_ids("sector"), "other"):
        words = render(Text(f"goals.example.{sector}.measurable"), lang)
        for example in re.findall(r"[“«„]\s?(.+?)\s?[”»“]", words):
            judged = check("…", lang, today=date(2027, 1, 11), result=example)
            assert judged.measurable, example


async def test_plain_agreement_keeps_the_goal_that_is_shown(app: App, ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says(WHOLE, "perfect like that")
    await ana.presses("My manager")
    await ana.says("skip", "3/10")
    await ana.presses("No", "All correct")
    assert goals(app)[0]["details"]["text"] == WHOLE


async def test_words_that_lose_what_the_goal_has_replace_it_only_when_said_again(app: App, ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says(WHOLE, "I have not spoken with the host yet")
    assert "I miss something that the goal above has" in ana.text
    assert "Is this your goal?" in ana.text
    await ana.presses("this is my goal")
    assert "Who at work agrees" in ana.text


async def test_a_better_goal_in_ones_own_words_is_judged_anew(app: App, ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says(WHOLE)
    own = "Interview four families about the first weeks and write a leaflet by 15 June 2027"
    await ana.says(own)
    await ana.presses("My manager")
    await ana.says("skip", "3/10")
    await ana.presses("No", "All correct")
    [kept] = goals(app)
    assert kept["details"]["text"] == own
    assert "four families" in str(kept["smart"]["M"]["words"])


async def test_a_day_told_with_what_or_how_many_is_not_asked_again(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.says("three group sessions of peer support before 30 June 2027")
    assert "Is this your goal?" in ana.text
    await ana.runs("/cancel")


async def test_a_result_with_its_day_fills_both(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.says("group sessions of peer support", "one page of ideas by 30 June 2027")
    assert "Result: one page of ideas, by 30 June 2027." in ana.text


async def test_i_do_not_know_is_no_result(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.says("group sessions of peer support", "no idea yet")
    assert "in your hand" in ana.text


async def test_deadlines_are_proposed_around_the_stay_that_was_asked_for(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.presses("Use this", "Yes", "All correct")
    await ana.runs("/start goals")
    await ana.presses("observe")
    await ana.says("group sessions of peer support")
    await ana.presses("checklist")
    assert ana.buttons[0] == "12 May 2027"
    await ana.presses("Back")
    await ana.says("one page by the end of my stay")
    assert "Result: one page, by 12 May 2027." in ana.text


async def test_the_name_of_the_button_is_no_goal(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("my goals")
    assert "Please say what you will do" in ana.text
