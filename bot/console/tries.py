"""How often somebody may try to sign in: ten times in any fifteen minutes (S6)."""

from collections import OrderedDict, deque
from collections.abc import Callable

TRIES = 10
WITHIN = 15 * 60.0


class Tries:
    """Counts tries by key (an account, an address) in a window that moves; kept in memory, one count a process.

    At most `capacity` keys are remembered; the one not tried for longest is forgotten first.
    """

    def __init__(self, clock: Callable[[], float], capacity: int = 20_000) -> None:
        self._clock = clock
        self._capacity = capacity
        self._tried: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, *keys: str) -> float:
        """Count one try for each key: 0.0, or the seconds to wait when one of them has had its tries already."""
        now = self._clock()
        wait = max(self._wait(key, now) for key in keys)
        if not wait:
            for key in keys:
                self._tried.setdefault(key, deque()).append(now)
                self._tried.move_to_end(key)
            while len(self._tried) > self._capacity:
                self._tried.popitem(last=False)
        return wait

    def succeeded(self, account: str, address: str) -> None:
        """It was the right password: the account starts afresh, the address has not used up a try."""
        self._tried.pop(account, None)
        self.returned(address)

    def returned(self, key: str) -> None:
        """Give one try back: it was a good one."""
        if self._tried.get(key):
            self._tried[key].pop()

    def _wait(self, key: str, now: float) -> float:
        tried = self._tried.get(key)
        if tried is None:
            return 0.0
        while tried and tried[0] <= now - WITHIN:
            tried.popleft()
        return tried[0] + WITHIN - now if len(tried) >= TRIES else 0.0
