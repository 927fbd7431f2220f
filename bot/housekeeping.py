"""Once an hour: what has reached its end is deleted, files of nobody are swept away."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from storage import audit, retention
from storage.crypto import CryptoError, Vault
from storage.database import Database
from storage.files import FileStore

log = structlog.get_logger(__name__)

EVERY = 3600.0


async def tidy_up(database: Database, files: FileStore, vault: Vault, now: Callable[[], int]) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            await sweep(database, files, vault, now())
        except (DBAPIError, OSError) as error:
            log.warning("housekeeping.put_off", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def sweep(database: Database, files: FileStore, vault: Vault, now: int) -> int:
    """Sweep once; returns how many rows and files went."""
    gone = await database.write(lambda connection: retention.sweep(connection, now))
    orphans = await _files_of_nobody(database, files, vault, now)
    for name in orphans:
        await asyncio.to_thread(files.delete, name)
    # noted outside the database: whoever writes the record anew cannot write this line anew (storage.audit)
    log.info("housekeeping.record", head=await database.read(audit.head))
    total = sum(gone.values()) + len(orphans)
    if total:
        log.info("housekeeping.swept", files=len(orphans), **gone)
    return total


async def _files_of_nobody(database: Database, files: FileStore, vault: Vault, now: int) -> set[str]:
    """Files that have lain there for long and that nothing refers to: a young one may be named by a row not yet committed."""
    moment = datetime.fromtimestamp(now / 1000, UTC) - timedelta(days=retention.FILES_OF_NOBODY)
    old: set[str] = await asyncio.to_thread(lambda: set(files.written_before(moment)))
    if not old:
        return old
    try:
        return old - await database.read(lambda connection: retention.files_in_use(connection, vault))
    except CryptoError:
        # what cannot be opened may name any of them, and what is deleted does not come back
        log.error("housekeeping.files_kept", files=len(old))
        return set()
