"""The catalogue: host cards and good practices."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, and_, case, delete, func, or_, select, update

from domain.cards import SUGGESTED_HOST_STATUSES, SUGGESTED_PRACTICE_STATUSES, HostCard, PracticeCard, is_confirmed
from domain.matching_tags import edition, filed, packed
from domain.matching_wish import Standing
from storage.tables import host, host_link, host_request, host_words, practice, showing
from storage.upsert import insert_or_update

#: cards that one query names
_AT_ONCE = 500
_DAY = 86_400_000  # milliseconds
_LATELY = 30  # days in which a suggestion counts


def save_hosts(
    connection: Connection, now: int, cards: Iterable[HostCard], tags: Mapping[str, bytes] | None = None
) -> None:
    """Add host cards; a card with a known external id is replaced. With one that is archived go its link and what its host wrote.

    `tags` are what `tags_of` made of cards, by external id: reading many takes seconds, during which nobody else could write.
    """
    rows = [
        {
            "external_id": card.external_id,
            "status": card.status,
            "country": card.country or "",
            "confirmed": is_confirmed(card),
            "card": msgspec.json.encode(card).decode(),
            "updated_at": now,
            "edition": edition(),
            "tags": (tags or {}).get(card.external_id) or tags_of(card),
        }
        for card in cards
    ]
    insert_or_update(connection, host, rows, ["external_id"], rising="revision")
    archived = [str(row["external_id"]) for row in rows if row["status"] == "archived"]
    for at in range(0, len(archived), _AT_ONCE):
        gone = select(host.c.id).where(host.c.external_id.in_(archived[at : at + _AT_ONCE]))
        for table in (host_words, host_link):
            connection.execute(delete(table).where(table.c.host_id.in_(gone)))


def save_practices(
    connection: Connection, now: int, cards: Iterable[PracticeCard], tags: Mapping[str, bytes] | None = None
) -> None:
    """Add good practice cards; a card with a known external id is replaced; `tags` as for hosts."""
    rows = [
        {
            "external_id": card.external_id,
            "status": card.status,
            "host_external_id": card.host_external_id or "",
            "confirmed": is_confirmed(card),
            "card": msgspec.json.encode(card).decode(),
            "updated_at": now,
            "edition": edition(),
            "tags": (tags or {}).get(card.external_id) or tags_of(card),
        }
        for card in cards
    ]
    insert_or_update(connection, practice, rows, ["external_id"], rising="revision")


def said_by_nobody(connection: Connection, table: Table, external_ids: Sequence[str]) -> None:
    """A file says what these cards of `host` or `practice` are about: whoever said so before said something else."""
    for at in range(0, len(external_ids), _AT_ONCE):
        some = table.c.external_id.in_(external_ids[at : at + _AT_ONCE])
        connection.execute(update(table).where(some).values(confirmed_by="", confirmed_at=None))


def tags_of(card: HostCard | PracticeCard) -> bytes:
    """What is kept of a card so that it is found fast. Takes some milliseconds."""
    return packed(filed(card))


def hosts(connection: Connection) -> list[HostCard]:
    """All host cards."""
    rows = connection.execute(select(host.c.card).order_by(host.c.id))
    return [msgspec.json.decode(card, type=HostCard) for card in rows.scalars()]


def host_card(connection: Connection, external_id: str) -> HostCard | None:
    """One host card."""
    card = connection.execute(select(host.c.card).where(host.c.external_id == external_id)).scalar_one_or_none()
    return msgspec.json.decode(card, type=HostCard) if card else None


def cards_of(connection: Connection, external_ids: Collection[str]) -> dict[str, HostCard]:
    """These host cards, by external id; a card that is not there is left out."""
    found: dict[str, HostCard] = {}
    wanted = sorted(external_ids)
    for at in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(select(host.c.card).where(host.c.external_id.in_(wanted[at : at + _AT_ONCE])))
        found |= {
            card.external_id: card for card in (msgspec.json.decode(row, type=HostCard) for row in rows.scalars())
        }
    return found


def practices_of(connection: Connection, external_ids: Collection[str]) -> dict[str, PracticeCard]:
    """These good practices, read like `cards_of`."""
    found: dict[str, PracticeCard] = {}
    wanted = sorted(external_ids)
    for at in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(select(practice.c.card).where(practice.c.external_id.in_(wanted[at : at + _AT_ONCE])))
        found |= {
            card.external_id: card for card in (msgspec.json.decode(row, type=PracticeCard) for row in rows.scalars())
        }
    return found


def practices(connection: Connection) -> list[PracticeCard]:
    """All good practice cards."""
    rows = connection.execute(select(practice.c.card).order_by(practice.c.id))
    return [msgspec.json.decode(card, type=PracticeCard) for card in rows.scalars()]


def open_to_trainees(connection: Connection) -> tuple[int, int]:
    """How many hosts and good practices may be shown to trainees today."""
    n_hosts = select(func.count()).where(host.c.status.in_(SUGGESTED_HOST_STATUSES))
    n_practices = select(func.count()).where(practice.c.status.in_(SUGGESTED_PRACTICE_STATUSES))
    return connection.execute(n_hosts).scalar_one(), connection.execute(n_practices).scalar_one()


def version(connection: Connection) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Changes whenever a card does: of hosts and of practices how many there are, how often they were written in all, and the
    number of the newest.
    """
    return _version(connection, host), _version(connection, practice)


