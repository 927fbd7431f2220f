"""What is left of somebody: every table with its sealed columns opened, every file, as one text to search for canaries."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, Row, select

from bot.app import App
from storage.crypto import CryptoError
from storage.tables import metadata

#: what each sealed column was sealed for (`storage.crypto`); others are keyed hashes
SEALED = {
    "person.profile": b"person.profile",
    "conversation.address": b"conversation.address",
    "conversation.session": b"conversation.session",
    "inbox.raw": b"inbox.raw",
    "inbox.file": b"inbox.file",
    "outbox.body": b"outbox.body",
    "outbox.trace": b"outbox.trace",
    "note.body": b"note.body",
    "topic_message.body": b"topic_message.body",
    "staff.totp": b"staff.totp",
    "translation.body": b"translation.body",
    "webhook.secret": b"webhook.secret",
    "dialog_archive.state": b"dialog.state",
    "enquiry.details": b"enquiry.details",
    "goal.details": b"goal.details",
    "document.name": b"document.name",
    "host_request.message": b"request.message",
    "host_request.reason": b"request.reason",
    "showing.words": b"showing.words",
    "placement_member.found": b"placement_member.found",
    "host_words.words": b"host_words.words",
}
#: what is made of cards, which say nothing about trainees
READABLE = {"host.tags", "practice.tags"}
HASHES = {
    "unknown_word_said.said_by",
    "api_token.key",
    "host_link.key",
    "conversation.place",
    "staff_invitation.key",
    "staff_recovery.code",
    "staff_session.id",
    "staff_code.code",
}


def rows(app: App) -> Iterator[tuple[str, Row[Any]]]:
    """Every row of every table."""
    yield from app.database.read_now(
        lambda c: [(table.name, row) for table in metadata.tables.values() for row in c.execute(select(table))]
    )


def opened(app: App) -> dict[str, str]:
    """All values by column, sealed ones opened."""
    found: dict[str, list[str]] = {}
    for name, row in rows(app):
        for column in metadata.tables[name].c:
            value = getattr(row, column.name)
            where = f"{name}.{column.name}"
            if isinstance(column.type, LargeBinary) and value is not None and where not in HASHES:
                clear = value if where in READABLE else app.vault.open(value, SEALED[where])
                value = clear.decode("utf-8", "replace")
            found.setdefault(where, []).append(str(value))
    return {where: "\n".join(values) for where, values in found.items()}


def files(app: App) -> list[bytes]:
    """The content of every stored file."""
    found = []
    for path in (app.settings.data_dir / "files").rglob("*"):
        if path.is_file():
            try:
                found.append(app.files.get(path.name))
            except (CryptoError, ValueError):
                found.append(path.read_bytes())
    return found


def places_of(app: App, canary: str) -> list[str]:
    """Where a canary still is."""
    hits = [where for where, value in opened(app).items() if canary.casefold() in value.casefold()]
    return hits + ["a stored file" for content in files(app) if canary.encode() in content]
