"""The queue of updates for one bot, and getUpdates upon it.

Follows `TQueue` of tdlib and `Client::do_get_updates` of telegram-bot-api: updates wait until they are confirmed by a
higher offset or expire; one consumer at a time; kinds that were not asked for are dropped when they happen.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tests.doubles.bot_api.call import ABSENT, Call
from tests.doubles.bot_api.errors import ApiError, MalformedError, conflict

DAY: Final = 86_400
CALLBACK_SECONDS: Final = 150
MAX_EVENTS: Final = 100_000
MAX_ANSWER_BYTES: Final = 1 << 22
MAX_TIMEOUT: Final = 50

KINDS: Final = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "message_reaction",
        "message_reaction_count",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "purchased_paid_media",
        "managed_bot",
        "guest_message",
    }
)
DEFAULT_KINDS: Final = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}

# Queues of a webhook: each is delivered one update at a time (Client.cpp, the last argument of add_update).
CALLBACK_QUEUE: Final = 3 << 33
MY_CHAT_MEMBER_QUEUE: Final = 5 << 33
REACTION_QUEUE: Final = 8 << 33


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it will be delivered: `body` is its JSON with the id, `queue` its webhook queue."""

    id: int
    body: bytes
    expires_at: float
    queue: int


class UpdateQueue:
    """Updates in order of id. `clock` is in unix seconds; `pace` scales every wait."""

    def __init__(self, clock: Callable[[], float], pace: float, first_id: int) -> None:
        self.allowed = DEFAULT_KINDS
        self.on_push: Callable[[Update], None] | None = None
        self.on_change: Callable[[], None] = lambda: None
        self._clock = clock
        self._pace = pace
        self._events: dict[int, Update] = {}
        self._next_id = first_id
        self._waiting: asyncio.Future[ApiError | None] | None = None
        self._last_offset: int | None = None
        self._last_start = float("-inf")
        self._next_conflict = float("-inf")

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Update]:
        return iter(list(self._events.values()))

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits now."""
        return self._waiting is not None

    def push(self, kind: str, payload: dict[str, Any], *, lifetime: float, queue: int) -> int | None:
        """Add an update of a kind; its id, or None when the bot did not ask for that kind (or the queue is full)."""
        if kind not in self.allowed or len(self._events) >= MAX_EVENTS:
            return None
        return self.push_raw({kind: payload}, lifetime=lifetime, queue=queue)

    def push_raw(self, update: dict[str, Any], *, lifetime: float = DAY, queue: int = 0) -> int:
        """Add an update as it is, of a kind known or not: its id is put before its fields."""
        update_id, self._next_id = self._next_id, self._next_id + 1
        body = msgspec.json.encode({"update_id": update_id, **update})
        event = Update(update_id, body, self._clock() + lifetime, queue)
        self._events[update_id] = event
        if self.on_push is not None:
            self.on_push(event)
        self._wake()
        return update_id

    def forget(self, update_id: int) -> None:
        """The update was delivered (or has expired)."""
        if self._events.pop(update_id, None) is not None:
            self.on_change()

    def clear(self, keep: int = 0) -> None:
        """Drop all updates but the last `keep`."""
        for update_id in list(self._events)[: max(0, len(self._events) - keep)]:
            del self._events[update_id]
        self.on_change()

    def allow(self, call: Call) -> bool:
        """Take `allowed_updates` of a call, if it has a list of texts (an empty one resets); whether it changed."""
        try:
            given = call.json("allowed_updates", "allowed updates")
        except MalformedError:
            return False
        if given is ABSENT or not isinstance(given, list) or not all(isinstance(kind, str) for kind in given):
            return False
        allowed = KINDS & {kind.lower() for kind in given} or DEFAULT_KINDS
        changed, self.allowed = allowed != self.allowed, allowed
        return changed

    async def get(self, call: Call) -> bytes:
        """The answer of getUpdates: a JSON array. Raises ApiError 409 when another call takes over."""
        offset = call.integer("offset", 0, -(1 << 31), (1 << 31) - 1)
        limit = call.integer("limit", 100, 1, 100)
        timeout = float(call.integer("timeout", 0, 0, MAX_TIMEOUT))
        self.allow(call)
        now = self._clock()
        if offset == self._last_offset:
            if timeout < 3 and now < self._last_start + 3.0 * self._pace:
                timeout = 3.0
            if now < self._last_start + 0.5 * self._pace:
                limit = 1
        self._last_offset, self._last_start = offset, now
        batch = self._take(offset, limit)
        if batch or not timeout:
            return _array(batch)
        self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        waiting: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self.on_change()
        try:
            refusal = await asyncio.wait_for(waiting, timeout * self._pace)
        except TimeoutError:
            refusal = None
        finally:
            if self._waiting is waiting:
                self._waiting = None
        if refusal is not None:
            raise await self._delayed(refusal)
        return _array(self._take(offset, limit))

    def interrupt(self, message: str) -> None:
        """End a waiting getUpdates with a conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(conflict(message))
        self._waiting = None

    async def refuse(self, message: str) -> ApiError:
        """A conflict to raise now: at once, or after 3 s when there was one just before."""
        return await self._delayed(conflict(message))

    def release(self) -> None:
        """Let a waiting getUpdates return what there is."""
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        self.on_change()

    async def _delayed(self, refusal: ApiError) -> ApiError:
        now = self._clock()
        if now >= self._next_conflict:
            self._next_conflict = now + 3.0 * self._pace
        else:
            await asyncio.sleep(3.0 * self._pace)
        return refusal

    def _take(self, offset: int, limit: int) -> list[Update]:
        """Up to `limit` updates from `offset` on; those before it are confirmed. Negative: keep only the last."""
        if offset < 0:
            self.clear(keep=-offset)
        elif 0 < offset <= self._next_id + 10:
            confirmed = []
            for update_id in self._events:
                if update_id >= offset:
                    break
                confirmed.append(update_id)
            for update_id in confirmed:
                del self._events[update_id]
            if confirmed:
                self.on_change()
        now = self._clock()
        batch: list[Update] = []
        expired: list[int] = []
        size = 0
        for update in self._events.values():
            if update.expires_at < now:
                expired.append(update.id)
                continue
            size += len(update.body) + 50
            if len(batch) == limit or size > MAX_ANSWER_BYTES:
                break
            batch.append(update)
        for update_id in expired:
            del self._events[update_id]
        return batch


def _array(batch: list[Update]) -> bytes:
    return b"[" + b",".join(update.body for update in batch) + b"]"
