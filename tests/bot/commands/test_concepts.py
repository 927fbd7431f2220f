"""`concepts`: what writers of the vocabulary are told."""

import pytest

from bot.commands import concepts
from bot.commands.remedies import OperatorError
from domain import concept_check
from domain.concept_check import Problem


def test_a_vocabulary_that_holds_together_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(concept_check, "shipped", lambda: iter(()))
    concepts.check()
    assert capsys.readouterr().out == ""


def test_each_problem_is_a_line_and_the_command_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Problem("label-taken", "nl", "women", "ladies"), Problem("reader", "sv")]
    monkeypatch.setattr(concept_check, "shipped", lambda: iter(found))
    with pytest.raises(OperatorError, match="2 problems"):
        concepts.check()
    first, second = capsys.readouterr().out.splitlines()
    assert first == "nl: women: has the same label as ladies"
    assert second.startswith("sv: is read otherwise")


def test_a_line_is_printed_and_a_wrong_id_gets_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    concepts.words("burnout", "nl")
    assert " | " in capsys.readouterr().out
    with pytest.raises(OperatorError, match="did you mean burnout"):
        concepts.words("burn-out", "nl")
    with pytest.raises(OperatorError, match="no words of 'xx'"):
        concepts.words("burnout", "xx")


def test_all_concepts_are_listed_by_kind_id_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    concepts.everything("de")
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert len(lines) > 300
    assert all(len(line) == 3 and all(line) for line in lines)


def test_every_problem_has_a_sentence() -> None:
    for code in concept_check.Code.__args__:  # type: ignore[attr-defined]
        assert concepts.sentence(Problem(code, "nl", "women", "what"))
