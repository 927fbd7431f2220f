"""The dialogs of one conversation: start, interrupt, come back to the same question, save for later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs import corrections, reading, said
from dialogs.engine import Actions, Input, Prompt, Taken, Turn, begin, questions, turn
from dialogs.questions import CHANGE, Given, NotAnAnswer, Question, Reading
from dialogs.registry import ASIDES, MOMENTARY
from dialogs.state import Answer, Session, State
from dialogs.talk import Dialog
from domain.messages import Part

#: dialogs whose actions hang on nothing but their answers: what was found in them stays, also in another language of the chat
_SETTLED = ("enquiry",)
#: dialogs that do nothing before their review: they may be run up to it to see its lines
_REVIEWED = ("enquiry", "profile", "request", "goals")


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


@dataclass(frozen=True, slots=True)
class Stage:
    """What running dialogs needs from outside: the dialogs by name, the reading of answers, the actions."""

    dialogs: Mapping[str, Dialog]
    reading: Reading
    actions: Actions


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
        done = turn(dialog, state, _line_of_review(dialog, state, stage, given), stage.reading, stage.actions)
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
    if asked.kind == "review" and given.words and _names_a_line(session, stage, asked, given.words):
        return True
    try:
        reading.read(asked, given, stage.reading)
    except NotAnAnswer:
        return False
    return True


def _names_a_line(session: Session, stage: Stage, review: Question, words: str) -> bool:
    """Do the words say which line of the review is to change?"""
    state = session.top
    if state is None:
        return False
    met = {one.key: one for one in questions(stage.dialogs[state.dialog], state, stage.reading, stage.actions)}
    return corrections.named(words, review.lines, met, stage.reading) is not None


def _line_of_review(dialog: Dialog, state: State, stage: Stage, given: Input) -> Input:
    """At a review, words that name a line open it, or fill it when they say what is to stand there; others pass through."""
    if given.kind != "answer" or given.given.option is not None:
        return given
    if not state.asked.endswith("review"):
        return _other_line(dialog, state, stage, given)
    words, lang = given.given.words, stage.reading.lang
    if not words.strip() or said.only_agrees(words, lang):
        return given
    shown: Turn = turn(dialog, state, Input("show"), stage.reading, stage.actions)
    if shown.prompt is None or shown.prompt.question.kind != "review":
        return given
    met = {one.key: one for one in questions(dialog, state, stage.reading, stage.actions)}
    found = corrections.named(words, shown.prompt.question.lines, met, stage.reading)
    if found is None:
        return Input("answer", Given(option=CHANGE)) if corrections.wants_change(words, lang) else given
    return _corrected(state, found)


def _other_line(dialog: Dialog, state: State, stage: Stage, given: Input) -> Input:
    """While a line of a review is open, words that say what is to stand in another one go there."""
    recorded = state.answers.get(state.asked)
    if state.dialog not in _REVIEWED or "review" in state.answers:
        return given
    if given.key or recorded is None or recorded.by == "guess" or not given.given.words.strip():
        return given
    whole = state.copy()
    whole.asked = ""
    shown: Turn = turn(dialog, whole, Input("show"), stage.reading, stage.actions)
    if shown.prompt is None or shown.prompt.question.kind != "review":
        return given
    met = {one.key: one for one in questions(dialog, whole, stage.reading, stage.actions)}
    if state.asked not in met:
        return given
    lines = shown.prompt.question.lines
    found = corrections.elsewhere(given.given.words, met[state.asked], lines, met, stage.reading)
    return given if found is None else _corrected(state, found)


def _corrected(state: State, found: corrections.Correction) -> Input:
    if found.value is not None:
        recorded = state.answers.get(found.key)
        value = found.value
        if isinstance(value, list) and recorded is not None and isinstance(recorded.value, list):
            value = [*recorded.value, *(one for one in value if one not in recorded.value)]
        return Input("fill", key=found.key, value=value)
    if found.words:
        return Input("answer", Given(words=found.words), key=found.key)
    return Input("edit", key=found.key)
