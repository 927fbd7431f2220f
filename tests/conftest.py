"""What every test may use: a database of each kind, a vault, parts put together around a channel of our own."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url, text

from storage import schema
from storage.crypto import Keys
from storage.database import Database
from tests.fresh import migrated

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
    address = server.start()
    # the tests end programs, never the machine
    _order(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a database with today's schema, to make others like it."""
    name = "today"
    _order(postgres, f"CREATE DATABASE {name}")
    found = Database(_address(postgres, name))
    schema.upgrade(found.engine)
    found.close()
    return name


def _address(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _order(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


@contextmanager
def _database_of_its_own(server: str, template: str = "template1") -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    _order(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _address(server, name)
    _order(server, f"DROP DATABASE {name} WITH (FORCE)")


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with _database_of_its_own(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with today's schema, once of each kind."""
    if request.param == "sqlite":
        found = Database(f"sqlite:///{migrated(tmp_path / 'test.db')}")
        yield found
        found.close()
        return
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
    with _database_of_its_own(server, template) as address:
        found = Database(address)
        yield found
        found.close()
