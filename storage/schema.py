"""The schema of the database: brought up to date at start, refused when it is newer than this program (R13)."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

#: the revision this program is written for (a test compares it with the newest migration)
HEAD = "0016"

#: PostgreSQL's lock while migrating; any number that nothing else locks
_MIGRATING = 0x436F6D7061
_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database cannot be used; the message is one line with the remedy."""


def upgrade(engine: Engine) -> None:
    """Bring the database to `HEAD`. Raises SchemaError when it was made by a newer program."""
    current = _current(engine)
    if current == HEAD:
        return
    # imported here: a start with an up-to-date database need not load Alembic
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    if current is not None and current not in {
        step.revision for step in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise SchemaError(
            f"the database has schema {current}, this program knows {HEAD}: install the newer program or restore a backup"
        )
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # several processes may start at once: one migrates, the others wait and find nothing to do
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATING})
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return found
