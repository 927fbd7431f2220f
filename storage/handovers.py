"""Who answered when: each change of owner and each first answer, for the timeline of a conversation and for figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, exists, func, insert, select, union

from storage import access, webhooks
from storage.conversations import Conversation
from storage.tables import conversation, desk_action, handover, staff
from storage.upsert import insert_or_ignore

What = Literal[
    "queued", "taken", "replied", "assigned", "returned", "handed_back", "snoozed", "woken", "resolved", "escalated",
    "blocked", "unblocked", "request_answered",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handover:
    """Something that happened between the bot and people; `staff_name` is empty for the trainee and for the clock."""

    id: int
    at: int
    what: str
    team: str
    staff_name: str
    detail: str


def record(
    connection: Connection, now: int, owned: Conversation, what: What, *, staff_id: int | None = None,
    team: str = "", detail: str = "", waited: int | None = None,
) -> None:  # fmt: skip
    """Add a line to the history. `waited` is how long the trainee had waited, in milliseconds, where this ended it."""
    values = {
        "conversation_id": owned.id, "at": now, "what": what, "team": team or owned.team or owned.lang,
        "staff_id": staff_id, "detail": detail, "waited": waited,
    }  # fmt: skip
    number = connection.execute(insert(handover).values(values).returning(handover.c.id)).scalar_one()
    webhooks.queue(connection, now, number, owned.id, what)


def of_conversation(connection: Connection, conversation_id: int) -> Sequence[Handover]:
    """The history of a conversation, oldest first."""
    rows = connection.execute(
        select(handover.c.id, handover.c.at, handover.c.what, handover.c.team, handover.c.detail, staff.c.name)
        .join(staff, staff.c.id == handover.c.staff_id, isouter=True)
        .where(handover.c.conversation_id == conversation_id)
        .order_by(handover.c.id)
    )
    return [Handover(row.id, row.at, row.what, row.team, row.name or "", row.detail) for row in rows]


def is_new(connection: Connection, now: int, key: str, conversation_id: int) -> bool:
    """Note an action of the desk by the key its sender gave it; False when it was done already."""
    values = {"key": key, "conversation_id": conversation_id, "at": now}
    return connection.execute(insert_or_ignore(connection, desk_action), values).rowcount == 1


def answering(connection: Connection, conversation_id: int) -> int | None:
    """The member of staff who has answered last since the bot gave the conversation to people; None when nobody has."""
    last_of_bot = (
        select(func.max(handover.c.id))
        .where(handover.c.conversation_id == conversation_id, handover.c.what.in_(("handed_back", "resolved")))
        .scalar_subquery()
    )
    return connection.execute(
        select(handover.c.staff_id)
        .where(
            handover.c.conversation_id == conversation_id,
            handover.c.what == "replied",
            handover.c.id > func.coalesce(last_of_bot, 0),
        )
        .order_by(handover.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def overdue(connection: Connection, now: int, limit: int = 50) -> list[int]:
    """Conversations whose lease or snooze is over, and those that wait for somebody who answers no more."""
    # each from an index of its own: this is asked every few seconds
    due = union(
        select(conversation.c.id).where(conversation.c.lease_until <= now),
        select(conversation.c.id).where(conversation.c.snoozed_until <= now),
        select(conversation.c.id).where(
            conversation.c.waiting_since.is_not(None), conversation.c.staff_id.in_(access.who_answers_no_more)
        ),
    ).subquery()
    return list(connection.execute(select(due.c.id).order_by(due.c.id).limit(limit)).scalars())


def answered_by(connection: Connection, conversation_id: int) -> int | None:
    """The member of staff who answered in a conversation last."""
    return connection.execute(
        select(handover.c.staff_id)
        .where(
            handover.c.conversation_id == conversation_id,
            handover.c.what == "replied",
            exists().where(staff.c.id == handover.c.staff_id, staff.c.disabled.is_(False)),
        )
        .order_by(handover.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
