"""A part of the program that stops by an error is begun again; one that ends by itself, or is ended, is not."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import parts
from bot.app import App
from bot.inbox import milliseconds
from bot.locks import Lock, LockLost
from bot.outbox import Courier
from bot.parts import keep_running
from bot.settings import Settings
from domain.messages import Message, Part, verbatim
from storage import conversations, outbox
from storage.outbox import Letter
from tests.doubles.channel import FakeChannel


class Time:
    """Seconds, moved by those who sleep or run; the pauses are kept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def part_of(time: Time, *runs: float) -> Callable[[], Any]:
    """Runs for so many seconds and fails, again and again; then it ends by itself."""
    left = list(runs)

    async def part() -> None:
        if left:
            time.now += left.pop(0)
            raise RuntimeError("what people wrote")

    return part


async def run(time: Time, *runs: float) -> None:
    await keep_running("a part", part_of(time, *runs), clock=time, sleep=time.sleep)


async def test_the_pauses_grow_up_to_half_a_minute() -> None:
    time = Time()
    await run(time, *[0.1] * 8)
    assert time.pauses == [1, 2, 4, 8, 16, 30, 30, 30]


async def test_after_it_ran_well_the_pauses_are_short_again() -> None:
    time = Time()
    await run(time, 0.1, 0.1, 0.1, 3600.0, 0.1)
    assert time.pauses == [1, 2, 4, 1, 2]


async def test_each_stop_is_one_line_in_the_log_without_what_people_wrote() -> None:
    with capture_logs() as lines:
        await run(Time(), 0.1, 0.1)
    assert [(line["event"], line["part"], line["error"]) for line in lines] == [
        ("app.part_stopped", "a part", "RuntimeError")
    ] * 2
    assert "wrote" not in str(lines)


async def test_of_a_group_of_tasks_the_log_names_the_one_that_failed() -> None:
    failing = [ExceptionGroup("tasks", [ExceptionGroup("more", [LockLost()])])]

    async def part() -> None:
        if failing:
            raise failing.pop()

    time = Time()
    with capture_logs() as lines:
        await keep_running("telegram", part, clock=time, sleep=time.sleep)
    assert [line["error"] for line in lines] == ["LockLost"]


@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancelled_part_ends_at_once(fails: bool) -> None:
    begun = asyncio.Event()

    async def part() -> None:
        begun.set()
        if fails:
            raise RuntimeError
        await asyncio.Event().wait()

    task = asyncio.create_task(keep_running("a part", part))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 0.5)


class Spoken(FakeChannel):
    """A channel that refuses its token: receiving ends by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def receive(self, store: Any) -> None:
        self.asked += 1

    async def close(self) -> None:
        """Nothing to close."""


def app_on(channel: FakeChannel, folder: Path) -> App:
    secret, token = "a-secret-of-the-tests-that-is-long-enough", "123456789:" + "A" * 35
    app = App(Settings(data_dir=folder, secret_key=secret, telegram_token=token))
    app.telegram = app.channels[channel.name] = channel
    place, now = app.vault.lookup("fake:a"), milliseconds()

    def put(connection: Any) -> None:
        ids = conversations.ensure(connection, app.vault, now, "fake", [(place, {"place": "a"})])
        letter = Letter(ids[place], "fake", 0, "en", Message((Part(verbatim("hello")),)))
        outbox.put(connection, app.vault, now, [letter])

    app.database.write_now(put)
    return app


def fails_once(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, error: Exception) -> None:
    runs = getattr(owner, name)
    errors = [error]

    async def failing(self: Any, *of: Any) -> None:
        if errors:
            raise errors.pop()
        await runs(self, *of)

    monkeypatch.setattr(owner, name, failing)
    monkeypatch.setattr(parts, "FIRST_PAUSE", 0.0)


@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        (Courier, "_loop", RuntimeError("a fault of the courier")),
        (Lock, "watch", LockLost()),
        (Spoken, "receive", OSError("a fault of the receiver")),
    ],
)
async def test_when_a_task_of_telegram_fails_a_new_courier_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, error: Exception
) -> None:
    channel = Spoken()
    app = app_on(channel, tmp_path)
    fails_once(monkeypatch, owner, name, error)
    async with app.background():
        await asyncio.wait_for(channel.arrived.wait(), 10)
    assert channel.sent == [("a", "hello")]
    assert app.inbox.posts == {}
    app.close()


async def test_a_refused_token_stays_off_and_messages_go_out_all_the_same(tmp_path: Path) -> None:
    channel = Spoken()
    app = app_on(channel, tmp_path)
    async with app.background():
        await asyncio.wait_for(channel.arrived.wait(), 10)
    assert channel.asked == 1
    app.close()


async def test_housekeeping_that_fails_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = asyncio.Event()
    faults = [RuntimeError("a fault")]

    async def tidy_up(*_of: Any) -> None:
        if faults:
            raise faults.pop()
        swept.set()

    monkeypatch.setattr("bot.app.tidy_up", tidy_up)
    monkeypatch.setattr(parts, "FIRST_PAUSE", 0.0)
    app = App(Settings(data_dir=tmp_path, secret_key="a-secret-of-the-tests-that-is-long-enough"))
    async with app.background():
        await asyncio.wait_for(swept.wait(), 10)
    app.close()
