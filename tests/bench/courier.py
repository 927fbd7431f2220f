"""A broadcast to 1,200 people through a Telegram that allows strictly 30 messages a second, live answers in between."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from bot.bell import Bell
from bot.channels.base import Outgoing, Receipt
from bot.channels.telegram.channel import TelegramChannel
from bot.outbox import Courier
from domain.messages import Message, Part, verbatim
from storage import conversations, outbox, schema
from storage.crypto import Keys
from storage.database import Database
from storage.outbox import BROADCAST, LIVE, QUEUED, Letter
from storage.tables import outbox as table
from tests.bench.processes import Double
from tests.bench.report import Figure

PEOPLE, RATE = 1200, 30
BLOCKED = range(1, PEOPLE + 1, 50)
#: seconds the two peers are given
CAP = 45.0
FAULTS = {"chances": {"502": 0.01, "accepted_then_closed": 0.0025}, "seed": 3, "blocked": list(BLOCKED)}


class Timed(TelegramChannel):
    """Notes when live answers have been delivered."""

    delivered: dict[str, float]

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        receipt = await super().send(address, outgoing)
        self.delivered[outgoing.payload["text"]] = time.monotonic()
        return receipt


async def ours(double: Double) -> dict[str, Any]:
    """The courier of the program."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        schema.upgrade(database.engine)
        vault = Keys.from_secret("a-secret-of-the-benchmarks-that-is-long-enough").vault
        channel = Timed(double.token, api_base=double.url)
        channel.delivered = {}
        bell = Bell()
        courier = Courier(database, vault, channel, lambda *_: "t", bell)
        places = {user: vault.lookup(str(user)) for user in range(1, PEOPLE + 200)}
        ids = await database.write(
            lambda c: conversations.ensure(
                c, vault, 1, "telegram", [(place, {"chat_id": user}) for user, place in places.items()]
            )
        )

        def letters(lane: int, said: list[tuple[int, str]]) -> list[Letter]:
            return [
                Letter(ids[places[user]], "telegram", 0, "en", Message((Part(verbatim(words)),)), lane)
                for user, words in said
            ]

        news = letters(BROADCAST, [(user, f"News for {user}") for user in range(1, PEOPLE + 1)])
        await database.write(lambda c: outbox.put(c, vault, 1, news))
        task = asyncio.create_task(courier.run())
        started, waits, number = time.monotonic(), [], 0
        while await database.read(lambda c: c.execute(table.select().where(table.c.state == QUEUED).limit(1)).first()):
            number += 1
            words = f"Answer {number}"
            live = letters(LIVE, [(PEOPLE + number % 199 + 1, words)])
            asked = time.monotonic()
            await database.write(lambda c, live=live: outbox.put(c, vault, 1, live))  # type: ignore[misc]
            bell.ring(["telegram"])
            while words not in channel.delivered:
                await bell.wait("delivered", 0.005)
            waits.append(channel.delivered[words] - asked)
            await asyncio.sleep(0.7)
        seconds = time.monotonic() - started
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()
        database.close()
    return {"seconds": seconds, "done": PEOPLE + number, "live": median(waits)}


async def with_rate_limiter(double: Double) -> int:
    """python-telegram-bot with its AIORateLimiter; how many got their message within the cap."""
    import os

    os.environ["PTB_TIMEDELTA"] = "1"
    from telegram.error import TelegramError
    from telegram.ext import AIORateLimiter, ExtBot

    bot: Any = ExtBot(double.token, base_url=f"{double.url}/bot", rate_limiter=AIORateLimiter(max_retries=5))
    async with bot:
        return await _all(lambda user: bot.send_message(user, f"News for {user}"), TelegramError)


async def with_semaphore(double: Double) -> int:
    """aiogram with a semaphore of 25, waiting when it is told to."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter

    bot = Bot(double.token, session=AiohttpSession(api=TelegramAPIServer.from_base(double.url)))
    gate = asyncio.Semaphore(25)

    async def send(user: int) -> None:
        async with gate:
            for _ in range(5):
                try:
                    await bot.send_message(user, f"News for {user}")
                    return
                except TelegramRetryAfter as busy:
                    await asyncio.sleep(busy.retry_after)

    try:
        return await _all(send, TelegramAPIError)
    finally:
        await bot.session.close()


async def _all(send: Callable[[int], Awaitable[Any]], failure: type[Exception]) -> int:
    done = 0

    async def one(user: int) -> None:
        nonlocal done
        try:
            await send(user)
            done += 1
        except failure:
            pass

    tasks = [asyncio.create_task(one(user)) for user in range(1, PEOPLE + 1)]
    await asyncio.wait(tasks, timeout=CAP)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return done


async def run() -> list[Figure]:
    """Measure."""
    figures = []
    for name, send in (
        ("courier", ours),
        ("python-telegram-bot, AIORateLimiter", with_rate_limiter),
        ("aiogram, semaphore", with_semaphore),
    ):
        async with Double("--rate", str(RATE)) as double:
            await double.post("people", {"first": 1, "count": PEOPLE + 200, "started": True, "language_code": "en"})
            await double.post("faults", FAULTS)
            found: Any = await send(double)
            counters = await double.get("counters")
            faults = await double.get("faults")
        refused = (
            counters["rejected"] if isinstance(counters.get("rejected"), int) else counters["errors"].get("429", 0)
        )
        if name == "courier":
            used = found["done"] / found["seconds"] / RATE
            ambiguous = sum(bool(fault.get("ambiguous")) for fault in faults)
            figures += [
                Figure("courier: share of the allowed rate", used, "", "≥ 0.92", used >= 0.92),
                Figure("courier: answers 429", refused, "", "0", refused == 0),
                Figure(
                    "courier: doubled messages", counters["duplicates"], f"of {ambiguous} ambiguous", "only these",
                    counters["duplicates"] <= ambiguous,
                ),
                Figure("courier: live answer meanwhile, p50", found["live"], "s", "≤ 0.1 s", found["live"] <= 0.1),
            ]  # fmt: skip
        else:
            figures += [
                Figure(f"{name}: share of the allowed rate (stopped at {CAP:.0f} s)", found / CAP / RATE, ""),
                Figure(f"{name}: answers 429", refused, ""),
            ]
    return figures
