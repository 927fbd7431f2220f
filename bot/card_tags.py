"""Reads cards anew, a few at a time, after the vocabulary has changed: an update of the program, or a word added at the desk."""

import asyncio

import structlog
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from storage import catalogue
from storage.catalogue import Row
from storage.database import Database

log = structlog.get_logger(__name__)

#: seconds between two looks
EVERY = 10.0
#: cards read between two writes: less than a tenth of a second's work
_AT_ONCE = 20


async def watch(database: Database) -> None:
    """Read what is out of date, until cancelled. Several processes may: they do some work twice, and no harm."""
    while True:
        try:
            many = 0
            while read := await read_some(database):
                many += read
            if many:
                log.info("cards.read_anew", cards=many)
        except DBAPIError as error:
            log.warning("cards.put_off", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def read_some(database: Database) -> int:
    """Read a few cards that are out of date; returns how many."""
    found = await database.read(lambda connection: catalogue.out_of_date(connection, _AT_ONCE))
    if found:
        made = await asyncio.to_thread(lambda: [(table, row, catalogue.tags_of(row.card)) for table, row in found])
        await database.write(lambda connection: _keep(connection, made))
    return len(found)


def _keep(connection: Connection, made: list[tuple[Table, Row, bytes]]) -> None:
    for table, row, tags in made:
        catalogue.read_anew(connection, table, row, tags)
