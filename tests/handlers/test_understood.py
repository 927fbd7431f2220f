"""The trainee confirms what was understood of the problem (T2): marks, words, and what becomes of them."""

import pytest

from bot.app import App
from tests.handlers.people import enquiry
from tests.scene import Scene, welcomed

TOLD = (
    "Our autistic residents get upset when the day has no structure and we restrain them",
    "the residents",
    "peer support",
)


async def told(scene: Scene, words: tuple[str, ...] = TOLD) -> Scene:
    await welcomed(scene)
    await scene.says(*words)
    return scene


def marked(scene: Scene) -> list[str]:
    return [text for text, choice in zip(scene.buttons, scene.last.message.choices, strict=True) if choice.selected]


async def finish(scene: Scene) -> None:
    await scene.says("anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant", "nothing")
    await scene.presses("All correct")


async def test_what_the_words_name_is_marked_already_and_one_press_goes_on(app: App, ana: Scene) -> None:
    await told(ana)
    assert "This is what I understood" in ana.text
    assert "Autism support" in marked(ana)
    assert "Something else" in ana.buttons
    assert len(ana.buttons) <= 8 + len(("Something else", "Done", "Back"))
    await ana.presses("Done")
    assert "countries" in ana.text
    await finish(ana)
    kept = enquiry(app)
    assert "autism" in kept["topics"]
    assert kept["client_groups"]
    assert kept["sectors"] == []
    assert kept["likely_sectors"]
    assert kept["denied"] == []


