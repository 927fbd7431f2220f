"""The organisation's own vocabulary, laid over ours in this process, and again whenever somebody changed it, here or elsewhere."""

import asyncio
from typing import Final

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain import concepts
from storage import concept_changes
from storage.database import Database

log = structlog.get_logger(__name__)

#: seconds between two looks: so long another process may take to hear of a change
EVERY: Final = 5.0


class Vocabulary:
    """Knows which changes this process has laid over the vocabulary."""

    def __init__(self) -> None:
        self._version: int | None = None

    def refresh(self, connection: Connection) -> None:
        """Lay over what is stored by now."""
        version = concept_changes.version(connection)
        if version != self._version:
            concepts.amend(concept_changes.load(connection))
            self._version = version


async def watch(database: Database) -> None:
    """Refresh until cancelled."""
    vocabulary = Vocabulary()
    while True:
        try:
            await database.read(vocabulary.refresh)
        except DBAPIError as error:
            log.warning("vocabulary.put_off", error=type(error).__name__)
        await asyncio.sleep(EVERY)
