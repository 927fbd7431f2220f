"""The courier: in order, most urgent first, nothing lost, nothing doubled beyond the ambiguous (R1, R6, R15)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.bell import Bell
from bot.channels.base import Busy, Outgoing, Receipt, Refused, Unavailable, Unreachable, Unsure
from bot.outbox import Courier
from domain.messages import Message, Part, verbatim
from storage import conversations, handovers, outbox, transcripts
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

    def letter(self, words: str, place: str = "a", lane: int = LIVE, due_in: int = 0, author: str = "bot") -> None:
        self.letters([(words, place)], lane, due_in, author)

    def letters(self, many: list[tuple[str, str]], lane: int = LIVE, due_in: int = 0, author: str = "bot") -> None:
        def put(connection: Any) -> None:
            now = self.now()
            places = {place: self.vault.lookup(place) for _, place in many}
            ids = conversations.ensure(
                connection, self.vault, now, "fake", [(key, {"place": place}) for place, key in places.items()]
            )
            outbox.put(
                connection, self.vault, now,
                [Letter(ids[places[place]], "fake", 0, "en", Message((Part(verbatim(words)),), author=author), lane, now + due_in)
                 for words, place in many],
            )  # fmt: skip

        self.database.write_now(put)
        self.bell.ring(["fake"])

    def long_letter(self, *pieces: str, place: str = "a", lane: int = LIVE) -> None:
        message = Message(tuple(Part(verbatim(words)) for words in pieces))

        def put(connection: Any) -> None:
            key = self.vault.lookup(place)
            ids = conversations.ensure(connection, self.vault, self.now(), "fake", [(key, {"place": place})])
            outbox.put(connection, self.vault, self.now(), [Letter(ids[key], "fake", 0, "en", message, lane)])

        self.database.write_now(put)
        self.bell.ring(["fake"])

    def states(self) -> list[int]:
        return list(
            self.database.read_now(
                lambda c: c.execute(select(outbox_table.c.state).order_by(outbox_table.c.id)).scalars().all()
            )
        )

    def tries(self) -> int:
        return int(self.database.read_now(lambda c: c.execute(select(outbox_table.c.attempts)).scalars().first() or 0))

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
    post.letters([(f"news {n}", f"p{n}") for n in range(6)], BROADCAST)
    post.letter("answer", "q", LIVE)
    post.letter("from staff", "r", STAFF)
    async with post.running():
        await post.until(*[SENT] * 8)
    assert [words for _, words in post.channel.sent][:2] == ["answer", "from staff"]


async def test_when_the_channel_is_busy_it_is_left_alone_for_as_long_as_it_asks(database: Database, keys: Keys) -> None:
    post = Post(database, keys, FakeChannel(rate=1000))
    post.channel.faults = [Busy(0.2)]
    post.letters([("1", "a"), ("2", "b"), ("3", "c")])
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with post.running():
        await post.until(SENT, SENT, SENT)
    assert loop.time() - started >= 0.15
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


async def test_after_a_restart_later_messages_wait_for_an_earlier_one_that_is_tried_again(
    database: Database, keys: Keys
) -> None:
    first = Post(database, keys, FakeChannel())
    first.channel.faults = [Unavailable("502")]
    first.letter("1")
    async with first.running():
        async with asyncio.timeout(10):
            while not first.tries():
                await first.bell.wait("looking", 0.01)
    second = Post(database, keys, FakeChannel())
    second.letter("2")
    second.letter("from staff", lane=STAFF)
    second.letter("somebody else", "b")
    async with second.running():
        await second.until(SENT, SENT, SENT, SENT)
    assert second.channel.sent == [("b", "somebody else"), ("a", "1"), ("a", "2"), ("a", "from staff")]


@pytest.mark.parametrize("limit", [{"rate": 20.0}, {"chat_rate": 20.0}])
async def test_each_piece_of_a_long_message_takes_a_permit_of_its_own(
    database: Database, keys: Keys, limit: dict[str, float]
) -> None:
    post = Post(database, keys, FakeChannel(**limit))
    # in a chat five may be sent at once
    pieces = [str(number) for number in range(10)]
    post.long_letter(*pieces)
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with post.running():
        await post.until(SENT)
    assert loop.time() - started >= 0.2
    assert post.channel.sent == [("a", piece) for piece in pieces]


async def test_the_pieces_of_a_message_follow_each_other_although_many_want_to_send(
    database: Database, keys: Keys
) -> None:
    post = Post(database, keys, FakeChannel(rate=100))
    post.letters([(f"news {n}", f"p{n}") for n in range(40)], BROADCAST)
    post.long_letter("one", "two", "three", lane=BROADCAST)
    post.letters([(f"answer {n}", f"q{n}") for n in range(5)])
    async with post.running():
        await post.until(*[SENT] * 46)
    words = [words for _, words in post.channel.sent]
    assert words.index("three") - words.index("one") <= 5


async def test_a_message_stopped_between_two_pieces_goes_on_with_the_second(database: Database, keys: Keys) -> None:
    first = Post(database, keys, FakeChannel(rate=0.1))
    first.long_letter("one", "two")
    async with first.running():
        await asyncio.wait_for(first.channel.arrived.wait(), 10)
    second = Post(database, keys, FakeChannel())
    async with second.running():
        await second.until(SENT)
    assert first.channel.sent + second.channel.sent == [("a", "one"), ("a", "two")]


async def test_what_a_channel_answers_may_be_unwritable_and_everything_else_is_marked(
    database: Database, keys: Keys
) -> None:
    class Odd(FakeChannel):
        async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
            await super().send(address, outgoing)
            return Receipt("\udc80" if address["place"] == "a" else "7")

    post = Post(database, keys, Odd())
    post.letters([("1", "a"), ("2", "b")])
    async with post.running():
        await post.until(SENT, SENT)
        post.letter("3", "b")
        await post.until(SENT, SENT, SENT)


def taken_over(database: Database) -> None:
    database.write_now(lambda c: c.execute(update(conversation_table).values(epoch=1, owner="human")))


def number_of(database: Database) -> int:
    return int(database.read_now(lambda c: c.execute(select(conversation_table.c.id)).scalars().first() or 0))


async def test_what_was_read_before_a_takeover_is_not_sent_after_it(post: Post) -> None:
    post.letter("bot speaks")
    found = post.database.read_now(post.courier.look)
    with post.courier.doubt(number_of(post.database)):
        taken_over(post.database)
    # the answer to that reading comes late
    post.courier.take(found)
    async with post.running():
        await post.until(HELD)
    assert post.channel.sent == []


async def test_what_is_in_hand_waits_while_the_owner_is_changing(post: Post) -> None:
    post.letter("bot speaks")
    async with post.running():
        with post.courier.doubt(number_of(post.database)):
            post.letter("bot speaks again")
            post.letter("to somebody else", "b")
            async with asyncio.timeout(20):
                while not post.channel.sent:
                    await post.bell.wait("looking", 0.01)
            taken_over(post.database)
        await post.until(HELD, HELD, SENT)
    assert post.channel.sent == [("b", "to somebody else")]


async def test_a_takeover_between_two_pieces_stops_the_second(database: Database, keys: Keys) -> None:
    post = Post(database, keys, FakeChannel(rate=20.0))
    post.long_letter("one", "two", "three")
    async with post.running():
        await asyncio.wait_for(post.channel.arrived.wait(), 10)
        with post.courier.doubt(number_of(database)):
            taken_over(database)
        await post.until(HELD)
    assert post.channel.sent == [("a", "one")]
    pieces = database.read_now(lambda c: c.execute(select(outbox_table.c.pieces)).scalar_one())
    assert pieces == 1


async def test_staff_and_bot_are_heard_in_the_order_in_which_they_spoke(post: Post) -> None:
    post.letter("here you are", lane=STAFF)
    post.letter("did that help?", lane=LIVE)
    async with post.running():
        await post.until(SENT, SENT)
    assert post.channel.sent == [("a", "here you are"), ("a", "did that help?")]


async def test_whoever_answers_somebody_who_cannot_be_reached_is_told(post: Post) -> None:
    post.channel.faults = [Unreachable("blocked")]
    post.letter("here you are", lane=STAFF, author="Anna")
    post.letter("did that help?")
    post.database.write_now(lambda c: c.execute(update(conversation_table).values(owner="human", team="en")))
    told: list[Any] = []
    post.bell.taps.add(told.extend)
    async with post.running():
        await post.until(HELD, HELD)
        async with asyncio.timeout(20):
            while told.count("desk") < 2:
                await post.bell.wait("looking", 0.01)
    number = number_of(post.database)
    assert number in told
    history = post.database.read_now(lambda c: handovers.of_conversation(c, number))
    assert [one.what for one in history] == ["blocked"]
    # whoever wrote it still sees it
    shown = post.database.read_now(lambda c: transcripts.page(c, post.vault, number))
    assert [message.author for _row, message in shown] == ["Anna"]


def back(post: Post, in_days: float = 0) -> int:
    """The person lets us in again; returns how many words of staff go out now."""
    number, now = number_of(post.database), post.now() + int(in_days * 86_400_000)

    def job(connection: Any) -> int:
        connection.execute(update(conversation_table).values(reachable=True))
        return outbox.reachable_again(connection, now, number)

    found: int = post.database.write_now(job)
    post.bell.ring(["fake"])
    return found


async def test_who_comes_back_gets_the_words_of_staff_first_in_order_and_nothing_of_an_earlier_bot(post: Post) -> None:
    post.channel.faults = [Unreachable("blocked")]
    post.letter("bot of before")
    post.letter("one", lane=STAFF, author="Anna")
    post.letter("a reminder", lane=BROADCAST)
    post.long_letter("two", "three", lane=STAFF)
    # the same courier goes on: what it had let go of is taken up again
    async with post.running():
        await post.until(HELD, HELD, HELD, HELD)
        taken_over(post.database)
        post.letter("what the bot said before the change")
        assert back(post) == 2
        post.letter("four", lane=STAFF, author="Anna")
        await post.until(HELD, SENT, HELD, SENT, HELD, SENT)
    assert post.channel.sent == [("a", "one"), ("a", "two"), ("a", "three"), ("a", "four")]


async def test_words_of_staff_that_are_a_week_old_are_not_sent_any_more_and_kept(post: Post) -> None:
    post.channel.faults = [Unreachable("blocked")]
    post.letter("see you this afternoon", lane=STAFF, author="Anna")
    async with post.running():
        await post.until(HELD)
    assert back(post, in_days=7.1) == 0
    assert post.states() == [HELD]
    assert back(post, in_days=6.9) == 1


async def test_a_message_that_was_half_said_goes_on_where_it_stopped(database: Database, keys: Keys) -> None:
    post = Post(database, keys, FakeChannel())
    post.channel.faults = [None, Unreachable("blocked")]
    post.long_letter("one", "two", lane=STAFF)
    async with post.running():
        await post.until(HELD)
        async with asyncio.timeout(20):
            while not database.read_now(lambda c: c.execute(select(outbox_table.c.pieces)).scalar_one()):
                await post.bell.wait("looking", 0.01)
        back(post)
        await post.until(SENT)
    assert post.channel.sent == [("a", "one"), ("a", "two")]


async def test_who_comes_back_before_the_refusal_is_written_down_loses_nothing(post: Post) -> None:
    post.letter("here you are", lane=STAFF, author="Anna")
    number = number_of(post.database)
    held = outbox.Fate(1, HELD, 1, problem="unreachable")
    message = post.database.read_now(lambda c: c.execute(select(outbox_table.c.id)).scalar_one())
    post.database.write_now(lambda c: outbox.unreachable(c, post.now(), number))
    assert back(post) == 1
    post.database.write_now(lambda c: outbox.settle(c, [replace(held, id=message)]))
    async with post.running():
        await post.until(SENT)
    assert post.channel.sent == [("a", "here you are")]


async def test_whoever_blocks_comes_back_and_blocks_again_is_not_written_to_for_ever(post: Post) -> None:
    post.channel.faults = [Unreachable("blocked"), Unreachable("blocked")]
    post.letter("here you are", lane=STAFF, author="Anna")
    async with post.running():
        await post.until(HELD)
        back(post)
        async with asyncio.timeout(20):
            while post.channel.faults or post.states() != [HELD]:
                await post.bell.wait("looking", 0.01)
        post.letter("to somebody else", "b")
        await post.until(HELD, SENT)
    assert post.channel.sent == [("b", "to somebody else")]
