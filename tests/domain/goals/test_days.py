"""The calendar behind deadlines: what comes next, what ends when, and nothing beyond its last day."""

from datetime import MAXYEAR, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.goals import days, find_deadline


@pytest.mark.parametrize(
    "sunday",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25), date(1954, 4, 18)],
)
def test_easter_is_on_its_sunday(sunday: date) -> None:
    assert days.feast("easter", sunday.year) == sunday


@pytest.mark.parametrize(
    "sunday", [date(2024, 5, 5), date(2025, 4, 20), date(2026, 4, 12), date(2027, 5, 2), date(2028, 4, 16)]
)
def test_easter_of_the_eastern_churches_is_on_its_sunday(sunday: date) -> None:
    assert days.feast("easter", sunday.year, orthodox=True) == sunday


@given(st.dates(), st.integers(0, 6))
def test_the_next_weekday_is_one_to_seven_days_ahead(base: date, weekday: int) -> None:
    ahead = days.next_weekday(base, weekday)
    assert ahead is None or (1 <= (ahead - base).days <= 7 and ahead.weekday() == weekday)


@given(st.dates(), st.integers(-30_000, 30_000))
def test_months_later_is_in_that_month(base: date, months: int) -> None:
    later = days.add_months(base, months)
    assert later is None or (later.year - base.year) * 12 + later.month - base.month == months


@given(st.dates(), st.sampled_from(["day", "week", "month", "quarter", "year", "school_year"]))
def test_the_end_of_a_unit_is_not_before_its_days(base: date, unit: str) -> None:
    end = days.unit_end(base, unit)
    assert end is None or 0 <= (end - base).days <= 366


def test_beyond_the_calendar_there_is_no_day() -> None:
    last = date(MAXYEAR, 12, 31)
    assert days.shift(last, 1) is None
    assert days.add_months(last, 1) is None
    assert days.month_end(MAXYEAR + 1, 1) is None
    assert days.week_end(2027, 53) is None
    assert days.next_feast(last, "christmas") is None
    assert days.feast("easter", 1) is None
    assert days.next_month_day(last, 2, 30) is None
    assert days.next_day_of_month(date(2026, 11, 21), 32) is None
    found = find_deadline("within 9 years of my return", "en", today=last, end=last)
    assert found
    assert found.day is None
