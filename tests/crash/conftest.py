"""Programs that these tests start end with them, also where one fails: a forgotten one goes on asking for updates."""

import asyncio
from collections.abc import AsyncIterator

import pytest


@pytest.fixture
async def started() -> AsyncIterator[list[asyncio.subprocess.Process]]:
    """The programs of a test: each is added when it is started."""
    found: list[asyncio.subprocess.Process] = []
    yield found
    for process in found:
        if process.returncode is None:
            process.kill()
            await process.wait()
