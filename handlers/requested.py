"""What somebody says about a request that they have sent: "when will they answer?", "I have to take it back"."""

import re

from dialogs import naming, session
from dialogs.questions import Option
from dialogs.registry import ASIDES
from domain import afterwards, wanted
from domain.answers.cleaning import NotUnderstood, words
from domain.answers.pointing import negates
from domain.host_requests import OVER
from domain.messages import Text, verbatim
from handlers.context import Context
from handlers.wishes import is_question
from storage import requests

#: in the midst of these, words about "the request" mean the one that is being written
_OF_THEIR_OWN = ("request", "welcome", "leaving", "my_requests")
#: beside these somebody may speak of the request
_BESIDE = ("question", "goals")
#: a goal with so few words is none: "take my request back", "what happened to my request"
_SHORT = 8
_CLAUSE = re.compile(r"[,;.!?:\n]+")


def read(context: Context, text: str) -> str | None:
    """What is to be done: `wanted.WITHDRAW`, `wanted.STATUS`, or what of `afterwards` they say; None where it is not about a
    request that was sent."""
    if context.conversation.person_id is None:
        return None
    meant = wanted.about_request(text, context.lang)
    if not meant:
        return _afterwards(context, text)
    top = context.memory.session.top
    if top is not None and top.dialog in _OF_THEIR_OWN and not _leaves_another(context, text):
        # "take the Oulu one back" says which one, "cancel it" is an answer
        one = _called(context, text) if (top.dialog, top.asked) == ("my_requests", "what") else ""
        return f"{wanted.WITHDRAW}:{one}" if one and meant.startswith(wanted.WITHDRAW) else None
    vague = meant.endswith("?")
    if top is not None and top.dialog not in ASIDES:
        question = session.question(context.memory.session, context.stage)
        if vague or (
            question is not None and question.kind == "text" and not _interrupts(top.dialog, text, context.lang)
        ):
            return None
    made = requests.of_person(context.work.connection, context.person_id)
    if not made:
        # there is none to take back, which is said; what may become of one is a question for the FAQ
        return meant if meant == wanted.WITHDRAW and top is None and not is_question(text) else None
    if vague and all(one.state in OVER for one in made):
        return None
    if meant == wanted.WITHDRAW and (one := _called(context, text)):
        return f"{meant}:{one}"
    # "please cancel" names no request: they see it, and choose
    return wanted.STATUS if vague else meant


def stopped(context: Context) -> Text:
    """What is said when answers are forgotten: with a request underway, that this one is not."""
    known = context.conversation.person_id is not None
    made = requests.of_person(context.work.connection, context.person_id) if known else []
    return Text("common.cancelled_here" if any(one.state not in OVER for one in made) else "common.cancelled")


def _leaves_another(context: Context, text: str) -> bool:
    """Asked whether to give up something else, do they speak of the request that was sent: "take my request back"?"""
    *beneath, top = context.memory.session.stack
    return (
        top.dialog == "leaving"
        and not any(state.dialog in _OF_THEIR_OWN for state in beneath)
        and _tells_us(words(text), context.lang)
    )


def _interrupts(dialog: str, text: str, lang: str) -> bool:
    """Are the words no answer where any are taken: a question, or too little for a goal?"""
    if is_question(text):
        return True
    said = words(text)
    return dialog == "goals" and len(said) <= _SHORT and (wanted.asks(text, lang) or _tells_us(said, lang))


def _tells_us(said: list[str], lang: str) -> bool:
    return wanted.speaks_of("take_back", said, lang) and wanted.speaks_of("request", said, lang)


def _afterwards(context: Context, text: str) -> str | None:
    """What is said of the journey once a request was sent, where nothing else is asked; in the midst of the goals only that
    they do not go any more."""
    stack = context.memory.session.stack
    if any(state.dialog not in _BESIDE for state in stack) or not (meant := afterwards.means(text, context.lang)):
        return None
    if any(state.dialog == "goals" for state in stack) and not afterwards.gives_up(text, context.lang):
        return None
    made = requests.of_person(context.work.connection, context.person_id)
    return meant if any(one.state not in OVER for one in made) else None


def takes_back(context: Context, text: str) -> bool:
    """Does a clause of these words take a request back?"""
    return any(
        wanted.speaks_of("take_back", said, context.lang) and not any(negates(word, context.lang) for word in said)
        for said in (words(clause) for clause in _CLAUSE.split(text))
    )


def _called(context: Context, text: str) -> str:
    """The open request whose host these words name, as it is numbered; "" for none, and for several."""
    made = requests.of_person(context.work.connection, context.person_id)
    still = [one for one in made if one.state not in OVER]
    hosts = [Option(str(one.id), verbatim(one.host_name), names=(one.host_name, one.host_city)) for one in still]
    try:
        found = naming.meant(text.rstrip("?"), hosts, context.lang)
    except NotUnderstood:
        return ""
    return found[0] if len(found) == 1 else ""
