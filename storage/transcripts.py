"""Conversations as they are read again: by the page of the trainee, by the desk."""

from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from domain.messages import Message
from storage.crypto import Vault
from storage.outbox import HELD
from storage.tables import conversation, outbox
from storage.tables.base import fixed

_decode = msgspec.json.Decoder(Message).decode
_IS_TOLD = or_(outbox.c.state != fixed(HELD), outbox.c.author == fixed("staff"))


def conversation_at(connection: Connection, channel: str, *place: bytes) -> int | None:
    """The conversation at a place (its keyed hash, and those under older keys), if there is one."""
    return connection.execute(
        select(conversation.c.id).where(conversation.c.channel == channel, conversation.c.place.in_(place))
    ).scalar_one_or_none()


def language(connection: Connection, channel: str, *place: bytes) -> str | None:
    """The language of the conversation at a place; None while nobody knows."""
    found = connection.execute(
        select(conversation.c.lang).where(conversation.c.channel == channel, conversation.c.place.in_(place))
    ).scalar_one_or_none()
    return found or None


def newest(connection: Connection, conversation_id: int) -> int:
    """The number of the newest message of a conversation, 0 without any."""
    query = select(func.max(outbox.c.id)).where(
        outbox.c.conversation_id == conversation_id, outbox.c.state != fixed(HELD)
    )
    return connection.execute(query).scalar_one_or_none() or 0


def page(
    connection: Connection,
    vault: Vault,
    conversation_id: int,
    *,
    after: int = 0,
    before: int | None = None,
    limit: int = 50,
    last: bool = False,
) -> list[tuple[Row[Any], Message]]:
    """A stretch of a conversation, oldest first; with `last`, the end of it. What the bot held back is not part of it; words of
    staff that could not get there are: whoever wrote them must see it."""
    query = select(
        outbox.c.id, outbox.c.conversation_id, outbox.c.author, outbox.c.lang, outbox.c.body, outbox.c.created_at,
        outbox.c.replaces, outbox.c.external_id, outbox.c.state,
    ).where(outbox.c.conversation_id == conversation_id, outbox.c.id > after, _IS_TOLD)  # fmt: skip
    if before is not None:
        query = query.where(outbox.c.id < before)
    rows = connection.execute(query.order_by(outbox.c.id.desc() if last else outbox.c.id).limit(limit)).all()
    if last:
        rows = rows[::-1]
    return [(cast("Row[Any]", row), _decode(vault.open(row.body, b"outbox.body"))) for row in rows]
