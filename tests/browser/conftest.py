"""The real program and a real browser."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Connection

from bot.console.sessions import COOKIE, Tokens, new_token
from storage import staff
from storage.crypto import Keys
from storage.database import Database

SECRET = "a-secret-of-the-tests-that-is-long-enough"

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program keeps its data."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """The program on sample data."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPAGNON_")}
    settings = {
        "COMPAGNON_DATA_DIR": str(folder), "COMPAGNON_WEB_PORT": "0", "COMPAGNON_SECRET_KEY": SECRET,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--sample"], env=clean | settings, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        yield line.split()[-1]
        program.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip("no Chromium: make browser-test installs it")
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def member(folder: Path, address: str) -> Callable[[str], str]:
    """Makes an account of the helpdesk and a session of it: what its browser holds."""
    tokens, known = Tokens(Keys.from_secret(SECRET).sessions), dict[str, int]()

    def make(name: str) -> str:
        token, now = new_token(), time.time_ns() // 1_000_000

        def job(connection: Connection) -> None:
            if name not in known:
                number = staff.add(connection, now, f"{name.lower()}@example.org", name, ("en",), "", "agent", ("en",))
                assert number is not None
                known[name] = number
            staff.open_session(connection, now, tokens.stored(token), known[name])

        database = Database(f"sqlite:///{folder / 'compagnon.db'}")
        database.write_now(job)
        database.close()
        return token

    return make


@pytest.fixture
def desk(browser: Browser, address: str, member: Callable[[str], str]) -> Iterator[Callable[..., Page]]:
    """Opens the desk for somebody; every message on its console fails the test, but for what was refused to them."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_desk(name: str, width: int = 1280, height: int = 900, **how: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", base_url=address, **how
        )
        context.add_cookies([{"name": COOKIE, "value": member(name), "url": f"{address}/desk"}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_desk
    for context in contexts:
        context.close()
    known = re.compile(r"status of (400|409|422)|ERR_INTERNET_DISCONNECTED")
    assert [one for one in complaints if not known.search(one)] == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A page on a phone; every message on its console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", base_url=address)
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    # a lost connection is reported by the browser itself
    assert [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []
