"""The groups of staff at Telegram: whose conversation an update of theirs belongs to, where they have moved to, and whether we can
work there.

What stops us is kept in the record (`storage.audit`), a line for each change: admins are told, and how long it lasted stays known.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, delete, select, update

from domain.topics import conversation_of
from storage import audit
from storage.tables import audit as record
from storage.tables import staff_group, topic, topic_message
from storage.topics import CREATING, DOOMED, OPEN, QUEUED, SENDING, WANTED
from storage.upsert import insert_or_update

#: we are not in the group (any more); we may not open topics; topics are switched off; it refuses us for another reason
Trouble = Literal["gone", "rights", "forum", "refused"]
TROUBLES: Final[tuple[Trouble, ...]] = get_args(Trouble)
_WORKS: Final = "group.works"


def owner(connection: Connection, now: int, address: Mapping[str, Any]) -> int | None:
    """The conversation that an update of a group belongs to (`bot.channels.telegram.updates`); None when it is nobody's.

    A group that moves, and a topic of ours whose number we did not get to know, are noted here, before anything that follows.
    """
    chat, thread = address["chat_id"], address.get("thread") or 0
    if moved := address.get("moved_to"):
        move(connection, chat, moved)
        return None
    if opened := address.get("opened"):
        adopt(connection, now, chat, thread, opened)
        return None
    if thread:
        there = topic.c.thread == thread
    else:
        # a reaction names no topic, only the message
        message = address.get("message") or 0
        mapped = select(topic_message.c.topic_id).where(
            topic_message.c.chat == chat, topic_message.c.message == message
        )
        there = topic.c.id.in_(mapped)
    query = select(topic.c.conversation_id).where(topic.c.chat == chat, there, topic.c.state != DOOMED)
    return connection.execute(query.limit(1)).scalar_one_or_none()


def adopt(connection: Connection, now: int, chat: int, thread: int, name: str) -> None:
    """A topic was opened by us; where nobody told us its number, here it is."""
    connection.execute(
        update(topic)
        .where(
            topic.c.conversation_id == conversation_of(name), topic.c.chat == chat, topic.c.state == CREATING,
            topic.c.thread.is_(None),
        )
        .values(thread=thread, state=OPEN, since=now)
    )  # fmt: skip


def groups(connection: Connection, configured: Mapping[str, int]) -> dict[str, int]:
    """Where the groups of the settings are now, by language."""
    moved = {row.configured: row.chat for row in connection.execute(select(staff_group))}
    return {lang: moved.get(chat, chat) for lang, chat in configured.items()}


def move(connection: Connection, chat: int, to: int) -> None:
    """A group has become a supergroup: its topics are there from now on."""
    connection.execute(update(staff_group).where(staff_group.c.chat == chat).values(chat=to))
    insert_or_update(connection, staff_group, {"configured": chat, "chat": to}, ["configured"])
    # numbers of messages and topics begin anew there; what was to be deleted stayed behind, and we cannot get there any more
    connection.execute(delete(topic).where(topic.c.chat == chat, topic.c.state == DOOMED))
    connection.execute(
        update(topic)
        .where(topic.c.chat == chat)
        .values(chat=to, thread=None, card=None, shown="", state=WANTED, epoch=-1)
    )
    connection.execute(
        update(topic_message)
        .where(topic_message.c.chat == chat, topic_message.c.state.in_((QUEUED, SENDING)))
        .values(chat=to, state=QUEUED, behind=None)
    )


def trouble(connection: Connection, chat: int) -> Trouble | None:
    """What stops us in a group, as far as we know."""
    query = select(record.c.what).where(record.c.about == f"group:{chat}").order_by(record.c.id.desc()).limit(1)
    what = (connection.execute(query).scalar_one_or_none() or "").removeprefix("group.")
    return next((one for one in TROUBLES if one == what), None)


def note_trouble(connection: Connection, now: int, chat: int, found: Trouble | None) -> None:
    """Record what stops us from now on, None that nothing does; what is known already is not recorded again.

    Call it last in a transaction (`storage.audit.add`).
    """
    if trouble(connection, chat) != found:
        audit.add(connection, now, "system", _WORKS if found is None else f"group.{found}", f"group:{chat}")


def all_troubles(connection: Connection, configured: Mapping[str, int]) -> dict[int, Trouble]:
    """The groups where something stops us, by the number that the settings have for them."""
    found = {configured[lang]: trouble(connection, chat) for lang, chat in groups(connection, configured).items()}
    return {chat: what for chat, what in found.items() if what is not None}
