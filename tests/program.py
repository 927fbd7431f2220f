"""Fixtures: the whole program on a database of its own, with a clock moved by hand and a small catalogue."""

import tempfile
from collections.abc import Iterator
from functools import cache
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
    (tmp_path / "compagnon.db").write_bytes(_with_cards())
    found = make_app(tmp_path, clock)
    yield found
    found.close()


@cache
def _with_cards() -> bytes:
    """The file of a database with the catalogue in it, made once and then copied: to read and store cards takes a while."""
    with tempfile.TemporaryDirectory() as folder:
        found, now = make_app(Path(folder)), Clock()()
        found.database.write_now(lambda c: catalogue.save_hosts(c, now, HOSTS))
        found.database.write_now(lambda c: catalogue.save_practices(c, now, PRACTICES))
        found.close()
        return (Path(folder) / "compagnon.db").read_bytes()
