"""Session tokens: a secret of the browser, a digest on our side."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat.sessions import new_token, place_of, place_of_header


def test_a_token_opens_the_same_conversation_each_time_and_no_other():
    one, other = new_token(), new_token()
    assert place_of(one) == place_of(one)
    assert place_of(one) != place_of(other)


def test_a_place_tells_nothing_of_its_token():
    token = new_token()
    place = place_of(token)
    assert place is not None
    assert len(place) == 40
    assert set(place) <= set(string.hexdigits)
    assert token not in place


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "A" * 42,
        "A" * 44,
        "A" * 42 + "=",
        "A" * 42 + "+",
        "A" * 42 + "\n",
        "A" * 42 + "é",
        "A" * 42 + "B",  # spare bits set: another spelling of "A" * 43
        "A" * 42 + "\x00",
    ],
)
def test_what_cannot_be_a_token_opens_nothing(token: str):
    assert place_of(token) is None


@given(st.text(alphabet=string.ascii_letters + string.digits + "-_=+/. \n\x00é", max_size=60))
def test_no_text_breaks_the_check(token: str):
    place = place_of(token)
    assert place is None or len(token) == 43


def test_the_token_comes_as_a_bearer():
    token = new_token()
    assert place_of_header(f"Bearer {token}") == place_of_header(f"bearer  {token} ") == place_of(token)
    for header in ("", token, f"Basic {token}", f"Bearer{token}", "Bearer", f"Bearer {token} {token}"):
        assert place_of_header(header) is None
