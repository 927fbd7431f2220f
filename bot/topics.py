"""Follows conversations that people answer into the topics of their group, and says there what was said elsewhere.

`look` finds what is new and notes it, row by row, in one transaction; `bot.topic_writer` writes the rows at the pace of each group.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot.inbox import milliseconds
from domain.messages import Message, Part, Text
from domain.topics import Post, Wire
from storage import staff_groups, topic_news, topics
from storage.crypto import Vault
from storage.database import Database
from storage.outbox import SENT, YOU
from storage.topics import HEARD, NOTE, NOTICE, SAID, Topic

#: seconds between two looks when nobody rings
LOOK_EVERY = 1.0
#: what a trainee sends together is waited for so long, in milliseconds
TOGETHER: Final = 1_500

_decode = msgspec.json.Decoder(Message).decode
_wire = msgspec.json.Decoder(Wire).decode


class Mirror:
    """Notes what is to be written in topics. `groups` are those of the settings by language, "" for all others; `pieces` says how
    many messages it takes to show one of ours."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        groups: Mapping[str, int],
        pieces: Callable[[Message, str, str], int],
        now: Callable[[], int] = milliseconds,
    ) -> None:
        self._database, self._vault, self._groups, self._pieces, self._now = database, vault, groups, pieces, now

    async def look(self) -> set[int]:
        """Note what is new; returns the groups that have topics."""
        if await self._database.read(self._is_new):
            await self._database.write(self._note)
        return await self._database.read(topics.chats)

    def _is_new(self, connection: Connection) -> bool:
        known = staff_groups.groups(connection, self._groups)
        missing = topic_news.without_topic(connection)
        if any(_group(known, row.team, row.lang) is not None for row in missing):
            return True
        return bool(self._changed(connection)) or bool(topic_news.watched(connection))

    def _changed(self, connection: Connection) -> list[Topic]:
        """Topics with something new; one whose card waits to be drawn anew for its owner alone is noted already."""
        found = []
        for number in topic_news.with_news(connection):
            where = topics.load(connection, number)
            if where is not None and (
                where.shown or topic_news.last_seen(connection, where) != (where.seen, where.notes_seen)
            ):
                found.append(where)
        return found

    def _note(self, connection: Connection) -> None:
        now = self._now()
        known = staff_groups.groups(connection, self._groups)
        for row in topic_news.without_topic(connection):
            chat = _group(known, row.team, row.lang)
            if chat is not None:
                topic_news.want(connection, now, row.id, chat)
        for changed in self._changed(connection):
            if (where := topics.lock(connection, changed.id)) is not None:
                self._note_of(connection, now, where)
        for row in topic_news.watched(connection):
            arrived = row.fate == SENT
            topics.update_message(connection, row.id, state=topics.DONE)
            if not arrived and (place := topics.load(connection, row.topic_id)) is not None:
                self._tell(connection, now, place, Text("topics.not_delivered"), answers=row.message or 0)

    def _note_of(self, connection: Connection, now: int, where: Topic) -> None:
        seen, notes_seen = topic_news.last_seen(connection, where)
        with_people = topic_news.times_with_people(connection, where.conversation_id)
        for row in topic_news.news(connection, where):
            if row.author == YOU:
                if _with_people(with_people, row.created_at):
                    self._heard(connection, now, where, row)
            elif row.author == "staff":
                self._said(connection, now, where, row)
            # what the bot says stands on the card
        for number in topic_news.new_notes(connection, where):
            topics.add(connection, self._vault, now, where, NOTE, note_id=number)
        topics.change(connection, where.id, seen=seen, notes_seen=notes_seen, shown="")

    def _heard(self, connection: Connection, now: int, where: Topic, row: Any) -> None:
        wire = _wire(row.wire) if row.wire else Wire()
        theirs = int(wire.message) if row.channel == "telegram" and wire.message.isdecimal() else None
        if theirs is not None and topics.has_heard(connection, where.id, theirs):
            topics.add(connection, self._vault, now, where, topics.EDIT, outbox_id=row.id, theirs=theirs)
            return
        if theirs is not None:
            due = now + TOGETHER if wire.album else now
            topics.add(
                connection,
                self._vault,
                now,
                where,
                HEARD,
                outbox_id=row.id,
                theirs=theirs,
                album=wire.album,
                due_at=due,
            )
            return
        self._in_pieces(connection, now, where, row, HEARD)

    def _said(self, connection: Connection, now: int, where: Topic, row: Any) -> None:
        if row.replaces is not None:
            before = topics.of_outbox(connection, where.id, row.replaces, (SAID, topics.WRITTEN))
            if before is not None:
                if before.kind == SAID:
                    topics.add(
                        connection, self._vault, now, where, topics.EDIT, outbox_id=row.id,
                        body=Post(Message(()), answers=before.id),
                    )  # fmt: skip
                return
        self._in_pieces(connection, now, where, row, SAID)

    def _in_pieces(self, connection: Connection, now: int, where: Topic, row: Any, kind: str) -> None:
        message = _decode(self._vault.open(row.body, b"outbox.body"))
        for piece in range(self._pieces(message, row.lang, kind)):
            topics.add(connection, self._vault, now, where, kind, outbox_id=row.id, piece=piece)

    def _tell(self, connection: Connection, now: int, where: Topic, said: Text, *, answers: int = 0) -> None:
        post = Post(Message((Part(said),)), answers=answers)
        topics.add(connection, self._vault, now, where, NOTICE, body=post)


def _group(known: Mapping[str, int], team: str, lang: str) -> int | None:
    """The group that answers a conversation, if there is one."""
    return known.get(team) or known.get(lang) or known.get("")


def _with_people(times: Sequence[tuple[int, bool]], at: int) -> bool:
    """Did people answer then? What began at that moment counts."""
    return next((people for since, people in reversed(times) if since <= at), False)
