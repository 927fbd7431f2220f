"""Buttons: how many stand beside each other, and what they carry."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.keyboard import LONGEST_LABEL, MOST_BUTTONS, columns, keyboards, shorten
from domain.messages import Choice, verbatim


def rows(labels: list[str]) -> list[list[str]]:
    choices = [Choice(verbatim(label), f"a{index}") for index, label in enumerate(labels)]
    tokens = [f"t{index}" for index in range(len(labels))]
    return [[button["text"] for button in row] for row in keyboards(choices, labels, tokens)[0]]


def test_short_labels_share_a_row_and_long_ones_stand_alone() -> None:
    assert rows(["Yes", "No"]) == [["Yes", "No"]]
    assert rows(["January", "February", "March", "April"]) == [["January", "February"], ["March", "April"]]
    assert rows(["I work with children", "I work with young people"]) == [
        ["I work with children"],
        ["I work with young people"],
    ]
    assert rows([str(number) for number in range(11)]) == [
        ["0", "1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
    ]


@given(st.integers(1, 100), st.integers(1, 60))
def test_rows_are_even_and_never_longer_than_eight(count: int, longest: int) -> None:
    width = columns(count, longest)
    assert 1 <= width <= 8
    assert longest <= 17 or width == 1
    last = count % width
    assert last == 0 or width - last < -(-count // width)


def test_quiet_choices_have_rows_of_their_own() -> None:
    choices = [
        Choice(verbatim("Nurse"), "a"),
        Choice(verbatim("Teacher"), "b"),
        Choice(verbatim("Back"), "back", style="quiet"),
        Choice(verbatim("Talk to a person"), "person", style="quiet"),
    ]
    board = keyboards(choices, ["Nurse", "Teacher", "Back", "Talk to a person"], list("abcd"))[0]
    assert [[button["text"] for button in row] for row in board] == [["Nurse", "Teacher"], ["Back", "Talk to a person"]]


def test_a_press_sends_the_token_back() -> None:
    choices = [Choice(verbatim("Yes"), "a", style="primary"), Choice(verbatim("No"), "b")]
    assert keyboards(choices, ["Yes", "No"], ["one", "two"]) == [
        [[{"text": "Yes", "callback_data": "one", "style": "primary"}, {"text": "No", "callback_data": "two"}]]
    ]


def test_more_buttons_than_a_message_carries_go_on_in_another() -> None:
    plain = Choice(verbatim("x"), "a")
    boards = keyboards([plain] * 230, ["x"] * 230, ["t"] * 230)
    assert [sum(map(len, board)) for board in boards] == [MOST_BUTTONS, MOST_BUTTONS, 30]
    boards = keyboards([plain] * 100, ["é" * 40] * 100, ["t" * 64] * 100)
    assert all(len(json.dumps(board)) < 10_240 for board in boards)
    assert sum(len(row) for board in boards for row in board) == 100
    assert keyboards([], [], []) == []


@pytest.mark.parametrize("token", ["", "x" * 65, "é" * 33])
def test_a_token_telegram_would_refuse_is_our_mistake(token: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        keyboards([Choice(verbatim("Yes"), "a")], ["Yes"], [token])


def test_a_selected_choice_has_a_check_mark() -> None:
    label = "w" * 60
    board = keyboards([Choice(verbatim(label), "a", selected=True)], [label], ["t"])[0]
    assert board[0][0]["text"].startswith("✅ w")
    assert len(board[0][0]["text"]) == LONGEST_LABEL


def test_a_label_is_shortened_between_words() -> None:
    assert shorten("Short label") == "Short label"
    assert shorten("Service for unaccompanied minors, Brussels region") == "Service for unaccompanied minors…"
    assert shorten("two\nlines  here") == "two lines here"
    assert shorten(" \u200b ") == "…"


@given(st.text(max_size=120), st.integers(2, 60))
def test_a_label_is_one_line_that_fits_and_shows_something(label: str, longest: int) -> None:
    short = shorten(label, longest)
    assert 1 <= len(short) <= longest
    assert "\n" not in short
    short.encode()
