"""The helpdesks: which team answers in which language (ENQ-01), and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, select, update

from domain.hours import Hours, NotHours, read_hours
from domain.ownership import LEASE
from storage.tables import conversation, helpdesk, staff
from storage.upsert import insert_or_update

#: minutes of a promise where no helpdesk is set up
FIRST_ANSWER = 240


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """A team. `langs` are those it answers in; `zone` is where its clock stands ("" for the settings' time zone); `hours` and
    `holidays` say when somebody is there (`domain.hours`; "" when nobody has said); `fallback` is who is asked when nobody is;
    `first_answer` the minutes of opening hours within which a person answers."""

    code: str
    name: str
    langs: tuple[str, ...]
    zone: str = ""
    hours: str = ""
    holidays: str = ""
    fallback: str = ""
    first_answer: int = FIRST_ANSWER

    def opening(self, zone: ZoneInfo) -> Hours | None:
        """When it is open, its clock standing in `zone` unless it has its own; None when nobody has said, or cannot be read."""
        return _opening(self.hours, self.holidays, self.zone or zone.key)


def everyone(connection: Connection) -> list[Helpdesk]:
    """All helpdesks, by code."""
    return [
        Helpdesk(
            row.code, row.name, tuple(row.langs.split(",")) if row.langs else (), row.zone, row.hours, row.holidays,
            row.fallback, row.first_answer,
        )
        for row in connection.execute(select(helpdesk).order_by(helpdesk.c.code))
    ]  # fmt: skip


def find(connection: Connection, code: str) -> Helpdesk | None:
    """The helpdesk with this code."""
    return next((one for one in everyone(connection) if one.code == code), None)


def save(connection: Connection, one: Helpdesk) -> None:
    """Keep a helpdesk, new or changed."""
    values = {
        "code": one.code, "name": one.name, "langs": ",".join(one.langs), "zone": one.zone, "hours": one.hours,
        "holidays": one.holidays, "fallback": one.fallback, "first_answer": one.first_answer,
    }  # fmt: skip
    insert_or_update(connection, helpdesk, values, ["code"])


def in_charge(connection: Connection, code: str) -> int:
    """How many conversations a helpdesk is in charge of now."""
    query = select(func.count()).select_from(conversation).where(conversation.c.team == code)
    return int(connection.execute(query).scalar_one())


def remove(connection: Connection, code: str) -> bool:
    """Forget a helpdesk, also as fallback of others and as a team of staff; False when there is none."""
    connection.execute(update(helpdesk).where(helpdesk.c.fallback == code).values(fallback=""))
    for row in connection.execute(select(staff.c.id, staff.c.teams).where(staff.c.teams.contains(code))).all():
        teams = row.teams.split(",")
        if code in teams:
            left = ",".join(team for team in teams if team != code)
            connection.execute(update(staff).where(staff.c.id == row.id).values(teams=left))
    return connection.execute(delete(helpdesk).where(helpdesk.c.code == code)).rowcount == 1


def of_language(connection: Connection, *langs: str) -> str:
    """The code of the helpdesk that speaks one of these languages, the first of them that any speaks; else the one that speaks
    English. Where no helpdesk is set up, each language is a team of its own.
    """
    known = everyone(connection)
    if not known:
        return langs[-1]
    return next((one.code for lang in (*langs, "en") for one in known if lang in one.langs), known[0].code)


def lease_until(connection: Connection, code: str, now: int, zone: ZoneInfo) -> int:
    """Until when a member of this team may be silent from now on: `LEASE` of its opening hours."""
    one = find(connection, code)
    hours = one.opening(zone) if one is not None else None
    end = hours.after(now, LEASE // 60_000) if hours is not None else None
    return now + LEASE if end is None else end


def closed(known: Sequence[Helpdesk], now: int, zone: ZoneInfo) -> frozenset[str]:
    """The helpdesks where nobody is now but will be again: whoever works there has the evening off. One that never opens counts
    as open, or nobody would ever be told anything."""
    found = ((one.code, one.opening(zone)) for one in known)
    return frozenset(code for code, hours in found if hours is not None and hours.opens_next(now) not in (now, None))


def fallback_of(known: Sequence[Helpdesk], code: str) -> str:
    """The helpdesk to ask when this one does not answer; "" when there is none."""
    found = next((one.fallback for one in known if one.code == code), "")
    return found if found != code and any(one.code == found for one in known) else ""


@lru_cache(maxsize=256)
def _opening(hours: str, holidays: str, zone: str) -> Hours | None:
    if not hours.strip():
        return None
    try:
        return read_hours(hours, ZoneInfo(zone), holidays)
    except (NotHours, KeyError, ValueError, OSError):
        # nobody's fault who waits: time counts as if it were always open
        return None
