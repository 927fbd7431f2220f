"""The real program and a real browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program on sample data."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPAGNON_")}
    settings = {"COMPAGNON_DATA_DIR": str(tmp_path_factory.mktemp("data")), "COMPAGNON_WEB_PORT": "0"}
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
