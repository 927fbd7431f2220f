"""A choice of several as it is pressed: what is marked, and what a press does. What is typed about it: `dialogs.marks`."""

from collections.abc import Sequence
from typing import Any

from dialogs.questions import ALL, NotAnAnswer, Question
from dialogs.state import State
from domain.messages import Text


def marked(state: State, question: Question) -> Sequence[str]:
    """The ids that are marked, `ALL` among them when all options are shown."""
    pressed = state.pending.get(question.key)
    if isinstance(pressed, list):
        return pressed
    recorded = state.answers.get(question.key)
    return recorded.value if recorded is not None and isinstance(recorded.value, list) else question.marked


def finished(question: Question, pressed: Sequence[str]) -> list[str] | None:
    """The answer that is marked, in the order of the options; None where the question may be left out.

    Raises NotAnAnswer when too few are marked.
    """
    chosen = [one.id for one in question.options if one.id in pressed]
    if not chosen and question.optional:
        return None
    least = question.least or 0
    if len(chosen) < least:
        raise NotAnAnswer(Text("answer.error.choose_at_least", {"n": least}))
    return chosen


def pressed(question: Question, marks: Sequence[str], option: str) -> list[str]:
    """What is marked after a press. Raises NotAnAnswer for one option too many, and for one that is not there."""
    if option != ALL and option not in [one.id for one in question.options]:
        raise NotAnAnswer(Text("answer.error.not_possible"))
    if option in marks:
        return [one for one in marks if one != option or one == ALL]
    if option != ALL and question.most is not None and len([one for one in marks if one != ALL]) >= question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return [*marks, option]


def still_offered(question: Question, value: Any) -> Any:
    """A kept answer without what an answer changed since has taken from the options."""
    if question.kind != "choices" or not isinstance(value, list):
        return value
    ids = {option.id for option in question.options}
    return [one for one in value if one in ids]
