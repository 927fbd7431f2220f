"""One message to one input: what is said in passing stands above the question, not in a message of its own."""

import pytest

from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hi", "Hello"),
        ("thank you!", "You are welcome"),
        ("help", "You can always type"),
        ("cancel", "Shall we stop here"),
    ],
)
async def test_a_word_in_passing_is_answered_in_the_message_that_asks_again(ana: Scene, words: str, said: str) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM, words)
    assert len(ana.lines) == 1
    assert said in ana.text
    assert ana.buttons


async def test_help_offers_a_person_in_the_same_message(ana: Scene) -> None:
    await welcomed(ana)
    for words in ("x", "skip", "youth", "peers", "qwertz", "asdfgh", "help"):
        await ana.says(words)
        assert len(ana.lines) == 1, words
    assert sum("person" in label for label in ana.buttons) == 1


async def test_a_forged_button_is_answered_in_one_message(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(PROBLEM)
    await ana.presses_token("1.0.AAAAAAAAAAAA")
    assert len(ana.lines) == 1
    assert "Nothing has changed" in ana.text
    assert "benefit" in ana.text
