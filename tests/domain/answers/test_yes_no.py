"""Yes and no in six languages, with the words people really use."""

import pytest

from domain.answers import NotUnderstood
from domain.answers.yes_no import yes_no


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("yes", "en"),
        ("Yep!", "en"),
        ("yes, but only by e-mail", "en"),
        ("well yes", "en"),
        ("no problem", "en"),
        ("why not", "en"),
        ("Oui !", "fr"),
        ("o", "fr"),
        ("d’accord", "fr"),
        ("euh oui", "fr"),
        ("pas de problème", "fr"),
        ("jazeker", "nl"),
        ("ja hoor", "nl"),
        ("klopt", "nl"),
        ("natürlich", "de"),
        ("Jawohl", "de"),
        ("j", "de"),
        ("sí", "es"),
        ("claro que sí", "es"),
        ("vale", "es"),
        ("sì", "it"),
        ("va bene", "it"),
        ("certo", "it"),
        ("👍", "en"),
        ("👍🏽", "fr"),
        ("ok 👍", "nl"),
        ("oui", "en"),
        ("ja", "fr"),
    ],
)
def test_a_yes_is_understood(raw: str, lang: str) -> None:
    assert yes_no(raw, lang) is True


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("no", "en"),
        ("nope", "en"),
        ("not yet", "en"),
        ("I don't", "en"),
        ("I think no", "en"),
        ("n", "en"),
        ("Non merci", "fr"),
        ("pas encore", "fr"),
        ("bien sûr que non", "fr"),
        ("nee hoor", "nl"),
        ("nog niet", "nl"),
        ("nein", "de"),
        ("noch nicht", "de"),
        ("leider nicht", "de"),
        ("todavía no", "es"),
        ("no, gracias", "es"),
        ("non ancora", "it"),
        ("no grazie", "it"),
        ("👎", "it"),
        ("nein", "en"),
        ("no", "de"),
    ],
)
def test_a_no_is_understood(raw: str, lang: str) -> None:
    assert yes_no(raw, lang) is False


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("maybe", "en", "yes-no"),
        ("no idea", "en", "yes-no"),
        ("I don't know", "en", "yes-no"),
        ("je ne sais pas", "fr", "yes-no"),
        ("geen idee", "nl", "yes-no"),
        ("keine Ahnung", "de", "yes-no"),
        ("no lo sé", "es", "yes-no"),
        ("non so", "it", "yes-no"),
        ("hello", "en", "yes-no"),
        ("in May", "fr", "yes-no"),
        ("yes and no", "en", "yes-no"),
        ("well yes or rather no", "en", "ambiguous"),
        ("👍👎", "en", "ambiguous"),
    ],
)
def test_neither_yes_nor_no_is_asked_again(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        yes_no(raw, lang)
    assert refused.value.code == code


def test_the_beginning_of_a_sentence_is_no_consent() -> None:
    assert yes_no("I will", "en")
    with pytest.raises(NotUnderstood):
        yes_no("I will send a file", "en")
