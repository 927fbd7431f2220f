"""Migrations lead to exactly the tables of the program; a database of the future is refused (R13)."""

import asyncio
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import schema
from storage.database import Database
from storage.tables import metadata


def test_migrations_lead_to_the_tables_of_the_program(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_program_knows_its_newest_migration() -> None:
    folder = schema._MIGRATIONS
    assert ScriptDirectory(str(folder)).get_current_head() == schema.HEAD


def test_a_database_of_the_future_is_refused_with_a_remedy(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaError, match="install the newer program"):
        schema.upgrade(database.engine)


def test_event_numbers_are_never_given_twice(database: Database) -> None:
    if not database.sqlite:
        pytest.skip("PostgreSQL's sequences never go back")
    with database.engine.connect() as connection:
        sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'outbox'")).scalar_one()
    assert "AUTOINCREMENT" in sql


async def test_programs_that_start_together_migrate_once(database_url: str) -> None:
    program = (
        "from storage.database import Database; from storage import schema; import sys;"
        "found = Database(sys.argv[1]); schema.upgrade(found.engine); found.close()"
    )
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, database_url, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    errors = [(await process.communicate())[1].decode() for process in started]
    assert errors == ["", ""]
