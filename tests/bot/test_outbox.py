"""The courier: in order, most urgent first, nothing lost, nothing doubled beyond the ambiguous (R1, R6, R15)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.bell import Bell
from bot.channels.base import Busy, Refused, Unavailable, Unreachable, Unsure
from bot.outbox import Courier
from domain.messages import Message, Part, verbatim
from storage import conversations, outbox
from storage.crypto import Keys
from storage.database import Database
from storage.outbox import BROADCAST, DEAD, HELD, LIVE, QUEUED, SENT, STAFF, Letter
from storage.tables import conversation as conversation_table
from storage.tables import outbox as outbox_table
from tests.doubles.channel import FakeChannel


class Post:
    """A courier with its channel, and letters to put into the outbox."""

    def __init__(self, database: Database, keys: Keys, channel: FakeChannel) -> None:
        self.database, self.vault, self.channel = database, keys.vault, channel
        self.bell = Bell()
        self.courier = Courier(database, self.vault, channel, lambda *_: "t", self.bell)
        self.now = self.courier._now

    def letter(self, words: str, place: str = "a", lane: int = LIVE, due_in: int = 0) -> None:
        self.letters([(words, place)], lane, due_in)

    def letters(self, many: list[tuple[str, str]], lane: int = LIVE, due_in: int = 0) -> None:
        def put(connection: Any) -> None:
            now = self.now()
            places = {place: self.vault.lookup(place) for _, place in many}
            ids = conversations.ensure(
                connection, self.vault, now, "fake", [(key, {"place": place}) for place, key in places.items()]
            )
            outbox.put(
                connection, self.vault, now,
                [Letter(ids[places[place]], "fake", 0, "en", Message((Part(verbatim(words)),)), lane, now + due_in)
                 for words, place in many],
            )  # fmt: skip

        self.database.write_now(put)
        self.bell.ring(["fake"])

    def states(self) -> list[int]:
        return list(
            self.database.read_now(
                lambda c: c.execute(select(outbox_table.c.state).order_by(outbox_table.c.id)).scalars().all()
            )
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.courier.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, *states: int) -> None:
        async with asyncio.timeout(20):
            while self.states() != list(states):
                await self.bell.wait("looking", 0.02)


@pytest.fixture
def post(database: Database, keys: Keys) -> Post:
    return Post(database, keys, FakeChannel())


async def test_messages_to_one_person_arrive_in_order(post: Post) -> None:
    for number in range(10):
        post.letter(str(number))
    async with post.running():
        await post.until(*[SENT] * 10)
    assert post.channel.sent == [("a", str(n)) for n in range(10)]


async def test_a_live_answer_overtakes_a_broadcast(database: Database, keys: Keys) -> None:
    post = Post(database, keys, FakeChannel(rate=40))
    post.letters([(f"news {n}", f"p{n}") for n in range(20)], BROADCAST)
    post.letter("answer", "q", LIVE)
    post.letter("from staff", "r", STAFF)
    async with post.running():
        await post.until(*[SENT] * 22)
    assert [words for _, words in post.channel.sent][:2] == ["answer", "from staff"]


async def test_when_the_channel_is_busy_it_is_left_alone_for_as_long_as_it_asks(database: Database, keys: Keys) -> None:
    post = Post(database, keys, FakeChannel(rate=1000))
    post.channel.faults = [Busy(0.4)]
    post.letters([("1", "a"), ("2", "b"), ("3", "c")])
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with post.running():
        await post.until(SENT, SENT, SENT)
    assert loop.time() - started >= 0.35
    assert sorted(post.channel.sent) == [("a", "1"), ("b", "2"), ("c", "3")]


async def test_a_channel_out_of_order_is_tried_again_and_later_messages_wait(post: Post) -> None:
    post.channel.faults = [Unavailable("502")]
    post.letter("1")
    post.letter("2")
    async with post.running():
        await post.until(SENT, SENT)
    assert post.channel.sent == [("a", "1"), ("a", "2")]


async def test_a_send_without_answer_is_repeated_and_flagged(post: Post) -> None:
    post.channel.faults = [("delivered", Unsure("time-out"))]
    post.letter("1")
    async with post.running():
        await post.until(SENT)
    assert post.channel.sent == [("a", "1"), ("a", "1")]
    unsure = post.database.read_now(lambda c: c.execute(select(outbox_table.c.unsure)).scalar_one())
    assert unsure


async def test_a_blocked_person_gets_nothing_more_and_nothing_is_lost(post: Post) -> None:
    post.channel.faults = [Unreachable("blocked")]
    post.letter("1")
    post.letter("2")
    post.letter("to somebody else", "b")
    async with post.running():
        await post.until(HELD, HELD, SENT)
    assert post.channel.sent == [("b", "to somebody else")]


async def test_a_refused_message_goes_to_the_dead_letters_and_the_next_is_sent(post: Post) -> None:
    post.channel.faults = [Refused("Bad Request: reply markup is too long")]
    post.letter("1")
    post.letter("2")
    async with post.running():
        await post.until(DEAD, SENT)
    assert post.channel.sent == [("a", "2")]


async def test_nothing_of_the_bot_is_sent_after_a_change_of_owner(post: Post) -> None:
    post.letter("bot speaks", lane=LIVE)
    post.letter("staff speak", lane=STAFF)
    post.database.write_now(lambda c: c.execute(update(conversation_table).values(epoch=1, owner="human")))
    async with post.running():
        await post.until(HELD, SENT)
    assert post.channel.sent == [("a", "staff speak")]


async def test_a_message_is_not_sent_before_it_is_due(post: Post) -> None:
    post.letter("later", due_in=3_600_000)
    post.letter("now", "b")
    async with post.running():
        await post.until(QUEUED, SENT)
    assert post.channel.sent == [("b", "now")]


async def test_what_was_sent_before_a_stop_is_not_sent_again_after_it(database: Database, keys: Keys) -> None:
    first = Post(database, keys, FakeChannel())
    first.letters([(str(n), f"p{n}") for n in range(12)])
    async with first.running():
        await first.until(*[SENT] * 12)
    second = Post(database, keys, FakeChannel())
    second.letter("one more")
    async with second.running():
        await second.until(*[SENT] * 13)
    assert second.channel.sent == [("a", "one more")]
