"""The index of host cards that turns search: built when first needed, again when the catalogue has changed."""

import threading
import time

from domain.matching import CardIndex
from storage import catalogue
from storage.unit_of_work import UnitOfWork

#: seconds during which the catalogue is taken to be what it was
FRESH = 5.0


class Catalogue:
    """Callable: the current index. Safe to call from several threads; one builds, the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: CardIndex | None = None
        self._version: tuple[int, int, int] | None = None
        self._looked_at = 0.0

    def __call__(self, work: UnitOfWork) -> CardIndex:
        """The index as of a few seconds ago at the most."""
        now = time.monotonic()
        with self._lock:
            if self._index is None or now - self._looked_at > FRESH:
                version = catalogue.version(work.connection)
                if self._index is None or version != self._version:
                    self._index = CardIndex(catalogue.hosts(work.connection), catalogue.practices(work.connection))
                    self._version = version
                self._looked_at = now
            return self._index
