"""Countries and languages by their names in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import NotUnderstood
from domain.answers.languages import languages
from domain.answers.places import countries, country
from domain.language import SERVED
from locales import formats

EUROPE = [
    "AT",
    "BE",
    "BG",
    "CH",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "LI",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "RS",
    "SE",
    "SI",
    "SK",
    "TR",
    "UA",
]
SPOKEN = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
    "uk",
    "ar",
    "tr",
]


@pytest.mark.parametrize(
    ("raw", "lang", "codes"),
    [
        ("Belgique", "fr", ("BE",)),
        ("Belgium, France and Spain", "en", ("BE", "FR", "ES")),
        ("België of Nederland", "nl", ("BE", "NL")),
        ("die Schweiz", "de", ("CH",)),
        ("l'Italie", "fr", ("IT",)),
        ("Alemania y Francia", "es", ("DE", "FR")),
        ("Paesi Bassi", "it", ("NL",)),
        ("BE, FR", "en", ("BE", "FR")),
        ("be", "en", ("BE",)),
        ("I like it in Spain", "en", ("ES",)),
        ("UK", "en", ("GB",)),
        ("Engeland", "nl", ("GB",)),
        ("Holland", "en", ("NL",)),
        ("Czech Republic", "en", ("CZ",)),
        ("Polska", "en", ("PL",)),
        ("Scandinavia", "en", ("DK", "NO", "SE")),
        ("Irland oder Nordirland", "de", ("IE",)),
        ("Portugual", "en", ("PT",)),
        ("Germny, Itally", "en", ("DE", "IT")),
        ("Espagne, ES, Spain", "fr", ("ES",)),
    ],
)
def test_countries_are_read_in_order_and_once(raw: str, lang: str, codes: tuple[str, ...]) -> None:
    assert countries(raw, lang) == codes


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("anywhere", "en"),
        ("any country", "en"),
        ("peu importe", "fr"),
        ("n'importe où", "fr"),
        ("maakt niet uit", "nl"),
        ("egal", "de"),
        ("überall", "de"),
        ("da igual", "es"),
        ("ovunque", "it"),
        ("Europe", "en"),
        ("anywhere", "nl"),
    ],
)
def test_anywhere_is_no_country_in_particular(raw: str, lang: str) -> None:
    assert countries(raw, lang) == ()


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("hello", "en", "country"),
        ("no", "en", "country"),
        ("no idea", "en", "country"),
        ("it", "en", "country"),
        ("nowhere", "en", "country"),
        ("all I know is that I want to go", "en", "country"),
        ("anywhere except France", "en", "country-except"),
        ("partout sauf en France", "fr", "country-except"),
    ],
)
def test_what_names_no_country_is_refused(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        countries(raw, lang)
    assert refused.value.code == code


def test_one_country_is_one() -> None:
    assert country("I live in Belgium", "en") == "BE"
    with pytest.raises(NotUnderstood, match="one-country"):
        country("France or Spain", "en")
    with pytest.raises(NotUnderstood, match="country"):
        country("anywhere", "en")


@given(
    st.lists(st.sampled_from(EUROPE), min_size=1, max_size=5, unique=True),
    st.sampled_from(SERVED),
    st.sampled_from(SERVED),
)
def test_countries_written_by_us_are_read_back_in_any_language(codes: list[str], written: str, lang: str) -> None:
    names = [formats.country(code, written) for code in codes]
    assert list(countries(", ".join(names), lang)) == codes
    assert list(countries(formats.joined(names, written), written)) == codes


@pytest.mark.parametrize(
    ("raw", "lang", "spoken"),
    [
        ("French B2, a little Dutch", "en", (("fr", "B2"), ("nl", "A2"))),
        ("anglais (B1)", "fr", (("en", "B1"),)),
        ("English and French B2", "en", (("en", None), ("fr", "B2"))),
        ("French: B2; Dutch: A2", "en", (("fr", "B2"), ("nl", "A2"))),
        ("Muttersprache Polnisch, Englisch fließend", "de", (("pl", "C2"), ("en", "C1"))),
        ("een beetje Frans, goed Engels", "nl", (("fr", "A2"), ("en", "B2"))),
        ("inglés C1, francés", "es", (("en", "C1"), ("fr", None))),
        ("francese, inglese e un po' di tedesco", "it", (("fr", None), ("en", None), ("de", "A2"))),
        ("I speak English well and some German", "en", (("en", "B2"), ("de", "A2"))),
        ("French, B2", "en", (("fr", "B2"),)),
        ("vlaams", "nl", (("nl", None),)),
        ("langue des signes", "fr", (("sgn", None),)),
        ("Farsi", "en", (("fa", None),)),
        ("Deutsch", "en", (("de", None),)),
        ("polski", "en", (("pl", None),)),
        ("EN, FR", "en", (("en", None), ("fr", None))),
        ("Englsh", "en", (("en", None),)),
        ("Ik spreek Nederlands en Frans", "nl", (("nl", None), ("fr", None))),
        ("French B2 and French C1", "en", (("fr", "B2"),)),
        ("español nativo", "es", (("es", "C2"),)),
    ],
)
def test_languages_are_read_with_their_levels(raw: str, lang: str, spoken: tuple[tuple[str, str | None], ...]) -> None:
    assert languages(raw, lang) == spoken


@pytest.mark.parametrize("raw", ["klingon", "b2", "no", "a little", "12"])
def test_what_names_no_language_is_refused(raw: str) -> None:
    with pytest.raises(NotUnderstood, match="language"):
        languages(raw, "en")


@given(
    st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=5, unique=True),
    st.sampled_from(["A1", "B1", "C2", None]),
    st.sampled_from(SERVED),
    st.sampled_from(SERVED),
)
def test_languages_written_by_us_are_read_back_in_any_language(
    codes: list[str], level: str | None, written: str, lang: str
) -> None:
    typed = ", ".join(f"{formats.language(code, written)} {level or ''}" for code in codes)
    assert languages(typed, lang) == tuple((code, level) for code in codes)
