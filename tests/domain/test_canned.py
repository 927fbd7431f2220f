"""Prepared answers: fields are filled with what is known, gaps stay gaps, and the nearest language is taken."""

import pytest

from domain.canned import FIELDS, Canned, draft, fill, gaps, nearest, unknown_fields
from domain.canned_files import CannedFileError, read, starting, write
from domain.language.codes import SERVED


def test_what_is_known_is_filled_in_and_the_rest_stays() -> None:
    assert fill("{trainee}, {Host} { me }", {"trainee": "Ana", "me": "Anna"}) == "Ana, {host} Anna"
    assert fill("{trainee}", {"trainee": ""}) == "{trainee}"
    assert fill("{trainee}", {"trainee": "{me}", "me": "Anna"}) == "{me}", "what is filled in is not read again"
    assert fill("no {fields} {}", {}) == "no {fields} {}"


def test_gaps_are_the_fields_left_in_braces() -> None:
    assert gaps("{host} and {HOST}, { first_day } but not {x} or host") == ("host", "first_day")
    assert gaps("nothing here {") == ()


def test_a_slip_in_a_field_is_named() -> None:
    assert unknown_fields("{trainee} {prenom} {}") == ("prenom", "")


@pytest.mark.parametrize(
    ("texts", "lang", "speaks", "expected"),
    [
        (("fr", "en"), "fr", (), "fr"),
        (("nl", "en"), "fr", ("nl",), "nl"),
        (("nl", "en"), "fr", (), "en"),
        (("nl",), "fr", (), "nl"),
        ((), "fr", (), None),
    ],
)
def test_the_nearest_language(texts: tuple[str, ...], lang: str, speaks: tuple[str, ...], expected: str | None) -> None:
    assert nearest(texts, lang, speaks) == expected


def test_a_draft_names_what_is_missing() -> None:
    answer = Canned("x", "X", {"en": "{trainee} goes to {host}"})
    made = draft(answer, "fr", {"trainee": "{host}"})
    assert made is not None
    assert (made.words, made.lang, made.missing) == ("{host} goes to {host}", "en", ("host",))
    assert draft(Canned("x", "X", {}), "en", {}) is None


def test_the_starting_set_is_whole_in_every_language_and_names_no_figures() -> None:
    answers = starting()
    assert len(answers) >= 12
    for answer in answers:
        assert set(answer.texts) == set(SERVED), answer.code
        assert len({frozenset(gaps(text)) for text in answer.texts.values()}) == 1, f"{answer.code}: the same fields"
        assert not any(letter.isdigit() for text in answer.texts.values() for letter in text), answer.code
    assert {name for answer in answers for text in answer.texts.values() for name in gaps(text)} == set(FIELDS)
    assert {one.name for one in starting("de")} != {one.name for one in answers}


def test_what_is_written_is_read_again_without_a_difference() -> None:
    odd = Canned("odd", 'A "name" \\ with <b>', {"en": 'Line one\nline "two" \\ {trainee} ☃'}, team="fr")
    answers = [*starting("nl"), odd]
    assert read(write(answers)) == answers


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[x", "not TOML"),
        ('[Bad_Name]\nen = "x"', "small letters"),
        ("x = 1", "begin a table"),
        ('[x]\nname = "x"', "one language at least"),
        ('[x]\nxx = "x"', "'xx' is not among"),
        ("[x]\nen = 5", "write a text"),
        ('[x]\nen = " "', "empty"),
        ('[x]\nen = "{foo}"', "no field {foo}"),
        ('[x]\nname = 5\nen = "x"', "a name"),
        ('[x]\nteam = "far-too-long"\nen = "x"', "the code of a team"),
    ],
)
def test_what_cannot_be_taken_is_named_with_a_remedy(text: str, says: str) -> None:
    with pytest.raises(CannedFileError, match=says):
        read(text)
