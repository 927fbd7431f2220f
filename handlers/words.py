"""Commands said in plain words: "menu", "zurück bitte", "je veux parler à quelqu'un" (DOMAIN section 3)."""

from typing import Final, NamedTuple

from dialogs import said, session, spoken, written
from dialogs.questions import Given, Question
from dialogs.registry import ASIDES
from domain import kept, wanted
from domain.answers.cleaning import words
from domain.commands import Command, is_question, read_command
from domain.commands_words import courtesies
from handlers import goal_words, requested
from handlers.context import Context

#: intents that the commands of `handlers.commands` call otherwise; stopping asks first, for the words may be misread
_NAMES: Final = {
    "change_language": "language", "stop_messages": "stop", "delete_my_data": "delete", "cancel": "leave",
    "allow_messages": "allow", "delete_detail": "detail",
}  # fmt: skip
#: words that stop something or refuse it: asked like a question, they are one
_STOPPING: Final = ("cancel", "enough")
#: what those who agree say as well: "perfect, thanks", "sure, go ahead"
_POLITE: Final = ("thanks", "skip", "enough", "hello")
#: what words that take a request back are read as where nobody asks about one: "cancel it", "I have changed my mind, withdraw it"
_TAKING_BACK: Final = ("cancel", "enough", "back", "restart", "delete_my_data", "delete_detail")
#: what "drop the address" and "nothing, delete it" are read as where no line is open
_EMPTYING: Final = ("cancel", "enough", "delete_detail", "back")
#: how sure a command must be to go before an answer, and where a name is asked for
_SURE, _SURE_FOR_A_NAME = 0.75, 0.9
#: deletes everything: never a wish about a text
_ALL_DATA: Final = "delete_my_data"
#: the key of the question which language we talk in
_OUR_LANGUAGE: Final = "language"
#: questions whose answers sound like a command: "English, please", "one person", "no e-mail"
_ALIKE: Final = {
    "languages": "change_language",
    "number": "human",
    "email": "stop_messages",
    "yes_no": "delete_my_data",
}
#: questions whose answers are given
_CHOOSING: Final = ("choice", "choices", "yes_no", "review")
#: questions that take any words, or are said no to in many ways (`handlers.commands`)
_TAKES_ANYTHING: Final = ("text", "location", "yes_no")


#: in more words a story is told
_SHORT: Final = 12

#: the argument of a command that was asked for in a question: nothing is done before it is confirmed
ASKED: Final = "?"
#: the argument of a skip that is said by going on
ON: Final = "on"
#: options by which people go on to the next step
GOING_ON: Final = ("go_on", "request")


class Said(NamedTuple):
    """A command said in words, as `handlers.commands` runs it."""

    name: str
    argument: str


def command_for(context: Context, text: str) -> Said | None:
    """The command that a message is; None when it is just a message, or an answer to the question on the screen."""
    if (about := requested.read(context, text)) is not None:
        context.read("menu", "my_requests")
        return Said("requests", about)
    if context.conversation.person_id is not None and kept.asks_what_is_kept(text, context.lang):
        # a question, whatever was waved off before it: nothing is deleted or left
        context.read("menu", "my_data")
        return Said("mydata", "")
    if _begins_anew(context, text):
        return Said("anew", "")
    if goal_words.drops(context, text):
        return Said("leave", "")
    if goal_words.missing(context, text):
        # "c'est quoi le A ?" is about the goal, and no cry for help
        return None
    found = read_command(text, context.lang)
    if found is None or _answers(context, found, text):
        return None
    asks = is_question(text)
    if asks and found.intent in _STOPPING and context.memory.session.top is None:
        return None
    context.read("command", found.intent, found.confidence)
    if (asks or found.vague) and found.language and found.said_in == context.lang != found.language:
        # "do you speak English?": perhaps they only want to know; "in English if possible": perhaps the stay
        return Said("offer_language", found.language)
    name = _NAMES.get(found.intent, found.intent)
    if _goes_on(context, found, text):
        return Said("skip", ON)
    return Said(name, ASKED if asks and found.intent in _STOPPING else found.language)


def _begins_anew(context: Context, text: str) -> bool:
    """Do they want another search, where none is being told: "start over with another problem"?"""
    said, top = words(text), context.memory.session.top
    beside = top is None or top.dialog in ("question", "my_requests")
    agreed = context.conversation.person_id is not None
    return (
        agreed
        and beside
        and len(said) <= _SHORT
        and wanted.speaks_of("anew", said, context.lang)
        and not is_question(text)
    )


