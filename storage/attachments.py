"""The files of a conversation: what the trainee sent, and what staff sent them."""

import msgspec
from sqlalchemy import Connection, select

from domain.messages import FileRef, Message
from storage.crypto import Vault
from storage.tables import conversation, document, outbox

_message = msgspec.json.Decoder(Message).decode


def of_conversation(connection: Connection, vault: Vault, conversation_id: int, stored: str) -> FileRef | None:
    """A stored file by its id, if it belongs to this conversation: a document of its trainee, or sent in it."""
    row = connection.execute(
        select(document.c.name, document.c.mime, document.c.size)
        .join(conversation, conversation.c.person_id == document.c.person_id)
        .where(conversation.c.id == conversation_id, document.c.stored == stored)
    ).first()
    if row is not None:
        return FileRef(vault.open(row.name, b"document.name").decode(), row.mime, row.size, stored=stored)
    bodies = connection.execute(
        select(outbox.c.body)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.author != "bot")
        .order_by(outbox.c.id.desc())
    ).scalars()
    for sealed in bodies:
        body = vault.open(sealed, b"outbox.body")
        if stored.encode() in body:
            return next((file for file in _message(body).files if file.stored == stored), None)
    return None
