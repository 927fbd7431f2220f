"""A list of languages that is proposed is added to, and changed where a level is told; only "only" puts another in its place."""

import msgspec
import pytest

from dialogs.listing import countries, languages
from dialogs.questions import Option, Question, Reading
from domain.answers import NotUnderstood
from domain.messages import Text
from tests.dialogs.test_said import TODAY

PROPOSED = (["pl", None], ["en", None])
ADDING = [
    ("en", "French is missing"), ("en", "you forgot French"), ("fr", "il manque le français"),
    ("fr", "rajoutez le français"), ("nl", "bij de talen moet nog frans bij"), ("nl", "frans ontbreekt"),
    ("de", "da fehlt noch französisch"), ("de", "französisch kommt noch dazu"), ("es", "falta el francés"),
    ("es", "añada francés"), ("it", "manca il francese"), ("it", "aggiunga il francese"),
]  # fmt: skip
LEVELS = [("en", "english b1"), ("fr", "l'anglais plutôt B1"), ("nl", "engels b1"), ("de", "englisch b1"),
          ("es", "inglés B1"), ("it", "l'inglese B1")]  # fmt: skip
ONLY = [("en", "only english b1"), ("fr", "seulement l'anglais B1"), ("nl", "alleen engels b1"), ("de", "nur englisch b1"),
        ("es", "solo inglés B1"), ("it", "soltanto inglese B1")]  # fmt: skip
AT_SCHOOL = [("de", "polnisch klar und schulenglisch"), ("nl", "pools en schoolengels"), ("fr", "polonais, anglais scolaire"),
             ("it", "polacco e inglese scolastico")]  # fmt: skip


def read(words: str, lang: str, proposed: tuple[list[str | None], ...] = PROPOSED) -> list[list[str | None]]:
    return languages(words, Reading(lang, TODAY, proposed))


@pytest.mark.parametrize(("lang", "words"), ADDING)
def test_a_language_that_is_missing_is_added(lang: str, words: str) -> None:
    assert read(words, lang) == [["pl", None], ["en", None], ["fr", None]]


@pytest.mark.parametrize(("lang", "words"), LEVELS)
def test_the_level_of_a_language_changes_no_other(lang: str, words: str) -> None:
    assert read(words, lang) == [["pl", None], ["en", "B1"]]


@pytest.mark.parametrize(("lang", "words"), ONLY)
def test_only_one_language_is_only_one(lang: str, words: str) -> None:
    assert read(words, lang) == [["en", "B1"]]


@pytest.mark.parametrize(("lang", "words"), AT_SCHOOL)
def test_a_language_of_school_is_spoken(lang: str, words: str) -> None:
    assert read(words, lang, ()) == [["pl", None], ["en", "A2"]]


def test_all_languages_told_anew_take_the_place_of_the_list() -> None:
    assert read("English B2 and also French", "en") == [["en", "B2"], ["fr", None]]


KNOWN: tuple[list[str | None], ...] = (["de", None], ["it", None], ["en", "C1"])
NOT_SPOKEN = [
    ("nl", "engels goed, spaans n beetje, italiaans geen woord", [["en", "B2"], ["es", "A2"]]),
    ("de", "deutsch, englisch so lala, italienisch in der schul gelernt aber fast alles vergessen", [["de", None], ["en", "B1"]]),
    ("es", "español claro, italiano me defiendo y el ingles fatal", [["es", None], ["it", "A2"]]),
    ("fr", "français, l'anglais j'ai tout oublié, pas un mot d'allemand", [["fr", None]]),
    ("it", "italiano, inglese me la cavo, niente francese", [["it", None], ["en", "A2"]]),
    ("en", "english, bit of german from school, no french", [["en", None], ["de", "A2"]]),
]  # fmt: skip
SPOKEN_ALL_THE_SAME = [("en", "I don't speak English very well"), ("en", "not very good English"),
     ("en", "English, nothing else"),
                       ("es", "solo inglés, nada más"), ("it", "inglese e niente altro"),
                       ("nl", "engels, verder niets")]  # fmt: skip
