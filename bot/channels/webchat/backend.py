"""What the web chat needs from the rest of the program. The channel imports no storage: it is given one of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.channels.base import RawUpdate

#: `Entry.author` of what the trainee sent, and of what the program said; anything else is a person's display name.
YOU = "you"
BOT = "bot"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a conversation, as the page shows it.

    `id` grows within a conversation and is the SSE event id. An entry must never become visible after one with a
    larger id has been: a page that has seen 7 asks for what comes after 7 and would miss a late 6.
    `payload` is what `WebChat.render` made, or for the trainee's own entries what `wire.shown` made of the update.
    `at` carries a time zone.
    """

    id: int
    author: str
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """A person of the helpdesk who is writing to the trainee; `at` grows with each new sign of it."""

    name: str
    at: float


class ChatBackend(Protocol):
    """Where updates go and where a conversation is read. `place` is `RawUpdate.place`; unknown places are empty."""

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        """Keep updates durably; a known update id changes nothing. The request is acknowledged when this returns."""
        ...

    async def entries(self, place: str, after: int, limit: int) -> list[Entry]:
        """The first `limit` entries with an id above `after`, oldest first."""
        ...

    async def earlier(self, place: str, before: int | None, limit: int) -> list[Entry]:
        """The last `limit` entries with an id below `before` (None: the very last ones), oldest first."""
        ...

    async def writer(self, place: str) -> Writer | None:
        """Who is writing to the trainee now, if anybody."""
        ...

    async def wait(self, place: str, after: int, timeout: float) -> None:  # noqa: ASYNC109
        """Return when an entry above `after` may exist or somebody writes, or after `timeout` seconds."""
        ...

    async def keep_file(self, content: bytes) -> str:
        """Keep an attachment, which has been examined, and give it an id (`FileRef.stored`)."""
        ...

    async def language(self, place: str) -> str | None:
        """The language the conversation is held in, None while unknown."""
        ...
