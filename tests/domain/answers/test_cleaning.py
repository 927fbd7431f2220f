"""Cleaned text, and the one promise of every reader: any text gets a value or `NotUnderstood`, in linear time."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import (
    ERROR_CODES,
    NotUnderstood,
    clean,
    contact,
    dates,
    languages,
    numbers,
    options,
    periods,
    places,
    yes_no,
)
from domain.answers.cleaning import fold, words
from domain.language import SERVED

TODAY = dt.date(2026, 11, 18)
LABELS = [("nurse", "Nurse"), ("youth", "Youth and family work"), ("short", "2 or 3 days"), ("other", "Something else")]
READERS: dict[str, Callable[[str, str], Any]] = {
    "whole_number": numbers.whole_number,
    "money": numbers.money,
    "date": lambda raw, lang: dates.date(raw, lang, TODAY),
    "period": lambda raw, lang: periods.period(raw, lang, TODAY),
    "yes_no": yes_no.yes_no,
    "best_option": lambda raw, lang: options.best_option(raw, LABELS, lang),
    "best_options": lambda raw, lang: options.best_options(raw, LABELS, lang),
    "email": lambda raw, lang: contact.email(raw),
    "phone": lambda raw, lang: contact.phone(raw, "BE"),
    "countries": places.countries,
    "languages": languages.languages,
}
# pieces that readers look for, so that random texts reach their depths
PIECES = [
    "\x00",
    "\ud800",
    "👍",
    "3",
    "15/3",
    "2027",
    "-",
    " ",
    ",",
    "mai",
    "May",
    "next",
    "from",
    "to",
    "in",
    "week",
    "lundi",
    "€",
    "1.250,50",
    "@",
    "+32",
    "no",
    "oui",
    "and",
    "B2",
    "French",
    "BE",
    "first",
    "half",
    "il y a",
    "29/2",
    "31",
    "Februar",
    "0",
    "99999999",
    "any",
    "2027-13-45",
    "1/1/1",
    "between",
    "vor",
    "%",
]


def test_control_characters_surrogates_and_overrides_are_dropped() -> None:
    assert clean("  a\x00b\u202ec\ud800d\u200be\x1b  ") == "abcde"
    assert clean("line\r\nline\u2028line\ttab") == "line\nline\nline\ttab"
    assert clean("e\u0301") == "é"
    assert clean("👩\u200d🎓") == "👩\u200d🎓"


def test_nothing_left_and_too_much_are_told_apart() -> None:
    for text in ("", "  ", "\x00\u202e"):
        with pytest.raises(NotUnderstood, match="empty"):
            clean(text)
    with pytest.raises(NotUnderstood) as refused:
        clean("a" * 11, 10)
    assert (refused.value.code, refused.value.fields) == ("too-long", {"limit": 10})
    assert clean(" " * 1000 + "a" * 10, 10) == "a" * 10


@given(st.text(), st.integers(1, 50))
def test_clean_text_is_clean_and_stays_so(text: str, limit: int) -> None:
    kept = ""
    with suppress(NotUnderstood):
        kept = clean(text, limit)
    if not kept:
        return
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert kept == kept.strip() != ""
    assert clean(kept, 3 * limit) == kept


def test_folding_makes_spellings_equal() -> None:
    assert fold("Crème BRÛLÉE") == "creme brulee"
    assert fold("Straße") == "strasse"
    assert words("l’Œuvre d'été: 3x!") == ["l", "oeuvre", "d", "ete", "3x"]


@pytest.mark.parametrize("name", READERS)
@given(
    text=st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)),
    lang=st.sampled_from(SERVED),
)
def test_any_text_gives_a_value_or_a_known_refusal(name: str, text: str, lang: str) -> None:
    code = "empty"
    try:
        READERS[name](text, lang)
    except NotUnderstood as refused:
        code = refused.code
    assert code in ERROR_CODES


# a reader that tries all ways to split a line would take hours: these end within milliseconds, or the test is stopped
@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "piece", ["a", "1", " 1", "é", "@a.", "3 May ", "\x00", "-", "(", "1.", "B2, ", "\u0301\u0323"]
)
def test_a_megabyte_is_refused_without_being_read(name: str, piece: str) -> None:
    with pytest.raises(NotUnderstood):
        READERS[name](piece * (1_000_000 // len(piece)), "en")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "piece", ["a", "1", " 1", "é", "@a.", "3 May ", "-", "(", "1.", "B2, ", "a b ", "from ", "\u0301\u0323"]
)
def test_the_longest_line_that_is_read_keeps_no_reader_busy(name: str, piece: str) -> None:
    with suppress(NotUnderstood):
        READERS[name](("x" + piece * 300)[:300], "fr")


def test_every_refusal_in_the_code_is_listed() -> None:
    folder = resources.files("domain").joinpath("answers")
    source = "".join(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".py"))
    raised = set(re.findall(r'NotUnderstood\("([a-z-]+)"(?: if found else "([a-z-]+)")?', source))
    assert {code for pair in raised for code in pair if code} == ERROR_CODES
