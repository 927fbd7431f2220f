"""The person blocked us at the channel, or let us in again. Whoever of the helpdesk answers them is told; the owner stays."""

from domain.messages import Event
from domain.ownership import BOT
from handlers.context import Context
from storage import handovers


def changed(context: Context, event: Event) -> None:
    """Remember whether the person can be reached; nothing is said, nothing is lost."""
    conversation, reachable = context.conversation, event.kind == "unblocked"
    if conversation.owner != BOT and conversation.reachable != reachable:
        what: handovers.What = "unblocked" if reachable else "blocked"
        handovers.record(context.work.connection, context.work.now, conversation, what)
    conversation.reachable = reachable
