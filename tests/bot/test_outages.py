"""The worst days of an operator: the database restarts, is locked, is full; nothing is lost, nothing happens twice (R7, R8)."""

import asyncio
import errno
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import NullPool, create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import attachments, checkpoints, locks
from bot.app import App
from bot.bell import Bell
from bot.channels.base import RawUpdate
from bot.channels.telegram.webhook import Webhook
from bot.inbox import Inbox
from bot.locks import Lock, LockLost
from bot.outbox import Courier
from bot.settings import Settings
from bot.web import create_web
from domain.messages import Event, FileRef, Message, Part, verbatim
from domain.traces import Heard
from handlers.context import Memory
from storage import conversations, schema
from storage.conversations import Conversation
from storage.crypto import Keys
from storage.database import Database, is_out_of_order
from storage.files import FileStore
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork
from storage.updates import DONE, READY, WAITS_FOR_FILE
from tests.doubles.channel import FakeChannel, update
from tests.doubles.europass_samples import png
from tests.doubles.postgres import Postgres
from tests.scene import Scene, make_app, welcomed

SECRET = "a-secret-of-the-tests-that-is-long-enough"
#: what a trainee answers to the first questions of the enquiry
ANSWERS = {
    "problem": "Many young people stop our programme after two weeks and we want to know why",
    "benefit": "The young people of our shelter",
    "wish": "How other teams keep people on board",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of these tests alone: it is switched off and on."""
    folder = Path(tempfile.mkdtemp(prefix="compagnon-outage-"))
    found = Postgres(folder)
    found.address = found.start()  # type: ignore[attr-defined]
    yield found
    found.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: Postgres) -> str:
    """An empty database there."""
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server.address, isolation_level="AUTOCOMMIT", poolclass=NullPool)  # type: ignore[attr-defined]
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server.address).set(database=name).render_as_string(hide_password=False)  # type: ignore[attr-defined]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    found = make_app(tmp_path)
    yield found
    found.close()


@contextmanager
def full(database: Database) -> Iterator[None]:
    """The disk of an SQLite database is full."""

    def limit(pages: int) -> None:
        database.write_now(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}").fetchall())

    limit(1)  # SQLite takes the pages there are as the least
    try:
        yield
    finally:
        limit(1_000_000)


def said(place: str, words: str) -> RawUpdate:
    number = str(uuid.uuid4())
    body = msgspec.json.encode({"id": number, "lang": "en", "kind": "text", "text": words})
    return RawUpdate("web", f"{place}:{number}", place, {"place": place}, body)


async def until_kept(app: App, one: RawUpdate) -> None:
    """As a page or Telegram does it: once more, until somebody says that it is stored."""
    while True:
        try:
            await app.inbox.store([one])
        except DBAPIError:
            await asyncio.sleep(0)
        else:
            return


async def until(app: App, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await app.bell.wait("web", 0.05)


def states(database: Database) -> dict[int, int]:
    query = select(inbox_table.c.state, func.count()).group_by(inbox_table.c.state)
    return dict(iter(database.read_now(lambda c: c.execute(query).all())))


def given(app: App, scene: Scene) -> dict[str, Any]:
    """The answers of the running dialog."""
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    top = msgspec.json.decode(found.memory, type=Memory).session.top
    assert top is not None
    return {key: answer.value for key, answer in top.answers.items()}


@asynccontextmanager
async def working(app: App) -> AsyncIterator[None]:
    async with app.background():
        yield


@pytest.mark.postgresql
async def test_a_restart_of_the_database_loses_nothing(server: Postgres, address: str, tmp_path: Path) -> None:
    app = App(Settings(data_dir=tmp_path, database_url=address, secret_key=SECRET))
    people = [Scene(app, f"person-{n}") for n in range(6)]
    for person in people:
        await welcomed(person)
    async with working(app):
        for words in ANSWERS.values():
            talking = [asyncio.create_task(until_kept(app, said(person.place, words))) for person in people]
            await asyncio.to_thread(server.power_off)
            await asyncio.to_thread(server.power_on)
            await asyncio.gather(*talking)
            await until(app, lambda: not states(app.database).keys() - {DONE})
    for person in people:
        assert given(app, person) == ANSWERS
        query = select(outbox_table.c.author).where(outbox_table.c.conversation_id == person.conversation)
        authors = app.database.read_now(lambda c, q=query: c.execute(q.order_by(outbox_table.c.id)).scalars().all())
        assert authors[-6:] == ["you", "bot"] * 3
    app.close()


@pytest.mark.postgresql
async def test_a_courier_whose_database_goes_away_in_the_middle_sends_the_rest_afterwards(
    server: Postgres, address: str, keys: Keys
) -> None:
    database = Database(address)
    schema.upgrade(database.engine)
    gate = asyncio.Event()

    class Slow(FakeChannel):
        async def send(self, to: dict[str, Any], outgoing: Any) -> Any:
            if not self.sent:
                self.sent.append(("gate", ""))
                self.arrived.set()
                await gate.wait()
                self.sent.clear()
            return await super().send(to, outgoing)

    channel = Slow()
    bell = Bell()
    inbox = Inbox(database, keys.vault, FileStore(Path("unused"), keys.vault), {"fake": channel}, _echo, bell)
    await inbox.store([update(n, f"words {n}") for n in range(4)])
    while await inbox.work_once():
        pass
    # a clock so fast that each message is checked again before it is sent
    clock = iter(range(0, 10**9, 10))
    courier = asyncio.create_task(
        Courier(database, keys.vault, channel, lambda *_: "x", bell, clock=lambda: float(next(clock))).run()
    )
    await asyncio.wait_for(channel.arrived.wait(), 10)
    await asyncio.to_thread(server.power_off)
    gate.set()
    # the first is delivered while nobody can write it down, the second cannot be checked
    channel.arrived.clear()
    await asyncio.wait_for(channel.arrived.wait(), 10)
    with pytest.raises(DBAPIError):
        await database.read(lambda c: c.execute(text("SELECT 1")))
    await asyncio.to_thread(server.power_on)
    async with asyncio.timeout(10):
        while len(channel.sent) < 4:
            channel.arrived.clear()
            await channel.arrived.wait()
    assert [words for _, words in channel.sent] == [f"words {n}" for n in range(4)]
    courier.cancel()
    await asyncio.gather(courier, return_exceptions=True)
    database.close()


def _echo(work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
    work.say(conversation, Message((Part(verbatim(event.text)),)))
    return None


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another process holds the write lock of an SQLite file."""
    script = (
        "import sqlite3,sys; c=sqlite3.connect(sys.argv[1],isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('locked',flush=True); sys.stdin.readline(); c.execute('ROLLBACK')"
    )
    command = [sys.executable, "-I", "-S", "-c", script, str(database.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        yield
        other.stdin.write("\n")
        other.stdin.close()


async def test_while_another_process_holds_the_lock_updates_wait_and_are_answered_then(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    async with working(app):
        with locked(app.database):
            storing = asyncio.create_task(app.inbox.store([said("ana", ANSWERS["problem"])]))
            # reading goes on meanwhile, and nothing is acknowledged
            for _ in range(5):
                assert await app.chats.entries("ana", 0, 5)
            assert not storing.done()
        await asyncio.wait_for(storing, 10)
        await until(app, lambda: not states(app.database).keys() - {DONE})
    assert given(app, ana) == {"problem": ANSWERS["problem"]}


async def test_a_lock_that_outlasts_the_patience_is_an_error_to_the_caller_and_no_harm(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    app.database.write_now(lambda c: c.exec_driver_sql("PRAGMA busy_timeout = 1").fetchall())
    one = said("ana", ANSWERS["problem"])
    with locked(app.database), pytest.raises(OperationalError) as caught:
        await app.inbox.store([one])
    assert is_out_of_order(caught.value)
    await app.inbox.store([one])
    while await app.inbox.work_once():
        pass
    assert given(app, ana) == {"problem": ANSWERS["problem"]}


@asynccontextmanager
async def web_of(app: App) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(create_web(app, lambda: False), raise_server_exceptions=False) as client:
        token = (await client.post("/chat/session")).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


def long_message() -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "kind": "text", "text": "x" * 7999}


async def test_with_a_full_disk_the_page_is_told_and_may_send_again(app: App) -> None:
    async with web_of(app) as client:
        kept = []
        with full(app.database):
            while True:
                body = long_message()
                answer = await client.post("/chat/messages", json=body)
                if answer.status_code != 202:
                    break
                kept.append(body)
            assert answer.status_code >= 500
            assert answer.json()["error"]
            # reading works all the same
            assert (await client.get("/chat/history")).status_code == 200
            assert sum(states(app.database).values()) == len(kept)
        assert (await client.post("/chat/messages", json=body)).status_code == 202
    while await app.inbox.work_once():
        pass
    assert states(app.database) == {DONE: len(kept) + 1}


async def test_with_a_full_disk_telegram_is_told_to_come_back(app: App) -> None:
    webhook = Webhook("push-secret")
    headers = {"X-Telegram-Bot-Api-Secret-Token": "push-secret"}

    def body(number: int) -> bytes:
        chat = {"id": 5, "type": "private"}
        message = {"message_id": number, "date": 1, "chat": chat, "from": {"id": 5}, "text": "x" * 4000}
        return msgspec.json.encode({"update_id": number, "message": message})

    number = 0
    with full(app.database):
        while await webhook.accept(headers, body(number), app.inbox.store) == 200:
            number += 1
        assert await webhook.accept(headers, body(number), app.inbox.store) == 503
        assert sum(states(app.database).values()) == number
    assert await webhook.accept(headers, body(number), app.inbox.store) == 200
    assert sum(states(app.database).values()) == number + 1


async def test_a_disk_that_fills_up_in_the_middle_of_a_turn_costs_no_answer(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    one = said("ana", "y" * 1500)
    await app.inbox.store([one])
    before = sum(1 for _ in app.database.read_now(lambda c: c.execute(select(outbox_table.c.id)).all()))

    def fill(name: str) -> None:
        if name == "inbox.handled":
            raise OperationalError("INSERT", {}, _sqlite_full())

    checkpoints.set_hook(fill)
    try:
        for _ in range(5):
            with pytest.raises(OperationalError):
                await app.inbox.work_once()
    finally:
        checkpoints.set_hook(None)
    assert states(app.database) == {DONE: 3, READY: 1}
    assert len(app.database.read_now(lambda c: c.execute(select(outbox_table.c.id)).all())) == before
    while await app.inbox.work_once():
        pass
    assert given(app, ana) == {"problem": "y" * 1500}


def _sqlite_full() -> Exception:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("PRAGMA max_page_count = 1")
        try:
            connection.execute("CREATE TABLE t (a)")
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
        except sqlite3.OperationalError as error:
            return error
    raise AssertionError("this disk is never full")


async def test_a_handler_that_meets_a_full_disk_is_not_blamed_for_it(app: App) -> None:
    """The tries of an update are for its own faults: it must not end in quarantine because of the disk."""
    ana = Scene(app)
    await welcomed(ana)
    handle = app.inbox._handler
    trouble = [OperationalError("INSERT", {}, _sqlite_full()) for _ in range(5)]

    def failing(*turn: Any) -> Heard | None:
        if trouble:
            raise trouble.pop()
        return handle(*turn)

    app.inbox._handler = failing
    await app.inbox.store([said("ana", ANSWERS["problem"])])
    for _ in range(5):
        with pytest.raises(OperationalError):
            await app.inbox.work_once()
    while await app.inbox.work_once():
        pass
    assert states(app.database) == {DONE: 4}
    assert given(app, ana) == {"problem": ANSWERS["problem"]}


async def test_a_full_disk_of_files_makes_an_attachment_wait_and_no_worker_ends(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = FakeChannel()
    monkeypatch.setattr(channel, "fetch", _a_picture)
    app.inbox._channels["fake"] = channel  # type: ignore[index]
    await app.inbox.store([update(1, files=True)])
    keep = app.files.put

    def no_room(data: bytes) -> str:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(app.files, "put", no_room)
    fetching = asyncio.create_task(app.inbox.fetch())
    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            await app.inbox.fetch_waiting()
    assert not fetching.done()
    assert states(app.database) == {WAITS_FOR_FILE: 1}
    monkeypatch.setattr(app.files, "put", keep)
    app.bell.ring(["inbox.files"])
    async with asyncio.timeout(10):
        while states(app.database) != {READY: 1}:
            await app.bell.wait("inbox.work", 0.05)
    fetching.cancel()
    await asyncio.gather(fetching, return_exceptions=True)


async def _a_picture(_file: FileRef) -> bytes:
    return png()


async def test_a_file_nobody_can_read_does_not_hold_up_the_next_one(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = FakeChannel()
    app.inbox._channels["fake"] = channel  # type: ignore[index]
    await app.inbox.store([update(1, files=True, place="a"), update(2, files=True, place="b")])
    examine = attachments.examined
    faults: list[Exception] = [RuntimeError("a fault of the reader")]

    def examined(*of: Any, **how: Any) -> Any:
        if faults:
            raise faults.pop()
        return examine(*of, **how)

    monkeypatch.setattr(attachments, "examined", examined)
    await app.inbox.fetch_waiting()
    assert states(app.database) == {READY: 2}


async def test_the_worker_survives_a_fault_of_its_own(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    faults = [RuntimeError("a fault"), OSError("a disk")]

    def trouble(name: str) -> None:
        if name == "inbox.handled" and faults:
            raise faults.pop()

    await app.inbox.store([said("ana", ANSWERS["problem"])])
    checkpoints.set_hook(trouble)
    try:
        async with working(app):
            await until(app, lambda: not states(app.database).keys() - {DONE})
    finally:
        checkpoints.set_hook(None)
    assert given(app, ana) == {"problem": ANSWERS["problem"]}


@pytest.mark.postgresql
async def test_four_programs_on_one_postgresql_equal_one(address: str, tmp_path: Path) -> None:
    apps = [App(Settings(data_dir=tmp_path, database_url=address, secret_key=SECRET)) for _ in range(4)]
    people = [Scene(apps[n % 4], f"person-{n}") for n in range(20)]
    for person in people:
        await welcomed(person)
    for n, person in enumerate(people):
        for words in ANSWERS.values():
            one = said(person.place, words)
            # twice, by two programs: Telegram and pages repeat themselves
            await asyncio.gather(apps[n % 4].inbox.store([one]), apps[(n + 1) % 4].inbox.store([one]))

    async def drain(app: App) -> None:
        while states(app.database).keys() - {DONE}:
            await app.inbox.work_once()

    async with asyncio.timeout(20):
        await asyncio.gather(*(drain(app) for app in apps))
    for person in people:
        assert given(person.app, person) == ANSWERS
    for app in apps:
        app.close()


async def test_the_same_update_five_times_at_once_is_one_turn(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    one = said("ana", ANSWERS["problem"])
    async with working(app):
        await asyncio.gather(*(app.inbox.store([one]) for _ in range(5)))
        await until(app, lambda: not states(app.database).keys() - {DONE})
    assert given(app, ana) == {"problem": ANSWERS["problem"]}
    assert sum(states(app.database).values()) == 4


@pytest.mark.postgresql
async def test_a_lock_that_a_restart_took_away_is_noticed_and_can_be_had_again(
    server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two couriers of one bot token would send everything twice."""
    monkeypatch.setattr(locks, "AGAIN", 0.01)
    here, there = Database(address), Database(address)
    lock, other = Lock(here, "telegram:1"), Lock(there, "telegram:1")
    async with lock.held():
        watching = asyncio.create_task(lock.watch())
        assert not await asyncio.to_thread(other._take)
        await asyncio.to_thread(server.restart)
        with pytest.raises(LockLost):
            await asyncio.wait_for(watching, 10)
    async with other.held():
        assert not await asyncio.to_thread(lock._take)
    async with lock.held():
        assert not await asyncio.to_thread(other._take)
    here.close()
    there.close()
