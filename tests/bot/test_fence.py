"""The last look before a send: asked together, read once; nothing read before a change is believed (DESIGN section 6)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.base import Outgoing, Receipt
from bot.fence import NEVER, Fence
from storage import outbox
from storage.crypto import Keys
from storage.database import Database
from storage.outbox import Queued
from storage.tables import conversation as conversation_table
from tests.bot.test_outbox import Post
from tests.doubles.channel import FakeChannel


@pytest.fixture
def post(database: Database, keys: Keys) -> Post:
    return Post(database, keys, FakeChannel())


def queued(post: Post) -> list[Queued]:
    return list(post.database.read_now(lambda c: outbox.due(c, post.vault, "fake", post.now(), 100).letters))


def counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many messages each reading asked for."""
    sizes: list[int] = []
    real = outbox.may_go

    def may_go(connection: Any, ids: Any) -> set[int]:
        sizes.append(len(ids))
        return real(connection, ids)

    monkeypatch.setattr(outbox, "may_go", may_go)
    return sizes


async def test_messages_about_to_be_sent_together_share_a_reading(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.letters([(f"word {number}", f"place {number}") for number in range(40)])
    letters, sizes = queued(post), counted(post.database, monkeypatch)
    fence = Fence(post.database, lambda: 0.0, alone=False)
    assert all(await asyncio.gather(*(fence.may_send(letter, NEVER) for letter in letters)))
    await fence.close()
    assert sum(sizes) == len(letters) == 40
    assert len(sizes) <= 2


async def test_a_reading_answers_for_each_of_them_alone(post: Post) -> None:
    post.letters([("to one", "a"), ("to another", "b")])
    letters = queued(post)
    taken = letters[0].conversation_id
    post.database.write_now(
        lambda c: c.execute(
            conversation_table.update().where(conversation_table.c.id == taken).values(epoch=1, owner="human")
        )
    )
    fence = Fence(post.database, lambda: 0.0, alone=False)
    assert await asyncio.gather(*(fence.may_send(letter, NEVER) for letter in letters)) == [False, True]


async def test_whoever_asks_gets_the_error_of_the_reading_and_the_next_is_asked_afresh(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.letters([("to one", "a"), ("to another", "b")])
    letters, fence = queued(post), Fence(post.database, lambda: 0.0, alone=False)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "may_go", away)
        found = await asyncio.gather(*(fence.may_send(letter, NEVER) for letter in letters), return_exceptions=True)
    assert [type(one) for one in found] == [OperationalError, OperationalError]
    assert await fence.may_send(letters[0], NEVER)


def away(*_: object) -> set[int]:
    raise OperationalError("select", {}, Exception("connection refused"))


class LosesTheDatabase(FakeChannel):
    """The database goes away once the first piece is delivered, and comes back with the next reading."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.patch = patch

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        receipt = await super().send(address, outgoing)
        if len(self.sent) == 1:
            real = outbox.may_go

            def once(*_: object) -> set[int]:
                self.patch.setattr(outbox, "may_go", real)
                return away()

            self.patch.setattr(outbox, "may_go", once)
        return receipt


async def test_a_database_away_between_two_pieces_loses_and_doubles_nothing(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(database, keys, LosesTheDatabase(monkeypatch))
    post.long_letter("one", "two", "three")
    async with post.running():
        await post.until(outbox.SENT)
    assert [words for _, words in post.channel.sent] == ["one", "two", "three"]
