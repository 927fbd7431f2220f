"""What an answer is against is told from what it is for."""

import pytest

from domain.answers import sides
from domain.answers.cleaning import words

NAMES = {"sport", "music", "musique", "musik", "musica", "deporte", "muziek", "parents", "eltern"}


def against(raw: str, lang: str) -> tuple[str, ...]:
    parts = sides.clauses(raw, lang, lambda text: NAMES & set(words(text)))
    return tuple(word for part in parts if part.against for word in words(part.text))


@pytest.mark.parametrize(
    ("lang", "raw", "gone"),
    [
        ("en", "not sport", ("sport",)), ("en", "sport is wrong, music is right", ("sport",)), ("en",
        "no sport and no music", ("sport", "music")),
        ("en", "neither sport nor music", ("sport", "music")), ("en", "everything but sport", ("sport",)),
        ("fr", "pas le sport", ("sport",)), ("fr", "le sport ne va pas", ("sport",)), ("fr", "sauf sport et musique",
        ("sport", "musique")),
        ("nl", "sport klopt niet, de rest wel", ("sport",)), ("nl", "sport mag weg", ("sport",)),
        ("de", "das mit Sport passt nicht", ("sport",)), ("de", "Sport raus", ("sport",)), ("de", "Sport nicht, aber Musik",
        ("sport",)),
        ("es", "el deporte no", ("deporte",)), ("es", "quite el deporte", ("deporte",)),
        ("it", "lo sport è sbagliato", ("sport",)), ("it", "niente sport", ("sport",)), ("it", "tutto tranne lo sport", ("sport",)),
    ],
)  # fmt: skip
def test_what_is_turned_down_is_told(lang: str, raw: str, gone: tuple[str, ...]) -> None:
    assert against(raw, lang) == gone


@pytest.mark.parametrize(
    ("lang", "raw"),
    [
        ("en", "the parents do not come to meetings"), ("en", "not only sport"), ("en", "why not music?"), ("en", "no 2 and sport"),
        ("en", "how they work without sport"), ("en", "there is no music here"), ("fr", "pas seulement le sport"),
        ("de", "die Eltern kommen nicht zu den Treffen"), ("de", "nicht nur Sport"), ("en", "sport and music"),
    ],
)  # fmt: skip
def test_what_is_only_told_with_a_not_is_not_turned_down(lang: str, raw: str) -> None:
    assert against(raw, lang) == ()


def test_what_may_be_turned_down_is_in_doubt() -> None:
    parts = sides.clauses("never again shall we sing with music", "en", lambda text: NAMES & set(words(text)))
    assert [(part.against, part.doubt) for part in parts] == [(False, True)]


@pytest.mark.parametrize(
    ("lang", "raw", "first"),
    [("de", "lieber im Juni als im Mai", "lieber im Juni"), ("en", "June rather than May", "June"), ("fr", "en mai", "en mai"),
     ("it", "meglio giugno che maggio", "meglio giugno")],
)  # fmt: skip
def test_of_one_rather_than_the_other_the_one_is_meant(lang: str, raw: str, first: str) -> None:
    assert sides.preferred(raw, lang) == first
