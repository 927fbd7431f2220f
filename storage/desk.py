"""What the staff desk reads: lists of conversations and host requests, and a few counts.

Nothing is written here. A list is made for one reader: what they may not see (`storage.access`) is not in it, nor in any count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from domain.messages import Message
from domain.ownership import BOT, HUMAN, QUEUE, RESOLVED, SNOOZED
from storage import promises
from storage.access import Sight
from storage.crypto import Vault
from storage.desk_search import AT_ONCE, Found, Mention, chunks, profile
from storage.outbox import DEAD, HELD, YOU
from storage.requests import REASON
from storage.tables import (
    conversation,
    dialog_archive,
    goal,
    handover,
    helpdesk,
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
from storage.tables.base import fixed
from storage.updates import QUARANTINED

Item = TypeVar("Item")

#: rows of a page
PAGE: Final = 50

#: the views of the inbox, in the order of their tabs: those who wait for me or my teams, those I answer, those a colleague
#: answers, those the bot has, put off, done, and all of them
VIEWS: Final = ("waiting", "mine", "team", "bot", "snoozed", "resolved", "all")

_message = msgspec.json.Decoder(Message).decode
#: when the trainee was last heard, or else when the conversation began
_active_at = func.coalesce(conversation.c.last_in_at, conversation.c.created_at)


class _HostCard(msgspec.Struct):
    name: str = ""
    city: str | None = None
    country: str | None = None


_host_card = msgspec.json.Decoder(_HostCard).decode


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation: `author` is bot, staff or you (the trainee)."""

    author: str
    lang: str
    at: int
    message: Message = field(hash=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list.

    `name` is empty while unknown; `team_name` where no helpdesk has that code. `done` holds the steps of the journey that are done
    (`domain.journey.STEPS`). `active_at` is when the trainee was last heard, or else when the conversation began; `stage` is
    how their wait stands against what was promised (`domain.promises`, "" for no wait). `escalated` says that whoever was in charge
    has been silent for too long, `needs_human` that a goal of theirs wants the eye of a person. `last` is what the trainee said
    last, `answered_at` when a member of staff spoke, if nobody has said anything since.
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
    work: str = "active"
    snoozed_until: int | None = None
    team_name: str = ""
    stage: str = ""
    escalated: bool = False
    needs_human: bool = False
    done: frozenset[str] = frozenset()
    last: Said | None = None
    answered_at: int | None = None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A message that holds the words somebody searched for, and whose conversation it is in."""

    id: int
    conversation_id: int
    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class Requested:
    """A host request; `message` is None in lists, and `reason` (why the host says no) empty. `conversation_id` is the trainee's
    latest conversation, if any."""

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
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: messages given up, updates put aside, host requests, hosts, practices, readings that staff found wrong."""

    dead: int
    quarantined: int
    requests: int
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
    connection: Connection, vault: Vault, sight: Sight, *, view: str = "all", team: str = "", lang: str = "",
    found: Found | None = None, page: int = 1,
) -> Page[Listed]:  # fmt: skip
    """The conversations of a view, one of `VIEWS`, as far as they may be seen.

    Where people wait, they come first: those to whom a promise is broken, then the longest wait; others follow, the last heard
    first. What is put off comes in the order of its return. `team` and `lang` narrow the list, and so does `found` (what a search
    has found: those whose name only resembles the words come last). Pages count from 1.
    """
    query = (
        select(conversation.c.id, conversation.c.person_id)
        .where(_views(sight.account.id)[view], *_narrowed(sight, team, lang))
        .order_by(*_order(view))
    )
    first = (page - 1) * PAGE
    if found is None:
        ids = list(connection.execute(query.offset(first).limit(PAGE + 1)).scalars())
    else:
        people = found.exact | found.near
        if len(people) <= AT_ONCE:
            query = query.where(or_(conversation.c.id == found.number, conversation.c.person_id.in_(people)))
        exact, near = [], []
        for number, person_id in connection.execute(query):
            if number == found.number or person_id in found.exact:
                exact.append(number)
            elif person_id in found.near:
                near.append(number)
        ids = (exact + near)[first : first + PAGE + 1]
    return Page(_listed(connection, vault, ids[:PAGE]), page, len(ids) > PAGE)


