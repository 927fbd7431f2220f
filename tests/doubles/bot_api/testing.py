"""Small helpers for tests against the double: a clock that moves by hand and a bot that is nothing but HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

from tests.doubles.bot_api.people import Person
from tests.doubles.bot_api.server import BotApiDouble


class ManualClock:
    """Unix seconds that stand still until they are moved."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call got: HTTP status, headers in small letters, and the JSON body."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        """The result; fails the test when the call was refused."""
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        """The description of a refusal; fails the test when the call went through."""
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class RawBot:
    """Calls methods with JSON bodies. Use as an async context manager."""

    def __init__(self, double: BotApiDouble) -> None:
        self.double = double
        self.session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    def address(self, method: str) -> str:
        """The URL of a method."""
        return f"{self.double.url}/bot{self.double.token}/{method}"

    async def call(self, method: str, **values: Any) -> Answer:
        """One call with a JSON body."""
        return await self.request("POST", self.address(method), json=values)

    async def request(self, verb: str, url: str, **options: Any) -> Answer:
        """One HTTP request that is answered with JSON."""
        async with self.session.request(verb, url, **options) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, await answer.json())

    async def says(self, chat_id: int, text: str, **values: Any) -> dict[str, Any]:
        """A message that must go through."""
        return dict((await self.call("sendMessage", chat_id=chat_id, text=text, **values)).result)

    async def updates(self, **values: Any) -> list[dict[str, Any]]:
        """getUpdates, which must go through."""
        return list((await self.call("getUpdates", **values)).result)


@dataclass(frozen=True, slots=True)
class Scene:
    """A double with a bare bot and one person who has started it, the start already confirmed by the bot."""

    double: BotApiDouble
    bot: RawBot
    clock: ManualClock
    ana: Person


@asynccontextmanager
async def scene(**settings: Any) -> AsyncIterator[Scene]:
    """A scene at a clock that stands still, with waits a hundred times shorter than Telegram's."""
    clock = ManualClock()
    chosen: dict[str, Any] = {"clock": clock, "pace": 0.01, **settings}
    async with BotApiDouble(**chosen) as double, RawBot(double) as bot:
        ana = double.user(1001, first_name="Ana", language_code="fr", started=True)
        yield Scene(double, bot, clock, ana)


def keyboard(*rows: list[str], prefix: str = "") -> dict[str, Any]:
    """An inline keyboard; each label is also its data, after `prefix`."""
    return {"inline_keyboard": [[{"text": label, "callback_data": prefix + label} for label in row] for row in rows]}
