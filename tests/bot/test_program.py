"""The program as an operator starts it: one address, one line for each mistake, a clean end."""

import asyncio
import json
import signal
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.commands.cli import call, environment
from tests.doubles.bot_api import BotApiDouble
from tests.fresh import migrated

#: seconds that something is waited for which takes a few: the machine may have more to do
PATIENCE = 60.0


@asynccontextmanager
async def running(
    folder: Path, *, command: str = "run", **more: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    migrated(folder / "compagnon.db")
    env = environment(folder, **{"COMPAGNON_WEB_PORT": "0"} | more)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, env=env, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        yield line.split()[-1], process
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE)
    finally:
        # one that does not end, or was not asked to, is no trouble to the tests after it
        if process.returncode is None:
            process.kill()
            await process.wait()


async def events(client: httpx.AsyncClient, token: str, after: int = 0) -> AsyncIterator[dict[str, object]]:
    headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": str(after)}
    async with client.stream("GET", "/chat/events", headers=headers) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                yield json.loads(line.removeprefix("data:"))


async def test_a_browser_and_telegram_get_their_answers_from_one_program_and_the_end_is_clean(tmp_path: Path) -> None:
    async with BotApiDouble() as double:
        settings = {
            "COMPAGNON_TELEGRAM_TOKEN": double.token, "COMPAGNON_TELEGRAM_API": double.url,
            "COMPAGNON_TELEGRAM_MODE": "webhook", "COMPAGNON_TELEGRAM_WEBHOOK_SECRET": "push-secret",
            "COMPAGNON_WEB_PORT": str(_free_port()),
        }  # fmt: skip
        settings["COMPAGNON_PUBLIC_URL"] = f"http://127.0.0.1:{settings['COMPAGNON_WEB_PORT']}"
        async with running(tmp_path, **settings) as (address, process):
            async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
                assert (await client.get("/health")).json() == {"status": "ok"}
                assert "/desk" in (await client.get("/")).text
                first = await answer(client, "Bonjour, je voudrais visiter une équipe à l'étranger")
                assert "Compagnon" in first
                assert "Bonjour" in first
                for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
                    refused = await client.post("/telegram/webhook", json={"update_id": 99}, headers=headers)
                    assert refused.status_code == 401
            ana = double.user(7, language_code="en")
            ana.says("Hello, I would like to visit a team abroad")
            await ana.waits_for(
                lambda screen: any("I am Compagnon" in s.text for s in screen if not s.mine), timeout=PATIENCE
            )
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def answer(client: httpx.AsyncClient, words: str) -> str:
    """Say this on the web page, as somebody new; what comes back first, as JSON."""
    token = (await client.post("/chat/session")).json()["token"]
    body = {"id": str(uuid.uuid4()), "kind": "text", "text": words}
    sent = await client.post("/chat/messages", json=body, headers={"Authorization": f"Bearer {token}"})
    assert sent.status_code == 202
    async with asyncio.timeout(PATIENCE):
        return json.dumps(await anext(aiter(events(client, token))), ensure_ascii=False)


def _free_port() -> int:
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
    done = call("run", env=environment(tmp_path, **{setting: value}))
    assert done.code in (1, 2)
    assert remedy in done.said


def test_a_webhook_without_a_secret_refuses_to_start(tmp_path: Path) -> None:
    more = {"COMPAGNON_TELEGRAM_TOKEN": "123456789:" + "A" * 35, "COMPAGNON_TELEGRAM_MODE": "webhook"}
    done = call("run", env=environment(tmp_path, **more))
    assert done.code == 2
    assert "COMPAGNON_TELEGRAM_WEBHOOK_SECRET" in done.said


def test_a_port_in_use_ends_with_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = call("run", env=environment(tmp_path, COMPAGNON_WEB_PORT=port))
    assert done.code == 1
    assert "COMPAGNON_WEB_PORT" in done.said


async def test_pages_and_worker_may_be_two_processes(tmp_path: Path, ready_url: str) -> None:
    more = {"COMPAGNON_DATABASE_URL": ready_url}
    async with running(tmp_path, command="web", **more) as (address, _):
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "worker", env=environment(tmp_path, **more)
        )
        try:
            async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
                assert "I am Compagnon" in await answer(client, "Hello, I would like to visit a team abroad")
        finally:
            worker.terminate()
            assert await asyncio.wait_for(worker.wait(), PATIENCE) == 0
