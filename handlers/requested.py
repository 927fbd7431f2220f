"""What somebody says about a request that they have sent: "when will they answer?", "I have to take it back"."""

from dialogs import session
from dialogs.registry import ASIDES
from domain import wanted
from domain.host_requests import OVER
from handlers.context import Context
from handlers.wishes import is_question
from storage import requests

#: in the midst of these, words about "the request" mean the one that is being written
_OF_THEIR_OWN = ("request", "welcome", "leaving", "my_requests")


def read(context: Context, text: str) -> str | None:
    """What is to be done: `wanted.WITHDRAW`, or `wanted.STATUS`; None where it is not about a request that was sent."""
    if context.conversation.person_id is None:
        return None
    meant = wanted.about_request(text, context.lang)
    if not meant:
        return None
    top = context.memory.session.top
    if top is not None and top.dialog in _OF_THEIR_OWN:
        return None
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
    # "please cancel" names no request: they see it, and choose
    return wanted.STATUS if vague else meant
