"""A helpdesk with a group at Telegram: the whole program, the double of the Bot API, Anna of the staff, trainees."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot import staff_groups, topic_writer, topics
from bot.app import App
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import PATH
from bot.settings import Settings
from bot.topic_pacing import GroupPacer
from domain.staff_actions import Colleague
from handlers import topic_words
from storage import conversations, notes, staff, staff_telegram
from storage.conversations import Conversation
from storage.tables import conversation
from tests.doubles.bot_api import BotApiDouble, Group, Person, Shown
from tests.fresh import migrated

GROUP = -1_000_000_000_100
WAIT = 20.0


@dataclass
class World:
    """What a test has in its hands."""

    app: App
    double: BotApiDouble
    group: Group
    anna: Person
    colleague: Colleague
    workers: "list[Worker]" = field(default_factory=list)
    accounts: dict[int, int] = field(default_factory=dict)
    trainees: "count[int]" = field(default_factory=lambda: count(1001))

    async def trainee(self, name: str = "Ana") -> Person:
        """Somebody who has agreed to the notice, on Telegram."""
        ana = self.double.user(next(self.trainees), language_code="en", first_name=name)
        ana.says("Hello, I would like to visit a team abroad")
        await self.shows(ana, "I am Compagnon")
        ana.presses("I agree")
        await self.shows(ana, "Who am I talking with")
        ana.presses("I want to visit a team")
        await self.shows(ana, "Which problem")
        return ana

    async def handed_over(self, name: str = "Ana") -> tuple[Person, int]:
        """Such a trainee who has asked for a person, and the topic that was opened."""
        ana = await self.trainee(name)
        before = set(self.group.topics)
        ana.says("/human")
        return ana, await self.opened(before)

    async def opened(self, before: Collection[int]) -> int:
        """The topic that is opened besides those `before`, with its card in it."""
        await self.until(lambda: bool(set(self.group.topics) - set(before)))
        (thread,) = set(self.group.topics) - set(before)
        await self.sees(thread, "Waits for a person")
        return thread

    async def shows(self, person: Person, words: str) -> Shown:
        """Wait until the trainee sees this, from us."""
        await person.waits_for(lambda screen: any(words in s.text for s in screen if not s.mine), timeout=WAIT)
        return next(s for s in reversed(person.screen()) if words in s.text and not s.mine)

    async def sees(self, thread: int, words: str) -> Shown:
        """Wait until it stands in a topic, from the bot."""

        def there() -> list[Shown]:
            return [s for s in self.group.in_topic(thread) if words in s.text and not s.mine]

        await self.until(lambda: bool(there()), lambda: [s.text for s in self.group.screen()])
        return there()[-1]

    async def until(self, reached: Callable[[], bool], what: Callable[[], Any] | None = None) -> None:
        """Wait for what the double sees, or the program does; in vain, `what` is told, or what stands in the group."""
        for _ in range(int(WAIT * 10)):
            if await self.double.core.changes.until(reached, 0.1):
                return
        seen = what() if what else [(s.thread, s.text[:60], s.media) for s in self.group.screen()][-20:]
        raise AssertionError(f"waited in vain: {seen}")

    def now(self, trainee: Person | None = None) -> Conversation:
        """The latest conversation with a trainee."""
        number = self.app.database.read_now(
            lambda c: c.execute(
                select(func.max(conversation.c.id)).where(conversation.c.person_id.is_not(None))
            ).scalar_one()
        )
        found = self.app.database.read_now(lambda c: conversations.load(c, self.app.vault, number))
        assert found is not None
        return found

    def notes(self) -> list[str]:
        """All notes about the latest conversation."""
        return [
            one.words
            for one in self.app.database.read_now(lambda c: notes.of_conversation(c, self.app.vault, self.now().id))
        ]

    def heard(self, person: Person, words: str) -> bool:
        """Has the trainee seen this?"""
        return any(words in s.text for s in person.screen() if not s.mine)

    def colleague_on_telegram(self, number: int, name: str, role: str = "agent") -> Person:
        """Another member of staff, linked."""
        person = self.double.user(number, first_name=name, language_code="en")
        self.accounts[number] = link(self.app, number, name, role)
        return person


def link(app: App, telegram: int, name: str, role: str = "agent") -> int:
    """An account whose owner has shown the code."""

    def write(connection: Any) -> int:
        from storage.tables import staff as table

        number = staff.add(connection, 1, f"{name.lower()}@example.org", name, ("en",), "x")
        assert number is not None
        connection.execute(table.update().where(table.c.id == number).values(role=role))
        now = app._now()
        staff_telegram.offer(connection, app.vault, now, number, f"code-{telegram}")
        assert staff_telegram.link(connection, app.vault, now, telegram, f"code-{telegram}")
        return number

    return app.database.write_now(write)


@asynccontextmanager
async def world(
    folder: Path, *, kind: Any = "supergroup", database_url: str = "", workers: int = 1, **limits: Any
) -> AsyncIterator[World]:
    """The program at work, in less of a hurry to spare Telegram than in life: the double has no limits of its own here. Several
    `workers` share the database and what Telegram pushes; one asks Telegram for its updates."""
    quick = replace(TelegramChannel.capabilities, chat_rate=25.0)
    with (
        mock.patch.object(TelegramChannel, "capabilities", quick),
        mock.patch.object(staff_groups, "LOOK_EVERY", 0.1),
        mock.patch.object(topics, "TOGETHER", 300),
        mock.patch.object(topic_words, "ALBUM_WITHIN", 300),
        mock.patch.multiple(topic_writer, LOOK_EVERY=0.1, FIRST_PAUSE=0.1, LONGEST_PAUSE=0.2, OWNER_DRAWN_EVERY=100),
        # many tests share one group: its pace has tests of its own
        mock.patch.object(topic_writer, "GroupPacer", partial(GroupPacer, most=10_000)),
    ):
        async with _world(folder, kind, database_url, workers, limits) as found:
            yield found


@asynccontextmanager
async def _world(
    folder: Path, kind: Any, database_url: str, workers: int, limits: dict[str, Any]
) -> AsyncIterator[World]:
    async with BotApiDouble(**limits) as double, _door() as (address, behind):
        chat = GROUP if kind == "supergroup" else -77
        group = double.group(chat, title="Helpdesk", forum=kind == "supergroup", kind=kind)
        if not database_url:
            migrated(folder / "compagnon.db")
        pushed: dict[str, Any] = {}
        if workers > 1:
            pushed = {"telegram_mode": "webhook", "telegram_webhook_secret": "push", "public_url": address}
        settings = Settings(
            data_dir=folder, secret_key="a-secret-of-the-tests-that-is-long-enough", telegram_token=double.token,
            telegram_api=double.url, telegram_staff_group=str(chat), database_url=database_url, **pushed,
        )  # fmt: skip
        async with AsyncExitStack() as stack:
            running = [await stack.enter_async_context(_working(settings)) for _ in range(workers)]
            behind.extend(one.app for one in running)
            app = running[0].app
            # to load the libraries takes seconds
            await double.until(lambda: double.polled or bool(double.core.webhook.info()["url"]), 40)
            number = link(app, 5001, "Anna")
            anna = double.user(5001, first_name="Anna")
            yield World(app, double, group, anna, Colleague(number, "Anna"), running)


@dataclass
class Worker:
    """One process of several, as far as the tests go: its program, and how it is ended."""

    app: App
    stop: asyncio.Event
    task: "asyncio.Task[None]"

    async def ends(self) -> None:
        """End it."""
        self.stop.set()
        await self.task


@asynccontextmanager
async def _working(settings: Settings) -> AsyncIterator[Worker]:
    app, stop = App(settings), asyncio.Event()
    worker = Worker(app, stop, asyncio.create_task(app.work(stop)))
    try:
        yield worker
    finally:
        await worker.ends()
        app.close()


@asynccontextmanager
async def _door() -> AsyncIterator[tuple[str, list[App]]]:
    """Where Telegram pushes to: what is pushed goes to one program after the other."""
    behind: list[App] = []
    turns = count()

    async def pushed(request: web.Request) -> web.Response:
        app = behind[next(turns) % len(behind)] if behind else None
        if app is None or app.webhook is None:
            return web.Response(status=503)
        return web.Response(status=await app.webhook.accept(request.headers, await request.read(), app.store_telegram))

    async with TestServer(_routed(pushed)) as server:
        yield str(server.make_url("")).rstrip("/"), behind


def _routed(pushed: Any) -> web.Application:
    routes = web.Application()
    routes.router.add_post(PATH, pushed)
    return routes
