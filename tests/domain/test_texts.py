"""Neutral texts rendered in a language: values with a prefix, nested fields, lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Text, day, verbatim
from domain.texts import render


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("country:BE", "Belgium", "Belgique"),
        ("language:nl", "Dutch", "néerlandais"),
        ("month:2027-05", "May 2027", "mai 2027"),
        ("month-name:5", "May", "mai"),
        ("day:2027-05-03", "3 May 2027", "3 mai 2027"),
    ],
)
def test_a_value_is_named_as_the_language_names_it(key: str, english: str, french: str) -> None:
    assert render(Text(key), "en") == english
    assert render(Text(key), "fr") == french


def test_words_of_a_person_are_shown_as_they_are() -> None:
    assert render(verbatim("Ça va {name} %s <b>?"), "de") == "Ça va {name} %s <b>?"
    assert render(day("2027-05-03"), "nl") == "3 mei 2027"
    assert render(Text(""), "en") == ""


@pytest.mark.parametrize(
    "key",
    [
        "day:soon", "day:2027-02-31", "month:2027", "month:x-y", "month-name:13", "faq:no-such", "day:",
        "money:10000000000000000000000000010",
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_shown_as_it_is(key: str) -> None:
    assert render(Text(key), "fr") == key.partition(":")[2]


def test_a_key_of_no_text_is_shown_with_its_colon() -> None:
    assert render(Text("no.such.text"), "fr") == "no.such.text"
    assert render(Text("no.such:text"), "fr") == "no.such:text"


def test_a_concept_has_its_name_in_the_language() -> None:
    assert render(Text("concept:no-such-concept"), "fr") == "no-such-concept"


@given(st.text(), st.sampled_from(["en", "fr", "nl", "de", "es", "it", "xx", ""]))
def test_any_words_come_out_unchanged(words: str, lang: str) -> None:
    assert render(verbatim(words), lang) == words


@given(st.text(max_size=30), st.sampled_from(["en", "es"]))
def test_any_key_is_rendered_without_an_error(key: str, lang: str) -> None:
    assert isinstance(render(Text(key), lang), str)
    for prefix in (
        "country",
        "country-in",
        "language",
        "month",
        "month-name",
        "day",
        "concept",
        "faq",
        "faq-title",
        "concept-in",
        "money",
    ):
        assert isinstance(render(Text(f"{prefix}:{key}"), lang), str)
