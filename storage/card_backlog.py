"""Cards of which nobody has said yet what they are about, those first that trainees ask for most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection, Select, Subquery, Table, func, literal, select, union_all, update

from domain.cards import HOST_STATUSES, PRACTICE_STATUSES, HostCard, PracticeCard
from domain.concepts import canonical
from storage import catalogue
from storage.desk import PAGE, Page
from storage.tables import host, host_request, practice, suggestion

Kind = Literal["hosts", "practices"]
Card = HostCard | PracticeCard

#: cards that trainees see, or may see one day; of the others nobody asks what they are about
OPEN_HOSTS: Final = tuple(status for status in HOST_STATUSES if status not in ("dormant", "declined", "archived"))
_PRACTICES: Final = tuple(status for status in PRACTICE_STATUSES if status not in ("archived", "rejected"))
#: who a card says confirmed it when that was its host; of staff it says "staff:3", as the record does
BY_HOST: Final = "host"
#: so far ahead one looks for the card after this one
_AHEAD: Final = 500
_TYPES: Final[dict[Kind, type[Card]]] = {"hosts": HostCard, "practices": PracticeCard}
_TABLES: Final[dict[Kind, Table]] = {"hosts": host, "practices": practice}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card in the list: how often its host was requested and suggested."""

    kind: Kind
    id: int
    card: Card
    requests: int
    suggestions: int


def backlog(connection: Connection, *, words: str = "", page: int = 1) -> Page[Waiting]:
    """The cards nobody has confirmed, the most requested first; with `words` all cards in which they stand."""
    found = _listed(words).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = connection.execute(found).all()
    # the cards themselves are read of this page alone: they would make the sorting dear
    cards = {kind: _cards(connection, kind, [row.id for row in rows if row.kind == kind]) for kind in _TABLES}
    shown = [Waiting(row.kind, row.id, cards[row.kind][row.id], row.requests, row.suggestions) for row in rows[:PAGE]]
    return Page(shown, page, len(rows) > PAGE)


def following(connection: Connection, kind: str = "", number: int = 0) -> tuple[Kind, int] | None:
    """The card to confirm after this one, or the first of all; None when there is no other."""
    rows: Sequence[tuple[Kind, int]] = [(row.kind, row.id) for row in connection.execute(_listed("").limit(_AHEAD))]
    place = rows.index((kind, number)) if (kind, number) in rows else -1
    after = [*rows[place + 1 :], *rows[: max(place, 0)]]
    return after[0] if after else None


def counts(connection: Connection) -> tuple[int, int]:
    """How many cards somebody has confirmed, and how many there are."""
    confirmed = total = 0
    for table, statuses in ((host, OPEN_HOSTS), (practice, _PRACTICES)):
        rows = connection.execute(
            select(table.c.confirmed, func.count()).where(table.c.status.in_(statuses)).group_by(table.c.confirmed)
        )
        for is_so, many in rows:
            total += many
            confirmed += many if is_so else 0
    return confirmed, total


def card(connection: Connection, kind: Kind, number: int) -> Card | None:
    """A card by its number in the database."""
    table = _TABLES[kind]
    found = connection.execute(select(table.c.card).where(table.c.id == number)).scalar_one_or_none()
    return _card(kind, found) if found else None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who said what a card is about, and when: `BY_HOST` or "staff:3"."""

    by: str
    at: int


def confirmation(connection: Connection, kind: Kind, number: int) -> Confirmation | None:
    """Who said what a card is about; None when nobody has, or nobody knows any more."""
    c = _TABLES[kind].c
    row = connection.execute(select(c.confirmed, c.confirmed_by, c.confirmed_at).where(c.id == number)).first()
    if row is None or not row.confirmed or row.confirmed_at is None:
        return None
    return Confirmation(row.confirmed_by, row.confirmed_at)


def confirm(
    connection: Connection, now: int, kind: Kind, number: int, confirmed: Sequence[str], denied: Sequence[str], by: str
) -> bool:
    """Keep what a person says a card is about, and is not; False when it is gone. `by` is `BY_HOST` or "staff:3".

    What the card says of concepts that are in neither list stays: somebody else has said so since this person saw it.
    """
    table = _TABLES[kind]
    query = select(table.c.card).where(table.c.id == number).with_for_update()
    found = connection.execute(query).scalar_one_or_none()
    if not found:
        return False
    before, seen = _card(kind, found), {*confirmed, *denied}
    told: dict[str, Any] = {
        **msgspec.json.decode(found),
        "confirmed": [*confirmed, *(one for one in before.confirmed if canonical(one) not in seen)],
        "denied": [*denied, *(one for one in before.denied if canonical(one) not in seen)],
    }
    card = msgspec.convert(told, type=_TYPES[kind])
    if isinstance(card, HostCard):
        catalogue.save_hosts(connection, now, [card])
    else:
        catalogue.save_practices(connection, now, [card])
    connection.execute(update(table).where(table.c.id == number).values(confirmed_by=by, confirmed_at=now))
    return True


def _cards(connection: Connection, kind: Kind, ids: Sequence[int]) -> dict[int, Card]:
    table = _TABLES[kind]
    rows = connection.execute(select(table.c.id, table.c.card).where(table.c.id.in_(ids)))
    return {row.id: _card(kind, row.card) for row in rows}


def _card(kind: Kind, stored: str) -> Card:
    return msgspec.json.decode(stored, type=_TYPES[kind])


def _listed(words: str) -> Select[Any]:
    requests, suggestions = _times(host_request), _times(suggestion)
    columns = (
        func.coalesce(requests.c.times, 0).label("requests"),
        func.coalesce(suggestions.c.times, 0).label("suggestions"),
    )
    hosts = (
        select(literal("hosts").label("kind"), host.c.id, *columns)
        .outerjoin(requests, requests.c.host_id == host.c.id)
        .outerjoin(suggestions, suggestions.c.host_id == host.c.id)
        .where(host.c.status.in_(OPEN_HOSTS))
    )
    practices = (
        select(literal("practices").label("kind"), practice.c.id, *columns)
        .outerjoin(host, host.c.external_id == practice.c.host_external_id)
        .outerjoin(requests, requests.c.host_id == host.c.id)
        .outerjoin(suggestions, suggestions.c.host_id == host.c.id)
        .where(practice.c.status.in_(_PRACTICES))
    )
    if words:
        hosts, practices = (
            hosts.where(host.c.card.icontains(words, autoescape=True)),
            practices.where(practice.c.card.icontains(words, autoescape=True)),
        )
    else:
        hosts, practices = hosts.where(~host.c.confirmed), practices.where(~practice.c.confirmed)
    both = union_all(hosts, practices).subquery()
    return select(both).order_by(both.c.requests.desc(), both.c.suggestions.desc(), both.c.kind, both.c.id)


def _times(table: Table) -> Subquery:
    return select(table.c.host_id, func.count().label("times")).group_by(table.c.host_id).subquery()
