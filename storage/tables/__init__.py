"""Every table of the program.

Times are whole milliseconds since 1970 in UTC. `LargeBinary` columns are sealed (`storage.crypto`): free text, identities
and addresses never lie readable in the database. Alembic's migrations must lead to exactly this (a test compares).
"""

from storage.tables.base import metadata
from storage.tables.catalogue import (
    concept_change,
    host,
    host_link,
    host_words,
    practice,
    unknown_word,
    unknown_word_said,
)
from storage.tables.conversations import (
    conversation,
    desk_action,
    faq_vote,
    handover,
    inbox,
    misreading,
    note,
    outbox,
    promise_warning,
    rating,
    translation,
)
from storage.tables.people import consent, dialog_archive, document, enquiry, goal, person
from storage.tables.programs import api_token, webhook, webhook_delivery
from storage.tables.staff import (
    audit,
    audit_anchor,
    canned,
    helpdesk,
    notice,
    staff,
    staff_code,
    staff_identity,
    staff_invitation,
    staff_recovery,
    staff_session,
    staff_telegram,
)
from storage.tables.stays import host_request, placement, placement_member, showing, suggestion, wish
from storage.tables.topics import staff_group, topic, topic_message

__all__ = [
    "api_token", "audit", "audit_anchor", "canned", "concept_change", "consent", "conversation", "desk_action",
    "dialog_archive", "document", "enquiry", "faq_vote", "goal", "handover", "helpdesk", "host", "host_link",
    "host_request", "host_words", "inbox", "metadata", "misreading", "note", "notice", "outbox", "person", "placement",
    "placement_member", "practice", "promise_warning", "rating", "showing", "staff", "staff_code", "staff_group",
    "staff_identity", "staff_invitation", "staff_recovery", "staff_session", "staff_telegram", "suggestion", "topic",
    "topic_message", "translation", "unknown_word", "unknown_word_said", "webhook", "webhook_delivery", "wish",
]  # fmt: skip
