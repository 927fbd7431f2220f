"""What staff found to be read wrongly: marked beside the message, and kept as an example without anybody in it.

An example knows neither person nor conversation, so it stays when they go. As long as the message is there, its trace names the
example, so that the mark can be taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, select, update

from domain.messages import Message
from domain.traces import Mark, Trace
from storage.crypto import Vault
from storage.desk import PAGE, Page
from storage.tables import misreading, outbox

#: `meant`: none of all that the program knows
NOTHING_OF_THESE = "none"

_CONTEXT = b"outbox.trace"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Trace).decode
_message = msgspec.json.Decoder(Message).decode


@dataclass(frozen=True, slots=True)
class Example:
    """A reading that was wrong. `day` is YYYY-MM-DD; `meant` may be empty; `words` hold nothing about anybody."""

    day: str
    kind: str
    read: str
    confidence: float | None
    sure: bool
    meant: str
    asked: str
    lang: str
    words: str


_COLUMNS = tuple(field.name for field in fields(Example))


@dataclass(frozen=True, slots=True)
class Read:
    """A message of a trainee with its trace; `lang` is the language of the conversation at the time."""

    message: Message
    trace: Trace
    lang: str


def traces(connection: Connection, vault: Vault, messages: Iterable[int]) -> Mapping[int, Trace]:
    """What was read in these messages, of those in which something was."""
    rows = connection.execute(
        select(outbox.c.id, outbox.c.trace).where(outbox.c.id.in_(list(messages)), outbox.c.trace.is_not(None))
    )
    return {row.id: _decode(vault.open(row.trace, _CONTEXT)) for row in rows}


def read(connection: Connection, vault: Vault, conversation_id: int, message_id: int) -> Read | None:
    """A message with its trace; None when this conversation has none such."""
    row = connection.execute(
        select(outbox.c.body, outbox.c.trace, outbox.c.lang).where(
            outbox.c.id == message_id, outbox.c.conversation_id == conversation_id, outbox.c.trace.is_not(None)
        )
    ).first()
    if row is None:
        return None
    return Read(_message(vault.open(row.body, b"outbox.body")), _decode(vault.open(row.trace, _CONTEXT)), row.lang)


def mark(connection: Connection, vault: Vault, message_id: int, place: int, example: Example) -> bool:
    """Mark the reading at `place` of a message's trace as wrong and keep the example; False when it is marked already, or gone."""
    trace = _locked(connection, vault, message_id)
    if trace is None or not 0 <= place < len(trace.read) or trace.read[place].mark is not None:
        return False
    values = {name: getattr(example, name) for name in _COLUMNS}
    number = connection.execute(insert(misreading).values(values).returning(misreading.c.id)).scalar_one()
    _write(connection, vault, message_id, trace, place, Mark(number, example.meant))
    return True


def take_back(connection: Connection, vault: Vault, message_id: int, place: int) -> bool:
    """The reading was right after all: the mark and its example go; False when there is no mark."""
    trace = _locked(connection, vault, message_id)
    marked = trace.read[place].mark if trace is not None and 0 <= place < len(trace.read) else None
    if trace is None or marked is None:
        return False
    connection.execute(delete(misreading).where(misreading.c.id == marked.example))
    _write(connection, vault, message_id, trace, place, None)
    return True


def examples(connection: Connection, *, kind: str = "", page: int = 1) -> Page[Example]:
    """The examples, the newest first, perhaps of one kind; pages count from 1."""
    query = _examples(kind).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = [Example(*row) for row in connection.execute(query)]
    return Page(rows[:PAGE], page, len(rows) > PAGE)


def all_examples(connection: Connection, *, kind: str = "") -> list[Example]:
    """All of them, the newest first."""
    return [Example(*row) for row in connection.execute(_examples(kind))]


def counts(connection: Connection) -> Sequence[tuple[str, str, int]]:
    """How often what was read wrongly: kind, reading, number; the most frequent first."""
    number = func.count()
    rows = connection.execute(
        select(misreading.c.kind, misreading.c.read, number)
        .group_by(misreading.c.kind, misreading.c.read)
        .order_by(number.desc(), misreading.c.kind, misreading.c.read)
    )
    return [(row.kind, row.read, row[2]) for row in rows]


def _examples(kind: str) -> Select[Any]:
    query = select(*(misreading.c[name] for name in _COLUMNS)).order_by(misreading.c.id.desc())
    return query.where(misreading.c.kind == kind) if kind else query


def _locked(connection: Connection, vault: Vault, message_id: int) -> Trace | None:
    """The trace of a message, which nobody else marks meanwhile."""
    query = select(outbox.c.trace).where(outbox.c.id == message_id).with_for_update()
    sealed = connection.execute(query).scalar_one_or_none()
    return _decode(vault.open(sealed, _CONTEXT)) if sealed else None


def _write(
    connection: Connection, vault: Vault, message_id: int, trace: Trace, place: int, marked: Mark | None
) -> None:
    readings = list(trace.read)
    readings[place] = msgspec.structs.replace(readings[place], mark=marked)
    sealed = vault.seal(_encode(msgspec.structs.replace(trace, read=tuple(readings))), _CONTEXT)
    connection.execute(update(outbox).where(outbox.c.id == message_id).values(trace=sealed))
