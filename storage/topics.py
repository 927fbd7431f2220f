"""Topics of staff: which conversation has one, what stands in it, and what is still to be written there.

A row of `topic_message` is a message of a topic. What we write there waits in one (QUEUED), is marked before it is sent (SENDING)
and gets its number when it is there (DONE): after a crash, one that was being sent is looked for before it is sent again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from domain.topics import Wire
from storage.crypto import Vault
from storage.tables import conversation, outbox, topic, topic_message
from storage.tables.base import fixed

WANTED, CREATING, OPEN, DOOMED = "wanted", "creating", "open", "doomed"
QUEUED, SENDING, DONE, DEAD, WATCHED = range(5)

#: what a message of a topic is: the card; the trainee's, an answer of staff given elsewhere, a note, what we tell staff, a
#: change of one of ours, a reaction, the answer to a press; words of staff that wait for their author, those that went to the
#: trainee, and parts of an album that is not complete
HEARD, SAID, NOTE, NOTICE, EDIT, REACT, ANSWER, HELD, WRITTEN, ALBUM, CARD = (
    "heard", "said", "note", "notice", "edit", "react", "answer", "held", "written", "album", "card",
)  # fmt: skip
#: those that we write
OURS: Final = (HEARD, SAID, NOTE, NOTICE, EDIT, REACT, ANSWER)

BODY: Final = b"topic_message.body"

_Body = TypeVar("_Body")


@dataclass(frozen=True, slots=True)
class Topic:
    """The topic of a conversation. `thread` is None until it is open, `card` until the dossier stands in it."""

    id: int
    conversation_id: int
    chat: int
    thread: int | None
    state: str
    since: int
    card: int | None
    shown: str
    shown_at: int
    epoch: int
    reachable: bool
    seen: int
    notes_seen: int
    staff_id: int | None
    signature: str


_TOPIC = [topic.c[name] for name in Topic.__slots__]


def _topic(row: Row[Any] | None) -> Topic | None:
    return Topic(**row._mapping) if row is not None else None


def of_conversation(connection: Connection, conversation_id: int) -> Topic | None:
    """The topic of a conversation."""
    return _topic(connection.execute(select(*_TOPIC).where(topic.c.conversation_id == conversation_id)).first())


def load(connection: Connection, topic_id: int) -> Topic | None:
    """One topic."""
    return _topic(connection.execute(select(*_TOPIC).where(topic.c.id == topic_id)).first())


def lock(connection: Connection, topic_id: int) -> Topic | None:
    """One topic that is not to be deleted, and that nobody else changes until the transaction ends.

    Locked before anything is noted in it: whoever erases a person locks in the same order.
    """
    query = select(*_TOPIC).where(topic.c.id == topic_id, topic.c.state != DOOMED)
    return _topic(connection.execute(query.with_for_update(key_share=True)).first())


def change(connection: Connection, topic_id: int, **values: Any) -> None:
    """Keep what has changed of a topic."""
    connection.execute(update(topic).where(topic.c.id == topic_id).values(**values))


# -- what comes in -----------------------------------------------------------------------------------------------------


def at(connection: Connection, chat: int, message: int) -> Row[Any] | None:
    """What stands there, if it is known."""
    query = select(topic_message).where(topic_message.c.chat == chat, topic_message.c.message == message)
    return connection.execute(query.order_by(topic_message.c.id.desc()).limit(1)).first()


def message(connection: Connection, topic_id: int, number: int) -> Row[Any] | None:
    """A message of a topic by our own number."""
    query = select(topic_message).where(topic_message.c.id == number, topic_message.c.topic_id == topic_id)
    return connection.execute(query).first()


def last_of(connection: Connection, topic_id: int, sender: int) -> Row[Any] | None:
    """What a member of the group wrote last in a topic."""
    query = select(topic_message).where(
        topic_message.c.topic_id == topic_id, topic_message.c.sender == sender, topic_message.c.kind.not_in(OURS[3:])
    )
    return connection.execute(query.order_by(topic_message.c.id.desc()).limit(1)).first()


def was_told(connection: Connection, topic_id: int, sender: int, since: int) -> bool:
    """Have we told a member of the group something there since?"""
    query = select(topic_message.c.id).where(
        topic_message.c.topic_id == topic_id, topic_message.c.sender == sender, topic_message.c.kind == NOTICE,
        topic_message.c.created_at > since,
    )  # fmt: skip
    return connection.execute(query.limit(1)).first() is not None


def add(
    connection: Connection, vault: Vault, now: int, where: Topic, kind: str, *, state: int = QUEUED, body: Any = None,
    **values: Any,
) -> int:  # fmt: skip
    """Note a message of a topic; `body` is sealed."""
    row = {
        "topic_id": where.id, "kind": kind, "state": state, "chat": where.chat, "created_at": now, "due_at": now,
        "body": None if body is None else vault.seal(msgspec.json.encode(body), BODY), **values,
    }  # fmt: skip
    return int(connection.execute(insert(topic_message).values(row).returning(topic_message.c.id)).scalar_one())


def body_of(vault: Vault, row: Row[Any], kind: type[_Body]) -> _Body:
    """What is sealed in a row."""
    return msgspec.json.decode(vault.open(row.body, BODY), type=kind)


def update_message(connection: Connection, number: int, **values: Any) -> None:
    """Keep what has changed of a message."""
    connection.execute(update(topic_message).where(topic_message.c.id == number).values(**values))


def album(connection: Connection, topic_id: int, name: str) -> list[Row[Any]]:
    """The parts of an album that wait for each other, in order."""
    query = select(topic_message).where(
        topic_message.c.topic_id == topic_id, topic_message.c.album == name, topic_message.c.kind == ALBUM,
        topic_message.c.state == fixed(QUEUED),
    )  # fmt: skip
    return list(connection.execute(query.order_by(topic_message.c.message)))


def full_albums(connection: Connection, now: int) -> list[tuple[int, int, str, int]]:
    """Albums of staff that are complete by now: chat, thread, name, the first of their parts."""
    rows = connection.execute(
        select(topic.c.chat, topic.c.thread, topic_message.c.album, func.min(topic_message.c.id))
        .join(topic, topic.c.id == topic_message.c.topic_id)
        .where(topic_message.c.state == fixed(QUEUED), topic_message.c.kind == ALBUM, topic.c.thread.is_not(None))
        .group_by(topic.c.chat, topic.c.thread, topic_message.c.album)
        .having(func.max(topic_message.c.due_at) <= now)
    )
    return [(chat, thread, name, first) for chat, thread, name, first in rows]


def last_said(connection: Connection, conversation_id: int) -> int:
    """The last message of staff in a conversation."""
    query = select(func.max(outbox.c.id)).where(
        outbox.c.conversation_id == conversation_id, outbox.c.author == fixed("staff")
    )
    return int(connection.execute(query).scalar_one())


# -- what is to be written ---------------------------------------------------------------------------------------------


def waiting(connection: Connection, chat: int, now: int) -> list[Row[Any]]:
    """What is to be written in a group now: the oldest of each open topic, in order; one that was being sent first."""
    first = (
        select(func.min(topic_message.c.id))
        .join(topic, topic.c.id == topic_message.c.topic_id)
        .where(
            topic_message.c.state.in_((QUEUED, SENDING)), topic_message.c.kind.in_(OURS), topic_message.c.kind != ANSWER,
            topic.c.chat == chat, topic.c.state == OPEN, topic.c.card.is_not(None),
        )
        .group_by(topic_message.c.topic_id)
    )  # fmt: skip
    query = (
        select(topic_message)
        .where(topic_message.c.id.in_(first), topic_message.c.due_at <= now)
        .order_by(topic_message.c.state.desc(), topic_message.c.id)
    )
    return list(connection.execute(query))


def waiting_card(connection: Connection, topic_id: int) -> Any:
    """The card of a topic that is to be written."""
    query = select(topic_message).where(
        topic_message.c.topic_id == topic_id, topic_message.c.kind == CARD, topic_message.c.state.in_((QUEUED, SENDING))
    )
    return connection.execute(query).first()


def wire_of(row: Any) -> Wire:
    """What the channel told of a message of the trainee."""
    return msgspec.json.decode(row.wire, type=Wire) if row is not None and row.wire else Wire()


def answers(connection: Connection) -> list[Row[Any]]:
    """Answers to presses that wait."""
    query = select(topic_message).where(topic_message.c.state == fixed(QUEUED), topic_message.c.kind == ANSWER)
    return list(connection.execute(query))


def parts_heard(connection: Connection, topic_id: int, album: str) -> list[Row[Any]]:
    """What a trainee sent together and still waits."""
    query = select(topic_message).where(
        topic_message.c.topic_id == topic_id, topic_message.c.album == album, topic_message.c.kind == HEARD,
        topic_message.c.state.in_((QUEUED, SENDING)),
    )  # fmt: skip
    return list(connection.execute(query.order_by(topic_message.c.theirs)))


def unopened(connection: Connection, chat: int) -> list[Topic]:
    """Topics of a group that are to be opened or have no card yet, and those to be deleted; the longest wait first."""
    query = select(*_TOPIC).where(topic.c.chat == chat, or_(topic.c.state != OPEN, topic.c.card.is_(None)))
    return [Topic(**row._mapping) for row in connection.execute(query.order_by(topic.c.since, topic.c.id))]


def stale_cards(connection: Connection, chat: int, before: int, before_owner: int) -> list[Topic]:
    """Open topics whose conversation has changed since their card was drawn, if that was `before`, or, where somebody else answers
    now, `before_owner`."""
    query = (
        select(*_TOPIC)
        .join(conversation, conversation.c.id == topic.c.conversation_id)
        .where(topic.c.chat == chat, topic.c.state == OPEN, topic.c.card > 0, topic.c.shown == "")
        .where(
            or_(
                topic.c.shown_at <= before,
                and_(topic.c.shown_at <= before_owner, topic.c.epoch != conversation.c.epoch),
            )
        )
        .order_by(topic.c.shown_at)
    )
    return [Topic(**row._mapping) for row in connection.execute(query)]


def chats(connection: Connection) -> set[int]:
    """The groups that have topics."""
    return set(connection.execute(select(topic.c.chat).distinct()).scalars())


def highest(connection: Connection, chat: int) -> int:
    """The last number in a group that we know of."""
    known = select(func.max(topic_message.c.message)).where(topic_message.c.chat == chat)
    opened = select(func.max(topic.c.thread), func.max(topic.c.card)).where(topic.c.chat == chat)
    return max(connection.execute(known).scalar_one() or 0, *(one or 0 for one in connection.execute(opened).one()))


def known_numbers(connection: Connection, chat: int, behind: int) -> set[int]:
    """The numbers behind `behind` that belong to something already."""
    known = select(topic_message.c.message).where(topic_message.c.chat == chat, topic_message.c.message > behind)
    cards = select(topic.c.card).where(topic.c.chat == chat, topic.c.card > behind)
    return {*connection.execute(known).scalars(), *connection.execute(cards).scalars()}


def sent_since(connection: Connection, chat: int, since: int) -> list[int]:
    """When something was written in a group, so that a new process knows how much is left of the minute."""
    query = select(topic_message.c.sent_at).where(topic_message.c.chat == chat, topic_message.c.sent_at > since)
    return sorted(at for at in connection.execute(query).scalars() if at is not None)


def counterpart(connection: Connection, where: Topic, theirs: int) -> int | None:
    """Where in the topic stands what has this number in the chat with the trainee?"""
    heard = select(topic_message.c.message).where(
        topic_message.c.topic_id == where.id, topic_message.c.theirs == theirs, topic_message.c.kind == HEARD,
        topic_message.c.message.is_not(None),
    )  # fmt: skip
    found: int | None = connection.execute(heard.order_by(topic_message.c.id).limit(1)).scalar_one_or_none()
    if found is not None:
        return found
    said = (
        select(topic_message.c.message)
        .join(outbox, outbox.c.id == topic_message.c.outbox_id)
        .where(
            topic_message.c.topic_id == where.id, outbox.c.conversation_id == where.conversation_id,
            outbox.c.external_id == str(theirs), outbox.c.author == fixed("staff"), topic_message.c.message.is_not(None),
        )
    )  # fmt: skip
    return connection.execute(said.order_by(topic_message.c.id).limit(1)).scalar_one_or_none()


def theirs(connection: Connection, chat: int, message: int) -> str:
    """The number, in the chat with the trainee, of what stands there in the topic; "" where there is none."""
    row = at(connection, chat, message)
    if row is None:
        return ""
    if row.theirs is not None:
        return str(row.theirs)
    query = select(outbox.c.external_id).where(outbox.c.id == row.outbox_id, outbox.c.author == fixed("staff"))
    return connection.execute(query).scalar_one_or_none() or ""


def of_outbox(connection: Connection, topic_id: int, outbox_id: int, kinds: Collection[str]) -> Row[Any] | None:
    """The message of a topic that shows a message of the conversation."""
    query = select(topic_message).where(
        topic_message.c.topic_id == topic_id, topic_message.c.outbox_id == outbox_id, topic_message.c.kind.in_(kinds)
    )
    return connection.execute(query.limit(1)).first()


def has_heard(connection: Connection, topic_id: int, theirs: int) -> bool:
    """Was this message of the trainee shown, or will it be?"""
    query = select(topic_message.c.id).where(
        topic_message.c.topic_id == topic_id, topic_message.c.theirs == theirs, topic_message.c.kind == HEARD
    )
    return connection.execute(query.limit(1)).first() is not None


def message_of(connection: Connection, outbox_id: int) -> Any:
    """A message of a conversation, still sealed."""
    query = select(outbox.c.body, outbox.c.lang, outbox.c.author, outbox.c.wire, outbox.c.channel, outbox.c.state,
                   outbox.c.external_id).where(outbox.c.id == outbox_id)  # fmt: skip
    return connection.execute(query).first()


def lost(connection: Connection, now: int, where: Topic) -> None:
    """The topic was deleted: a new one is opened, and what waits is written there."""
    connection.execute(
        update(topic)
        .where(topic.c.id == where.id, topic.c.thread == where.thread)
        .values(thread=None, card=None, shown="", state=WANTED, since=now)
    )


def forget(connection: Connection, conversations: Sequence[int]) -> None:
    """Somebody wants to be forgotten: their topics go, with all that stands there."""
    mine = select(topic.c.id).where(topic.c.conversation_id.in_(conversations))
    connection.execute(update(topic).where(topic.c.conversation_id.in_(conversations)).values(state=DOOMED))
    connection.execute(delete(topic_message).where(topic_message.c.topic_id.in_(mine)))


def remove(connection: Connection, topic_id: int) -> None:
    """It is gone."""
    connection.execute(delete(topic).where(topic.c.id == topic_id))
