"""Staff take over at random moments while the bot answers, with nothing made up but Telegram's side: the program serves its pages
with uvicorn, its database has its threads, trainees write on Telegram and in the web chat, staff use the API over HTTP.

What counts is the wire: once the request of staff has been answered, the trainee hears nothing of the bot but what was under way.
One takeover for each of five trainees by default; `make crash-test` goes on until there are a hundred, on SQLite and PostgreSQL.
"""

import asyncio
import random
import signal
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final, Protocol

import aiohttp
import pytest
from sqlalchemy import select

from bot.api.tokens import new_token, stored
from bot.app import App
from bot.settings import Settings
from storage import api_tokens, catalogue, staff, transcripts
from storage.outbox import QUEUED
from storage.tables import inbox, outbox
from storage.updates import DONE
from tests.catalogue import HOSTS
from tests.conftest import SECRET
from tests.doubles.bot_api import BotApiDouble
from tests.doubles.bot_api.people import Person
from tests.fresh import migrated

ROUNDS: Final = 1
MANY: Final = 20
#: seconds of a takeover after the words that the bot is about to answer, at the most
AT_MOST: Final = 0.5


class Trainee(Protocol):
    """Somebody somewhere; `hears` is all that came to them so far, oldest first."""

    async def says(self, words: str) -> None: ...
    async def presses(self, label: str) -> None: ...
    async def hears(self) -> list[str]: ...
    def conversation(self, app: App) -> int: ...


class OnTelegram:
    """At the double of the Bot API."""

    def __init__(self, double: BotApiDouble, person: Person) -> None:
        self.double, self.person = double, person

    async def says(self, words: str) -> None:
        self.person.says(words)

    async def presses(self, label: str) -> None:
        self.person.presses(label)

    async def hears(self) -> list[str]:
        return [one.text for one in self.double.sent if one.chat_id == self.person.id]

    def conversation(self, app: App) -> int:
        place = app.vault.lookup(f"telegram:{self.person.id}")
        return app.database.read_now(lambda c: transcripts.conversation_at(c, "telegram", place)) or 0


