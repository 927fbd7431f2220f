"""From the wire reference of a button back to the choice it stands for."""

from domain.messages import Event
from handlers.context import Context, Pressed
from storage import outbox

#: buttons live this long, in milliseconds: half a year, since a journey takes up to two
LIFETIME = 183 * 86_400_000


def find(context: Context, event: Event) -> Pressed | None:
    """The button that was pressed; None when none was, or it is forged, foreign or too old."""
    if event.kind != "press":
        return None
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
    return Pressed(outbox_id, index, message.choices[index])
