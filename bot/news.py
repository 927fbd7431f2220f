"""What other processes have written for the pages served here: one look a second for all of them.

Where rings come from process to process (`bot/wire.py`), or where there is one process only, the look finds what everybody knows;
it is why a lost ring costs a second and no more.
"""

import asyncio

from sqlalchemy import bindparam, case, func, select

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
    after = await database.read(lambda c: c.execute(select(_LAST)).scalar_one())
    while True:
        rows = await database.read(lambda c, after=after: c.execute(_RECENT, {"after": after}).all())  # type: ignore[misc]
        written = {row.conversation_id for row in rows if row.id > after or (known and row.id not in known)}
        # pages that have heard of it have read it by now
        if unheard := written - bell.rung():
            # a page whose conversation had no number yet waits under the name of the channel
            bell.wake({*unheard, NAME})
        known = {row.id for row in rows}
        after = max(known, default=0)
        await asyncio.sleep(LOOK_EVERY)


_LAST = select(func.coalesce(func.max(outbox.c.id), 0)).scalar_subquery()
#: what came after a number and what stands shortly before it, or before the last one where numbers have begun anew
_RECENT = select(outbox.c.id, outbox.c.conversation_id).where(
    outbox.c.id > case((bindparam("after") > _LAST, _LAST), else_=bindparam("after")) - OVERLAP
)
