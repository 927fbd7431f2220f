"""Where events are sent: what happens between the bot and people, told to other programs of the organisation.

A delivery is a row written in the transaction of the event itself, so that none is lost and none is told of what never happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, delete, func, insert, select, update

from storage import staff as accounts
from storage.access import sees_conversation
from storage.crypto import Vault
from storage.tables import handover, staff, webhook, webhook_delivery
from storage.tables.base import fixed

WAITS, DELIVERED, GIVEN_UP = range(3)
Event = Literal[
    "queued", "taken", "replied", "assigned", "returned", "handed_back", "snoozed", "woken", "resolved", "escalated",
    "blocked", "unblocked", "request_answered",
]  # fmt: skip
_SECRET = b"webhook.secret"
#: deliveries to one address in one round
_EACH = 4


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address and the events it hears of (all where there are none); `stopped_at` is when we gave it up."""

    id: int
    url: str
    events: tuple[Event, ...]
    stopped_at: int | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """An address that hears of nothing any more since nobody answered there: whose it is, and since when."""

    url: str
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way. No word of anybody is in it: whoever needs them asks the API, with rights of their own. `detail` is what
    `storage.handovers` keeps with it."""

    id: int
    webhook_id: int
    url: str
    secret: str
    attempts: int
    event_id: int
    what: str
    at: int
    conversation_id: int
    team: str
    staff: str
    waited: int | None
    detail: str = ""


def add(
    connection: Connection, vault: Vault, now: int, staff_id: int, url: str, secret: str, events: Sequence[str]
) -> int:
    """Send events to this address from now on, those that the account may see; returns the number."""
    values = {
        "staff_id": staff_id, "url": url, "secret": vault.seal(secret.encode(), _SECRET), "events": ",".join(events),
        "created_at": now,
    }  # fmt: skip
    return int(connection.execute(insert(webhook).values(values).returning(webhook.c.id)).scalar_one())


def of_account(connection: Connection, staff_id: int) -> list[Webhook]:
    """The addresses of an account, the oldest first."""
    rows = connection.execute(select(webhook).where(webhook.c.staff_id == staff_id).order_by(webhook.c.id))
    return [Webhook(row.id, row.url, _split(row.events), row.stopped_at) for row in rows]


def remove(connection: Connection, staff_id: int, number: int) -> bool:
    """Send nothing there any more; False when the account has no such address."""
    gone = delete(webhook).where(webhook.c.id == number, webhook.c.staff_id == staff_id)
    return connection.execute(gone).rowcount == 1


def stopped(connection: Connection) -> list[Stopped]:
    """The addresses that were given up, the latest first."""
    query = select(webhook.c.url, staff.c.name, webhook.c.stopped_at).join(staff, staff.c.id == webhook.c.staff_id)
    rows = connection.execute(query.where(webhook.c.stopped_at.is_not(None)).order_by(webhook.c.stopped_at.desc()))
    return [Stopped(*row) for row in rows]


def are_any(connection: Connection) -> bool:
    """Is there an address that hears of events?"""
    return connection.execute(select(webhook.c.id).where(webhook.c.stopped_at.is_(None)).limit(1)).first() is not None


def queue(connection: Connection, now: int, handover_id: int, conversation_id: int, what: str) -> None:
    """An event has happened: it goes to whoever wants to hear of it and may."""
    for row in connection.execute(select(webhook).where(webhook.c.stopped_at.is_(None))).all():
        if row.events and what not in _split(row.events):
            continue
        account = accounts.by_id(connection, row.staff_id)
        if account is None or account.disabled or not sees_conversation(connection, account, conversation_id):
            continue
        values = {"webhook_id": row.id, "handover_id": handover_id, "due_at": now}
        connection.execute(insert(webhook_delivery).values(values))


def due(connection: Connection, vault: Vault, now: int, limit: int) -> list[Delivery]:
    """What is to be sent now, the oldest first; at most `_EACH` to one address, so that one that is slow holds up no other."""
    place = func.row_number().over(
        partition_by=webhook_delivery.c.webhook_id, order_by=(webhook_delivery.c.due_at, webhook_delivery.c.id)
    )
    waiting = (
        select(webhook_delivery.c.id, place.label("place"))
        .where(webhook_delivery.c.state == fixed(WAITS), webhook_delivery.c.due_at <= now)
        .subquery()
    )
    rows = connection.execute(
        select(
            webhook_delivery.c.id, webhook_delivery.c.webhook_id, webhook_delivery.c.attempts, webhook.c.url,
            webhook.c.secret, handover.c.id.label("event_id"), handover.c.what, handover.c.at, handover.c.conversation_id,
            handover.c.team, handover.c.waited, handover.c.detail, staff.c.name.label("staff"),
        )
        .join(webhook, webhook.c.id == webhook_delivery.c.webhook_id)
        .join(handover, handover.c.id == webhook_delivery.c.handover_id)
        .join(staff, staff.c.id == handover.c.staff_id, isouter=True)
        .join(waiting, waiting.c.id == webhook_delivery.c.id)
        .where(waiting.c.place <= _EACH, webhook.c.stopped_at.is_(None))
        .order_by(webhook_delivery.c.due_at, webhook_delivery.c.id)
        .limit(limit)
    )  # fmt: skip
    return [
        Delivery(
            row.id, row.webhook_id, row.url, vault.open(row.secret, _SECRET).decode(), row.attempts, row.event_id, row.what,
            row.at, row.conversation_id, row.team, row.staff or "", row.waited, row.detail,
        )
        for row in rows
    ]  # fmt: skip


def settle(
    connection: Connection, delivery_id: int, state: int, *, attempts: int, due_at: int, problem: str | None = None
) -> None:
    """Note what became of a delivery."""
    values = {"state": state, "attempts": attempts, "due_at": due_at, "problem": problem}
    connection.execute(update(webhook_delivery).where(webhook_delivery.c.id == delivery_id).values(values))


def stop(connection: Connection, now: int, webhook_id: int) -> None:
    """Nothing gets through there: what still waits is given up, and admins read it in the record and with the figures."""
    connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(stopped_at=now))
    waiting = webhook_delivery.c.webhook_id == webhook_id, webhook_delivery.c.state == fixed(WAITS)
    connection.execute(update(webhook_delivery).where(*waiting).values(state=GIVEN_UP, problem="stopped"))
    accounts.record(connection, now, "system", "webhook.stopped", f"webhook:{webhook_id}")


def _split(words: str) -> tuple[Event, ...]:
    return tuple(cast("list[Event]", words.split(","))) if words else ()
