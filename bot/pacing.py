"""How fast a channel may be spoken to: evenly over all, and a few at once then one a second to the same person."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

#: permits in use within a second, from which on there are none for what is no message
ASIDE: Final = 5


@dataclass(slots=True)
class Pacer:
    """Permits to send, each used from `take` to `answered`. `rate` is permits a second; `clock` counts seconds.

    Evenly spaced rather than a bucket: Telegram counts any second, and a bucket that starts full lets twice the rate through
    in the first one. A sleep that overshoots may be made up for, by one interval and no more.

    Telegram counts what arrives, which is some time between `take` and `answered`: what is held up on its way comes
    together with what was sent later. So a permit also waits until those under way and those answered in the last second
    are fewer than `most`. Whatever arrives in one second is then at most `most`: when the last of them was allowed, the others
    were under way or just answered, for those answered a second before it was allowed had arrived more than a second before it.
    """

    rate: float
    clock: Callable[[], float]
    _next: float = 0.0
    _stopped_until: float = 0.0
    _under_way: int = 0
    _answered: deque[float] = field(default_factory=deque)

    @property
    def most(self) -> int:
        """How many may arrive in any second: what an even pace lets leave in one, the one made up for among them."""
        return math.ceil(self.rate) + 1

    def wait(self) -> float:
        """Seconds until the next permit; less when an answer comes that frees one."""
        now = self.clock()
        return max(self._next - now, self._stopped_until - now, self._until_room(now), 0.0)

    def take(self) -> None:
        """Use a permit."""
        interval = 1.0 / self.rate
        self._next = max(self._next, self.clock() - interval) + interval
        self._under_way += 1

    def answered(self) -> None:
        """What was sent with one of the permits has been answered, or given up: it does not arrive any more."""
        self._under_way -= 1
        self._answered.append(self.clock())

    def aside(self) -> bool:
        """Use a permit for something that is no message, if there is one and so few are in use that no message will miss it."""
        if self.wait() > 0 or self._under_way + len(self._answered) >= ASIDE:
            return False
        # the next message may follow at once
        self._under_way += 1
        return True

    def stop(self, seconds: float) -> None:
        """No permit before so many seconds from now."""
        self._stopped_until = max(self._stopped_until, self.clock() + seconds)

    def _until_room(self, now: float) -> float:
        while self._answered and self._answered[0] + 1.0 <= now:
            self._answered.popleft()
        if self._under_way + len(self._answered) < self.most:
            return 0.0
        return self._answered[0] + 1.0 - now if self._answered else 1.0


@dataclass(slots=True)
class PerPerson:
    """A bucket for each conversation: `burst` at once, then `rate` a second."""

    rate: float
    burst: float
    clock: Callable[[], float]
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)

    def wait(self, conversation: int) -> float:
        """Seconds until this conversation may be written to."""
        level = self._level(conversation)
        return 0.0 if level >= 1.0 else (1.0 - level) / self.rate

    def take(self, conversation: int) -> None:
        """Use a permit of this conversation."""
        self._buckets[conversation] = (self._level(conversation) - 1.0, self.clock())
        if len(self._buckets) > 10_000:
            self._buckets = {c: b for c, b in self._buckets.items() if self._level(c) < self.burst}

    def _level(self, conversation: int) -> float:
        level, at = self._buckets.get(conversation, (self.burst, 0.0))
        return min(self.burst, level + (self.clock() - at) * self.rate)
