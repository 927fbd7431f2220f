"""The clock of the desk: a person in charge who is silent for too long gives way to the team, a snoozed conversation comes back."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import Connection

from bot.bell import Bell
from bot.inbox import milliseconds
from bot.staff_turns import DESK
from domain import ownership
from domain.ownership import LEASE
from storage import conversations, handovers
from storage.crypto import Vault
from storage.database import Database

log = structlog.get_logger(__name__)

#: seconds between two looks
LOOK_EVERY = 5.0


async def watch(database: Database, vault: Vault, bell: Bell, now: Callable[[], int] = milliseconds) -> None:
    """Look again and again until cancelled."""
    while True:
        await look(database, vault, bell, now())
        await asyncio.sleep(LOOK_EVERY)


async def look(database: Database, vault: Vault, bell: Bell, now: int) -> list[int]:
    """Escalate and wake what is due; returns the conversations that have changed. Never gives one to the bot."""
    due = await database.read(lambda connection: handovers.overdue(connection, now))
    changed = []
    for number in due:
        if await database.write(lambda connection, number=number: _settle(connection, vault, number, now)):  # type: ignore[misc]
            changed.append(number)
    if changed:
        log.info("desk.due", conversations=len(changed))
        bell.ring([DESK])
    return changed


def _settle(connection: Connection, vault: Vault, number: int, now: int) -> bool:
    # between the look and the lock somebody may have answered
    conversation = conversations.lock(connection, vault, number)
    if conversation is None:
        return False
    if ownership.is_overdue(conversation, now):
        handovers.record(connection, now, conversation, "escalated", staff_id=conversation.staff_id)
        ownership.escalate(conversation, now)
    elif conversation.snoozed_until is not None and conversation.snoozed_until <= now:
        ownership.wake(conversation, now + LEASE)
        handovers.record(connection, now, conversation, "woken")
    else:
        return False
    conversations.save(connection, vault, [conversation])
    return True
