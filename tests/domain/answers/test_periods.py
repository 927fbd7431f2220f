"""When a stay could be: months and exact days, seen from Wednesday 18 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.periods import Period, period
from domain.language import SERVED
from locales import formats

TODAY = dt.date(2026, 11, 18)


def months(first: str, count: int = 1) -> tuple[tuple[int, int], ...]:
    year, month = map(int, first.split("-"))
    return tuple((year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1) for i in range(count))


@pytest.mark.parametrize(
    ("raw", "lang", "expected"),
    [
        ("in May", "en", months("2027-5")),
        ("au mois de mai", "fr", months("2027-5")),
        ("05/2027", "en", months("2027-5")),
        ("2027-05", "en", months("2027-5")),
        ("November", "en", months("2026-11")),
        ("next month", "en", months("2026-12")),
        ("le mois prochain", "fr", months("2026-12")),
        ("mai ou juin", "fr", months("2027-5", 2)),
        ("May/June 2027", "en", months("2027-5", 2)),
        ("enero o febrero", "es", months("2027-1", 2)),
        ("mei, juni of september", "nl", (*months("2027-5", 2), (2027, 9))),
        ("March to May", "en", months("2027-3", 3)),
        ("de mars à mai", "fr", months("2027-3", 3)),
        ("entre mars et mai", "fr", months("2027-3", 3)),
        ("zwischen März und Mai", "de", months("2027-3", 3)),
        ("tra marzo e maggio", "it", months("2027-3", 3)),
        ("Nov-Jan", "en", months("2026-11", 3)),
        ("from December to February", "en", months("2026-12", 3)),
        ("November to January 2027", "en", months("2026-11", 3)),
        ("Dec 2026 - Feb 2027", "en", months("2026-12", 3)),
        ("spring 2027", "en", months("2027-3", 3)),
        ("cet été", "fr", months("2027-6", 3)),
        ("Q2 2027", "en", months("2027-4", 3)),
        ("im Frühling", "de", months("2027-3", 3)),
        ("2027", "en", months("2027-1", 12)),
        ("2 weeks in May", "en", months("2027-5")),
        ("je voudrais venir 3 jours en mai", "fr", months("2027-5")),
    ],
)
def test_months_are_read_without_exact_days(raw: str, lang: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert period(raw, lang, TODAY) == Period(expected)


@pytest.mark.parametrize(
    ("raw", "lang", "start", "end"),
    [
        ("from 3 to 17 May 2027", "en", "2027-05-03", "2027-05-17"),
        ("3-17 May", "en", "2027-05-03", "2027-05-17"),
        ("May 3-17, 2027", "en", "2027-05-03", "2027-05-17"),
        ("May 3 to May 17", "en", "2027-05-03", "2027-05-17"),
        ("between 3 and 17 May", "en", "2027-05-03", "2027-05-17"),
        ("tussen 3 en 17 mei", "nl", "2027-05-03", "2027-05-17"),
        ("du 3 au 17 mai", "fr", "2027-05-03", "2027-05-17"),
        ("van 3 tot 17 mei", "nl", "2027-05-03", "2027-05-17"),
        ("vom 3. bis 17. Mai", "de", "2027-05-03", "2027-05-17"),
        ("dal 3 al 17 maggio", "it", "2027-05-03", "2027-05-17"),
        ("del 3 al 17 de mayo de 2027", "es", "2027-05-03", "2027-05-17"),
        ("3/5 - 17/5", "en", "2027-05-03", "2027-05-17"),
        ("3/5/2027-17/5/2027", "en", "2027-05-03", "2027-05-17"),
        ("3.5.-17.5.2027", "de", "2027-05-03", "2027-05-17"),
        ("2027-05-03 to 2027-05-17", "en", "2027-05-03", "2027-05-17"),
        ("3 May - 17 June", "en", "2027-05-03", "2027-06-17"),
        ("28 Feb - 3 March 2028", "en", "2028-02-28", "2028-03-03"),
        ("28 Dec - 3 Jan", "en", "2026-12-28", "2027-01-03"),
        ("first half of June", "en", "2027-06-01", "2027-06-15"),
        ("erste Hälfte Juni", "de", "2027-06-01", "2027-06-15"),
        ("première quinzaine de juin", "fr", "2027-06-01", "2027-06-15"),
        ("second half of June", "en", "2027-06-16", "2027-06-30"),
        ("fin mai", "fr", "2027-05-21", "2027-05-31"),
        ("de mi-mai à fin juin", "fr", "2027-05-15", "2027-06-30"),
        ("first week of June", "en", "2027-06-01", "2027-06-07"),
        ("la dernière semaine de juin", "fr", "2027-06-24", "2027-06-30"),
        ("next week", "en", "2026-11-23", "2026-11-29"),
        ("3 May", "en", "2027-05-03", "2027-05-03"),
        ("5 days from 3 May", "en", "2027-05-03", "2027-05-07"),
        ("le 3 mai pendant 2 semaines", "fr", "2027-05-03", "2027-05-16"),
        ("before June 2027", "en", "2026-11-18", "2027-05-31"),
        ("jusqu'à fin juin", "fr", "2026-11-18", "2027-06-30"),
    ],
)
def test_exact_days_are_kept_beside_their_months(raw: str, lang: str, start: str, end: str) -> None:
    found = period(raw, lang, TODAY)
    assert (str(found.start), str(found.end)) == (start, end)
    first, last = found.months[0], found.months[-1]
    assert start.startswith(f"{first[0]}-{first[1]:02}")
    assert end.startswith(f"{last[0]}-{last[1]:02}")


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("any time", "en"),
        ("n'importe quand", "fr"),
        ("maakt niet uit", "nl"),
        ("egal", "de"),
        ("da igual", "es"),
        ("è uguale", "it"),
        ("I'm flexible", "en"),
        ("whenever", "fr"),
    ],
)
def test_any_time_is_the_empty_period(raw: str, lang: str) -> None:
    assert period(raw, lang, TODAY) == Period()


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("maybe", "en", "period"),
        ("asap", "en", "period"),
        ("not in May", "en", "period"),
        ("anytime except August", "en", "period"),
        ("en mai, pas en juin", "fr", "period"),
        ("from May on", "en", "period-end"),
        ("à partir de mai", "fr", "period-end"),
        ("after 3 May", "en", "period-end"),
        ("17 to 3 May", "en", "period-order"),
        ("17/5/2027 - 3/5/2027", "en", "period-order"),
        ("April 2020", "en", "period-past"),
        ("before 1/1/2020", "en", "period-past"),
        ("2027-2040", "en", "period-long"),
        ("31 April to 2 May", "en", "date"),
        ("1/1/1500", "en", "date-far"),
    ],
)
def test_what_is_no_period_is_refused_with_its_reason(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        period(raw, lang, TODAY)
    assert refused.value.code == code


def test_a_period_is_recorded_as_json() -> None:
    assert period("du 3 au 17 mai", "fr", TODAY).plain() == {
        "months": ["2027-05"],
        "from": "2027-05-03",
        "to": "2027-05-17",
    }
    assert period("mai ou juin", "fr", TODAY).plain() == {"months": ["2027-05", "2027-06"]}
    assert Period().plain() == {"months": []}


@given(st.dates(TODAY, dt.date(2040, 12, 31)), st.integers(0, 500), st.sampled_from(SERVED))
def test_two_days_written_by_us_are_read_back(start: dt.date, length: int, lang: str) -> None:
    end = start + dt.timedelta(days=length)
    found = period(f"{formats.day(start, lang)} - {formats.day(end, lang)}", lang, TODAY)
    assert (found.start, found.end) == (start, end)


@given(st.integers(2027, 2040), st.integers(1, 12), st.sampled_from(SERVED))
def test_a_month_written_by_us_is_read_back(year: int, month: int, lang: str) -> None:
    assert period(formats.month(year, month, lang), lang, TODAY) == Period(((year, month),))


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.integers(1, 12), st.sampled_from(SERVED))
def test_a_month_without_a_year_is_this_month_or_ahead(today: dt.date, month: int, lang: str) -> None:
    ((year, found),) = period(formats.month_name(month, lang), lang, today).months
    assert found == month
    assert 0 <= (year - today.year) * 12 + month - today.month < 12


@pytest.mark.parametrize(
    ("raw", "lang", "expected"),
    [
        ("spring, may ideally", "en", months("2027-5")),
        ("au printemps, mai de préférence", "fr", months("2027-5")),
        ("lente, liefst mei", "nl", months("2027-5")),
        ("im Frühling, am liebsten Mai", "de", months("2027-5")),
        ("primavera, mejor en mayo", "es", months("2027-5")),
        ("primavera, maggio idealmente", "it", months("2027-5")),
        ("spring or may", "en", months("2027-3", 3)),
        ("summer, maybe september", "en", months("2027-6", 4)),
    ],
)
def test_a_month_of_a_season_is_the_one_that_is_meant(
    raw: str, lang: str, expected: tuple[tuple[int, int], ...]
) -> None:
    assert period(raw, lang, TODAY).months == expected