def tally(connection: Connection, sight: Sight, *, team: str = "", lang: str = "") -> dict[str, int]:
    """How many conversations each view holds, as far as they may be seen."""
    figures = [func.count(case((condition, 1))).label(view) for view, condition in _views(sight.account.id).items()]
    row = connection.execute(select(*figures).select_from(conversation).where(*_narrowed(sight, team, lang))).one()
    return {view: int(row._mapping[view]) for view in VIEWS}


def mentioned(
    connection: Connection, vault: Vault, sight: Sight, found: Sequence[Mention], limit: int
) -> Page[Mentioned]:
    """The newest of the messages found in each conversation that may be seen, at most `limit` of them."""
    newest: dict[int, Mention] = {}
    for one in found:
        newest.setdefault(one.conversation_id, one)
    seen = select(conversation.c.id).where(sight.seen)
    kept: list[Mention] = []
    for some in chunks(list(newest)):
        visible = set(connection.execute(seen.where(conversation.c.id.in_(some))).scalars())
        kept += [newest[number] for number in some if number in visible]
        if len(kept) > limit:
            break
    said = _said(connection, vault, [one.id for one in kept[:limit]])
    names = _names(connection, vault, [one.conversation_id for one in kept[:limit]])
    # what was erased while we looked is not there any more
    items = [
        Mentioned(one.id, one.conversation_id, names.get(one.conversation_id, ""), said[one.conversation_id])
        for one in kept[:limit]
        if one.conversation_id in said
    ]
    return Page(items, 1, len(kept) > limit)


def conversation_of(connection: Connection, vault: Vault, conversation_id: int) -> Listed | None:
    """One conversation, or None."""
    return next(iter(_listed(connection, vault, [conversation_id])), None)


def requests(
    connection: Connection, vault: Vault, *, sight: Sight | None = None, person_id: int | None = None, page: int = 1
) -> Page[Requested]:
    """Host requests, of one person or of all who may be seen: the newest first, first choices before their reserves."""
    query = _requests(sight).order_by(host_request.c.created_at.desc(), host_request.c.person_id, host_request.c.rank)
    if sight is not None:
        query = query.where(sight.of_person(_their_person))
    if person_id is not None:
        query = query.where(host_request.c.person_id == person_id)
    rows = connection.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return Page([_request(vault, row) for row in rows[:PAGE]], page, len(rows) > PAGE)


def request_of(
    connection: Connection, vault: Vault, request_id: int, *, sight: Sight | None = None
) -> Requested | None:
    """One host request with its message; None when there is none, or none that may be seen."""
    query = _requests(sight).where(host_request.c.id == request_id)
    if sight is not None:
        query = query.where(sight.of_person(_their_person))
    row = connection.execute(query).first()
    return _request(vault, row, with_message=True) if row else None


def counts(connection: Connection, sight: Sight) -> Counts:
    """The small figures of the desk."""

    def theirs(table: Table, *conditions: ColumnElement[bool]) -> Any:
        joined = table.join(conversation, conversation.c.id == table.c.conversation_id)
        return select(func.count()).select_from(joined).where(*conditions, sight.seen).scalar_subquery()

    def whole(table: Table) -> Any:
        return select(func.count()).select_from(table).scalar_subquery()

    asked = select(func.count()).select_from(host_request).where(sight.of_person(_their_person))
    figures = (
        theirs(outbox, outbox.c.state == fixed(DEAD)), theirs(inbox, inbox.c.state == fixed(QUARANTINED)), asked.scalar_subquery(),
        whole(host), whole(practice), whole(misreading),
    )  # fmt: skip
    return Counts(*connection.execute(select(*figures)).one())


