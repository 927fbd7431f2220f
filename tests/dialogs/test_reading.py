"""A typed answer becomes the value of the question, or a refusal that fits the question."""

import pytest

from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading
from dialogs.reading import read
from domain.language import SERVED
from domain.messages import Text, verbatim
from domain.texts import render
from tests.dialogs.test_said import TODAY


def refusal(question: Question, words: str, lang: str) -> str:
    with pytest.raises(NotAnAnswer) as refused:
        read(question, Given(words=words), Reading(lang, TODAY))
    return render(refused.value.text, lang)


@pytest.mark.parametrize("lang", SERVED)
def test_a_number_that_is_not_in_the_list_is_told_how_many_there_are(lang: str) -> None:
    names = [Option(one, verbatim(one)) for one in ("blue", "red")]
    several = Question(key="colour", kind="choice", text=Text("enquiry.money.ask"), options=tuple(names))
    one = Question(key="colour", kind="choice", text=Text("enquiry.money.ask"), options=tuple(names[:1]))
    assert "2" in refusal(several, "9", lang)
    assert "1" in refusal(one, "9", lang)
    assert refusal(one, "9", lang) != refusal(several, "9", lang).replace("2", "1")


def test_one_answer_is_not_spoken_of_in_the_plural() -> None:
    only = Question(
        key="colour", kind="choice", text=Text("enquiry.money.ask"), options=(Option("blue", verbatim("blue")),)
    )
    assert refusal(only, "9", "en") == "There is only one answer in the list. Please write 1."
