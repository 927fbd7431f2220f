"""`python -m tests.dialogs.record RELEASE` records one history of every dialog, walked the usual way."""

import json
import sys
from pathlib import Path
from typing import Any

from dialogs.questions import Question
from dialogs.registry import DIALOGS
from dialogs.state import Answer, State
from dialogs.talk import Call, Run, Talk
from tests.dialogs.test_histories import replay

#: answers as people give them, by the kind of question
TYPED = {
    "email": "ana@example.org", "number": "3", "money": "250 euros", "date": "15 March 2027", "period": "May or June",
    "countries": "Italy", "languages": "French, English B2", "location": "Ghent", "text": "a few words of an answer",
}  # fmt: skip
FILE = {"name": "cv.pdf", "mime": "application/pdf", "size": 9, "stored": "x", "kind": "pdf"}


def inputs(name: str, args: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What a person does on the usual way, and what the actions answered."""
    state = State(dialog=name, run="1", args=args)
    coroutine = DIALOGS[name](Talk(Run(state, stop_at="")))
    done: list[dict[str, Any]] = []
    results: dict[str, Any] = {}
    value: Any = None
    try:
        while True:
            item: Question | Call = coroutine.send(value)
            if isinstance(item, Call):
                value = results.setdefault(item.action, item.sample)
                continue
            value = item.sample
            state.answers[item.key] = Answer(value)
            done += _steps(item)
    except StopIteration:
        return done, results


def _steps(question: Question) -> list[dict[str, Any]]:
    match question.kind:
        case "review":
            return [{"option": "=ok"}]
        case "choice":
            return [{"option": question.sample}]
        case "yes_no":
            return [{"option": "yes" if question.sample else "no"}]
        case "choices":
            return [{"option": question.options[0].id}, {"option": "=done"}]
        case "file":
            return [{"file": FILE}]
        case _:
            return [{"words": TYPED[question.kind]}]


def main(release: str) -> None:
    folder = Path(__file__).parents[1] / "histories"
    for name in DIALOGS:
        args = (
            {"question": "How do I find a host?"} if name == "question" else {"sure": True} if name == "welcome" else {}
        )
        steps, actions = inputs(name, args)
        history = {"dialog": name, "args": args, "actions": actions, "inputs": steps, "asked": []}
        history["asked"] = replay(history)
        path = folder / f"{release}-{name}.json"
        path.write_text(json.dumps(history, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
