"""Of a name only the name is kept, whatever people write around it."""

import pytest

from domain.answers import NotUnderstood
from domain.answers.names import bare_name


@pytest.mark.parametrize(
    ("what", "lang", "words", "kept"),
    [
        ("person", "en", "Sarah Oakes, Leeds", "Sarah Oakes"), ("person", "fr", "Mme Sabrina Le Goff", "Sabrina Le Goff"),
        ("person", "de", "i bin die Heike Brandl", "Heike Brandl"), ("person", "it", "Giulia, Bologna", "Giulia"),
        ("person", "nl", "Jan van der Berg", "Jan van der Berg"), ("person", "en", "Oakes, Sarah", "Oakes, Sarah"),
        ("person", "es", "Ana García López", "Ana García López"), ("person", "en", "April Smith", "April Smith"),
        ("town", "de", "aus Rosenheim", "Rosenheim"), ("town", "nl", "in Gent", "Gent"),
        ("town", "fr", "La Louvière", "La Louvière"),
        ("town", "es", "de Vigo", "Vigo"), ("town", "es", "A Coruña", "A Coruña"), ("town", "nl", "Den Haag", "Den Haag"),
        ("town", "en", "48.85,2.35", "48.85,2.35"), ("town", "fr", "1000 Bruxelles", "1000 Bruxelles"),
        ("town", "nl", "ja mechelen", "mechelen"), ("town", "de", "linz, hab ich doch gesagt", "linz"),
        ("town", "de", "nur linz", "linz"),
        ("town", "it", "bologna, l'ho già detto", "bologna"), ("town", "es", "sí, Vigo", "Vigo"),
        ("town", "fr", "oui Mons", "Mons"),
        ("town", "en", "yes, Leeds, told you", "Leeds"),
        ("work", "nl", "MPI Sint-Jozef, al 12 jaar", "MPI Sint-Jozef"), ("work", "en", "nurse, 14 years now", "nurse"),
        ("work", "de", "Pflegehelferin, äh nein Wohnbereichsleitung", "Wohnbereichsleitung"),
        ("work", "en", "Elmwood House, Elmwood Lane 3", "Elmwood House, Elmwood Lane 3"),
    ],
)  # fmt: skip
def test_of_a_name_only_the_name_is_kept(what: str, lang: str, words: str, kept: str) -> None:
    assert bare_name(words, what, lang) == kept


@pytest.mark.parametrize(("what", "words"), [("person", "25th to 27th Oct"), ("town", "5"), ("person", "12")])
def test_a_figure_is_no_name(what: str, words: str) -> None:
    with pytest.raises(NotUnderstood):
        bare_name(words, what, "en")


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("es", "lucia, lucia marin", "Lucia Marin"), ("it", "neri, chiara neri", "Chiara Neri"),
     ("nl", "els van den berg", "Els van den Berg"),
     ("en", "sarah o'brien", "Sarah O'Brien"),
     ("fr", "jean-pierre le goff", "Jean-Pierre Le Goff"), ("de", "maria von der heide", "Maria von der Heide"),
     ("it", "giulia de luca", "Giulia De Luca"), ("es", "maría de la cruz", "María de la Cruz"),
     ("en", "Jane McDonald", "Jane McDonald")],
)  # fmt: skip
def test_a_name_typed_in_small_letters_gets_its_capitals(lang: str, words: str, kept: str) -> None:
    assert bare_name(words, "person", lang) == kept


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "youth worker, im on a bit of a mixed contract"), ("es", "educadora social, te lo dije ya"),
     ("de", "krankenschwester"),
     ("fr", "éducatrice spécialisée depuis 12 ans"), ("it", "infermiera da 12 anni"), ("es", "trabajo en Murcia de educadora"),
     ("fr", "j'habite Liège mais je bosse à Seraing")],
)  # fmt: skip
def test_words_about_work_are_no_town(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match="town"):
        bare_name(words, "town", lang)


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("nl", "ja gent klopt", "gent"), ("fr", "oui liège c'est ça", "liège"), ("de", "ja graz passt", "graz"),
     ("es", "sí, murcia es correcto", "murcia"),
     ("it", "sì bologna è giusto", "bologna"), ("en", "yes thats right, leeds", "leeds"),
     ("en", "Newcastle upon Tyne", "Newcastle upon Tyne")],
)  # fmt: skip
def test_a_town_that_is_said_to_be_right_is_that_town(lang: str, words: str, kept: str) -> None:
    assert bare_name(words, "town", lang) == kept


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("nl", "verpleegkundige al 12 jaar", "verpleegkundige"), ("fr", "infirmière depuis 2012", "infirmière"),
     ("it", "educatrice da 12 anni", "educatrice"),
     ("es", "educadora social desde hace 8 años", "educadora social"), ("fr", "je viens de le dire, éducatrice", "éducatrice"),
     ("en", "Ward 7", "Ward 7"), ("en", "Just for Kids", "Just for Kids"), ("de", "Gruppe A", "Gruppe A"),
     ("en", "care worker for people over 60", "care worker for people over 60")],
)  # fmt: skip
def test_of_a_work_the_years_are_no_part(lang: str, words: str, kept: str) -> None:
    assert bare_name(words, "work", lang) == kept


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "6 years on and off"), ("es", "pos 8 años, y antes en un centro de dia")]
)
def test_years_alone_are_no_work(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match="work"):
        bare_name(words, "work", lang)


@pytest.mark.parametrize(("lang", "words"), [("nl", "dat is een rusthuis"), ("en", "it's a care home"),
                                             ("de", "das ist ein altersheim"),
                                             ("fr", "c'est une maison de repos"), ("es", "es una residencia"),
                                             ("it", "è una casa di riposo")])  # fmt: skip
def test_words_about_a_place_are_no_address(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match="address"):
        bare_name(words, "address", lang)


@pytest.mark.parametrize(("lang", "words", "kept"), [("fr", "je sais plus le numéro, rue du Pot d'or", "rue du Pot d'or"),
                                                     ("en", "Elmwood Lane 3", "Elmwood Lane 3"),
                                                     ("it", "via Roma", "via Roma")])  # fmt: skip
def test_an_address_is_kept_without_what_is_not_known_of_it(lang: str, words: str, kept: str) -> None:
    assert bare_name(words, "address", lang) == kept
