"""What people type about options that are marked already, in six languages."""

from datetime import date

import pytest

from dialogs import marks
from dialogs.options import concepts
from dialogs.questions import NotAnAnswer, Option, Question, Reading
from domain.messages import Text

OTHER = "something_else"
IDS = ("autism", "loneliness", "burnout", "peer-support", "people-with-dementia")
MARKED = ("autism", "loneliness", "burnout")
QUESTION = Question(
    key="understood", kind="choices", text=Text("enquiry.understood.ask"),
    options=(*concepts(IDS), Option(OTHER, Text("enquiry.understood.option.something_else"))), marked=MARKED,
    others=(OTHER, "understood_other"), least=0,
)  # fmt: skip
KEPT, ALL_BUT_FIRST, FIRST_AND_FOURTH = MARKED, ("loneliness", "burnout"), ("autism", "peer-support")
WITH_FOURTH, WITH_OTHER = (*MARKED, "peer-support"), (*MARKED, OTHER)
SAID = {
    "en": {
        "all right": KEPT, "yes": KEPT, "ok thanks": KEPT, "that's right": KEPT, "1 and 4": FIRST_AND_FOURTH,
        "not the first one": ALL_BUT_FIRST,
        "without autism": ALL_BUT_FIRST, "also 4": WITH_FOURTH, "peer support too": WITH_FOURTH,
        "yes, and sleep problems": WITH_OTHER,
        "no, rather sleep problems": (OTHER,), "something else": WITH_OTHER, "no": (OTHER,), "debts": WITH_OTHER,
        "autism and debts": WITH_OTHER, "dementia": (*MARKED, "people-with-dementia"), "autism": ("autism",),
    },
    "fr": {
        "c'est bon": KEPT, "oui": KEPT, "oui c'est juste": KEPT, "1 et 4": FIRST_AND_FOURTH, "pas le premier": ALL_BUT_FIRST,
        "sans l'autisme": ALL_BUT_FIRST, "aussi le 4": WITH_FOURTH, "la pair-aidance aussi": WITH_FOURTH,
        "oui, et les dettes": WITH_OTHER,
        "non, plutôt les dettes": (OTHER,), "autre chose": WITH_OTHER, "non": (OTHER,),
    },
    "nl": {
        "klopt": KEPT, "ja": KEPT, "dat klopt helemaal": KEPT, "1 en 4": FIRST_AND_FOURTH, "niet het eerste": ALL_BUT_FIRST,
        "zonder autisme": ALL_BUT_FIRST, "ook 4": WITH_FOURTH, "ja, en schulden": WITH_OTHER, "nee, eerder schulden": (OTHER,),
        "iets anders": WITH_OTHER, "nee": (OTHER,),
    },
    "de": {
        "weder Autismus noch Burnout": ("loneliness",), "bitte noch Demenz dazu": (*MARKED, "people-with-dementia"),
        "passt so": KEPT, "ja": KEPT, "ja genau": KEPT, "1 und 4": FIRST_AND_FOURTH, "nicht das erste": ALL_BUT_FIRST,
        "ohne Autismus": ALL_BUT_FIRST, "auch 4": WITH_FOURTH, "ja, und Schulden": WITH_OTHER, "nein, eher Schulden": (OTHER,),
        "etwas anderes": WITH_OTHER, "nein": (OTHER,),
    },
    "es": {
        "está bien": KEPT, "sí": KEPT, "todo correcto": KEPT, "1 y 4": FIRST_AND_FOURTH, "no el primero": ALL_BUT_FIRST,
        "sin autismo": ALL_BUT_FIRST, "también el 4": WITH_FOURTH, "sí, y las deudas": WITH_OTHER, "no, más bien deudas": (OTHER,),
        "otra cosa": WITH_OTHER, "no": (OTHER,),
    },
    "it": {
        "va bene così": KEPT, "sì": KEPT, "tutto giusto": KEPT, "1 e 4": FIRST_AND_FOURTH, "non il primo": ALL_BUT_FIRST,
        "senza autismo": ALL_BUT_FIRST, "anche il 4": WITH_FOURTH, "sì, e i debiti": WITH_OTHER, "no, piuttosto i debiti": (OTHER,),
        "qualcos'altro": WITH_OTHER, "no": (OTHER,),
    },
}  # fmt: skip


