"""Answers written beforehand, kept for the teams that use them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from domain.canned import LONGEST_CODE, Canned
from storage.tables import canned

_json = msgspec.json


def of_teams(connection: Connection, teams: Sequence[str] | None = None) -> list[Canned]:
    """The answers that these teams may use, their own and those of all, by name; None for every answer there is."""
    query = select(canned).order_by(canned.c.name, canned.c.id)
    if teams is not None:
        query = query.where(canned.c.team.in_(["", *teams]))
    return [_canned(row) for row in connection.execute(query)]


def of_id(connection: Connection, number: int) -> Canned | None:
    """One answer."""
    return _one(connection, canned.c.id == number)


def save(connection: Connection, now: int, answer: Canned, staff_id: int | None = None) -> int:
    """Keep an answer: a new one where its `id` is 0, under a code of its own. Returns its number."""
    values = {
        "name": answer.name, "team": answer.team, "texts": _json.encode(answer.texts).decode(),
        "changed_at": now, "changed_by": staff_id,
    }  # fmt: skip
    if answer.id:
        connection.execute(update(canned).where(canned.c.id == answer.id).values(values))
        return answer.id
    code = _free(connection, answer.code or slug(answer.name))
    values |= {"code": code, "created_at": now, "created_by": staff_id}
    return int(connection.execute(insert(canned).values(values).returning(canned.c.id)).scalar_one())


def remove(connection: Connection, number: int) -> bool:
    """Forget an answer; False when there was none."""
    return connection.execute(delete(canned).where(canned.c.id == number)).rowcount > 0


def take_in(
    connection: Connection, now: int, answers: Iterable[Canned], staff_id: int | None = None
) -> tuple[int, int]:
    """Keep answers of a file: those whose code is known take the place of the kept ones. Returns how many were new and changed."""
    new = changed = 0
    for answer in answers:
        known = _one(connection, canned.c.code == answer.code)
        if known is None:
            save(connection, now, answer, staff_id)
            new += 1
        elif (known.name, known.team, known.texts) != (answer.name, answer.team, answer.texts):
            save(connection, now, msgspec.structs.replace(answer, id=known.id), staff_id)
            changed += 1
    return new, changed


def slug(name: str) -> str:
    """What a name gives as a code: small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_CODE - 8] or "answer"


def _free(connection: Connection, code: str) -> str:
    taken = set(
        connection.execute(select(canned.c.code).where(canned.c.code.startswith(code, autoescape=True))).scalars()
    )
    return next(one for one in (code, *(f"{code}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _one(connection: Connection, where: ColumnElement[bool]) -> Canned | None:
    row = connection.execute(select(canned).where(where)).first()
    return _canned(row) if row else None


def _canned(row: Row[Any]) -> Canned:
    return Canned(row.code, row.name, _json.decode(row.texts, type=dict[str, str]), row.team, row.id)
