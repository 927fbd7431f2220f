"""What the staff desk reads: lists of conversations and host requests, and a few counts.

Nothing is written here. Names lie sealed in the database, so a search opens one profile after the other.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Select, and_, case, func, select

from domain.messages import Message
from storage.crypto import Vault
from storage.outbox import HELD, count_dead
from storage.tables import (
    conversation,
    dialog_archive,
    host,
    host_request,
    inbox,
    misreading,
    outbox,
    person,
    practice,
    staff,
    suggestion,
)
from storage.updates import QUARANTINED

Item = TypeVar("Item")

#: rows of a page
PAGE: Final = 50

#: what a conversation can be filtered by: it waits for a person, the bot has it, a person has it
OWNERS: Final = ("waiting", "bot", "person")

_message = msgspec.json.Decoder(Message).decode
#: somebody is waiting for an answer of a person: in the queue, or after the trainee's word to a member of staff
_waiting = and_(conversation.c.owner != "bot", conversation.c.waiting_since.is_not(None))


class _Profile(msgspec.Struct):
    name: Any = None
    email: Any = None
    employer: Any = None
    profession: Any = None


class _HostCard(msgspec.Struct):
    name: str = ""
    city: str | None = None
    country: str | None = None


_profile = msgspec.json.Decoder(_Profile).decode
_host_card = msgspec.json.Decoder(_HostCard).decode


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation: `author` is bot, staff or you (the trainee)."""

    author: str
    lang: str
    at: int
    message: Message


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list.

    `name` is empty while unknown. `done` holds the steps of the journey that are done (`domain.journey.STEPS`).
    `active_at` is when the trainee was last heard, or else when the conversation began.
    """

    id: int
    channel: str
    lang: str
    owner: str
    team: str
    staff_id: int | None
    staff_name: str
    waiting_since: int | None
    reachable: bool
    person_id: int | None
    name: str
    active_at: int
    done: frozenset[str] = frozenset()
    last: Said | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """A host request; `message` is None in lists. `conversation_id` is the trainee's latest conversation, if any."""

    id: int
    person_id: int
    conversation_id: int | None
    name: str
    host_name: str
    host_city: str
    host_country: str
    rank: int
    state: str
    first_day: str
    last_day: str
    people: int
    share_cv: bool
    created_at: int
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: conversations that wait for a person, messages given up, updates put aside, hosts, practices, readings that staff
    found wrong."""

    waiting: int
    dead: int
    quarantined: int
    hosts: int
    practices: int
    misread: int


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list; `more` says whether there is another one behind it."""

    items: Sequence[Item]
    number: int
    more: bool


def conversations(
    connection: Connection, vault: Vault, *, lang: str = "", owner: str = "", words: str = "", page: int = 1
) -> Page[Listed]:
    """Conversations: those that wait for a person first, the longest wait on top, then the last heard first.

    `owner` is one of `OWNERS`; `words` must all occur in the trainee's name, e-mail address, employer, profession or in
    the number of the conversation. Empty filters let everything through. Pages count from 1.
    """
    query = _listed().order_by(
        case((_waiting, 0), else_=1),
        case((_waiting, conversation.c.waiting_since)),
        func.coalesce(conversation.c.last_in_at, conversation.c.created_at).desc(),
        conversation.c.id.desc(),
    )
    if lang:
        query = query.where(conversation.c.lang == lang)
    if owner == "waiting":
        query = query.where(_waiting)
    elif owner == "bot":
        query = query.where(conversation.c.owner == "bot")
    elif owner == "person":
        query = query.where(conversation.c.owner == "human")
    first = (page - 1) * PAGE
    wanted = _folded(words).split()
    if wanted:
        rows = list(islice(_holding(connection.execute(query), vault, wanted), first, first + PAGE + 1))
    else:
        rows = list(connection.execute(query.offset(first).limit(PAGE + 1)))
    return Page(_complete(connection, vault, rows[:PAGE]), page, len(rows) > PAGE)


def conversation_of(connection: Connection, vault: Vault, conversation_id: int) -> Listed | None:
    """One conversation, or None."""
    row = connection.execute(_listed().where(conversation.c.id == conversation_id)).first()
    return _complete(connection, vault, [row])[0] if row else None


def requests(connection: Connection, vault: Vault, *, person_id: int | None = None, page: int = 1) -> Page[Requested]:
    """Host requests, of one person or of all: the newest first, first choices before their reserves."""
    query = _requests().order_by(host_request.c.created_at.desc(), host_request.c.person_id, host_request.c.rank)
    if person_id is not None:
        query = query.where(host_request.c.person_id == person_id)
    rows = connection.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return Page([_request(vault, row) for row in rows[:PAGE]], page, len(rows) > PAGE)


def request_of(connection: Connection, vault: Vault, request_id: int) -> Requested | None:
    """One host request with its message, or None."""
    row = connection.execute(_requests().where(host_request.c.id == request_id)).first()
    return _request(vault, row, with_message=True) if row else None


