"""Answers that only point at what is shown are told from those that say something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.options import best_option, best_options
from domain.answers.pointing import Pointed, pointed
from domain.language import SERVED
from locales import formats

COUNT = 5
COUNTRIES = ("BE", "FR", "DE", "ES")


@pytest.mark.parametrize(
    ("lang", "raw", "places"),
    [
        ("en", "the 2nd one please", [2]), ("fr", "je prends la 3", [3]), ("nl", "doe maar de laatste", [5]),
        ("de", "die ersten zwei", [1, 2]), ("es", "todas menos la 2", [1, 3, 4, 5]), ("it", "dalla 2 alla 4", [2, 3, 4]),
        ("en", "1 and 3 but not 4", [1, 3]), ("fr", "les deux dernières", [4, 5]), ("nl", "1 t/m 3", [1, 2, 3]),
        ("de", "alle bis auf die letzte", [1, 2, 3, 4]), ("es", "opción b", [2]), ("it", "la prima e la terza", [1, 3]),
        ("en", "not 2", []), ("fr", "pas la 2", []), ("es", "la 2 no", []), ("de", "nicht die zweite", []),
    ],
)  # fmt: skip
def test_places_are_counted_in_every_language(lang: str, raw: str, places: list[int]) -> None:
    found = pointed(raw, COUNT, lang)
    assert found is not None
    assert list(found.wanted) == places


@pytest.mark.parametrize("raw", ["", "2 nurses", "the second time that we met", "pizza", "twenty minutes"])
def test_an_answer_that_says_something_points_at_nothing(raw: str) -> None:
    assert pointed(raw, COUNT, "en") is None


def test_one_of_two_is_not_both() -> None:
    assert pointed("1 or 2", COUNT, "en") == Pointed((1, 2), either=True)
    with pytest.raises(NotUnderstood, match="ambiguous"):
        best_option("1 or 2", [("a", "Nurse"), ("b", "Educator")], "en")


@pytest.mark.parametrize(
    ("lang", "raw", "found"),
    [
        ("nl", "belgie", ["BE"]), ("en", "the 2nd", ["FR"]), ("fr", "allemagne ou france", ["FR", "DE"]),
        ("de", "alle außer Spanien", ["BE", "FR", "DE"]), ("es", "belgica y españa", ["BE", "ES"]),
        ("it", "germnia, spagna", ["DE", "ES"]), ("en", "Belgium France", ["BE", "FR"]),
        ("fr", "la France mais pas l'Espagne", ["FR"]), ("en", "everything but the last", ["BE", "FR", "DE"]),
    ],
)  # fmt: skip
def test_options_are_chosen_by_number_by_name_and_by_what_is_left_out(lang: str, raw: str, found: list[str]) -> None:
    labels = [(code, formats.country(code, lang)) for code in COUNTRIES]
    assert best_options(raw, labels, lang) == found


@pytest.mark.parametrize(
    ("lang", "raw"),
    [("en", "not Belgium"), ("fr", "pas la Belgique"), ("nl", "niet belgië"), ("de", "nicht Belgien"),
     ("es", "bélgica no"), ("it", "non il Belgio"), ("en", "not the first")],
)  # fmt: skip
def test_what_is_turned_down_is_never_chosen(lang: str, raw: str) -> None:
    labels = [(code, formats.country(code, lang)) for code in COUNTRIES]
    with pytest.raises(NotUnderstood):
        best_option(raw, labels, lang)


def test_another_form_of_a_word_is_the_same_option() -> None:
    labels = [("nurse", "Infirmier"), ("educator", "Éducateur"), ("psychologist", "Psychologue")]
    assert best_option("moi je suis éducatrice", labels, "fr") == "educator"


@given(st.text(max_size=60), st.integers(0, 9), st.sampled_from(SERVED))
def test_any_text_points_at_places_from_one_on_or_at_nothing(raw: str, count: int, lang: str) -> None:
    found = pointed(raw, count, lang)
    assert found is None or all(place >= 0 for place in (*found.wanted, *found.unwanted))
