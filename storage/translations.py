"""What the translation service made of a trainee's message: kept sealed with the message, so that its words leave this machine once
for each language, colleagues read the same, and it goes when the message goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.crypto import Vault
from storage.tables import conversation, outbox, translation
from storage.upsert import insert_or_update

_BODY = b"translation.body"


@dataclass(frozen=True, slots=True)
class Translation:
    """A message in another language; `source` is the one the service found it in, "" unknown."""

    words: str
    source: str


def keep(connection: Connection, vault: Vault, now: int, outbox_id: int, lang: str, made: Translation) -> None:
    """Keep the translation of a message, if it is still there; an earlier one into the same language gives way."""
    if connection.execute(select(outbox.c.id).where(outbox.c.id == outbox_id)).first() is None:
        return
    values = {
        "outbox_id": outbox_id, "lang": lang, "source": made.source, "body": vault.seal(made.words.encode(), _BODY), "at": now,
    }  # fmt: skip
    insert_or_update(connection, translation, values, ["outbox_id", "lang"])


def of_messages(connection: Connection, vault: Vault, messages: Sequence[int], lang: str) -> dict[int, Translation]:
    """The translations of messages into a language, by message."""
    rows = connection.execute(
        select(translation.c.outbox_id, translation.c.source, translation.c.body).where(
            translation.c.outbox_id.in_(messages), translation.c.lang == lang
        )
    )
    return {row.outbox_id: Translation(vault.open(row.body, _BODY).decode(), row.source) for row in rows}


def of_person(connection: Connection, vault: Vault, person_id: int) -> list[dict[str, str]]:
    """All translations of what was said with a person, for the export (P2)."""
    rows = connection.execute(
        select(translation.c.lang, translation.c.source, translation.c.body)
        .join(outbox, outbox.c.id == translation.c.outbox_id)
        .join(conversation, conversation.c.id == outbox.c.conversation_id)
        .where(conversation.c.person_id == person_id)
        .order_by(translation.c.id)
    )
    return [{"from": row.source, "to": row.lang, "words": vault.open(row.body, _BODY).decode()} for row in rows]
