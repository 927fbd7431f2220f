"""Of the options of a choice the one that is meant is taken; doubt, denial and "as I said" choose none of them."""

import pytest

from dialogs.options import concepts
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading
from dialogs.reading import read
from domain.messages import Text
from tests.dialogs.test_said import TODAY


def options(name: str, *ids: str) -> tuple[Option, ...]:
    return tuple(Option(one, Text(f"{name}.option.{one}")) for one in ids)


MONEY = Question(key="money", kind="choice", text=Text("enquiry.money.ask"),
                 options=options("enquiry.money", "grant", "employer", "own", "unknown"))  # fmt: skip
EMPLOYER = Question(key="employer", kind="choice", text=Text("enquiry.employer.ask"),
                    options=options("enquiry.employer", "agrees", "knows", "not_yet", "none"))  # fmt: skip
TOGETHER = Question(key="together", kind="choice", text=Text("enquiry.together.ask"), unit="people",
                    options=options("enquiry.together", "alone", "group"))  # fmt: skip
OBSTACLES = Question(
    key="obstacles", kind="choices", text=Text("enquiry.obstacles.ask"), least=0, optional=True,
    options=options("enquiry.obstacles", "language", "money", "time", "employer", "childcare", "health", "admin"),
)  # fmt: skip
PEOPLE = Question(key="client_groups", kind="choices", text=Text("profile.client_groups.ask"), most=5,
                  options=tuple(concepts(["children", "families", "young-people", "refugee-women"])))  # fmt: skip


def answer(question: Question, words: str, lang: str, proposed: tuple[str, ...] = ()) -> object:
    return read(question, Given(words=words), Reading(lang, TODAY, proposed))


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "havent got a clue, is there any funding for brits?"), ("en", "no idea, a grant perhaps?"),
     ("es", "ni idea, una beca o algo habra no?"), ("es", "erasmus creo q hay algo no?"), ("de", "selber hob i ka göd"),
     ("de", "bezahlung weiß ich noch nicht"), ("de", "sicher nicht aus eigener tasche"), ("fr", "surtout pas de ma poche hein"),
     ("nl", "geen flauw idee, kan da met een beurs?"), ("nl", "zeker niet uit eigen zak"), ("it", "boh, magari una borsa?"),
     ("it", "di tasca mia no di certo")],
)  # fmt: skip
def test_doubt_about_money_is_not_known_yet(lang: str, words: str) -> None:
    assert answer(MONEY, words, lang) == "unknown"


@pytest.mark.parametrize(
    ("lang", "words", "option"),
    [("en", "a grant please", "grant"), ("en", "probably a grant", "grant"), ("en", "out of my own pocket", "own"),
     ("en", "no, my employer pays", "employer"), ("en", "the boss won't pay, I pay myself", "own"),
     ("es", "yo no, mi empresa", "employer"),
     ("fr", "avec une bourse sinon mon employeur", "grant"), ("nl", "een beurs, anders mijn werkgever", "grant"),
     ("it", "una borsa, altrimenti pago io", "grant"), ("de", "der Arbeitgeber zahlt nicht, also ich selbst", "own"),
     ("fr", "2", "employer")],
)  # fmt: skip
def test_who_names_how_it_is_paid_is_taken_at_their_word(lang: str, words: str, option: str) -> None:
    assert answer(MONEY, words, lang) == option


def test_a_question_that_names_no_way_to_pay_is_no_answer() -> None:
    with pytest.raises(NotAnAnswer):
        answer(MONEY, "who are you?", "en")


@pytest.mark.parametrize(
    ("lang", "words", "option"),
    [("es", "la jefa lo sabe y le parece bien, a medias", "knows"),
     ("de", "mei chefin woaß scho, oba so richtig ja gsogt hots no ned", "knows"),
     ("de", "sie überlegt no", "knows"), ("fr", "ma chef est au courant mais elle doit encore voir avec le CA", "knows"),
     ("it", "ci deve ancora pensare", "knows"), ("de", "na, des sag i eam erst wenns fix is", "not_yet"),
     ("nl", "moet ik nog vragen eigenlijk, mag dat niet?", "not_yet"), ("en", "i'll tell them when it's certain", "not_yet"),
     ("nl", "ja da baas vindt da prima", "agrees"), ("fr", "oui elle est d'accord", "agrees"), ("en", "she agrees", "agrees")],
)  # fmt: skip
def test_what_an_employer_says_is_taken_as_far_as_it_goes(lang: str, words: str, option: str) -> None:
    assert answer(EMPLOYER, words, lang) == option


@pytest.mark.parametrize(
    ("lang", "words", "option"),
    [("de", "allanig, sonst wirds z kompliziert", "alone"), ("es", "sola, mi compi se raja", "alone"),
     ("en", "alone, my mate can't come", "alone"),
     ("fr", "toute seule, ma collègue ne peut pas", "alone"), ("nl", "alleen, mijn collega kan niet mee", "alone"),
     ("it", "da sola, la collega non può", "alone"), ("fr", "avec ma chef", "group"),
     ("de", "meine kollegin kommt mit", "group")],
)  # fmt: skip
def test_who_drops_out_does_not_come_along(lang: str, words: str, option: str) -> None:
    assert answer(TOGETHER, words, lang) == option


def test_who_is_only_consulted_does_not_come_along() -> None:
    with pytest.raises(NotAnAnswer):
        answer(TOGETHER, "ma chef est au courant mais elle doit encore voir avec le CA", "fr")


@pytest.mark.parametrize(
    ("lang", "words", "found"),
    [("nl", "mijn frans misschien, en de kinderen thuis", ["language", "childcare"]),
     ("de", "eigentlich nix, höchstens das italienisch", ["language"]),
     ("de", "s göd, und i hob an hund daham", ["money"]),
     ("nl", "niks eigenlijk, behalve da m'n contract in december afloopt", ["employer"]),
     ("fr", "rien sauf l'argent", ["money"]), ("en", "nothing really, but my kids", ["childcare"]),
     ("es", "nada salvo dinero", ["money"]),
     ("it", "niente tranne i soldi", ["money"]), ("en", "nothing", None), ("nl", "nee hoor, niks", None)],
)  # fmt: skip
def test_what_stands_in_the_way_is_heard_also_behind_a_nothing_but(
    lang: str, words: str, found: list[str] | None
) -> None:
    assert answer(OBSTACLES, words, lang) == found


@pytest.mark.parametrize(
    ("lang", "words"), [("es", "las q te dije"), ("en", "the ones I told you"), ("fr", "comme j'ai dit")]
)
def test_people_are_never_chosen_by_a_weak_likeness(lang: str, words: str) -> None:
    with pytest.raises(NotAnAnswer):
        answer(PEOPLE, words, lang, ("children", "families"))


@pytest.mark.parametrize(("lang", "words"), [("de", "a jugendliche, sonst passts"), ("en", "young people too"),
                                             ("it", "anche i giovani"),
                                             ("es", "o jóvenes")])  # fmt: skip
def test_those_who_come_on_top_stand_beside_those_proposed(lang: str, words: str) -> None:
    assert answer(PEOPLE, words, lang, ("children", "families")) == ["children", "families", "young-people"]
