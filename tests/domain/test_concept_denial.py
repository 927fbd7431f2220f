"""What a host says that it has not is no fact about the host."""

import pytest

from domain import concepts

# language, what a card says, a concept that it says is not there
DENIED = [
    ("en", "We have no psychologist.", "psychologist"),
    ("fr", "Nous n'avons pas de psychologue.", "psychologist"),
    ("nl", "Wij hebben geen eigen psycholoog.", "psychologist"),
    ("de", "Jungen, die ohne ihre Eltern kamen.", "parents"),
    ("es", "Niños sin padres.", "parents"),
    ("it", "Ragazzi senza genitori.", "parents"),
    ("pl", "Nie mamy psychologa.", "psychologist"),
    ("cs", "Nemáme psychologa.", "psychologist"),
    ("ro", "Nu avem psiholog.", "psychologist"),
    ("hu", "Szülők nélkül érkeztek.", "parents"),
]


def told(text: str, lang: str) -> set[str]:
    return {hit.id for hit in concepts.find(text, lang, misspelt=False, broader=True) if hit.told}


@pytest.mark.parametrize(("lang", "text", "concept"), DENIED)
def test_what_a_card_denies_it_does_not_tell(lang: str, text: str, concept: str) -> None:
    assert concept not in told(text, lang)


@pytest.mark.parametrize(("lang", "text", "concept"), DENIED)
def test_a_trainee_may_look_for_what_they_have_not(lang: str, text: str, concept: str) -> None:
    assert concept in {hit.id for hit in concepts.find(text, lang) if hit.told}


@pytest.mark.parametrize(
    ("text", "lang", "concept"),
    [
        ("Pour qu'aucun élève ne décroche.", "fr", "pupils"),
        ("Zodat geen enkele leerling uitvalt.", "nl", "pupils"),
        ("We work without restraint.", "en", "restraint-and-coercion"),
        ("Without hurry. Parents are welcome.", "en", "parents"),
        ("Rien sans toi, les parents le savent.", "fr", "parents"),
    ],
)
def test_what_only_looks_like_a_denial_is_told(text: str, lang: str, concept: str) -> None:
    assert concept in told(text, lang)
