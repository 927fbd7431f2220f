"""The inbox of the desk at 5,000 open conversations, while 20 staff have it open and trainees write: how long until it is there."""

import asyncio
import json
import os
import tempfile
import time
import uuid
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from bot.console.sessions import COOKIE, Tokens, new_token
from storage import staff
from storage.crypto import Keys, new_secret
from storage.database import Database
from tests.bench.crowd import fill
from tests.bench.processes import Program
from tests.bench.report import Figure
from tests.fresh import migrated

CONVERSATIONS, STAFF, CHATS = 5_000, 20, 10
#: messages of trainees a second: each is news for every open inbox; pages measured, and seconds between two
RATE, PAGES, PAUSE = 4, 60, 0.1
VIEWS = {"waiting": "", "all": "?view=all", "search": "?words=marie+dupon"}
TARGET = 150


def prepared(folder: Path, secret: str) -> list[str]:
    """The database; returns what the browsers of the staff hold."""
    keys, database = Keys.from_secret(secret), Database(f"sqlite:///{migrated(folder / 'compagnon.db')}")
    now, tokens = time.time_ns() // 1_000_000, [new_token() for _ in range(STAFF)]
    crowd = database.write_now(lambda c: fill(c, keys.vault, now, CONVERSATIONS, STAFF))
    for token, number in zip(tokens, crowd.staff, strict=True):
        key = Tokens(keys.sessions).stored(token)
        database.write_now(lambda c, key=key, number=number: staff.open_session(c, now, key, number))  # type: ignore[misc]
    database.close()
    return tokens


class Desk:
    """An open inbox: asks for the page again whenever it hears that something has changed."""

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str) -> None:
        self._http, self._address, self._events = http, f"{address}/desk", f"{address}/desk/events"
        self._headers = {"Cookie": f"{COOKIE}={token}", "Accept": "text/html", "Accept-Language": "en"}
        self.asked = 0

    async def page(self, query: str = "", **headers: str) -> float:
        """Seconds until the page is there."""
        started = time.monotonic()
        async with self._http.get(self._address + query, headers={**self._headers, **headers}) as answer:
            answer.raise_for_status()
            await answer.read()
        return time.monotonic() - started

    async def live(self) -> None:
        """Keep the page fresh until cancelled, as its script does."""
        changed = asyncio.Event()
        asking = asyncio.create_task(self._ask(changed))
        try:
            async with self._http.get(self._events, headers=self._headers) as events:
                async for line in events.content:
                    if line.startswith(b"data:"):
                        changed.set()
        finally:
            asking.cancel()

    async def _ask(self, changed: asyncio.Event) -> None:
        while True:
            await changed.wait()
            changed.clear()
            await self.page(**{"Desk-Poll": "1"})
            self.asked += 1


async def _talk(http: aiohttp.ClientSession, address: str) -> None:
    """Trainees write, until cancelled."""
    tokens = []
    for _ in range(CHATS):
        async with http.post(f"{address}/chat/session") as answer:
            tokens.append(json.loads(await answer.read())["token"])
    number = 0
    while True:
        headers = {"Authorization": f"Bearer {tokens[number % CHATS]}"}
        body = {
            "id": str(uuid.uuid4()),
            "kind": "text",
            "text": "Hello, I look for a team that works with young people.",
        }
        async with http.post(f"{address}/chat/messages", json=body, headers=headers) as answer:
            answer.raise_for_status()
        number += 1
        await asyncio.sleep(1 / RATE)


async def settled(program: Program) -> None:
    """Wait until the program has read its word lists."""
    before = -1.0
    while program.cpu() - before > 0.1:
        before = program.cpu()
        await asyncio.sleep(1)


async def run() -> list[Figure]:
    """Measure."""
    clean = {name: "" for name in os.environ if name.startswith("COMPAGNON_")}
    with tempfile.TemporaryDirectory() as folder:
        secret = new_secret()
        tokens = prepared(Path(folder), secret)
        settings = clean | {"COMPAGNON_DATA_DIR": folder, "COMPAGNON_WEB_PORT": "0", "COMPAGNON_LOG_LEVEL": "ERROR"}
        settings |= {"COMPAGNON_SECRET_KEY": secret}
        settings = {name: value for name, value in settings.items() if value}
        async with Program("bot", "run", environment=settings) as program, aiohttp.ClientSession() as http:
            address = (await program.line()).split()[-1]
            desks = [Desk(http, address, token) for token in tokens]
            await desks[1].page()
            await settled(program)
            spent = program.cpu()
            quiet = [await desks[1].page() for _ in range(PAGES)]
            spent = (program.cpu() - spent) / PAGES
            first = await desks[1].page(VIEWS["search"])
            tasks = [asyncio.create_task(desk.live()) for desk in desks]
            tasks.append(asyncio.create_task(_talk(http, address)))
            await asyncio.sleep(3)
            before, begun = sum(desk.asked for desk in desks), time.monotonic()
            waits: dict[str, list[float]] = {view: [] for view in VIEWS}
            for number in range(PAGES):
                for view, query in VIEWS.items():
                    # an administrator sees everything, an agent what belongs to their team
                    waits[view].append(await desks[number % 2].page(query))
                    await asyncio.sleep(PAUSE)
            rate = (sum(desk.asked for desk in desks) - before) / (time.monotonic() - begun)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    figures = [Figure("inbox with nobody else there, p50", median(quiet) * 1000, "ms")]
    figures.append(Figure("the same, processor time of the program", spent * 1000, "ms"))
    for view, found in waits.items():
        slow = quantiles(found, n=20)[-1] * 1000
        figures.append(Figure(f"inbox ({view}), {STAFF} staff live, p50", median(found) * 1000, "ms"))
        figures.append(Figure(f"inbox ({view}), {STAFF} staff live, p95", slow, "ms", f"≤ {TARGET} ms", slow <= TARGET))
    figures.append(Figure("the first search of the process", first * 1000, "ms"))
    figures.append(Figure("pages that the live desks asked for meanwhile", rate, "/s"))
    return figures
