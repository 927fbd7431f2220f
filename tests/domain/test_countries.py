"""Countries to look in, or those left out of any."""

from hypothesis import given
from hypothesis import strategies as st

from domain import countries
from domain.texts import render

CODES = st.lists(st.sampled_from(("BE", "DE", "FR", "IT")), unique=True, max_size=3)


@given(CODES, CODES)
def test_what_is_left_out_is_never_looked_in(before: list[str], unwanted: list[str]) -> None:
    kept = countries.without(before, unwanted)
    assert not set(countries.wanted(kept)) & set(unwanted)
    if before:
        assert countries.wanted(kept) == tuple(code for code in before if code not in unwanted)
    else:
        assert countries.left_out(kept) == tuple(unwanted)


@given(CODES, CODES)
def test_more_is_left_out_of_the_rest(first: list[str], more: list[str]) -> None:
    kept = countries.without(countries.without((), first), more)
    assert countries.left_out(kept) == tuple(dict.fromkeys((*first, *more)))


def test_countries_are_shown_in_words() -> None:
    assert render(countries.shown(["BE", "FR"]), "en") == "Belgium and France"
    assert render(countries.shown(["-DE"]), "en") == "anywhere but Germany"
    assert render(countries.shown(["-NL"]), "en") == "anywhere but the Netherlands"
    assert render(countries.shown([]), "en") == "anywhere"
