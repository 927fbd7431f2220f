"""The whole program on a database of its own, with a clock moved by hand and a small catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import samples
from bot.app import App
from storage import catalogue
from tests.scene import Clock, Scene, make_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    found = make_app(tmp_path, clock)
    cards = list(samples.hosts(60))
    found.database.write_now(lambda c: catalogue.save_hosts(c, clock(), cards))
    found.database.write_now(lambda c: catalogue.save_practices(c, clock(), samples.practices(cards, 20)))
    yield found
    found.close()


@pytest.fixture
def ana(app: App) -> Scene:
    return Scene(app)
