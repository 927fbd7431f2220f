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
        "autism and debts": ("autism", OTHER), "dementia": ("people-with-dementia",),
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


def read(words: str, lang: str) -> tuple[tuple[str, ...], bool]:
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
    assert read(words, "en")[1] is left


@pytest.mark.parametrize("words", ["9", "what is that?", "I don't know"])
def test_what_says_nothing_about_the_marks_is_asked_again(words: str) -> None:
    with pytest.raises(NotAnAnswer):
        read(words, "en")
