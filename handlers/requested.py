"""What somebody says about a request that they have sent: "when will they answer?", "I have to take it back"."""

import re

from dialogs import naming, session
from dialogs.questions import Option
from dialogs.registry import ASIDES
from domain import wanted
from domain.answers.cleaning import NotUnderstood, words
from domain.answers.pointing import negates
from domain.host_requests import OVER
from domain.messages import verbatim
from handlers.context import Context
from handlers.wishes import is_question
from storage import requests

#: in the midst of these, words about "the request" mean the one that is being written
_OF_THEIR_OWN = ("request", "welcome", "leaving", "my_requests")
_CLAUSE = re.compile(r"[,;.!?:\n]+")


def read(context: Context, text: str) -> str | None:
    """What is to be done: `wanted.WITHDRAW`, or `wanted.STATUS`; None where it is not about a request that was sent."""
    if context.conversation.person_id is None:
        return None
    meant = wanted.about_request(text, context.lang)
    if not meant:
        return None
    top = context.memory.session.top
    if top is not None and top.dialog in _OF_THEIR_OWN:
        # "take the Oulu one back" says which one, "cancel it" is an answer
        one = _called(context, text) if (top.dialog, top.asked) == ("my_requests", "what") else ""
        return f"{wanted.WITHDRAW}:{one}" if one and meant.startswith(wanted.WITHDRAW) else None
    vague = meant.endswith("?")
    if top is not None and top.dialog not in ASIDES:
        question = session.question(context.memory.session, context.stage)
        if vague or (question is not None and question.kind == "text" and not is_question(text)):
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
