"""The program as an operator starts it: one address, one line for each mistake, a clean end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.doubles.bot_api import BotApiDouble

SECRET = "a-secret-of-the-tests-that-is-long-enough"


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPAGNON_")}
    return clean | {"COMPAGNON_DATA_DIR": str(folder), "COMPAGNON_WEB_PORT": "0"} | more


@asynccontextmanager
async def running(
    folder: Path, *, command: str = "run", **more: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, env=environment(folder, **more), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    try:
        yield line.split()[-1], process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)


async def events(client: httpx.AsyncClient, token: str, after: int = 0) -> AsyncIterator[dict[str, object]]:
    headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": str(after)}
    async with client.stream("GET", "/chat/events", headers=headers) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                yield json.loads(line.removeprefix("data:"))


async def test_a_browser_gets_its_answer_over_the_wire_and_the_end_is_clean(tmp_path: Path) -> None:
    async with running(tmp_path) as (address, process):
        async with httpx.AsyncClient(base_url=address, timeout=20) as client:
            assert (await client.get("/health")).json() == {"status": "ok"}
            assert "/desk" in (await client.get("/")).text
            token = (await client.post("/chat/session")).json()["token"]
            body = {
                "id": str(uuid.uuid4()),
                "kind": "text",
                "text": "Bonjour, je voudrais visiter une équipe à l'étranger",
            }
            sent = await client.post("/chat/messages", json=body, headers={"Authorization": f"Bearer {token}"})
            assert sent.status_code == 202
            async with asyncio.timeout(20):
                first = await anext(aiter(events(client, token)))
            assert "Compagnon" in json.dumps(first)
            assert "Bonjour" in json.dumps(first, ensure_ascii=False)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_telegram_pushes_and_a_wrong_secret_leaves_no_trace(tmp_path: Path) -> None:
    async with BotApiDouble() as double:
        settings = {
            "COMPAGNON_TELEGRAM_TOKEN": double.token, "COMPAGNON_TELEGRAM_API": double.url,
            "COMPAGNON_TELEGRAM_MODE": "webhook", "COMPAGNON_TELEGRAM_WEBHOOK_SECRET": "push-secret",
            "COMPAGNON_WEB_PORT": str(_free_port()),
        }  # fmt: skip
        settings["COMPAGNON_PUBLIC_URL"] = f"http://127.0.0.1:{settings['COMPAGNON_WEB_PORT']}"
        async with running(tmp_path, **settings) as (address, _):
            ana = double.user(7, language_code="en")
            ana.says("Hello, I would like to visit a team abroad")
            await ana.waits_for(
                lambda screen: any("I am Compagnon" in s.text for s in screen if not s.mine), timeout=40
            )
            async with httpx.AsyncClient(base_url=address) as client:
                for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
                    answer = await client.post("/telegram/webhook", json={"update_id": 99}, headers=headers)
                    assert answer.status_code == 401


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("setting", "value", "remedy"),
    [
        ("COMPAGNON_WEB_PORT", "eighty", "COMPAGNON_WEB_PORT"),
        ("COMPAGNON_WEB_PORT", "99999", "between 0 and 65535"),
        ("COMPAGNON_DATABASE_URL", "mysql://x", "sqlite:///"),
        ("COMPAGNON_TIME_ZONE", "Mars/Crater", "Europe/Brussels"),
        ("COMPAGNON_WEB_HOST", "0.0.0.0", "COMPAGNON_SECRET_KEY"),
        ("COMPAGNON_SECRET_KEY", "short", "32 characters"),
        ("COMPAGNON_LOG_LEVEL", "LOUD", "COMPAGNON_LOG_LEVEL"),
        ("COMPAGNON_DATA_DIR", "/proc/nowhere", "/proc/nowhere"),
        ("COMPAGNON_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/x", "COMPAGNON_DATABASE_URL"),
        ("COMPAGNON_TELEGRAM_TOKEN", "nonsense", "TELEGRAM_TOKEN"),
    ],
)
def test_a_wrong_setting_ends_with_one_line_that_says_what_to_do(
    tmp_path: Path, setting: str, value: str, remedy: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], env=environment(tmp_path, **{setting: value}), capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert remedy in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_webhook_without_a_secret_refuses_to_start(tmp_path: Path) -> None:
    more = {"COMPAGNON_TELEGRAM_TOKEN": "123456789:" + "A" * 35, "COMPAGNON_TELEGRAM_MODE": "webhook"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "COMPAGNON_TELEGRAM_WEBHOOK_SECRET" in done.stderr


def test_a_port_in_use_ends_with_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "bot", "run"], env=environment(tmp_path, COMPAGNON_WEB_PORT=port), capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert "COMPAGNON_WEB_PORT" in done.stderr


async def test_pages_and_worker_may_be_two_processes(tmp_path: Path, database_url: str) -> None:
    more = {"COMPAGNON_DATABASE_URL": database_url}
    async with running(tmp_path, command="web", **more) as (address, _):
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "worker", env=environment(tmp_path, **more)
        )
        try:
            async with httpx.AsyncClient(base_url=address, timeout=20) as client:
                token = (await client.post("/chat/session")).json()["token"]
                body = {"id": str(uuid.uuid4()), "kind": "text", "text": "Hello, I would like to visit a team abroad"}
                await client.post("/chat/messages", json=body, headers={"Authorization": f"Bearer {token}"})
                async with asyncio.timeout(20):
                    first = await anext(aiter(events(client, token)))
                assert "I am Compagnon" in json.dumps(first)
        finally:
            worker.terminate()
            assert await asyncio.wait_for(worker.wait(), 20) == 0
