"""What is said in the midst of the goals and is no part of one: what it still lacks, that it is enough, a day told by the stay."""

import re
from typing import Final

from dialogs.engine import Input
from dialogs.questions import Given
from domain import wanted
from domain.answers.cleaning import words
from domain.messages import Part, Text
from handlers.actions import goals
from handlers.context import Context
from handlers.wishes import is_question

#: a goal with more words may speak of what is missing, or of goals to be dropped
_SHORT: Final = 9
#: one of the letters of a SMART goal, at the end of a question
_LETTER: Final = re.compile(r"\b[SMART]\b\W*$")
#: the answers that make a goal
_SLOTS: Final = ("action", "object", "result", "by")


def given(context: Context, text: str) -> Input | None:
    """The answer that the words mean where the dialog cannot know it."""
    top = context.memory.session.top
    if top is None or top.dialog != "goals":
        return None
    key = (top.asked or "").rpartition(".")[2]
    if key == "more" and is_content(text, context.lang):
        return Input("answer", Given(option="no"))
    if key == "by" and (day := goals.day_of_stay(context, text)):
        return Input("answer", Given(words=day))
    return None


def is_content(text: str, lang: str) -> bool:
    """Do the words only say that all is well, and ask for no more: "all good", "está bien así"?"""
    said = words(text)
    return bool(said) and not is_question(text) and not wanted.beside(said, lang, "content")


def drops(context: Context, text: str) -> bool:
    """Are the goals to be left, said in the midst of them: "laisse tomber les objectifs"?"""
    top, said, lang = context.memory.session.top, words(text), context.lang
    if top is None or top.dialog != "goals" or len(said) > _SHORT or not wanted.speaks_of("goals", said, lang):
        return False
    begins = wanted.beside(said, lang, "lead")
    return any(wanted.opens_with(table, begins, lang) for table in ("drop", "set_aside"))


def missing(context: Context, text: str) -> tuple[Part, ...]:
    """What the goal that is being made still lacks, for somebody who asks that; nothing for any other words."""
    top, said, lang = context.memory.session.top, words(text), context.lang
    if top is None or top.dialog != "goals" or len(said) > _SHORT:
        return ()
    if not is_question(text) and not wanted.asks(text, lang):
        return ()
    if _LETTER.search(text):
        # "and what is the A?"
        return (Part(Text("goals.intro")),)
    if not wanted.speaks_of("missing", said, lang):
        return ()
    scope = ".".join((top.asked or "").split(".")[:2])
    if not scope.startswith("goal.") or scope == "goal.more":
        scope = max((key.rpartition(".")[0] for key in top.answers if key.startswith("goal.")), default="")
    held = {slot: str(top.answers[f"{scope}.{slot}"].value) for slot in _SLOTS if f"{scope}.{slot}" in top.answers}
    return goals.lacking(context, held)
