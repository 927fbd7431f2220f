"""What belongs to the moment does not come back: "are you sure?", "was this helpful?" (T22, T23)."""

import pytest

from bot.app import App
from tests.handlers.test_buttons import dialogs_of
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"


async def about_to_delete(scene: Scene) -> Scene:
    """In the middle of the enquiry, at "are you sure?"."""
    await welcomed(scene)
    await scene.says(PROBLEM)
    await scene.runs("/mydata")
    await scene.presses("Delete everything")
    assert "Are you sure" in scene.text
    return scene


async def test_after_a_question_the_dialog_comes_back_but_not_are_you_sure(ana: Scene) -> None:
    await about_to_delete(ana)
    await ana.says("What is the B certificate and how do I get it?")
    await ana.presses("Yes")
    assert "Are you sure" not in ana.text
    assert "benefit" in ana.text


async def test_my_data_opened_again_begins_anew(ana: Scene) -> None:
    await about_to_delete(ana)
    await ana.runs("/menu")
    await ana.presses("My data")
    assert "What would you like to do" in ana.text
    await ana.presses("Delete everything")
    await ana.runs("/mydata")
    assert "What would you like to do" in ana.text


async def test_a_second_question_takes_the_place_of_the_first(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM, "What is the B certificate and how do I get it?", "Who pays for the trip abroad?")
    assert [name for name, _ in dialogs_of(app, ana)] == ["enquiry", "question"]


@pytest.mark.parametrize("meanwhile", [("/human", "/bot"), ("/start",), ("/menu", "/start enquiry")])
async def test_whatever_was_done_meanwhile_are_you_sure_does_not_come_back(
    ana: Scene, meanwhile: tuple[str, ...]
) -> None:
    await about_to_delete(ana)
    for command in meanwhile:
        await ana.runs(command)
    assert "Are you sure" not in ana.text
    assert "benefit" in ana.text


async def test_a_yes_typed_later_deletes_nothing(ana: Scene) -> None:
    await about_to_delete(ana)
    await ana.says("What is the B certificate and how do I get it?")
    await ana.presses("Yes")
    await ana.says("yes")
    await ana.runs("/mydata")
    await ana.presses("See it")
    assert "This is what we keep about you" in ana.text


async def test_the_old_button_of_are_you_sure_deletes_nothing(ana: Scene) -> None:
    await about_to_delete(ana)
    sure = ana.last
    await ana.says("What is the B certificate and how do I get it?")
    await ana.presses("Yes", line=sure)
    assert "Nothing has changed" in ana.text


async def test_correcting_from_my_data_asks_one_question_only(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM)
    await ana.runs("/mydata")
    await ana.presses("Correct it", "My search")
    assert len(ana.lines) == 1
    assert "benefit" in ana.text