_people: BindParameter[Any] = bindparam("people", expanding=True)
_steps_done = union_all(
    select(dialog_archive.c.person_id, dialog_archive.c.dialog).where(dialog_archive.c.person_id.in_(_people)),
    select(suggestion.c.person_id, literal("hosts")).where(
        suggestion.c.person_id.in_(_people), suggestion.c.feedback.in_(("liked", "requested"))
    ),
    select(host_request.c.person_id, literal("request")).where(host_request.c.person_id.in_(_people)),
)


def steps_done(connection: Connection, people: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The steps of the journey that each person has done: finished dialogs, a host liked, a request made."""
    done: defaultdict[int, set[str]] = defaultdict(set)
    for person_id, step in connection.execute(_steps_done, {"people": list(people)}):
        done[person_id].add(step)
    return {person_id: frozenset(steps) for person_id, steps in done.items()}


# to put such conditions together takes longer than to answer some of them
@lru_cache(maxsize=512)
def _views(me: int) -> Mapping[str, ColumnElement[bool]]:
    owner, work = conversation.c.owner, conversation.c.work
    awake = work != SNOOZED
    theirs = and_(owner == HUMAN, conversation.c.staff_id == me)
    others = and_(owner == HUMAN, func.coalesce(conversation.c.staff_id, 0) != me)
    return {
        "waiting": and_(awake, or_(owner == QUEUE, and_(theirs, conversation.c.waiting_since.is_not(None)))),
        "mine": and_(awake, theirs),
        "team": and_(awake, others),
        "bot": and_(owner == BOT, work.not_in((SNOOZED, RESOLVED))),
        "snoozed": work == SNOOZED,
        "resolved": work == RESOLVED,
        "all": true(),
    }


def _narrowed(sight: Sight, team: str, lang: str) -> list[ColumnElement[bool]]:
    conditions = [sight.seen]
    if team:
        conditions.append(sight.of_team(team))
    if lang:
        conditions.append(conversation.c.lang == lang)
    return conditions


@lru_cache
def _order(view: str) -> list[ColumnElement[Any]]:
    if view == "snoozed":
        return [conversation.c.snoozed_until, conversation.c.id]
    last_heard: list[ColumnElement[Any]] = [_active_at.desc(), conversation.c.id.desc()]
    if view in ("bot", "resolved"):
        return last_heard
    waiting = and_(conversation.c.owner != fixed(BOT), conversation.c.waiting_since.is_not(None))
    urgency = case((and_(waiting, promises.told("late")), 0), (waiting, 1), else_=2)
    return [urgency, case((waiting, conversation.c.waiting_since)), *last_heard]


_theirs, _said_last, _spoke_last = outbox.alias("theirs"), outbox.alias("said_last"), outbox.alias("spoke_last")
_of_it = _theirs.c.conversation_id == conversation.c.id
_by_trainee = _theirs.c.author == fixed(YOU)
_newest = select(func.max(_theirs.c.id)).where(_of_it, _theirs.c.state != fixed(HELD)).scalar_subquery()
_newest_of_trainee = select(func.max(_theirs.c.id)).where(_of_it, _by_trainee).scalar_subquery()
#: what happens whoever answers, and changes nothing about that
_BESIDES: Final = ("blocked", "unblocked", "request_answered")
_last_change = (
    select(handover.c.what)
    .where(handover.c.conversation_id == conversation.c.id, handover.c.what.not_in(_BESIDES))
    .order_by(handover.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_rows = (
    select(
        conversation.c.id, conversation.c.channel, conversation.c.lang, conversation.c.owner, conversation.c.team,
        conversation.c.staff_id, conversation.c.waiting_since, conversation.c.reachable, conversation.c.person_id,
        conversation.c.work, conversation.c.snoozed_until, _active_at.label("active_at"),
        case((promises.told("late"), "late"), (promises.told("soon"), "soon"), else_="").label("stage"),
        func.coalesce(_last_change == "escalated", False).label("escalated"),
        exists().where(goal.c.person_id == conversation.c.person_id, goal.c.needs_human.is_(True)).label("needs_human"),
        staff.c.name.label("staff_name"), helpdesk.c.name.label("team_name"), person.c.profile,
        _said_last.c.lang.label("said_lang"), _said_last.c.created_at.label("said_at"), _said_last.c.body,
        case((_spoke_last.c.author == fixed("staff"), _spoke_last.c.created_at)).label("answered_at"),
    )
    .join(staff, staff.c.id == conversation.c.staff_id, isouter=True)
    .join(helpdesk, helpdesk.c.code == conversation.c.team, isouter=True)
    .join(person, person.c.id == conversation.c.person_id, isouter=True)
    .join(_said_last, _said_last.c.id == _newest_of_trainee, isouter=True)
    .join(_spoke_last, _spoke_last.c.id == _newest, isouter=True)
    .where(conversation.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def _listed(connection: Connection, vault: Vault, ids: Sequence[int]) -> list[Listed]:
    """These conversations, in this order."""
    if not ids:
        return []
    rows = {row.id: row for row in connection.execute(_rows, {"ids": ids})}
    done = steps_done(connection, {row.person_id for row in rows.values() if row.person_id is not None})
    return [
        Listed(
            row.id, row.channel, row.lang, row.owner, row.team, row.staff_id, row.staff_name or "", row.waiting_since,
            row.reachable, row.person_id, _name(vault, row.profile), row.active_at, row.work, row.snoozed_until,
            row.team_name or "", row.stage if row.owner != BOT else "", bool(row.escalated), bool(row.needs_human),
            done.get(row.person_id, frozenset()),
            None if row.body is None
            else Said(YOU, row.said_lang, row.said_at, _message(vault.open(row.body, b"outbox.body"))),
            row.answered_at,
        )
        for row in (rows[number] for number in ids if number in rows)
    ]  # fmt: skip


def _said(connection: Connection, vault: Vault, ids: Sequence[int]) -> dict[int, Said]:
    """These messages, one of each conversation, by conversation."""
    rows = connection.execute(
        select(outbox.c.conversation_id, outbox.c.author, outbox.c.lang, outbox.c.created_at, outbox.c.body).where(
            outbox.c.id.in_(ids)
        )
    )
    return {
        row.conversation_id: Said(row.author, row.lang, row.created_at, _message(vault.open(row.body, b"outbox.body")))
        for row in rows
    }


def _names(connection: Connection, vault: Vault, ids: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(
        select(conversation.c.id, person.c.profile)
        .join(person, person.c.id == conversation.c.person_id)
        .where(conversation.c.id.in_(ids))
    )
    return {number: _name(vault, sealed) for number, sealed in rows}


def _name(vault: Vault, sealed: bytes | None) -> str:
    return str(profile(vault.open(sealed, b"person.profile")).name or "") if sealed else ""


_their_person: Final[ColumnElement[int]] = host_request.c.person_id


def _requests(sight: Sight | None) -> Select[Any]:
    latest = select(func.max(conversation.c.id)).where(conversation.c.person_id == _their_person)
    if sight is not None:
        latest = latest.where(sight.seen)
    return (
        select(host_request, host.c.card, person.c.profile, latest.scalar_subquery().label("conversation_id"))
        .join(host, host.c.id == host_request.c.host_id)
        .join(person, person.c.id == host_request.c.person_id)
    )


def _request(vault: Vault, row: Row[Any], *, with_message: bool = False) -> Requested:
    card = _host_card(row.card)
    return Requested(
        row.id, row.person_id, row.conversation_id, _name(vault, row.profile), card.name, card.city or "",
        card.country or "", row.rank, row.state, row.first_day, row.last_day, row.people, row.share_cv, row.created_at,
        vault.open(row.message, b"request.message").decode() if with_message else None,
        vault.open(row.reason, REASON).decode() if with_message and row.reason else "",
    )  # fmt: skip
