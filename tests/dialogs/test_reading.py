"""A typed answer becomes the value of the question, or a refusal that fits the question."""

import msgspec
import pytest

from dialogs.options import concepts
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


COUNTRIES = Question(
    key="countries", kind="countries", text=Text("enquiry.countries.ask"),
    picks=(Option("anywhere", Text("enquiry.countries.option.anywhere")),),
)  # fmt: skip
LANGUAGES = Question(key="languages", kind="languages", text=Text("enquiry.languages.ask"))
OBSTACLES = Question(
    key="obstacles", kind="choices", text=Text("enquiry.obstacles.ask"), least=0, optional=True,
    options=tuple(Option(one, Text(f"enquiry.obstacles.option.{one}")) for one in ("language", "money", "time", "childcare")),
)  # fmt: skip
FIELDS = Question(
    key="sectors", kind="choices", text=Text("enquiry.sectors.ask"),
    options=tuple(concepts(["youth-care", "disability-services", "education"])),
)  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "words", "proposed", "countries"),
    [("en", "Finland, or Sweden at a push - not Norway", (), ["FI", "SE"]), ("de", "lieber Spanien als Italien", (), ["ES"]),
     ("fr", "pas l'Italie, l'Espagne", (), ["ES"]), ("nl", "ook ierland", ("DK",), ["DK", "IE"]),
     ("it", "anche il Belgio va bene", ("FR",), ["FR", "BE"]), ("en", "not Norway", ("FI", "NO"), ["FI"]),
     ("es", "España, pero Portugal no", (), ["ES"]), ("nl", "niet te ver, belgie of duitsland", (), ["BE", "DE"])],
)  # fmt: skip
def test_of_countries_those_that_are_wanted_are_taken(
    lang: str, words: str, proposed: tuple[str, ...], countries: list[str]
) -> None:
    assert read(COUNTRIES, Given(words=words), Reading(lang, TODAY, proposed)) == countries


@pytest.mark.parametrize(
    ("lang", "words", "proposed", "kept"),
    [("en", "anywhere but England", (), ["-GB"]), ("fr", "où vous voulez sauf l'Angleterre", (), ["-GB"]),
     ("es", "Europa, pero Italia no", (), ["-IT"]), ("it", "tutto tranne la Germania", (), ["-DE"]),
     ("de", "nicht Polen, sonst egal", (), ["-PL"]), ("nl", "overal behalve duitsland", (), ["-DE"]),
     ("en", "not France either", ("-DE",), ["-DE", "-FR"]), ("en", "also Italy", ("-DE",), ["IT"])],
)  # fmt: skip
def test_a_country_is_left_out_of_all(lang: str, words: str, proposed: tuple[str, ...], kept: list[str]) -> None:
    assert read(COUNTRIES, Given(words=words), Reading(lang, TODAY, proposed)) == kept


def test_where_one_country_is_asked_none_is_left_out() -> None:
    refusal(msgspec.structs.replace(COUNTRIES, picks=(), most=1), "anywhere but England", "en")


@pytest.mark.parametrize(
    ("lang", "words", "proposed", "spoken"),
    [("it", "anche italiano ovviamente, madrelingua", (("fr", None), ("en", "B1")), ["fr", "en", "it"]),
     ("fr", "français, mon italien est nul", (), ["fr"]), ("en", "English, no French", (), ["en"]),
     ("de", "kein Englisch, nur Deutsch", (), ["de"]), ("en", "not very good English", (), ["en"])],
)  # fmt: skip
def test_also_adds_a_language_and_not_leaves_it_out(
    lang: str, words: str, proposed: tuple[object, ...], spoken: list[str]
) -> None:
    assert [code for code, _ in read(LANGUAGES, Given(words=words), Reading(lang, TODAY, proposed))] == spoken


