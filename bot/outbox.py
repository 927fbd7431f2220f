"""The courier of a channel: sends what is in the outbox, live answers first, at the pace the channel allows.

Nothing is marked before it is sent: a crash repeats at most the sends that were in flight. What became of sends is written in
batches. One conversation is written to in order, one message at a time.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import checkpoints
from bot.bell import DESK, Bell
from bot.channels.base import (
    Busy,
    Channel,
    Outgoing,
    Refused,
    SendError,
    ShowsWriting,
    Unavailable,
    Unreachable,
    Unsure,
)
from bot.fence import NEVER, Fence
from bot.inbox import milliseconds
from bot.logs import where
from bot.pacing import Pacer, PerPerson
from storage import outbox
from storage.crypto import Vault
from storage.database import Database, is_out_of_order
from storage.outbox import BROADCAST, DEAD, HELD, LIVE, QUEUED, SENT, STAFF, Due, Fate, Queued

log = structlog.get_logger(__name__)

#: sends under way at once
IN_FLIGHT = 24
#: messages read at once, and how few are left when the next ones are read
AHEAD, FEW = 48, 24
#: live answers to one person in hand; the others stay in the store, so that a long queue to one holds up nobody else
PER_PERSON = 8
#: messages that have left our hands and are remembered: a reading that began before may still show them as queued
GONE = 2000
#: seconds between two looks when nobody rings
LOOK_EVERY = 1.0
STALE = "owner changed or unreachable"
#: tries before a message is given up; the pauses between them double from half a second to a minute, about an hour in all
TRIES = 70
#: seconds that sends under way have left when we stop: cut off, they might be delivered and yet sent again
GRACE = 3.0
#: sends that stayed without an answer before a message is given up: each may have been delivered
UNSURE_TRIES = 5

#: makes the wire reference of choice `index` of message `outbox_id` in a conversation
Sign = Callable[[int, int, int], str]


@dataclass(slots=True)
class _InHand:
    item: Queued
    read_at: float


@dataclass(slots=True)
class _Further:
    """A further piece of a message under way, which waits to be allowed: False when we stop before that."""

    conversation: int
    allowed: asyncio.Future[bool]


class Courier:
    """One for each channel, one process for each bot token (the composition root holds the lock)."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        channel: Channel,
        sign: Sign,
        bell: Bell,
        now: Callable[[], int] = milliseconds,
        clock: Callable[[], float] = time.monotonic,
        *,
        alone: bool = True,
    ) -> None:
        self._database, self._vault, self._channel, self._sign = database, vault, channel, sign
        self._bell, self._now, self._clock = bell, now, clock
        can = channel.capabilities
        self._fence = Fence(database, clock, alone=alone)
        self._pacer = Pacer(can.rate, clock) if can.rate else None
        self._person = PerPerson(can.chat_rate, 5.0, clock) if can.chat_rate else None
        self._ready: dict[int, _InHand] = {}
        self._further: list[_Further] = []
        self._busy: set[int] = set()
        #: conversations whose next message is to be tried again a little later
        self._waiting: set[int] = set()
        self._in_hand: set[int] = set()
        #: messages that have left our hands, and when
        self._gone: dict[int, float] = {}
        #: conversations with more live answers in the store than in hand
        self._full: set[int] = set()
        self._settled: list[Fate] = []
        #: words of staff that are held back, until that is written: their person may be back by then, and gets them before all else
        self._held: dict[int, Queued] = {}
        #: conversations whose staff wrote something that did not get there: they are told once that is written down
        self._undelivered: set[int] = set()
        #: until when nothing is sent that is no message
        self._no_aside_until = NEVER
        self._wake = asyncio.Event()
        self._wake_settler = asyncio.Event()
        #: somebody rang; the store held more than was read
        self._news, self._more = True, False
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send until cancelled."""
        settler = asyncio.create_task(self._settle_all())
        bell = asyncio.create_task(self._listen())
        try:
            await self._loop()
        finally:
            self._stopping = True
            for piece in self._further:
                piece.allowed.set_result(False)
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=GRACE)
            for task in (settler, bell, *self._tasks):
                task.cancel()
            await asyncio.gather(settler, bell, *self._tasks, return_exceptions=True)
            await self._fence.close()
            if self._settled:
                fates, self._settled = self._settled, []
                await self._database.write(lambda c: outbox.settle(c, fates))

    def look(self, connection: Connection) -> Due:
        """What a turn's transaction has queued, and what is as urgent; any thread. It is sent when `take` gets it."""
        return self._due(connection, STAFF)

    def take(self, found: Due) -> None:
        """What `look` found is committed: send it, without reading the store again."""
        self._add(found)
        self._wake.set()

    def doubt(self, conversation: int) -> AbstractContextManager[None]:
        """While this lasts owners may change (`bot.fence`); any thread."""
        return self._fence.doubt(conversation)

    async def show_writing(self, conversation: int, address: dict[str, Any]) -> None:
        """Show in a chat that a person is writing, where the channel can and nothing else is to be sent. Never fails."""
        idle = not self._ready and not self._further and conversation not in self._busy | self._waiting
        if not (isinstance(self._channel, ShowsWriting) and idle and self._clock() >= self._no_aside_until):
            return
        if self._pacer is not None and not self._pacer.aside():
            return
        try:
            await self._channel.show_writing(address)
        except Busy as busy:
            # that is about such hints; messages find out for themselves
            self._no_aside_until = self._clock() + busy.retry_after
        except SendError:
            pass
        finally:
            self._answered()
            self._wake.set()

    async def _listen(self) -> None:
        while True:
            await self._bell.wait(self._channel.name, LOOK_EVERY)
            self._news = True
            self._wake.set()

    async def _loop(self) -> None:
        while True:
            if self._must_read:
                await self._read()
            pause = self._send_next()
            if pause is None:
                continue
            self._wake.clear()
            if not self._must_read:
                try:
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
                except TimeoutError:
                    pass

    @property
    def _must_read(self) -> bool:
        return self._news or (self._more and len(self._ready) < FEW)

    async def _read(self) -> None:
        # with enough in hand, only what goes before all else
        last_lane = BROADCAST if len(self._ready) < FEW else STAFF
        self._news = False
        try:
            found = await self._database.read(lambda connection: self._due(connection, last_lane))
        except DBAPIError as error:
            log.warning("courier.database_away", error=type(error).__name__)
            await asyncio.sleep(0.5)
            self._news = True
            return
        self._more = found.more or last_lane != BROADCAST
        self._add(found)

    def _due(self, connection: Connection, last_lane: int) -> Due:
        began = self._clock()
        found = outbox.due(
            connection, self._vault, self._channel.name, self._now(), AHEAD, last_lane=last_lane, known=self._in_hand,
            full=tuple(self._full),
        )  # fmt: skip
        return replace(found, began=began)

    def _add(self, found: Due) -> None:
        self._more = self._more or found.more
        live = Counter(hand.item.conversation_id for hand in self._ready.values() if hand.item.lane == LIVE)
        fresh = []
        for item in found.letters:
            if item.id in self._in_hand or self._gone.get(item.id, NEVER) >= found.began:
                continue
            if item.lane == LIVE:
                if item.conversation_id in self._full or live[item.conversation_id] >= PER_PERSON:
                    self._full.add(item.conversation_id)
                    continue
                live[item.conversation_id] += 1
            fresh.append(item)
        self._in_hand.update(item.id for item in fresh)
        self._line_up(_InHand(item, found.began) for item in fresh)

    def _make_room(self, conversation: int) -> None:
        """The live answers in hand are sent: the next ones may be read."""
        if conversation in self._full and conversation not in self._waiting:
            hands = self._ready.values()
            if not any(hand.item.conversation_id == conversation and hand.item.lane == LIVE for hand in hands):
                self._full.discard(conversation)
                self._more = True

    def _let_go(self, numbers: Iterable[int], at: float | None = None) -> None:
        now = self._clock() if at is None else at
        for number in numbers:
            self._in_hand.discard(number)
            # in the order of time: the oldest are forgotten first
            self._gone.pop(number, None)
            self._gone[number] = now
        while len(self._gone) > GONE:
            del self._gone[next(iter(self._gone))]

    def _send_next(self) -> float | None:
        """Start the most urgent send that is allowed now; else say how many seconds to wait."""
        room = len(self._busy) < IN_FLIGHT
        if not self._further and not (self._ready and room):
            return LOOK_EVERY
        if self._pacer is not None and (pause := self._pacer.wait()) > 0:
            return pause
        soonest = LOOK_EVERY
        # what is half said comes before all else
        for piece in self._further:
            if (pause := self._pause(piece.conversation)) > 0:
                soonest = min(soonest, pause)
                continue
            self._further.remove(piece)
            self._use_permit(piece.conversation)
            piece.allowed.set_result(True)
            return None
        passed: set[int] = set()
        for number, hand in self._ready.items() if room else ():
            conversation = hand.item.conversation_id
            if conversation in self._busy or conversation in self._waiting or conversation in passed:
                continue
            if (pause := self._pause(conversation)) > 0:
                soonest = min(soonest, pause)
                passed.add(conversation)
                continue
            del self._ready[number]
            self._busy.add(conversation)
            self._use_permit(conversation)
            task = asyncio.create_task(self._deliver(hand))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return None
        return soonest

    def _pause(self, conversation: int) -> float:
        return self._person.wait(conversation) if self._person is not None else 0.0

    def _use_permit(self, conversation: int) -> None:
        if self._pacer is not None:
            self._pacer.take()
        if self._person is not None:
            self._person.take(conversation)

    def _answered(self) -> None:
        if self._pacer is not None:
            self._pacer.answered()

    async def _may_go_on(self, conversation: int) -> bool:
        """A piece is delivered; wait until the next one of the message is allowed. False when we stop before that."""
        self._answered()
        if self._stopping:
            return False
        piece = _Further(conversation, asyncio.get_running_loop().create_future())
        self._further.append(piece)
        self._wake.set()
        return await piece.allowed

    async def _deliver(self, hand: _InHand) -> None:
        item = hand.item
        try:
            if not item.readable:
                log.error("courier.unreadable", message=item.id)
                self._settle(Fate(item.id, DEAD, item.attempts, item.pieces, problem="unreadable"))
                return
            if item.stale or not await self._fence.may_send(item, hand.read_at):
                fate = Fate(item.id, HELD, item.attempts, item.pieces, unsure=item.unsure, problem=STALE)
            else:
                fate = await self._send(item)
            if item.lane == STAFF and fate.state in (HELD, DEAD):
                self._undelivered.add(item.conversation_id)
            if item.lane == STAFF and fate.state == HELD:
                self._held[item.id] = replace(item, attempts=fate.attempts, pieces=fate.pieces, stale=False)
                self._waiting.add(item.conversation_id)
            self._settle(fate)
            if fate.state == QUEUED:
                # later messages to the same person wait behind this one
                again = replace(item, attempts=fate.attempts, pieces=fate.pieces, unsure=fate.unsure)
                self._waiting.add(item.conversation_id)
                delay = max(0.0, (fate.due_at - self._now()) / 1000)
                asyncio.get_running_loop().call_later(delay, self._again, again)
        except DBAPIError as error:
            # nobody can say now whether it may be sent: it waits, and those to the same person behind it
            log.warning("courier.database_away", error=type(error).__name__)
            self._waiting.add(item.conversation_id)
            asyncio.get_running_loop().call_later(0.5, self._again, item)
        finally:
            self._answered()
            self._busy.discard(item.conversation_id)
            self._make_room(item.conversation_id)
            self._wake.set()

    def _forget(self, conversation: int, at: float) -> None:
        """The rest of this conversation is held back in the store: it must not be sent from here either."""
        rest = [n for n, hand in self._ready.items() if hand.item.conversation_id == conversation]
        for number in rest:
            del self._ready[number]
        self._let_go(rest, at)

    def _again(self, item: Queued) -> None:
        self._waiting.discard(item.conversation_id)
        self._line_up([_InHand(item, NEVER)])
        # what waited behind it was held back in the store
        self._more = True
        self._wake.set()

    def _line_up(self, more: Iterable[_InHand]) -> None:
        self._ready.update({hand.item.id: hand for hand in more})
        # dictionaries keep their order: sorted once here, the most urgent comes first. What staff say is as urgent as what the bot
        # says: after "here you are" comes "did that help?", never before
        self._ready = dict(sorted(self._ready.items(), key=lambda pair: (max(pair[1].item.lane, STAFF), pair[0])))

    async def _send(self, item: Queued) -> Fate:
        begun = pieces = item.pieces
        try:
            rendered = self._channel.render(
                item.message, item.lang, lambda index: self._sign(item.conversation_id, item.id, index)
            )
            external = None
            for piece in rendered[begun:]:
                if pieces > begun:
                    if not await self._may_go_on(item.conversation_id):
                        return self._later(item, pieces, 0.0, counts=False)
                    if not await self._fence.may_send(item, NEVER):
                        return Fate(item.id, HELD, item.attempts, pieces, problem=STALE)
                outgoing = Outgoing(piece.payload, item.replaces or "", item.answers) if pieces == 0 else piece
                checkpoints.at("courier.before_send")
                receipt = await self._channel.send(dict(item.address), outgoing)
                checkpoints.at("courier.sent")
                external = receipt.external_id
                pieces += 1
        except Busy as busy:
            if self._pacer is not None:
                self._pacer.stop(busy.retry_after)
            return self._later(item, pieces, busy.retry_after, counts=False)
        except Unreachable:
            # they may come back before we know that this is written: what is read from now on counts
            before = self._clock()
            await self._database.write(lambda c: outbox.unreachable(c, self._now(), item.conversation_id))
            self._forget(item.conversation_id, before)
            self._bell.ring([item.conversation_id, DESK])
            return Fate(item.id, HELD, item.attempts + 1, pieces, problem="unreachable")
        except DBAPIError as error:
            # between two pieces nobody could say whether the next may go: what was delivered is not sent again
            log.warning("courier.database_away", error=type(error).__name__)
            return self._later(item, pieces, 0.5, counts=False)
        except Refused as refused:
            log.error("courier.refused", message=item.id, reason=str(refused)[:120])
            return Fate(item.id, DEAD, item.attempts + 1, pieces, problem=str(refused)[:200])
        except Unsure:
            if item.attempts + 1 >= UNSURE_TRIES:
                return Fate(item.id, DEAD, item.attempts + 1, pieces, unsure=True, problem="no answer")
            return self._later(item, pieces, 0.5 * 2**item.attempts, unsure=True)
        except (Unavailable, SendError) as error:
            if item.attempts + 1 >= TRIES:
                return Fate(item.id, DEAD, item.attempts + 1, pieces, problem=str(error)[:200])
            return self._later(item, pieces, min(0.5 * 2**item.attempts, 60.0))
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # a message that cannot even be rendered must not stop the others
            log.error("courier.failed", message=item.id, error=type(error).__name__, where=where(error))
            return Fate(item.id, DEAD, item.attempts + 1, pieces, problem=type(error).__name__)
        return Fate(
            item.id, SENT, item.attempts + 1, pieces, unsure=item.unsure, sent_at=self._now(), external_id=external
        )

    def _later(self, item: Queued, pieces: int, seconds: float, *, unsure: bool = False, counts: bool = True) -> Fate:
        due = self._now() + int(seconds * 1000)
        return Fate(item.id, QUEUED, item.attempts + counts, pieces, due_at=due, unsure=item.unsure or unsure)

    def _settle(self, fate: Fate) -> None:
        self._settled.append(fate)
        self._wake_settler.set()

    async def _settle_all(self) -> None:
        while True:
            await self._wake_settler.wait()
            self._wake_settler.clear()
            fates, self._settled = self._settled, []
            undelivered, self._undelivered = self._undelivered, set()
            try:
                # after a power failure a message may come twice; sends need not wait for the disk to make that rarer
                again = await self._database.write(lambda c, fates=fates: outbox.settle(c, fates), lasting=False)  # type: ignore[misc]
            except asyncio.CancelledError:
                # written or not, nobody knows: `run` writes it once more, which does no harm
                self._settled = fates + self._settled
                raise
            except Exception as error:
                log.warning("courier.not_settled", error=type(error).__name__)
                if not is_out_of_order(error):
                    # words of the channel that cannot be written must not keep everything else from being written
                    fates = [replace(f, external_id=None, problem=f.problem and "unwritable") for f in fates]
                self._settled = fates + self._settled
                self._undelivered |= undelivered
                await asyncio.sleep(0.5)
                self._wake_settler.set()
                continue
            checkpoints.at("courier.settled")
            if undelivered:
                self._bell.ring([*undelivered, DESK])
            self._let_go(fate.id for fate in fates if fate.state != QUEUED and fate.id not in again)
            for item in [self._held.pop(fate.id) for fate in fates if fate.id in self._held]:
                self._waiting.discard(item.conversation_id)
                self._line_up([_InHand(item, NEVER)] if item.id in again else ())
                self._wake.set()
