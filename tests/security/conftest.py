"""The whole program on a database of its own, with a clock moved by hand and a small catalogue of hosts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from storage import catalogue
from tests.catalogue import HOSTS
from tests.scene import Clock, make_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    found = make_app(tmp_path, clock)
    found.database.write_now(lambda c: catalogue.save_hosts(c, clock(), HOSTS))
    yield found
    found.close()
