"""Requests to hosts: what a host answered, and what the trainee thought of the stay.

Each change carries the version its author saw: of two who come together one wins, and the other is told.
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, Select, func, select, update

from domain.host_requests import ACCEPTED, OTHER_DAYS, OVER, PROPOSED, swaps_days
from storage import suggestions
from storage.access import Sight
from storage.tables import conversation, host, host_request
from storage.unit_of_work import UnitOfWork

#: what the reason is sealed for
REASON: Final = b"request.reason"


class _HostCard(msgspec.Struct):
    name: str = ""
    city: str = ""


_host_card = msgspec.json.Decoder(_HostCard).decode


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it stands. `before` is the state it may be set back to ("" for none), `told` whether the trainee knows of this
    one, since `changed_at`; `other_first_day` and `other_last_day` are what the host offers instead, or once that is agreed what
    was asked for."""

    id: int
    person_id: int
    host_name: str
    rank: int
    state: str
    before: str
    told: bool
    version: int
    first_day: str
    last_day: str
    other_first_day: str
    other_last_day: str
    people: int
    score: int | None
    created_at: int
    changed_at: int | None
    host_city: str = ""


def of_person(connection: Connection, person_id: int) -> list[Asked]:
    """The requests of somebody, in the order they were made."""
    query = _asked().where(host_request.c.person_id == person_id).order_by(host_request.c.id)
    return [_of(row) for row in connection.execute(query)]


def of_id(connection: Connection, request_id: int) -> Asked | None:
    """A request, or None."""
    row = connection.execute(_asked().where(host_request.c.id == request_id)).first()
    return _of(row) if row else None


def reserve(connection: Connection, asked: Asked) -> Asked | None:
    """The first of the reserves that came with a request and that nobody has asked yet."""
    query = _asked().where(
        host_request.c.person_id == asked.person_id, host_request.c.created_at == asked.created_at,
        host_request.c.state == PROPOSED, host_request.c.rank > asked.rank,
    )  # fmt: skip
    row = connection.execute(query.order_by(host_request.c.rank, host_request.c.id).limit(1)).first()
    return _of(row) if row else None


def open_beside(connection: Connection, asked: Asked) -> Asked | None:
    """Another of the requests that came with this one, the one wished for most, that has not ended without a stay."""
    query = _asked().where(
        host_request.c.person_id == asked.person_id, host_request.c.created_at == asked.created_at,
        host_request.c.state.not_in(OVER), host_request.c.id != asked.id,
    )  # fmt: skip
    row = connection.execute(query.order_by(host_request.c.rank, host_request.c.id).limit(1)).first()
    return _of(row) if row else None


def conversation_for(connection: Connection, sight: Sight, request_id: int) -> int | None:
    """Where the trainee of a request is told: of their conversations that an account may see one that reaches them, the latest;
    None when there is none, or no such request."""
    query = (
        select(conversation.c.id)
        .join(host_request, host_request.c.person_id == conversation.c.person_id)
        .where(host_request.c.id == request_id, sight.seen)
        .order_by(
            conversation.c.reachable.desc(),
            func.coalesce(conversation.c.last_in_at, conversation.c.created_at).desc(),
            conversation.c.id.desc(),
        )
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def become(
    work: UnitOfWork, asked: Asked, state: str, *, told: bool, reason: str = "", days: tuple[str, str] = ("", "")
) -> bool:
    """Note a state; `days` (first, last) go with the offer of other ones. False, and nothing noted, when it has changed meanwhile.

    What a trainee thought of a stay goes when there is none any more.
    """
    values: dict[str, Any] = {
        "state": state, "before": asked.state, "told": told, "changed_at": work.now, "reason": _sealed(work, reason),
    }  # fmt: skip
    if state == OTHER_DAYS:
        values |= {"other_first_day": days[0], "other_last_day": days[1]}
    return _change(work, asked, values | _moved(asked, state))


def take_back(work: UnitOfWork, asked: Asked) -> bool:
    """Set a request back to the state before, once; False when it has changed meanwhile."""
    values = {"state": asked.before, "before": "", "told": False, "changed_at": work.now, "reason": None}
    if asked.state == OTHER_DAYS:
        values |= {"other_first_day": "", "other_last_day": ""}
    return _change(work, asked, values | _moved(asked, asked.before))


def rate(work: UnitOfWork, asked: Asked, score: int) -> bool:
    """Keep what the trainee thought of the stay, 1 to 5; False when the request has changed meanwhile."""
    if not _change(work, asked, {}):
        return False
    suggestions.rate(work, asked.id, score)
    return True


def _moved(asked: Asked, state: str) -> dict[str, Any]:
    """What changes with the state as such."""
    values: dict[str, Any] = {} if state == ACCEPTED else {"score": None}
    if swaps_days(asked.state, state):
        values |= {
            "first_day": asked.other_first_day, "last_day": asked.other_last_day,
            "other_first_day": asked.first_day, "other_last_day": asked.last_day,
        }  # fmt: skip
    return values


def _change(work: UnitOfWork, asked: Asked, values: dict[str, Any]) -> bool:
    seen = (host_request.c.id == asked.id, host_request.c.version == asked.version)
    changed = update(host_request).where(*seen).values(**values, version=asked.version + 1)
    return work.connection.execute(changed).rowcount == 1


def _sealed(work: UnitOfWork, reason: str) -> bytes | None:
    return work.vault.seal(reason.encode(), REASON) if reason else None


def _asked() -> Select[Any]:
    return select(host_request, host.c.card).join(host, host.c.id == host_request.c.host_id)


def _of(row: Row[Any]) -> Asked:
    card = _host_card(row.card)
    return Asked(
        row.id, row.person_id, card.name, row.rank, row.state, row.before, row.told, row.version, row.first_day,
        row.last_day, row.other_first_day, row.other_last_day, row.people, row.score, row.created_at,
        row.changed_at, card.city,
    )  # fmt: skip
