"""Everything can be typed: the menu, a yes, a word of thanks, another question; and nobody gets stuck."""

from bot.app import App
from tests.handlers.test_journey import enquire
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"


async def test_the_menu_is_typed_by_label_by_number_or_with_a_yes(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("ok")
    assert "your name" in ana.text
    await ana.says("menu", "my goals")
    assert "what will you do" in ana.text
    await ana.says("/menu", "2")
    assert "what you are looking for" in ana.text


async def test_a_label_of_the_menu_leads_out_of_a_question_that_it_does_not_answer(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("my cv", "I will send a file", "my profile")
    assert "your name" in ana.text


async def test_below_an_answer_of_the_faq_something_else_may_be_typed(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM, "What is the B certificate and how do I get it?", "the young people")
    assert "see or learn" in ana.text


async def test_thanks_and_hello_are_answered_and_the_question_comes_back(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM, "hi")
    assert "Hello" in ana.text
    assert "benefit" in ana.text
    await ana.says("thank you!")
    assert "welcome" in ana.text
    assert "benefit" in ana.text


async def test_a_guess_is_confirmed_or_turned_down_in_words(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("ok", "Ana Costa", "ana@example.org", "no", "Belgium", "Ghent", "nurse", "Shelter", "no", "no", "7")
    assert "I already have this" in ana.text
    await ana.says("no")
    assert "how it should be" in ana.text
    await ana.says("yes")
    assert "Which people" in ana.text


async def test_a_no_at_a_review_opens_its_lines(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says("my search", "no")
    assert any("1." in label for label in ana.buttons)
    await ana.says("please change number 2")
    assert "benefit" in ana.text


async def test_a_yes_accepts_the_language_offered(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(
        "Beaucoup de jeunes quittent notre programme après deux semaines et nous ne savons pas pourquoi", "oui"
    )
    assert ana.last.lang == "fr"
    assert "profitera" in ana.text


async def test_the_bot_is_called_back_in_plain_words(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.says("back to bot")
    assert "Which problem" in ana.text


async def test_after_deleting_everything_nothing_more_is_asked(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM)
    await ana.runs("/mydata")
    await ana.says("delete everything", "yes", "yes")
    assert "deleted" in ana.text
    assert "benefit" not in ana.text


async def test_who_asks_for_a_person_is_not_asked_meanwhile(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM, "What is the B certificate and how do I get it?")
    await ana.presses("person")
    assert "colleague" in ana.text
    assert "benefit" not in ana.text


async def test_a_question_before_the_consent_gets_its_answer(ana: Scene) -> None:
    await ana.says("Hello, I would like to visit a team abroad.", "What is the B certificate and how do I get it?")
    assert "certificate" in ana.text
    assert "agree" in " ".join(ana.buttons)


async def test_hosts_are_looked_for_only_once_the_search_is_known(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("/menu", "find hosts")
    assert "what you are looking for" in ana.text
    assert "Which problem" in ana.text


async def test_the_language_may_be_typed_when_all_are_offered(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/language")
    await ana.says("francais")
    assert ana.last.lang == "fr"
