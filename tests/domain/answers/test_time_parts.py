"""When somebody would like to go: what they turn down, and what names no certain time, seen from Sunday 22 November 2026."""

import datetime as dt

import pytest

from domain.answers import NotUnderstood
from domain.answers.periods import of_a_stay

TODAY = dt.date(2026, 11, 22)
FEBRUARY, MARCH, APRIL, MAY, JUNE, JULY = ((2027, month) for month in range(2, 8))
AUTUMN, SPRING, AFTER_EASTER = ((2027, 9), (2027, 10), (2027, 11)), (MARCH, APRIL, MAY), (APRIL, MAY, JUNE)
ANY: tuple[tuple[int, int], ...] = ()


def read(words: str, lang: str) -> object:
    try:
        found = of_a_stay(words, lang, TODAY)
    except NotUnderstood as refused:
        return refused.code
    return f"{found.start} {found.end}" if found.start else found.months


WISHES: dict[str, dict[str, object]] = {
    "en": {
        "any time, just not december": ANY, "whenever, not xmas tho": ANY, "any time except december": ANY,
        "sometime after easter but not in may, exams": (APRIL, JUNE), "spring but not april": (MARCH, MAY),
        "first week of march, not february": "2027-03-01 2027-03-07", "not in may, in june please": (JUNE,),
        "no, in may": (MAY,), "may i can't, june ok": (JUNE,), "june but i have exams in may": (JUNE,), "in may, why not": (MAY,),
        "10 to 14 may, definitely not april": "2027-05-10 2027-05-14", "not before march, april would be best": (APRIL,),
        "not before easter": AFTER_EASTER,
        "ideally april, may is impossible for me": (APRIL,),
    },
    "fr": {
        "pas avant la toussaint, disons février ou mars sauf le congé de carnaval": (FEBRUARY, MARCH),
        "non 4 jours, et c'est en février ou mars, pas en novembre hein": (FEBRUARY, MARCH),
        "en mars pask en avril j'ai des examens": (MARCH,),
        "en mai je ne peux pas, juin ça va": (JUNE,), "n'importe quand sauf en août": ANY, "l'été sauf août": (JUNE, JULY),
        "je sais pas encore, peut-être en avril": (APRIL,), "après pâques jusqu'à fin mai": "2027-03-28 2027-05-31",
    },
    "nl": {
        "in maart want in april heb ik examens": (MARCH,),
        "ergens in t najaar, niet te lang een dag of 4": AUTUMN, "in mei niet, liever juni": (JUNE,),
        "maakt niet uit, als het maar niet in december is": ANY, "nee, pas na de paasvakantie": AFTER_EASTER,
        "na de paasvakantie maar voor den groten verlof": "2027-04-05 2027-06-30", "na pasen tot eind mei": "2027-03-28 2027-05-31",
    },
    "de": {
        "im märz weil im april hab i prüfungen": (MARCH,), "mir wurscht, nur ned im august": ANY,
        "im früajoahr": SPRING, "im früajoahr, nach ostern wann i urlaub kriag": (APRIL, MAY), "egal, nur nicht im dezember": ANY,
        "im mai geht's ned, im juni schon": (JUNE,), "nicht vor mai, am besten juni": (JUNE,), "nach ostern": AFTER_EASTER,
        "nach ostern bis ende mai": "2027-03-28 2027-05-31", "sommer, aber nicht im august": (JUNE, JULY),
    },
    "es": {
        "si pero mejor la primera semana de marzo, q en febrero tengo turno": "2027-03-01 2027-03-07",
        "en mayo no, mejor en junio": (JUNE,), "cuando sea menos en agosto": ANY, "no sé, quizás abril": (APRIL,),
    },
    "it": {
        "a marzo perché ad aprile ho esami": (MARCH,),
        "verso maggio, ma non la prima settimana": (MAY,), "a maggio no, meglio giugno": (JUNE,),
        "quando volete, ma non a dicembre": ANY, "non prima di pasqua": AFTER_EASTER, "non so, forse aprile": (APRIL,),
    },
}  # fmt: skip


@pytest.mark.parametrize("lang", WISHES)
def test_what_is_turned_down_does_not_hide_the_wish_beside_it(lang: str) -> None:
    assert {words: read(words, lang) for words in WISHES[lang]} == WISHES[lang]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "not in may"), ("en", "not in may, june or july"), ("fr", "pas en mai ni en juin"), ("es", "ni en mayo ni en junio"),
     ("nl", "in mei niet"), ("de", "im mai ned"), ("it", "a maggio no"), ("en", "in may i can't")],
)  # fmt: skip
def test_what_is_only_turned_down_is_no_wish(lang: str, words: str) -> None:
    assert read(words, lang) == "period"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "du lundi au jeudi"), ("fr", "une semaine maxi, du lundi au jeudi ca m'irait"), ("nl", "in t weekend"),
     ("de", "am wochenende"), ("en", "monday to thursday"), ("es", "de lunes a jueves"), ("it", "dal lunedì al giovedì")],
)  # fmt: skip
def test_days_of_a_week_alone_name_no_time_of_a_stay(lang: str, words: str) -> None:
    assert read(words, lang) == "period"


@pytest.mark.parametrize(
    ("lang", "words", "found"),
    [("fr", "du lundi au jeudi, en mars", (MARCH,)), ("en", "from monday 7 to thursday 10 june", "2027-06-07 2027-06-10"),
     ("en", "on a weekend in march", (MARCH,)), ("en", "next weekend", "2026-11-28 2026-11-29")],
)  # fmt: skip
def test_beside_a_certain_time_they_are_heard(lang: str, words: str, found: object) -> None:
    assert read(words, lang) == found


@pytest.mark.parametrize(
    ("lang", "words"),
    [("de", "na sog ma bis ende mai"), ("nl", "ja tot eind juni dan"), ("en", "until the end of may"), ("fr", "jusqu'à fin mai"),
     ("es", "hasta finales de mayo"), ("it", "fino a fine maggio")],
)  # fmt: skip
def test_an_end_alone_never_begins_today(lang: str, words: str) -> None:
    assert read(words, lang) == "period-start"


@pytest.mark.parametrize(("lang", "words"), [("en", "this week"), ("fr", "cette semaine"), ("de", "diese Woche")])
def test_a_time_that_has_begun_is_none_for_a_stay(lang: str, words: str) -> None:
    assert read(words, lang) == "period-past"
