"""The trainee sees that a person is writing: where a reply may come, for a few seconds, in any process, and no more than that."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from bot.bell import Bell
from bot.channels.base import Busy
from bot.outbox import Courier
from bot.writing import EVERY, LASTS, Writing, pass_on
from storage import access, conversations, staff
from storage.crypto import Keys
from storage.database import Database
from storage.tables import conversation
from tests.doubles.channel import FakeChannel

NOW = 1_805_099_400_000


class Ticks:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def member(database: Database) -> Callable[..., int]:
    def make(name: str = "Anna", role: str = "agent") -> int:
        number = database.write_now(lambda c: staff.add(c, NOW, f"{name}@example.org", name, ["fr"], "", role, ()))
        assert number is not None
        return number

    return make


@pytest.fixture
def talk(database: Database, keys: Keys) -> Callable[..., int]:
    def make(**values: Any) -> int:
        def job(c: Any) -> int:
            found = conversations.ensure(c, keys.vault, NOW, "telegram", [(b"p" * 16, {"chat_id": 7})])[b"p" * 16]
            c.execute(update(conversation).where(conversation.c.id == found).values(**values))
            return found

        return database.write_now(job)

    return make


def test_a_sign_lasts_a_few_seconds_and_ends_with_the_reply(ticks: Ticks) -> None:
    writing = Writing(Bell(), ticks)
    writing.sign(1, 7)
    writing.sign(2, 8)
    first = writing.now(1)
    assert first is not None
    assert first.staff_id == 7
    writing.done(2)
    assert writing.now(2) is None
    ticks.now += LASTS - 1
    writing.sign(1, 7)
    again = writing.now(1)
    assert again is not None
    assert again.at > first.at
    ticks.now += LASTS
    assert writing.now(1) is None


def test_signs_travel_to_other_processes(ticks: Ticks) -> None:
    here, there = Bell(), Bell()
    mine, theirs = Writing(here, ticks), Writing(there, ticks)
    here.carry = there.hear
    mine.sign(1, 7)
    found = theirs.now(1)
    assert found is not None
    assert found.staff_id == 7
    mine.done(1)
    assert theirs.now(1) is None


async def test_whoever_waits_in_that_conversation_is_woken_and_no_page_of_the_desk_looks_again() -> None:
    bell = Bell()
    heard: list[Any] = []
    writing = Writing(bell)
    bell.taps.add(heard.extend)
    waits = asyncio.ensure_future(bell.wait(1, 60))
    await asyncio.sleep(0)
    writing.sign(1, 7)
    await asyncio.wait_for(waits, 5)
    assert 1 not in heard


@pytest.mark.parametrize(
    ("role", "values", "shown"),
    [
        ("agent", {"owner": "queue"}, True),
        ("admin", {"owner": "human", "staff_id": "me"}, True),
        ("reader", {"owner": "queue"}, False),
        ("reader", {"owner": "human", "staff_id": "me"}, False),
        ("agent", {"owner": "bot"}, False),
        ("agent", {"owner": "human", "staff_id": "somebody"}, False),
        ("agent", {"owner": "queue", "reachable": False}, False),
    ],
)
def test_only_where_the_next_words_would_be_a_reply(
    database: Database, member: Callable[..., int], talk: Callable[..., int], role: str, values: Any, shown: bool
) -> None:
    numbers = {"me": member("Anna", role), "somebody": member("Ben")}
    number = talk(**values | ({"staff_id": numbers[values["staff_id"]]} if "staff_id" in values else {}))
    name = database.read_now(lambda c: access.addresses(c, number, numbers["me"]))
    assert name == ("Anna" if shown else "")


async def test_telegram_is_told_at_most_every_five_seconds_and_not_after_the_hand_back(
    database: Database, keys: Keys, ticks: Ticks, member: Callable[..., int], talk: Callable[..., int]
) -> None:
    anna, number = member(), talk(owner="queue")
    bell = Bell()
    writing = Writing(bell, ticks)
    shown: asyncio.Queue[tuple[int, dict[str, Any]]] = asyncio.Queue()

    async def show(conversation_id: int, address: dict[str, Any]) -> None:
        await shown.put((conversation_id, address))

    def signs(seconds: float) -> None:
        ticks.now += seconds
        writing.sign(number, anna)

    async def nothing_is_shown() -> bool:
        await asyncio.sleep(0.05)
        return shown.empty()

    part = asyncio.ensure_future(pass_on(writing, database, keys.vault, "telegram", show))
    await asyncio.sleep(0)
    signs(0)
    assert await asyncio.wait_for(shown.get(), 20) == (number, {"chat_id": 7})
    signs(EVERY - 1)
    assert await nothing_is_shown()
    signs(1)
    await asyncio.wait_for(shown.get(), 20)
    database.write_now(lambda c: c.execute(update(conversation).values(owner="bot")))
    signs(EVERY)
    assert await nothing_is_shown()
    part.cancel()
    await asyncio.gather(part, return_exceptions=True)


async def test_a_sign_given_while_another_is_shown_is_not_forgotten(
    database: Database, keys: Keys, ticks: Ticks, member: Callable[..., int], talk: Callable[..., int]
) -> None:
    anna, here = member(), talk(owner="queue")
    there = database.write_now(
        lambda c: conversations.ensure(c, keys.vault, NOW, "telegram", [(b"q" * 16, {})])[b"q" * 16]
    )
    database.write_now(lambda c: c.execute(update(conversation).values(owner="queue")))
    writing = Writing(Bell(), ticks)
    shown: asyncio.Queue[int] = asyncio.Queue()

    async def show(conversation_id: int, _address: dict[str, Any]) -> None:
        if conversation_id == here:
            writing.sign(there, anna)
        await shown.put(conversation_id)

    part = asyncio.ensure_future(pass_on(writing, database, keys.vault, "telegram", show))
    await asyncio.sleep(0)
    writing.sign(here, anna)
    assert [await asyncio.wait_for(shown.get(), 2) for _ in range(2)] == [here, there]
    part.cancel()
    await asyncio.gather(part, return_exceptions=True)


class Shows(FakeChannel):
    """A channel that can show it, and counts how often it did."""

    shown = 0
    failure: Exception | None = None

    async def show_writing(self, address: dict[str, Any]) -> None:
        self.shown += 1
        if self.failure is not None:
            raise self.failure


async def test_the_courier_shows_it_only_while_nothing_else_is_to_be_sent(
    database: Database, keys: Keys, ticks: Ticks
) -> None:
    channel = Shows()
    courier = Courier(database, keys.vault, channel, lambda *_: "", Bell(), clock=ticks)
    await courier.show_writing(1, {})
    assert channel.shown == 1
    courier._busy.add(1)
    await courier.show_writing(1, {})
    assert channel.shown == 1
    courier._busy.clear()
    channel.failure = Busy(30)
    await courier.show_writing(1, {})
    ticks.now += 29
    await courier.show_writing(1, {})
    assert channel.shown == 2
    ticks.now += 1
    await courier.show_writing(1, {})
    assert channel.shown == 3
    # a channel that cannot is left alone
    await Courier(database, keys.vault, FakeChannel(), lambda *_: "", Bell()).show_writing(1, {})
