"""Invitations to the desk: a link that is good once, for a week, and fixes what its bearer may do (S6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from storage.staff import normal
from storage.tables import staff_invitation
from storage.upsert import insert_or_update

#: milliseconds that a link is good
VALID = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited as what; `staff_id` is who invited, None for the command line."""

    id: int
    email: str
    role: str
    teams: tuple[str, ...]
    langs: tuple[str, ...]
    staff_id: int | None
    expires_at: int


def invite(
    connection: Connection,
    now: int,
    key: bytes,
    email: str,
    role: str,
    teams: Sequence[str],
    langs: Sequence[str],
    staff_id: int | None,
) -> None:
    """Invite somebody; `key` is the hash of what the link holds. An earlier link to the same address is void."""
    connection.execute(delete(staff_invitation).where(staff_invitation.c.expires_at <= now))
    values = {
        "key": key, "email": normal(email), "role": role, "teams": ",".join(teams), "langs": ",".join(langs),
        "staff_id": staff_id, "created_at": now, "expires_at": now + VALID,
    }  # fmt: skip
    insert_or_update(connection, staff_invitation, values, ["email"])


def open_ones(connection: Connection, now: int) -> list[Invitation]:
    """The invitations that nobody has followed yet, by address."""
    query = select(staff_invitation).where(staff_invitation.c.expires_at > now).order_by(staff_invitation.c.email)
    return [_invitation(row) for row in connection.execute(query)]


def by_id(connection: Connection, now: int, number: int) -> Invitation | None:
    """One of them."""
    return next((one for one in open_ones(connection, now) if one.id == number), None)


def of_key(connection: Connection, now: int, key: bytes) -> Invitation | None:
    """The invitation that a link belongs to; None when it is over, used or withdrawn."""
    query = select(staff_invitation).where(staff_invitation.c.key == key, staff_invitation.c.expires_at > now)
    row = connection.execute(query).first()
    return _invitation(row) if row else None


def withdraw(connection: Connection, number: int) -> bool:
    """Void a link, or note that it was followed: False when somebody else did so meanwhile."""
    return connection.execute(delete(staff_invitation).where(staff_invitation.c.id == number)).rowcount == 1


def _invitation(row: Row[Any]) -> Invitation:
    teams, langs = (tuple(value.split(",")) if value else () for value in (row.teams, row.langs))
    return Invitation(row.id, row.email, row.role, teams, langs, row.staff_id, row.expires_at)
