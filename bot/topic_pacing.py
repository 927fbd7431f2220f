"""How fast a group may be written to: Telegram counts messages and edits of a minute."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

#: in any minute; and how many of them cards leave to messages
MOST: Final = 20
FOR_MESSAGES: Final = 6
#: seconds that are counted, a little longer than a minute: clocks differ
WINDOW: Final = 60.5


@dataclass(slots=True)
class GroupPacer:
    """Permits for one group; `clock` counts seconds. What arrives is counted from its answer on: it arrived before."""

    clock: Callable[[], float]
    most: int = MOST
    window: float = WINDOW
    _answered: deque[float] = field(default_factory=deque)
    _stopped_until: float = 0.0

    def recall(self, ages: Iterable[float]) -> None:
        """What was written before this process began, so many seconds ago."""
        now = self.clock()
        self._answered.extendleft(sorted((now - age for age in ages), reverse=True))

    def wait(self, *, urgent: bool = True) -> float:
        """Seconds until something may be written; cards are not urgent."""
        now = self.clock()
        while self._answered and self._answered[0] + self.window <= now:
            self._answered.popleft()
        most = self.most if urgent else max(self.most - FOR_MESSAGES, 1)
        pause = max(self._stopped_until - now, 0.0)
        if len(self._answered) >= most:
            pause = max(pause, self._answered[len(self._answered) - most] + self.window - now)
        return pause

    def answered(self) -> None:
        """Something was written, or may have been."""
        self._answered.append(self.clock())

    def stop(self, seconds: float) -> None:
        """Nothing before so many seconds from now."""
        self._stopped_until = max(self._stopped_until, self.clock() + seconds)
