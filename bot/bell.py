"""Wakes whoever waits for news: couriers for their channel, event streams for their conversation.

A bell is only a hint that saves waiting; everybody also looks by themselves now and then, so a lost ring costs a second,
never a message.
"""

import asyncio
from collections.abc import Hashable, Iterable


class Bell:
    """Waiters by topic. All calls belong to one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, set[asyncio.Future[None]]] = {}

    def ring(self, topics: Iterable[Hashable]) -> None:
        """Wake everybody who waits for one of these topics."""
        for topic in topics:
            for waiter in self._waiting.pop(topic, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def ring_all(self) -> None:
        """Wake everybody: the process is about to end."""
        self.ring(list(self._waiting))

    async def wait(self, topic: Hashable, timeout: float) -> None:  # noqa: ASYNC109
        """Return at the next ring, or after `timeout` seconds."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(topic, set()).add(waiter)
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            pass
        finally:
            others = self._waiting.get(topic)
            if others is not None:
                others.discard(waiter)
                if not others:
                    del self._waiting[topic]
