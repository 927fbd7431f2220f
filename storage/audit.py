"""The record of who read and changed what (P6): rows are only ever added, and each is chained to the one before it.

A row holds the SHA-256 of its own content and of the hash of the row before. Whoever alters, adds or takes out a row has to
compute every later one again, and then the newest hash is another than the one noted elsewhere (`audit verify` prints it, the log
tells it every hour, an exported file ends with it). There is no key in it on purpose (docs/decisions/0008).

What is past its time is deleted from the beginning of the chain alone; `audit_anchor` keeps the hash that the rest begins at.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, text

from storage.tables import audit, audit_anchor
from storage.upsert import insert_or_update

#: what the very first row comes after
BEGINNING: Final = "0" * 64

#: PostgreSQL's lock while a row is chained; any number that nothing else locks
_CHAINING = 0x436F6D7062
_NEWEST = select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
#: rows read at once
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the record. `actor` is "staff:3", "trainee" or "system", `about` what it was done to, such as "conversation:7"."""

    id: int
    at: int
    actor: str
    what: str
    about: str
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: how many rows hold together, the newest hash, and the first row that does not fit."""

    rows: int
    head: str
    broken: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows somebody asks for; `since` and `until` in milliseconds, `until` not included."""

    actors: Sequence[str] | None = None
    about: str = ""
    since: int | None = None
    until: int | None = None


def link(before: str, at: int, actor: str, what: str, about: str) -> str:
    """The hash of a row that comes after the hash `before`."""
    return hashlib.sha256(msgspec.json.encode([before, at, actor, what, about])).hexdigest()


def add(connection: Connection, now: int, actor: str, what: str, about: str = "") -> None:
    """Add a row. Call it last in a transaction: on PostgreSQL others who write to the record wait from here to the commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _CHAINING})
    before = head(connection)
    values = {"at": now, "actor": actor, "what": what, "about": about, "before": before}
    connection.execute(insert(audit).values(**values, hash=link(before, now, actor, what, about)))


def head(connection: Connection) -> str:
    """The newest hash."""
    newest: str | None = connection.execute(_NEWEST).scalar_one_or_none()
    return newest if newest is not None else _anchor(connection)


def page(connection: Connection, wanted: Wanted, number: int, size: int) -> tuple[list[Entry], bool]:
    """Page `number` of the rows, newest first, and whether there are more after it."""
    query = _wanted(wanted).order_by(audit.c.id.desc()).offset((number - 1) * size).limit(size + 1)
    found = [_entry(row) for row in connection.execute(query)]
    return found[:size], len(found) > size


def everything(connection: Connection) -> Iterator[Entry]:
    """All rows, oldest first."""
    query = _wanted(Wanted()).order_by(audit.c.id)
    # closed also when whoever reads has enough
    with connection.execute(query, execution_options={"yield_per": _ROWS}) as rows:
        for row in rows:
            yield _entry(row)


def verify(connection: Connection) -> Verdict:
    """Walk along the whole chain."""
    return walk(everything(connection), _anchor(connection))


def walk(entries: Iterable[Entry], beginning: str) -> Verdict:
    """Does each row come after the one before it, the first of them after `beginning`?"""
    before, rows = beginning, 0
    for one in entries:
        if one.before != before or one.hash != link(before, one.at, one.actor, one.what, one.about):
            return Verdict(rows, before, one.id)
        before, rows = one.hash, rows + 1
    return Verdict(rows, before)


def holds(connection: Connection, noted: str) -> bool:
    """Is this hash, noted earlier, one of the chain still?"""
    known = select(audit.c.id).where(audit.c.hash == noted)
    return noted == _anchor(connection) or connection.execute(known).first() is not None


def forget(connection: Connection, before: int) -> int:
    """Delete the rows from before a moment, from the beginning up to the first one that is younger; returns how many."""
    first_kept = select(func.min(audit.c.id)).where(audit.c.at >= before).scalar_subquery()
    over = (audit.c.at < before) & ((audit.c.id < first_kept) | first_kept.is_(None))
    last = connection.execute(select(audit.c.id, audit.c.hash).where(over).order_by(audit.c.id.desc()).limit(1)).first()
    if last is None:
        return 0
    insert_or_update(connection, audit_anchor, {"id": 1, "hash": last.hash}, ["id"])
    return connection.execute(delete(audit).where(audit.c.id <= last.id)).rowcount


def _anchor(connection: Connection) -> str:
    kept: str | None = connection.execute(select(audit_anchor.c.hash)).scalar_one_or_none()
    return kept or BEGINNING


def _wanted(wanted: Wanted) -> Select[Any]:
    query = select(audit)
    if wanted.actors is not None:
        query = query.where(audit.c.actor.in_(wanted.actors))
    if wanted.about:
        query = query.where(audit.c.about == wanted.about)
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    return query


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, row.at, row.actor, row.what, row.about, row.before, row.hash)
