"""What every test may use: a database of each kind, a vault, parts put together around a channel of our own."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url, text

from storage import schema
from storage.crypto import Keys
from storage.database import Database

# machines are shared and slow now and then: how long an example takes says nothing
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

SECRET = "a-secret-of-the-tests-that-is-long-enough"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-browser", action="store_true", help="run the tests that need Chromium")
    parser.addoption("--run-crash", action="store_true", help="run the long tests that kill processes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in ("browser", "crash"):
            if mark in item.keywords and not config.getoption(f"--run-{mark}"):
                item.add_marker(pytest.mark.skip(reason=f"make {mark}-test"))


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.from_secret(SECRET)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run; each test makes a database of its own there."""
    from tests.doubles.postgres import Postgres

    # not below pytest's own folder: pytest shuts other users out of it, and the server does not run as root
    folder = Path(tempfile.mkdtemp(prefix="compagnon-postgres-"))
    server = Postgres(folder)
    yield server.start()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with today's schema."""
    found = Database(database_url)
    schema.upgrade(found.engine)
    yield found
    found.close()
