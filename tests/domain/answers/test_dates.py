"""One day, in six languages, day before month, seen from Wednesday 18 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.dates import date
from domain.language import SERVED
from locales import formats

TODAY = dt.date(2026, 11, 18)


@pytest.mark.parametrize(
    ("raw", "lang", "day"),
    [
        ("2027-03-15", "en", "2027-03-15"),
        ("15/3/2027", "en", "2027-03-15"),
        ("15.3.27", "de", "2027-03-15"),
        ("15-03-2027", "nl", "2027-03-15"),
        ("15/3", "fr", "2027-03-15"),
        ("am 3.5.", "de", "2027-05-03"),
        ("15 mars 2027", "fr", "2027-03-15"),
        ("le 1er avril", "fr", "2027-04-01"),
        ("premier mai", "fr", "2027-05-01"),
        ("15 de marzo de 2027", "es", "2027-03-15"),
        ("15. März 2027", "de", "2027-03-15"),
        ("15 Mrt 2027", "nl", "2027-03-15"),
        ("il 15 marzo", "it", "2027-03-15"),
        ("March 15, 2027", "en", "2027-03-15"),
        ("4th of May", "en", "2027-05-04"),
        ("quinze mars", "fr", "2027-03-15"),
        ("vijftien maart", "nl", "2027-03-15"),
        ("lundi 15 mars 2027", "fr", "2027-03-15"),
        ("15 mai 10h", "fr", "2027-05-15"),
        ("next Monday", "en", "2026-11-23"),
        ("lundi prochain", "fr", "2026-11-23"),
        ("komende maandag", "nl", "2026-11-23"),
        ("nächsten Montag", "de", "2026-11-23"),
        ("el lunes que viene", "es", "2026-11-23"),
        ("lunedì prossimo", "it", "2026-11-23"),
        ("Monday next week", "en", "2026-11-23"),
        ("Wednesday", "en", "2026-11-25"),
        ("last Monday", "en", "2026-11-16"),
        ("in three weeks", "en", "2026-12-09"),
        ("dans trois semaines", "fr", "2026-12-09"),
        ("over drie weken", "nl", "2026-12-09"),
        ("in drei Wochen", "de", "2026-12-09"),
        ("dentro de tres semanas", "es", "2026-12-09"),
        ("tra tre settimane", "it", "2026-12-09"),
        ("3 weeks from now", "en", "2026-12-09"),
        ("2 months", "en", "2027-01-18"),
        ("3 weeks ago", "en", "2026-10-28"),
        ("il y a 3 semaines", "fr", "2026-10-28"),
        ("vor 3 Wochen", "de", "2026-10-28"),
        ("hace 3 semanas", "es", "2026-10-28"),
        ("3 settimane fa", "it", "2026-10-28"),
        ("3 weken geleden", "nl", "2026-10-28"),
        ("today", "en", "2026-11-18"),
        ("après-demain", "fr", "2026-11-20"),
        ("overmorgen", "nl", "2026-11-20"),
        ("morgen", "de", "2026-11-19"),
        ("pasado mañana", "es", "2026-11-20"),
        ("dopodomani", "it", "2026-11-20"),
        ("end of May", "en", "2027-05-31"),
        ("fin mai", "fr", "2027-05-31"),
        ("eind mei", "nl", "2027-05-31"),
        ("Ende Mai", "de", "2027-05-31"),
        ("a finales de mayo", "es", "2027-05-31"),
        ("fine maggio", "it", "2027-05-31"),
        ("mi-mai", "fr", "2027-05-15"),
        ("half mei", "nl", "2027-05-15"),
        ("Mitte Mai", "de", "2027-05-15"),
        ("beginning of May", "en", "2027-05-01"),
        ("à la fin du mois de mai", "fr", "2027-05-31"),
        ("end of the month", "en", "2026-11-30"),
        ("end of the year", "en", "2026-12-31"),
        ("end of this week", "en", "2026-11-20"),
        ("le 15", "fr", "2026-12-15"),
        ("the 20th", "en", "2026-11-20"),
        ("29 February", "en", "2028-02-29"),
        ("before 3 June", "en", "2027-06-03"),
        ("18 November", "en", "2026-11-18"),
        ("I want 3 weeks of work on 3 May", "en", "2027-05-03"),
        ("un stage le 3 mai", "fr", "2027-05-03"),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(raw: str, lang: str, day: str) -> None:
    assert date(raw, lang, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("15 maart 2027", "2027-03-15"),
        ("15 marca 2027", "2027-03-15"),
        ("15 de março de 2027", "2027-03-15"),
    ],
)
def test_a_day_in_another_language_is_read_too(raw: str, day: str) -> None:
    assert date(raw, "en", TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("I do not know", "en", "date"),
        ("room 12", "en", "date"),
        ("15", "en", "date"),
        ("12:30", "en", "date"),
        ("31 February", "en", "date"),
        ("31/4", "en", "date"),
        ("3/15/2027", "en", "date"),
        ("not before 3 May", "en", "date"),
        ("May 2027", "en", "date-day"),
        ("next week", "en", "date-day"),
        ("un stage en mai", "fr", "date-day"),
        ("3 or 4 May", "en", "one-date"),
        ("3 May or 10 June", "en", "one-date"),
        ("3-17 May", "en", "one-date"),
        ("mardi 15 mars 2027", "fr", "weekday"),
        ("1/1/1500", "en", "date-far"),
        ("1/1/2100", "en", "date-far"),
        ("in 9999999 days", "en", "date-far"),
    ],
)
def test_what_is_not_one_day_is_refused_with_its_reason(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        date(raw, lang, TODAY)
    assert refused.value.code == code


def test_a_day_without_a_year_is_the_next_one_or_the_last_one() -> None:
    assert date("3 December", "en", TODAY) == dt.date(2026, 12, 3)
    assert date("3 October", "en", TODAY) == dt.date(2027, 10, 3)
    assert date("3 December", "en", TODAY, past=True) == dt.date(2025, 12, 3)
    assert date("3 October", "en", TODAY, past=True) == dt.date(2026, 10, 3)
    assert date("Monday", "en", TODAY, past=True) == dt.date(2026, 11, 16)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)), st.sampled_from(SERVED), st.sampled_from(["long", "full"]))
def test_a_day_written_by_us_is_read_back(day: dt.date, lang: str, length: formats.Length) -> None:
    assert date(formats.day(day, lang, length), lang, TODAY) == day


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)), st.sampled_from(SERVED), st.sampled_from("/.-"))
def test_days_stand_before_months_in_every_language(day: dt.date, lang: str, sign: str) -> None:
    assert date(f"{day.day}{sign}{day.month}{sign}{day.year}", lang, TODAY) == day


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 31), st.integers(1, 12))
def test_a_day_and_month_is_at_most_a_leap_cycle_ahead(today: dt.date, day: int, month: int) -> None:
    try:
        found = date(f"{day}/{month}", "fr", today)
    except NotUnderstood as refused:
        assert refused.code == "date"  # noqa: PT017 - the other outcome
        with pytest.raises(ValueError):
            dt.date(2028, month, day)
        return
    assert today <= found
    assert (found.day, found.month) == (day, month)
    assert (found - today).days <= (366 if (day, month) != (29, 2) else 4 * 366)
