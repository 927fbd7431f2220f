"""Statements that are kept are prepared once."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

from sqlalchemy import Column
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ClauseElement
from sqlalchemy.sql.visitors import iterate

import storage
from storage.tables import metadata


def _kept() -> Iterator[tuple[str, ClauseElement]]:
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, ClauseElement):
                yield f"{module.name}.{name}", value


def _of_partial_indexes() -> set[tuple[str, str]]:
    found = set()
    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            condition = "" if where is None else str(where)
            found |= {(table.name, word) for word in re.findall(r"[a-z_]+", condition) if word in table.c}
    return found


def test_no_statement_compares_a_column_of_a_partial_index_with_a_bound_constant() -> None:
    # SQLite would look at the value to choose the index, and prepare the statement anew whenever it runs
    partial, looked_at, wrong = _of_partial_indexes(), 0, []
    assert ("inbox", "state") in partial
    for name, statement in _kept():
        for one in iterate(statement):
            if isinstance(one, BinaryExpression) and isinstance(one.left, Column):
                table = getattr(one.left.table, "element", one.left.table)
                if (table.name, one.left.name) in partial:
                    looked_at += 1
                    if isinstance(one.right, BindParameter) and one.right.value is not None:
                        wrong.append(f"{name}: {one}")
    assert looked_at > 5
    assert wrong == []