class OnTheWeb:
    """In the web chat, as a page asks for what there is to show."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self.http, self.address, self.number = http, address, 0
        self.headers: dict[str, str] = {}
        self.entries: dict[Any, dict[str, Any]] = {}

    async def _gives(self, **body: Any) -> None:
        if not self.headers:
            async with self.http.post(f"{self.address}/chat/session") as answer:
                self.headers = {"Authorization": f"Bearer {(await answer.json())['token']}"}
        body |= {"id": str(uuid.uuid4()), "lang": "en"}
        async with self.http.post(f"{self.address}/chat/messages", json=body, headers=self.headers) as answer:
            assert answer.status == 202, await answer.text()

    async def says(self, words: str) -> None:
        if words.startswith("/"):
            await self._gives(kind="command", text=words)
        else:
            await self._gives(kind="text", text=words)

    async def presses(self, label: str) -> None:
        for entry in reversed(self.entries.values()):
            for choice in entry["message"].get("choices", []):
                if choice["label"] == label:
                    await self._gives(kind="press", token=choice["token"])
                    return
        raise LookupError(label)

    async def hears(self) -> list[str]:
        async with self.http.get(f"{self.address}/chat/history", headers=self.headers) as answer:
            shown = (await answer.json())["entries"]
        # what is shown at once has an end: what came before is remembered
        self.entries |= {one["id"]: one for one in shown if one["author"] != "you"}
        return [str(one) for one in self.entries.values()]

    def conversation(self, app: App) -> int:
        from bot.channels.webchat.sessions import place_of_header

        place = app.vault.lookup(f"web:{place_of_header(self.headers['Authorization'])}")
        return app.database.read_now(lambda c: transcripts.conversation_at(c, "web", place)) or 0


class Desk:
    """Two members of staff with a token each."""

    def __init__(self, app: App, http: aiohttp.ClientSession, address: str) -> None:
        self.app, self.http, self.address = app, http, address
        self.headers = [self._hired(name) for name in ("Anna", "Ben")]

    def _hired(self, name: str) -> dict[str, str]:
        token = new_token()

        def hire(connection: Any) -> None:
            number = staff.add(connection, 1, f"{name}@example.org", name, ("en",), "x")
            assert number is not None
            api_tokens.add(connection, 1, stored(self.app.keys.sessions, token), name, number, ("read", "write"))

        self.app.database.write_now(hire)
        return {"Authorization": f"Bearer {token}"}

    async def epoch(self, number: int) -> int:
        async with self.http.get(f"{self.address}/api/v1/conversations/{number}", headers=self.headers[0]) as answer:
            return int((await answer.json())["epoch"])

    async def does(self, who: int, number: int, what: str, **body: Any) -> int:
        """The status of the answer."""
        path = f"{self.address}/api/v1/conversations/{number}/{what}"
        async with self.http.post(path, headers=self.headers[who], json=body) as answer:
            await answer.read()
            return answer.status


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble() as found:
        yield found


@pytest.fixture
async def served(database_url: str, double: BotApiDouble, tmp_path: Path) -> AsyncIterator[tuple[App, str]]:
    if database_url.startswith("sqlite"):
        migrated(Path(database_url.removeprefix("sqlite:///")))
    app = App(
        Settings(
            data_dir=tmp_path, database_url=database_url, secret_key=SECRET, web_port=0, telegram_token=double.token,
            telegram_api=double.url,
        )
    )  # fmt: skip
    app.database.write_now(lambda c: catalogue.save_hosts(c, 1, HOSTS))
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(app.serve(address.set_result))
    yield app, await address
    signal.raise_signal(signal.SIGTERM)
    await serving
    app.close()


async def until(app: App, holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():
            await app.bell.wait("looking", 0.05)


async def quiet(app: App) -> None:
    """Until every word has had its turn and every message has been sent or held back."""

    async def done() -> bool:
        waits = select(inbox.c.id).where(inbox.c.state < DONE).limit(1)
        queued = select(outbox.c.id).where(outbox.c.state == QUEUED).limit(1)
        return not await app.database.read(lambda c: c.execute(waits).first() or c.execute(queued).first())

    await until(app, done)


async def welcomed(app: App, trainee: Trainee) -> None:
    await trainee.says("Hello, I would like to visit a team abroad.")
    for seen, label in (("I am Compagnon", "I agree"), ("Who am I talking with", "I want to visit a team")):
        await hears(app, trainee, seen)
        await trainee.presses(label)
    await hears(app, trainee, "Which problem")


async def hears(app: App, trainee: Trainee, words: str) -> None:
    async def done() -> bool:
        return any(words in one for one in await trainee.hears())

    await until(app, done)


async def taken_over(app: App, desk: Desk, trainee: Trainee, chance: random.Random, turn: int) -> int:
    """One round with one trainee; returns how much of the bot came after the takeover."""
    number = trainee.conversation(app)
    epoch = await desk.epoch(number)
    first = chance.randrange(2)
    words = [f"Reply {turn} of {who} to {number}" for who in (0, 1)]

    async def reply(who: int) -> int:
        await app.bell.wait("a moment", chance.uniform(0, AT_MOST))
        return await desk.does(who, number, "reply", epoch=epoch, text=words[who])

    # more answers than may be sent at once
    await trainee.says(f"The nights are hard for us, part {turn}.")
    for _ in range(3):
        await trainee.says("/help")
    statuses = await asyncio.gather(*(reply(who) for who in ((first, 1 - first) if turn % 2 == 0 else (first,))))
    before = len([one for one in await trainee.hears() if "Reply " not in one])
    await trainee.says("To a person: thank you, and one thing more.")
    await trainee.says("/help")
    await quiet(app)
    heard = await trainee.hears()
    # one of them has it, whose words have arrived once; those of the other have not
    assert sorted(statuses) == [200, 409][: len(statuses)]
    told = [sum(one in said for said in heard) for one in words]
    assert sorted(told) == [0, 1]
    late = len([one for one in heard if "Reply " not in one]) - before
    winner = told.index(1)
    now = await desk.epoch(number)
    assert await desk.does(winner, number, "hand-back", epoch=now) == 200
    await quiet(app)
    assert "I am back" in (await trainee.hears())[-1]
    return late


async def play(app: App, address: str, double: BotApiDouble, rounds: int) -> list[int]:
    """How much of the bot came after each takeover; on Telegram it may be what was on its way when staff had their answer."""
    chance = random.Random(4)
    found: list[int] = []
    async with aiohttp.ClientSession() as http:
        desk = Desk(app, http, address)
        people: list[Trainee] = [
            OnTelegram(double, double.user(1000 + n, language_code="en", first_name="Ana")) for n in range(3)
        ]
        people += [OnTheWeb(http, address) for _ in range(2)]
        await asyncio.gather(*(welcomed(app, one) for one in people))
        for turn in range(rounds):
            late = await asyncio.gather(*(taken_over(app, desk, one, chance, turn) for one in people))
            assert all(count <= 1 for count in late[:3]), late
            assert not any(late[3:]), late
            found += late
    return found


async def test_once_staff_have_answered_the_bot_is_silent_on_the_wire(
    served: tuple[App, str], double: BotApiDouble
) -> None:
    await play(*served, double, ROUNDS)


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_the_same_again_and_again(served: tuple[App, str], double: BotApiDouble) -> None:
    late = await play(*served, double, MANY)
    kind = served[0].database.url.get_backend_name()
    print(f"\n{len(late)} takeovers on {kind}: {sum(late)} messages of the bot were on the wire already")
