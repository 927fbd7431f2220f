"""Who somebody is, in their own words: a trade or a trouble at work makes a trainee, a generic word chooses nothing."""

from contextlib import suppress

import pytest

from dialogs import role
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading
from dialogs.reading import read
from domain.messages import Text
from tests.dialogs.test_said import TODAY

SAID = [
    ("en", "I teach", "trainee"),
    ("en", "I'd be the one travelling", "trainee"),
    ("en", "our residents keep falling at night", "trainee"),
    ("en", "we are a school that receives visitors", "host"),
    ("en", "I run a company and want to send my staff", "employer"),
    ("en", "I work in care and want to go to Spain with my boss", "trainee"),
    ("fr", "je travaille dans les soins, j'aimerais aller en Italie avec ma cheffe", "trainee"),
    ("nl", "werk in de zorg, wil naar spanje in mei met mijn baas", "trainee"),
    ("de", "ich arbeite in der pflege und will nach holland, im juni mit meiner chefin", "trainee"),
    ("es", "trabajo en cuidados y quiero ir a italia con mi jefa", "trainee"),
    ("it", "lavoro nell'assistenza e vorrei andare in spagna con il mio capo", "trainee"),
    ("de", "ich bin die chefin", "employer"),
    ("de", "meine chefin hat gesagt, ich soll mich melden", ""),
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
    ("fr", "je suis éducatrice en maison d'accueil et jvoudrais aller voir ailleurs comment ils font", "trainee"),
    ("fr", "je n'accueille personne moi, je veux aller visiter", "trainee"),
    ("es", "soy educadora en una casa de acogida y quiero ver como lo hacen fuera", "trainee"),
    ("it", "lavoro in un centro di accoglienza per migranti", "trainee"),
    ("it", "accogliamo tirocinanti", "host"),
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


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "my boss and I"), ("fr", "avec ma cheffe"), ("nl", "met mijn leidinggevende"), ("de", "mit meiner Chefin"),
     ("es", "con mi directora"), ("it", "con il mio direttore")],
)  # fmt: skip
def test_who_has_a_boss_is_not_one(lang: str, words: str) -> None:
    roles = tuple(Option(one, Text(f"welcome.role.option.{one}")) for one in ("trainee", "host", "employer"))
    question = Question(key="role", kind="choice", text=Text("welcome.role.ask"), options=roles, who=True)
    with suppress(NotAnAnswer):
        assert read(question, Given(words=words), Reading(lang, TODAY)) == "trainee"
