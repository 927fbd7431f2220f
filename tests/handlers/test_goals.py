"""Goals as people in a hurry give them: all in one sentence, or the object along with the verb (T5)."""

import pytest

from bot.app import App
from tests.handlers.people import goals
from tests.scene import Scene, welcomed

WHOLE = "Observe three group sessions of peer support and write a checklist for my team by 30 June 2027"


async def at_the_first_goal(scene: Scene) -> Scene:
    await welcomed(scene)
    await scene.runs("/start goals")
    return scene


async def finish(scene: Scene) -> None:
    await scene.presses("Keep it like this")
    await scene.presses("My manager")
    await scene.says("skip")
    await scene.says("3/10")
    await scene.presses("No")
    await scene.presses("All correct")


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


async def test_a_verb_alone_is_followed_by_its_object(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("interview two colleagues")
    assert "What exactly?" in ana.text


async def at_the_question_for_another(scene: Scene) -> Scene:
    await at_the_first_goal(scene)
    await scene.says(WHOLE)
    await scene.presses("Keep it like this")
    await scene.presses("My manager")
    await scene.says("skip")
    await scene.says("3 out of 10")
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
