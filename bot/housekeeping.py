"""Once an hour: what has reached its end is deleted, files of nobody are swept away."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from storage import retention
from storage.database import Database
from storage.files import FileStore

log = structlog.get_logger(__name__)

EVERY = 3600.0


async def tidy_up(database: Database, files: FileStore, now: Callable[[], int]) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            await sweep(database, files, now())
        except (DBAPIError, OSError) as error:
            log.warning("housekeeping.put_off", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def sweep(database: Database, files: FileStore, now: int) -> int:
    """Sweep once; returns how many rows and files went."""
    gone = await database.write(lambda connection: retention.sweep(connection, now))
    used = await database.read(retention.files_in_use)
    moment = datetime.fromtimestamp(now / 1000, UTC) - timedelta(days=retention.FILES_OF_NOBODY)
    orphans = await asyncio.to_thread(lambda: [name for name in files.written_before(moment) if name not in used])
    for name in orphans:
        await asyncio.to_thread(files.delete, name)
    total = sum(gone.values()) + len(orphans)
    if total:
        log.info("housekeeping.swept", files=len(orphans), **gone)
    return total
