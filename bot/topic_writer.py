"""Writes in the topics of one group what `bot.topics` has noted: in order, one at a time, at the pace Telegram allows.

Telegram knows no repeated message: one whose sending was cut off (a crash, a lost answer) may be there or not. So each is marked
before it is sent, with the last number known in the group; numbers of a group follow each other, and which of the next ones is ours
is asked by an edit that changes nothing. A new topic tells its number by an update of its own (`storage.topics.adopt`).
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import checkpoints
from bot.bell import Bell
from bot.channels.base import Busy, Refused, SendError, Unreachable
from bot.channels.telegram.errors import Moved
from bot.channels.telegram.topics import Closed, Group, NoTopic
from bot.inbox import milliseconds
from bot.logs import where as place_of
from bot.topic_pacing import WINDOW, GroupPacer
from bot.topic_payloads import Payloads, digest
from domain.topics import Post, Reaction, topic_name
from handlers import topic_card
from handlers.context import Services
from storage import conversations, staff_groups, topics
from storage.conversations import Conversation
from storage.crypto import Vault
from storage.database import Database
from storage.staff_groups import Trouble
from storage.topics import CREATING, DEAD, DOOMED, OPEN, QUEUED, SENDING, WANTED, Topic
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

#: rung when a group may have something to write
TOPICS: Final = "topics"
#: seconds between two looks
LOOK_EVERY = 0.5
#: milliseconds between two drawings of a card
DRAWN_EVERY: Final = 10_000
#: the same when somebody else answers now
OWNER_DRAWN_EVERY: Final = 1_000
#: milliseconds that the number of a new topic is waited for when nobody answered
ADOPTED_WITHIN: Final = 10_000
#: numbers that are asked for when an answer was lost: so many that do not exist, one after the other, end the search
GAP: Final = 8
#: tries of a message before it is given up
TRIES: Final = 50
#: seconds of pause when a group is out of order: at first, and at the most
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Store:
    """What the writers of all groups share."""

    database: Database
    vault: Vault
    services: Services
    address: str
    now: Callable[[], int] = milliseconds


class Writer:
    """Writes in one group."""

    def __init__(
        self, store: Store, group: Group, chat: int, bell: Bell, clock: Callable[[], float] = time.monotonic,
        pacer: GroupPacer | None = None,
    ) -> None:  # fmt: skip
        self._store, self._group, self._chat, self._bell = store, group, chat, bell
        self._payloads = Payloads(store.vault, store.services, store.address, store.now)
        self._pacer = pacer or GroupPacer(clock)
        self._pause = FIRST_PAUSE
        self._trouble: Trouble | None = None
        # no topic is opened before that moment of the clock
        self._clock, self._opens_again = clock, 0.0

    async def run(self) -> None:
        """Write until cancelled, or until the group is another one."""
        now = self._store.now()
        since = now - int(WINDOW * 1000)
        sent = await self._read(lambda c: topics.sent_since(c, self._chat, since))
        self._pacer.recall((now - at) / 1000 for at in sent)
        await self._write(self._begin_anew)
        self._trouble = await self._read(lambda c: staff_groups.trouble(c, self._chat))
        while True:
            try:
                pause = await self.step()
                if self._opens_again <= self._clock():
                    self._pause = FIRST_PAUSE
            except Busy as busy:
                self._pacer.stop(busy.retry_after)
                pause = 0.0
            except Moved as moved:
                to = moved.to
                await self._write(lambda c, to=to: staff_groups.move(c, self._chat, to))  # type: ignore[misc]
                log.info("topics.group_moved")
                return
            except (SendError, DBAPIError) as error:
                log.warning("topics.group_out_of_order", error=type(error).__name__, reason=_reason(error))
                await asyncio.sleep(await self._stopped(error))
                continue
            if pause > 0:
                await self._bell.wait(TOPICS, min(pause, LOOK_EVERY))

    async def _stopped(self, error: Exception) -> float:
        """The group cannot be written to: admins see why. Seconds until it is tried again."""
        if isinstance(error, Refused | Unreachable):
            await self._now_known(_trouble(error))
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    async def _works(self, *, opened: bool = False) -> None:
        """The group took something. That words are taken says nothing about topics, while none may be opened."""
        if opened or self._trouble in ("gone", "refused"):
            await self._now_known(None)

    async def _now_known(self, trouble: Trouble | None) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            now = self._store.now()
            await self._write(lambda c: staff_groups.note_trouble(c, now, self._chat, trouble))

    def _begin_anew(self, connection: Connection) -> None:
        """Topics that were being opened: if they are, we shall hear of it."""
        for where in topics.unopened(connection, self._chat):
            if where.state == CREATING:
                topics.change(connection, where.id, since=self._store.now())

    async def step(self) -> float:
        """Do the next thing; seconds to wait when there is nothing to do, or when it is too early. Raises SendError."""
        if (pause := self._pacer.wait()) > 0:
            return pause
        now = self._store.now()
        unopened = await self._read(lambda c: topics.unopened(c, self._chat))
        waiting = await self._read(lambda c: topics.waiting(c, self._chat, now))
        may_open = self._opens_again <= self._clock()
        first = next((one for one in unopened if self._is_due(one, now) and (may_open or one.state != WANTED)), None)
        if first is not None and (not waiting or first.since <= waiting[0].created_at):
            await self._set_up(first)
        elif waiting:
            await self._send(waiting[0])
        elif self._pacer.wait(urgent=False) == 0:
            stale = await self._read(
                lambda c: topics.stale_cards(c, self._chat, now - DRAWN_EVERY, now - OWNER_DRAWN_EVERY)
            )
            if not stale:
                return LOOK_EVERY
            await self._draw(stale[0])
        else:
            return LOOK_EVERY
        return 0.0

    @staticmethod
    def _is_due(where: Topic, now: int) -> bool:
        return where.state != CREATING or where.since + ADOPTED_WITHIN <= now

    # -- topics and their cards ----------------------------------------------------------------------------------------

    async def _set_up(self, where: Topic) -> None:
        if where.state == DOOMED:
            await self._delete(where)
        elif where.state == OPEN:
            await self._send(await self._write(lambda c: self._first_card(c, where)))
        else:
            await self._open(where)

    async def _open(self, where: Topic) -> None:
        now = self._store.now()

        def begin(connection: Connection) -> str | None:
            conversation = conversations.load(connection, self._store.vault, where.conversation_id)
            if conversation is None:
                return None
            topics.change(connection, where.id, state=CREATING, since=now)
            work = UnitOfWork(connection, self._store.vault, now)
            return topic_name(conversation.id, topic_card.name(work, conversation))

        name = await self._write(begin)
        if name is None:
            return
        try:
            checkpoints.at("topics.before_send")
            thread = await self._group.open(self._chat, name)
            checkpoints.at("topics.sent")
        except (Busy, Refused, Unreachable) as error:
            await self._write(lambda c: topics.change(c, where.id, state=WANTED, since=where.since))
            if not isinstance(error, Refused) or isinstance(error, Moved):
                raise
            # the topics that are open go on
            log.warning("topics.not_opened", reason=_reason(error))
            self._opens_again = self._clock() + await self._stopped(error)
            return
        finally:
            self._pacer.answered()
        await self._works(opened=True)
        await self._write(lambda c: topics.change(c, where.id, thread=thread, state=OPEN, since=where.since))

    async def _delete(self, where: Topic) -> None:
        if where.thread is not None:
            try:
                await self._group.delete(self._chat, where.thread)
            except (NoTopic, Unreachable):
                # it is gone, or we are
                pass
            except Refused as refused:
                log.warning("topics.not_deleted", reason=str(refused)[:120])
            finally:
                self._pacer.answered()
        await self._write(lambda c: topics.remove(c, where.id))

    async def _draw(self, where: Topic) -> None:
        """Change the card where it has changed."""
        found = await self._read(lambda c: self._payloads.card(c, where))
        if found is None or where.thread is None:
            return
        conversation, payload = found
        card: int | None = where.card
        drawn = digest(payload)
        if drawn != where.shown and where.card:
            try:
                await self._group.edit(self._chat, where.card, payload)
            except NoTopic as refused:
                await self._without_topic(where, refused)
                return
            except (Moved, Busy):
                raise
            except Refused:
                # somebody has deleted it
                card = None
            finally:
                self._pacer.answered()
        await self._write(lambda c: self._keep_drawn(c, where, conversation, card, drawn))

    def _keep_drawn(
        self, connection: Connection, where: Topic, conversation: Conversation, card: int | None, digest: str
    ) -> None:
        topics.change(
            connection, where.id, card=card, shown=digest, shown_at=self._store.now(), epoch=conversation.epoch,
            reachable=conversation.reachable,
        )  # fmt: skip

    async def _without_topic(self, where: Topic, refused: Refused) -> None:
        """The topic was closed, or deleted: it is opened again, or anew."""
        if isinstance(refused, Closed) and where.thread is not None:
            await self._group.reopen(self._chat, where.thread)
            self._pacer.answered()
        else:
            log.info("topics.deleted", topic=where.id)
            await self._write(lambda c: topics.lost(c, self._store.now(), where))

    def _first_card(self, connection: Connection, where: Topic) -> Any:
        """The card as a message that waits."""
        row = topics.waiting_card(connection, where.id)
        if row is None:
            topics.add(connection, self._store.vault, self._store.now(), where, topics.CARD)
            row = topics.waiting_card(connection, where.id)
        return row

    # -- messages ------------------------------------------------------------------------------------------------------

    async def _send(self, row: Any) -> None:
        """Write what waits first in a topic."""
        where = await self._read(lambda c: topics.load(c, row.topic_id))
        if where is None or where.thread is None:
            return
        rows = await self._read(lambda c: topics.parts_heard(c, where.id, row.album)) if row.album else [row]
        if row.kind in (topics.EDIT, topics.REACT):
            # to do these twice is to do them once
            await self._try(where, rows, lambda: self._change(where, row))
            return
        if row.state == SENDING:
            lost = [one for one in rows if one.state == SENDING]
            if found := await self._find(lost[0].behind or 0, len(lost)):
                await self._write(lambda c: self._done(c, where, lost, found))
                await self._restore_buttons(where, row, found[0])
                return
        rows = [one for one in rows if one.state == SENDING] or rows
        numbers = [one.id for one in rows]

        def mark(connection: Connection) -> None:
            behind = topics.highest(connection, self._chat)
            for number in numbers:
                topics.update_message(connection, number, state=SENDING, behind=behind)

        await self._write(mark)
        await self._try(where, rows, lambda: self._deliver(where, rows))

    async def _try(self, where: Topic, rows: Sequence[Any], send: Callable[[], Any]) -> None:
        """Send, and keep what became of it."""
        values: dict[str, Any] = {"state": QUEUED}
        checkpoints.at("topics.before_send")
        try:
            sent: list[int] = await send()
        except (NoTopic, Closed) as refused:
            await self._keep(rows, values)
            await self._without_topic(where, refused)
            return
        except (Busy, Unreachable, Moved):
            # nothing was written
            await self._keep(rows, values)
            raise
        except Refused as refused:
            copied = rows[0].kind == topics.HEARD and rows[0].theirs is not None and rows[0].problem is None
            values = {"problem": str(refused)[:200], "state": QUEUED if copied else DEAD, "album": ""}
            if not copied:
                log.error("topics.refused", kind=rows[0].kind, reason=str(refused)[:120])
            await self._keep(rows, values)
            if rows[0].kind == topics.CARD:
                # no card, then: what is said must be shown all the same
                await self._write(lambda c: topics.change(c, where.id, card=0))
            return
        except SendError:
            attempts = rows[0].attempts + 1
            values = {"attempts": attempts}
            if attempts >= TRIES:
                values |= {"state": DEAD, "problem": "no answer"}
            await self._keep(rows, values)
            raise
        except Exception as error:
            # what cannot even be shown must not stop the others
            log.error("topics.failed", kind=rows[0].kind, error=type(error).__name__, where=place_of(error))
            await self._keep(rows, {"state": DEAD, "problem": type(error).__name__})
            return
        finally:
            if rows[0].kind != topics.REACT:
                self._pacer.answered()
        checkpoints.at("topics.sent")
        await self._write(lambda c: self._done(c, where, rows, sent))
        await self._works()

    async def _keep(self, rows: Sequence[Any], values: dict[str, Any]) -> None:
        def keep(connection: Connection) -> None:
            for row in rows:
                topics.update_message(connection, row.id, **values)

        await self._write(keep)

    def _done(self, connection: Connection, where: Topic, rows: Sequence[Any], numbers: Sequence[int]) -> None:
        now = self._store.now()
        # where one of an album was left out, nobody knows which
        known: list[int | None] = [*numbers] if len(numbers) == len(rows) else [None] * len(rows)
        for row, number in zip(rows, known, strict=False):
            topics.update_message(connection, row.id, state=topics.DONE, message=number, sent_at=now)
        if rows[0].kind == topics.CARD:
            # drawn anew where it has changed meanwhile
            topics.change(connection, where.id, card=known[0], shown="", shown_at=now - DRAWN_EVERY)

    async def _find(self, behind: int, wanted: int) -> list[int]:
        """The numbers of what was sent when nobody told us, if it is there."""
        known = await self._read(lambda c: topics.known_numbers(c, self._chat, behind))
        found: list[int] = []
        number, missing = behind, 0
        while missing < GAP and len(found) < wanted:
            number += 1
            if number in known:
                missing = 0
                continue
            ours = await self._group.is_ours(self._chat, number)
            missing = missing + 1 if ours is None else 0
            if ours:
                found.append(number)
        return found

    async def _restore_buttons(self, where: Topic, row: Any, number: int) -> None:
        """Looking for it has taken its buttons away."""
        if row.kind == topics.NOTICE:
            payload = await self._read(lambda c: self._payloads.of(c, where, row))
            if "reply_markup" in payload:
                await self._group.edit(self._chat, number, payload)
                self._pacer.answered()

    async def _deliver(self, where: Topic, rows: Sequence[Any]) -> list[int]:
        row, thread = rows[0], where.thread or 0
        if row.kind == topics.HEARD and row.theirs is not None and row.problem is None:
            source, answers = await self._read(lambda c: self._payloads.source(c, where, row))
            if len(rows) > 1:
                return await self._group.copy_album(self._chat, thread, source, [one.theirs for one in rows])
            return [await self._group.copy(self._chat, thread, source, row.theirs, answers)]
        payload = await self._read(lambda c: self._payloads.of(c, where, row))
        if "file" in payload:
            return [await self._group.post_file(self._chat, thread, payload)]
        post = topics.body_of(self._store.vault, row, Post) if row.kind == topics.NOTICE else None
        if post is not None and post.edits:
            await self._group.edit(self._chat, post.edits, payload)
            return [post.edits]
        return [await self._group.post(self._chat, thread, payload, post.answers if post is not None else None)]

    async def _change(self, where: Topic, row: Any) -> list[int]:
        """An edit, or a reaction."""
        if row.kind == topics.REACT:
            reaction = topics.body_of(self._store.vault, row, Reaction)
            if reaction.ours:
                await self._group.react(self._chat, reaction.ours, reaction.emoji)
            else:
                source = await self._read(
                    lambda c: conversations.address_of(c, self._store.vault, [where.conversation_id])
                )
                try:
                    chat = int(source[where.conversation_id]["chat_id"])
                    await self._group.react(chat, reaction.theirs, reaction.emoji)
                except Unreachable:
                    # the trainee has left: that must not stop the group
                    pass
            return []
        target = await self._read(lambda c: self._payloads.target(c, where, row))
        if target is not None:
            await self._group.edit(self._chat, target, await self._read(lambda c: self._payloads.of(c, where, row)))
        return []

    async def _read(self, job: Callable[[Connection], Any]) -> Any:
        return await self._store.database.read(job)

    async def _write(self, job: Callable[[Connection], Any]) -> Any:
        return await self._store.database.write(job)


def _trouble(error: Exception) -> Trouble:
    """What a refusal of the group means."""
    reason = str(error).lower()
    if isinstance(error, Unreachable):
        return "gone"
    if "not a forum" in reason or "forum_disabled" in reason or "channel_forum_missing" in reason:
        return "forum"
    return "rights" if "rights" in reason or "admin_required" in reason else "refused"


def _reason(error: Exception) -> str:
    return str(error)[:120] if isinstance(error, SendError) else str(place_of(error))
