"""The inbox: stored before acknowledged, each update one turn, one conversation at a time (R1-R4, R10)."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy import update as change

from bot.bell import Bell
from bot.channels.base import Busy, Refused, Unavailable, Unsure
from bot.inbox import Inbox, TurnFailed
from domain.messages import Event, FileRef, Message, Part, verbatim
from domain.traces import Heard
from storage.conversations import Conversation
from storage.crypto import Keys
from storage.database import Database
from storage.files import FileStore
from storage.outbox import YOU
from storage.tables import conversation as conversation_table
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork
from storage.updates import DONE, QUARANTINED, READY, WAITS_FOR_FILE
from tests.doubles.channel import FakeChannel, update
from tests.doubles.europass_samples import pdf_with


class Counting:
    """A handler that answers "n: text", n counted in the conversation's memory; some words make it fail."""

    def __init__(self) -> None:
        self.failures: dict[str, int] = {}

    def __call__(self, work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
        count = int(conversation.memory or b"0") + 1
        conversation.memory = str(count).encode()
        work.say(conversation, Message((Part(verbatim(f"{count}: {event.text}")),)))
        if self.failures.get(event.text, 0) > 0:
            self.failures[event.text] -= 1
            raise RuntimeError("the handler has a fault")
        return Heard(Message((Part(verbatim(event.text)),), author=YOU))


@pytest.fixture
def handler() -> Counting:
    return Counting()


@pytest.fixture
def inbox(database: Database, keys: Keys, tmp_path: Path, handler: Counting) -> Inbox:
    return _inbox(database, keys, tmp_path, handler)


def _inbox(database: Database, keys: Keys, folder: Path, handler: Any, now: Any = None) -> Inbox:
    files = FileStore(folder / "files", keys.vault)
    more = {"now": now} if now else {}
    return Inbox(database, keys.vault, files, {"fake": FakeChannel()}, handler, Bell(), **more)


async def drain(inbox: Inbox) -> None:
    while await inbox.work_once():
        pass


def answers(database: Database, keys: Keys) -> list[str]:
    rows = database.read_now(
        lambda c: c.execute(
            select(outbox_table.c.body).where(outbox_table.c.author == "bot").order_by(outbox_table.c.id)
        ).all()
    )
    opened = [msgspec.json.decode(keys.vault.open(row.body, b"outbox.body"), type=Message) for row in rows]
    return [str(message.parts[0].text.fields.get("text", message.parts[0].text.key)) for message in opened]


def states(database: Database) -> dict[int, int]:
    rows = database.read_now(
        lambda c: c.execute(select(inbox_table.c.state, func.count()).group_by(inbox_table.c.state)).all()
    )
    return dict(iter(rows))


async def test_a_replayed_update_changes_nothing(inbox: Inbox, database: Database, keys: Keys) -> None:
    await asyncio.gather(*(inbox.store([update(1, "hello")]) for _ in range(5)))
    await drain(inbox)
    await inbox.store([update(1, "hello")])
    await drain(inbox)
    assert answers(database, keys) == ["1: hello"]


async def test_updates_of_a_conversation_are_handled_in_order(inbox: Inbox, database: Database, keys: Keys) -> None:
    for number in range(30):
        await inbox.store([update(number)])
    await drain(inbox)
    assert answers(database, keys) == [f"{n + 1}: message {n}" for n in range(30)]


async def test_what_the_person_said_stands_before_the_answer(inbox: Inbox, database: Database) -> None:
    await inbox.store([update(1)])
    await drain(inbox)
    rows = database.read_now(
        lambda c: c.execute(select(outbox_table.c.author).order_by(outbox_table.c.id)).scalars().all()
    )
    assert rows == ["you", "bot"]


async def test_four_workers_on_one_chat_equal_the_serial_run(
    database: Database, keys: Keys, tmp_path: Path, handler: Counting
) -> None:
    workers = [_inbox(database, keys, tmp_path, handler) for _ in range(4)]
    for number in range(40):
        await workers[0].store([update(number, place="abcd"[number % 4])])

    async def until_done(worker: Inbox) -> None:
        while states(database).keys() - {DONE}:
            await worker.work_once()

    await asyncio.gather(*(until_done(worker) for worker in workers))
    got = answers(database, keys)
    assert len(got) == 40
    for place in range(4):
        mine = [answer for answer in got if int(answer.rsplit(" ", 1)[1]) % 4 == place]
        assert mine == [f"{n + 1}: message {place + 4 * n}" for n in range(10)]


async def test_an_undecodable_update_is_quarantined_and_the_next_one_handled(
    inbox: Inbox, database: Database, keys: Keys
) -> None:
    broken = update(1)
    object.__setattr__(broken, "body", b"\xff not json")
    await inbox.store([broken, update(2)])
    await drain(inbox)
    assert answers(database, keys) == ["1: message 2"]
    assert states(database) == {QUARANTINED: 1, DONE: 1}


async def test_a_turn_that_fails_once_is_tried_again_and_counts_once(
    database: Database, keys: Keys, tmp_path: Path, handler: Counting
) -> None:
    clock = [1_000_000]
    inbox = _inbox(database, keys, tmp_path, handler, now=lambda: clock[0])
    # with others in one transaction, and then alone
    handler.failures["message 1"] = 2
    await inbox.store([update(1), update(2)])
    await drain(inbox)
    assert answers(database, keys) == []
    clock[0] += 300
    await drain(inbox)
    assert answers(database, keys) == ["1: message 1", "2: message 2"]


async def test_a_turn_that_keeps_failing_is_quarantined_and_the_person_told(
    database: Database, keys: Keys, tmp_path: Path, handler: Counting
) -> None:
    clock = [1_000_000]
    inbox = _inbox(database, keys, tmp_path, handler, now=lambda: clock[0])
    handler.failures["message 1"] = 99
    await inbox.store([update(1), update(2), update(3, place="b")])
    await drain(inbox)
    # another conversation is not held up meanwhile
    assert answers(database, keys) == ["1: message 3"]
    for _ in range(4):
        clock[0] += 2_000
        await drain(inbox)
    assert answers(database, keys) == ["1: message 3", "common.went_wrong", "1: message 2"]
    assert states(database)[QUARANTINED] == 1


async def test_an_attachment_is_fetched_before_the_turn_and_later_messages_wait(
    inbox: Inbox, database: Database, keys: Keys
) -> None:
    await inbox.store([update(1, "the file", files=True), update(2)])
    await drain(inbox)
    assert answers(database, keys) == []
    fetching = asyncio.create_task(inbox.fetch())
    while len(answers(database, keys)) < 2:
        await drain(inbox)
        await asyncio.sleep(0)
    fetching.cancel()
    assert answers(database, keys) == ["1: the file", "2: message 2"]


async def test_nothing_personal_is_readable_in_the_database(inbox: Inbox, database: Database, tmp_path: Path) -> None:
    await inbox.store([update(1, "CANARY-WORDS", place="CANARY-PLACE")])
    await drain(inbox)
    if not database.sqlite:
        pytest.skip("the file of SQLite is the plainest dump there is")
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    assert b"CANARY" not in everything


async def test_the_raw_update_is_erased_once_handled(inbox: Inbox, database: Database) -> None:
    await inbox.store([update(1)])
    await drain(inbox)
    raw = database.read_now(lambda c: c.execute(select(inbox_table.c.raw)).scalars().all())
    assert raw == [None]


async def test_an_update_that_cannot_be_opened_is_set_aside_and_stops_nobody(
    inbox: Inbox, database: Database, keys: Keys
) -> None:
    await inbox.store([update(1), update(2), update(3, place="b")])
    sealed = keys.vault.seal(b"{}", b"another place")
    database.write_now(
        lambda c: c.execute(change(inbox_table).where(inbox_table.c.update_id == "1").values(raw=sealed))
    )
    await drain(inbox)
    assert sorted(answers(database, keys)) == ["1: message 2", "1: message 3"]
    kept = database.read_now(
        lambda c: c.execute(select(inbox_table.c.raw).where(inbox_table.c.state == QUARANTINED)).scalars().all()
    )
    # as it was: with the right key it may yet be read
    assert kept == [sealed]


async def test_a_conversation_that_cannot_be_opened_waits_and_stops_nobody(
    inbox: Inbox, database: Database, keys: Keys
) -> None:
    await inbox.store([update(1)])
    await drain(inbox)
    sealed = keys.vault.seal(b"1", b"another place")
    database.write_now(lambda c: c.execute(change(conversation_table).values(session=sealed)))
    await inbox.store([update(2), update(3, place="b")])
    await drain(inbox)
    assert answers(database, keys) == ["1: message 1", "1: message 3"]
    assert states(database) == {DONE: 2, READY: 1}


async def test_an_attachment_waits_for_a_process_that_serves_its_channel(
    inbox: Inbox, database: Database, keys: Keys, tmp_path: Path, handler: Counting
) -> None:
    other = Inbox(database, keys.vault, FileStore(tmp_path / "files", keys.vault), {}, handler, Bell())
    await inbox.store([update(1, files=True)])
    assert not await other.fetch_waiting()
    assert states(database) == {WAITS_FOR_FILE: 1}


async def pdf_from(_channel: FakeChannel, _file: FileRef) -> bytes:
    return pdf_with()


async def test_of_an_attachment_fetched_by_two_processes_one_copy_stays(
    database: Database, keys: Keys, tmp_path: Path, handler: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeChannel, "fetch", pdf_from)
    here, there = (_inbox(database, keys, tmp_path, handler) for _ in range(2))
    await here.store([update(1, files=True)])
    await asyncio.gather(here.fetch_waiting(), there.fetch_waiting())
    files = FileStore(tmp_path / "files", keys.vault)
    assert len(list(files.written_before(datetime(2100, 1, 1, tzinfo=UTC)))) == 1


async def test_a_turn_that_another_worker_has_done_meanwhile_is_not_called_failed(
    inbox: Inbox, database: Database, keys: Keys, handler: Counting
) -> None:
    handler.failures["message 1"] = 1
    await inbox.store([update(1)])
    failed = await _failure(inbox, database)
    await drain(inbox)
    for _ in range(4):
        await inbox._failed(failed)
    assert answers(database, keys) == ["1: message 1"]
    assert states(database) == {DONE: 1}


class Poisoned(Counting):
    """Words that begin with "poison" make of the turn what no transaction can write, or nobody can read."""

    def __call__(self, work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
        said = super().__call__(work, conversation, event)
        unwritable: Any = object()
        if event.text == "poison conversation":
            conversation.team = unwritable
        if event.text == "poison answer":
            work.letters[-1] = replace(work.letters[-1], lang=unwritable)
        if event.text == "poison memory":
            conversation.memory = unwritable
        if event.text == "poison row":
            work.letters[-1] = replace(work.letters[-1], conversation_id=10**9)
        return said


class Puzzled(FakeChannel):
    """A channel with a fault of its own for some updates."""

    def decode(self, body: bytes) -> Event:
        event = super().decode(body)
        if event.text == "poison update":
            raise RuntimeError("a fault of the channel")
        return event


@pytest.mark.parametrize("where", ["conversation", "answer", "memory", "row", "update"])
@pytest.mark.parametrize("working", [False, True])
async def test_a_turn_that_cannot_be_written_ends_in_quarantine_and_stops_nobody(
    database: Database, keys: Keys, tmp_path: Path, where: str, working: bool
) -> None:
    clock = [1_000_000]
    inbox = Inbox(
        database, keys.vault, FileStore(tmp_path / "files", keys.vault), {"fake": Puzzled()}, Poisoned(), Bell(),
        lambda: clock[0],
    )  # fmt: skip
    inbox._working = working
    await inbox.store([update(0, "before", place="b"), update(1, f"poison {where}"), update(2, "after")])
    await inbox.store([update(n, place=f"p{n}") for n in range(3, 9)])
    await drain(inbox)
    others = {"1: before", *(f"1: message {n}" for n in range(3, 9))}
    assert set(answers(database, keys)) == others
    for _ in range(4):
        clock[0] += 2_000
        await drain(inbox)
    assert answers(database, keys)[-2:] == ["common.went_wrong", "1: after"]
    assert states(database) == {DONE: 8, QUARANTINED: 1}


async def test_what_cannot_be_handed_to_a_courier_is_no_fault_of_the_turns(
    inbox: Inbox, database: Database, keys: Keys
) -> None:
    class Fault:
        def look(self, connection: Any) -> Any:
            raise RuntimeError("a fault of the courier")

        def take(self, found: Any) -> None:
            raise AssertionError("nothing was found")

    inbox.posts["fake"] = Fault()
    await inbox.store([update(1), update(2), update(3, place="b")])
    await drain(inbox)
    assert sorted(answers(database, keys)) == ["1: message 1", "1: message 3", "2: message 2"]
    tries = database.read_now(lambda c: c.execute(select(inbox_table.c.attempts)).scalars().all())
    assert set(tries) == {0}


class Cloud(FakeChannel):
    """A channel whose files lie elsewhere: each way to ask for one fails as ordered, the last one for ever."""

    def __init__(self, *faults: Exception | None) -> None:
        super().__init__()
        self.faults = list(faults)
        self.asked = 0

    async def fetch(self, file: FileRef) -> bytes:
        self.asked += 1
        fault = self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]
        if fault is not None:
            raise fault
        return pdf_with()


class Files:
    """An inbox whose only channel is a cloud; the turns note what became of the files."""

    def __init__(self, database: Database, keys: Keys, folder: Path, cloud: FakeChannel) -> None:
        self.clock, self.problems = 1_000_000, list[str]()
        self.inbox = Inbox(
            database, keys.vault, FileStore(folder / "files", keys.vault), {"fake": cloud}, self._turn, Bell(),
            lambda: self.clock,
        )  # fmt: skip

    def _turn(self, _work: UnitOfWork, _conversation: Conversation, event: Event) -> None:
        if event.file is not None:
            self.problems.append(event.file.problem)

    async def seconds(self, many: int) -> None:
        """Go on for a while."""
        for _ in range(many + 1):
            await self.inbox.fetch_waiting()
            await drain(self.inbox)
            self.clock += 1_000


@pytest.mark.parametrize("fault", [Unavailable("502"), Unsure("time-out"), Busy(1), TimeoutError(), RuntimeError()])
async def test_a_file_that_cannot_be_had_is_asked_for_again(
    database: Database, keys: Keys, tmp_path: Path, fault: Exception
) -> None:
    cloud = Cloud(fault, fault, None)
    files = Files(database, keys, tmp_path, cloud)
    await files.inbox.store([update(1, files=True)])
    await files.seconds(0)
    assert (cloud.asked, files.problems) == (1, [])
    await files.seconds(8)
    assert (cloud.asked, files.problems) == (3, [""])
    # the tries of the turn are its own
    assert database.read_now(lambda c: c.execute(select(inbox_table.c.attempts)).scalar_one()) == 0


@pytest.mark.parametrize("fault", [Unavailable("502"), Busy(86_400), RuntimeError()])
async def test_a_file_that_can_never_be_had_is_given_up_and_its_turn_begins(
    database: Database, keys: Keys, tmp_path: Path, fault: Exception
) -> None:
    cloud = Cloud(fault)
    files = Files(database, keys, tmp_path, cloud)
    await files.inbox.store([update(1, files=True)])
    await files.seconds(200)
    assert (cloud.asked, files.problems) == (4, ["gone"])


async def test_a_file_that_is_refused_is_not_asked_for_again(database: Database, keys: Keys, tmp_path: Path) -> None:
    cloud = Cloud(Refused("too-big"))
    files = Files(database, keys, tmp_path, cloud)
    await files.inbox.store([update(1, files=True)])
    await files.seconds(0)
    assert (cloud.asked, files.problems) == (1, ["too-big"])


async def test_a_channel_that_asks_for_a_pause_is_left_alone_for_that_long(
    database: Database, keys: Keys, tmp_path: Path
) -> None:
    cloud = Cloud(Busy(30), None)
    files = Files(database, keys, tmp_path, cloud)
    await files.inbox.store([update(1, files=True)])
    await files.seconds(28)
    assert cloud.asked == 1
    await files.seconds(2)
    assert (cloud.asked, files.problems) == (2, [""])


async def test_a_file_that_waits_or_is_slow_holds_up_no_other(database: Database, keys: Keys, tmp_path: Path) -> None:
    slow, asked = asyncio.Event(), list[str]()

    class Slow(Cloud):
        def decode(self, body: bytes) -> Event:
            event = super().decode(body)
            return msgspec.structs.replace(event, file=event.file and FileRef("x.pdf", source=event.text))

        async def fetch(self, file: FileRef) -> bytes:
            asked.append(file.source)
            if file.source == "unavailable":
                raise Unavailable("502")
            if file.source == "slow":
                await slow.wait()
            return pdf_with()

    files = Files(database, keys, tmp_path, Slow())
    await files.inbox.store([update(1, "unavailable", "a", files=True), update(2, "slow", "b", files=True)])
    await files.inbox.store([update(3, "quick", "c", files=True), update(4, "words", "d")])
    fetching = asyncio.create_task(files.inbox.fetch_waiting())
    async with asyncio.timeout(10):
        while not files.problems:
            await drain(files.inbox)
            await asyncio.sleep(0)
    assert (sorted(asked), states(database)) == (["quick", "slow", "unavailable"], {DONE: 2, WAITS_FOR_FILE: 2})
    slow.set()
    await fetching
    await files.seconds(0)
    assert len(files.problems) == 2


async def _failure(inbox: Inbox, database: Database) -> TurnFailed:
    with pytest.raises(TurnFailed) as caught:
        await database.write(inbox._turns)
    return caught.value
