"""Groups of trainees that are placed together: who is in one, what staff decided, what was proposed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, true, update

from domain.placement_turns import Turn
from storage.access import Sight
from storage.crypto import Vault
from storage.desk_search import chunks, profile
from storage.staff import Account
from storage.tables import conversation, helpdesk, host, host_request, person, placement, placement_member
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_or_ignore

_json = msgspec.json
#: what a proposal was made from is sealed for this
_CONTEXT = b"placement_member.found"


@dataclass(frozen=True, slots=True)
class Group:
    """A placement: the helpdesk whose it is ("" for all), the days between which stays lie (YYYY-MM-DD), the weeks of one stay.
    `version` rises with each change, `solved` is the one that the proposals were made for (-1 before the first)."""

    id: int
    name: str
    team: str
    first_day: str
    last_day: str
    weeks: int
    version: int = 0
    solved: int = -1
    solved_at: int | None = None


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a proposal was made from: the ids of the hosts that fit (best first), the reasons for the proposed one (code, value,
    said, via), practical wishes it does not meet, what its card does not tell, and for somebody without a place the wishes
    that would bring one if given up, each with the host and the Monday."""

    hosts: tuple[str, ...] = ()
    why: tuple[tuple[str, str, str, str], ...] = ()
    unmet: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    relax: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group: the pinned host ("" for none) and the Monday it was pinned for ("" for any), hosts that are out of the
    question, and what is proposed: a host ("" for no place), the Monday, and what led to it (None before the first time)."""

    id: int
    person_id: int
    pinned: str = ""
    pinned_day: str = ""
    forbidden: tuple[str, ...] = ()
    host: str = ""
    first_day: str = ""
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Places that others have at a host, from a day to a day (YYYY-MM-DD)."""

    host: str
    first_day: str
    last_day: str
    people: int


def _seen(connection: Connection, account: Account) -> ColumnElement[bool]:
    """Placements of one's teams, and those of all; an admin sees every one, and so does everybody where there is no helpdesk."""
    if account.role == "admin" or connection.execute(select(helpdesk.c.code).limit(1)).first() is None:
        return true()
    return or_(placement.c.team.in_(account.teams), placement.c.team == "")


def listed(connection: Connection, account: Account) -> list[tuple[Group, int, int]]:
    """The placements that somebody may see, the newest first: how many people are in each, and how many have a place."""
    people = func.count(placement_member.c.id)
    placed = func.count(func.nullif(placement_member.c.host, ""))
    query = (
        select(placement, people.label("people"), placed.label("placed"))
        .outerjoin(placement_member, placement_member.c.placement_id == placement.c.id)
        .where(_seen(connection, account))
        .group_by(placement.c.id)
        .order_by(placement.c.id.desc())
    )
    return [(_group(row), int(row.people), int(row.placed)) for row in connection.execute(query)]


def of_id(connection: Connection, account: Account, number: int) -> Group | None:
    """A placement that somebody may see, or None."""
    query = select(placement).where(placement.c.id == number, _seen(connection, account))
    row = connection.execute(query).first()
    return _group(row) if row else None


def add(connection: Connection, now: int, group: Group, staff_id: int | None) -> int:
    """Begin a placement; returns its number."""
    values = _values(group) | {"created_at": now, "staff_id": staff_id}
    return int(connection.execute(insert(placement).values(values).returning(placement.c.id)).scalar_one())


def change(connection: Connection, group: Group) -> None:
    """Keep the name, the helpdesk and the weeks of a placement."""
    connection.execute(update(placement).where(placement.c.id == group.id).values(_values(group)))
    touch(connection, group.id)


def remove(connection: Connection, number: int) -> None:
    """Forget a placement and what was proposed; the people stay."""
    connection.execute(delete(placement_member).where(placement_member.c.placement_id == number))
    connection.execute(delete(placement).where(placement.c.id == number))


def touch(connection: Connection, number: int) -> None:
    """Something has changed: what was proposed may not be the best any more."""
    connection.execute(update(placement).where(placement.c.id == number).values(version=placement.c.version + 1))


def members(connection: Connection, vault: Vault, number: int) -> list[Member]:
    """The people of a placement, in the order in which they came."""
    query = select(placement_member).where(placement_member.c.placement_id == number).order_by(placement_member.c.id)
    return [_member(vault, row) for row in connection.execute(query)]


