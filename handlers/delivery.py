"""The person blocked us at the channel, or let us in again."""

from domain.messages import Event
from handlers.context import Context


def changed(context: Context, event: Event) -> None:
    """Remember whether the person can be reached; nothing is said, nothing is lost."""
    context.conversation.reachable = event.kind == "unblocked"
