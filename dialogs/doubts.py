"""Words that may not be meant to take the place of what is proposed, or was said before: they are asked back once.

The words wait in the state. What is proposed may be taken then, the words be insisted on with a button of their own or by typing
them once more, or something else be written.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dialogs import said, spoken, written
from dialogs.questions import OWN, Given, NotAnAnswer, Option, Question
from dialogs.state import State
from domain.messages import Text

_OWN_WORDS = Option(OWN, Text("common.use_own"))


def asked_back(state: State, question: Question) -> bool:
    """Do words wait that were asked back at this question?"""
    return bool(question.doubt) and isinstance(state.pending.get(question.key), str)


def own_words(state: State, question: Question, given: Given) -> str | None:
    """The words that were asked back, when the answer insists on them with their button."""
    words = state.pending.get(question.key)
    return words if given.option == OWN and isinstance(words, str) else None


def with_own(state: State, question: Question) -> Question:
    """The question with the button that insists, when words were asked back."""
    if not asked_back(state, question):
        return question
    return msgspec.structs.replace(question, picks=(*question.picks, _OWN_WORDS))


def answered(question: Question, words: str, lang: str) -> Given | None:
    """Typed words at words that were asked back: those that are proposed, one's own, or None for new ones.

    Raises NotAnAnswer for a no, which is about neither.
    """
    if question.proposed and (said.only_agrees(words, lang) or written.takes_proposal(words, lang)):
        return Given(option=question.proposed)
    if spoken.is_offered(words, (_OWN_WORDS,), lang):
        return Given(option=OWN)
    if said.is_no(words, lang):
        raise NotAnAnswer(Text("answer.error.correct_it"))
    return None


def ask_back(state: State, question: Question, value: Any, actions: Mapping[str, Callable[..., Any]]) -> None:
    """Let new words wait and raise NotAnAnswer when the question doubts them; the same words a second time are meant."""
    if not question.doubt or value is None or value in [pick.id for pick in question.picks]:
        return
    if question.key not in state.answers and not question.proposed:
        return
    action, *args = question.doubt
    why = actions[action](value, *args)
    if why is not None:
        state.pending[question.key] = value
        raise NotAnAnswer(why)
