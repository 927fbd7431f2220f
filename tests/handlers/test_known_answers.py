"""What is known already stays when somebody says so, in whatever words; another answer that they name is opened."""

from locales.catalogue import text
from tests.scene import Scene


async def to_the_photo(scene: Scene) -> None:
    """Through a profile up to its photo."""
    await scene.says("hello", "yes")
    await scene.presses("I want to visit a team")
    await scene.runs("/cancel")
    await scene.says(
        "my profile",
        "karen hill",
        "karen@example.org",
        "skip",
        "Ireland",
        "Cork",
        "nurse",
        "Ward 7",
        "skip",
        "skip",
        "8",
    )
    await scene.says(
        "mental health", "adults", "skip", "English", "I want to learn how they do nights", "I am vegetarian"
    )
    assert text("en", "profile.photo.ask") in scene.text


async def test_a_yes_with_a_but_keeps_the_answer_and_opens_the_one_it_names(ana: Scene) -> None:
    await to_the_photo(ana)
    await ana.runs("/back")
    await ana.says("yeah thats right but the motivation was wrong")
    assert text("en", "profile.motivation.ask") in ana.text
    await ana.says("I want to see how they calm people at night")
    assert text("en", "profile.photo.ask") in ana.text
    await ana.runs("/back")
    assert "I am vegetarian" in ana.text


async def test_a_yes_with_a_but_that_names_nothing_is_asked_back(ana: Scene) -> None:
    await to_the_photo(ana)
    await ana.runs("/back")
    await ana.says("yes that's right but something else was wrong")
    assert text("en", "answer.error.stays") in ana.text
    assert "I am vegetarian" in ana.text


async def test_as_i_told_you_keeps_the_people_that_are_known(ana: Scene) -> None:
    await to_the_photo(ana)
    for _ in range(5):
        await ana.runs("/back")
    assert text("en", "profile.client_groups.ask") in ana.text
    await ana.says("the ones I told you")
    assert text("en", "profile.photo.ask") in ana.text
