"""From the wire reference of a button back to the choice it stands for."""

from domain.messages import Choice, Event
from handlers.context import Context
from storage import outbox

#: buttons live this long, in milliseconds: half a year, since a journey takes up to two
LIFETIME = 183 * 86_400_000


def find(context: Context, event: Event) -> tuple[int, int, Choice] | None:
    """The message, the place and the choice that a pressed button refers to; None when it is forged, foreign or too old."""
    opened = context.services.buttons.open(context.conversation.id, event.token)
    if opened is None:
        return None
    outbox_id, index = opened
    found = outbox.choice(context.work.connection, context.work.vault, context.conversation.id, outbox_id)
    if found is None:
        return None
    message, created_at = found
    if index >= len(message.choices) or context.work.now - created_at > LIFETIME:
        return None
    return outbox_id, index, message.choices[index]


def action_of(context: Context, event: Event) -> str | None:
    """What the pressed button means; None when it is not ours."""
    found = find(context, event)
    return found[2].action if found else None
