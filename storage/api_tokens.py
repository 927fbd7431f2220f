"""Tokens by which other programs act at the desk: each has the rights of a member of staff, and fewer where its scopes say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from storage import staff as accounts
from storage.staff import Account
from storage.tables import api_token, staff

#: read conversations; answer in them; say where events are sent
SCOPES = ("read", "write", "webhooks")
#: milliseconds between two notes that a token is in use
NOTED_EVERY = 60_000


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without what opens the door. Times are milliseconds since 1970; `used_at` is None while it never was."""

    id: int
    name: str
    email: str
    scopes: tuple[str, ...]
    created_at: int
    used_at: int | None


def add(connection: Connection, now: int, key: bytes, name: str, staff_id: int, scopes: Sequence[str]) -> int:
    """Keep a token by its keyed hash; returns its number."""
    values = {"key": key, "name": name, "staff_id": staff_id, "scopes": ",".join(scopes), "created_at": now}
    return int(connection.execute(insert(api_token).values(values).returning(api_token.c.id)).scalar_one())


def everybody(connection: Connection) -> list[Token]:
    """All tokens, the oldest first."""
    rows = connection.execute(
        select(api_token, staff.c.email).join(staff, staff.c.id == api_token.c.staff_id).order_by(api_token.c.id)
    )
    return [
        Token(row.id, row.name, row.email, tuple(row.scopes.split(",")), row.created_at, row.used_at) for row in rows
    ]


def revoke(connection: Connection, number: int) -> bool:
    """Forget a token; False when there is none."""
    return connection.execute(delete(api_token).where(api_token.c.id == number)).rowcount == 1


def find(connection: Connection, key: bytes) -> tuple[int, Account, frozenset[str], int] | None:
    """The number of a token, whose rights it has, its scopes and when it was last noted in use; None for no token of ours, and
    for one of a closed account."""
    row = connection.execute(
        select(api_token.c.id, api_token.c.staff_id, api_token.c.scopes, api_token.c.used_at).where(
            api_token.c.key == key
        )
    ).first()
    account = accounts.by_id(connection, row.staff_id) if row is not None else None
    if row is None or account is None or account.disabled:
        return None
    return row.id, account, frozenset(row.scopes.split(",")), row.used_at or 0


def used(connection: Connection, now: int, number: int) -> None:
    """Note that a token is in use."""
    connection.execute(update(api_token).where(api_token.c.id == number).values(used_at=now))
