"""What somebody comes for is not lost while they settle the language and the consent; their words are not kept (P1)."""

import pytest

from bot.app import App
from locales.catalogue import text
from tests.scene import Scene
from tests.security.remains import places_of


async def agreed(scene: Scene, role: str = "visit") -> Scene:
    """Through the welcome in English, which an application in English does not settle yet."""
    if "English" in scene.buttons:
        await scene.presses("English")
    await scene.presses("I agree", role)
    return scene


@pytest.mark.parametrize(
    ("link", "shown"),
    [("faq-find-host", "How to find a host"), ("profile", "your name"), ("goals", "what will you do"),
     ("my_data", "do with your data"), ("hosts", "what you are looking for")],
)  # fmt: skip
async def test_a_deep_link_is_followed_after_the_consent(ana: Scene, link: str, shown: str) -> None:
    await ana.runs(f"/start {link}")
    await agreed(ana)
    assert shown in ana.text


async def test_a_deep_link_outlives_the_question_which_language(app: App) -> None:
    scene = Scene(app, app_language="")
    await scene.runs("/start faq-find-host")
    await scene.presses("Français", "accord", "visiter")
    assert "Trouver un hôte" in scene.text
    assert scene.last.lang == "fr"


async def test_a_deep_link_to_an_answer_is_followed_at_any_time(ana: Scene) -> None:
    await ana.says("Hello there, I would like to visit a team")
    await agreed(ana)
    await ana.runs("/start faq-jury-c")
    assert "jury" in ana.text
    await ana.presses("Yes")
    assert "Which problem" in ana.text


async def test_a_host_who_came_for_an_answer_gets_it_but_no_dialog_of_a_trainee(app: App) -> None:
    asks, looks = Scene(app, "asks"), Scene(app, "looks")
    await asks.runs("/start faq-tutor-role")
    await agreed(asks, "I host")
    assert "tutor" in asks.text
    await looks.runs("/start goals")
    await agreed(looks, "I host")
    assert "what will you do" not in looks.text


@pytest.mark.parametrize("link", ["CANARY", "faq-CANARY", "welcome", "faq-"])
async def test_a_link_that_is_none_of_ours_leads_the_usual_way(app: App, ana: Scene, link: str) -> None:
    await ana.runs(f"/start {link}")
    assert places_of(app, "CANARY") == []
    await agreed(ana)
    assert "Which problem" in ana.text


async def test_a_first_question_is_answered_at_once(ana: Scene) -> None:
    await ana.says("What is the B certificate and how do I get it?")
    assert "certificate" in ana.lines[0].text
    assert "I agree" in ana.buttons
    await agreed(ana)
    assert "Which problem" in ana.text


async def test_a_first_question_that_is_unclear_never_stands_in_the_way_of_the_search(app: App, ana: Scene) -> None:
    await ana.says("Should I bring a CANARY present for the team?")
    assert places_of(app, "CANARY") == []
    await agreed(ana)
    assert "You asked something before" in ana.text
    assert "Which problem" in ana.last.text
    await ana.says("Our residents fall at night and nobody knows why")
    assert "not quite sure" not in ana.text
    assert text("en", "enquiry.benefit.ask") in ana.text


async def test_after_a_refusal_nothing_of_it_is_left(ana: Scene) -> None:
    await ana.runs("/start goals")
    await ana.presses("English", "No, thanks")
    await ana.says("What is Ecett?")
    await ana.presses("I do agree")
    await agreed(ana)
    assert "Which problem" in ana.text
