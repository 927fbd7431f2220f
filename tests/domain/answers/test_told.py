"""What a text tells of the journey in passing is no part of what it says of the work."""

import pytest

from domain.answers import told


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        ("en", "The boys fight every evening. In September two of us would love to see how they do it in Finland",
         "The boys fight every evening."),
        ("fr", "L'équipe est épuisée. J'aimerais voir autre chose au Québec ou en Espagne en mai.", "L'équipe est épuisée."),
        ("nl", "onze jongeren lopen vaak weg. ik wil in mei met twee collega's drie dagen weg, liefst denemarken",
         "onze jongeren lopen vaak weg."),
        ("de", "Das Team ist am Ende. Im Mai will ich mit zwei Kolleginnen los, drei Tage, am liebsten Finnland",
         "Das Team ist am Ende."),
        ("es", "los chicos se pelean cada tarde. en mayo queremos ir a Italia con dos compañeras, tres días",
         "los chicos se pelean cada tarde."),
        ("it", "I ragazzi scappano di notte. A maggio vorremmo andare in Spagna con due colleghe!", "I ragazzi scappano di notte."),
        ("en", "Many of our families come from Syria. They arrive in May.",
         "Many of our families come from Syria. They arrive in May."),
        ("en", "In May two of us want to go to Finland", "In May two of us want to go to Finland"),
    ],
)  # fmt: skip
def test_what_is_told_of_the_journey_is_left_out(lang: str, text: str, left: str) -> None:
    assert told.without_journey(text, lang) == left
