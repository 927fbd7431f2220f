"""The dialogs of one conversation: start, interrupt, come back to the same question, save for later."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from dialogs import correction_parts, corrections, instead, letter, letter_wishes, reading, said
from dialogs.engine import Actions, Input, Prompt, Taken, Turn, begin, questions, turn
from dialogs.questions import CHANGE, Given, NotAnAnswer, Question, Reading
from dialogs.registry import ASIDES, MOMENTARY
from dialogs.state import Answer, Session, State
from dialogs.talk import Dialog
from domain.messages import Part, Text

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
        done = _turned(dialog, state, stage, given)
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


def changes_text(session: Session, stage: Stage, words: str) -> bool:
    """Are the words about the text that was written for the person: "say also that we speak Polish"? Nothing changes.

    They are where something would be done to it, or where they name something in it that has to stay.
    """
    state = session.top
    if state is None or not letter_wishes.wishes(words, stage.reading.lang):
        return False
    met = {one.key: one for one in questions(stage.dialogs[state.dialog], state, stage.reading, stage.actions)}
    shown = met.get(state.asked)
    if shown is None or not (shown.changes or shown.kind == "review"):
        return False
    dialog = stage.dialogs[state.dialog]
    if shown.changes:
        done = turn(dialog, state, Input("answer", Given(words=words), key=shown.key), stage.reading, stage.actions)
        return letter.spoken_of(done.prompt.error if done.prompt is not None else None, state, done.state, shown)
    found = correction_parts.several(words, shown.lines, met, stage.reading, _held(state))
    return _about_text(dialog, state, stage, words, met, found) is not None


def _names_a_line(session: Session, stage: Stage, review: Question, words: str) -> bool:
    """Do the words say which line of the review is to change?"""
    state = session.top
    if state is None:
        return False
    met = {one.key: one for one in questions(stage.dialogs[state.dialog], state, stage.reading, stage.actions)}
    found = correction_parts.several(words, review.lines, met, stage.reading, _held(state))
    return bool(found.changes) or _about_text(stage.dialogs[state.dialog], state, stage, words, met, found) is not None


def _turned(dialog: Dialog, state: State, stage: Stage, given: Input) -> Turn:
    """One turn; words that put several lines of a review right are as many, and what they leave over is asked back."""
    inputs, left = _lines_of_review(dialog, state, stage, given)
    refused: Input | None = None
    done = turn(dialog, state, inputs[0], stage.reading, stage.actions)
    for before, one in pairwise(inputs):
        if done.prompt is not None and done.prompt.error is not None:
            # the others are done first
            refused = before
        else:
            state = done.state
        done = turn(dialog, state, one, stage.reading, stage.actions)
    if refused is not None:
        done = turn(dialog, done.state, refused, stage.reading, stage.actions)
    if left and done.prompt is not None and done.prompt.error is None:
        return replace(done, prompt=replace(done.prompt, error=Text("answer.error.left_over", {"words": left})))
    return done


def _lines_of_review(dialog: Dialog, state: State, stage: Stage, given: Input) -> tuple[list[Input], str]:
    """At a review, words that name a line open it, or fill it when they say what is to stand there; others pass through."""
    if given.kind != "answer" or given.given.option is not None:
        return [given], ""
    if not state.asked.endswith("review"):
        other = _other_line(dialog, state, stage, given)
        same = other is given
        return [instead.opened(dialog, state, given, stage.reading, stage.actions) if same else other], ""
    words, lang = given.given.words, stage.reading.lang
    if not words.strip() or said.only_agrees(words, lang):
        return [given], ""
    shown: Turn = turn(dialog, state, Input("show"), stage.reading, stage.actions)
    if shown.prompt is None or shown.prompt.question.kind != "review":
        return [given], ""
    met = {one.key: one for one in questions(dialog, state, stage.reading, stage.actions)}
    found = correction_parts.several(words, shown.prompt.question.lines, met, stage.reading, _held(state))
    if (wish := _about_text(dialog, state, stage, words, met, found)) is not None:
        return [wish], ""
    if not found.changes:
        change = corrections.wants_change(words, lang)
        return [Input("answer", Given(option=CHANGE)) if change else given], ""
    held = _held(state)
    inputs = []
    for one in found.changes:
        inputs.append(_corrected(held, one))
        held |= {inputs[-1].key: inputs[-1].value} if inputs[-1].kind == "fill" else {}
    return inputs, found.left


def _about_text(
    dialog: Dialog, state: State, stage: Stage, words: str, met: Mapping[str, Question], found: correction_parts.Found
) -> Input | None:
    """A wish about the text that was written for the person, said at the review: "yes, but without my surname".

    It is one where something can be done to the text, and no other line is spoken of; "add that ..." is about the text in any case.
    """
    about = next((one for one in met.values() if one.changes), None)
    wanted = letter_wishes.wishes(words, stage.reading.lang) if about is not None else ()
    if about is None or not wanted:
        return None
    if any(one.key != about.key for one in found.changes) and not letter_wishes.puts_in(wanted):
        return None
    wish = Input("answer", Given(words=words), key=about.key)
    done = turn(dialog, state, wish, stage.reading, stage.actions).state
    return wish if letter.spoken_of(None, state, done, about) else None


def _held(state: State) -> dict[str, Any]:
    """What stands in the lines."""
    return {key: recorded.value for key, recorded in state.answers.items()}


def _marked_by(dialog: Dialog, state: State, stage: Stage) -> Question | None:
    """The question of several whose "something else" the open question takes the words for."""
    return next(
        (
            one
            for one in questions(dialog, state, stage.reading, stage.actions)
            if one.kind == "choices"
            and one.others is not None
            and one.others[1] == state.asked
            and one.key in state.answers
        ),
        None,
    )


def is_open_again(session: Session, stage: Stage) -> bool:
    """Is a question on the screen that held something before, or that takes the words for "something else"?"""
    state = session.top
    if state is None or state.dialog not in stage.dialogs:
        return False
    return state.asked in state.answers or _marked_by(stage.dialogs[state.dialog], state, stage) is not None


def _other_line(dialog: Dialog, state: State, stage: Stage, given: Input) -> Input:
    """While a line of a review is open, words that say what is to stand in another one go there; "nothing, delete it" takes back
    the mark that opened a line for something else."""
    nothing = said.is_nothing(given.given.words, stage.reading.lang)
    marking = _marked_by(dialog, state, stage) if nothing else None
    if marking is not None:
        value = state.answers[marking.key].value
        kept = [one for one in value if marking.others is None or one != marking.others[0]]
        return Input("fill", key=marking.key, value=kept)
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
    if met[state.asked].changes and letter_wishes.wishes(given.given.words, stage.reading.lang):
        return given
    lines = shown.prompt.question.lines
    found = corrections.elsewhere(given.given.words, met[state.asked], lines, met, stage.reading, _held(state))
    return given if found is None else _corrected(_held(state), found)


def _corrected(held: Mapping[str, Any], found: corrections.Correction) -> Input:
    if found.does:
        return Input("fill", key=found.key, value=found.value)
    if found.value is not None:
        value, before = found.value, held.get(found.key)
        if isinstance(value, list) and isinstance(before, list):
            value = [*before, *(one for one in value if one not in before)]
        return Input("fill", key=found.key, value=value)
    if found.words:
        return Input("answer", Given(words=found.words), key=found.key)
    return Input("edit", key=found.key)
