"""What people type in six languages becomes the value that is meant, or nothing; never a wrong one."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers.feasts import easter, feast
from domain.answers.values import KINDS, value
from domain.language import SERVED
from domain.vocabulary import vocabulary
from tests.domain.answers.test_places import ORDINARY

TODAY = dt.date(2027, 1, 15)
TYPED = tomllib.loads(Path(__file__).with_name("typed.toml").read_text("utf-8"))


def meant(kind: str, written: str) -> object:
    """The value that a line of `typed.toml` names."""
    if written == "-":
        return None
    match kind:
        case "period":
            return written.split("..")
        case "money":
            return round(float(written) * 100)
        case "number":
            return float(written)
        case _:
            return written


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", SERVED)
def test_values_are_read_as_people_write_them(lang: str, kind: str) -> None:
    lines = [line.rpartition(" = ") for line in TYPED[lang][kind].strip().splitlines()]
    read = {typed: value(typed, kind, lang, TODAY) for typed, _, _ in lines}
    wrong = {typed: (read[typed], written) for typed, _, written in lines if read[typed] != meant(kind, written)}
    assert not wrong


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", SERVED)
def test_ordinary_words_are_no_value(lang: str, kind: str) -> None:
    words = [word for word in ORDINARY[lang].split() if word not in ("nothing", "sommer")]
    texts = (*words, *(" ".join(words[at : at + 6]) for at in range(0, len(words), 6)))
    assert not {text: found for text in texts if (found := value(text, kind, lang, TODAY)) is not None}


def test_another_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        value("3", "colour", "en", TODAY)


def test_a_sum_in_another_currency_is_no_sum_in_euros() -> None:
    assert value("300 euro", "money", "nl", TODAY) == 30000
    assert value("300 pond", "money", "nl", TODAY) is None


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "04-02"), (2000, "04-23"), (2008, "03-23"), (2024, "03-31"), (2027, "03-28"), (2038, "04-25")],
)
def test_easter_is_the_day_that_the_churches_of_the_west_keep(year: int, day: str) -> None:
    assert easter(year).isoformat() == f"{year}-{day}"


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_of_spring_and_every_feast_ends_after_it_begins(year: int) -> None:
    assert easter(year).weekday() == 6
    assert dt.date(year, 3, 22) <= easter(year) <= dt.date(year, 4, 25)
    assert all(
        start <= end for start, end in (feast(index, year) for index in range(len(vocabulary("calendar")["feasts"])))
    )
