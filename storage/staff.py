"""Staff: their accounts, their sessions at the desk, and the record of what they looked at (S5, P6).

A session is known by a keyed hash of what the browser holds, so that a copy of the database opens no door. An e-mail
address is compared in small letters; `normal` makes it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from storage.tables import audit, staff, staff_session
from storage.upsert import insert_or_ignore

#: milliseconds until a session ends: without a page asked for, and in any case
IDLE = 30 * 60_000
ABSOLUTE = 12 * 60 * 60_000
#: milliseconds between two notes that a session is in use, so that reading pages does not mean writing each time
NOTED_EVERY = 30_000

#: what somebody may do, each as much as all after it: keep accounts and helpdesks; lead teams; answer trainees; read
ROLES = ("admin", "lead", "agent", "reader")

#: the account that sample mode makes; it has no password, and a desk outside sample mode refuses it
SAMPLE_EMAIL = "sample@desk.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff. `role` is one of `ROLES`; `teams` are the helpdesks they work for; `password` is a hash, empty when nobody
    can sign in by password."""

    id: int
    email: str
    name: str
    langs: tuple[str, ...]
    disabled: bool
    created_at: int
    password: str = field(repr=False)
    role: str = "admin"
    teams: tuple[str, ...] = ()


def normal(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().lower()


def add(connection: Connection, now: int, email: str, name: str, langs: Sequence[str], password: str) -> int | None:
    """A new account, or a disabled one opened again with this name and password; None when there is one in use."""
    values = {"name": name, "langs": ",".join(langs), "password": password, "disabled": False}
    connection.execute(
        insert_or_ignore(connection, staff), {"email": normal(email), "created_at": now, **values, "disabled": True}
    )
    opened = update(staff).where(staff.c.email == normal(email), staff.c.disabled.is_(True)).values(**values)
    return connection.execute(opened.returning(staff.c.id)).scalar_one_or_none()


def by_email(connection: Connection, email: str) -> Account | None:
    """The account of an address."""
    row = connection.execute(_accounts().where(staff.c.email == normal(email))).first()
    return _account(row) if row else None


def everybody(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    return [_account(row) for row in connection.execute(_accounts().order_by(staff.c.name, staff.c.id))]


def set_password(connection: Connection, staff_id: int, password: str) -> None:
    """Keep another hash of a password."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(password=password))


def disable(connection: Connection, email: str) -> int | None:
    """Close an account and end its sessions at once; None when there is no such account."""
    closed = update(staff).where(staff.c.email == normal(email)).values(disabled=True).returning(staff.c.id)
    found = connection.execute(closed).scalar_one_or_none()
    if found is not None:
        connection.execute(delete(staff_session).where(staff_session.c.staff_id == found))
    return found


def sample(connection: Connection, now: int, langs: Sequence[str]) -> int:
    """The account of sample mode, made when it is first needed."""
    values = {"email": SAMPLE_EMAIL, "name": "Sam Sample", "langs": ",".join(langs), "password": "", "created_at": now}
    connection.execute(insert_or_ignore(connection, staff), values)
    return int(connection.execute(select(staff.c.id).where(staff.c.email == SAMPLE_EMAIL)).scalar_one())


def open_session(connection: Connection, now: int, key: bytes, staff_id: int) -> None:
    """Begin a session; those that are over, of anybody, are swept away."""
    over = or_(staff_session.c.created_at <= now - ABSOLUTE, staff_session.c.seen_at <= now - IDLE)
    connection.execute(delete(staff_session).where(over))
    values = {"id": key, "staff_id": staff_id, "created_at": now, "seen_at": now}
    connection.execute(insert(staff_session).values(values))


def session(connection: Connection, now: int, key: bytes) -> tuple[Account, int] | None:
    """Whose session this is and when it was last noted in use; None when it is over, or the account closed."""
    row = connection.execute(
        _accounts()
        .add_columns(staff_session.c.seen_at)
        .join(staff_session, staff_session.c.staff_id == staff.c.id)
        .where(
            staff_session.c.id == key,
            staff_session.c.created_at > now - ABSOLUTE,
            staff_session.c.seen_at > now - IDLE,
            staff.c.disabled.is_(False),
        )
    ).first()
    return (_account(row), row.seen_at) if row else None


def seen(connection: Connection, now: int, key: bytes) -> None:
    """Note that a session is in use."""
    connection.execute(update(staff_session).where(staff_session.c.id == key).values(seen_at=now))


def close_session(connection: Connection, key: bytes) -> None:
    """End a session."""
    connection.execute(delete(staff_session).where(staff_session.c.id == key))


def record(connection: Connection, now: int, actor: str, what: str, about: str = "") -> None:
    """Add to the record who did what; rows are only ever added (P6). `actor` is "staff:3", "trainee" or "system"."""
    connection.execute(insert(audit).values(at=now, actor=actor, what=what, about=about))


def _accounts() -> Select[Any]:
    return select(
        staff.c.id, staff.c.email, staff.c.name, staff.c.langs, staff.c.disabled, staff.c.created_at, staff.c.password,
        staff.c.role, staff.c.teams,
    )  # fmt: skip


def _account(row: Row[Any]) -> Account:
    langs = tuple(row.langs.split(",")) if row.langs else ()
    teams = tuple(row.teams.split(",")) if row.teams else ()
    return Account(row.id, row.email, row.name, langs, row.disabled, row.created_at, row.password, row.role, teams)
