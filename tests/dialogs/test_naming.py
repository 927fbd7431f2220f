"""What people say to point at a host is understood; nobody is picked whom they turn down."""

from datetime import date

import pytest

from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading, apart
from dialogs.reading import read
from domain.messages import Text, verbatim

HOSTS = (
    ("1", "Werkplaats Merlin Zwolle", "Zwolle"), ("2", "Casa Lumen", "Granada"), ("3", "Centre Aurora de jour", "Toulouse"),
)  # fmt: skip
PAGE = Question(
    key="pick", kind="choice", text=Text("hosts.page.ask"), several="like.",
    options=(
        *(Option(f"like.{n}", Text("hosts.page.like", {"n": int(n)}), names=(name, town)) for n, name, town in HOSTS),
        *(Option(one, Text(f"hosts.page.{one}")) for one in ("more", "none", "person")),
    ),
)  # fmt: skip
FIRST = Question(
    key="host", kind="choice", text=Text("request.host.ask"),
    options=(
        *(Option(n, verbatim(name), names=(name, town)) for n, name, town in HOSTS),
        Option("=others", Text("request.host.others")),
    ),
)  # fmt: skip
ASK = ""
SAID = {
    "en": {
        "no 1 please, looks lovely": "1", "number 2 and keep 3 in reserve": "23", "I like the first but not the third": "1",
        "number 2 is too far": ASK, "the one in Granada": "2", "not 2": ASK, "2 or 3": ASK, "all three": "123", "Zwolle!": "1",
        "the first time that we went there": ASK, "I worked 2 years in a school": ASK, "none of these": "none",
        "love number one and number three": "13", "2 and 3 but 1 is no good": "23", "both 1 and 2 look interesting": "12",
        "2 looks good but it is too far": ASK, "the others please": "more",
    },
    "fr": {
        "la première me plaît bien, les autres pas trop": "1", "en fait non, je préfère celle d'Aurora": "3",
        "j'aime bien la première, mais ils parlent français ?": ASK, "la troisième ne me plaît pas": ASK, "aucune": "none",
        "pas celle de Zwolle, plutôt Lumen": "2", "ni la 1 ni la 2": ASK, "la une": "1",
    },
    "nl": {
        "nummer 2 en 3 vind ik goed": "23", "alleen de derde vind ik goed": "3", "liever in denemarken": ASK,
        "de derde lijkt me wel wat, de eerste twee niet want dat zijn volwassenen": "3", "geen van de drie": "none",
        "nr 3 niet, 1 wel": "1", "de tweede is te ver": ASK,
    },
    "de": {
        "das erste klingt gut, nehm ich": "1", "die 2 gefällt mir nicht": ASK, "Lumen find ich super": "2", "zeig mehr": "more",
        "nicht die erste, die zweite": "2", "ich nehm die zweite weil die mit Kindern arbeiten": "2", "1 ja, 2 nein": "1",
    },
    "es": {
        "me quedo con la de Granada": "2", "me gusta la de Tolosa": "3", "la 1 sí, la 3 no": "1", "ninguno": "none",
        "el primero me gusta, pero hablan español?": ASK, "la segunda está muy lejos": ASK, "las dos primeras": "12",
    },
    "it": {
        "la prima mi piace, la terza no": "1", "la prima mi piace molto, anche la seconda": "12", "quella di Tolosa": "3",
        "la casa lumen di Granada": "2", "non la prima": ASK, "la seconda è troppo lontana": ASK, "la 2 no, la 3 sì": "3",
    },
}  # fmt: skip


def answer(question: Question, words: str, lang: str, **more: object) -> str:
    try:
        found = read(question, Given(words=words), Reading(lang, date(2027, 1, 11)))
    except NotAnAnswer:
        return ASK
    return "".join(one.removeprefix("like.") for one in (apart(found) if isinstance(found, str) else found))


@pytest.mark.parametrize("lang", SAID)
def test_a_host_is_liked_as_people_say_it_and_never_one_that_is_turned_down(lang: str) -> None:
    wrong = {words: found for words, meant in SAID[lang].items() if (found := answer(PAGE, words, lang)) != meant}
    assert wrong == {}


