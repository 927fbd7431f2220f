"""Who somebody is, in their own words: a trade or a trouble at work makes a trainee, a generic word chooses nothing."""

import pytest

from dialogs import role

SAID = [
    ("en", "I teach", "trainee"),
    ("en", "I'd be the one travelling", "trainee"),
    ("en", "our residents keep falling at night", "trainee"),
    ("en", "we are a school that receives visitors", "host"),
    ("en", "I run a company and want to send my staff", "employer"),
    ("fr", "je bosse comme éduc en mecs… j'aimerais voir ailleurs en mai toute seule", "trainee"),
    ("fr", "on accueille des stagiaires", "host"),
    ("nl", "ik ben orthopedagoog en werk in een mpi in Gent", "trainee"),
    ("nl", "ik wil gaan kijken in het buitenland", "trainee"),
    ("nl", "ik stuur mijn medewerkers", "employer"),
    ("de", "bin altenpflegerin, ich möcht selber reisen", "trainee"),
    ("de", "ich bin Erzieher", "trainee"),
    ("de", "wir nehmen Gäste auf", "host"),
    ("es", "los chavales faltan a clase", "trainee"),
    ("es", "recibimos participantes", "host"),
    ("it", "buonasera, lavoro in una rsa a Napoli come oss", "trainee"),
    ("it", "non sono un datore di lavoro, sono un oss e voglio fare una visita", "trainee"),
]


@pytest.mark.parametrize(("lang", "words", "meant"), SAID)
def test_who_somebody_is_is_read_in_their_own_words(lang: str, words: str, meant: str) -> None:
    assert role.meant(words, lang) == meant


@pytest.mark.parametrize(
    ("lang", "words"), [("it", "lavoro"), ("nl", "werk"), ("de", "Arbeit"), ("en", "work"), ("fr", "travail")]
)
def test_a_word_that_only_says_that_somebody_works_chooses_nothing(lang: str, words: str) -> None:
    assert role.meant(words, lang) == ""
    assert role.without_generic(words, lang) == ""