def read(words: str, lang: str) -> tuple[tuple[str, ...], str]:
    ids, left = marks.read(QUESTION, OTHER, words, MARKED, Reading(lang, date(2027, 1, 11)))
    return tuple(ids), left


@pytest.mark.parametrize("lang", SAID)
def test_typed_words_change_the_marks_as_they_say(lang: str) -> None:
    wrong = {words: found for words, ids in SAID[lang].items() if (found := read(words, lang)[0]) != ids}
    assert wrong == {}


@pytest.mark.parametrize(
    ("words", "left"), [("something else", False), ("6", False), ("no", False), ("debts", True), ("1", False)]
)
def test_only_words_that_say_something_are_kept_for_something_else(words: str, left: bool) -> None:
    assert bool(read(words, "en")[1]) is left


@pytest.mark.parametrize("words", ["9", "what is that?", "I don't know"])
def test_what_says_nothing_about_the_marks_is_asked_again(words: str) -> None:
    with pytest.raises(NotAnAnswer):
        read(words, "en")


RIGHT_OR_WRONG = {
    "en": {
        "autism is wrong, and the loneliness one too, rest is fine": "b", "lose the burnout one, other two are spot on": "al",
        "autism is wrong, but loneliness too": "lb", "drop something else": "alb",
        "not autism and not burnout, the rest is right": "l", "please take away autism, that's wrong. Burnout is right": "lb",
        "everything except autism": "lb", "dementia is wrong": "alb", "no dementia": "alb",
        "also peer support but not autism": "lbp",
        "no burnout, that is for staff. rest ok": "al",
        "only burnout": "b", "not only burnout, peer support as well": "albp", "burnout has nothing to do with it": "al",
    },
    "fr": {
        "l'autisme est faux, et la solitude aussi, le reste est bon": "b",
        "tout est bon sauf l'autisme": "lb", "l'autisme ne va pas": "lb", "pas l'autisme ni la solitude": "b",
        "pas de démence": "alb",
        "oui mais pas l'autisme": "lb", "enlevez l'autisme svp, le reste est juste": "lb",
    },
    "nl": {
        "autisme is fout en eenzaamheid ook": "b", "autisme niet, enkel eenzaamheid": "l",
        "klopt, behalve dementie": "alb", "alles klopt behalve autisme": "lb", "autisme klopt niet": "lb", "autisme mag weg": "lb",
        "niet autisme, de rest klopt": "lb", "eenzaamheid en autisme zijn fout": "b",
    },
    "de": {
        "Autismus ist falsch, Einsamkeit auch, der Rest passt": "b",
        "das mit Autismus passt nicht, sonst alles richtig": "lb", "das mit ADHS passt nicht, sonst alles richtig": "alb",
        "Autismus stimmt nicht, der Rest passt": "lb", "alles außer Autismus": "lb", "Autismus raus": "lb",
        "passt, bis auf Autismus": "lb",
    },
    "es": {
        "el autismo está mal, y la soledad también, lo demás bien": "b",
        "todo bien menos el autismo": "lb", "el autismo no, lo demás está bien": "lb", "lo del autismo está mal": "lb",
        "ni autismo ni soledad": "b", "quite el autismo por favor": "lb",
    },
    "it": {
        "l'autismo è sbagliato, e la solitudine anche, il resto va bene": "b", "tutto tranne qualcos'altro": "alb",
        "tutto giusto tranne l'autismo": "lb", "l'autismo non c'entra, il resto va bene": "lb", "né autismo né solitudine": "b",
        "tolga l'autismo": "lb", "non si tratta di demenza": "alb", "va bene ma senza autismo": "lb",
    },
}  # fmt: skip
LETTERS = {
    "a": "autism",
    "l": "loneliness",
    "b": "burnout",
    "p": "peer-support",
    "d": "people-with-dementia",
    "o": OTHER,
}


@pytest.mark.parametrize("lang", RIGHT_OR_WRONG)
def test_what_is_called_wrong_is_taken_away_and_the_rest_stays(lang: str) -> None:
    expected = {words: {LETTERS[one] for one in letters} for words, letters in RIGHT_OR_WRONG[lang].items()}
    found = {words: set(read(words, lang)[0]) for words in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "I would love to see how they work with people who have autism and how the residents can have a say"),
     ("fr", "je voudrais voir comment ils accompagnent l'autisme au quotidien")],
)  # fmt: skip
def test_a_sentence_that_happens_to_name_a_mark_leaves_the_others(lang: str, words: str) -> None:
    assert set(MARKED) <= set(read(words, lang)[0])


