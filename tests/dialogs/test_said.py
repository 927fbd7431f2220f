"""What people type instead of pressing a button is understood in every language."""

from datetime import date

import pytest

from dialogs import said
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading, picked
from dialogs.reading import IN_WORDS, UNSURE, read
from domain.language import SERVED
from domain.messages import Text
from domain.vocabulary import vocabulary
from locales import catalogue

TODAY = date(2027, 1, 11)


def choice(name: str, *ids: str, kind: str = "choice", **more: object) -> Question:
    options = tuple(Option(one, Text(f"{name}.option.{one}")) for one in ids)
    return Question(key=name.rsplit(".", 1)[-1], kind=kind, text=Text(f"{name}.ask"), options=options, **more)


def answer(question: Question, words: str, lang: str) -> object:
    return read(question, Given(words=words), Reading(lang, TODAY))


CONSENT = choice("welcome.consent", "agree", "more", "no")
TOGETHER = choice("enquiry.together", "alone", "group")
EMPLOYER = choice("enquiry.employer", "agrees", "knows", "not_yet", "none")
MONEY = choice("enquiry.money", "grant", "employer", "own", "unknown")
OBSTACLES = choice("enquiry.obstacles", "language", "money", "time", kind="choices", least=0, optional=True)
DAYS = Question(key="days", kind="number", text=Text("enquiry.days.ask"), least=1, most=60, unit="days")
SCALE = Question(key="today", kind="number", text=Text("goals.goal.today.ask"), least=0, most=10)
NAME = Question(key="name", kind="text", text=Text("profile.name.ask"), most=80, bare=True)


def test_every_list_names_a_text_that_exists_and_speaks_every_language() -> None:
    lists = vocabulary("said")
    for table in ("yes", "no", "asking"):
        assert all(catalogue.has(key) for key in lists[table]["options"].split())
    for key, entry in lists.items():
        if key not in ("yes", "no", "asking"):
            assert set(entry) == set(SERVED), key
        if "." in key:
            assert catalogue.has(key), key


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "je ne suis pas d'accord"), ("de", "ich bin nicht einverstanden"), ("nl", "ik ga niet akkoord"),
     ("en", "I do not agree"), ("es", "no acepto"), ("it", "non accetto")],
)  # fmt: skip
def test_a_refusal_is_never_taken_for_consent(lang: str, words: str) -> None:
    assert answer(CONSENT, words, lang) == "no"


@pytest.mark.parametrize(("lang", "words"), [("fr", "oui mais qui voit ça ?"), ("de", "Warum?"), ("it", "perché?")])
def test_a_question_at_the_consent_is_no_consent(lang: str, words: str) -> None:
    assert answer(CONSENT, words, lang) == "more"


@pytest.mark.parametrize(
    ("question", "lang", "words", "meant"),
    [(TOGETHER, "fr", "toute seule", "alone"), (TOGETHER, "nl", "in m'n eentje", "alone"),
     (TOGETHER, "de", "zu zweit mit meiner Kollegin", "group"), (EMPLOYER, "fr", "il sait mais il a pas encore dit oui", "knows"),
     (EMPLOYER, "it", "non lo sa ancora", "not_yet"), (EMPLOYER, "en", "no", "not_yet"), (MONEY, "de", "Erasmus", "grant"),
     (MONEY, "fr", "aucune idée", "unknown"), (CONSENT, "en", "yep sure", "agree"), (TOGETHER, "es", "la segunda", "group")],
)  # fmt: skip
def test_an_option_is_understood_by_other_words(question: Question, lang: str, words: str, meant: str) -> None:
    assert answer(question, words, lang) == meant


def test_all_the_obstacles_of_a_sentence_are_kept() -> None:
    assert answer(OBSTACLES, "die Sprache und mein Dienstplan", "de") == ["language", "time"]


@pytest.mark.parametrize(("lang", "words"), [("en", "nothing"), ("fr", "non merci"), ("es", "nada"), ("it", "non so")])
def test_nothing_leaves_out_what_may_be_left_out(lang: str, words: str) -> None:
    assert answer(OBSTACLES, words, lang) is None


@pytest.mark.parametrize(
    ("lang", "words", "days"),
    [("fr", "une petite semaine", 5), ("nl", "twee weken", 10), ("en", "a week", 5), ("de", "3", 3)],
)
def test_a_week_is_five_working_days(lang: str, words: str, days: int) -> None:
    assert answer(DAYS, words, lang) == days


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("fr", "Je m’appelle Zoé Martin", "Zoé Martin"), ("de", "Ich heiße Lena Groß.", "Lena Groß"),
     ("nl", "Inge Peeters", "Inge Peeters"),
     ("it", "sono", "sono")],
)  # fmt: skip
def test_what_stands_before_a_name_is_no_part_of_it(lang: str, words: str, kept: str) -> None:
    assert answer(NAME, words, lang) == kept


