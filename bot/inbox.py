"""Takes stored updates, one conversation at a time, turn by turn.

    store:  raw updates -> rows, committed, and only then acknowledged by the channel
    fetch:  attachments of stored updates -> file store
    work:   lock conversations, decode, handle, queue the answers, mark done: one transaction for a few turns

A turn that fails is tried again; one that keeps failing goes to quarantine and the person is told, so that nobody waits
for ever behind a broken update. Turns of one transaction that fail are taken one by one, to find the one at fault. An
attachment that cannot be had is asked for again, a few times, and its turn then begins without it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import msgspec
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import attachments, checkpoints
from bot.bell import DESK, Bell
from bot.channels.base import Busy, Channel, RawUpdate, Refused, Undecodable
from bot.logs import where
from domain.messages import Event, FileRef, Message, Part, Text
from domain.topics import STAFF_CHANNEL
from domain.traces import Heard
from storage import conversations, updates
from storage.conversations import Conversation
from storage.crypto import CryptoError, Vault
from storage.database import Database, is_out_of_order
from storage.files import FileStore
from storage.outbox import Due
from storage.unit_of_work import UnitOfWork
from storage.updates import Arrival, Finished, Lane, Update, WithFile

log = structlog.get_logger(__name__)

#: what a turn does: changes the conversation and the store through the unit of work; returns what the person said, as far
#: as it may be kept
Handler = Callable[[UnitOfWork, Conversation, Event], Heard | None]

#: conversations a transaction takes
BATCH = 40
#: tries of a failing turn before it goes to quarantine, and the seconds before each of the further ones
RETRY_AFTER = (0.2, 1.0)
#: the same for an attachment that cannot be had: meanwhile what its person writes waits, so there are not many
FILE_RETRY_AFTER = (1.0, 4.0, 15.0)
#: how long a channel may put us off with an attachment, seconds
FILE_PUT_OFF = 60.0
#: attachments fetched side by side: one that is slow holds up no other, and they fit into the memory (20 MB each)
FILES_AT_ONCE = 4
#: seconds between two looks when nobody rings
LOOK_EVERY = 1.0

WORK, FILES = "inbox.work", "inbox.files"


def milliseconds() -> int:
    """Now, as the tables write it."""
    return time.time_ns() // 1_000_000


class TurnFailed(Exception):
    """The turn of this update raised; the transaction is lost."""

    def __init__(self, update: Update, conversation_id: int) -> None:
        super().__init__(f"update {update.id}")
        self.update, self.conversation_id = update, conversation_id


class Post(Protocol):
    """Sends what turns queue for its channel."""

    def look(self, connection: Connection) -> Due:
        """What is to be sent, as the transaction of the turns sees it. Any thread."""
        ...

    def take(self, found: Due) -> None:
        """It is committed: send it."""
        ...

    def doubt(self, conversation: int) -> AbstractContextManager[None]:
        """While this lasts somebody else may come to answer there: look again before anything is sent. Any thread."""
        ...


@dataclass(frozen=True, slots=True)
class _Handled:
    """A transaction of turns: whose, the files nobody needs any more, the answers by channel, and whether there may be more
    to do at once.
    """

    conversations: Sequence[Conversation]
    orphans: Sequence[str]
    answers: Mapping[str, Due]
    more: bool


class Inbox:
    """The way in, from a raw update to a committed turn."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        files: FileStore,
        channels: Mapping[str, Channel],
        handler: Handler,
        bell: Bell,
        now: Callable[[], int] = milliseconds,
    ) -> None:
        self._database, self._vault, self._files = database, vault, files
        self._channels, self._handler, self._bell, self._now = channels, handler, bell, now
        self._working = False
        #: couriers of this process: they are handed answers instead of looking for them
        self.posts: dict[str, Post] = {}

    async def store(self, arrived: Sequence[RawUpdate]) -> None:
        """Keep raw updates; when this returns they are durable and may be acknowledged.

        While `work` runs here, their turns are taken in the same transaction: the disk is waited for once instead of twice.
        """
        arrivals = [self._arrival(raw) for raw in arrived]

        def keep(connection: Connection) -> set[int]:
            return updates.store(connection, self._vault, self._now(), arrivals)

        left = True
        if self._working:
            try:
                with ExitStack() as doubted:
                    concerned, handled = await self._database.write(
                        lambda connection: (keep(connection), self._turns(connection, doubted))
                    )
            except Exception:
                # nothing is kept so far; whatever failed in the turns, `work` has it again, and counts
                await self._database.write(keep)
            else:
                await self._tell(handled)
                left = handled.more or not concerned <= {conversation.id for conversation in handled.conversations}
        else:
            await self._database.write(keep)
        checkpoints.at("inbox.stored")
        self._bell.ring([*([WORK] if left else []), *([FILES] if any(a.files for a in arrivals) else [])])

    def _arrival(self, raw: RawUpdate) -> Arrival:
        place, *earlier = self._vault.lookups(f"{raw.channel}:{raw.place}")
        return Arrival(raw.channel, raw.update_id, place, raw.address, raw.body, raw.files, earlier)

    async def work(self) -> None:
        """Handle updates until cancelled."""
        pause = 0.1
        self._working = True
        try:
            while True:
                try:
                    more = await self.work_once()
                    pause = 0.1
                except Exception as error:
                    # nothing was committed, everything is still in the inbox; a worker that ended would leave everybody alone
                    _tell_trouble(error)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 2.0)
                    continue
                if not more:
                    await self._bell.wait(WORK, LOOK_EVERY)
        finally:
            self._working = False

    async def work_once(self) -> bool:
        """One transaction of turns; False when nothing is left to do now."""
        try:
            with ExitStack() as doubted:
                handled = await self._database.write(partial(self._turns, doubted=doubted))
        except Exception as failed:
            error = (isinstance(failed, TurnFailed) and failed.__cause__) or failed
            if is_out_of_order(error):
                # not the fault of any update: all wait, and no tries are counted
                raise error from None
            log.warning("inbox.one_by_one", error=type(error).__name__, where=where(error))
            return await self._one_by_one()
        await self._tell(handled)
        return handled.more

    async def _one_by_one(self) -> bool:
        """One of many turns cannot be done or written, or one before it left behind what it fails on: each gets its own
        transaction, until the one at fault is found.
        """
        for _ in range(BATCH):
            try:
                with ExitStack() as doubted:
                    handled = await self._database.write(partial(self._one_turn, doubted=doubted))
            except TurnFailed as failed:
                await self._failed(failed)
                return True
            await self._tell(handled)
            if not handled.conversations:
                return False
        return True

    async def _tell(self, handled: _Handled) -> None:
        """Turns are committed: wake whoever waits for what they say."""
        checkpoints.at("inbox.committed")
        for channel, found in handled.answers.items():
            if channel in self.posts:
                self.posts[channel].take(found)
        for orphan in handled.orphans:
            try:
                await asyncio.to_thread(self._files.delete, orphan)
            except OSError as error:
                # the daily sweep has it again
                log.warning("inbox.file_not_deleted", error=type(error).__name__)
        everybody = handled.conversations
        channels = {conversation.channel for conversation in everybody} - handled.answers.keys()
        self._bell.ring([*(conversation.id for conversation in everybody), *channels, *([DESK] if everybody else [])])

    def _doubt(self, lanes: Sequence[Lane], doubted: ExitStack | None) -> None:
        """Where staff act, the owner may change: couriers look again before they send, until this is committed (or not)."""
        changing = [lane.conversation.id for lane in lanes if any(one.channel == STAFF_CHANNEL for one in lane.updates)]
        if doubted is None:
            return
        for post in [*self.posts.values()] if changing else ():
            for conversation in changing:
                doubted.enter_context(post.doubt(conversation))

    def _turns(self, connection: Connection, doubted: ExitStack | None = None) -> _Handled:
        now = self._now()
        lanes = updates.claim(connection, self._vault, now, list(self._channels), BATCH)
        self._doubt(lanes, doubted)
        work = UnitOfWork(connection, self._vault, now)
        finished: list[Finished] = []
        for lane in lanes:
            for update in lane.updates:
                finished.append(self._turn(work, lane.conversation, update))
        checkpoints.at("inbox.handled")
        touched = [lane.conversation for lane in lanes]
        self._write(work, touched, finished)
        channels = {conversation.channel for conversation in touched}
        answers = {channel: post.look(connection) for channel, post in [*self.posts.items()] if channel in channels}
        checkpoints.at("inbox.before_commit")
        more = len(lanes) >= BATCH or any(len(lane.updates) >= updates.PER_CONVERSATION for lane in lanes)
        return _Handled(touched, work.orphans, answers, more)

    def _one_turn(self, connection: Connection, doubted: ExitStack | None = None) -> _Handled:
        """A turn alone in its transaction: whatever fails, it is the turn that failed."""
        now = self._now()
        lanes = updates.claim(connection, self._vault, now, list(self._channels), 1)
        self._doubt(lanes, doubted)
        work = UnitOfWork(connection, self._vault, now)
        for lane in lanes:
            update = lane.updates[0]
            finished = self._turn(work, lane.conversation, update)
            try:
                self._write(work, [lane.conversation], [finished])
            except Exception as error:
                raise TurnFailed(update, lane.conversation.id) from error
        # answers are left to whoever looks for them: what is wrong with others would be taken for the fault of this turn
        return _Handled([lane.conversation for lane in lanes], work.orphans, {}, bool(lanes))

    def _write(self, work: UnitOfWork, touched: Sequence[Conversation], finished: Sequence[Finished]) -> None:
        conversations.save(work.connection, self._vault, touched)
        work.flush()
        updates.finish(work.connection, self._vault, finished)

    def _turn(self, work: UnitOfWork, conversation: Conversation, update: Update) -> Finished:
        before = len(work.letters)
        try:
            event = self._channels[update.channel].decode(update.body)
            if update.file is not None:
                event = _with_file(event, update.file)
            if update.channel == conversation.channel:
                # what staff write in a topic is no sign of the trainee
                conversation.last_in_at = update.received_at
            said = self._handler(work, conversation, event)
        except Undecodable as error:
            log.warning("inbox.undecodable", channel=update.channel, update=update.id, error=type(error).__name__)
            return Finished(update.id, problem="undecodable", kept=update.body)
        except Exception as error:
            raise TurnFailed(update, conversation.id) from error
        if said is not None:
            work.heard(conversation, said, before, update.update_id, event)
        return Finished(update.id)

    async def _failed(self, failed: TurnFailed) -> None:
        update, tries = failed.update, failed.update.attempts
        error = failed.__cause__
        if error is not None and is_out_of_order(error):
            # not the fault of this update: it waits, and its tries are not counted
            raise error from None
        log.error(
            "inbox.turn_failed", update=update.id, attempt=tries + 1, error=type(error).__name__, where=where(error)
        )
        if tries < len(RETRY_AFTER):
            until = self._now() + int(RETRY_AFTER[tries] * 1000)
            await self._database.write(lambda c: updates.postpone(c, update, until))
            return
        await self._database.write(lambda c: self._quarantine(c, failed))
        self._bell.ring([failed.conversation_id, update.channel])

    def _quarantine(self, connection: Connection, failed: TurnFailed) -> None:
        update = failed.update
        # locked: nobody takes over between the look at the owner and what is said
        conversation = conversations.lock(connection, self._vault, failed.conversation_id)
        if not updates.postpone(connection, update, self._now()):
            return
        problem = f"turn failed: {type(failed.__cause__).__name__}"
        updates.finish(connection, self._vault, [Finished(update.id, problem=problem, kept=update.body)])
        if conversation is not None and conversation.owner == "bot" and update.channel == conversation.channel:
            work = UnitOfWork(connection, self._vault, self._now())
            work.say(conversation, Message((Part(Text("common.went_wrong"), "warn"),)))
            work.flush()

    async def fetch(self) -> None:
        """Fetch attachments of stored updates until cancelled; a file that cannot be had does not hold up the turn."""
        while True:
            try:
                busy = await self.fetch_waiting()
            except Exception as error:
                _tell_trouble(error)
                busy = False
            if not busy:
                await self._bell.wait(FILES, LOOK_EVERY)

    async def fetch_waiting(self) -> bool:
        """Fetch what waits and is due; False when nothing was."""
        waiting = await self._database.read(
            lambda c: updates.waiting_for_files(c, self._vault, self._now(), list(self._channels), FILES_AT_ONCE)
        )
        for trouble in await asyncio.gather(*(self._fetch_one(one) for one in waiting), return_exceptions=True):
            if trouble is not None:
                raise trouble
        return bool(waiting)

    async def _fetch_one(self, waiting: WithFile) -> None:
        try:
            file = self._channels[waiting.channel].decode(waiting.body).file
        except Exception:
            # its turn will say so, and count
            file = None
        kept = file.stored if file is not None else ""
        if file is None:
            file = FileRef("", problem="gone")
        else:
            try:
                content = None if kept else await self._channels[waiting.channel].fetch(file)
            except Refused as refused:
                log.warning("inbox.file_refused", update=waiting.id)
                file = _without_content(file, "too-big" if str(refused) == "too-big" else "gone")
            except Exception as error:
                if await self._fetch_later(waiting, error):
                    return
                file = _without_content(file, "gone")
            else:
                file = await self._examined(waiting, file, content)
        ours = await self._database.write(lambda c: updates.file_fetched(c, self._vault, waiting.id, file))
        if not ours and file.stored not in ("", kept):
            # another process fetched it too
            await asyncio.to_thread(self._files.delete, file.stored)
        self._bell.ring([WORK])

    async def _fetch_later(self, waiting: WithFile, error: Exception) -> bool:
        """The attachment cannot be had now; False when it was tried often enough."""
        tries = waiting.attempts
        log.warning("inbox.file_unavailable", update=waiting.id, attempt=tries + 1, error=type(error).__name__)
        if tries >= len(FILE_RETRY_AFTER):
            return False
        pause = FILE_RETRY_AFTER[tries]
        if isinstance(error, Busy):
            pause = max(pause, min(error.retry_after, FILE_PUT_OFF))
        until = self._now() + int(pause * 1000)
        await self._database.write(lambda c: updates.file_failed(c, waiting, until))
        return True

    async def _examined(self, waiting: WithFile, file: FileRef, content: bytes | None) -> FileRef:
        """What the file is; one that nobody can read must not hold up those behind it. OSError when the disk is full."""
        try:
            # staff answer by voice and film too
            examine = partial(attachments.examined, media=waiting.channel == STAFF_CHANNEL)
            return await asyncio.to_thread(examine, self._files, file, content)
        except Exception as error:
            gone = isinstance(error, FileNotFoundError | CryptoError)
            if isinstance(error, OSError) and not gone:
                raise
            log.error("inbox.file_unreadable", update=waiting.id, error=type(error).__name__, where=where(error))
            return _without_content(file, "gone" if gone else "broken")


def _tell_trouble(error: Exception) -> None:
    if isinstance(error, DBAPIError):
        log.warning("inbox.database_away", error=type(error).__name__)
    else:
        log.error("inbox.trouble", error=type(error).__name__, where=where(error))


def _without_content(file: FileRef, problem: str) -> FileRef:
    return FileRef(file.name, file.mime, file.size, problem=problem)


def _with_file(event: Event, file: FileRef) -> Event:
    return msgspec.structs.replace(event, file=file)