def people_in(connection: Connection, sight: Sight, conversations: Sequence[int]) -> list[int]:
    """Who talks in those of the conversations that an account may see."""
    query = select(conversation.c.person_id).where(
        conversation.c.id.in_(conversations), conversation.c.person_id.is_not(None), sight.seen
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def join(connection: Connection, number: int, people: Iterable[int]) -> int:
    """Put people into a placement; returns how many were not in it yet."""
    new = 0
    for person_id in people:
        values = {"placement_id": number, "person_id": person_id}
        new += connection.execute(insert_or_ignore(connection, placement_member).values(values)).rowcount
    if new:
        touch(connection, number)
    return new


def leave(connection: Connection, number: int, member_id: int) -> None:
    """Take somebody out of a placement."""
    _change_member(connection, number, member_id, None)


def pin(connection: Connection, number: int, member_id: int, host_id: str, first_day: str) -> None:
    """Decide where somebody goes, and perhaps from which Monday; a host of "" takes that back."""
    _change_member(connection, number, member_id, {"pinned": host_id, "pinned_day": first_day if host_id else ""})


def forbid(connection: Connection, number: int, member_id: int, hosts: Sequence[str]) -> None:
    """Decide which hosts are out of the question for somebody; a pin to one of them goes."""
    _change_member(connection, number, member_id, {"forbidden": _json.encode(hosts).decode()})
    connection.execute(
        update(placement_member)
        .where(placement_member.c.id == member_id, placement_member.c.pinned.in_(hosts))
        .values(pinned="", pinned_day="")
    )


def _change_member(connection: Connection, number: int, member_id: int, values: Mapping[str, Any] | None) -> None:
    theirs = (placement_member.c.id == member_id, placement_member.c.placement_id == number)
    statement = delete(placement_member) if values is None else update(placement_member).values(values)
    if connection.execute(statement.where(*theirs)).rowcount:
        touch(connection, number)


def propose(work: UnitOfWork, group: Group, proposals: Mapping[int, tuple[str, str, Found]]) -> bool:
    """Keep what was found for the members (by number: host, Monday, what led to it); False, and nothing kept, when the placement
    has changed since it was read."""
    fresh = (placement.c.id == group.id, placement.c.version == group.version)
    solved = update(placement).where(*fresh).values(solved=group.version, solved_at=work.now)
    if not work.connection.execute(solved).rowcount:
        return False
    for member_id, (host_id, first_day, found) in proposals.items():
        sealed = work.vault.seal(_json.encode(found), _CONTEXT)
        work.connection.execute(
            update(placement_member)
            .where(placement_member.c.id == member_id)
            .values(host=host_id, first_day=first_day, found=sealed)
        )
    return True


def of_person(connection: Connection, vault: Vault, person_id: int) -> list[dict[str, Any]]:
    """What was planned for a person in groups, for their export."""
    query = (
        select(placement_member, placement.c.name)
        .join(placement, placement.c.id == placement_member.c.placement_id)
        .where(placement_member.c.person_id == person_id)
        .order_by(placement_member.c.id)
    )
    rows = connection.execute(query).all()
    return [
        {"group": row.name, "host": row.host, "first_day": row.first_day, "pinned": row.pinned}
        | {"found": _json.decode(vault.open(row.found, _CONTEXT)) if row.found else None}
        for row in rows
    ]


def faces(connection: Connection, vault: Vault, sight: Sight, people: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The latest conversation and the name of those people whom an account may see, by person; "" for no name."""
    found: dict[int, tuple[int, str]] = {}
    for some in chunks(people):
        talks = (
            select(func.max(conversation.c.id).label("talk"), person.c.id, person.c.profile)
            .join(person, person.c.id == conversation.c.person_id)
            .where(person.c.id.in_(some), sight.seen)
            .group_by(person.c.id, person.c.profile)
        )
        for row in connection.execute(talks):
            opened = profile(vault.open(row.profile, b"person.profile")) if row.profile else None
            found[row.id] = (row.talk, str(opened.name or "") if opened else "")
    return found


def taken(connection: Connection, group: Group) -> list[Taken]:
    """Places that others have: stays that a host has accepted of people outside the group, and what other placements propose."""
    mine = select(placement_member.c.person_id).where(placement_member.c.placement_id == group.id)
    accepted = (
        select(host.c.external_id, host_request.c.first_day, host_request.c.last_day, host_request.c.people)
        .join(host, host.c.id == host_request.c.host_id)
        .where(host_request.c.state == "accepted", host_request.c.person_id.not_in(mine))
    )
    proposed = (
        select(placement_member.c.host, placement_member.c.first_day, placement.c.weeks)
        .join(placement, placement.c.id == placement_member.c.placement_id)
        .where(placement_member.c.placement_id != group.id, placement_member.c.host != "")
    )
    found = [Taken(*row) for row in connection.execute(accepted)]
    for host_id, first_day, weeks in connection.execute(proposed):
        found.append(Taken(host_id, first_day, Turn(dt.date.fromisoformat(first_day), weeks).last.isoformat(), 1))
    return found


def merge(connection: Connection, stays: int, goes: int) -> None:
    """Two people become one: where both are in a placement, the one that stays is."""
    theirs = select(placement_member.c.placement_id).where(placement_member.c.person_id == stays)
    both = list(connection.execute(theirs).scalars())
    spare = (placement_member.c.person_id == goes, placement_member.c.placement_id.in_(both))
    connection.execute(delete(placement_member).where(*spare))


def _values(group: Group) -> dict[str, Any]:
    names = ("name", "team", "first_day", "last_day", "weeks")
    return {name: getattr(group, name) for name in names}


def _group(row: Row[Any]) -> Group:
    return Group(
        row.id, row.name, row.team, row.first_day, row.last_day, row.weeks, row.version, row.solved, row.solved_at
    )


def _member(vault: Vault, row: Row[Any]) -> Member:
    found = _json.decode(vault.open(row.found, _CONTEXT), type=Found) if row.found else None
    forbidden = tuple(_json.decode(row.forbidden, type=list[str]))
    return Member(row.id, row.person_id, row.pinned, row.pinned_day, forbidden, row.host, row.first_day, found)
