"""Which account at Telegram is which member of staff: linked once, by a code that only its owner was shown."""

from sqlalchemy import Connection, delete, select

from storage import staff
from storage.crypto import Vault
from storage.staff import Account
from storage.tables import staff as staff_table
from storage.tables import staff_code, staff_telegram
from storage.upsert import insert_or_ignore

#: milliseconds that a code is good for
LIFETIME = 24 * 60 * 60_000

_PURPOSE = "staff-code:"


def offer(connection: Connection, vault: Vault, now: int, staff_id: int, code: str) -> None:
    """Let whoever shows this code be that member of staff; an earlier code of theirs is good no more."""
    connection.execute(delete(staff_code).where((staff_code.c.staff_id == staff_id) | (staff_code.c.until <= now)))
    values = {"code": vault.lookup(_PURPOSE + code), "staff_id": staff_id, "until": now + LIFETIME}
    connection.execute(insert_or_ignore(connection, staff_code), values)


def link(connection: Connection, vault: Vault, now: int, telegram: int, code: str) -> Account | None:
    """Link an account by the code it shows; None when the code is wrong, used or too old. A link of before gives way."""
    used = delete(staff_code).where(staff_code.c.code.in_(vault.lookups(_PURPOSE + code)), staff_code.c.until > now)
    staff_id = connection.execute(used.returning(staff_code.c.staff_id)).scalar_one_or_none()
    if staff_id is None:
        return None
    connection.execute(
        delete(staff_telegram).where((staff_telegram.c.telegram == telegram) | (staff_telegram.c.staff_id == staff_id))
    )
    values = {"telegram": telegram, "staff_id": staff_id, "linked_at": now}
    connection.execute(insert_or_ignore(connection, staff_telegram), values)
    return by_id(connection, staff_id)


def account(connection: Connection, telegram: int) -> Account | None:
    """The member of staff behind an account at Telegram; None when nobody is, or theirs is closed."""
    query = select(staff_telegram.c.staff_id).where(staff_telegram.c.telegram == telegram)
    found = connection.execute(query).scalar_one_or_none()
    return by_id(connection, found) if found is not None else None


def by_id(connection: Connection, staff_id: int) -> Account | None:
    """An open account by its number."""
    email = connection.execute(
        select(staff_table.c.email).where(staff_table.c.id == staff_id, staff_table.c.disabled.is_(False))
    ).scalar_one_or_none()
    return staff.by_email(connection, email) if email is not None else None
