"""A host that was shown before is shown again when it is named, and a like is taken back in words."""

import pytest

from tests.scene import Scene


@pytest.mark.parametrize("words", ["I liked the one in Lyon better", "Le Pont please", "the Lyon one"])
async def test_a_host_that_was_shown_before_is_shown_again_when_it_is_named(at_the_hosts: Scene, words: str) -> None:
    await at_the_hosts.says("only Italy", words)
    assert "1. Le Pont" in at_the_hosts.text
    assert "2. " not in at_the_hosts.text
    await at_the_hosts.presses("Number 1")
    assert "Good choice: Le Pont!" in at_the_hosts.text


@pytest.mark.parametrize(
    "words",
    [
        "no i didnt like number 3, take that off",
        "not that one, remove it again",
        "take that one off",
        "take Le Pont off again",
    ],
)
async def test_a_like_is_taken_back_in_words(at_the_hosts: Scene, words: str) -> None:
    await at_the_hosts.presses("Number 3")
    assert "Good choice: Le Pont!" in at_the_hosts.text
    await at_the_hosts.says(words)
    assert "Taken off your list: Le Pont." in at_the_hosts.text
    assert "Go on with" not in " ".join(at_the_hosts.buttons)
    assert not any("Le Pont" in line.text.partition("Taken off")[0] for line in at_the_hosts.lines[-1:])


async def test_nothing_is_taken_off_where_nothing_is_liked(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("not that one")
    assert "Taken off" not in at_the_hosts.text


@pytest.mark.parametrize("words", ["remove my data", "delete everything about me", "stop"])
async def test_what_is_about_more_than_a_host_takes_none_off(at_the_hosts: Scene, words: str) -> None:
    await at_the_hosts.presses("Number 3")
    await at_the_hosts.says(words)
    assert "Taken off" not in at_the_hosts.text
