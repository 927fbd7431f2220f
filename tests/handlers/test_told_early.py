"""What was told early is not asked as if nobody had said it; a number of people is no number of days."""

import pytest

from bot.app import App
from tests.handlers.people import enquiry
from tests.handlers.test_request import ready
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"


async def at_countries(ana: Scene, wish: str = "peer support", problem: str = PROBLEM) -> None:
    await welcomed(ana)
    for words in (problem, "the young people", wish, "all right"):
        await ana.says(words)


async def test_a_journey_told_with_the_wish_is_proposed_question_by_question(app: App, ana: Scene) -> None:
    await at_countries(ana, "peer support. We would love to go to Finland in May, five days, me and two colleagues")
    assert "Finland" in ana.text
    assert any("Keep" in button for button in ana.buttons)
    for proposed in ("May 2027", "5", "With colleagues", "3"):
        await ana.presses("Keep")
        assert proposed in ana.text
        assert any("Keep" in button for button in ana.buttons)
    await ana.presses("Keep")
    for words in ("English", "yes, and agrees", "with a grant", "nothing"):
        await ana.says(words)
    await ana.presses("All correct")
    kept = enquiry(app)
    assert (kept["countries"], kept["period"]["months"], kept["days"], kept["people"]) == (["FI"], ["2027-05"], 5, 3)


async def test_a_problem_that_names_countries_months_and_colleagues_proposes_none_of_them(ana: Scene) -> None:
    await at_countries(
        ana,
        problem="We work in Belgium with families from Syria. In winter two colleagues were ill, so I am often alone",
    )
    assert not any("Keep" in button for button in ana.buttons)


async def test_how_many_come_is_not_asked_again_when_it_was_said(app: App, ana: Scene) -> None:
    await at_countries(ana)
    for words in ("Spain", "May", "3 days", "with two colleagues"):
        await ana.says(words)
    assert "How many" not in ana.text
    for words in ("English", "yes, and agrees", "with a grant", "nothing"):
        await ana.says(words)
    await ana.presses("All correct")
    assert enquiry(app)["people"] == 3


async def test_people_told_where_days_are_asked_are_no_days_and_not_lost(ana: Scene) -> None:
    await at_countries(ana)
    for words in ("Spain", "May", "with two colleagues"):
        await ana.says(words)
    assert "I could not read a number of days" in ana.text
    await ana.says("a week, or 10 days at most")
    assert "5 or 10 days" in ana.text
    await ana.says("5")
    assert "With colleagues" in ana.text
    await ana.presses("Keep")
    assert "3" in ana.text
    assert any("Keep" in button for button in ana.buttons)


@pytest.mark.parametrize("words", ["with two colleagues or alone", "alone, or perhaps with my colleague"])
async def test_who_may_go_alone_or_not_is_asked_which(ana: Scene, words: str) -> None:
    await at_countries(ana)
    for before in ("Spain", "May", "3 days"):
        await ana.says(before)
    await ana.says(words)
    assert "several answers" in ana.text


async def at_the_first_day(scene: Scene) -> None:
    await ready(scene, "Number 1", "Ask this host")
    assert "On which day" in scene.text


async def test_a_range_at_the_first_day_proposes_its_days(ana: Scene) -> None:
    await at_the_first_day(ana)
    await ana.says("10 to 12 May would be great")
    assert "How many days" in ana.text
    assert "3" in ana.text
    await ana.presses("Keep")
    assert "will read" in ana.text


async def test_a_length_alone_is_no_first_day_but_is_not_lost(ana: Scene) -> None:
    await at_the_first_day(ana)
    await ana.says("3 days")
    assert "I could not read a date" in ana.text
    await ana.says("10 May 2027")
    assert any("Keep" in button for button in ana.buttons)
    await ana.presses("Keep")
    assert "will read" in ana.text


async def test_the_last_day_tells_the_days_where_the_first_is_known(ana: Scene) -> None:
    await at_the_first_day(ana)
    await ana.says("10 May 2027")
    await ana.says("until the 13th")
    assert "will read" in ana.text
    await ana.presses("Use this")
    await ana.presses("Yes")
    assert "Number of days: 4" in ana.text or "Days: 4" in ana.text


async def test_the_profile_takes_the_town_with_the_country_and_the_years_with_the_work(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    for words in ("Ana Silva", "ana@example.org", "Skip", "Belgium, Ghent"):
        await ana.says(words)
    assert "Ghent" in ana.text
    await ana.presses("Keep")
    await ana.says("nurse in dementia care, 14 years now")
    for words in ("Elmwood House", "skip", "skip"):
        await ana.says(words)
    assert "14" in ana.text
    assert any("Keep" in button for button in ana.buttons)
