"""Countries, towns and languages by their names in six languages."""

from contextlib import suppress

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

# words that a slip would turn into a country, and words of the field
ORDINARY = {
    "en": """
        again autism beige belong bread brain care centre chain child children clinic course create easily elderly fine
        finish francs friend germ grace great grease hungry inland italic jury land leader local malt market
        marines nothing parents pole portal province roma sauna school scene serve service shelter spoon stain street
        sweet swim team united village whales women world youth
    """,
    "fr": """
        accompagnement aidant ancien autruche autonomie bases chaque course crèche croire enfants équipe espace espèce
        étranger foyer fratrie gracieux grève hélas jeunes lettre ligne logement maison malade manifester même monde
        montagne porte prison province quartier service serie soins spectacle suite suivi triste tutelle ville vieux
    """,
    "nl": """
        afdeling begeleiding bejaarden beige boven buiten collega dienst elders engel ergens gezin groep groot
        helaas jongeren keuken kinderen klein leden leiden namen noord opleiding oosten platteland polder poten praat
        prijs project roken school serie spannend stad taal team veranderen vlakbij wensen werk wonen zeden zorg zuiden
        zweten
    """,
    "de": """
        ambulant antworten ausland beginnen berge betreuung dorf einrichtung familie fremd ganze genug gruppe
        heim helfen inland irgend jugend karten kinder klinik land leiden leider leuten nahe namen natur
        norden ort osten pflege rat schliessen schweben schweigen schule serie service sommer spannen stadt
        süden unrecht warm wegen weit wohnen
    """,
    "es": """
        abuelos albergue alegre apenas ayuda barrio bases casa centro chica cerca ciudad colonia corre creatividad crece
        espada espejo espina equipo familia francamente granja gracia gracias guarda hogar idioma infancia jóvenes lejos
        madre marte mayores moderna montaña mundo niños norte ponen proyecto pueblo residencia romana salud serie
        servicio sucia suena sur taller tarta turno vecinos violencia
    """,
    "it": """
        abitare accanto anziani asilo bambini breve casa centro certa città comunità corsa crede distretto famiglia fede
        fuori genere giovani grazie gruppo lavoro lingua lontano malata malattia marte minori moderna mondo montagna
        nord paese persone porto quartiere romano salute scena scuola serie servizio siede simile storia strada sud
        tenda titolo treno turno ufficio vicino violenza vita
    """,
}


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
        ("Irland oder Nordirland", "de", ("IE", "GB")),
        ("Portugual", "en", ("PT",)),
        ("Germny, Itally", "en", ("DE", "IT")),
        ("Espagne, ES, Spain", "fr", ("ES",)),
    ],
)
def test_countries_are_read_in_order_and_once(raw: str, lang: str, codes: tuple[str, ...]) -> None:
    assert countries(raw, lang) == codes


@pytest.mark.parametrize(
    ("raw", "lang", "codes"),
    [
        ("la Belgiqe et l'Espange", "fr", ("BE", "ES")),
        ("belgiun or spain", "en", ("BE", "ES")),
        ("Itallie, Portugl", "fr", ("IT", "PT")),
        ("Östereich oder die Schweitz", "de", ("AT", "CH")),
        ("Spanje of Portugall", "nl", ("ES", "PT")),
        ("Alemaña o Bélguica", "es", ("DE", "BE")),
        ("forse la Itlaia o la Gremania", "it", ("IT", "DE")),
        ("Czec republic or the Netherlnds", "en", ("CZ", "NL")),
        ("Pays bass ou Royaume unis", "fr", ("NL", "GB")),
        ("Brasil, Cannada", "en", ("BR", "CA")),
        ("a small town in Barcellonna or Scandinvia", "en", ("ES", "DK", "NO", "SE")),
    ],
)
def test_a_slip_is_forgiven_wherever_the_name_stands(raw: str, lang: str, codes: tuple[str, ...]) -> None:
    assert countries(raw, lang) == codes


@pytest.mark.parametrize(
    ("raw", "lang", "codes"),
    [
        ("Barcelona", "en", ("ES",)),
        ("in Catalonia", "en", ("ES",)),
        ("somewhere around Lyon", "en", ("FR",)),
        ("north of Italy", "en", ("IT",)),
        ("Bruxelles ou Gand", "fr", ("BE",)),
        ("vicino a Roma", "it", ("IT",)),
        ("Roma families in Romania", "en", ("RO",)),
        ("Nice", "fr", ("FR",)),
        ("bei Mailand oder in Wien", "de", ("IT", "AT")),
        ("Skandinavien", "de", ("DK", "NO", "SE")),
        ("the Benelux", "en", ("BE", "NL", "LU")),
        ("the Balkans", "en", ("AL", "BA", "BG", "HR", "ME", "MK", "RO", "RS", "SI", "XK")),
        ("Europe de l'Est", "fr", ("BG", "CZ", "HU", "PL", "RO", "SK")),
        ("Europa del sur", "es", ("CY", "ES", "GR", "IT", "MT", "PT")),
    ],
)
def test_a_town_or_region_stands_for_its_countries(raw: str, lang: str, codes: tuple[str, ...]) -> None:
    assert countries(raw, lang) == codes


@pytest.mark.parametrize("lang", SERVED)
def test_no_ordinary_word_is_a_country_with_a_slip(lang: str) -> None:
    words = ORDINARY[lang].split()
    read = {}
    for text in (*words, *(" ".join(words[at : at + 8]) for at in range(0, len(words), 8))):
        with suppress(NotUnderstood):
            read[text] = countries(text, lang)
    assert not read


@given(st.sampled_from(EUROPE), st.sampled_from(SERVED), st.integers(1, 30))
def test_two_letters_swapped_inside_a_name_are_swapped_back_or_left(code: str, lang: str, at: int) -> None:
    name = formats.country(code, lang)
    at = 1 + at % max(1, len(name) - 2)
    slip = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    with suppress(NotUnderstood):
        assert countries(f"{slip} ...", lang) == (code,)


def test_a_name_between_two_countries_is_not_guessed() -> None:
    with pytest.raises(NotUnderstood, match="country"):
        countries("Slovania", "en")


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
        ("anywhere exept Frnce", "en", "country-except"),
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


@pytest.mark.parametrize(
    ("raw", "lang"),
    [("the country doesn't matter", "en"), ("not fussed", "en"), ("tant pis pour le pays, peu importe", "fr"),
     ("le pays m'est égal", "fr"), ("maakt me niet uit welk land", "nl"), ("kan me niet schelen", "nl"),
     ("das ist mir halt egal", "de"), ("egal welches Land", "de"), ("el país no importa", "es"), ("me da lo mismo", "es"),
     ("il paese non importa", "it"), ("per me è uguale", "it")],
)  # fmt: skip
def test_who_does_not_mind_where_goes_anywhere(raw: str, lang: str) -> None:
    assert countries(raw, lang) == ()
