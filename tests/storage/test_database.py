"""Group commit: many jobs, one commit; one that fails takes nobody with it."""

import asyncio

from sqlalchemy import Connection, func, insert, select

from storage.database import Database
from storage.tables import faq_vote


def vote(topic: str) -> object:
    def job(connection: Connection) -> str:
        connection.execute(insert(faq_vote).values(topic=topic, lang="en", helpful=True, at=1))
        if topic == "bad":
            raise ValueError("this one is bad")
        return topic

    return job


def topics(database: Database) -> list[str]:
    return sorted(database.read_now(lambda c: c.execute(select(faq_vote.c.topic)).scalars().all()))


async def test_a_job_that_fails_takes_nobody_with_it(database: Database) -> None:
    jobs = [database.write(vote(name)) for name in ("a", "bad", "b", "bad", "c")]  # type: ignore[arg-type]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [r if isinstance(r, str) else "failed" for r in results] == ["a", "failed", "b", "failed", "c"]
    assert topics(database) == ["a", "b", "c"]


async def test_a_result_is_given_only_once_it_is_committed(database: Database) -> None:
    for number in range(20):
        await database.write(vote(f"t{number}"))  # type: ignore[arg-type]
        seen = await database.read(lambda c: c.execute(select(func.count()).select_from(faq_vote)).scalar_one())
        assert seen == number + 1


def waits_for_the_disk(connection: Connection) -> bool:
    """Whether the commit of this transaction will."""
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    return connection.exec_driver_sql("SHOW synchronous_commit").scalar() != "off"


async def test_only_what_is_to_last_waits_for_the_disk(in_earnest: None, database: Database) -> None:
    for lasting in (True, False, False, True, False, True):
        assert await database.write(waits_for_the_disk, lasting=lasting) == lasting
    assert await database.write(waits_for_the_disk)
    assert await database.write(vote("kept"), lasting=False) == "kept"  # type: ignore[arg-type]
    assert topics(database) == ["kept"]
