"""What the enquiry asks reaches what is kept of it (T2)."""

import pytest

from bot.app import App
from tests.handlers.people import enquiry
from tests.scene import Scene, welcomed


@pytest.mark.parametrize(("obstacles", "help_wanted"), [(True, "A course before I leave"), (False, "")])
async def test_what_would_help_with_an_obstacle_is_kept_with_the_enquiry(
    app: App, ana: Scene, obstacles: bool, help_wanted: str
) -> None:
    await welcomed(ana)
    for words in (
        "Many young people in our shelter stop the programme after two weeks and relapse", "the young people", "peer support",
        "all right", "anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant",
    ):  # fmt: skip
        await ana.says(words)
    if obstacles:
        await ana.says("the language")
        assert "What would help" in ana.text
        await ana.says(help_wanted)
        assert f"What would help: {help_wanted}" in ana.text
    else:
        await ana.presses("Skip")
    await ana.presses("All correct")
    assert enquiry(app)["obstacle_help"] == help_wanted


async def test_both_halves_of_a_problem_told_in_two_answers_are_shown_and_kept(app: App, ana: Scene) -> None:
    await welcomed(ana)
    for words in (
        "Young people stop early", "Most leave after two weeks", "the young people", "peer support",
        "all right", "anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant",
        "nothing",
    ):  # fmt: skip
        await ana.says(words)
    assert "Problem: Young people stop early" in ana.text
    assert "More about the problem: Most leave after two weeks" in ana.text
    await ana.presses("All correct")
    assert enquiry(app)["problem"] == "Young people stop early\nMost leave after two weeks"


async def test_the_time_and_the_days_named_along_with_the_country_are_proposed_for_confirmation(
    app: App, ana: Scene
) -> None:
    await welcomed(ana)
    for words in (
        "Many young people in our shelter stop the programme after two weeks and relapse", "the young people", "peer support",
        "all right",
    ):  # fmt: skip
        await ana.says(words)
    await ana.says("Spain, in May, 5 days")
    assert "When would you like to go?" in ana.text
    assert "May 2027" in ana.text
    await ana.says("yes")
    assert "How many days" in ana.text
    await ana.presses("Keep")
    await ana.says("alone", "English", "yes, and agrees", "with a grant", "nothing")
    await ana.presses("All correct")
    kept = enquiry(app)
    assert (kept["countries"], kept["period"]["months"], kept["days"]) == (["ES"], ["2027-05"], 5)


@pytest.mark.parametrize("words", ["anywhere", "Spain", "Spain or Italy", "two countries: Spain and Italy"])
async def test_a_country_alone_proposes_no_time(ana: Scene, words: str) -> None:
    await welcomed(ana)
    for before in (
        "Many young people in our shelter stop the programme after two weeks and relapse", "the young people", "peer support",
        "all right",
    ):  # fmt: skip
        await ana.says(before)
    await ana.says(words)
    assert "When would you like to go?" in ana.text
    assert not any("Keep" in button for button in ana.buttons)