def test_who_does_not_know_is_encouraged_and_who_only_says_ok_is_asked_for_words() -> None:
    with pytest.raises(NotAnAnswer) as refused:
        answer(DAYS, "je ne sais pas", "fr")
    assert refused.value.text == UNSURE
    with pytest.raises(NotAnAnswer) as refused:
        answer(NAME, "ok", "nl")
    assert refused.value.text == IN_WORDS


def test_a_number_points_at_an_option_only_in_a_few_words() -> None:
    assert said.number("the second one", "en") == 2
    assert said.number("2 ou 3", "fr") is None
    assert said.number("the second time that we all went there together", "en") is None


@pytest.mark.parametrize(("words", "number"), [("3/10", 3), ("about 7 / 10", 7), ("10/10", 10), ("4", 4)])
def test_a_mark_out_of_ten_is_a_number(words: str, number: int) -> None:
    assert answer(SCALE, words, "en") == number


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "3 out of 10"), ("en", "three out of ten"), ("en", "about 3 out of 10."), ("de", "3 von 10"), ("fr", "3 sur 10"),
     ("fr", "trois sur dix"), ("nl", "3 van de 10"), ("nl", "3 op 10"), ("es", "3 de 10"), ("it", "3 su 10")],
)  # fmt: skip
def test_a_mark_out_of_ten_in_words_is_a_number_in_every_language(lang: str, words: str) -> None:
    assert answer(SCALE, words, lang) == 3


@pytest.mark.parametrize(
    "words", ["3 or 10", "between 3 and 10", "3 to 10", "3 out of 5", "12 out of 10", "3.5 out of 10"]
)
def test_two_numbers_that_are_no_mark_are_asked_again(words: str) -> None:
    with pytest.raises(NotAnAnswer):
        answer(SCALE, words, "en")


@pytest.mark.parametrize(
    ("lang", "words", "numbers"),
    [("en", "2 and 3", [2, 3]), ("en", "I like the first and the third", [1, 3]), ("fr", "2 et 3", [2, 3]),
     ("fr", "j'aime le 1 et le 3", [1, 3]), ("nl", "nummers 1 en 3 graag", [1, 3]), ("de", "die erste und die dritte", [1, 3]),
     ("de", "1 und 2 gefallen mir", [1, 2]), ("es", "me gustan el 1 y el 3", [1, 3]), ("it", "il primo e il terzo", [1, 3]),
     ("en", "1, 3", [1, 3]), ("en", "two and three", [2, 3]), ("en", "the second one", [2]),
     ("en", "not 1 and 2", []), ("en", "2 or 3", []), ("fr", "pas le 1 et le 2", []), ("de", "1 oder 2", []), ("en", "1-3", [])],
)  # fmt: skip
def test_an_answer_that_only_points_at_numbers_is_read(lang: str, words: str, numbers: list[int]) -> None:
    assert said.numbers_of(words, lang) == numbers


@pytest.mark.parametrize(
    ("lang", "words", "days"),
    [("en", "Spain, in May, 5 days", 5), ("fr", "en Espagne, en mai, cinq jours", 5), ("nl", "Spanje in mei, een week", 5),
     ("de", "Spanien, im Mai, fünf Tage", 5), ("es", "España, en mayo, dos semanas", 10), ("it", "Spagna, 3 giorni", 3),
     ("en", "Spain, 5 May", None), ("en", "two countries", None), ("it", "Italia", None)],
)  # fmt: skip
def test_days_are_heard_before_a_word_for_them(lang: str, words: str, days: int | None) -> None:
    assert said.days(words, lang) == days


def test_a_fraction_of_something_else_is_still_unclear() -> None:
    with pytest.raises(NotAnAnswer):
        answer(DAYS, "3/10", "en")


def test_languages_proposed_by_a_button_come_back_as_they_were() -> None:
    known = [["fr", "C1"], ["nl", None]]
    pick = Option(picked(known), Text("cv.differs.take"))
    question = Question(key="languages", kind="languages", text=Text("cv.languages.ask"), picks=(pick,))
    assert read(question, Given(option=pick.id), Reading("en", TODAY)) == known
