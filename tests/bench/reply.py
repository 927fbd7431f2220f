"""A reply of staff: how long until it is on the page of the trainee, and on the pages of colleagues who look on."""

import asyncio
import html
import os
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

import aiohttp
from sqlalchemy import update

from bot.console.sessions import COOKIE
from storage.crypto import new_secret
from storage.database import Database
from storage.tables import staff as account
from tests.bench.desk import CONVERSATIONS, Desk, prepared, settled
from tests.bench.processes import Program
from tests.bench.report import Figure
from tests.bench.talk import OPENING
from tests.bench.web import Chat, opened

REPLIES, WATCHERS, TARGET = 40, (3, 10), 300
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Watcher(Desk):
    """A colleague who has the conversation open; `sees` is set when what is waited for stands on the page."""

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str, number: int) -> None:
        super().__init__(http, address, token)
        self._address = f"{address}/desk/conversations/{number}"
        self._events = f"{address}/desk/events?conversation={number}"
        self.words, self.sees = "", asyncio.Event()

    async def page(self, query: str = "", **headers: str) -> float:
        """Read the page, as its script does after each ring."""
        started = time.monotonic()
        async with self._http.get(self._address, headers={**self._headers, **headers}) as answer:
            text = await answer.text()
        if self.words and self.words in text:
            self.sees.set()
        return time.monotonic() - started


class Trainee(Chat):
    """A page that waits for the words of a person."""

    words = ""

    async def listen(self) -> None:
        """Set `heard` when the words are there."""
        async with self._http.get(f"{self._address}/chat/events", headers=self._headers) as events:
            async for line in events.content:
                if line.startswith(b"data:") and self.words and self.words.encode() in line:
                    self.heard.set()


async def _reply(http: aiohttp.ClientSession, address: str, token: str, number: int, words: str) -> None:
    """Staff write and press Send."""
    page = f"{address}/desk/conversations/{number}"
    headers = {"Cookie": f"{COOKIE}={token}", "Origin": address}
    async with http.get(page, headers=headers) as answer:
        composer = (await answer.text()).split('id="reply"')[1].split("</form>")[0]
    form: Mapping[str, str] = {name: html.unescape(value) for name, value in _HIDDEN.findall(composer)}
    async with http.post(f"{page}/reply", data={**form, "words": words}, headers=headers) as answer:
        answer.raise_for_status()


async def run() -> list[Figure]:
    """Measure."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPAGNON_")}
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        secret = new_secret()
        tokens = prepared(Path(folder), secret)
        database = Database(f"sqlite:///{folder}/compagnon.db")
        # whoever looks on may
        database.write_now(lambda c: c.execute(update(account).values(role="admin")))
        database.close()
        clean |= {"COMPAGNON_DATA_DIR": folder, "COMPAGNON_WEB_PORT": "0", "COMPAGNON_LOG_LEVEL": "ERROR"}
        clean |= {"COMPAGNON_SECRET_KEY": secret}
        async with Program("bot", "run", environment=clean) as program, aiohttp.ClientSession() as http:
            address = (await program.line()).split()[-1]
            chat = await opened(http, address)
            for words in (*OPENING, "I would like to talk to a person"):
                await chat.says(words)
            assert chat.stream is not None
            chat.stream.cancel()
            trainee = Trainee(http, address, chat.token)
            stream = asyncio.create_task(trainee.listen())
            # the others were written to the database; this one is the first that came by the door
            number = CONVERSATIONS + 1
            await settled(program)
            for many in WATCHERS:
                colleagues = [Watcher(http, address, token, number) for token in tokens[:many]]
                live = [asyncio.create_task(one.live()) for one in colleagues]
                await asyncio.sleep(1)
                there: list[float] = []
                seen: list[float] = []
                for turn in range(REPLIES):
                    trainee.words = f"Answer {many}.{turn}!"
                    trainee.heard.clear()
                    for one in colleagues:
                        one.words = trainee.words
                        one.sees.clear()
                    sending = asyncio.create_task(_reply(http, address, tokens[0], number, trainee.words))
                    await asyncio.sleep(0)
                    begun = time.monotonic()
                    await asyncio.wait_for(trainee.heard.wait(), 20)
                    there.append(time.monotonic() - begun)
                    for one in colleagues:
                        await asyncio.wait_for(one.sees.wait(), 20)
                        seen.append(time.monotonic() - begun)
                    await sending
                for task in live:
                    task.cancel()
                await asyncio.gather(*live, return_exceptions=True)
                for what, found in (("the trainee's page", there), ("pages of colleagues", seen)):
                    slow = quantiles(found, n=20)[-1] * 1000
                    figures.append(Figure(f"a reply on {what}, {many} look on, p50", median(found) * 1000, "ms"))
                    figures.append(
                        Figure(f"a reply on {what}, {many} look on, p95", slow, "ms", f"≤ {TARGET} ms", slow <= TARGET)
                    )
            stream.cancel()
    return figures
