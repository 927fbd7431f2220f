"""E-mail addresses and phone numbers, found in what stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.contact import email, phone


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("anna@ngo.be", "anna@ngo.be"),
        ("it is Anna.B+x@NGO.Be.", "Anna.B+x@ngo.be"),
        ("<a@b.org>", "a@b.org"),
        ("mailto:a@b.eu", "a@b.eu"),
        ("a @ b.org", "a@b.org"),
        ("jürgen@müller.de", "jürgen@müller.de"),
        ("anna@ngo.be (anna@ngo.be)", "anna@ngo.be"),
        ("x@a.xn--p1ai", "x@a.xn--p1ai"),
    ],
)
def test_an_address_is_found(raw: str, address: str) -> None:
    assert email(raw) == address


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("jean arobase exemple point fr", "jean@exemple.fr"),
        ("anna at example dot org", "anna@example.org"),
        ("maria arroba ejemplo punto es", "maria@ejemplo.es"),
        ("Mon adresse : Jean point Dupont arobase Exemple point fr.", "Jean.Dupont@exemple.fr"),
        ("my email is anna dash b at my dash ngo dot co dot uk", "anna-b@my-ngo.co.uk"),
        ("anna (at) example (dot) org", "anna@example.org"),
        ("anna [at] example.org", "anna@example.org"),
        ("anna@example dot org", "anna@example.org"),
        ("anna @ example . org", "anna@example.org"),
        ("piet apenstaartje voorbeeld punt be", "piet@voorbeeld.be"),
        ("meine Adresse ist hans ät beispiel punkt de", "hans@beispiel.de"),
        ("luca chiocciola esempio punto it", "luca@esempio.it"),
    ],
)
def test_an_address_spelled_in_words_is_read(raw: str, address: str) -> None:
    assert email(raw) == address


@pytest.mark.parametrize(
    "raw",
    [
        "I am at home", "meet me at example dot org", "it is at work point final", "anna at example", "at dot com",
        "anna bold at example dot org", "anna at example dot org and bob at example dot org", "c'est au point",
        "je serai à Lyon, point", "anna at 3 point 5", "anna at at example dot org", "anna dot at example dot org",
    ],
)  # fmt: skip
def test_a_sentence_with_the_same_words_is_no_address(raw: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        email(raw)
    assert refused.value.code == "email"


@pytest.mark.parametrize(
    "raw", ["a@b", "a@@b.c", ".a@b.be", "a.@b.be", "a..b@c.be", "a@-b.be", "a@b.c1", "a@1.2.3.4", "no"]
)
def test_a_malformed_address_is_refused(raw: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        email(raw)
    assert refused.value.code == "email"


def test_two_addresses_are_one_too_many() -> None:
    with pytest.raises(NotUnderstood, match="one-email"):
        email("a@ngo.be or b@ngo.be")


@pytest.mark.parametrize(
    ("raw", "country", "number"),
    [
        ("+32 471 23 45 67", None, "+32471234567"),
        ("0032471234567", None, "+32471234567"),
        ("+32 (0)471/23.45.67", None, "+32471234567"),
        ("call me: +49 170 1234567 thanks", None, "+491701234567"),
        ("0471 23 45 67", "BE", "+32471234567"),
        ("06 12 34 56 78", "fr", "+33612345678"),
        ("32471234567", "BE", "+32471234567"),
        ("06 1234567", "IT", "+39061234567"),
        ("612 345 678", "ES", "+34612345678"),
        ("06 30 123 4567", "HU", "+36301234567"),
    ],
)
def test_a_number_becomes_international(raw: str, country: str | None, number: str) -> None:
    assert phone(raw, country) == number


@pytest.mark.parametrize(
    ("raw", "country", "code"),
    [
        ("123", None, "phone"),
        ("3/5/2027", None, "phone"),
        ("+0 123 4567", None, "phone"),
        ("no", "BE", "phone"),
        ("0471 23 45 67", None, "phone-international"),
        ("0471 23 45 67", "XX", "phone-international"),
        ("+32471234567 or +33612345678", None, "one-number"),
        ("+32 1234567890123456", None, "phone"),
    ],
)
def test_what_is_not_one_number_is_refused_with_its_reason(raw: str, country: str | None, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        phone(raw, country)
    assert refused.value.code == code


@given(st.integers(1, 9), st.integers(10**6, 10**13), st.sampled_from([" ", ".", "-", "/", ""]))
def test_signs_between_the_figures_do_not_matter(first: int, rest: int, sign: str) -> None:
    figures = f"{first}{rest}"
    typed = "+" + sign.join(figures[i : i + 2] for i in range(0, len(figures), 2))
    assert phone(typed) == f"+{figures}"
