"""Dates, lists, numbers, money and names as each language writes them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import formats

DAY = dt.date(2027, 5, 1)


@pytest.mark.parametrize(
    ("lang", "long", "month"),
    [
        ("en", "1 May 2027", "May 2027"),
        ("fr", "1er mai 2027", "mai 2027"),
        ("nl", "1 mei 2027", "mei 2027"),
        ("de", "1. Mai 2027", "Mai 2027"),
        ("es", "1 de mayo de 2027", "mayo de 2027"),
        ("it", "1 maggio 2027", "maggio 2027"),
        ("xx", "1 May 2027", "May 2027"),
    ],
)
def test_days_and_months(lang: str, long: str, month: str) -> None:
    assert formats.day(DAY, lang) == long
    assert formats.month(2027, 5, lang) == month


def test_a_full_day_has_its_weekday() -> None:
    assert formats.day(DAY, "fr", "full") == "samedi 1er mai 2027"
    assert formats.day(dt.date(2027, 5, 11), "fr", "full") == "mardi 11 mai 2027"
    assert formats.weekday_name(5, "nl") == "zaterdag"
    assert formats.month_name(5, "de") == "Mai"


def test_lists_join_as_the_language_does() -> None:
    assert formats.joined([], "en") == ""
    assert formats.joined(["a"], "en") == "a"
    assert formats.joined(["a", "b", "c"], "en") == "a, b and c"
    assert formats.joined(["a", "b", "c"], "fr") == "a, b et c"
    assert formats.joined(["a", "b"], "nl", "or") == "a of b"
    assert formats.joined(["español", "inglés"], "es") == "español e inglés"
    assert formats.joined(["agua", "hielo"], "es") == "agua y hielo"
    assert formats.joined(["siete", "ocho"], "es", "or") == "siete u ocho"


def test_years_are_not_grouped_but_large_numbers_are() -> None:
    assert formats.number(2027, "en") == "2027"
    assert formats.number(12027, "en") == "12,027"
    assert formats.number(12027, "de") == "12.027"
    assert formats.number(2.5, "fr") == "2,5"


def test_money_shows_cents_only_where_there_are_some() -> None:
    assert formats.money(125000, "EUR", "en") == "€1,250"
    assert formats.money(125050, "EUR", "nl") == "€\xa01.250,50"
    assert formats.money(125050, "EUR", "de") == "1.250,50\xa0€"
    assert formats.money(500, "JPY", "de") == "500\xa0¥"


def test_names_of_countries_and_languages() -> None:
    assert formats.country("BE", "fr") == "Belgique"
    assert formats.country("be", "nl") == "België"
    assert formats.country("ZZZ", "fr") == "ZZZ"
    assert formats.language("nl", "fr") == "néerlandais"
    assert formats.autonym("fr") == "Français"
    assert not {"EU", "ZZ", "UN"} & formats.countries("en").keys()
    assert formats.countries("de")["AT"] == "Österreich"


@given(st.text(max_size=12))
def test_any_code_gets_some_name(code: str) -> None:
    assert isinstance(formats.country(code, "en"), str)
    assert isinstance(formats.language(code, "en"), str)
    assert isinstance(formats.day(DAY, code), str)