@pytest.mark.parametrize(
    ("question", "lang", "words", "proposed", "chosen"),
    [(OBSTACLES, "en", "no time", (), ["time"]), (OBSTACLES, "de", "Geld ist kein Problem, aber die Zeit", (), ["time"]),
     (OBSTACLES, "it", "la lingua un po', e ho due bimbi piccoli a casa", (), ["language", "childcare"]),
     (OBSTACLES, "fr", "pas le temps et pas d'argent", (), ["money", "time"]),
     (FIELDS, "nl", "ook gehandicaptenzorg", ("youth-care",), ["youth-care", "disability-services"]),
     (FIELDS, "nl", "gehandicaptenzorg", ("youth-care",), ["disability-services"]),
     (FIELDS, "en", "not youth care", ("youth-care", "education"), ["education"]),
     (FIELDS, "en", "all except education", (), ["youth-care", "disability-services"])],
)  # fmt: skip
def test_choices_add_and_take_away_as_the_words_say(
    question: Question, lang: str, words: str, proposed: tuple[str, ...], chosen: list[str]
) -> None:
    assert read(question, Given(words=words), Reading(lang, TODAY, proposed)) == chosen


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "no education"), ("de", "keine Jugendhilfe"), ("fr", "pas l'éducation")]
)
def test_what_is_turned_down_is_not_chosen(lang: str, words: str) -> None:
    refusal(FIELDS, words, lang)


POSITION = Question(key="position", kind="text", text=Text("profile.position.ask"), bare="work", most=80, optional=True)
PHONE = Question(
    key="phone", kind="text", text=Text("profile.phone.ask"), most=40, optional=True, check=("check_phone",)
)
PHOTO = Question(key="photo", kind="file", text=Text("profile.photo.ask"), optional=True)
NEEDS = Question(key="needs", kind="text", text=Text("profile.needs.ask"), most=300, optional=True)
YEARS = Question(key="years", kind="number", text=Text("profile.years.ask"), unit="years", least=0, most=60)


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("de", "was meinst mit funktion? i bin klassenvorstand", "klassenvorstand"),
     ("en", "what do you mean by that? team leader", "team leader"),
     ("fr", "c'est quoi exactement? cheffe de service", "cheffe de service")],
)  # fmt: skip
def test_the_answer_behind_a_question_is_kept(lang: str, words: str, kept: str) -> None:
    assert read(POSITION, Given(words=words), Reading(lang, TODAY)) == kept


@pytest.mark.parametrize(("lang", "words"), [("en", "why do you need my phone lol"),
                                             ("fr", "pourquoi vous voulez mon numéro"), ("de", "wozu brauchts ihr mei nummer"),
                                             ("nl", "waarom hebt u dat nodig"), ("es", "para qué lo quieren"),
                                             ("it", "a cosa serve")])  # fmt: skip
def test_who_asks_why_is_told_what_it_is_for(lang: str, words: str) -> None:
    assert refusal(PHONE, words, lang) == render(Text("answer.error.why"), lang)


@pytest.mark.parametrize(("lang", "words"), [("fr", "une photo? non merci j'en ai pas"), ("de", "foto hob i kans"),
                                             ("nl", "foto? nee liever niet"),
                                             ("it", "una foto? no grazie"), ("en", "a photo? no thanks"),
                                             ("es", "foto no tengo")])  # fmt: skip
def test_who_has_no_photo_leaves_it_out(lang: str, words: str) -> None:
    assert read(PHOTO, Given(words=words), Reading(lang, TODAY)) is None


@pytest.mark.parametrize("words", ["I have no idea how to send it", "how do I send it?"])
def test_who_cannot_send_a_photo_is_helped(words: str) -> None:
    refusal(PHOTO, words, "en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", "desde 2015"),
        ("en", "since 2015"),
        ("fr", "depuis 2015"),
        ("de", "seit 2015"),
        ("it", "dal 2015"),
        ("nl", "sinds 2015"),
    ],
)
def test_years_are_counted_from_a_year(lang: str, words: str) -> None:
    assert read(YEARS, Given(words=words), Reading(lang, TODAY)) == TODAY.year - 2015


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "yeah thats right but the motivation was wrong"), ("fr", "oui c'est juste mais la motivation était fausse"),
     ("nl", "ja dat klopt maar de motivatie was fout"), ("de", "ja stimmt, aber die Motivation war falsch"),
     ("es", "sí es correcto, pero la motivación estaba mal"), ("it", "sì è giusto, ma la motivazione era sbagliata")],
)  # fmt: skip
def test_a_yes_with_a_but_never_overwrites_what_is_known(lang: str, words: str) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read(NEEDS, Given(words=words), Reading(lang, TODAY, ("vegetarian",)))
    assert refused.value.text == Text("answer.error.stays")


def test_as_i_said_is_no_text_of_its_own() -> None:
    refusal(Question(key="motivation", kind="text", text=Text("profile.motivation.ask")), "las que te dije", "es")