def _answers(context: Context, found: Command, text: str) -> bool:
    """Do the words answer the running question rather than command?"""
    question, top = session.question(context.memory.session, context.stage), context.memory.session.top
    if question is None:
        return False
    if question.key == _OUR_LANGUAGE and found.language:
        return True
    if found.intent == "back" and question.proposed and written.names_proposal(text, context.lang):
        # "the one before is fine" is about the text above
        return True
    if found.intent != _ALL_DATA and session.changes_text(context.memory.session, context.stage, text):
        # "say that we speak Polish", to a host
        return True
    keeps = question.kind == "text" and _is_shown(context, question)
    going = keeps or any(option.id in GOING_ON for option in question.options)
    if going and found.intent == "skip" and _only_goes_on(text, context.lang):
        # the German "weiter" is no "weitere Gastgeber"
        return False
    if spoken.is_offered(text, (*question.options, *question.picks), context.lang) or _ends(
        question, text, context.lang
    ):
        return True
    if found.intent in _EMPTYING and _empties(context, question, text):
        return True
    if found.intent in _TAKING_BACK and top is not None and top.dialog == "my_requests":
        # "leave it" keeps the request, "cancel it" does not
        return requested.takes_back(context, text)
    if found.intent in _POLITE and _agrees(context, question, text):
        return True
    if (
        found.intent == "skip"
        and question.kind in _CHOOSING
        and not question.optional
        and wanted.speaks_of("on", words(text), context.lang)
    ):
        # "go on with those": what may not be left out is answered by going on where that is an answer
        return session.understands(context.memory.session, context.stage, Given(words=text))
    if question.bare and found.confidence < _SURE_FOR_A_NAME:
        return True
    if found.intent in ("enough", "no_thanks") and top is not None and top.dialog in ASIDES:
        # beside the way nothing is lost by going on
        return False
    alike = _ALIKE.get(question.kind) == found.intent and not question.lenient
    if alike and found.confidence < _SURE and question.kind == "email":
        return True
    unsure = (
        found.confidence < _SURE
        or alike
        or (question.kind not in _TAKES_ANYTHING and _may_be_meant(found, question, text))
    )
    return unsure and session.understands(context.memory.session, context.stage, Given(words=text))


def _empties(context: Context, question: Question, text: str) -> bool:
    """Do the words take something out of a line of the review, or of the one that is open?"""
    if question.kind == "review":
        return session.understands(context.memory.session, context.stage, Given(words=text))
    return said.empties(text, context.lang) and session.is_open_again(context.memory.session, context.stage)


def _goes_on(context: Context, found: Command, text: str) -> bool:
    """Do they want to go on as it is, rather than to leave a question out, or all of it: "carry on", "ça suffira comme ça"?"""
    if found.intent == "skip":
        return _only_goes_on(text, context.lang)
    question = session.question(context.memory.session, context.stage)
    suffices = found.intent == "enough" and wanted.speaks_of("suffices", words(text), context.lang)
    return suffices and question is not None and question.kind == "text" and _is_shown(context, question)


def _only_goes_on(text: str, lang: str) -> bool:
    """Do the words go on, and say no more? "Don't know, go on" leaves something out."""
    rest = wanted.without_going_on(text, lang, "on")
    return rest != " ".join(words(text)) and said.only_agrees(f"ok {rest}", lang)


def _agrees(context: Context, question: Question, text: str) -> bool:
    """Do the words only agree, where something is shown to agree with?"""
    return _is_shown(context, question) and said.only_agrees(text, context.lang)


def _is_shown(context: Context, question: Question) -> bool:
    """Is there something to agree with: an answer, a proposal?"""
    top = context.memory.session.top
    recorded = top is not None and question.key in top.answers
    return recorded or question.others is not None or bool(question.proposed) or question.kind in ("review", "yes_no")


def _may_be_meant(found: Command, question: Question, text: str) -> bool:
    """May these words just as well answer a question that understands them: with a slip, "that is enough", a language?"""
    if found.intent == "change_language":
        polite = not courtesies(found.said_in).isdisjoint(words(text))
        return not polite and bool(spoken.options(text, question.options, found.said_in))
    return found.slips or found.intent in ("enough", "no_thanks")


def _ends(question: Question, text: str, lang: str) -> bool:
    """Do the words end a choice of several: "next", "continue"?"""
    return question.kind == "choices" and said.is_done(text, lang)
