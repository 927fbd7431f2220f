"""Commands said in plain words: "menu", "zurück bitte", "je veux parler à quelqu'un" (DOMAIN section 3)."""

from typing import Final, NamedTuple

from dialogs import said, session
from dialogs.questions import Given, Question
from domain.commands import Command, read_command
from handlers.context import Context

#: intents that the commands of `handlers.commands` call otherwise; stopping asks first, for the words may be misread
_NAMES: Final = {"change_language": "language", "stop_messages": "stop", "delete_my_data": "delete", "cancel": "leave"}
#: how sure a command must be to go before an answer, and where a name is asked for
_SURE, _SURE_FOR_A_NAME = 0.75, 0.9
#: the key of the question which language we talk in
_OUR_LANGUAGE: Final = "language"
#: questions whose answers sound like a command: "English, please", "one person"
_ALIKE: Final = {"languages": "change_language", "number": "human"}


class Said(NamedTuple):
    """A command said in words, as `handlers.commands` runs it."""

    name: str
    argument: str


def command_for(context: Context, text: str) -> Said | None:
    """The command that a message is; None when it is just a message, or an answer to the question on the screen."""
    found = read_command(text, context.lang)
    if found is None or _answers(context, found, text):
        return None
    context.read("command", found.intent, found.confidence)
    return Said(_NAMES.get(found.intent, found.intent), found.language)


def _answers(context: Context, found: Command, text: str) -> bool:
    """Do the words answer the running question rather than command?"""
    question = session.question(context.memory.session, context.stage)
    if question is None:
        return False
    if question.key == _OUR_LANGUAGE and found.language:
        return True
    if said.is_offered(text, (*question.options, *question.picks), context.lang) or _ends(question, text, context.lang):
        return True
    if question.bare and found.confidence < _SURE_FOR_A_NAME:
        return True
    unsure = found.confidence < _SURE or _ALIKE.get(question.kind) == found.intent
    return unsure and session.understands(context.memory.session, context.stage, Given(words=text))


def _ends(question: Question, text: str, lang: str) -> bool:
    """Do the words end a choice of several: "next", "continue"?"""
    return question.kind == "choices" and said.is_done(text, lang)
