"""Notes of staff about a conversation. They stand in a table of their own, which nothing that sends ever reads."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from storage.crypto import Vault
from storage.tables import note, staff

_BODY = b"note.body"


@dataclass(frozen=True, slots=True)
class Note:
    """A note: who wrote it (empty when the account is gone), when, and the words."""

    id: int
    staff_name: str
    at: int
    words: str


def add(connection: Connection, vault: Vault, now: int, conversation_id: int, staff_id: int | None, words: str) -> int:
    """Keep a note; returns its number."""
    values = {
        "conversation_id": conversation_id,
        "staff_id": staff_id,
        "body": vault.seal(words.encode(), _BODY),
        "created_at": now,
    }
    return int(connection.execute(insert(note).values(values).returning(note.c.id)).scalar_one())


def one(connection: Connection, vault: Vault, number: int) -> tuple[str, str]:
    """Who wrote a note, and the words. Raises LookupError when there is none."""
    row = connection.execute(
        select(note.c.body, staff.c.name)
        .join(staff, staff.c.id == note.c.staff_id, isouter=True)
        .where(note.c.id == number)
    ).first()
    if row is None:
        raise LookupError(number)
    return row.name or "", vault.open(row.body, _BODY).decode()


def change(connection: Connection, vault: Vault, number: int, words: str) -> None:
    """Other words for a note."""
    connection.execute(update(note).where(note.c.id == number).values(body=vault.seal(words.encode(), _BODY)))


def of_conversation(connection: Connection, vault: Vault, conversation_id: int) -> list[Note]:
    """All notes about a conversation, oldest first."""
    rows = connection.execute(
        select(note.c.id, note.c.created_at, note.c.body, staff.c.name)
        .join(staff, staff.c.id == note.c.staff_id, isouter=True)
        .where(note.c.conversation_id == conversation_id)
        .order_by(note.c.id)
    )
    return [Note(row.id, row.name or "", row.created_at, vault.open(row.body, _BODY).decode()) for row in rows]
