"""The person blocked us at the channel, or let us in again. Whoever of the helpdesk answers them is told; the owner stays."""

from typing import Final

from domain.messages import Event, Message, Part, Text
from domain.ownership import BOT
from domain.topics import Post
from handlers.context import Context
from storage import handovers, outbox, topics

_AFTER_ALL: Final = Part(Text("topics.sent_after_all"))


def changed(context: Context, event: Event) -> None:
    """Remember whether the person can be reached; the bot says nothing, nothing is lost."""
    if event.kind == "unblocked":
        back(context)
    elif context.conversation.reachable:
        context.conversation.reachable = False
        _tell(context, "blocked")


def back(context: Context) -> None:
    """They can be reached: before anything else they get what staff said meanwhile."""
    if context.conversation.reachable:
        return
    context.conversation.reachable = True
    work = context.work
    sent = outbox.reachable_again(work.connection, work.now, context.conversation.id)
    _tell(context, "unblocked")
    where = topics.of_conversation(work.connection, context.conversation.id) if sent else None
    if where is not None:
        # there it says "not delivered" so far
        topics.add(work.connection, work.vault, work.now, where, topics.NOTICE, body=Post(Message((_AFTER_ALL,))))


def _tell(context: Context, what: handovers.What) -> None:
    if context.conversation.owner != BOT:
        handovers.record(context.work.connection, context.work.now, context.conversation, what)
