"""The dialogs of one conversation: start, interrupt, come back to the same question, save for later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs import reading, reviewing
from dialogs.engine import Input, Prompt, Taken, begin, questions, turn
from dialogs.questions import Given, NotAnAnswer, Question
from dialogs.registry import ASIDES, MOMENTARY
from dialogs.stage import Stage
from dialogs.state import Answer, Session, State
from domain.messages import Part

#: dialogs whose actions hang on nothing but their answers: what was found in them stays, also in another language of the chat
_SETTLED = ("enquiry",)


@dataclass(frozen=True, slots=True)
class Ended:
    """A dialog that has come to its end: its name, its result, its answers."""

    dialog: str
    result: Any
    state: State


@dataclass(slots=True)
class Step:
    """What a turn of the session led to; `taken` tells how an answer was read."""

    says: list[Part] = field(default_factory=list)
    prompt: Prompt | None = None
    run: str = ""
    ended: list[Ended] = field(default_factory=list)
    taken: Taken | None = None


def start(
    session: Session, stage: Stage, name: str, args: Mapping[str, Any] | None = None, *, archived: State | None = None,
    known: Mapping[str, Any] | None = None,
) -> Step:  # fmt: skip
    """Open a dialog: the saved one, the archived one for changes, or a fresh one; with `args`, or with answers `known` already
    (there may be none), always a fresh one.

    An aside lies on top of the running dialog and gives it back at its end; for any other, the running ones are saved for later.
    """
    if name in ASIDES:
        leave(session)
    else:
        save(session)
    session.runs += 1
    run = f"{session.runs:x}"
    saved = session.saved.pop(name, None)
    if saved is not None and not args and known is None and name not in MOMENTARY:
        saved.run = run
        state, given = saved, Input("show")
    elif archived is not None:
        # the end of a finished dialog is its review: open that
        archived.run = run
        archived.answers.pop("review", None)
        if name not in _SETTLED:
            archived.memo.clear()
        state, given = archived, Input("show")
    else:
        state, given = begin(name, run, args), Input("start")
        state.answers |= {key: Answer(value) for key, value in (known or {}).items()}
    session.stack.append(state)
    return apply(session, stage, given)


def apply(session: Session, stage: Stage, given: Input) -> Step:
    """Give an input to the running dialog; at its end the interrupted one asks its question again."""
    step = Step()
    while (state := session.top) is not None:
        dialog = stage.dialogs.get(state.dialog)
        if dialog is None:
            # a dialog that no longer exists: its answers are kept, somebody may need them
            session.saved[state.dialog] = session.stack.pop()
            continue
        done = reviewing.turned(dialog, state, stage, given)
        session.stack[-1] = done.state
        step.says.extend(done.says)
        step.taken = step.taken or done.taken
        if not done.done:
            step.prompt, step.run = done.prompt, done.state.run
            return step
        session.stack.pop()
        step.ended.append(Ended(state.dialog, done.result, done.state))
        given = Input("show")
    return step


def save(session: Session) -> None:
    """Put the running dialogs aside; they go on where they stopped, but those of the moment are over."""
    while session.stack:
        state = session.stack.pop()
        if state.answers and state.dialog not in MOMENTARY:
            session.saved[state.dialog] = state


def leave(session: Session) -> None:
    """Something else begins: a running aside is over, what it asked is not asked again."""
    while session.top is not None and session.top.dialog in ASIDES:
        session.stack.pop()


def cancel(session: Session) -> str | None:
    """Forget the running dialog; returns its name."""
    return session.stack.pop().dialog if session.stack else None


def question(session: Session, stage: Stage) -> Question | None:
    """The running question, if there is one. Nothing changes."""
    state = session.top
    if state is None or state.dialog not in stage.dialogs:
        return None
    shown = turn(stage.dialogs[state.dialog], state, Input("show"), stage.reading, stage.actions)
    return shown.prompt.question if shown.prompt is not None else None


def fields(session: Session, stage: Stage) -> tuple[Question, ...]:
    """What others may fill in for the person: the questions of the running dialog so far, the one on the screen last, but for
    those that only the person can answer. Nothing changes."""
    state = session.top
    if state is None or state.dialog not in stage.dialogs:
        return ()
    met = questions(stage.dialogs[state.dialog], state, stage.reading, stage.actions)
    return tuple(one for one in met if one.label is not None and one.kind not in ("review", "file"))


def understands(session: Session, stage: Stage, given: Given) -> bool:
    """Is this an answer to the running question? Nothing changes."""
    asked = question(session, stage)
    if asked is None:
        return False
    if (
        session.top
        and asked.kind == "review"
        and given.words
        and reviewing.names_a_line(session.top, stage, asked, given.words)
    ):
        return True
    try:
        reading.read(asked, given, stage.reading)
    except NotAnAnswer:
        return False
    return True


def changes_text(session: Session, stage: Stage, words: str) -> bool:
    """Are the words about the text that was written for the person (`reviewing.changes_text`)? Nothing changes."""
    return session.top is not None and reviewing.changes_text(session.top, stage, words)


def is_open_again(session: Session, stage: Stage) -> bool:
    """Is a question on the screen that held something before, or that takes the words for "something else"?"""
    state = session.top
    if state is None or state.dialog not in stage.dialogs:
        return False
    return state.asked in state.answers or reviewing.marked_by(stage.dialogs[state.dialog], state, stage) is not None
