"""What other processes have written for the pages served here: one look a second for all of them.

Where rings come from process to process (`bot/wire.py`), or where there is one process only, the look finds what everybody knows;
it is why a lost ring costs a second and no more.
"""

import asyncio

from sqlalchemy import Connection, Row, func, select

from bot.bell import Bell
from bot.channels.webchat.channel import NAME
from storage.database import Database
from storage.tables import outbox

#: seconds between two looks
LOOK_EVERY = 1.0
#: how many of the last numbers are looked at again: one transaction may be committed after another with higher numbers
OVERLAP = 50


async def watch(database: Database, bell: Bell) -> None:
    """Wake the pages of conversations that have new messages, until cancelled. Raises DBAPIError when the database is away."""
    known: set[int] = set()
    after = await database.read(_last)
    while True:
        rows = await database.read(lambda c, after=after: _since(c, after - OVERLAP))  # type: ignore[misc]
        written = {row.conversation_id for row in rows if row.id > after or (known and row.id not in known)}
        # pages that have heard of it have read it by now
        if unheard := written - bell.rung():
            # a page whose conversation had no number yet waits under the name of the channel
            bell.wake({*unheard, NAME})
        known = {row.id for row in rows}
        after = max(known) if known else await database.read(_last)
        await asyncio.sleep(LOOK_EVERY)


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(outbox.c.id))).scalar() or 0


def _since(connection: Connection, after: int) -> list[Row[tuple[int, int]]]:
    return list(connection.execute(select(outbox.c.id, outbox.c.conversation_id).where(outbox.c.id > after)))
