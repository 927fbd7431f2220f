"""One process at a time: a lock by name, on the database that all processes share."""

import asyncio
import fcntl
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

log = structlog.get_logger(__name__)

#: seconds between two tries
AGAIN = 1.0


class LockLost(Exception):
    """The database has let go of the lock (it restarted): another process may have it by now."""


class Lock:
    """Held by one process; let go of by the system when the process dies, however it dies.

    PostgreSQL: an advisory lock on a connection of its own. SQLite: a locked file beside the database.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._name = database, name
        self._kept: Any = None

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait for the lock, hold it, let go."""
        told = False
        while not await asyncio.to_thread(self._take):
            if not told:
                log.info("lock.waiting", lock=self._name.partition(":")[0])
                told = True
            await asyncio.sleep(AGAIN)
        try:
            yield
        finally:
            await asyncio.to_thread(self._release)

    async def watch(self) -> None:
        """To be run while the lock is held. Raises LockLost."""
        while True:
            await asyncio.sleep(AGAIN)
            if not await asyncio.to_thread(self._still_there):
                raise LockLost

    def _still_there(self) -> bool:
        if self._database.sqlite:
            return True
        try:
            self._kept.execute(text("SELECT 1"))
            self._kept.commit()
        except DBAPIError:
            return False
        return True

    def _take(self) -> bool:
        if self._database.sqlite:
            path = Path(
                f"{self._database.url.database}.{hashlib.blake2s(self._name.encode(), digest_size=4).hexdigest()}.lock"
            )
            file: IO[str] = path.open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._kept = file
            return True
        try:
            connection = self._database.engine.connect()
            number = int.from_bytes(hashlib.blake2s(self._name.encode(), digest_size=7).digest())
            if connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": number}).scalar_one():
                connection.commit()
                # out of the pool: closing it must end it, and the lock with it
                connection.detach()
                self._kept = connection
                return True
            connection.close()
        except DBAPIError:
            pass
        return False

    def _release(self) -> None:
        self._kept.close()
        self._kept = None
