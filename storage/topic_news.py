"""What has happened in conversations that their topics do not show yet (`bot.topics` notes it there)."""

from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select

from storage.tables import conversation, handover, note, outbox, topic, topic_message
from storage.tables.base import fixed
from storage.topics import DOOMED, WANTED, WATCHED, Topic
from storage.upsert import insert_or_ignore

#: what begins and what ends the time in which people answer (storage.handovers)
_WITH_PEOPLE = ("queued", "taken", "assigned", "returned", "escalated")
_WITH_BOT = ("handed_back", "resolved")


def without_topic(connection: Connection) -> list[Row[Any]]:
    """Conversations that people answer and that have no topic: number, team, language."""
    query = select(conversation.c.id, conversation.c.team, conversation.c.lang, conversation.c.staff_id).where(
        conversation.c.owner != fixed("bot"), ~exists().where(topic.c.conversation_id == conversation.c.id)
    )
    return list(connection.execute(query))


def want(connection: Connection, now: int, conversation_id: int, chat: int) -> None:
    """A topic is to be opened; of two who want it one gets it."""
    begun = connection.execute(
        select(func.max(handover.c.at)).where(
            handover.c.conversation_id == conversation_id, handover.c.what.in_(("queued", "taken", "assigned"))
        )
    ).scalar_one_or_none()
    # what was said from the hand-off on is shown message by message
    before = select(func.coalesce(func.max(outbox.c.id), 0)).where(
        outbox.c.conversation_id == conversation_id, outbox.c.created_at < (now if begun is None else begun)
    )
    values = {
        "conversation_id": conversation_id, "chat": chat, "state": WANTED, "since": now,
        "seen": connection.execute(before).scalar_one(), "notes_seen": 0,
    }  # fmt: skip
    connection.execute(insert_or_ignore(connection, topic), values)


def with_news(connection: Connection) -> list[int]:
    """Topics whose conversation has changed since they were looked at."""
    query = (
        select(topic.c.id)
        .join(conversation, conversation.c.id == topic.c.conversation_id)
        .where(
            topic.c.state != DOOMED,
            or_(
                conversation.c.epoch != topic.c.epoch,
                conversation.c.reachable != topic.c.reachable,
                exists().where(outbox.c.conversation_id == topic.c.conversation_id, outbox.c.id > topic.c.seen),
                exists().where(note.c.conversation_id == topic.c.conversation_id, note.c.id > topic.c.notes_seen),
            ),
        )
        .order_by(topic.c.id)
    )
    return list(connection.execute(query).scalars())


def news(connection: Connection, where: Topic) -> list[Row[Any]]:
    """The messages of the conversation that were not looked at yet; not those that staff wrote in the topic itself."""
    query = (
        select(outbox.c.id, outbox.c.author, outbox.c.lang, outbox.c.body, outbox.c.wire, outbox.c.replaces,
               outbox.c.created_at, outbox.c.channel)
        .where(
            outbox.c.conversation_id == where.conversation_id, outbox.c.id > where.seen,
            ~exists().where(topic_message.c.outbox_id == outbox.c.id, topic_message.c.topic_id == where.id),
        )
        .order_by(outbox.c.id)
    )  # fmt: skip
    return list(connection.execute(query))


def last_seen(connection: Connection, where: Topic) -> tuple[int, int]:
    """The last message and the last note of the conversation."""
    said = select(func.max(outbox.c.id)).where(outbox.c.conversation_id == where.conversation_id)
    noted = select(func.max(note.c.id)).where(note.c.conversation_id == where.conversation_id)
    return (
        max(connection.execute(said).scalar_one() or 0, where.seen),
        max(connection.execute(noted).scalar_one() or 0, where.notes_seen),
    )


def new_notes(connection: Connection, where: Topic) -> list[int]:
    """Notes written elsewhere that were not looked at yet."""
    query = select(note.c.id).where(
        note.c.conversation_id == where.conversation_id, note.c.id > where.notes_seen,
        ~exists().where(topic_message.c.note_id == note.c.id),
    )  # fmt: skip
    return list(connection.execute(query.order_by(note.c.id)).scalars())


def times_with_people(connection: Connection, conversation_id: int) -> list[tuple[int, bool]]:
    """When people began to answer (True) and when they stopped (False), in order."""
    rows = connection.execute(
        select(handover.c.at, handover.c.what)
        .where(handover.c.conversation_id == conversation_id, handover.c.what.in_(_WITH_PEOPLE + _WITH_BOT))
        .order_by(handover.c.id)
    )
    return [(row.at, row.what in _WITH_PEOPLE) for row in rows]


def watched(connection: Connection) -> list[Row[Any]]:
    """Answers written in topics whose fate is known by now: the row, and the state of the message to the trainee."""
    query = (
        select(topic_message.c.id, topic_message.c.topic_id, topic_message.c.message, outbox.c.state.label("fate"))
        .join(outbox, outbox.c.id == topic_message.c.outbox_id)
        .where(topic_message.c.state == fixed(WATCHED), outbox.c.state != 0)
    )
    return list(connection.execute(query))
