"""What became of the hosts that were shown: for which wish, at which place, liked or not and why, asked, what the host answered.

Of a wish only codes are kept (its concepts and its language), so that figures can be made of it; it goes with the person it is of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from storage.tables import host, host_request, showing, wish
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_or_ignore

#: states of a request in which the host has said yes, or did (DOMAIN 2.3)
ACCEPTED: Final = ("accepted",)
#: … and no
DECLINED: Final = ("declined",)
_WORDS: Final = b"showing.words"
_json = msgspec.json


@dataclass(frozen=True, slots=True)
class Outcome:
    """A host that was shown for a wish, and what became of it. `wish` and `person` are only good for counting; `country` is that
    of the host."""

    wish: int
    person: int
    lang: str
    concepts: tuple[str, ...]
    host: str
    country: str
    place: int
    liked: bool
    rejected: bool
    reason: str
    requested: bool
    accepted: bool
    declined: bool


def shown(work: UnitOfWork, person_id: int, lang: str, concepts: Sequence[str], hosts: Mapping[str, int]) -> None:
    """Keep that these hosts were shown, each at its place (1 is the first), for a wish with these concepts.

    The same wish goes on as long as its codes do; a host that it has shown before keeps its place.
    """
    if not hosts:
        return
    wanted = _json.encode(sorted(set(concepts))).decode()
    last = work.connection.execute(
        select(wish).where(wish.c.person_id == person_id).order_by(wish.c.id.desc()).limit(1)
    ).first()
    if last is not None and (last.lang, last.concepts) == (lang, wanted):
        number = last.id
    else:
        values = {"person_id": person_id, "lang": lang, "concepts": wanted, "created_at": work.now}
        number = work.connection.execute(wish.insert().values(values).returning(wish.c.id)).scalar_one()
    known = {
        row.external_id: row.id
        for row in work.connection.execute(select(host.c.external_id, host.c.id).where(host.c.external_id.in_(hosts)))
    }
    for external_id, place in hosts.items():
        if external_id in known:
            row = {"wish_id": number, "host_id": known[external_id], "place": place, "shown_at": work.now}
            work.connection.execute(insert_or_ignore(work.connection, showing).values(row))


def liked(work: UnitOfWork, person_id: int, external_id: str) -> None:
    """Keep that a host was liked; an earlier "not for me" is taken back."""
    _became(work, person_id, external_id, {"liked_at": work.now, "rejected_at": None, "reason": "", "words": None})


def rejected(work: UnitOfWork, person_id: int, external_id: str, reason: str) -> None:
    """Keep that a host was not for them, and why (a code)."""
    _became(work, person_id, external_id, {"liked_at": None, "rejected_at": work.now, "reason": reason})


def explained(work: UnitOfWork, person_id: int, external_id: str, words: str) -> None:
    """Keep in their own words why a host was not for them."""
    sealed = work.vault.seal(words.encode(), _WORDS) if words.strip() else None
    _became(work, person_id, external_id, {"words": sealed})


def requested(work: UnitOfWork, person_id: int, external_id: str, request_id: int) -> None:
    """Keep that this request came of showing a host. One that nobody was shown comes of nothing."""
    _became(work, person_id, external_id, {"request_id": request_id})


def _became(work: UnitOfWork, person_id: int, external_id: str, values: Mapping[str, Any]) -> None:
    """What somebody says of a host they say of the time they were shown it last."""
    latest = (
        select(func.max(showing.c.id))
        .join(wish, wish.c.id == showing.c.wish_id)
        .join(host, host.c.id == showing.c.host_id)
        .where(wish.c.person_id == person_id, host.c.external_id == external_id)
    )
    number = work.connection.execute(latest).scalar_one_or_none()
    if number is not None:
        work.connection.execute(update(showing).where(showing.c.id == number).values(**values))


def outcomes(connection: Connection, since: int) -> list[Outcome]:
    """What was shown since a time (milliseconds), in the order it was."""
    query = (
        select(
            wish.c.id, wish.c.person_id, wish.c.lang, wish.c.concepts, host.c.external_id, host.c.country, showing.c.place,
            showing.c.liked_at, showing.c.rejected_at, showing.c.reason, showing.c.request_id, host_request.c.state,
        )
        .select_from(showing)
        .join(wish, wish.c.id == showing.c.wish_id)
        .join(host, host.c.id == showing.c.host_id)
        .outerjoin(host_request, host_request.c.id == showing.c.request_id)
        .where(wish.c.created_at >= since)
        .order_by(wish.c.id, showing.c.place)
    )  # fmt: skip
    return [
        Outcome(
            row.id, row.person_id, row.lang, tuple(_json.decode(row.concepts)), row.external_id, row.country, row.place,
            row.liked_at is not None, row.rejected_at is not None, row.reason, row.request_id is not None,
            row.state in ACCEPTED, row.state in DECLINED,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def of_person(work: UnitOfWork, person_id: int) -> list[dict[str, Any]]:
    """What a person was shown and what became of it, for their export."""
    query = (
        select(showing, wish.c.lang, wish.c.concepts, host.c.external_id)
        .join(wish, wish.c.id == showing.c.wish_id)
        .join(host, host.c.id == showing.c.host_id)
        .where(wish.c.person_id == person_id)
        .order_by(showing.c.id)
    )
    return [
        {
            "host": row.external_id, "place": row.place, "shown_at": row.shown_at, "lang": row.lang,
            "concepts": _json.decode(row.concepts), "liked_at": row.liked_at, "rejected_at": row.rejected_at,
            "reason": row.reason, "words": work.vault.open(row.words, _WORDS).decode() if row.words else "",
            "requested": row.request_id is not None,
        }
        for row in work.connection.execute(query)
    ]  # fmt: skip


def rate(work: UnitOfWork, request_id: int, score: int) -> None:
    """Keep what a trainee thought of a stay. Raises ValueError unless the score is 1 to 5."""
    if score not in range(1, 6):
        raise ValueError(f"not 1 to 5: {score}")
    work.connection.execute(update(host_request).where(host_request.c.id == request_id).values(score=score))


def forget(work: UnitOfWork, person_id: int) -> None:
    """What was shown to somebody is forgotten with them."""
    theirs = select(wish.c.id).where(wish.c.person_id == person_id)
    work.connection.execute(delete(showing).where(showing.c.wish_id.in_(theirs)))
    work.connection.execute(delete(wish).where(wish.c.person_id == person_id))


def of_host(work: UnitOfWork, person_id: int, external_id: str) -> list[dict[str, Any]]:
    """When and where a host was shown to somebody, and what became of it, the latest first."""
    return [one for one in reversed(of_person(work, person_id)) if one["host"] == external_id]
