"""The vocabulary we deliver holds together, and what cannot be meant is told by its kind."""

from collections.abc import Iterator

import pytest

from bot.commands.concepts import sentence
from domain import concept_check, concept_words
from domain.concept_check import COMPLETE, Problem


def test_the_vocabulary_holds_together() -> None:
    assert [sentence(problem) for problem in concept_check.shipped()] == []


def test_all_languages_of_the_european_union_and_norwegian_are_meant() -> None:
    assert len(COMPLETE) == 25
    assert {*COMPLETE} <= concept_words.LANGUAGES


@pytest.mark.parametrize(
    ("label", "terms", "expected"),
    [
        ("", ["word"], [("label", "")]),
        ("Taken", [], [("label-taken", "other")]),
        ("táken", [], [("label-taken", "other")]),
        ("Fine", ["do*s", "good"], [("star", "do*s")]),
        ("Fine", ["ab*", "*abc"], [("stem", "ab*"), ("stem", "*abc")]),
        ("Fine", ["one", "two", "ONE"], [("twice", "ONE")]),
        ("Fine", ['"quoted"', "!", "one|two"], [("sign", '"quoted"'), ("sign", "!"), ("sign", "one|two")]),
        ("Fine", ["new\nline"], [("sign", "new\nline")]),
        ("Fine", ["x" * 81], [("too-long", "x" * 81)]),
        ("F" * 81, [], [("too-long", "F" * 81)]),
        ("Fine", [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(201)], [("too-many", "200")]),
        ("Fine, and more", ["two words", "*stem*", "ADHD", "~hint*", "kärlek", "Λέξη"], []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_told(label: str, terms: list[str], expected: list[tuple[str, str]]) -> None:
    found = list(concept_check.line("mine", "en", label, terms, {"taken": "other"}))
    assert [(one.code, one.what) for one in found] == expected


FACETS = {"one": "sector", "two": "sector", "three": "method"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[sector]\none = ", [("toml", "")]),
        ('[sector]\none = "One | x"\ntwo = "Two | y"\n', [("missing", "three")]),
        ('[sector]\none = "One | x"\ntwo = "Two | y"\nthree = "Three | z"\n', [("facet", "three")]),
        ('[sector]\none = "One | x"\ntwo = "one | y"\n[method]\nthree = "One | z"\n', [("label-taken", "two")]),
        ('[sector]\none = "One | x"\ntwo = "Two | y"\nfour = "F | w"\n[method]\nthree = "T | z"\n', [("unknown", "four")]),
        ('[sector]\none = "One | x"\ntwo = """Two | y"""\n[method]\nthree = "T | z"\n', [("reader", "")]),
        ('[sector]\none = "One | x"\ntwo = "Two | y"\n[method]\nthree = "just words"\n', [("label", "three")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(
    source: str, expected: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(lang: str) -> Iterator[tuple[str, str]]:
        return iter((match[1], match[2]) for match in concept_words._LINE.finditer(source))

    monkeypatch.setattr(concept_check, "_source", lambda lang: source)
    monkeypatch.setattr(concept_check, "lines", read)
    found: list[Problem] = list(concept_check._file("en", FACETS))
    assert [(one.code, one.concept) for one in found] == expected
