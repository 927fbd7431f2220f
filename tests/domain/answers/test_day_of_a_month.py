"""A day without a month is one of the month that stands there already."""

from datetime import date

import pytest

from domain.answers.cleaning import NotUnderstood
from domain.answers.dates import within

HELD = date(2027, 3, 14)

SAID = {
    "en": ("the 15th", "15", "the fifteenth", "to the 15th please", "from the 15th to the 17th"),
    "fr": ("le 15", "le 15 plutôt", "le quinze", "du 15 au 17"),
    "nl": ("de 15e", "op 15", "van 15 tot 17"),
    "de": ("am 15.", "am fünfzehnten", "vom 15. bis 17."),
    "es": ("el 15", "el quince", "del 15 al 17"),
    "it": ("il 15", "al 15", "dal 15 al 17"),
}


@pytest.mark.parametrize("lang", SAID)
def test_a_day_without_a_month_is_in_the_month_that_stands_there(lang: str) -> None:
    assert [within(words, lang, HELD) for words in SAID[lang]] == [date(2027, 3, 15)] * len(SAID[lang])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "15 April"), ("en", "3 people"), ("fr", "3 personnes"), ("de", "in zwei Wochen"), ("es", "15/4"), ("it", "domani"),
        ("nl", "3 dagen"), ("en", "next Monday"), ("en", "ring me first"), ("de", "ruft mich erst an"), ("en", "the first thing"),
    ],
)  # fmt: skip
def test_what_names_its_time_itself_or_counts_something_is_left_to_others(lang: str, words: str) -> None:
    assert within(words, lang, HELD) is None


@pytest.mark.parametrize(("lang", "words"), [("en", "the 10th or the 11th"), ("de", "am Montag"), ("fr", "lundi")])
def test_several_days_and_a_mere_weekday_are_asked_back(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match="date-day"):
        within(words, lang, HELD)


def test_a_day_that_the_month_has_not_is_none() -> None:
    with pytest.raises(NotUnderstood):
        within("the 31st", "en", date(2027, 4, 14))
