"""Figures of the helpdesks: first answers, times until all was said, shares within the promise."""

from domain.service import Line, Times, measured, share_within, times


def minutes(team: str, start: int, end: int) -> int:
    return end - start


def test_the_first_answer_counts_once_and_the_end_is_when_the_bot_has_it_again() -> None:
    lines = [
        Line(1, 0, "queued", "fr"),
        Line(1, 10, "taken", "fr"),
        Line(1, 20, "replied", "fr", waited=20),
        Line(1, 90, "replied", "fr", waited=30),
        Line(1, 100, "resolved", "fr"),
        # the same trainee asks again
        Line(1, 200, "queued", "fr"),
        Line(1, 205, "escalated", "fr"),
        Line(1, 240, "replied", "en", waited=40),
        Line(1, 300, "handed_back", "en"),
    ]
    assert measured(lines, minutes, 0) == ({"fr": [20], "en": [40]}, {"fr": [100], "en": [100]})
    assert measured(lines, minutes, 230) == ({"en": [40]}, {"en": [100]})


def test_who_went_back_to_the_bot_unanswered_or_was_written_to_unasked_is_no_answer() -> None:
    unasked = [Line(1, 0, "taken", "fr"), Line(1, 5, "replied", "fr"), Line(1, 9, "resolved", "fr")]
    assert measured(unasked, minutes, 0) == ({}, {"fr": [9]})
    gave_up = [Line(1, 0, "queued", "fr"), Line(1, 5, "handed_back", "fr")]
    assert measured(gave_up, minutes, 0) == ({}, {})


def test_the_middle_and_the_ninth_of_ten_are_values_that_were_measured() -> None:
    assert times([]) == Times(0, 0, 0)
    assert times([7]) == Times(1, 7, 7)
    assert times(list(range(10, 0, -1))) == Times(10, 5, 9)
    assert share_within([], 5) is None
    assert share_within([1, 5, 6, 9], 5) == 0.5
