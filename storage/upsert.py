"""INSERT … ON CONFLICT in the two dialects that speak it, under one name."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(connection: Connection, table: Table) -> Any:
    """An INSERT that leaves a row that is there already as it is."""
    return _insert(connection, table).on_conflict_do_nothing()


def insert_or_update(
    connection: Connection,
    table: Table,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    key: Sequence[str],
    *,
    rising: str = "",
) -> None:
    """Insert rows; a row with the same `key` gets the new values, and its column `rising` one more."""
    rows = [values] if isinstance(values, Mapping) else list(values)
    if not rows:
        return
    statement = _insert(connection, table)
    changes = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if rising:
        changes[rising] = table.c[rising] + 1
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changes), rows)


def _insert(connection: Connection, table: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