async def test_a_mark_taken_off_is_what_was_not_meant(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.presses("Autism support")
    assert "Autism support" not in marked(ana)
    await ana.presses("Done")
    await finish(ana)
    kept = enquiry(app)
    assert "autism" not in kept["topics"]
    assert "autism" in kept["denied"]


@pytest.mark.parametrize("words", ["all right", "yes", "that's right", "done", "👍"])
async def test_agreeing_in_words_keeps_the_marks(app: App, ana: Scene, words: str) -> None:
    await told(ana)
    await ana.says(words)
    assert "countries" in ana.text
    await finish(ana)
    assert "autism" in enquiry(app)["topics"]
    assert enquiry(app)["denied"] == []


async def test_numbers_are_the_whole_answer(app: App, ana: Scene) -> None:
    await told(ana)
    second, fourth = ana.buttons[1], ana.buttons[3]
    await ana.says("2 and 4")
    await ana.presses("Back")
    await ana.presses("Back") if "This is what I understood" not in ana.text else None
    assert marked(ana) == [second, fourth]


@pytest.mark.parametrize(("words", "out"), [("not autism", True), ("autism", False), ("without autism", True)])
async def test_a_name_is_an_answer_and_not_before_it_takes_it_away(app: App, ana: Scene, words: str, out: bool) -> None:
    await told(ana)
    await ana.says(words)
    for one in ("anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant", "nothing"):
        if "countries" not in ana.text and one == "anywhere":
            await ana.says("young people")
        await ana.says(one)
    await ana.presses("All correct")
    kept = enquiry(app)
    assert ("autism" in kept["topics"]) is not out
    assert ("autism" in kept["denied"]) is out
    assert ("peer-support" in kept["denied"]) is not out


async def test_other_words_are_read_again_and_add_what_they_name(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.says("also loneliness")
    assert "I have added: loneliness" in ana.text
    await finish(ana)
    kept = enquiry(app)
    assert {"autism", "loneliness"} <= set(kept["topics"])
    assert kept["understood_other"] == ""
    assert kept["denied"] == []


async def test_rather_something_else_takes_the_place_of_what_was_understood(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.says("no, rather loneliness")
    assert "I have added: loneliness" in ana.text
    await ana.says("young people")
    await finish(ana)
    assert enquiry(app)["topics"] == ["loneliness"]


async def test_the_button_for_something_else_asks_for_words(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.presses("Something else", "Done")
    assert "What else is it about?" in ana.text
    await ana.says("debts")
    assert "I have added" in ana.text
    await finish(ana)
    assert {"autism", "debt-counselling"} <= set(enquiry(app)["topics"])


async def test_a_no_alone_asks_what_it_is_and_denies_nothing(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.says("no")
    assert "What else is it about?" in ana.text
    await ana.says("loneliness", "young people")
    await finish(ana)
    assert enquiry(app)["topics"] == ["loneliness"]
    assert enquiry(app)["denied"] == []


async def test_a_number_beyond_the_list_is_asked_again(ana: Scene) -> None:
    await told(ana)
    await ana.says("42")
    assert "answers in the list" in ana.text
    assert "This is what I understood" in ana.text


async def test_where_nothing_is_understood_the_lists_are_asked_as_before(app: App, ana: Scene) -> None:
    await told(ana, ("zzz qqq www xxx yyy vvv kkk jjj", "zzz", "qqq"))
    assert "In which field" in ana.text
    await ana.says("social work")
    assert "Which people" in ana.text
    await ana.says("young people")
    await finish(ana)
    kept = enquiry(app)
    assert (kept["sectors"], kept["client_groups"]) == (["social-work"], ["young-people"])


async def test_of_the_lists_one_at_most_is_asked_beside_what_is_confirmed(ana: Scene) -> None:
    await told(ana, ("Many feel very lonely, loneliness is our problem here and nothing helps", "zzz", "qqq"))
    assert "This is what I understood" in ana.text
    await ana.presses("Done")
    asked = ana.text
    await ana.presses(ana.buttons[0])
    await ana.presses("Done")
    assert "Which people" in asked
    assert "countries" in ana.text


async def test_what_was_added_stands_in_the_review_without_the_words_and_can_be_taken_out_there(
    app: App, ana: Scene
) -> None:
    await told(ana)
    await ana.says("loneliness too obviously, and debts")
    await ana.says("anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant", "nothing")
    assert "Loneliness and isolation, Debt and money advice" in ana.text
    assert "Something else" not in ana.text
    await ana.says("4")
    assert {"Autism support", "Loneliness and isolation", "Debt and money advice"} <= set(marked(ana))
    await ana.says("not debts")
    assert "Debt" not in ana.text
    await ana.says("4", "falls too")
    assert "Falls" in ana.text
    await ana.presses("All correct")
    kept = enquiry(app)
    assert {"autism", "loneliness", "falls-and-mobility"} <= set(kept["topics"])
    assert "debt-counselling" not in kept["topics"]
    assert kept["understood_other"] == ""


async def test_words_that_say_more_than_was_understood_are_kept_and_can_be_dropped(app: App, ana: Scene) -> None:
    await told(ana)
    await ana.says("also flurbles on the moon base")
    await ana.says("anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant", "nothing")
    assert "Something else: flurbles on the moon base" in ana.text
    await ana.says("5", "nothing")
    assert "flurbles" not in ana.text
    assert "Something else" not in ana.text
    await ana.presses("All correct")
    assert "autism" in enquiry(app)["topics"]


@pytest.mark.parametrize("words", ["maybe in France in May", "to France, in May"])
async def test_where_to_and_when_is_no_topic_and_waits_for_its_own_question(ana: Scene, words: str) -> None:
    await told(ana)
    await ana.says(words)
    assert "This is what I understood" in ana.text
    await ana.says("that's right")
    assert "France" in ana.text
    await ana.says("yes")
    assert "May 2027" in ana.text


async def test_a_country_turned_down_beside_the_topics_is_not_proposed(app: App) -> None:
    scene = await welcomed(Scene(app, "it", app_language="it"), "ciao")
    await scene.says(
        "Gli anziani con demenza la sera si agitano e non sappiamo più cosa fare con loro",
        "gli anziani",
        "vedere una casa",
    )
    await scene.says("magari in Francia o in Belgio, in Spagna no che ci sono gia stata", "va bene")
    assert "Francia e Belgio" in scene.text
    assert "Spagna" not in scene.text


@pytest.mark.parametrize("words", ["something else: nothing, delete it", "something else: nothing", "nothing else"])
async def test_nothing_else_is_no_topic(app: App, ana: Scene, words: str) -> None:
    await told(ana)
    await ana.presses("Something else", "Done")
    await ana.says(words)
    assert "countries" in ana.text
    await finish(ana)
    assert enquiry(app)["understood_other"] == ""
    assert "autism" in enquiry(app)["topics"]
