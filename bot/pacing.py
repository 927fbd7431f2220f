"""How fast a channel may be spoken to: evenly over all, and a few at once then one a second to the same person."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pacer:
    """Evenly spaced permits. `rate` is permits a second; `clock` counts seconds.

    Spacing rather than a bucket: Telegram counts any second, and a bucket that starts full lets twice the rate through in the
    first one. A sleep that overshoots may be made up for, by one interval and no more.
    """

    rate: float
    clock: Callable[[], float]
    _next: float = 0.0
    _stopped_until: float = 0.0

    def wait(self) -> float:
        """Seconds until the next permit."""
        now = self.clock()
        return max(self._next - now, self._stopped_until - now, 0.0)

    def take(self) -> None:
        """Use a permit."""
        interval = 1.0 / self.rate
        self._next = max(self._next, self.clock() - interval) + interval

    def stop(self, seconds: float) -> None:
        """No permit before so many seconds from now."""
        self._stopped_until = max(self._stopped_until, self.clock() + seconds)


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
