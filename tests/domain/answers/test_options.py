"""Options by number, by name, by the beginning of a name, with slips, alone and several at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.options import best_option, best_options

JOBS = [
    ("nurse", "Nurse"),
    ("social", "Social worker"),
    ("educator", "Educator"),
    ("psychologist", "Psychologist"),
    ("youth", "Youth and family work"),
    ("other", "Something else"),
]
DAYS = [("short", "2 to 3 days"), ("week", "5 days"), ("long", "10 days")]


@pytest.mark.parametrize(
    ("raw", "option"),
    [
        ("nurse", "nurse"),
        ("Nurse!", "nurse"),
        ("2", "social"),
        ("2.", "social"),
        ("#3", "educator"),
        ("(4)", "psychologist"),
        ("number two", "social"),
        ("three", "educator"),
        ("soc", "social"),
        ("worker", "social"),
        ("eduactor", "educator"),
        ("psicologist", "psychologist"),
        ("youth", "youth"),
        ("family", "youth"),
        ("I am a nurse", "nurse"),
        ("else", "other"),
        ("YOUTH AND FAMILY WORK", "youth"),
    ],
)
def test_one_option_is_recognised(raw: str, option: str) -> None:
    assert best_option(raw, JOBS, "en") == option


def test_number_words_follow_the_language_of_the_person() -> None:
    assert best_option("drie", JOBS, "nl") == "educator"
    assert best_option("numéro deux", JOBS, "fr") == "social"


def test_a_figure_in_a_label_goes_before_the_place_in_the_list() -> None:
    assert best_option("5", DAYS, "en") == "week"
    assert best_option("10", DAYS, "en") == "long"
    assert best_option("3", DAYS, "en") == "short"
    assert best_option("1", DAYS, "en") == "short"


def test_a_number_word_in_a_label_is_no_number() -> None:
    labels = [("many", "Several people"), ("two", "Two people"), ("none", "None of these")]
    assert best_option("two", labels, "en") == "two"
    assert best_option("none", labels, "en") == "none"
    assert best_option("three", labels, "en") == "none"
    with pytest.raises(NotUnderstood):
        best_option("a", labels, "en")


@pytest.mark.parametrize(
    ("raw", "code", "candidates"),
    [
        ("xyz", "option", ()),
        ("s", "option", ()),
        ("9", "option-number", ()),
        ("0", "option-number", ()),
        ("-2", "option", ()),
        ("👍", "option", ()),
        ("nurse and educator", "ambiguous", ("nurse", "educator")),
    ],
)
def test_what_is_not_one_option_is_refused_with_its_reason(raw: str, code: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(NotUnderstood) as refused:
        best_option(raw, JOBS, "en")
    assert (refused.value.code, refused.value.candidates) == (code, candidates)


def test_two_labels_that_begin_alike_are_ambiguous_until_more_is_typed() -> None:
    labels = [("child", "Children's home"), ("care", "Child care"), ("adults", "Adults")]
    with pytest.raises(NotUnderstood) as refused:
        best_option("child", labels, "en")
    assert refused.value.candidates == ("child", "care")
    assert best_option("child c", labels, "en") == "care"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("nurse and educator", ["nurse", "educator"]),
        ("educator, nurse", ["nurse", "educator"]),
        ("1, 3 and 4", ["nurse", "educator", "psychologist"]),
        ("1 3", ["nurse", "educator"]),
        ("2-4", ["social", "educator", "psychologist"]),
        ("nurse/educator", ["nurse", "educator"]),
        ("youth and family work", ["youth"]),
        ("educator and youth and family work", ["educator", "youth"]),
        ("nurse; social worker; psychologst", ["nurse", "social", "psychologist"]),
        ("nurse", ["nurse"]),
        ("all", [option for option, _ in JOBS]),
    ],
)
def test_best_options_come_in_the_order_of_the_list(raw: str, found: list[str]) -> None:
    assert best_options(raw, JOBS, "en") == found


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("1 et 2", "fr"),
        ("1 en 2", "nl"),
        ("1 und 2", "de"),
        ("1 y 2", "es"),
        ("1 e 2", "it"),
    ],
)
def test_and_is_known_in_every_language(raw: str, lang: str) -> None:
    assert best_options(raw, JOBS, lang) == ["nurse", "social"]


def test_one_unknown_part_refuses_the_whole_list() -> None:
    with pytest.raises(NotUnderstood, match="option"):
        best_options("nurse, xyz", JOBS, "en")


@given(st.integers(0, len(JOBS) - 1), st.sampled_from([str.upper, str.lower, str.title, lambda text: f" {text}. "]))
def test_every_label_stands_for_itself(index: int, written: object) -> None:
    option, label = JOBS[index]
    assert callable(written)
    assert best_option(written(label), JOBS, "en") == option
    assert best_options(written(label), JOBS, "en") == [option]


@given(st.integers(0, len(JOBS) - 1), st.data())
def test_one_slip_in_a_long_word_never_leads_to_another_option(index: int, data: st.DataObject) -> None:
    option, label = JOBS[index]
    place = data.draw(st.integers(0, len(label) - 1))
    slip = label[:place] + data.draw(st.sampled_from(["", "x", "e", "ss"])) + label[place + 1 :]
    try:
        found = best_option(slip, JOBS, "en")
    except NotUnderstood:
        return
    assert found == option
