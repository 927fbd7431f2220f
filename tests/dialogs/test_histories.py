"""Recorded histories: every dialog of every release goes on under today's code, without losing an answer (R12).

A history is a list of inputs and, after each, the question that was asked. `python -m tests.dialogs.record NAME` adds the
histories of a release.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dialogs.engine import Input, begin, turn
from dialogs.questions import Given, Reading
from dialogs.registry import DIALOGS
from dialogs.state import State

HISTORIES = sorted((Path(__file__).parents[1] / "histories").glob("*.json"))
READING = Reading("en", date(2027, 1, 11))


class Recorded(dict[str, Any]):
    """Actions answer as they did when the history was made; checks find nothing wrong."""

    def __missing__(self, name: str) -> Any:
        if name.startswith("check_") and name != "check_goal":
            return lambda *_: None
        return lambda *_: []


def replay(history: dict[str, Any]) -> list[str]:
    """The questions asked, by key; "end" at the end."""
    results = history["actions"]
    actions = Recorded({name: (lambda *_, value=value: value) for name, value in results.items()})
    dialog = DIALOGS[history["dialog"]]
    state = begin(history["dialog"], "1", history["args"])
    asked = []
    for step in [{"start": True}, *history["inputs"]]:
        if "start" in step:
            given = Input("start")
        elif "skip" in step:
            given = Input("skip")
        else:
            given = Input("answer", Given.from_plain(step))
        done = turn(dialog, msgspec.json.decode(msgspec.json.encode(state), type=State), given, READING, actions)
        assert done.prompt is None or done.prompt.error is None, (step, done.prompt.error)
        state = done.state
        asked.append("end" if done.done else done.prompt.question.key if done.prompt else "")
    return asked


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_goes_on_under_todays_code(path: Path) -> None:
    history = json.loads(path.read_text())
    assert replay(history) == history["asked"]


def test_every_dialog_has_a_history() -> None:
    assert {json.loads(path.read_text())["dialog"] for path in HISTORIES} == set(DIALOGS)
