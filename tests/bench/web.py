"""The whole program over HTTP: fifty messages a second from many chats; how long until the answer is on the page."""

import asyncio
import json
import os
import tempfile
import time
import uuid
from statistics import median, quantiles

import aiohttp

from tests.bench.processes import Program
from tests.bench.report import Figure
from tests.bench.talk import ENQUIRY, OPENING

CHATS, RATE, SECONDS = 60, 50, 12


class Chat:
    """One page: sends, and hears by its event stream."""

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str) -> None:
        self._http, self._address, self.token = http, address, token
        self._headers = {"Authorization": f"Bearer {token}"}
        self.heard = asyncio.Event()
        self.stream: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Set `heard` at every message of the bot."""
        async with self._http.get(f"{self._address}/chat/events", headers=self._headers) as events:
            async for line in events.content:
                if line.startswith(b"data:") and json.loads(line[5:]).get("author") == "bot":
                    self.heard.set()

    async def says(self, words: str) -> float:
        """Seconds from the request to the answer on the stream."""
        self.heard.clear()
        body = {"id": str(uuid.uuid4()), "kind": "text", "text": words}
        started = time.monotonic()
        async with self._http.post(f"{self._address}/chat/messages", json=body, headers=self._headers) as answer:
            answer.raise_for_status()
        await asyncio.wait_for(self.heard.wait(), 20)
        return time.monotonic() - started


async def opened(http: aiohttp.ClientSession, address: str) -> Chat:
    """A new chat, listening."""
    async with http.post(f"{address}/chat/session") as answer:
        chat = Chat(http, address, (await answer.json())["token"])
    chat.stream = asyncio.create_task(chat.listen())
    return chat


async def run() -> list[Figure]:
    """Measure."""
    clean = {name: "" for name in os.environ if name.startswith("COMPAGNON_")}
    with tempfile.TemporaryDirectory() as folder:
        settings = clean | {"COMPAGNON_DATA_DIR": folder, "COMPAGNON_WEB_PORT": "0", "COMPAGNON_LOG_LEVEL": "ERROR"}
        settings = {name: value for name, value in settings.items() if value}
        started = time.monotonic()
        async with Program("bot", "run", environment=settings) as program, aiohttp.ClientSession() as http:
            address = (await program.line()).split()[-1]
            first = await opened(http, address)
            await first.says(OPENING[0])
            start = time.monotonic() - started
            chats = [await opened(http, address) for _ in range(CHATS)]
            said = [*OPENING, *ENQUIRY]
            await asyncio.gather(*(chat.says(said[0]) for chat in chats))
            waits: list[asyncio.Task[float]] = []
            begun = time.monotonic()
            for number in range(RATE * SECONDS):
                chat, step = chats[number % CHATS], 1 + number // CHATS
                await asyncio.sleep(max(0.0, begun + number / RATE - time.monotonic()))
                waits.append(asyncio.create_task(chat.says(said[step % len(said)])))
            found = await asyncio.gather(*waits)
            for chat in (first, *chats):
                if chat.stream is not None:
                    chat.stream.cancel()
    slow = quantiles(found, n=20)[-1]
    return [
        Figure(f"answer on the page at {RATE} messages/s, p50", median(found) * 1000, "ms"),
        Figure(f"answer on the page at {RATE} messages/s, p95", slow * 1000, "ms", "≤ 100 ms", slow <= 0.1),
        Figure("start of the process to the first answer", start, "s", "≤ 3 s", start <= 3),
    ]
