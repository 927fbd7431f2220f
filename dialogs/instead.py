"""At an answer that is known already, a yes with a "but" about another one: "that's right, but the motivation was wrong"."""

from dialogs import written
from dialogs.correction_lines import label_said
from dialogs.engine import Actions, Input, questions
from dialogs.questions import Line, Reading
from dialogs.state import State
from dialogs.talk import Dialog
from domain.answers.cleaning import placed_words
from domain.messages import Text


def opened(dialog: Dialog, state: State, given: Input, reading: Reading, actions: Actions) -> Input:
    """The input that opens the other answer, where the words name it; else the input as it is."""
    recorded = state.answers.get(state.asked)
    rest = written.behind_but(given.given.words, reading.lang) if recorded is not None and not given.key else ""
    if not rest or given.kind != "answer":
        return given
    met = {one.key: one for one in questions(dialog, state, reading, actions) if one.key != state.asked}
    lines = [
        Line(key, one.label, Text("common.none")) for key, one in met.items() if one.label and key in state.answers
    ]
    found = label_said(rest, placed_words(rest), lines, met, reading.lang)
    return Input("edit", key=lines[found[0]].key) if found is not None else given
