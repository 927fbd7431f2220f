"""`try value`: the value of each typed line, or null."""

import json

import pytest

from domain.language import SERVED
from tests.bot.commands.cli import call


def values(kind: str, lang: str, *lines: str) -> list[object]:
    ended = call(
        "try", "value", "--kind", kind, "--lang", lang, "--today", "2027-01-15", stdin="\n".join(lines).encode()
    )
    assert (ended.code, ended.err) == (0, "")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert all(answer.keys() == {"value"} for answer in answers)
    return [answer["value"] for answer in answers]


@pytest.mark.parametrize(
    ("kind", "lang", "lines", "found"),
    [
        ("date", "fr", ["fin mai", "bonjour", "", '{"text": "le 3 mars"}'], ["2027-05-31", None, None, "2027-03-03"]),
        ("period", "nl", ["vanaf 3 maart 2 weken", "ooit"], [["2027-03-03", "2027-03-16"], None]),
        ("money", "fr", ["1.250 €", "trois cents euros", "300 $"], [125000, 30000, None]),
        ("number", "de", ["anderthalb", "drei", "3 oder 4"], [1.5, 3, None]),
        ("country", "en", ["the Netherlands", "Belguim", "the moon"], ["NL", "BE", None]),
    ],
)
def test_each_line_gets_its_value_or_null(kind: str, lang: str, lines: list[str], found: list[object]) -> None:
    assert values(kind, lang, *lines) == found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--kind", "colour"), "--kind colour: not a kind of value; write one of date, period, money, number, country"),
        ((), "--kind ?: not a kind of value; write one of date, period, money, number, country"),
        (
            ("--kind", "date", "--lang", "xx"),
            f"--lang xx: not a language of the bot; write one of {', '.join(SERVED)}",
        ),
    ],
)
def test_an_unknown_kind_or_language_ends_with_one_line(arguments: tuple[str, ...], said: str) -> None:
    ended = call("try", "value", *arguments, stdin=b"hello\n")
    assert (ended.code, ended.out) == (2, "")
    assert ended.said == f"compagnon: {said}"
