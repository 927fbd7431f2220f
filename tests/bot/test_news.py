"""A page hears of what another process wrote, even if no ring reached it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, delete, insert

from bot import news
from bot.bell import Bell
from storage.database import Database
from storage.tables import conversation, outbox


def write(number: int, conversation_id: int = 1) -> object:
    def job(connection: Connection) -> None:
        connection.execute(
            insert(outbox).values(
                id=number, conversation_id=conversation_id, channel="web", author="bot", lane=0, epoch=0, state=2, lang="en",
                body=b"", created_at=1, due_at=1,
            )
        )  # fmt: skip

    return job


@asynccontextmanager
async def watched(database: Database) -> AsyncIterator[Bell]:
    for place in (b"one", b"two"):
        values = {"channel": "web", "place": place, "address": b"", "created_at": 1}
        database.write_now(lambda c, values=values: c.execute(insert(conversation).values(values)))  # type: ignore[misc]
    database.write_now(write(100))  # type: ignore[arg-type]
    bell = Bell()
    task = asyncio.create_task(news.watch(database, bell))
    yield bell
    assert not task.done()
    task.cancel()


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "LOOK_EVERY", 0.01)


async def heard(bell: Bell, topic: int | str, *, timeout: float = 5.0) -> bool:  # noqa: ASYNC109
    before = asyncio.get_running_loop().time()
    await bell.wait(topic, timeout)
    return asyncio.get_running_loop().time() - before < timeout


async def test_a_message_written_elsewhere_wakes_the_page_of_its_conversation_and_no_other(database: Database) -> None:
    async with watched(database) as bell:
        assert not await heard(bell, 1, timeout=0.1)
        both = asyncio.gather(heard(bell, 2), heard(bell, "web"), heard(bell, 1, timeout=0.3))
        await asyncio.sleep(0)
        await database.write(write(101, 2))  # type: ignore[arg-type]
        assert await both == [True, True, False]


async def test_who_has_heard_the_bell_is_not_woken_again(database: Database) -> None:
    async with watched(database) as bell:
        assert not await heard(bell, 1, timeout=0.1)

        await database.write(write(101))  # type: ignore[arg-type]
        bell.ring([1])
        assert not await heard(bell, 1, timeout=0.2)


async def test_a_message_committed_after_a_later_one_is_not_missed(database: Database) -> None:
    async with watched(database) as bell:
        assert not await heard(bell, 1, timeout=0.1)
        for number in (105, 103):
            waiting = asyncio.create_task(heard(bell, 1))
            await asyncio.sleep(0)
            await database.write(write(number))  # type: ignore[arg-type]
            assert await waiting


async def test_numbers_that_begin_anew_are_seen(database: Database) -> None:
    async with watched(database) as bell:
        assert not await heard(bell, 1, timeout=0.1)
        for pause in (0.0, 0.1):
            await database.write(lambda c: c.execute(delete(outbox)))
            if pause:
                assert not await heard(bell, 1, timeout=pause)
            waiting = asyncio.create_task(heard(bell, 1))
            await asyncio.sleep(0)
            await database.write(write(1))  # type: ignore[arg-type]
            assert await waiting