TAKEN_OUT = [("nl", "geen engels"), ("es", "quita el inglés"), ("it", "togli l'inglese"), ("en", "take english out"),
             ("fr", "pas d'anglais"), ("de", "Englisch hab ich alles vergessen")]  # fmt: skip
ONE_LEVEL = [("de", "italienisch nur a1, rest passt"), ("en", "italian only a1, the rest is fine"), ("it", "l'italiano solo a1"),
             ("fr", "l'italien seulement a1, le reste est bon"), ("nl", "italiaans enkel a1, de rest klopt"),
             ("es", "el italiano solo a1, lo demás bien")]  # fmt: skip


@pytest.mark.parametrize(("lang", "words", "spoken"), NOT_SPOKEN)
def test_a_language_that_is_denied_or_forgotten_is_not_spoken(
    lang: str, words: str, spoken: list[list[str | None]]
) -> None:
    assert read(words, lang, ()) == spoken


@pytest.mark.parametrize(("lang", "words"), SPOKEN_ALL_THE_SAME)
def test_a_language_spoken_badly_or_alone_is_spoken(lang: str, words: str) -> None:
    assert read(words, lang, ()) == [["en", None]]


@pytest.mark.parametrize(("lang", "words"), TAKEN_OUT)
def test_what_is_taken_out_leaves_the_others(lang: str, words: str) -> None:
    assert read(words, lang, KNOWN) == [["de", None], ["it", None]]


@pytest.mark.parametrize(("lang", "words"), ONE_LEVEL)
def test_only_a_level_leaves_the_other_languages(lang: str, words: str) -> None:
    assert read(words, lang, KNOWN) == [["de", None], ["it", "A1"], ["en", "C1"]]


def test_a_level_that_was_told_stays_when_the_language_is_named_again() -> None:
    assert read("nur Deutsch und Englisch", "de", KNOWN) == [["de", None], ["en", "C1"]]


@pytest.mark.parametrize(("lang", "words"), [("en", "no Spanish"), ("fr", "pas de néerlandais"),
                                             ("it", "boh un corso sulla demenza"),
                                             ("es", "los fines de semana"), ("it", "ci capisco poco")])  # fmt: skip
def test_who_names_no_language_that_they_speak_is_asked_again(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood):
        read(words, lang, ())


def test_a_language_that_is_called_like_an_everyday_word_can_be_spoken() -> None:
    assert read("italiano e corso", "it", ()) == [["it", None], ["co", None]]


@pytest.mark.parametrize(("lang", "words"), [("de", "ja oder slowenien, is näher"), ("en", "or Slovenia"),
                                             ("fr", "ou la slovénie"),
                                             ("nl", "ja of slovenië"), ("es", "sí o eslovenia"),
                                             ("it", "sì o la slovenia")])  # fmt: skip
def test_another_country_after_an_or_stands_beside_the_one_proposed(lang: str, words: str) -> None:
    question = Question(key="countries", kind="countries", text=Text("enquiry.countries.ask"))
    wide = msgspec.structs.replace(question, picks=(Option("anywhere", Text("enquiry.countries.option.anywhere")),))
    assert countries(wide, words, Reading(lang, TODAY, ("IT",))) == ["IT", "SI"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "we finish late"),
        ("de", "in den ferien"),
        ("it", "sono malati"),
        ("es", "mandarnos algo"),
        ("fr", "une course"),
    ],
)
def test_an_everyday_word_is_no_slip_of_a_language(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood):
        read(words, lang, ())


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "englsh, frensh"),
        ("nl", "engles en fraans"),
        ("es", "ingls y frances"),
        ("de", "englsich und franzosisch"),
    ],
)
def test_a_slip_in_the_name_of_a_language_is_forgiven(lang: str, words: str) -> None:
    assert read(words, lang, ()) == [["en", None], ["fr", None]]
