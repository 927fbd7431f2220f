"""Free words are kept as what the person wants to say: a draft that is taken, a question or a put-off is no text."""

import tomllib
from pathlib import Path

import pytest

from dialogs import written
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading
from dialogs.reading import read
from domain.language import SERVED
from domain.messages import Text, verbatim
from tests.dialogs.test_said import TODAY

SAID = tomllib.loads((Path(__file__).parent / "written.toml").read_text("utf-8"))
DRAFT = Option("=draft", Text("request.message.use_draft"), verbatim("Hello"))
MESSAGE = Question(key="message", kind="text", text=Text("request.message.ask"), picks=(DRAFT,), most=1200)
WISH = Question(key="wish", kind="text", text=Text("enquiry.wish.ask"), most=1000)
NEEDS = Question(key="needs", kind="text", text=Text("profile.needs.ask"), most=300, optional=True)


def answered(question: Question, words: str, lang: str) -> str | None:
    """What is kept, or the key of what is said instead."""
    try:
        found: str | None = read(question, Given(words=words), Reading(lang, TODAY))
    except NotAnAnswer as refused:
        return refused.text.key
    return found


@pytest.mark.parametrize("lang", SERVED)
def test_whatever_agrees_with_a_draft_takes_it(lang: str) -> None:
    assert [words for words in SAID["takes"][lang] if answered(MESSAGE, words, lang) != "=draft"] == []


@pytest.mark.parametrize("lang", SERVED)
def test_no_word_of_ones_own_is_taken_for_the_draft(lang: str) -> None:
    assert [words for words in SAID["own_message"][lang] if answered(MESSAGE, words, lang) == "=draft"] == []


@pytest.mark.parametrize("lang", SERVED)
def test_what_is_put_off_is_no_text_and_is_left_out_where_it_may_be(lang: str) -> None:
    kept = [words for words in SAID["put_off"][lang] if "error" not in (answered(WISH, words, lang) or "")]
    assert kept == []
    asked = [words for words in SAID["put_off"][lang] if words.endswith("?") or not written.says_something(words)]
    assert [words for words in SAID["put_off"][lang] if words not in asked and answered(NEEDS, words, lang)] == []


@pytest.mark.parametrize("lang", SERVED)
def test_what_is_told_is_kept_as_it_was_written(lang: str) -> None:
    assert [words for words in SAID["says"][lang] if answered(WISH, words, lang) != words] == []
    assert [words for words in SAID["needs"][lang] if answered(NEEDS, words, lang) != words] == []


@pytest.mark.parametrize("lang", SERVED)
def test_a_question_to_us_is_no_text(lang: str) -> None:
    assert [words for words in SAID["asks"][lang] if answered(WISH, words, lang) != "answer.error.question"] == []


@pytest.mark.parametrize(
    ("lang", "yes"), [("en", "yes"), ("fr", "oui"), ("nl", "ja"), ("de", "ja"), ("es", "sí"), ("it", "sì")]
)
def test_a_yes_is_no_text_and_is_asked_for_in_words(lang: str, yes: str) -> None:
    assert [answered(one, yes, lang) for one in (WISH, NEEDS)] == ["answer.error.in_words"] * 2


@pytest.mark.parametrize("lang", SERVED)
def test_who_needs_nothing_has_no_needs(lang: str) -> None:
    assert [words for words in SAID["none"][lang] if answered(NEEDS, words, lang) is not None] == []


@pytest.mark.parametrize(
    ("lang", "words", "doubtful"),
    [
        ("fr", "du 13 au 16", True), ("es", "el 14 de junio", True), ("en", "ok", True), ("it", "può rifiutare?", True),
        ("nl", "prima zo, maar zet er nog bij dat we met 3 komen", True), ("en", "no, don't say that. Say we're a school", True),
        ("en", "Hello, may I come?", False), ("de", "Grüß Gott!", False),
        ("it", "vorremmo vedere come lavorate coi ragazzi", False),
        ("fr", "nous aimerions voir votre travail avec les parents", False),
    ],
)  # fmt: skip
def test_what_may_be_no_message_is_doubtful(lang: str, words: str, doubtful: bool) -> None:
    assert written.doubtful(words, lang) is doubtful


