"""The last look before a message is sent: does the bot, or whoever said it, still own the conversation? (DESIGN section 6)

A reading of the store is believed for a moment, where staff act in this process and tell us. Elsewhere every message is looked up
again; those that are about to be sent at the same time share one reading.
"""

import asyncio
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from storage import outbox
from storage.database import Database
from storage.outbox import Queued

#: a reading is believed for so long, in seconds
FRESH: Final = 0.25
#: a time before all others
NEVER: Final = -math.inf


class Fence:
    """`alone` says that staff act in this process only; `clock` gives seconds."""

    def __init__(self, database: Database, clock: Callable[[], float], *, alone: bool) -> None:
        self._database, self._clock = database, clock
        self._fresh = FRESH if alone else NEVER
        #: how many are changing the owner of a conversation now; when the last change ended
        self._lock = threading.Lock()
        self._changing: Counter[int] = Counter()
        self._changed: dict[int, float] = {}
        #: messages that wait for the next reading
        self._asked: dict[int, asyncio.Future[bool]] = {}
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def doubt(self, conversation: int) -> Iterator[None]:
        """While this lasts owners may change: nothing is sent there, and then only what was checked after its end; any thread."""
        with self._lock:
            self._changing[conversation] += 1
        try:
            yield
        finally:
            with self._lock:
                now = self._clock()
                # what was read before these is not fresh any more anyhow
                self._changed = {one: at for one, at in self._changed.items() if now - at <= FRESH}
                self._changed[conversation] = now
                self._changing -= Counter((conversation,))

    async def may_send(self, item: Queued, read_at: float) -> bool:
        """Is the owner still the one it was queued under? Known from the reading that began at `read_at`, or looked up again: a
        look that began before a change of owner has ended says nothing, whenever its answer comes. Raises DBAPIError.
        """
        conversation, known = item.conversation_id, self._clock() - read_at <= self._fresh
        while not known or conversation in self._changing or read_at <= self._changed.get(conversation, NEVER):
            read_at, known = self._clock(), True
            if not await self._may_go(item.id):
                return False
        return True

    async def close(self) -> None:
        """Nobody asks any more."""
        if self._looking is not None:
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _may_go(self, number: int) -> bool:
        """Ask the store; whoever asks before the reading begins shares it."""
        answer = self._asked.get(number)
        if answer is None:
            answer = self._asked[number] = asyncio.get_running_loop().create_future()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(answer)

    async def _look(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                allowed = await self._database.read(lambda c, ids=[*asked]: outbox.may_go(c, ids))  # type: ignore[misc]
            except Exception as error:
                for answer in asked.values():
                    answer.set_exception(error)
                    # its sender may have been cancelled meanwhile
                    answer.exception()
                continue
            for number, answer in asked.items():
                answer.set_result(number in allowed)
