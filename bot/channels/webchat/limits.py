"""How often a session or an address may ask: token buckets in memory, one set for each process."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """One bucket a key, filled with `rate` tokens a second up to `burst`.

    At most `capacity` keys are remembered; the one that has not been seen for longest is forgotten first.
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float], capacity: int = 20_000) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._clock = clock
        self._capacity = capacity
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one token: 0.0 when there was one, otherwise the seconds until there will be."""
        now = self._clock()
        level, seen = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - seen) * self._rate)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate
        self._levels[key] = (level if wait else level - 1, now)
        if len(self._levels) > self._capacity:
            self._levels.popitem(last=False)
        return wait


class Tally:
    """How many things each key has open now."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[str, int] = {}

    def full(self, key: str) -> bool:
        """Whether the key has as many as it may."""
        return self._open.get(key, 0) >= self._most

    def enter(self, key: str) -> None:
        """Count one more."""
        self._open[key] = self._open.get(key, 0) + 1

    def leave(self, key: str) -> None:
        """Count one less."""
        left = self._open.get(key, 0) - 1
        if left > 0:
            self._open[key] = left
        else:
            self._open.pop(key, None)


def network_of(host: str) -> str:
    """The key an address counts under: itself, or its /64 for IPv6, where one household has 2**64 addresses."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