def test_a_no_before_what_is_marked_is_asked_back() -> None:
    with pytest.raises(NotAnAnswer):
        read("no, autism", "en")


@pytest.mark.parametrize(
    ("lang", "words", "told"),
    [("en", "the families are missing, the rest is fine", "families"), ("nl", "de gezinnen ontbreken, de rest klopt", "gezinnen"),
     ("es", "falta lo de trabajar con las familias, lo demas bien", "trabajar con las familias"),
     ("es", "las familias tambien, otra cosa no", "las familias"),
     ("de", "die Familien fehlen noch, sonst passt alles", "Familien"),
     ("it", "si giusto, e anche il benessere degli educatori", "il benessere degli educatori"),
     ("fr", "il manque les familles, le reste est bon", "familles"), ("it", "mancano le famiglie, il resto va bene", "famiglie"),
     ("fr", "il manque de la place pour dormir", "il manque de la place pour dormir")],
)  # fmt: skip
def test_what_is_kept_for_something_else_is_what_is_told_without_the_words_that_put_right(
    lang: str, words: str, told: str
) -> None:
    assert read(words, lang) == (WITH_OTHER, told)


IN_AND_OUT = {
    "en": (
        "dementia is missing, autism can go, otherwise fine",
        "autism out and dementia in please",
        "add dementia, drop autism",
    ),
    "fr": (
        "il manque la démence, l'autisme vous pouvez enlever, sinon c'est bon",
        "ajoute la démence, et enlève l'autisme",
    ),
    "nl": ("dementie ontbreekt, autisme mag weg, voor de rest ok", "dementie erbij en autisme eruit"),
    "de": ("Demenz fehlt, Autismus kannst weglassen, sonst passts", "Autismus weg, Demenz dazu"),
    "es": ("falta la demencia, el autismo se puede quitar, por lo demás bien", "añade demencia y quita autismo"),
    "it": ("manca la demenza, l'autismo si può togliere, per il resto va bene", "aggiungi la demenza, togli l'autismo"),
}


@pytest.mark.parametrize("lang", IN_AND_OUT)
def test_one_sentence_takes_out_and_adds(lang: str) -> None:
    expected = {LETTERS[one] for one in "lbd"}
    assert [words for words in IN_AND_OUT[lang] if set(read(words, lang)[0]) != expected] == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [("es", "lo del autismo no, eso es de niños. lo demas ta bien"), ("nl", "autisme moet er weer uit da's voor kinderen"),
     ("en", "not autism, that is for kids. rest ok"), ("de", "autismus passt ned, des is für a andere. rest passt"),
     ("fr", "l'autisme non, c'est pour une autre équipe, le reste c'est bon"),
     ("it", "l'autismo no, quello è per un altro centro. il resto va bene")],
)  # fmt: skip
def test_what_is_only_said_of_what_goes_out_is_no_topic(lang: str, words: str) -> None:
    assert read(words, lang) == (ALL_BUT_FIRST, "")


@pytest.mark.parametrize(
    ("lang", "words", "told"),
    [("de", "passt, oba sucht a no dazua", "sucht"), ("de", "Autismus raus und Sucht dazu", "Sucht"),
     ("nl", "schulden erbij, autisme eruit", "schulden"),
     ("it", "autismo no, in Spagna neanche, mancano i debiti", "debiti")],
)  # fmt: skip
def test_a_single_word_that_is_to_come_is_never_lost(lang: str, words: str, told: str) -> None:
    assert read(words, lang)[1] == told


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "summer camps"), ("fr", "les vacances d'été sont trop longues"), ("en", "people from Syria")],
)
def test_a_topic_with_a_time_or_a_country_in_it_stays_one(lang: str, words: str) -> None:
    assert read(words, lang)[1] == words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "magari in Francia o in Belgio, in Spagna no che ci sono gia stata"),
        ("en", "in May"),
        ("de", "im Mai nach Italien"),
    ],
)
def test_where_to_and_when_alone_is_asked_again(lang: str, words: str) -> None:
    with pytest.raises(NotAnAnswer):
        read(words, lang)
