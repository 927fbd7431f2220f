"""A helpdesk with a group at Telegram: the whole program, the double of the Bot API, Anna of the staff, trainees."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from bot import topic_writer, topics
from bot.app import App
from bot.channels.telegram.channel import TelegramChannel
from bot.settings import Settings
from domain.staff_actions import Colleague
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
    accounts: dict[int, int] = field(default_factory=dict)

    async def trainee(self, number: int = 1001, name: str = "Ana") -> Person:
        """Somebody who has agreed to the notice, on Telegram."""
        ana = self.double.user(number, language_code="en", first_name=name)
        ana.says("Hello, I would like to visit a team abroad")
        await self.shows(ana, "I am Compagnon")
        ana.presses("I agree")
        await self.shows(ana, "Who am I talking with")
        ana.presses("I want to visit a team")
        await self.shows(ana, "Which problem")
        return ana

    async def handed_over(self, number: int = 1001, name: str = "Ana") -> tuple[Person, int]:
        """Such a trainee who has asked for a person, and the topic that was opened."""
        ana = await self.trainee(number, name)
        before = set(self.group.topics)
        ana.says("/human")
        await self.double.until(lambda: bool(set(self.group.topics) - before), WAIT)
        (thread,) = set(self.group.topics) - before
        await self.sees(thread, "Waits for a person")
        return ana, thread

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

    async def until(self, reached: Callable[[], bool], what: Callable[[], Any] = lambda: "") -> None:
        """Wait, without the double having to change."""
        for _ in range(int(WAIT * 50)):
            if reached():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"waited in vain: {what()}")

    def now(self, trainee: Person | None = None) -> Conversation:
        """The latest conversation with a trainee."""
        number = self.app.database.read_now(
            lambda c: c.execute(conversation.select().where(conversation.c.person_id.is_not(None))).all()
        )[-1].id
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
    folder: Path, *, kind: Any = "supergroup", database_url: str = "", **limits: Any
) -> AsyncIterator[World]:
    """The program at work, in less of a hurry to spare Telegram than in life: the double has no limits of its own here."""
    quick = replace(TelegramChannel.capabilities, chat_rate=25.0)
    with (
        mock.patch.object(TelegramChannel, "capabilities", quick),
        mock.patch.object(topics, "LOOK_EVERY", 0.1),
        mock.patch.object(topic_writer, "LOOK_EVERY", 0.1),
    ):
        async with _world(folder, kind, database_url, limits) as found:
            yield found


@asynccontextmanager
async def _world(folder: Path, kind: Any, database_url: str, limits: dict[str, Any]) -> AsyncIterator[World]:
    async with BotApiDouble(**limits) as double:
        chat = GROUP if kind == "supergroup" else -77
        group = double.group(chat, title="Helpdesk", forum=kind == "supergroup", kind=kind)
        migrated(folder / "compagnon.db")
        settings = Settings(
            data_dir=folder, secret_key="a-secret-of-the-tests-that-is-long-enough", telegram_token=double.token,
            telegram_api=double.url, telegram_staff_group=str(chat), database_url=database_url,
        )  # fmt: skip
        app = App(settings)
        stop = asyncio.Event()
        working = asyncio.create_task(app.work(stop))
        try:
            # to load the libraries takes seconds
            await double.until(lambda: double.polled, 90)
            number = link(app, 5001, "Anna")
            yield World(app, double, group, double.user(5001, first_name="Anna"), Colleague(number, "Anna"))
        finally:
            stop.set()
            await working
            app.close()
