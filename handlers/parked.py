"""What the bot is asking in a conversation, for whoever looks on: the question, and what may be filled in. Nothing changes."""

from dataclasses import dataclass
from typing import Any

import msgspec

from dialogs import session
from dialogs.questions import Question
from handlers.actions import bind
from handlers.context import Context, Memory, Services
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork

_memory = msgspec.json.Decoder(Memory)


@dataclass(frozen=True, slots=True)
class Filled:
    """A question that staff may answer on the trainee's behalf; `known` says whether there is an answer, `value` which."""

    question: Question
    known: bool
    value: Any = None


@dataclass(frozen=True, slots=True)
class Parked:
    """The running dialog: the question on the trainee's screen, None without one, and all that may be filled in, that one last."""

    question: Question | None = None
    fields: tuple[Filled, ...] = ()


def parked(services: Services, work: UnitOfWork, conversation: Conversation) -> Parked:
    """Where the dialog of a conversation stands."""
    if not conversation.memory:
        return Parked()
    memory = _memory.decode(conversation.memory)
    top = memory.session.top
    if top is None:
        return Parked()
    context = Context(services, work, conversation, memory)
    context.actions = bind(context)
    met = session.fields(memory.session, context.stage)
    found = [
        Filled(one, True, top.answers[one.key].value) if one.key in top.answers else Filled(one, False) for one in met
    ]
    return Parked(session.question(memory.session, context.stage), tuple(found))
