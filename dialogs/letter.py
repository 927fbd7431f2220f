"""A text that was written for the person, changed in words: "add that I do nights", "leave out my surname", "shorter".

What comes of it waits in the state until it is taken; what is recorded then is the whole text. When that for which it was made has
changed since (other days), it is shown again, with the new days in it. Nothing here writes a text anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from dialogs.questions import NotAnAnswer, Option, Question
from dialogs.state import Answer, State
from domain import letters
from domain.messages import Text, verbatim

#: gives up the changes: the text that was proposed first stands there again
FIRST: Final = "=first"
_FIRST_TEXT = Option(FIRST, Text("common.first_text"))
#: what waits: the text that was proposed, and what became of it
_CHANGED = ".changed"
_TROUBLE: Final = "answer.error.letter."
STAYS: Final = "answer.error.letter.stays"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a text, and what could not be done, if anything."""

    text: str
    trouble: Text | None = None


def change(state: State, question: Question, words: str, actions: Mapping[str, Callable[..., Any]]) -> Text | None:
    """Do what the words want to have done to the proposed text; NOT_ONE when they want nothing of the kind.

    What could not be done, if anything, is returned. Raises NotAnAnswer when nothing could.
    """
    action, *args = question.changes
    now = text(state, question)
    found: Changed | None = actions[action](now, words, *args)
    if not found:
        return NOT_ONE
    if found.text == now:
        raise NotAnAnswer(found.trouble or Text(f"{_TROUBLE}cannot"))
    if question.most and len(found.text) > max(question.most, len(now)):
        raise NotAnAnswer(Text("answer.error.too-long", {"limit": question.most}))
    own = bool(_own(state, question))
    state.pending.pop(question.key, None)
    state.pending[question.key + _CHANGED] = ["" if own else _proposal(question), found.text]
    state.misses = 0
    return found.trouble


#: these words are no wish about the text
NOT_ONE: Final = Text("")


def give_up(state: State, question: Question) -> None:
    """The text that was proposed first stands there again."""
    waiting = _waiting(state, question)
    forget(state, question.key)
    if waiting is not None and waiting[0] and question.key in state.answers:
        state.answers[question.key] = Answer(question.proposed)


def forget(state: State, key: str) -> None:
    """Somebody else has answered the question: nothing waits any more."""
    state.pending.pop(key + _CHANGED, None)


def taken(state: State, question: Question, value: Any) -> Any:
    """The answer: where the proposed text is taken and was changed, the whole of what became of it."""
    key = question.key + _CHANGED
    if value != question.proposed:
        waiting = _waiting(state, question)
        if waiting is not None and waiting[1] != value:
            del state.pending[key]
        return value
    if not stands(state, question):
        return value
    whole = text(state, question)
    of_ours = bool(state.pending[key][0])
    state.pending[key] = [_proposal(question) if of_ours else "", whole]
    return whole


def stands(state: State, question: Question) -> bool:
    """Is there a changed text to be taken?"""
    return bool(question.changes) and _waiting(state, question) is not None


def outdated(state: State, question: Question) -> bool:
    """Was a changed text never taken, or made of another than would be proposed now? Then it is asked about again."""
    waiting = _waiting(state, question) if question.changes else None
    recorded = state.answers.get(question.key)
    if waiting is None or recorded is None:
        return False
    return recorded.value != waiting[1] or (bool(waiting[0]) and waiting[0] != _proposal(question))


def shown(state: State, question: Question, error: Text | None, *, changed: bool) -> Question:
    """The question with the text as it stands now; when nothing could be done, without repeating it."""
    if not question.changes:
        return question
    if stands(state, question):
        fields = question.text.fields | {"draft": verbatim(text(state, question))}
        question = msgspec.structs.replace(
            question, text=Text("letter.changed", fields), picks=(*question.picks, _FIRST_TEXT)
        )
    if error is not None and error.key.startswith(_TROUBLE) and not changed:
        return msgspec.structs.replace(question, text=Text("letter.again"))
    return question


def spoken_of(error: Text | None, before: State, after: State, question: Question) -> bool:
    """Was the text changed in a turn, or is something in it that was to go and has to stay?"""
    if error is not None and error.key == STAYS:
        return True
    return stands(after, question) and text(after, question) != text(before, question)


def text(state: State, question: Question) -> str:
    """The text that a wish is about: what became of it so far, one's own, or what is proposed."""
    waiting = _waiting(state, question)
    if waiting is None:
        return _own(state, question) or _proposal(question)
    before, changed = waiting
    now = _proposal(question)
    return letters.moved(changed, before, now) if before and before != now else changed


def _waiting(state: State, question: Question) -> list[str] | None:
    found: list[str] | None = state.pending.get(question.key + _CHANGED)
    return found


def _own(state: State, question: Question) -> str:
    """The text of one's own that is recorded, or that a change was made of."""
    waiting = _waiting(state, question)
    if waiting is not None:
        return "" if waiting[0] else waiting[1]
    recorded = state.answers.get(question.key)
    value = recorded.value if recorded is not None else None
    return value if isinstance(value, str) and value != question.proposed else ""


def _proposal(question: Question) -> str:
    """The text that is proposed."""
    pick = next(one for one in question.picks if one.id == question.proposed)
    shown = pick.shown or pick.label
    return str(shown.fields.get("text", ""))