@pytest.mark.parametrize(
    ("lang", "words", "host"),
    [("de", "zuerst Lumen", "2"), ("it", "quella di Granada", "2"), ("en", "the first one", "1"), ("en", "not Merlin", ASK),
     ("en", "Merlin or Lumen", ASK), ("nl", "andere", "=others"), ("en", "Aurora, from 25 October for 3 days", "3"),
     ("en", "Zwolle first and Granada as a backup", "1"), ("fr", "Granada d'abord, Zwolle en réserve", "2"),
     ("de", "zuerst Lumen, sonst Zwolle", "2"), ("it", "prima Zwolle, Granada di riserva", "1"),
     ("es", "primero Granada y Zwolle de reserva", "2"), ("nl", "Zwolle eerst en Granada als reserve", "1"),
     ("en", "ok with those 2", ASK), ("es", "esos 2", ASK), ("it", "quei due", ASK), ("nl", "die 2", ASK), ("es", "la 2", "2")],
)  # fmt: skip
def test_the_first_choice_is_named_by_a_word_of_its_name_or_its_town(lang: str, words: str, host: str) -> None:
    assert answer(FIRST, words, lang) == host


@pytest.mark.parametrize(
    ("lang", "words", "of", "hosts"),
    [("it", "sì, va bene Granada", "2", ["2"]), ("it", "ok, la seconda come riserva", "2", ["2"]), ("de", "ja gern", "2", ["2"]),
     ("nl", "niet Lumen, wel Aurora", "23", ["3"]), ("en", "both", "23", ["2", "3"]), ("de", "keine Reserve", "23", None),
     ("it", "va bene quella", "2", ["2"]), ("fr", "oui celui-là", "2", ["2"]), ("de", "ja die", "2", ["2"]),
     ("nl", "ja die is goed", "2", ["2"]), ("es", "sí, esa", "2", ["2"]),
     ("en", "yes that one", "2", ["2"]), ("en", "no", "2", None)],
)  # fmt: skip
def test_reserves_are_named_like_the_first_choice(lang: str, words: str, of: str, hosts: list[str] | None) -> None:
    question = Question(
        key="reserves", kind="choices", text=Text("request.reserves.ask"), least=0, most=2, optional=True,
        options=tuple(option for option in FIRST.options if option.id in of),
    )  # fmt: skip
    assert read(question, Given(words=words), Reading(lang, date(2027, 1, 11))) == hosts


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "no wait, I want Zwolle first"), ("it", "no aspetti, prima Zwolle"), ("de", "nein warte, zuerst Zwolle"),
     ("fr", "non attendez je veux Zwolle d'abord"), ("es", "no, espera, primero Zwolle"), ("nl", "nee wacht, ik wil Zwolle eerst")],
)  # fmt: skip
def test_a_no_that_wants_something_else_leaves_nothing_out(lang: str, words: str) -> None:
    question = Question(
        key="reserves", kind="choices", text=Text("request.reserves.ask"), least=0, most=2, optional=True,
        options=FIRST.options[1:2],
    )  # fmt: skip
    assert answer(question, words, lang) == ASK


def _then(first: Option) -> Question:
    also = Option("like.3", Text("hosts.then.also", {"n": 3}), names=HOSTS[2][1:])
    options = (first, Option("more", Text("hosts.then.more")), also)
    return Question(key="then", kind="choice", text=Text("hosts.then.ask"), options=options, several="like.")


@pytest.mark.parametrize(
    ("lang", "words", "then"),
    [("it", "continuiamo", "go_on"), ("it", "ok procediamo con quei due", "go_on"), ("en", "go on with those", "go_on"),
     ("fr", "on continue avec ces deux-là", "go_on"), ("nl", "ga maar verder met die twee", "go_on"),
     ("de", "weiter mit den beiden", "go_on"), ("es", "seguimos con esos dos", "go_on"), ("de", "weitersuchen", "more"),
     ("it", "continuiamo a cercare", "more"), ("es", "seguimos buscando", "more"), ("en", "keep searching", "more"),
     ("nl", "verder zoeken", "more"), ("fr", "continuez à chercher", "more")],
)  # fmt: skip
def test_who_goes_on_with_the_liked_hosts_says_so_in_many_words(lang: str, words: str, then: str) -> None:
    assert answer(_then(Option("go_on", Text("hosts.page.go_on", {"n": 2}))), words, lang) == then


@pytest.mark.parametrize(
    ("lang", "words", "then"),
    [("es", "vale, pregúntales", "request"), ("es", "me quedo con esa", "request"), ("nl", "ja vraag maar aan", "request"),
     ("de", "ja frag da an", "request"), ("fr", "allez on demande", "request"), ("it", "va bene quella", "request"),
     ("en", "go on then, ask them", "request"), ("es", "esa no", ASK), ("it", "quella no", ASK)],
)  # fmt: skip
def test_the_host_just_liked_is_asked_in_many_words_and_not_when_turned_down(lang: str, words: str, then: str) -> None:
    assert answer(_then(Option("request", Text("hosts.then.request"))), words, lang) == then
