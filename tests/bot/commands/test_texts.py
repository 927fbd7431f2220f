"""`texts check` and `texts pot`: no text is missing, none is left over, and each gets the values it waits for."""

import ast
from pathlib import Path

import pytest

from bot.commands import text_usage, texts
from bot.commands.remedies import OperatorError
from bot.commands.text_usage import Names, Need, needs
from locales import catalogue
from locales.catalogue import Problem
from tests.bot.commands.cli import call


@pytest.fixture(scope="module")
def needed() -> list[Need]:
    return needs()


@pytest.fixture(scope="module")
def before() -> list[str]:
    """What is told of the program as it is."""
    return texts.usage_problems()


def told(needed: list[Need], wanted: list[Need], before: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told more once `wanted` is needed too."""
    monkeypatch.setattr(texts, "needs", lambda: [*needed, *wanted])
    return [line for line in texts.usage_problems() if line not in before]


def test_the_program_has_all_its_texts_in_english_and_uses_each(before: list[str]) -> None:
    assert before == []


def test_dialogs_handlers_channels_and_the_desk_are_all_looked_at(needed: list[Need]) -> None:
    keys = {need.key for need in needed}
    assert {
        "profile.email.ask", "profile.email.help", "welcome.language.ask", "enquiry.money.option.grant", "common.yes",
        "goals.thanks", "question.near.none", "leaving.go_on", "command.help", "menu.next.goals", "hosts.reason.same-topic",
        "answer.error.period-order", "answer.error.file.too-big", "answer.error.choose_at_most", "human.queued",
        "telegram.progress", "web.chat.send", "desk.title", "common.nothing_to_cancel",
    } <= keys  # fmt: skip


def test_a_text_that_is_needed_and_not_there_is_named_once_with_who_needs_it(
    needed: list[Need], before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [
        Need("no.such", "a.py:1"),
        Need("no.such", "b.py:2"),
        Need("no.*.such", "c.py:3"),
        Need("menu.*", "d.py:4"),
    ]
    assert told(needed, wanted, before, monkeypatch) == [
        "en: no.such: missing (b.py:2)",
        "en: no.*.such: missing (c.py:3)",
    ]


def test_a_value_that_a_text_waits_for_in_vain_is_named(
    needed: list[Need], before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [Need("human.queued", "a.py:1", frozenset()), Need("human.queued", "b.py:1", frozenset({"language", "x"}))]
    assert told(needed, wanted, before, monkeypatch) == ["en: human.queued: fields (language not given by a.py:1)"]


def test_a_text_that_nobody_uses_is_named(
    needed: list[Need], before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "needs", lambda: needed)
    keys = (*catalogue.keys(), "common.left_over", "menu.next.nowhere", "profile.email.option.none", "cv.hat_size.ask")
    monkeypatch.setattr(texts.catalogue, "keys", lambda: keys)
    assert [line for line in texts.usage_problems() if line not in before] == [
        "en: common.left_over: unused", "en: menu.next.nowhere: unused", "en: profile.email.option.none: unused",
        "en: cv.hat_size.ask: unused",
    ]  # fmt: skip


def test_a_question_that_no_walk_meets_is_not_taken_for_unused(needed: list[Need]) -> None:
    names = Names([need for need in needed if not need.key.startswith("cv.phone")])
    assert "cv.phone.ask" in names
    assert "cv.fax.ask" not in names


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Text("a.b")', [("a.b", set())]),
        ('Text("a.b", {"n": 1, "x": y})', [("a.b", {"n", "x"})]),
        ('Text("a.b", {**more})', [("a.b", None)]),
        ('Text("a.b", fields)', [("a.b", None)]),
        ('Text("a.b" if c else "a.c")', [("a.b", set()), ("a.c", set())]),
        ("""Text(f"a.{'ok' if c else 'ask'}.{d}")""", [("a.ok.*", set()), ("a.ask.*", set())]),
        ('catalogue.text(lang, f"a.{d}", n=1)', [("a.*", {"n"})]),
        ('catalogue.text(lang, "a.b", **more)', [("a.b", None)]),
        ('NotUnderstood("date-far", least=1)', [("answer.error.date-far", {"least"})]),
        ('Text(f"{name}.ask"); Text("day:2027"); Text(""); d.text("name"); text("SELECT 1.0"); Text(key)', []),
    ],
)
def test_code_tells_which_texts_it_makes(code: str, found: list[tuple[str, set[str] | None]]) -> None:
    made = text_usage._of_code("x.py", ast.parse(code))
    assert [(need.key, need.fields) for need in made] == found


def test_problems_are_printed_one_a_line_and_fail_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(texts.catalogue, "problems", lambda detect: [Problem("fr", "a.b", "missing")])
    monkeypatch.setattr(texts, "usage_problems", lambda: ["en: c.d: unused"])
    with pytest.raises(OperatorError, match="2 problems in the texts") as error:
        texts.check()
    assert error.value.code == 1
    assert capsys.readouterr().out == "fr: a.b: missing\nen: c.d: unused\n"
    monkeypatch.setattr(texts.catalogue, "problems", lambda detect: [])
    monkeypatch.setattr(texts, "usage_problems", list)
    texts.check()
    assert capsys.readouterr().out == ""


def test_a_text_left_in_another_language_is_noticed_only_without_doubt() -> None:
    assert texts._written_in("Quelle est votre adresse électronique, s'il vous plaît ?") == "fr"
    assert texts._written_in("ok") is None


def test_the_template_is_what_the_catalogue_makes_of_the_english_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(texts.locales, "__file__", str(tmp_path / "__init__.py"))
    texts.write_template()
    assert (tmp_path / "bot.pot").read_text("utf-8") == catalogue.template()
    assert f"{len(catalogue.keys())} texts" in capsys.readouterr().out


def test_the_check_of_the_real_texts_ends_with_a_count_and_its_exit_code() -> None:
    ended = call("texts", "check")
    lines = ended.out.splitlines()
    assert ended.code == (1 if lines else 0)
    assert ended.err == (f"compagnon: {len(lines)} problems in the texts\n" if lines else "")
