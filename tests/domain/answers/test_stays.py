"""How long, how many, from when, where to: the words of people in six languages (`stays.toml`)."""

import datetime as dt
import tomllib
from collections.abc import Callable
from contextlib import suppress
from importlib import resources

import pytest

from dialogs import besides
from dialogs.questions import Reading
from domain.answers import NotUnderstood, dates, periods, stays
from domain.answers.company import company
from domain.answers.experience import years
from domain.answers.lengths import lengths
from domain.answers.towns import town
from domain.language import SERVED
from domain.vocabulary import vocabulary

TODAY, FIRST = dt.date(2026, 11, 22), dt.date(2027, 6, 7)
SAID = tomllib.loads(resources.files("tests.domain.answers").joinpath("stays.toml").read_text("utf-8"))
JOURNEY = ("countries", "period", "days", "together", "people")


def days(words: str, lang: str, first: dt.date | None = None) -> str:
    try:
        return str(stays.days(words, lang, TODAY, first))
    except NotUnderstood as refused:
        return "?" if refused.code == "which-days" else "-"


def people(words: str, lang: str) -> str:
    found = company(words, lang)
    return str(found) if found and found > 0 else "-"


def start(words: str, lang: str) -> str:
    found = None
    with suppress(NotUnderstood):
        found = periods.stay(words, lang, TODAY)
    if found is None and lengths(words, lang) and not periods.names_time(words, lang, TODAY):
        return "-"
    try:
        return (found[0] if found else dates.date(words, lang, TODAY)).isoformat()
    except NotUnderstood:
        return "-"


def told(words: str, lang: str) -> str:
    return " ".join(key for key, _ in besides.found(JOURNEY, words, Reading(lang, TODAY), passing=True)) or "-"


READERS: dict[str, Callable[[str, str], str]] = {
    "days": days,
    "people": people,
    "until": lambda words, lang: days(words, lang, FIRST),
    "start": start,
    "told": told,
    "town": lambda words, lang: town(words, lang) or "-",
    "years": lambda words, lang: str(years(words, lang) or "-"),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("lang", SERVED)
def test_what_is_said_of_a_stay_is_heard_and_nothing_else(lang: str, kind: str) -> None:
    lines = [line.rpartition(" = ") for line in SAID[lang][kind].strip().splitlines()]
    assert lines
    heard = {words: READERS[kind](words, lang) for words, _, _ in lines}
    assert heard == {words: meant for words, _, meant in lines}


@pytest.mark.parametrize("figure", ["1.000.000.000.000.000 €", "9" * 5000, "0" * 8000])
def test_a_figure_that_is_no_number_counts_no_days(figure: str) -> None:
    assert lengths(figure, "en") == ()


def test_several_lengths_are_asked_back_with_both() -> None:
    with pytest.raises(NotUnderstood) as refused:
        stays.days("a week, or 10 days at most", "en", TODAY)
    assert (refused.value.code, refused.value.fields) == ("which-days", {"first": 5, "second": 10})


@pytest.mark.parametrize(
    ("words", "lang"), [("so", "de"), ("passt so", "de"), ("mal so", "de"), ("zo", "nl"), ("zo is het goed", "nl")]
)
def test_a_small_word_is_no_weekday(words: str, lang: str) -> None:
    with pytest.raises(NotUnderstood):
        dates.date(words, lang, TODAY)


@pytest.mark.parametrize(
    ("words", "lang", "day"),
    [("am letzten Tag, also 17.9.", "de", "2027-09-17"), ("last day, so 14 May", "en", "2027-05-14"),
     ("so um den 13. rum", "de", "2026-12-13"), ("nächsten Mo", "de", "2026-11-23"), ("bis Fr", "de", "2026-11-27")],
)  # fmt: skip
def test_a_day_said_with_small_words_is_that_day(words: str, lang: str, day: str) -> None:
    assert dates.date(words, lang, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("words", "lang", "first"),
    [("in het najaar", "nl", (2027, 9)), ("diesen Herbst", "de", (2026, 11)), ("en hiver", "fr", (2026, 12))],
)
def test_a_season_that_is_nearly_over_is_the_next_one(words: str, lang: str, first: tuple[int, int]) -> None:
    assert periods.period(words, lang, TODAY).months[0] == first


def test_every_list_of_the_journey_speaks_every_language() -> None:
    assert all(set(entries) == set(SERVED) for entries in vocabulary("trip").values())


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("lundi 7 juin", "fr"),
        ("Monday 7 June", "en"),
        ("maandag 7 juni", "nl"),
        ("Montag, 7. Juni", "de"),
        ("lunes 7 junio", "es"),
    ],
)
def test_the_first_day_once_more_is_no_number_of_days(words: str, lang: str) -> None:
    assert days(words, lang, FIRST) == "-"
