"""The conversation store as the web chat sees it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot.bell import Bell
from bot.channels.base import RawUpdate
from bot.channels.webchat.backend import BOT, YOU, Entry, Writer
from bot.channels.webchat.channel import NAME, WebChat
from bot.file_links import FileLinks
from bot.inbox import Inbox, milliseconds
from bot.writing import Writing
from domain.messages import Message
from domain.texts import render
from handlers.buttons import Buttons
from storage import access, transcripts
from storage.crypto import Vault
from storage.database import Database
from storage.files import FileStore


class StoredChats:
    """What the pages need of the store; a `bot.channels.webchat.backend.ChatBackend`."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        files: FileStore,
        inbox: Inbox,
        buttons: Buttons,
        bell: Bell,
        links: FileLinks,
        writing: Writing,
    ) -> None:
        self._database, self._vault, self._files = database, vault, files
        self._inbox, self._buttons, self._bell, self._links = inbox, buttons, bell, links
        self._writing = writing
        self._channel = WebChat()
        self._ids: dict[str, int] = {}

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        """Keep updates durably."""
        await self._inbox.store(updates)

    async def entries(self, place: str, after: int, limit: int) -> list[Entry]:
        """The first entries above `after`."""
        return await self._database.read(lambda c: self._entries(c, place, after=after, limit=limit))

    async def earlier(self, place: str, before: int | None, limit: int) -> list[Entry]:
        """The last entries below `before`."""
        return await self._database.read(lambda c: self._entries(c, place, before=before, limit=limit, last=True))

    async def writer(self, place: str) -> Writer | None:
        """Who is writing to the trainee now."""
        number = self._ids.get(place)
        sign = self._writing.now(number) if number is not None else None
        if number is None or sign is None:
            return None
        name = await self._database.read(lambda c: access.addresses(c, number, sign.staff_id))
        return Writer(name, sign.at) if name else None

    async def wait(self, place: str, after: int, timeout: float) -> None:  # noqa: ASYNC109
        """Return when something newer may exist."""
        # a conversation that has only just begun has no number yet: any turn of the web chat may be its first
        ring = asyncio.ensure_future(self._bell.wait(self._ids.get(place, NAME), timeout))
        await asyncio.sleep(0)
        # the bell is heard from here on: what came before is seen by looking
        if await self._database.read(lambda c: bool(self._entries(c, place, after=after, limit=1))):
            ring.cancel()
        await asyncio.gather(ring, return_exceptions=True)

    async def keep_file(self, content: bytes) -> str:
        """Keep an attachment."""
        return await asyncio.to_thread(self._files.put, content)

    async def language(self, place: str) -> str | None:
        """The language of the conversation."""
        return await self._database.read(
            lambda c: transcripts.language(c, NAME, *self._vault.lookups(f"{NAME}:{place}"))
        )

    def _entries(self, connection: Connection, place: str, **which: Any) -> list[Entry]:
        # looked up each time: a conversation of nobody is swept away after a while, and its place may get a new one
        number = transcripts.conversation_at(connection, NAME, *self._vault.lookups(f"{NAME}:{place}"))
        if number is None:
            self._ids.pop(place, None)
            return []
        if len(self._ids) > 50_000:
            self._ids.clear()
        self._ids[place] = number
        return [
            self._entry(row, message) for row, message in transcripts.page(connection, self._vault, number, **which)
        ]

    def _entry(self, row: Row[Any], message: Message) -> Entry:
        at = datetime.fromtimestamp(row.created_at / 1000, UTC)
        if row.author == YOU:
            return Entry(row.id, YOU, at, self._own(row, message))
        sign = self._buttons.sign
        payload = self._channel.render(message, row.lang, lambda index: sign(row.conversation_id, row.id, index))[
            0
        ].payload
        if message.files:
            now = milliseconds()
            shown = [
                one | {"url": self._links.make(file, now)}
                for one, file in zip(payload["files"], message.files, strict=True)
            ]
            payload = payload | {"files": shown}
        if row.replaces:
            payload = payload | {"replaces": row.replaces}
        return Entry(row.id, BOT if row.author == "bot" else message.author, at, payload)

    def _own(self, row: Row[Any], message: Message) -> dict[str, Any]:
        """What the trainee said, with the page's own id of it, so that it recognises what it has shown already."""
        shown: dict[str, Any] = {"id": (row.external_id or "").rpartition(":")[2]}
        words = "\n".join(render(part.text, row.lang) for part in message.parts)
        for choice in message.choices:
            outbox_id, index = (int(number) for number in choice.action.split("|"))
            token = self._buttons.sign(row.conversation_id, outbox_id, index)
            return shown | {"kind": "press", "token": token, "label": render(choice.label, row.lang)}
        if any(part.style == "card" for part in message.parts):
            size = sum(file.size for file in message.files)
            return shown | {"kind": "file", "text": "", "file": {"name": words, "size": size}}
        if any(part.style == "note" for part in message.parts):
            return shown | {"kind": "command", "text": words, "label": words}
        return shown | {"kind": "text", "text": words}