def _version(connection: Connection, table: Table) -> tuple[int, int, int]:
    c = table.c
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(c.revision), 0), func.coalesce(func.max(c.id), 0)).select_from(
            table
        )
    ).one()
    return int(row[0]), int(row[1]), int(row[2])


@dataclass(frozen=True, slots=True)
class Row:
    """A card as the index reads it: `tags` are None when nobody has read it yet; `day`, counted from 1970, is when a person
    said what it is about, or that of the last change where nobody knows who did.
    """

    id: int
    revision: int
    card: HostCard | PracticeCard
    tags: bytes | None
    day: int


def revisions(connection: Connection, table: Table) -> list[tuple[int, int]]:
    """The number and the revision of each card of `host` or `practice`."""
    return [(row[0], row[1]) for row in connection.execute(select(table.c.id, table.c.revision))]


def rows(connection: Connection, table: Table, ids: Sequence[int]) -> Iterator[Row]:
    """These cards of `host` or `practice`."""
    kind: Any = HostCard if table is host else PracticeCard
    decode, c = msgspec.json.Decoder(kind).decode, table.c
    columns = (c.id, c.revision, c.card, c.tags, c.updated_at, c.confirmed_at)
    for at in range(0, len(ids), _AT_ONCE):
        for row in connection.execute(select(*columns).where(c.id.in_(ids[at : at + _AT_ONCE]))):
            yield Row(row.id, row.revision, decode(row.card), row.tags, (row.confirmed_at or row.updated_at) // _DAY)


def external_ids(connection: Connection, table: Table) -> set[str]:
    """The external ids of all cards of `host` or `practice`."""
    return set(connection.execute(select(table.c.external_id)).scalars())


def out_of_date(connection: Connection, most: int) -> list[tuple[Table, Row]]:
    """Some of the cards that were read with another vocabulary than that of now, or never."""
    now, found = edition(), []
    for table in (host, practice):
        ids = select(table.c.id).where(or_(table.c.edition < now, table.c.edition > now)).limit(most)
        found += [(table, row) for row in rows(connection, table, list(connection.execute(ids).scalars()))]
    return found[:most]


def read_anew(connection: Connection, table: Table, row: Row, tags: bytes) -> None:
    """Keep what was made of a card, unless it has changed meanwhile."""
    values: dict[str, Any] = {"edition": edition()}
    if tags != row.tags:
        values |= {"tags": tags, "revision": row.revision + 1}
    connection.execute(update(table).where(table.c.id == row.id, table.c.revision == row.revision).values(**values))


def standings(connection: Connection, today: date) -> dict[str, Standing]:
    """What has become of each host of which there is something to tell, by external id.

    People are counted whom it accepted for this year. How often a host was suggested counts until last night: what somebody is
    shown does not change while they read it.
    """
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() * 1000)
    year, asked = str(today.year), host_request.c
    accepted = case(
        (and_(asked.state == "accepted", func.substr(asked.first_day, 1, 4) == year), asked.people), else_=0
    )
    requests = connection.execute(
        select(asked.host_id, func.sum(accepted), func.count(asked.score), func.coalesce(func.sum(asked.score), 0))
        .where(or_(asked.state == "accepted", asked.score.is_not(None)))
        .group_by(asked.host_id)
    )
    found = {row[0]: Standing(int(row[1]), 0, int(row[2]), int(row[3])) for row in requests}
    lately = showing.c.shown_at.between(midnight - _LATELY * _DAY, midnight - 1)
    for host_id, times in connection.execute(
        select(showing.c.host_id, func.count()).where(lately).group_by(showing.c.host_id)
    ):
        found[host_id] = replace(found.get(host_id, Standing()), suggested=times)
    named: dict[str, Standing] = {}
    numbers = list(found)
    for at in range(0, len(numbers), _AT_ONCE):
        some = connection.execute(
            select(host.c.id, host.c.external_id).where(host.c.id.in_(numbers[at : at + _AT_ONCE]))
        )
        named |= {external_id: found[number] for number, external_id in some}
    return named
