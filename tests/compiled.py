"""What a statement compiles to is known to all databases of the tests once one has asked. Each engine keeps that for itself: to
compile them all again for each test takes a third of the tests that talk."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache


class _Alike:
    """What is compiled is kept by dialect: all of a kind are one."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class Sqlite(_Alike, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class Postgres(_Alike, PGDialect_psycopg):
    supports_statement_cache = True


def share() -> None:
    """From now on, by all engines."""
    registry.register("sqlite", __name__, Sqlite.__name__)
    registry.register("postgresql.psycopg", __name__, Postgres.__name__)
    compiled = LRUCache(2000)

    @event.listens_for(Engine, "engine_connect")
    def known(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)
