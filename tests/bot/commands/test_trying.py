"""`try`: one JSON answer for each line, in order and at once, whatever the line holds."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.line_answers import answer_each, asked
from domain.goals import LANGUAGES
from domain.language import DETECTED
from tests.bot.commands.cli import ROOT, call, command, environment, run


def answers(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_gets_its_language_in_order_and_empty_lines_too() -> None:
    lines = "\ufeffI would like to visit a team abroad\n\nJe voudrais visiter une équipe\r\n{brace\n"
    ended = call("try", "language", stdin=lines.encode())
    assert (ended.code, ended.err) == (0, "")
    found = answers(ended.out)
    assert [answer["lang"] for answer in found[:3]] == ["en", None, "fr"]
    assert len(found) == 4
    assert all(0 <= float(str(answer["confidence"])) <= 1 for answer in found)


def test_a_json_line_may_tell_the_language_of_the_application() -> None:
    lines = [{"text": "ok"}, {"text": "ok", "app_code": "nl-BE"}, {"app_code": 7}, {}]
    ended = call("try", "language", stdin="\n".join(map(json.dumps, lines)).encode())
    plain, dutch, *others = answers(ended.out)
    assert float(str(dutch["confidence"])) > float(str(plain["confidence"]))
    assert len(others) == 2


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_text_is_utf_8_whatever_the_locale_and_wrong_bytes_are_replaced(locale: dict[str, str]) -> None:
    stdin = "Perú\n".encode() + b"\xff\xfe\x00\n"
    ended = run("try", "value", "--kind", "country", "--lang", "es", stdin=stdin, env=environment(**locale))
    assert ended.code == 0
    assert [answer["value"] for answer in answers(ended.out)] == ["PE", None]


def test_an_answer_comes_before_the_next_line_is_written() -> None:
    with subprocess.Popen(
        command("try", "language"), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in (b"guten Tag zusammen\n", b"bonjour tout le monde\n"):
            process.stdin.write(text)
            process.stdin.flush()
            assert b'"lang"' in process.stdout.readline()
        process.stdin.close()
    assert process.returncode == 0


def test_a_reader_that_has_enough_ends_the_command_quietly() -> None:
    with subprocess.Popen(
        command("try", "goal"),
        env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"I will write a card by May\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"I will write a card by May\n" * 3)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_goal_is_judged_letter_by_letter_with_the_reasons() -> None:
    lines = "I will interview three nurses about night work and write a checklist by 15 May 2027\nlearn things\n\n"
    ended = call("try", "goal", "--lang", "en", "--today", "2027-01-10", stdin=lines.encode())
    good, poor, nothing = answers(ended.out)
    assert (good["S"], good["M"], good["T"]) == (True, True, True)
    assert good["why"] == {"S": ["strong-verb"], "M": ["quantity", "deliverable"], "T": ["deadline"]}
    assert good["words"] == {
        "S": ["interview three nurses about night work", "write a checklist"],
        "M": ["three nurses", "a checklist"],
        "T": ["by 15 May 2027"],
    }
    assert good["deadline"] == "2027-05-15"
    assert (poor["words"], poor["deadline"]) == ({"S": [], "M": [], "T": []}, None)
    assert (poor["S"], poor["M"], poor["T"]) == (False, False, False)
    assert nothing.keys() == good.keys()
    past = call("try", "goal", "--today", "2028-01-10", stdin=lines.encode())
    assert answers(past.out)[0]["why"]["T"] == ["past"]  # type: ignore[index]


def test_a_question_gets_its_topic_the_next_ones_and_the_answer() -> None:
    ended = call("try", "faq", "--lang", "fr", stdin="Comment trouver un hôte ?\n\n".encode())
    assert (ended.code, ended.err) == (0, "")
    found, nothing = answers(ended.out)
    assert found["topic"] == "find-host"
    assert len(found["near"]) == 2  # type: ignore[arg-type]
    assert found["topic"] not in found["near"]  # type: ignore[operator]
    assert "{" not in str(found["answer"])
    assert len(str(found["answer"])) > 50
    assert nothing.keys() == found.keys()


@pytest.mark.parametrize(("what", "among"), [("goal", LANGUAGES), ("faq", DETECTED)])
def test_a_language_the_bot_does_not_speak_ends_with_one_line(what: str, among: tuple[str, ...]) -> None:
    ended = call("try", what, "--lang", "xx", stdin=b"hello\n")
    assert (ended.code, ended.out) == (2, "")
    assert ended.said == f"compagnon: --lang xx: not a language of the bot; write one of {', '.join(among)}"


def test_try_loads_neither_the_database_nor_the_web_pages_nor_telegram(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.csv"
    hosts.write_text("external_id,name\nH1,Team\n")
    tried = ["value --kind date", "goal", f"match --hosts {hosts}", "command", "faq", "language"]
    script = (
        "import io, sys\n"
        "from bot.__main__ import cli\n"
        "heavy = {'sqlalchemy', 'litestar', 'aiogram', 'telegram', 'alembic', 'aiohttp', 'uvicorn', 'cryptography'}\n"
        "for what in sys.argv[1:]:\n"
        "    sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}\\n'))\n"
        "    try: cli(['try', *what.split()])\n"
        "    except SystemExit as end: print('ended', end.code, 'loaded', sorted(heavy & set(sys.modules)), flush=True)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *tried], env=environment(), cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    said = ended.stdout.decode().splitlines()
    assert [line.startswith("{") for line in said] == [True, False] * len(tried), said
    assert said[1::2] == ["ended 0 loaded []"] * len(tried)


@given(lines=st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b" ")), max_size=8))
@example(lines=[b"{" * 20_000])
@example(lines=[b'{"text":"\\ud800"}'])
@example(lines=[b'{"text":1e999}'])
@example(lines=["one\x85line\u2028is\u2029one".encode()])
def test_there_is_one_answer_for_each_line_of_any_bytes(lines: list[bytes]) -> None:
    out = io.BytesIO()
    answer_each((line + b"\n" for line in lines), lambda line: {"said": asked(line).text}, {"said": None}, out)
    found = answers(out.getvalue().decode())
    assert len(found) == len(lines)
    assert all(isinstance(answer["said"], str) for answer in found)


def test_a_line_that_cannot_be_judged_keeps_its_place() -> None:
    def fail_on_b(line: str) -> dict[str, object]:
        if line == "b":
            raise ZeroDivisionError
        return {"topic": line}

    out = io.BytesIO()
    answer_each([b"a\n", b"b\n", b"c"], fail_on_b, {"topic": None}, out)
    assert answers(out.getvalue().decode()) == [
        {"topic": "a"}, {"topic": None, "error": "ZeroDivisionError"}, {"topic": "c"},
    ]  # fmt: skip
