"""Links by which a host sees its own card without an account: one for each card, good for 60 days, known here by a hash alone."""

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, select

from domain.cards import HostCard
from storage.card_backlog import BY_HOST, OPEN_HOSTS
from storage.tables import host, host_link, staff
from storage.upsert import insert_or_update

#: milliseconds that a link is good
VALID: Final = 60 * 86_400_000


@dataclass(frozen=True, slots=True)
class Asked:
    """That a host was asked: by whom (empty when the account is gone), when, in which language, and until when the link is good."""

    by: str
    at: int
    lang: str
    until: int


@dataclass(frozen=True, slots=True)
class Own:
    """What a link opens: a card and its number, the language of the letter, until when, and when the host itself confirmed it."""

    host_id: int
    card: HostCard
    lang: str
    until: int
    confirmed_at: int | None


def make(connection: Connection, now: int, host_id: int, token: str, lang: str, staff_id: int | None) -> bool:
    """Keep the link of a card, in the place of an earlier one; False when nobody may be asked about this card."""
    open_one = select(host.c.id).where(host.c.id == host_id, host.c.status.in_(OPEN_HOSTS)).with_for_update()
    if connection.execute(open_one).first() is None:
        return False
    values = {
        "host_id": host_id, "key": _key(token), "lang": lang, "staff_id": staff_id, "created_at": now,
        "expires_at": now + VALID,
    }  # fmt: skip
    insert_or_update(connection, host_link, values, ["host_id"])
    return True


def of_card(connection: Connection, now: int, host_id: int) -> Asked | None:
    """The link of a card that is good now."""
    query = (
        select(staff.c.name, host_link.c.created_at, host_link.c.lang, host_link.c.expires_at)
        .join(staff, staff.c.id == host_link.c.staff_id, isouter=True)
        .where(host_link.c.host_id == host_id, host_link.c.expires_at > now)
    )
    row = connection.execute(query).first()
    return Asked(row.name or "", row.created_at, row.lang, row.expires_at) if row else None


def opened(connection: Connection, now: int, token: str) -> Own | None:
    """What a link opens; None when it is over, withdrawn or replaced, or its card is closed."""
    query = (
        select(
            host.c.id,
            host.c.card,
            host.c.confirmed,
            host.c.confirmed_by,
            host.c.confirmed_at,
            host_link.c.lang,
            host_link.c.expires_at,
        )
        .join(host_link, host_link.c.host_id == host.c.id)
        .where(host_link.c.key == _key(token), host_link.c.expires_at > now, host.c.status.in_(OPEN_HOSTS))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    own = row.confirmed and row.confirmed_by == BY_HOST
    card = msgspec.json.decode(row.card, type=HostCard)
    return Own(row.id, card, row.lang, row.expires_at, row.confirmed_at if own else None)


def withdraw(connection: Connection, host_id: int) -> bool:
    """Void the link of a card; False when there is none."""
    return connection.execute(delete(host_link).where(host_link.c.host_id == host_id)).rowcount == 1


def _key(token: str) -> bytes:
    """What is kept of a link. It holds 256 random bits: a hash without a key tells nobody anything, and outlives a new secret."""
    return hashlib.sha256(b"host link\0" + token.encode("utf-8", "replace")).digest()
