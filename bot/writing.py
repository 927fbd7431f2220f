"""Who of the helpdesk is writing to a trainee: the web chat says so, and Telegram shows it.

A sign is a hint. It is kept in memory for a few seconds and travels to other processes with the rings of the bell. Whoever shows it
looks right before whether a reply of theirs is still to be expected (`storage.access.addresses`): never after a hand-back. What
is written in the box for notes is no sign.
"""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from bot.bell import Bell, Topic
from storage import access, conversations
from storage.crypto import Vault
from storage.database import Database
from storage.tables import conversation

#: seconds for which a sign is good; the page of the desk gives one every three while somebody types
LASTS: Final = 4.0
#: seconds for which Telegram shows it
EVERY: Final = 5.0
#: how many conversations are remembered
MOST: Final = 10_000
#: rung when there is a new sign
NEWS: Final = "writing"

_IDLE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Sign:
    """Who writes, and since when: seconds of the clock of this process."""

    staff_id: int
    at: float


class Writing:
    """The signs of this process, by conversation. All calls belong to one event loop; `clock` counts seconds."""

    def __init__(self, bell: Bell, clock: Callable[[], float] = time.monotonic) -> None:
        self._bell, self.clock = bell, clock
        self._signs: dict[int, Sign] = {}
        bell.taps.add(self._heard)

    def sign(self, number: int, staff_id: int) -> None:
        """Somebody types a reply."""
        self._bell.ring([f"{NEWS}|{number}|{staff_id}"])

    def done(self, number: int) -> None:
        """It is sent, or somebody else's turn."""
        if number in self._signs:
            self._bell.ring([f"{NEWS}|{number}|0"])

    def now(self, number: int) -> Sign | None:
        """Who writes in a conversation."""
        return self.all().get(number)

    def all(self) -> Mapping[int, Sign]:
        """Who writes where."""
        now = self.clock()
        if any(now - sign.at >= LASTS for sign in self._signs.values()):
            self._signs = {number: sign for number, sign in self._signs.items() if now - sign.at < LASTS}
        return self._signs

    async def wait(self, seconds: float) -> None:
        """Return at the next sign, or after so many seconds."""
        await self._bell.wait(NEWS, seconds)

    def _heard(self, topics: Collection[Topic]) -> None:
        for topic in topics:
            if not isinstance(topic, str) or not topic.startswith(f"{NEWS}|"):
                continue
            number, staff_id = (int(one) for one in topic.split("|")[1:])
            self._signs.pop(number, None)
            if staff_id and len(self._signs) < MOST:
                self._signs[number] = Sign(staff_id, self.clock())
                # no ring: the pages of the desk have nothing to look for
                self._bell.wake([number, NEWS])


#: shows in a chat (a conversation and its address) that somebody writes
Show = Callable[[int, dict[str, Any]], Awaitable[None]]


async def pass_on(writing: Writing, database: Database, vault: Vault, channel: str, show: Show) -> None:
    """Show it in the chats of a channel, in each at most every `EVERY` seconds, until cancelled."""
    shown: dict[int, float] = {}
    while True:
        now = writing.clock()
        shown = {number: at for number, at in shown.items() if now - at < EVERY}
        for number, sign in [*writing.all().items()]:
            if number in shown:
                continue
            shown[number] = now
            where = await database.read(lambda c, n=number, s=sign: _where(c, vault, channel, n, s.staff_id))  # type: ignore[misc]
            if where is not None:
                await show(number, where)
        if not writing.all().keys() <= shown.keys():
            # given while others were shown: nobody was waiting for its ring
            continue
        soonest = min((at + EVERY - now for at in shown.values()), default=_IDLE)
        await writing.wait(max(0.1, soonest))


def _where(connection: Connection, vault: Vault, channel: str, number: int, staff_id: int) -> dict[str, Any] | None:
    """The address to show it at; None where it is not to be shown."""
    here = select(conversation.c.id).where(conversation.c.id == number, conversation.c.channel == channel)
    if connection.execute(here).first() is None or not access.addresses(connection, number, staff_id):
        return None
    return conversations.address_of(connection, vault, [number]).get(number)
