"""Rings reach the other processes on a PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from bot.bell import Bell
from bot.wire import MOST, Wire

pytestmark = pytest.mark.postgresql


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[tuple[Bell, asyncio.Task[None]]]:
    """A bell as another process has one, with its end of the wire."""
    bell = Bell()
    task = asyncio.create_task(Wire(bell, make_url(address)).run())
    while bell.carry is None and not task.done():  # noqa: ASYNC110 - it has no other sign
        await asyncio.sleep(0)
    yield bell, task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_ring_is_heard_in_the_other_process(postgres: str) -> None:
    async with connected(postgres) as (here, _), connected(postgres) as (there, _):
        heard = asyncio.create_task(there.wait(7, 20))
        own = asyncio.create_task(here.wait("web", 20))
        await asyncio.sleep(0)
        here.ring([7, "web"])
        async with asyncio.timeout(5):
            await asyncio.gather(heard, own)


async def test_rings_of_many_conversations_arrive_all(postgres: str) -> None:
    topics = range(10**12, 10**12 + 3 * MOST)
    async with connected(postgres) as (here, _), connected(postgres) as (there, _):
        heard = [asyncio.create_task(there.wait(topic, 20)) for topic in topics]
        await asyncio.sleep(0)
        here.ring(topics)
        async with asyncio.timeout(5):
            await asyncio.gather(*heard)


async def test_a_ring_does_not_come_back(postgres: str) -> None:
    async with connected(postgres) as (here, _), connected(postgres) as (there, _):
        here.ring(["early"])
        late = asyncio.create_task(here.wait("early", 20))
        marker = asyncio.create_task(here.wait("marker", 20))
        answered = asyncio.create_task(there.wait("early", 20))
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await answered
            there.ring(["marker"])
            await marker
        assert not late.done()
        late.cancel()


async def test_without_a_database_the_bell_still_rings_here(postgres: str) -> None:
    nowhere = make_url(postgres).set(database="there_is_none").render_as_string(hide_password=False)
    async with connected(nowhere) as (bell, task):
        waiting = asyncio.create_task(bell.wait(1, 20))
        await asyncio.sleep(0)
        bell.ring([1])
        await waiting
        with pytest.raises(psycopg.OperationalError):
            await task
