"""Conversations: one row for each place where somebody talks with us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, func, select, update

from storage.crypto import Vault
from storage.tables import conversation
from storage.upsert import insert_or_ignore

_CHANGING = ("person_id", "lang", "lang_locked", "owner", "team", "staff_id", "work", "epoch", "waiting_since",
             "lease_until", "snoozed_until", "reachable", "last_in_at", "last_out_at")  # fmt: skip


@dataclass(slots=True)
class Conversation:
    """A conversation as a turn sees and changes it; `memory` is the handlers' JSON, opened."""

    id: int
    channel: str
    person_id: int | None
    lang: str
    lang_locked: bool
    owner: str
    team: str
    staff_id: int | None
    work: str
    epoch: int
    waiting_since: int | None
    lease_until: int | None
    snoozed_until: int | None
    reachable: bool
    last_in_at: int | None
    last_out_at: int | None
    memory: bytes
    #: as it was when loaded: an untouched conversation is not written
    before: tuple[Any, ...] = field(default=(), repr=False)

    def values(self) -> tuple[Any, ...]:
        """What may change in a turn."""
        found: tuple[Any, ...] = _values(self)
        return found


_values = attrgetter(*_CHANGING, "memory")

COLUMNS = (
    conversation.c.id,
    conversation.c.channel,
    *(conversation.c[name] for name in _CHANGING),
    conversation.c.session,
)


def from_row(row: Row[Any], vault: Vault) -> Conversation:
    """A conversation from the columns `COLUMNS`."""
    values: dict[str, Any] = dict(row._mapping)
    session = values.pop("session")
    found = Conversation(**values, memory=vault.open(session, b"conversation.session") if session else b"")
    found.before = found.values()
    return found


def load(connection: Connection, vault: Vault, conversation_id: int) -> Conversation | None:
    """One conversation, or None."""
    row = connection.execute(select(*COLUMNS).where(conversation.c.id == conversation_id)).first()
    return from_row(row, vault) if row else None


def lock(connection: Connection, vault: Vault, conversation_id: int) -> Conversation | None:
    """One conversation that nobody else changes until the transaction ends; None when there is none.

    A turn of the inbox holds the same lock: whoever comes second sees what the first has done.
    """
    query = select(*COLUMNS).where(conversation.c.id == conversation_id).with_for_update(of=conversation)
    row = connection.execute(query).first()
    return from_row(row, vault) if row else None


_save = (
    update(conversation)
    .where(conversation.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in (*_CHANGING, "session")})
)


def save(connection: Connection, vault: Vault, changed: Iterable[Conversation]) -> None:
    """Write the conversations that have changed since they were loaded."""
    rows = []
    for item in changed:
        if item.values() == item.before:
            continue
        row = {f"b_{name}": getattr(item, name) for name in _CHANGING}
        row["b_session"] = vault.seal(item.memory, b"conversation.session") if item.memory else None
        row["b_id"] = item.id
        rows.append(row)
        item.before = item.values()
    if rows:
        connection.execute(_save, rows)


def ensure(
    connection: Connection,
    vault: Vault,
    now: int,
    channel: str,
    places: Sequence[tuple[bytes, dict[str, Any]]],
    earlier: Mapping[bytes, Sequence[bytes]] | None = None,
) -> dict[bytes, int]:
    """The ids of the conversations at these places, made where missing. `places` pairs keyed hashes with addresses.

    `earlier` has the hashes of a place under older keys, while a rotation lasts: a conversation found by one moves to the
    new hash.
    """
    known = _ids(connection, channel, [place for place, _ in places])
    moved = [(place, older) for place, older in (earlier or {}).items() if older and place not in known]
    for place, older in moved:
        connection.execute(_move, {"b_channel": channel, "b_place": place, "b_older": list(older)})
    if moved:
        known |= _ids(connection, channel, [place for place, _ in moved])
    for place, address in places:
        if place in known:
            continue
        sealed = vault.seal(msgspec.json.encode(address), b"conversation.address")
        values = {"channel": channel, "place": place, "address": sealed, "created_at": now}
        # another process may make the same conversation at this moment: the unique constraint decides
        connection.execute(insert_or_ignore(connection, conversation), values)
    missing = [place for place, _ in places if place not in known]
    return known | _ids(connection, channel, missing) if missing else known


_move = (
    update(conversation)
    .where(
        conversation.c.channel == bindparam("b_channel"),
        conversation.c.place.in_(bindparam("b_older", expanding=True)),
    )
    .values(place=bindparam("b_place"))
)
_at = select(conversation.c.place, conversation.c.id).where(
    conversation.c.channel == bindparam("channel"), conversation.c.place.in_(bindparam("places", expanding=True))
)


def _ids(connection: Connection, channel: str, places: Sequence[bytes]) -> dict[bytes, int]:
    rows = connection.execute(_at, {"channel": channel, "places": places})
    return {bytes(place): found for place, found in rows}


def address_of(connection: Connection, vault: Vault, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Where to answer, by conversation."""
    rows = connection.execute(select(conversation.c.id, conversation.c.address).where(conversation.c.id.in_(list(ids))))
    return {found: msgspec.json.decode(vault.open(sealed, b"conversation.address")) for found, sealed in rows}


def count(connection: Connection) -> int:
    """How many conversations there are."""
    return int(connection.execute(select(func.count()).select_from(conversation)).scalar_one())
