"""A letter that was written for somebody: sentences come and go, the greeting and the days stay; what people typed is tidied."""

import pytest

from domain import letters
from domain.letters import Known

SENTENCES = {
    "hello": "Hello, my name is Ana Costa.",
    "job": "My job: social worker (Shelter East).",
    "problem": "This is the problem we work on: “patients wander. They fall, and we call the police”.",
    "goals": "My goals: “see the night shift”.",
    "stay": "I would like to visit you from 3 May 2027 to 5 May 2027 and learn from your team.",
    "welcome": "Would you welcome me?",
}
KNOWN = Known(SENTENCES, "Ana Costa", "Shelter East")
LETTER = " ".join(SENTENCES.values())


def kinds(text: str) -> list[str]:
    return [one.kind for one in letters.sentences(text, KNOWN)]


def test_what_is_quoted_is_one_sentence() -> None:
    assert kinds(LETTER) == list(letters.KINDS)


def test_what_is_added_stands_before_the_question_and_one_after_the_other() -> None:
    text = letters.added(LETTER, letters.sentence("i do nights", "en"), KNOWN)
    text = letters.added(text, letters.sentence("we come by car.", "en"), KNOWN)
    assert text.endswith("learn from your team. I do nights. We come by car. Would you welcome me?")
    assert letters.added("Hello, may we come", "We are three.", KNOWN).endswith("We are three.")


@pytest.mark.parametrize(
    ("named", "gone"),
    [
        ("the police", "problem"),
        ("the bit about patients", "problem"),
        ("my goals", "goals"),
        ("my job", "job"),
        ("the thing about the night shift", "goals"),
    ],
)
def test_the_sentence_that_speaks_of_it_goes(named: str, gone: str) -> None:
    left = letters.without(LETTER, named, KNOWN, "en")
    assert kinds(left) == [kind for kind in letters.KINDS if kind != gone]


@pytest.mark.parametrize(
    ("lang", "named", "left"),
    [
        ("en", "my surname", "Hello, my name is Ana. My job: social worker (Shelter East)."),
        ("en", "Costa", "Hello, my name is Ana."),
        ("fr", "le nom de mon asbl", "Hello, my name is Ana Costa. My job: social worker."),
        ("de", "die Namen", "Hello, my name is Ana. My job: social worker."),
        ("de", "die namen von der schule", "My job: social worker."),
        ("it", "il nome della rsa", "My job: social worker."),
        ("nl", "mijn achternaam", "Hello, my name is Ana."),
        ("es", "mi apellido", "Hello, my name is Ana."),
        ("es", "shelter east", "My job: social worker."),
    ],
)
def test_of_a_name_only_the_name_goes(lang: str, named: str, left: str) -> None:
    found = letters.without(LETTER, named, KNOWN, lang)
    assert left in found
    # and it is still known for what it is
    assert kinds(found) == list(letters.KINDS)


@pytest.mark.parametrize("named", ["my name", "Ana", "the dates", "the greeting", "learn from your team"])
def test_greeting_days_and_question_stay(named: str) -> None:
    assert letters.without(LETTER, named, KNOWN, "en") == "stays"


@pytest.mark.parametrize("named", ["my dog", "it", "the part about money and the police station in Leeds", ""])
def test_nothing_goes_without_a_clear_match(named: str) -> None:
    assert letters.without(LETTER, named, KNOWN, "en") == "not_found"


def test_a_name_that_also_stands_elsewhere_does_not_go_by_halves() -> None:
    text = letters.added(LETTER, "Shelter East is small.", KNOWN)
    assert letters.without(text, "the name of my employer", KNOWN, "en") == "stays"


def test_shorter_leaves_out_one_after_the_other_and_never_what_is_needed() -> None:
    text: str | None = letters.added(LETTER, "I do nights.", KNOWN)
    gone = []
    while (left := letters.shorter(text or "", KNOWN)) is not None:
        gone += [kind for kind in letters.KINDS if kind in kinds(text or "") and kind not in kinds(left)]
        text = left
    assert gone == ["goals", "problem", "job"]
    assert kinds(text or "") == ["hello", "stay", "", "welcome"]


def test_other_days_move_into_what_was_changed() -> None:
    now = LETTER.replace("5 May 2027", "6 May 2027")
    changed = letters.added(LETTER, "I do nights.", KNOWN)
    assert letters.moved(changed, LETTER, now) == changed.replace("5 May 2027", "6 May 2027")
    assert letters.moved("something else", LETTER, now) == now


@pytest.mark.parametrize(
    ("lang", "said", "quoted"),
    [
        (
            "en",
            "umm patients wander off at night\npatients, and us nurses",
            "patients wander off at night patients, and us nurses",
        ),
        ("es", "pues los chavales se nos escapan", "los chavales se nos escapan"),
        ("fr", "ben les jeunes décrochent", "les jeunes décrochent"),
        ("de", "Also unsere Leute gehen nicht mehr raus", "Unsere Leute gehen nicht mehr raus"),
        ("nl", "euh, nou ja, de bewoners lopen weg", "de bewoners lopen weg"),
        ("it", "beh allora, gli anziani si agitano", "gli anziani si agitano"),
        ("en", "so many people fall", "so many people fall"),
        ("en", "well trained staff is missing", "well trained staff is missing"),
        ("fr", "bon nombre de jeunes décrochent", "bon nombre de jeunes décrochent"),
        ("en", "umm", "umm"),
    ],
)
def test_what_was_told_is_quoted_on_one_line_and_without_the_first_sounds(lang: str, said: str, quoted: str) -> None:
    assert letters.quoted(said, lang) == quoted


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana belén castro", "Ana Belén Castro"),
        ("lucia, lucia marin", "Lucia Marin"),
        ("jan van der berg", "Jan van der Berg"),
        ("Oakes, Sarah", "Oakes, Sarah"),
        ("McKay", "McKay"),
        ("…", "…"),
    ],
)
def test_a_name_typed_all_small_gets_its_capitals(typed: str, name: str) -> None:
    assert letters.person_name(typed) == name


def test_a_town_typed_all_small_gets_its_capital() -> None:
    assert letters.place_names("ceip de vigo", ["Vigo"], "es") == "ceip de Vigo"
    assert letters.place_names("CEIP de vigo", ["Vigo"], "es") == "CEIP de vigo"
