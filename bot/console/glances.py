"""One reading for all who look at the same conversation: when something new happens there, every open page asks at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.bell import DESK, Bell, Topic

T = TypeVar("T")

#: seconds for which a reading is good if nobody rings
GOOD_FOR: Final = 1.0


@dataclass(slots=True)
class _Kept(Generic[T]):
    begun: float
    reading: "asyncio.Future[T]"


class Glances(Generic[T]):
    """Readings by conversation and whatever else makes them differ. All calls belong to one event loop; `clock` counts seconds.

    A ring of the bell lets go of what was read, or is being read, before it: whoever asks after a ring sees what it tells of.
    """

    def __init__(self, bell: Bell, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[tuple[int, Hashable], _Kept[T]] = {}
        bell.taps.add(self._heard)

    async def get(self, conversation: int, how: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """What `read` gives, or has just given somebody else. Raises what it raises."""
        now = self._clock()
        kept = self._kept.get((conversation, how))
        if kept is None or now - kept.begun >= GOOD_FOR:
            self._kept = {key: one for key, one in self._kept.items() if now - one.begun < GOOD_FOR}
            kept = self._kept[conversation, how] = _Kept(now, asyncio.ensure_future(read()))
        try:
            # whoever goes away leaves it to the others
            return await asyncio.shield(kept.reading)
        except Exception:
            if self._kept.get((conversation, how)) is kept:
                del self._kept[conversation, how]
            raise

    def _heard(self, topics: Collection[Topic]) -> None:
        numbers = {topic for topic in topics if isinstance(topic, int)}
        # a ring that names no conversation may be about any
        everything = DESK in topics and not numbers
        self._kept = {} if everything else {key: one for key, one in self._kept.items() if key[0] not in numbers}
