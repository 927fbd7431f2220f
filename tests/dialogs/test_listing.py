"""A list of languages that is proposed is added to, and changed where a level is told; only "only" puts another in its place."""

import pytest

from dialogs.listing import languages
from dialogs.questions import Reading
from tests.dialogs.test_said import TODAY

PROPOSED = (["pl", None], ["en", None])
ADDING = [
    ("en", "French is missing"), ("en", "you forgot French"), ("fr", "il manque le français"),
    ("fr", "rajoutez le français"), ("nl", "bij de talen moet nog frans bij"), ("nl", "frans ontbreekt"),
    ("de", "da fehlt noch französisch"), ("de", "französisch kommt noch dazu"), ("es", "falta el francés"),
    ("es", "añada francés"), ("it", "manca il francese"), ("it", "aggiunga il francese"),
]  # fmt: skip
LEVELS = [("en", "english b1"), ("fr", "l'anglais plutôt B1"), ("nl", "engels b1"), ("de", "englisch b1"),
          ("es", "inglés B1"), ("it", "l'inglese B1")]  # fmt: skip
ONLY = [("en", "only english b1"), ("fr", "seulement l'anglais B1"), ("nl", "alleen engels b1"), ("de", "nur englisch b1"),
        ("es", "solo inglés B1"), ("it", "soltanto inglese B1")]  # fmt: skip
AT_SCHOOL = [("de", "polnisch klar und schulenglisch"), ("nl", "pools en schoolengels"), ("fr", "polonais, anglais scolaire"),
             ("it", "polacco e inglese scolastico")]  # fmt: skip


def read(words: str, lang: str, proposed: tuple[list[str | None], ...] = PROPOSED) -> list[list[str | None]]:
    return languages(words, Reading(lang, TODAY, proposed))


@pytest.mark.parametrize(("lang", "words"), ADDING)
def test_a_language_that_is_missing_is_added(lang: str, words: str) -> None:
    assert read(words, lang) == [["pl", None], ["en", None], ["fr", None]]


@pytest.mark.parametrize(("lang", "words"), LEVELS)
def test_the_level_of_a_language_changes_no_other(lang: str, words: str) -> None:
    assert read(words, lang) == [["pl", None], ["en", "B1"]]


@pytest.mark.parametrize(("lang", "words"), ONLY)
def test_only_one_language_is_only_one(lang: str, words: str) -> None:
    assert read(words, lang) == [["en", "B1"]]


@pytest.mark.parametrize(("lang", "words"), AT_SCHOOL)
def test_a_language_of_school_is_spoken(lang: str, words: str) -> None:
    assert read(words, lang, ()) == [["pl", None], ["en", "A2"]]


def test_all_languages_told_anew_take_the_place_of_the_list() -> None:
    assert read("English B2 and also French", "en") == [["en", "B2"], ["fr", None]]
