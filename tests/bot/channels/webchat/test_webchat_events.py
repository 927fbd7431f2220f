"""The event stream: a lost line misses nothing and repeats nothing."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from litestar import Litestar

from bot.channels.webchat import events
from bot.channels.webchat.backend import Writer
from bot.channels.webchat.sessions import place_of_header
from bot.channels.webchat.settings import ChatSettings
from domain.messages import Message, Part, verbatim
from tests.doubles.chat_backend import MemoryBackend

PLACE = "place"


def hello(number: int) -> Message:
    return Message((Part(verbatim(f"hello {number}\nsecond line")),))


async def read(stream: AsyncIterator[bytes], count: int) -> list[tuple[int, str]]:
    """The next `count` events: their ids and their words."""
    found: list[tuple[int, str]] = []
    async with asyncio.timeout(5):
        async for piece in stream:
            fields = dict(line.split(": ", 1) for line in piece.decode().splitlines() if ": " in line)
            if "id" in fields:
                entry = json.loads(fields["data"])
                assert entry["id"] == int(fields["id"])
                found.append((entry["id"], entry["message"]["parts"][0]["text"]))
            if len(found) == count:
                return found
    return found


def follow(backend: MemoryBackend, after: int = 0, heartbeat: float = 15.0, closed: list[bool] | None = None):
    return events.stream(backend, PLACE, after, heartbeat, lambda: bool(closed))


async def test_what_is_there_comes_first_and_then_what_is_new():
    backend = MemoryBackend()
    backend.say(PLACE, hello(1))
    stream = follow(backend)
    assert await read(stream, 1) == [(1, "hello 1\nsecond line")]
    waiting = asyncio.create_task(read(stream, 2))
    await asyncio.sleep(0)
    backend.say(PLACE, hello(2))
    backend.say(PLACE, hello(3))
    assert [number for number, _ in await waiting] == [2, 3]


async def test_a_long_absence_is_told_in_full():
    backend = MemoryBackend()
    for number in range(1, 351):
        backend.say(PLACE, hello(number))
    assert [number for number, _ in await read(follow(backend, after=5), 345)] == list(range(6, 351))


async def test_a_quiet_stream_gives_signs_of_life():
    stream = follow(MemoryBackend(), heartbeat=0.01)
    async with asyncio.timeout(5):
        pieces = [await anext(stream) for _ in range(4)]
    assert all(piece.startswith((b"retry:", b": ")) for piece in pieces)


async def test_that_somebody_writes_is_told_once_for_each_sign_of_it():
    backend = MemoryBackend()
    stream = follow(backend, heartbeat=0.01)
    told: list[str] = []
    async with asyncio.timeout(5):
        for at in (1.0, 1.0, 2.0):
            backend.writers[PLACE] = Writer("Anna <b>", at)
            told += [piece.decode() for piece in [await anext(stream) for _ in range(3)] if b"writing" in piece]
    assert told == ['event: writing\ndata: {"name":"Anna <b>"}\n\n'] * 2


async def test_the_stream_ends_when_the_process_does():
    closed: list[bool] = []
    stream = follow(MemoryBackend(), heartbeat=0.01, closed=closed)
    await anext(stream)
    closed.append(True)
    async with asyncio.timeout(5):
        assert [piece async for piece in stream] == []


async def test_a_failing_store_ends_the_stream_so_that_the_page_comes_back():
    class Broken(MemoryBackend):
        async def entries(self, place: str, after: int, limit: int):
            raise OSError

    async with asyncio.timeout(5):
        assert len([piece async for piece in follow(Broken())]) == 1


# --- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def server(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """The application behind a real server: the test client of the framework cannot read a stream without end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="off", timeout_graceful_shutdown=1)
        running = uvicorn.Server(config)
        task = asyncio.create_task(running.serve(sockets=[listening]))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=5) as client:
            while not running.started:  # noqa: ASYNC110 - it offers nothing to wait for
                await asyncio.sleep(0.01)
            yield client
        running.should_exit = True
        await task


@contextlib.asynccontextmanager
async def listening(server: httpx.AsyncClient, headers: dict[str, str], query: str = ""):
    async with server.stream("GET", "/chat/events" + query, headers=headers) as answer:
        yield answer, answer.aiter_bytes()


async def test_a_page_that_loses_its_line_misses_nothing_and_sees_nothing_twice(
    server: httpx.AsyncClient, backend: MemoryBackend, session: dict[str, str]
):
    place = place_of_header(session["Authorization"]) or ""
    backend.say(place, hello(1))
    seen: list[int] = []
    async with listening(server, session) as (answer, stream):
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        seen += [number for number, _ in await read(stream, 1)]
    backend.say(place, hello(2))
    async with listening(server, {**session, "Last-Event-ID": str(seen[-1])}) as (_, stream):
        seen += [number for number, _ in await read(stream, 1)]
        backend.say(place, hello(3))
        seen += [number for number, _ in await read(stream, 1)]
    async with listening(server, session, query="?after=3") as (_, stream):
        backend.say(place, hello(4))
        seen += [number for number, _ in await read(stream, 1)]
    assert seen == [1, 2, 3, 4]


@pytest.mark.parametrize("settings", [ChatSettings(streams=2, heartbeat=0.05)])
async def test_tabs_of_one_conversation_are_counted_and_forgotten_when_they_close(
    server: httpx.AsyncClient, session: dict[str, str]
):
    async with contextlib.AsyncExitStack() as tabs:
        for _ in range(2):
            _, stream = await tabs.enter_async_context(listening(server, session))
            await anext(stream)
        refused = await server.get("/chat/events", headers=session)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
    async with asyncio.timeout(5):
        while True:
            async with listening(server, session) as (answer, _):
                if answer.status_code == 200:
                    break
            await asyncio.sleep(0.02)
