"""`dialogs chart` and `dialogs data`: what is drawn and listed is what the dialogs ask."""

import re

import pytest

from bot.commands.charts import data, flowchart, table, walked
from bot.commands.walks import walks
from dialogs.explore import Map
from dialogs.questions import Option, Question
from dialogs.registry import DIALOGS
from domain.messages import verbatim
from tests.bot.commands.cli import call, environment, run

LINE = re.compile(
    r'    (Begin\(\[Start\]\)|Finish\(\[End\]\)|q_\w+\["[^"<>]+"\]|\w+ --> (\|"[^"<>]+"\| )?(q_\w+|Finish))'
)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_chart_has_every_question_once_and_leads_from_start_to_end(name: str) -> None:
    first, *lines = flowchart(walked(name)).splitlines()
    assert first == "flowchart TD"
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    nodes = re.findall(r"^    (\w+)[\[(]", "\n".join(lines), re.MULTILINE)
    assert len(nodes) == len(set(nodes))
    asked = {key for way in walks(name) for key in way.questions}
    expected = {"q_" + "_".join(part for part in key.split(".") if not part.isdigit()) for key in asked}
    assert set(nodes) == expected | {"Begin", "Finish"}
    arrows = re.findall(r"^    (\w+) -->.* ?\b(\w+)$", "\n".join(lines), re.MULTILINE)
    assert {node for arrow in arrows for node in arrow} == set(nodes)


def test_answers_stand_beside_the_arrows_where_they_decide() -> None:
    chart = flowchart(walked("welcome"))
    assert '    q_consent --> |"No, thanks"| Finish' in chart
    assert "    q_language --> q_consent" in chart
    assert "    Begin --> q_host" in flowchart(walked("request"))
    assert "    q_start --> q_days" in flowchart(walked("request"))
    assert '    q_goal_more --> |"yes"| q_goal_action' in flowchart(walked("goals"))


def test_characters_that_mermaid_reads_are_written_as_entities() -> None:
    question = Question(
        key="a.0.b", kind="choice", text=verbatim('Say "#1" <b>\nnow'), options=(Option("x", verbatim('"x"')),)
    )
    found = Map({"a.b": question}, {("Begin", "", "a.b"), ("a.b", "x", "Finish"), ("a.b", "skip", "a.b")})
    assert flowchart(found).splitlines()[2:] == [
        '    q_a_b["Say #quot;#35;1#quot; #lt;b#gt; now"]',
        "    Finish([End])",
        "    Begin --> q_a_b",
        '    q_a_b --> |"skip"| q_a_b',
        '    q_a_b --> |"#quot;x#quot;"| Finish',
    ]


def test_all_answers_that_dialogs_keep_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    data()
    out = capsys.readouterr().out
    for name in DIALOGS:
        part = out.partition(f"## {name}\n")[2].partition("\n## ")[0]
        for key, question in walked(name).questions.items():
            assert (f"\n| `{key}` | " in part) == (question.kind != "review")
    assert re.search(r"\| `needs` \| .* \| text \| yes \| yes \|", out)
    assert re.search(r"\| `email` \| .* \| email \|  \|  \|", out)


def test_a_bar_in_a_question_does_not_break_the_table() -> None:
    row = table([Question(key="a", kind="yes_no", text=verbatim("this | that"))]).splitlines()[-1]
    assert row == r"| `a` | this \| that | yes/no |  |  |"


def test_the_commands_print_markdown_in_utf_8() -> None:
    one = run("dialogs", "chart", "profile", env=environment(PYTHONIOENCODING="ascii"))
    assert (one.code, one.err) == (0, "")
    assert one.out.startswith("## profile\n\n```mermaid\nflowchart TD\n")
    assert one.out.endswith("```\n")
    every = call("dialogs", "chart")
    assert every.out.count("```mermaid") == len(DIALOGS)
    assert call("dialogs", "data").out.startswith("## welcome\n\n| Key | Question |")
    wrong = call("dialogs", "chart", "nope")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.said == f"compagnon: no dialog 'nope': there are {', '.join(DIALOGS)}"
