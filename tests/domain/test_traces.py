"""The shape of an answer: what staff may see of it at a glance, and nothing of free words, names and addresses."""

from typing import Any, get_args

import pytest

from dialogs.questions import Kind, together
from domain.traces import shape


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "2027-05-03", "date:2027-05-03"),
        ("number", 5, "number:5"),
        ("money", {"minor": 120000, "currency": "EUR"}, "money:120000 EUR"),
        ("period", {"months": ["2027-05", "2027-06"]}, "period:2027-05,2027-06"),
        ("period", {"months": [], "from": "2027-05-03", "to": "2027-05-05"}, "period:2027-05-03 2027-05-05"),
        ("choice", "agrees", "choice:agrees"),
        ("choice", together(["like.H 1", "like.H2"]), "choice:like.H 1,like.H2"),
        ("choices", ["a", "b"], "choices:a,b"),
        ("countries", [], "countries:"),
        ("languages", [["fr", "C1"], ["nl", None]], "languages:fr C1,nl"),
        ("yes_no", False, "yes_no:no"),
        ("review", "f00d", "yes_no:yes"),
        ("choice", None, "choice:-"),
        ("text", "Rose Hall", "text"),
        ("email", "a@b.org", "email"),
        ("location", "Namur", "location"),
        ("file", {"name": "rose.pdf", "stored": "x"}, "file"),
    ],
)
def test_a_value_is_told_by_kind_and_free_words_never(kind: str, value: Any, expected: str) -> None:
    assert shape(kind, value) == expected


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_value_of_another_kind_than_expected_tells_only_its_kind(kind: str) -> None:
    if kind in ("date", "choice"):  # any text is one
        assert shape(kind, 1.5) == kind
    elif kind != "review":
        assert shape(kind, "Rose") == kind