@pytest.mark.parametrize(
    ("lang", "asked", "letter"),
    [
        ("en", "the text is sort of ok I suppose", "we'd love to see how you work with young carers"),
        ("en", "I'd like it a bit shorter and less formal", "My colleague and I run a small shelter in Leeds and hope to learn "
         "from you how you keep volunteers"),
        ("fr", "c'est bien mais enlève le passage sur l'équipe épuisée", "nous aimerions voir votre travail avec les parents"),
        ("fr", "mais change la date, le 12", "je suis éducatrice et j'aimerais passer trois jours chez vous"),
        ("nl", "doe er nog bij dat we met drie komen", "we zouden graag zien hoe jullie met ouders werken"),
        ("nl", "de datum klopt niet, het is de 12de", "ik ben opvoeder in Gent en zou graag drie dagen meelopen"),
        ("de", "naja der text passt so halbwegs", "wir möchten gern sehen wie Sie mit den Eltern arbeiten"),
        ("de", "aber bitte das datum auf den 12. ändern", "Grüß Gott, dürfen wir kommen?"),
        ("es", "hazlo un poco mas corto y mas cercano, que suena muy serio y nos da un poco de verguenza", "Hola, ¿puedo ir?"),
        ("es", "ok pero añade que soy tutora", "somos dos educadoras y trabajamos con menores en Vigo"),
        ("it", "va benissimo, però aggiungi che siamo tutte donne", "vorremmo vedere come lavorate coi ragazzi"),
        ("it", "ma cambia la data, il 3", "siamo due educatrici di Bologna e ci piacerebbe passare tre giorni da voi"),
    ],
)  # fmt: skip
def test_what_is_said_to_us_about_a_draft_is_never_the_letter(lang: str, asked: str, letter: str) -> None:
    assert written.doubtful_letter(asked, lang)
    assert not written.doubtful_letter(letter, lang)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("it", "la tua versione va bene"), ("fr", "la tienne est très bien comme ça"), ("fr", "reprends ton brouillon")],
)
def test_our_version_is_taken_by_its_name(lang: str, words: str) -> None:
    assert answered(MESSAGE, words, lang) == "=draft"


@pytest.mark.parametrize(
    ("lang", "words", "named"),
    [
        ("it", "va bene quello di prima", True), ("fr", "celui d'avant c'est bon", True), ("es", "el de antes vale", True),
        ("en", "go back", False), ("nl", "graag terug", False), ("it", "torni a quella di prima", False), ("de", "zurück", False),
    ],
)  # fmt: skip
def test_the_text_of_before_is_no_way_back(lang: str, words: str, named: bool) -> None:
    assert written.names_proposal(words, lang) is named


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "je le connais pas par coeur"), ("it", "l'indirizzo ve lo do dopo"), ("de", "adresse geb ich später"),
     ("nl", "adres geef ik later"), ("es", "la direccion te la doy luego"), ("en", "I'll give you the address later")],
)  # fmt: skip
def test_an_address_that_is_put_off_is_none(lang: str, words: str) -> None:
    assert answered(NEEDS, words, lang) is None


def test_a_hedge_is_no_part_of_a_text_and_neither_is_a_word_to_us() -> None:
    assert written.own("weet ik nog niet, misschien een lijstje", "nl") == "een lijstje"
    assert (
        written.own("Ich weiß nicht, wie ich mit Gewalt umgehen soll", "de")
        == "Ich weiß nicht, wie ich mit Gewalt umgehen soll"
    )
    assert (
        written.without_request("I want to learn from others, could you write it nicer?", "en")
        == "I want to learn from others"
    )
    assert written.after_announcing(
        "nee, ich schreib selber was: Grüß Gott, wir kommen gern zu Ihnen", "de"
    ).startswith("Grüß")


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", "zeg ik niet"), ("de", "überall"), ("en", "Spain or Italy"), ("fr", "xyz")]
)
def test_where_one_country_is_asked_one_is_asked_for(lang: str, words: str) -> None:
    country = Question(key="country", kind="countries", text=Text("profile.country.ask"))
    assert answered(country, words, lang) == "answer.error.one_country"


@pytest.mark.parametrize(
    ("lang", "words", "way"),
    [
        ("fr", "j'en ai pas, tu peux le faire ?", "profile"), ("es", "no tengo cv, me lo haces tu?", "profile"),
        ("en", "I don't have one, can you make it?", "profile"), ("de", "hab keinen", "profile"),
        ("nl", "ik heb er geen", "profile"),
        ("it", "non ce l'ho", "profile"), ("en", "later", "later"), ("de", "nein", "later"), ("fr", "pas maintenant", "later"),
        ("en", "i'll send a pdf", "upload"),
    ],
)  # fmt: skip
def test_who_has_no_cv_may_use_the_profile_as_one(lang: str, words: str, way: str) -> None:
    ways = tuple(Option(one, Text(f"cv.way.option.{one}")) for one in ("upload", "profile", "later"))
    assert answered(Question(key="way", kind="choice", text=Text("cv.way.ask"), options=ways), words, lang) == way


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "just told you, Elm Lane 3"), ("de", "wie gesagt, Elm Lane 3"), ("es", "ya te lo he dicho, Elm Lane 3")],
)
def test_that_it_was_said_before_is_no_part_of_the_answer(lang: str, words: str) -> None:
    assert written.own(words, lang) == "Elm Lane 3"
