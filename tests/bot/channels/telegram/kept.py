"""A store to receive into, and a clock that never makes a test wait."""

import asyncio
from collections.abc import Callable, Sequence

from bot.channels.base import RawUpdate


class Kept:
    """Remembers updates by id, as an inbox does; `failures` are raised first, one at each call."""

    def __init__(self, *failures: Exception) -> None:
        self.updates: dict[str, RawUpdate] = {}
        self.calls = 0
        self._failures = list(failures)
        self._changed = asyncio.Event()

    async def __call__(self, updates: Sequence[RawUpdate]) -> None:
        self.calls += 1
        if self._failures:
            raise self._failures.pop(0)
        for update in updates:
            self.updates.setdefault(update.update_id, update)
        self._changed.set()

    async def until(self, reached: Callable[["Kept"], bool]) -> None:
        """Wait until `reached(self)`; TimeoutError after five seconds."""
        async with asyncio.timeout(5):
            while not reached(self):
                self._changed.clear()
                await self._changed.wait()


class Naps:
    """A sleep that returns at once and remembers how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._changed = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self._changed.set()
        await asyncio.sleep(0)

    async def until(self, count: int) -> None:
        """Wait until there were so many naps; TimeoutError after five seconds."""
        async with asyncio.timeout(5):
            while len(self.seconds) < count:
                self._changed.clear()
                await self._changed.wait()
