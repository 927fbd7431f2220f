"""Walks every branch of a dialog without a person.

From it come the proof that every language has every text, the list of the keys (a public schema: `tests/dialogs/keys.lock`),
the charts in the documentation and the list of personal data that are asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.questions import Question
from dialogs.state import Answer, State
from dialogs.talk import Call, Dialog, Later, Run, Talk
from domain.messages import Text

#: where arrows begin and end; no question has such a key
BEGIN, END = "(begin)", "(end)"

#: a walk that asks more than this is taken for endless
LONGEST = 200


@dataclass(slots=True)
class Map:
    """What a dialog may ask and say: questions by key, the arrows between them with the answer that leads along."""

    questions: dict[str, Question] = field(default_factory=dict)
    arrows: set[tuple[str, str, str]] = field(default_factory=set)
    says: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)

    def texts(self) -> Iterator[Text]:
        """Every text of the catalogue that the questions need."""
        for question in self.questions.values():
            yield from (text for text in (question.text, question.help, question.label) if text is not None)
            yield from (option.label for option in (*question.options, *question.picks))


def explore(name: str, dialog: Dialog, args: Mapping[str, Any] | None = None) -> Map:
    """Walk the usual way, then once more for every other option of every question met, until nothing new turns up."""
    found = Map()
    todo: list[dict[str, Any]] = [{}]
    tried: set[tuple[str, str]] = set()
    while todo:
        forced = todo.pop()
        for question in _walk(name, dialog, dict(args or {}), forced, found):
            for value in _alternatives(question):
                mark = (question.key, str(value))
                if mark not in tried:
                    tried.add(mark)
                    todo.append({**forced, question.key: value})
    return found


def _alternatives(question: Question) -> Iterator[Any]:
    if question.optional:
        yield None
    match question.kind:
        case "choice":
            yield from (option.id for option in question.options)
        case "choices":
            yield from ([option.id] for option in question.options)
            if not question.least:
                yield []
        case "yes_no":
            yield from (True, False)
        case "text":
            yield from (pick.id for pick in question.picks)
            yield "one two three four five six seven eight nine"


def _walk(name: str, dialog: Dialog, args: dict[str, Any], forced: dict[str, Any], found: Map) -> list[Question]:
    state = State(dialog=name, run="x", args=args)
    run = Run(state, stop_at="")
    coroutine = dialog(Talk(run))
    met: list[Question] = []
    value: Any = None
    before, along = BEGIN, ""
    said = 0
    try:
        for _ in range(LONGEST):
            item = coroutine.send(value)
            for part in run.says[said:]:
                (found.actions if isinstance(part, Later) else found.says).add(
                    part.action if isinstance(part, Later) else part.text.key
                )
            said = len(run.says)
            if isinstance(item, Call):
                found.actions.add(item.action)
                value = item.sample
                continue
            value = forced.get(item.key, item.sample)
            if not item.fits(value):
                value = item.sample
            met.append(item)
            if item.check:
                found.actions.add(item.check[0])
            found.questions.setdefault(item.key, item)
            found.arrows.add((before, along, item.key))
            before, along = item.key, _short(item, value)
            state.answers[item.key] = Answer(value)
    except StopIteration:
        found.arrows.add((before, along, END))
        found.says.update(part.text.key for part in run.says[said:] if not isinstance(part, Later))
        found.actions.update(part.action for part in run.says[said:] if isinstance(part, Later))
        return met
    finally:
        coroutine.close()
    raise RecursionError(f"{name} asks more than {LONGEST} questions")


def _short(question: Question, value: Any) -> str:
    if value is None:
        return "skip"
    return str(value) if question.kind in ("choice", "yes_no") else ""
