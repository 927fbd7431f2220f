"""Fixtures: the whole program on a database of its own, with a clock moved by hand and a small catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from storage import catalogue
from tests.catalogue import HOSTS, PRACTICES
from tests.scene import Clock, make_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    found = make_app(tmp_path, clock)
    found.database.write_now(lambda c: catalogue.save_hosts(c, clock(), HOSTS))
    found.database.write_now(lambda c: catalogue.save_practices(c, clock(), PRACTICES))
    yield found
    found.close()
