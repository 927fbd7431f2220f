"""The double and the bots as processes, and what they cost."""

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).parents[2]


class Failed(Exception):
    """A process under test did not do its part; the message ends with what it said last."""


class Program:
    """A child process; its CPU seconds can be read from outside while it runs."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._command = (sys.executable, "-m", module, *arguments)
        self._environment = {**os.environ, **(environment or {})}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self.process = await asyncio.create_subprocess_exec(
            *self._command, cwd=ROOT, env=self._environment, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=self._said,
        )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), 5)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
        self._said.close()

    async def line(self) -> str:
        """The next line of standard output. Raises Failed when there is none."""
        assert self.process is not None
        assert self.process.stdout is not None
        said = (await self.process.stdout.readline()).decode().strip()
        if not said:
            raise self.failed("ended")
        return said

    def cpu(self) -> float:
        """CPU seconds of the process so far, all threads."""
        assert self.process is not None
        # Linux: the clock of another process is named by its number (clock_getcpuclockid)
        return time.clock_gettime((~self.process.pid << 3) | 2)

    async def idle(self) -> None:
        """Wait until the process does nothing any more: what it reads once at its start belongs to no message."""
        before = -1.0
        while (now := self.cpu()) - before > 0.02:
            before = now
            await asyncio.sleep(0.4)

    def failed(self, what: str) -> Failed:
        """An error with the last words of the process."""
        self._said.seek(0)
        return Failed(f"{' '.join(self._command[2:4])} {what}: {self._said.read()[-2000:].decode(errors='replace')}")


class Double(Program):
    """The Bot API double as a process, held by its control requests (`tests/doubles/bot_api/control.py`)."""

    def __init__(self, *options: str) -> None:
        super().__init__("tests.doubles.bot_api", *options)
        self.url = self.token = ""
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        found = json.loads(await self.line())
        self.url, self.token = found["url"], found["token"]
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        await super().__aexit__(kind, error, trace)

    async def get(self, what: str) -> Any:
        """Read something."""
        assert self._session is not None
        async with self._session.get(f"{self.url}/_double/{what}") as answer:
            return await answer.json()

    async def post(self, what: str, given: Any = None) -> Any:
        """Order something."""
        assert self._session is not None
        async with self._session.post(f"{self.url}/_double/{what}", json=given) as answer:
            found = await answer.json()
            if answer.status != 200:
                raise Failed(f"the double: {found}")
            return found

    async def says(self, words: Sequence[tuple[int, str]]) -> None:
        """People write."""
        await self.post("act", [{"user": user, "does": "says", "text": text} for user, text in words])

    async def sent(self, count: int, bot: Program, timeout: float = 30.0) -> dict[str, Any]:  # noqa: ASYNC109
        """Wait until the bot has sent so many messages since the last reset."""
        found: dict[str, Any] = await self.post("wait", {"sent": count, "timeout": timeout})
        if not found["reached"]:
            raise bot.failed(f"sent {found['sent']} messages instead of {count}")
        return found

    async def quiet(self) -> None:
        """Wait until the bot calls nothing any more (it has introduced itself)."""
        before = -1
        while (now := sum((await self.get("counters"))["calls"].values())) != before:
            before = now
            await asyncio.sleep(0.4)
