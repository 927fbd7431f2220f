"""What is typed at a review, or while one of its lines is open, goes to the line it is about: one turn or several."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from dialogs import correction_parts, corrections, instead, letter, letter_wishes, said
from dialogs.engine import Input, Turn, questions, turn
from dialogs.questions import CHANGE, Given, Question
from dialogs.stage import Stage
from dialogs.state import State
from dialogs.talk import Dialog
from domain.messages import Text

#: dialogs that do nothing before their review: they may be run up to it to see its lines
_REVIEWED = ("enquiry", "profile", "request", "goals")


def turned(dialog: Dialog, state: State, stage: Stage, given: Input) -> Turn:
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


def names_a_line(state: State, stage: Stage, review: Question, words: str) -> bool:
    """Do the words say which line of the review is to change, or what of the text that was written? Nothing changes."""
    dialog = stage.dialogs[state.dialog]
    met = {one.key: one for one in questions(dialog, state, stage.reading, stage.actions)}
    found = correction_parts.several(words, review.lines, met, stage.reading, _held(state))
    return bool(found.changes) or _about_text(dialog, state, stage, words, met, found) is not None


def changes_text(state: State, stage: Stage, words: str) -> bool:
    """Are the words about the text that was written for the person: "say also that we speak Polish"? Nothing changes.

    They are where something would be done to it, or where they name something in it that has to stay.
    """
    if not letter_wishes.wishes(words, stage.reading.lang):
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


def marked_by(dialog: Dialog, state: State, stage: Stage) -> Question | None:
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


def _other_line(dialog: Dialog, state: State, stage: Stage, given: Input) -> Input:
    """While a line of a review is open, words that say what is to stand in another one go there; "nothing, delete it" takes back
    the mark that opened a line for something else."""
    nothing = said.is_nothing(given.given.words, stage.reading.lang)
    marking = marked_by(dialog, state, stage) if nothing else None
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


def _held(state: State) -> dict[str, Any]:
    """What stands in the lines."""
    return {key: recorded.value for key, recorded in state.answers.items()}
