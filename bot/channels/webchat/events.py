"""The event stream of one conversation (server-sent events), from the entry the page has seen last."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC
from typing import Any

import msgspec
import structlog

from bot.channels.webchat.backend import ChatBackend, Entry, Writer

#: Entries read at once.
BATCH = 100

_log = structlog.get_logger()


def wire_entry(entry: Entry) -> dict[str, Any]:
    """An entry as the page reads it, in history and in events."""
    at = entry.at.astimezone(UTC).isoformat(timespec="seconds")
    return {"id": entry.id, "at": at, "author": entry.author, "message": entry.payload}


def event(entry: Entry) -> bytes:
    """An entry as one event. JSON in one line holds no line end, so one `data:` line is enough."""
    return b"id: %d\nevent: entry\ndata: %s\n\n" % (entry.id, msgspec.json.encode(wire_entry(entry)))


def writing(writer: Writer) -> bytes:
    """That somebody is writing, as an event without a number: who comes back need not hear of it again."""
    return b"event: writing\ndata: %s\n\n" % msgspec.json.encode({"name": writer.name})


async def stream(
    backend: ChatBackend, place: str, after: int, heartbeat: float, closing: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """Every entry after `after`, in order, each once, for as long as the page listens; between them, who is writing.

    A comment each `heartbeat` seconds tells the page (and proxies between) that the line is alive. When reading
    fails the stream just ends: the page comes back with the last id it has seen.
    """
    clock = asyncio.get_running_loop().time
    yield b"retry: 2000\n: here\n\n"
    spoken, told = clock(), 0.0
    try:
        while not closing():
            entries = await backend.entries(place, after, BATCH)
            for entry in entries:
                yield event(entry)
                after = entry.id
            if entries:
                spoken = clock()
                continue
            writer = await backend.writer(place)
            if writer is not None and writer.at != told:
                yield writing(writer)
                spoken, told = clock(), writer.at
            if clock() - spoken >= heartbeat:
                yield b": here\n\n"
                spoken = clock()
            await backend.wait(place, after, max(0.01, spoken + heartbeat - clock()))
    except Exception as error:  # the answer has begun: all that is left is to end it
        _log.error("chat.stream.failed", error=type(error).__name__)
