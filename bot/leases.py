"""The clock of the desk: a person in charge who is silent for too long gives way to the team, a snoozed conversation comes back."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import MappingProxyType
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.bell import DESK, Bell
from bot.inbox import Post, milliseconds
from domain import ownership
from domain.ownership import HUMAN
from storage import access, conversations, handovers, helpdesks
from storage.conversations import Conversation
from storage.crypto import CryptoError, Vault
from storage.database import Database

log = structlog.get_logger(__name__)

#: seconds between two looks
LOOK_EVERY = 5.0
_UTC = ZoneInfo("UTC")
_NOWHERE: Mapping[str, Post] = MappingProxyType({})


async def watch(
    database: Database, vault: Vault, bell: Bell, now: Callable[[], int] = milliseconds, *, zone: ZoneInfo = _UTC,
    posts: Mapping[str, Post] = _NOWHERE,
) -> None:  # fmt: skip
    """Look again and again until cancelled."""
    while True:
        await look(database, vault, bell, now(), zone=zone, posts=posts)
        await asyncio.sleep(LOOK_EVERY)


async def look(
    database: Database,
    vault: Vault,
    bell: Bell,
    now: int,
    *,
    zone: ZoneInfo = _UTC,
    posts: Mapping[str, Post] = _NOWHERE,
) -> list[int]:
    """Escalate and wake what is due; returns the conversations that have changed. Never gives one to the bot.

    `zone` is where a team's clock stands that has none of its own; `posts` look again before they send what is in hand.
    """
    due = await database.read(lambda connection: handovers.overdue(connection, now))
    changed = []
    for number in due:
        with ExitStack() as doubted:
            for post in posts.values():
                doubted.enter_context(post.doubt(number))
            if await database.write(lambda connection, number=number: _settle(connection, vault, number, now, zone)):  # type: ignore[misc]
                changed.append(number)
    if changed:
        log.info("desk.due", conversations=len(changed))
        bell.ring([DESK, *changed])
    return changed


def _settle(connection: Connection, vault: Vault, number: int, now: int, zone: ZoneInfo) -> bool:
    try:
        # between the look and the lock somebody may have answered
        conversation = conversations.lock(connection, vault, number)
    except CryptoError:
        # a key is missing, or the row is damaged: this one stays where it is, the others do not wait for it
        log.error("desk.conversation_unreadable", conversation=number)
        return False
    if conversation is None:
        return False
    if ownership.is_overdue(conversation, now) or _is_left_alone(connection, conversation):
        handovers.record(connection, now, conversation, "escalated", staff_id=conversation.staff_id)
        ownership.escalate(conversation, now)
    elif conversation.snoozed_until is not None and conversation.snoozed_until <= now:
        ownership.wake(conversation, helpdesks.lease_until(connection, conversation.team, now, zone))
        handovers.record(connection, now, conversation, "woken")
    else:
        return False
    conversations.save(connection, vault, [conversation])
    return True


def _is_left_alone(connection: Connection, conversation: Conversation) -> bool:
    """Does somebody wait for a member of staff who has left?"""
    if conversation.owner != HUMAN or conversation.waiting_since is None:
        return False
    return conversation.staff_id is None or not access.may_answer(connection, conversation.staff_id)
