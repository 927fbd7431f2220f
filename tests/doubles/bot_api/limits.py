"""How many messages a bot may send, and how many it did send.

Telegram publishes: about 30 messages a second overall, about one a second in a chat (short bursts pass), 20 a minute in
a group. How its counters work inside is not published: here they are strict, so that a client that keeps them is safe.
"""

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

_MINUTE: Final = 60.0


@dataclass(slots=True)
class Limits:
    """The rules; None switches one off.

    `rate`: messages in any second. `chat_rate`: messages a second in one chat, after a burst of `chat_burst`.
    `group_per_minute`: messages to one group in any 60 s. `retry_after`: seconds that the whole bot is refused for
    once it went over `rate`; calls meanwhile are refused too, with the seconds left.
    """

    rate: int | None = None
    chat_rate: float | None = None
    chat_burst: int = 3
    group_per_minute: int | None = None
    retry_after: int = 3
    _recent: deque[float] = field(default_factory=deque)
    _halted_until: float = 0.0
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def admit(self, chat_id: int, *, group: bool, now: float) -> int:
        """0 when a message may go to the chat at `now` (seconds), else the `retry_after` to answer with."""
        if now < self._halted_until:
            return math.ceil(self._halted_until - now)
        recent = self._recent
        while recent and recent[0] <= now - 1.0:
            recent.popleft()
        if self.rate is not None and len(recent) >= self.rate:
            self._halted_until = now + self.retry_after
            return self.retry_after
        tokens = 1.0
        if self.chat_rate is not None:
            before, at = self._buckets.get(chat_id, (float(self.chat_burst), now))
            tokens = min(float(self.chat_burst), before + (now - at) * self.chat_rate)
            if tokens < 1.0:
                return max(1, math.ceil((1.0 - tokens) / self.chat_rate))
        sent = None
        if group and self.group_per_minute is not None:
            sent = self._groups.setdefault(chat_id, deque())
            while sent and sent[0] <= now - _MINUTE:
                sent.popleft()
            if len(sent) >= self.group_per_minute:
                return max(1, math.ceil(sent[0] + _MINUTE - now))
        recent.append(now)
        if self.chat_rate is not None:
            self._buckets[chat_id] = (tokens - 1.0, now)
        if sent is not None:
            sent.append(now)
        return 0


@dataclass(slots=True)
class Counters:
    """What happened since the start or the last `reset`: counted always, also when no history is kept."""

    calls: Counter[str] = field(default_factory=Counter)
    errors: Counter[int] = field(default_factory=Counter)
    sent: int = 0
    duplicates: int = 0
    max_in_a_second: int = 0
    by_second: Counter[int] = field(default_factory=Counter)
    _recent: deque[float] = field(default_factory=deque)
    _seen: set[tuple[int, int]] = field(default_factory=set)

    @property
    def rejected(self) -> int:
        """How many calls were answered with 429."""
        return self.errors[429]

    @property
    def per_second(self) -> list[int]:
        """Messages in each whole second, from the first message to the last."""
        if not self.by_second:
            return []
        return [self.by_second[second] for second in range(min(self.by_second), max(self.by_second) + 1)]

    def count_sent(self, chat_id: int, content: str, now: float) -> None:
        """One message has reached a chat; the same content in the same chat again is a duplicate."""
        self.sent += 1
        self.by_second[int(now)] += 1
        recent = self._recent
        recent.append(now)
        while recent[0] <= now - 1.0:
            recent.popleft()
        self.max_in_a_second = max(self.max_in_a_second, len(recent))
        key = (chat_id, hash(content))
        if key in self._seen:
            self.duplicates += 1
        else:
            self._seen.add(key)
