"""Rings of the bell from process to process, by PostgreSQL's LISTEN and NOTIFY.

A ring is a hint: while there is no connection, rings are lost, and `bot/news.py` finds what they would have told.
"""

import asyncio
import uuid
from collections.abc import Collection, Iterator

import msgspec
from psycopg import AsyncConnection
from sqlalchemy import URL

from bot.bell import Bell, Topic

CHANNEL = "compagnon"
#: topics in one notice: PostgreSQL carries 8,000 bytes
MOST = 200


class _Notice(msgspec.Struct):
    sender: str
    topics: list[Topic]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Notice).decode


class Wire:
    """The end of the wire in this process."""

    def __init__(self, bell: Bell, url: URL) -> None:
        self._bell = bell
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._name = uuid.uuid4().hex
        self._waiting: set[Topic] = set()
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Carry rings until cancelled. Raises psycopg.Error when the database is away."""
        async with (
            await AsyncConnection.connect(self._address, autocommit=True) as ears,
            await AsyncConnection.connect(self._address, autocommit=True) as mouth,
        ):
            await ears.execute(f"LISTEN {CHANNEL}")
            self._bell.carry = self._carry
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._listen(ears))
                    group.create_task(self._tell(mouth))
            finally:
                self._bell.carry = None

    def _carry(self, topics: Collection[Topic]) -> None:
        self._waiting.update(topics)
        self._wake.set()

    async def _listen(self, connection: AsyncConnection) -> None:
        async for heard in connection.notifies():
            notice = _decode(heard.payload)
            if notice.sender != self._name:
                self._bell.hear(notice.topics)

    async def _tell(self, connection: AsyncConnection) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            topics, self._waiting = self._waiting, set()
            for some in _portions(topics):
                notice = _encode(_Notice(self._name, some)).decode()
                await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, notice))


def _portions(topics: Collection[Topic]) -> Iterator[list[Topic]]:
    everything = list(topics)
    for start in range(0, len(everything), MOST):
        yield everything[start : start + MOST]
