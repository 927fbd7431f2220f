"""Wakes whoever waits for news: couriers for their channel, event streams for their conversation.

A bell is only a hint that saves waiting; everybody also looks by themselves now and then, so a lost ring costs a second,
never a message.
"""

import asyncio
from collections.abc import Callable, Collection

#: a channel or another name, or the number of a conversation
Topic = str | int

#: rung when something has changed that people at the desk look at
DESK = "desk"


class Bell:
    """Waiters by topic. All calls belong to one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[Topic, set[asyncio.Future[None]]] = {}
        #: takes rings to other processes, where there is a way (`bot/wire.py`)
        self.carry: Callable[[Collection[Topic]], None] | None = None
        #: told of every ring, here or in another process, and of which topics
        self.taps: set[Callable[[Collection[Topic]], None]] = set()
        #: what was rung since somebody last asked; not noted until then
        self._rung: set[Topic] | None = None

    def ring(self, topics: Collection[Topic]) -> None:
        """Wake everybody who waits for one of these topics, in all processes."""
        self.hear(topics)
        if self.carry is not None:
            self.carry(topics)

    def hear(self, topics: Collection[Topic]) -> None:
        """The same in this process."""
        if self._rung is not None:
            self._rung.update(topics)
        for tap in [*self.taps]:
            tap(topics)
        self.wake(topics)

    def wake(self, topics: Collection[Topic]) -> None:
        """The same without a ring, so that `rung` knows nothing of it."""
        for topic in topics:
            for waiter in self._waiting.pop(topic, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def rung(self) -> set[Topic]:
        """The topics that were rung here since this was last asked."""
        rung, self._rung = self._rung or set(), set()
        return rung

    def ring_all(self) -> None:
        """Wake everybody: the process is about to end."""
        self.wake(list(self._waiting))
        for tap in [*self.taps]:
            tap(())

    async def wait(self, topic: Topic, timeout: float) -> None:  # noqa: ASYNC109
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
