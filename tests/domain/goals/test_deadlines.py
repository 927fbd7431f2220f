"""Deadlines in plain words, in twelve languages (DOMAIN section 5.2, row T)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.goals import LANGUAGES, Deadline, find_deadline
from domain.goals.words import words

TODAY = date(2026, 11, 21)  # a Saturday
START, END = date(2027, 3, 1), date(2027, 3, 12)


def found(text: str, lang: str = "en", today: date = TODAY, **stay: date) -> Deadline | None:
    return find_deadline(text, lang, today=today, **stay)


def day(text: str, lang: str = "en", today: date = TODAY, **stay: date) -> date | None:
    deadline = found(text, lang, today, **stay)
    return deadline.day if deadline else None


def phrases() -> list[tuple[str, str, str]]:
    """Language, what is right (a day, 'none', 'yes' for any day, 'start' or 'end' for the anchor), text."""
    lines = Path(__file__).with_name("deadline_phrases.tsv").read_text("utf-8").splitlines()
    return [(lang, right, text) for lang, right, text in (line.split("\t") for line in lines)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_is_read(lang: str) -> None:
    wrong = [(text, right) for code, right, text in phrases() if code == lang and not is_read(text, lang, right)]
    assert not wrong


def is_read(text: str, lang: str, right: str) -> bool:
    """Is a phrase read as the table says: none, yes, a day, or on which end of the stay it hangs?"""
    without, within = found(text, lang), found(text, lang, start=START, end=END)
    if right == "none":
        return without is None and within is None
    if without is None or within is None:
        return False
    if right in ("start", "end"):
        return without.anchor == within.anchor == right and without.day is None and within.day is not None
    return right == "yes" or without.day == date.fromisoformat(right)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("by the end of my stay", END),
        ("on the last day", END),
        ("before I go home", END),
        ("on the day of my return", END),
        ("two weeks after my return", END + timedelta(14)),
        ("in the week after the internship", END + timedelta(7)),
        ("a month after the end of the stay", date(2027, 4, 12)),
        ("before departure", START - timedelta(1)),
        ("two weeks before departure", START - timedelta(14)),
        ("by the start of the internship", START),
        ("before the internship ends", END),
        ("on the first day", START),
        ("on day 3", START + timedelta(2)),
        ("in the first week", START + timedelta(6)),
        ("by the end of the first week", START + timedelta(6)),
        ("within the first three days", START + timedelta(2)),
        ("in week 9 of the stay", END),
        ("in the last week", END),
        ("by the end of the last week", END),
        ("on the last Friday of the stay", END),
        ("on the first Monday of my stay", START + timedelta(6)),
        ("halfway through the stay", date(2027, 3, 6)),
        ("by 15 December", date(2027, 12, 15)),  # nobody plans for before the stay
        ("by the end", END),
        ("before the end of week 2", END),
        ("on the first Wednesday", START + timedelta(6)),
        ("on the last evening", END),
        ("by the time I leave", END),
        ("within three months of coming back", date(2027, 6, 12)),
        ("before the end of my two weeks of internship", END),
    ],
)
def test_a_known_stay_gives_the_day(text: str, right: date) -> None:
    assert day(text, start=START, end=END) == right


@pytest.mark.parametrize(
    ("lang", "text", "right"),
    [
        ("de", "bis Praktikumsende", END),
        ("de", "am letzten Praktikumstag", END),
        ("de", "in der ersten Praktikumswoche", START + timedelta(6)),
        ("nl", "op de eerste stagedag", START),
        ("it", "il giorno del mio rientro", END),
        ("es", "el día 15", date(2027, 3, 15)),
    ],
)
def test_compounds_of_the_stay_give_the_day(lang: str, text: str, right: date) -> None:
    assert day(text, lang, start=START, end=END) == right


@pytest.mark.parametrize(
    ("lang", "text", "right"),
    [
        ("en", "by the end of the first quarter of 2028", date(2028, 3, 31)),
        ("en", "in the third quarter", date(2027, 9, 30)),
        ("en", "in week 23", date(2027, 6, 11)),
        ("en", "by early December", date(2026, 12, 10)),
        ("en", "before 2028", date(2027, 12, 31)),
        ("en", "by mid 2027", date(2027, 6, 30)),
        ("en", "by the end of summer", date(2027, 9, 22)),
        ("en", "by summer 2028", date(2028, 6, 21)),
        ("en", "by Easter 2028", date(2028, 4, 16)),
        ("en", "within 48 hours", date(2026, 11, 23)),
        ("en", "within two quarters", date(2027, 5, 21)),
        ("en", "by the end of next month", date(2026, 12, 31)),
        ("en", "by the end of 2027", date(2027, 12, 31)),
        ("en", "before November", date(2027, 10, 31)),
        ("en", "by November", date(2026, 11, 30)),
        ("en", "on 03/15/2027", date(2027, 3, 15)),
        ("en", "on the first Monday of March", date(2027, 3, 1)),
        ("en", "by the last Friday of May 2028", date(2028, 5, 26)),
        ("en", "by the 21st", date(2026, 11, 21)),
        ("en", "by the end of this day", date(2026, 11, 21)),
        ("en", "by 29 February", date(2028, 2, 29)),
        ("de", "vor Dezember", date(2026, 11, 30)),
        ("fr", "avant le 31", date(2026, 12, 31)),
        ("en", "by the end of the quarter", date(2026, 12, 31)),
        ("en", "by the end of Q2", date(2027, 6, 30)),
        ("fr", "pour le T4", date(2026, 12, 31)),
        ("en", "by the June team meeting", date(2027, 6, 30)),
        ("fr", "d'ici la réunion d'équipe de juin", date(2027, 6, 30)),
        ("de", "bis zur Teamsitzung im Juni", date(2027, 6, 30)),
        ("nl", "binnen 6 weken", date(2027, 1, 2)),
        ("de", "bis Ende des Schuljahres", date(2027, 6, 30)),
        ("en", "by the start of the next school year", date(2027, 9, 1)),
        ("en", "before the weekend", date(2026, 11, 22)),
        ("nl", "op donderdagavond", date(2026, 11, 26)),
        ("en", "in the course of next year", date(2027, 12, 31)),
        ("en", "by 3rd May", date(2027, 5, 3)),
        ("fr", "avant le lundi de Pentecôte", date(2027, 5, 17)),
        ("de", "bis Karfreitag", date(2027, 3, 26)),
        ("el", "μέχρι το Πάσχα", date(2027, 5, 2)),
        ("de", "2027 starte ich", date(2027, 12, 31)),
        ("en", "for the next two weeks", date(2026, 12, 5)),
    ],
)
def test_calendar_phrases_give_the_next_such_day(lang: str, text: str, right: date) -> None:
    assert day(text, lang) == right


@pytest.mark.parametrize(
    "text", ["on 2027-02-30", "on 31/02/2027", "by 99.99.9999", "by 31 June", "by 45/3", "by the 45th", "version 15.03"]
)
def test_days_that_no_calendar_has_are_no_deadlines(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "from Monday 3 May"),
        ("fr", "à partir du 3 mai"),
        ("de", "ab Montag, 3. Mai"),
        ("en", "at the end of the day I want more"),
        ("en", "in a day nursery"),
        ("es", "el verano pasado"),
    ],
)
def test_when_something_begins_or_is_over_is_no_deadline(lang: str, text: str) -> None:
    assert found(text, lang) is None


def test_an_event_is_a_deadline_whose_day_is_not_known() -> None:
    deadline = found("before our next team meeting")
    assert deadline
    assert deadline.day is None


def test_of_several_deadlines_the_one_ahead_then_the_latest_binds() -> None:
    assert day("the law of 5 March 2019, by 3 May 2027 and on 7 April 2027") == date(2027, 5, 3)
    assert day("on 3 May 2019 and on 7 April 2020") == date(2020, 4, 7)


def test_the_words_of_the_deadline_are_quoted() -> None:
    deadline = found("Rédiger une fiche d’ici le 30 juin, avec l'équipe.", "fr")
    assert deadline
    assert deadline.text == "d’ici le 30 juin"


def test_a_country_code_in_the_language_does_not_matter() -> None:
    assert found("pour le 15 mars", "fr-BE") == found("pour le 15 mars", "fr")


# --- rules that hold for all -------------------------------------------------------------------------------------------

FUTURE = st.dates(min_value=date(1901, 1, 1), max_value=date(2199, 12, 31))


@given(FUTURE, st.sampled_from(LANGUAGES))
def test_a_date_in_figures_is_that_day_in_every_language(wanted: date, lang: str) -> None:
    for written in (
        wanted.isoformat(),
        f"{wanted:%d/%m/%Y}",
        f"{wanted:%d.%m.%Y}",
        f"{wanted.day}-{wanted.month}-{wanted.year}",
    ):
        assert day(f"xxx {written}", lang) == wanted


@given(FUTURE, st.sampled_from(LANGUAGES))
def test_a_date_with_the_name_of_its_month_is_that_day_in_every_language(wanted: date, lang: str) -> None:
    lists = words(lang)
    for name in (word for word, letter in lists.time.items() if letter == "M" and lists.values[word] == wanted.month):
        assert day(f"xxx {wanted.day} {name} {wanted.year}", lang) == wanted


@pytest.mark.parametrize(
    ("lang", "phrase"),
    [
        ("en", "within {} weeks"), ("fr", "dans {} semaines"), ("nl", "binnen {} weken"), ("de", "in {} Wochen"),
        ("es", "dentro de {} semanas"), ("it", "entro {} settimane"),
    ],
)  # fmt: skip
@given(weeks=st.integers(2, 99))
def test_a_number_of_weeks_is_counted_from_today(lang: str, phrase: str, weeks: int) -> None:
    assert day(phrase.format(weeks), lang) == TODAY + timedelta(weeks=weeks)


@given(st.text(), st.sampled_from(LANGUAGES), st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_any_text_is_read(text: str, lang: str, today: date, start: date | None, end: date | None) -> None:
    deadline = find_deadline(text, lang, today=today, start=start, end=end)
    assert deadline is None or deadline.text
