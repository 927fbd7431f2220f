"""How long things are kept (P4). What a person told us stays until they delete it; everything else has an end."""

from sqlalchemy import Connection, delete, select, update

from storage.tables import audit, conversation, document, inbox, outbox, staff_session
from storage.updates import DONE, QUARANTINED

DAY = 86_400_000

#: days, by what is kept; the list for people is docs/reference/personal-data.md
HANDLED_UPDATES = 30
QUARANTINED_UPDATES = 90
CONVERSATIONS_WITHOUT_CONSENT = 30
FILES_OF_NOBODY = 90
STAFF_SESSIONS = 1
AUDIT = 730


def sweep(connection: Connection, now: int) -> dict[str, int]:
    """Delete what has reached its end; returns how many rows went, by table."""

    def before(days: int) -> int:
        return now - days * DAY

    nobody = select(conversation.c.id).where(
        conversation.c.person_id.is_(None),
        conversation.c.created_at < before(CONVERSATIONS_WITHOUT_CONSENT),
        (conversation.c.last_in_at.is_(None)) | (conversation.c.last_in_at < before(CONVERSATIONS_WITHOUT_CONSENT)),
    )
    statements = {
        "inbox": delete(inbox).where(inbox.c.state == DONE, inbox.c.received_at < before(HANDLED_UPDATES)),
        "quarantine": update(inbox)
        .where(
            inbox.c.state == QUARANTINED, inbox.c.raw.is_not(None), inbox.c.received_at < before(QUARANTINED_UPDATES)
        )
        .values(raw=None),
        "outbox": delete(outbox).where(outbox.c.conversation_id.in_(nobody)),
        "conversation": delete(conversation).where(conversation.c.id.in_(nobody)),
        "staff_session": delete(staff_session).where(staff_session.c.seen_at < before(STAFF_SESSIONS)),
        "audit": delete(audit).where(audit.c.at < before(AUDIT)),
    }
    return {name: connection.execute(statement).rowcount for name, statement in statements.items()}


def files_in_use(connection: Connection) -> set[str]:
    """The stored files that documents refer to."""
    return set(connection.execute(select(document.c.stored)).scalars())
