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
