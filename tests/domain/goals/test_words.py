"""The word lists of goals, and words that are not in them because of a typing error."""

import tomllib
from importlib import resources
from typing import Any

import pytest

from domain.goals import LANGUAGES, words
from domain.goals.entries import entries
from domain.goals.time_words import UNITS
from domain.goals.verb_forms import VERB_CLASSES
from tests.domain.goals.judging import judged


def listed(lang: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("domain") / "data" / "smart" / f"{lang}.toml").read_text("utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_lists_have_only_keys_that_are_read(lang: str) -> None:
    data = listed(lang)
    assert set(data["words"]) <= {*words.INFLECTED, *words.AS_WRITTEN}
    assert set(data["verbs"]) == set(VERB_CLASSES)
    assert set(data["time"]["units"]) == set(UNITS)
    assert len(data["time"]["months"].split(",")) == 12
    assert len(data["time"]["weekdays"].split(",")) == 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weak_verbs_are_in_no_strong_list(lang: str) -> None:
    data = listed(lang)
    lists = {name: {entry.split("=")[0] for entry in entries(verbs)} for name, verbs in data["verbs"].items()}
    weak = lists.pop("weak")
    assert all(weak.isdisjoint(listed) for listed in lists.values())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Obesrve three sessions with families.", "Observe three sessions with families."),
        ("Intrview three families.", "Interview three families."),
        ("Interviiew three families.", "Interview three families."),
    ],
)
def test_a_typing_error_in_the_verb_changes_no_verdict(text: str, meant: str) -> None:
    assert judged(text).why == judged(meant).why


def test_an_umlaut_may_be_typed_as_two_letters() -> None:
    typed, written = "Drei Gespraeche fuehren, spaetestens im Maerz.", "Drei Gespräche führen, spätestens im März."
    assert judged(typed, "de").why == judged(written, "de").why
    assert judged(written, "de").time_bound
