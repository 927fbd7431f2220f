"""How long things are kept (P4). What a person told us stays until they delete it; everything else has an end."""

import re

from sqlalchemy import Connection, delete, exists, select, update

from storage import audit, unknown_words
from storage.crypto import Vault
from storage.tables import (
    conversation,
    desk_action,
    document,
    host_link,
    inbox,
    notice,
    outbox,
    promise_warning,
    staff_invitation,
    staff_session,
    topic_message,
)
from storage.updates import DONE, QUARANTINED

DAY = 86_400_000

#: days, by what is kept; the list for people is docs/reference/personal-data.md
HANDLED_UPDATES = 30
QUARANTINED_UPDATES = 90
CONVERSATIONS_WITHOUT_CONSENT = 30
FILES_OF_NOBODY = 90
STAFF_SESSIONS = 1
AUDIT = 730
#: the keys of what staff have done: nobody sends the same action again after so long
DESK_ACTIONS = 7
#: what was mailed to staff, and what was told of waits that are over
NOTICES = 90


def sweep(connection: Connection, now: int) -> dict[str, int]:
    """Delete what has reached its end; returns how many rows went, by table."""

    def before(days: int) -> int:
        return now - days * DAY

    nobody = select(conversation.c.id).where(
        conversation.c.person_id.is_(None),
        conversation.c.created_at < before(CONVERSATIONS_WITHOUT_CONSENT),
        (conversation.c.last_in_at.is_(None)) | (conversation.c.last_in_at < before(CONVERSATIONS_WITHOUT_CONSENT)),
        # what was acknowledged is handled first, however long the program was away
        ~exists().where(inbox.c.conversation_id == conversation.c.id, inbox.c.state < DONE),
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
        "desk_action": delete(desk_action).where(desk_action.c.at < before(DESK_ACTIONS)),
        "notice": delete(notice).where(notice.c.created_at < before(NOTICES)),
        "promise_warning": delete(promise_warning).where(
            promise_warning.c.at < before(NOTICES),
            ~exists().where(
                conversation.c.id == promise_warning.c.conversation_id,
                conversation.c.waiting_since == promise_warning.c.since,
            ),
        ),
        "host_link": delete(host_link).where(host_link.c.expires_at <= now),
        "staff_invitation": delete(staff_invitation).where(staff_invitation.c.expires_at <= now),
        "staff_session": delete(staff_session).where(staff_session.c.seen_at < before(STAFF_SESSIONS)),
    }
    gone = {name: connection.execute(statement).rowcount for name, statement in statements.items()}
    gone["unknown_word"] = unknown_words.forget(connection, before(unknown_words.KEPT))
    return gone | {"audit": audit.forget(connection, before(AUDIT))}


#: ids of stored files in the JSON of an update or a dialog
_ids = re.compile(rb'"([0-9a-f]{32})"').findall
#: rows read at once
_ROWS = 500


def files_in_use(connection: Connection, vault: Vault) -> set[str]:
    """The stored files that an open update, a dialog, what staff wrote or a document refers to. CryptoError when one of them
    cannot be opened."""
    waiting = inbox.c.state < DONE
    # in the order in which files change hands: one that does so meanwhile is seen twice, and never not at all
    places = (
        (select(inbox.c.raw).where(waiting), b"inbox.raw"),
        (select(inbox.c.file).where(waiting), b"inbox.file"),
        (select(conversation.c.session), b"conversation.session"),
        # what staff wrote in a topic and nobody got yet
        (select(topic_message.c.body).where(topic_message.c.body.is_not(None)), b"topic_message.body"),
        (select(outbox.c.body).where(outbox.c.author == "staff"), b"outbox.body"),
    )
    used: set[str] = set()
    for statement, context in places:
        for sealed in connection.execute(statement, execution_options={"yield_per": _ROWS}).scalars():
            if sealed is None:
                continue
            used.update(name.decode() for name in _ids(vault.open(sealed, context)))
    return used.union(connection.execute(select(document.c.stored)).scalars())
