"""Weeks of a group: which turns there are, and which suit a host and a trainee."""

import datetime as dt
from typing import Any

import pytest

from domain.cards import HostCard
from domain.matching_wish import Wish
from domain.placement_turns import MOST_TURNS, Turn, long_enough, months_in_question, suiting, turns, unmet, untold

MAY = dt.date(2027, 5, 3)


def card(**told: Any) -> HostCard:
    return HostCard("h", "House", **told)


def test_turns_begin_on_mondays_and_follow_each_other() -> None:
    found = turns(dt.date(2027, 5, 5), dt.date(2027, 5, 30), 1)
    assert [str(one.first) for one in found] == ["2027-05-03", "2027-05-10", "2027-05-17", "2027-05-24"]
    assert str(found[0].last) == "2027-05-07"
    longer = turns(MAY, dt.date(2027, 5, 30), 2)
    assert [(str(one.first), str(one.last)) for one in longer] == [
        ("2027-05-03", "2027-05-14"), ("2027-05-17", "2027-05-28"),
    ]  # fmt: skip


def test_days_that_hold_no_stay_give_no_turn_and_years_give_so_many() -> None:
    assert turns(MAY, dt.date(2027, 5, 1), 1) == ()
    assert turns(MAY, dt.date(2027, 5, 9), 2) == ()
    assert len(turns(MAY, dt.date(2037, 5, 9), 1)) == MOST_TURNS


@pytest.mark.parametrize(
    ("first", "month"), [("2027-05-31", 6), ("2027-06-28", 6), ("2027-07-26", 7), ("2027-12-27", 12)]
)
def test_a_week_belongs_to_the_month_of_its_wednesday(first: str, month: int) -> None:
    assert Turn(dt.date.fromisoformat(first), 1).months == (month,)


def test_every_month_of_a_turn_must_suit_both() -> None:
    over = turns(dt.date(2027, 5, 24), dt.date(2027, 6, 20), 2)
    assert [one.months for one in over] == [(5, 6), (6,)]
    assert suiting(card(), Wish(), over) == (0, 1)
    assert suiting(card(months_open=(6,)), Wish(), over) == (1,)
    assert suiting(card(), Wish(months=(5, 6)), over) == (0, 1)
    assert suiting(card(months_open=(5, 6)), Wish(months=(5,)), over) == ()
    assert months_in_question(Wish(months=(5, 9)), over) == (5,)
    assert months_in_question(Wish(), over) == (5, 6)


def test_the_days_somebody_wants_fit_into_the_weeks() -> None:
    assert long_enough(Wish(), 1)
    assert long_enough(Wish(days=7), 1)
    assert not long_enough(Wish(days=8), 1)
    assert long_enough(Wish(days=8), 2)


def test_what_a_stay_does_not_meet_and_what_a_card_does_not_tell() -> None:
    wish = Wish(working_languages=("fr",), countries=("BE",), months=(6,), days=9)
    closed = card(country="IT", languages=("it",), months_open=(5,), group_max=1)
    assert set(unmet(closed, wish, Turn(MAY, 1))) == {"language", "country", "month", "days"}
    assert unmet(card(country="BE", languages=("fr",)), wish, Turn(dt.date(2027, 6, 7), 2)) == ()
    assert untold(closed) == ("days",)
    assert untold(card()) == ("language", "month", "days", "group")
