"""What was told early is not asked as if nobody had said it; a number of people is no number of days."""

import pytest

from bot.app import App
from tests.handlers.people import enquiry
from tests.handlers.test_request import ready
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"


async def at_countries(ana: Scene, wish: str = "peer support", problem: str = PROBLEM) -> None:
    await welcomed(ana)
    await ana.says(problem, "the young people", wish, "all right")


async def test_a_journey_told_with_the_wish_is_proposed_question_by_question(app: App, ana: Scene) -> None:
    await at_countries(ana, "peer support. We would love to go to Finland in May, five days, me and two colleagues")
    assert "Finland" in ana.text
    assert any("Keep" in button for button in ana.buttons)
    for proposed in ("May 2027", "5", "With colleagues", "3"):
        await ana.presses("Keep")
        assert proposed in ana.text
        assert any("Keep" in button for button in ana.buttons)
    await ana.presses("Keep")
    await ana.says("English", "yes, and agrees", "with a grant", "nothing")
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
    await ana.says("Spain", "May", "3 days", "with two colleagues")
    assert "How many" not in ana.text
    await ana.says("English", "yes, and agrees", "with a grant", "nothing")
    await ana.presses("All correct")
    assert enquiry(app)["people"] == 3


async def test_people_told_where_days_are_asked_are_no_days_and_not_lost(ana: Scene) -> None:
    await at_countries(ana)
    await ana.says("Spain", "May", "with two colleagues")
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
    await ana.says("Spain", "May", "3 days")
    await ana.says(words)
    assert "several answers" in ana.text


async def at_the_first_day(scene: Scene) -> None:
    await ready(scene, "Number 1", "Ask this host")
    assert "On which day" in scene.text


@pytest.mark.parametrize("words", ["10 to 12 May would be great", "10 May, 3 days"])
async def test_days_told_with_the_first_day_are_not_asked_again(ana: Scene, words: str) -> None:
    await at_the_first_day(ana)
    await ana.says(words)
    assert "will read" in ana.text
    assert "from 10 May 2027 to 12 May 2027" in ana.text


async def test_days_told_with_the_first_day_that_do_not_fit_the_host_are_asked(ana: Scene) -> None:
    await at_the_first_day(ana)
    await ana.says("10 May, 59 days")
    assert "at the most" in ana.text
    assert "How many days" in ana.text


@pytest.mark.parametrize("words", ["mid May", "end of May", "early in May"])
async def test_a_part_of_a_month_is_no_first_day(ana: Scene, words: str) -> None:
    await at_the_first_day(ana)
    await ana.says(words)
    assert "On which day exactly" in ana.text


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
    await ana.says("10 May 2027", "until the 13th")
    assert "will read" in ana.text
    await ana.presses("Use this", "Yes")
    assert "Number of days: 4" in ana.text or "Days: 4" in ana.text


async def test_the_profile_takes_the_town_with_the_country_and_the_years_with_the_work(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    await ana.says("Ana Silva", "ana@example.org", "Skip", "Belgium, Ghent")
    assert "Ghent" in ana.text
    await ana.presses("Keep")
    await ana.says("nurse in dementia care, 14 years now")
    await ana.says("Elmwood House", "skip", "skip")
    assert "14" in ana.text
    assert any("Keep" in button for button in ana.buttons)


async def test_what_is_told_with_who_one_is_is_proposed_later(ana: Scene) -> None:
    await ana.says(
        "hello", "I agree", "I work in care and want to go to Finland in May with two colleagues, three days"
    )
    await ana.says(PROBLEM, "the young people", "peer support", "all right")
    for proposed in ("Finland", "May 2027", "3", "With colleagues", "3"):
        assert proposed in ana.text
        await ana.presses("Keep")


async def test_where_one_works_is_no_wish_to_go_there(ana: Scene) -> None:
    await ana.says("hello", "I agree", "I am a nurse and work in Finland, since May with two colleagues")
    await ana.says(PROBLEM, "the young people", "peer support", "all right")
    assert not any("Keep" in button for button in ana.buttons)


@pytest.mark.parametrize(
    "wish", ["peer support. thinking may with two collegues, three days", "peer support. May, with two colleagues"]
)
async def test_a_short_tail_that_tells_two_facts_is_heard(ana: Scene, wish: str) -> None:
    await at_countries(ana, wish)
    await ana.says("Finland")
    assert "May 2027" in ana.text
    assert any("Keep" in button for button in ana.buttons)