def counts(connection: Connection) -> Counts:
    """The small figures on top of the desk."""
    return Counts(
        waiting=_count(connection, select(func.count()).select_from(conversation).where(_waiting)),
        dead=count_dead(connection),
        quarantined=_count(connection, select(func.count()).select_from(inbox).where(inbox.c.state == QUARANTINED)),
        hosts=_count(connection, select(func.count()).select_from(host)),
        practices=_count(connection, select(func.count()).select_from(practice)),
        misread=_count(connection, select(func.count()).select_from(misreading)),
    )


def steps_done(connection: Connection, people: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The steps of the journey that each person has done: finished dialogs, a host liked, a request made."""
    ids = list(people)
    done: defaultdict[int, set[str]] = defaultdict(set)
    finished = select(dialog_archive.c.person_id, dialog_archive.c.dialog)
    for person_id, dialog in connection.execute(finished.where(dialog_archive.c.person_id.in_(ids))):
        done[person_id].add(dialog)
    chosen = select(suggestion.c.person_id).where(
        suggestion.c.person_id.in_(ids), suggestion.c.feedback.in_(("liked", "requested"))
    )
    for person_id in connection.execute(chosen.distinct()).scalars():
        done[person_id].add("hosts")
    asked = select(host_request.c.person_id).where(host_request.c.person_id.in_(ids))
    for person_id in connection.execute(asked.distinct()).scalars():
        done[person_id].add("request")
    return {person_id: frozenset(steps) for person_id, steps in done.items()}


def _listed() -> Select[Any]:
    return (
        select(
            conversation.c.id, conversation.c.channel, conversation.c.lang, conversation.c.owner, conversation.c.team,
            conversation.c.staff_id, conversation.c.waiting_since, conversation.c.reachable, conversation.c.person_id,
            func.coalesce(conversation.c.last_in_at, conversation.c.created_at).label("active_at"),
            staff.c.name.label("staff_name"), person.c.profile,
        )
        .join(staff, staff.c.id == conversation.c.staff_id, isouter=True)
        .join(person, person.c.id == conversation.c.person_id, isouter=True)
    )  # fmt: skip


def _complete(connection: Connection, vault: Vault, rows: Sequence[Row[Any]]) -> list[Listed]:
    done = steps_done(connection, {row.person_id for row in rows if row.person_id is not None})
    last = _last_messages(connection, vault, [row.id for row in rows])
    return [
        Listed(
            row.id, row.channel, row.lang, row.owner, row.team, row.staff_id, row.staff_name or "", row.waiting_since,
            row.reachable, row.person_id, _name(vault, row.profile), row.active_at,
            done.get(row.person_id, frozenset()), last.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def _last_messages(connection: Connection, vault: Vault, ids: Sequence[int]) -> dict[int, Said]:
    newest = (
        select(func.max(outbox.c.id))
        .where(outbox.c.conversation_id.in_(ids), outbox.c.state != HELD)
        .group_by(outbox.c.conversation_id)
    )
    rows = connection.execute(
        select(outbox.c.conversation_id, outbox.c.author, outbox.c.lang, outbox.c.created_at, outbox.c.body).where(
            outbox.c.id.in_(newest)
        )
    )
    return {
        row.conversation_id: Said(row.author, row.lang, row.created_at, _message(vault.open(row.body, b"outbox.body")))
        for row in rows
    }


def _holding(rows: Iterable[Row[Any]], vault: Vault, wanted: Sequence[str]) -> Iterator[Row[Any]]:
    for row in rows:
        found = _profile(vault.open(row.profile, b"person.profile")) if row.profile else _Profile()
        known = (found.name, found.email, found.employer, found.profession, str(row.id))
        text = _folded("\n".join(str(part) for part in known if part))
        if all(word in text for word in wanted):
            yield row


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _name(vault: Vault, sealed: bytes | None) -> str:
    return str(_profile(vault.open(sealed, b"person.profile")).name or "") if sealed else ""


def _requests() -> Select[Any]:
    theirs = conversation.alias("theirs")
    latest = select(func.max(theirs.c.id)).where(theirs.c.person_id == host_request.c.person_id).scalar_subquery()
    return (
        select(host_request, host.c.card, person.c.profile, latest.label("conversation_id"))
        .join(host, host.c.id == host_request.c.host_id)
        .join(person, person.c.id == host_request.c.person_id)
    )


def _request(vault: Vault, row: Row[Any], *, with_message: bool = False) -> Requested:
    card = _host_card(row.card)
    return Requested(
        row.id, row.person_id, row.conversation_id, _name(vault, row.profile), card.name, card.city or "",
        card.country or "", row.rank, row.state, row.first_day, row.last_day, row.people, row.share_cv, row.created_at,
        vault.open(row.message, b"request.message").decode() if with_message else None,
    )  # fmt: skip


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
