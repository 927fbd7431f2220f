"""The catalogue: host cards and good practices."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, func, select

from domain.cards import SUGGESTED_HOST_STATUSES, SUGGESTED_PRACTICE_STATUSES, HostCard, PracticeCard
from storage.tables import host, practice
from storage.upsert import insert_or_update


def save_hosts(connection: Connection, now: int, cards: Iterable[HostCard]) -> None:
    """Add host cards; a card with a known external id is replaced."""
    rows = [
        {
            "external_id": card.external_id,
            "status": card.status,
            "country": card.country or "",
            "card": msgspec.json.encode(card).decode(),
            "updated_at": now,
        }
        for card in cards
    ]
    insert_or_update(connection, host, rows, ["external_id"])


def save_practices(connection: Connection, now: int, cards: Iterable[PracticeCard]) -> None:
    """Add good practice cards; a card with a known external id is replaced."""
    rows = [
        {
            "external_id": card.external_id,
            "status": card.status,
            "host_external_id": card.host_external_id or "",
            "card": msgspec.json.encode(card).decode(),
            "updated_at": now,
        }
        for card in cards
    ]
    insert_or_update(connection, practice, rows, ["external_id"])


def hosts(connection: Connection) -> list[HostCard]:
    """All host cards."""
    rows = connection.execute(select(host.c.card).order_by(host.c.id))
    return [msgspec.json.decode(card, type=HostCard) for card in rows.scalars()]


def host_card(connection: Connection, external_id: str) -> HostCard | None:
    """One host card."""
    card = connection.execute(select(host.c.card).where(host.c.external_id == external_id)).scalar_one_or_none()
    return msgspec.json.decode(card, type=HostCard) if card else None


def practices(connection: Connection) -> list[PracticeCard]:
    """All good practice cards."""
    rows = connection.execute(select(practice.c.card).order_by(practice.c.id))
    return [msgspec.json.decode(card, type=PracticeCard) for card in rows.scalars()]


def open_to_trainees(connection: Connection) -> tuple[int, int]:
    """How many hosts and good practices may be shown to trainees today."""
    n_hosts = select(func.count()).where(host.c.status.in_(SUGGESTED_HOST_STATUSES))
    n_practices = select(func.count()).where(practice.c.status.in_(SUGGESTED_PRACTICE_STATUSES))
    return connection.execute(n_hosts).scalar_one(), connection.execute(n_practices).scalar_one()


def version(connection: Connection) -> tuple[int, int, int]:
    """Changes whenever a card does: (number of hosts, number of practices, time of the last change)."""
    hosts_row = connection.execute(
        select(func.count(), func.coalesce(func.max(host.c.updated_at), 0)).select_from(host)
    )
    practices_row = connection.execute(
        select(func.count(), func.coalesce(func.max(practice.c.updated_at), 0)).select_from(practice)
    )
    (n_hosts, last_host), (n_practices, last_practice) = hosts_row.one(), practices_row.one()
    return n_hosts, n_practices, max(last_host, last_practice)
