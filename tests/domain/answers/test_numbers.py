"""Whole numbers and money, in figures and in words, in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.numbers import Money, money, whole_number
from domain.language import SERVED
from locales import formats


@pytest.mark.parametrize(
    ("raw", "lang", "value"),
    [
        ("3", "en", 3),
        ("3.", "en", 3),
        (" 12 ", "fr", 12),
        ("5dagen", "nl", 5),
        ("about three days", "en", 3),
        ("drie", "nl", 3),
        ("fünf", "de", 5),
        ("seize", "fr", 16),
        ("veintiún", "es", 21),
        ("ventuno", "it", 21),
        ("twenty-one", "en", 21),
        ("vingt et un", "fr", 21),
        ("einundzwanzig Tage", "de", 21),
        ("treinta y uno", "es", 31),
        ("une dizaine", "fr", 10),
        ("une quinzaine de jours", "fr", 15),
        ("a dozen", "en", 12),
        ("una decina", "it", 10),
        ("un stage de trois jours", "fr", 3),
        ("une semaine", "fr", 1),
        ("1 200", "fr", 1200),
        ("1.200", "de", 1200),
        ("1'200", "de", 1200),
        ("1,000,000", "en", 1_000_000),
        ("three", "nl", 3),
        ("3 days, 3 nights", "en", 3),
        ("-2", "en", -2),
        ("honderd", "nl", 100),
    ],
)
def test_a_number_is_found_in_what_is_around_it(raw: str, lang: str, value: int) -> None:
    assert whole_number(raw, lang) == value


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("no idea", "en", "number"),
        ("2.5", "en", "whole-number"),
        ("2,5", "fr", "whole-number"),
        ("3 or 4", "en", "one-number"),
        ("zes of zeven", "nl", "one-number"),
        ("10-12", "en", "one-number"),
        ("9" * 30, "en", "too-big"),
        ("ten minste", "nl", "number"),
    ],
)
def test_what_is_not_one_whole_number_is_refused_with_its_reason(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        whole_number(raw, lang)
    assert refused.value.code == code


def test_limits_are_kept_and_named() -> None:
    assert whole_number("60", "en", least=1, most=60) == 60
    with pytest.raises(NotUnderstood) as small:
        whole_number("0", "en", least=1, most=60)
    with pytest.raises(NotUnderstood) as big:
        whole_number("soixante-dix", "fr", least=1, most=60)
    assert (small.value.code, small.value.fields) == ("too-small", {"least": 1})
    assert (big.value.code, big.value.fields) == ("too-big", {"most": 60})


@given(st.integers(-(10**11), 10**11), st.sampled_from(SERVED))
def test_a_number_written_by_us_is_read_back(value: int, lang: str) -> None:
    assert whole_number(formats.number(value, lang), lang) == value


@pytest.mark.parametrize(
    ("raw", "lang", "minor", "currency"),
    [
        ("20", "en", 2000, "EUR"),
        ("€ 1.250,50", "nl", 125050, "EUR"),
        ("1 250,50 €", "fr", 125050, "EUR"),
        ("£1,250.50", "en", 125050, "GBP"),
        ("30 pounds", "en", 3000, "GBP"),
        ("CHF 1'200", "de", 120000, "CHF"),
        ("500 francs suisses", "fr", 50000, "CHF"),
        ("1250,-", "nl", 125000, "EUR"),
        ("12.5", "en", 1250, "EUR"),
        ("vijftig euro", "nl", 5000, "EUR"),
        ("80 cents", "en", 80, "EUR"),
        ("100 zł", "en", 10000, "PLN"),
        ("5000 JPY", "en", 5000, "JPY"),
        ("EUR100", "en", 10000, "EUR"),
        ("300 chf", "en", 30000, "CHF"),
        ("200 for all costs", "en", 20000, "EUR"),
        ("100 lei", "en", 10000, "RON"),
    ],
)
def test_money_is_read_in_the_ways_people_write_it(raw: str, lang: str, minor: int, currency: str) -> None:
    assert money(raw, lang) == Money(minor, currency)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("no money", "money"),
        ("-5", "money"),
        ("200 - 300 euro", "one-number"),
        ("9" * 40, "too-big"),
    ],
)
def test_what_is_not_one_sum_is_refused(raw: str, code: str) -> None:
    with pytest.raises(NotUnderstood, match=code):
        money(raw, "en")


def test_the_usual_currency_is_taken_when_none_is_named() -> None:
    assert money("20", "en", currency="GBP") == Money(2000, "GBP")
    assert Money(2000, "GBP").plain() == {"minor": 2000, "currency": "GBP"}


@given(st.integers(0, 10**9), st.sampled_from(["EUR", "GBP", "CHF", "PLN", "USD"]), st.sampled_from(SERVED))
def test_a_sum_written_by_us_is_read_back(minor: int, currency: str, lang: str) -> None:
    assert money(formats.money(minor, currency, lang), lang) == Money(minor, currency)
