"""What every test may use: a database of each kind, a vault, parts put together around a channel of our own."""

import gc
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url, text

from storage import database as storage_database
from storage import schema
from storage.crypto import Keys
from storage.database import Database
from storage.tables import metadata
from tests import compiled
from tests.fresh import migrated

# machines are shared and slow now and then: how long an example takes says nothing
settings.register_profile("tests", deadline=None, max_examples=40)
# far into what can be thought of: make crash-test
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("tests")

# looking for circles after every 700 new objects, as Python does by itself, costs a fifth of collecting and a tenth of the tests
gc.set_threshold(50_000, 20, 100)

# the tests end programs, never the machine: nothing waits for the disk
_IN_EARNEST = {name: getattr(storage_database, name) for name in ("LASTING", "PASSING")}
for name in _IN_EARNEST:
    setattr(storage_database, name, "OFF")

compiled.share()

SECRET = "a-secret-of-the-tests-that-is-long-enough"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-browser", action="store_true", help="run the tests that need Chromium")
    parser.addoption("--run-crash", action="store_true", help="run the long tests: processes killed, races")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in ("browser", "crash"):
            if mark in item.keywords and not config.getoption(f"--run-{mark}"):
                item.add_marker(pytest.mark.skip(reason=f"make {mark}-test"))


def pytest_collection_finish() -> None:
    # what is loaded by now stays: there is no need to go through it again and again
    gc.collect()
    gc.freeze()


@pytest.fixture
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is committed waits for the disk, as it does outside of tests."""
    for name, value in _IN_EARNEST.items():
        monkeypatch.setattr(storage_database, name, value)


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
    # as with SQLite
    _order(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _address(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _order(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


@contextmanager
def _database_of_its_own(server: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    _order(server, f"CREATE DATABASE {name}")
    yield _address(server, name)
    _order(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_database(postgres: str) -> Iterator[str]:
    """The address of a database with today's schema that every test empties before it: to make one takes much longer."""
    with _database_of_its_own(postgres) as address:
        found = Database(address)
        schema.upgrade(found.engine)
        found.close()
        yield address


#: nobody is left of the test before, with whatever it had locked
_ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
#: no rows, rows are numbered from 1, and the schema is today's
_EMPTY = "; ".join(
    [
        f"UPDATE alembic_version SET version_num = '{schema.HEAD}'",
        *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),
        "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence",
    ]
)


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
    address = request.getfixturevalue("shared_database")
    _order(address, _ALONE, _EMPTY)
    found = Database(address)
    yield found
    found.close()


@pytest.fixture
def ready_url(database: Database) -> str:
    """The address of a database with today's schema, once of each kind."""
    return database.url.render_as_string(hide_password=False)
