"""What is to be mailed to staff: who waits, and how long. No row has a word of a trainee.

A row is claimed for a while before it is sent; when the process dies in between, another one sends it later. Nobody is mailed
while their helpdesk is closed: what has come in lies until it opens, and then goes out as one mail.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, select, update

from domain.ownership import BOT, SNOOZED
from domain.promises import STAGES, Stage
from storage import helpdesks
from storage.helpdesks import Helpdesk
from storage.tables import conversation, notice, staff
from storage.tables.base import fixed

QUEUED, SENT, GIVEN_UP, OVER = 0, 2, 3, 4
#: milliseconds between two mails to the same person
PAUSE: Final = 10 * 60_000
#: … that one who sends has for it
CLAIMED: Final = 5 * 60_000
#: … before anybody is mailed: most are answered by somebody who is at the desk
AT_FIRST: Final = 60_000
#: how often a mail is tried, the pause between two tries doubling from the first to the last of these milliseconds
TRIES: Final = 8
FIRST_PAUSE, LONGEST_PAUSE = 60_000, 60 * 60_000
#: the pause while the server is away, or refuses us: so often that the morning after is not lost, and no login is locked
AWAY: Final = 5 * 60_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, as far as a mail says so."""

    conversation_id: int
    lang: str
    team: str
    since: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: the notices it is made of, to whom, and who waits."""

    ids: tuple[int, ...]
    email: str
    lang: str
    waiting: tuple[Waiting, ...]


def queue(connection: Connection, now: int, staff_ids: Iterable[int], wait: Waiting) -> None:
    """Note that these people are to be mailed."""
    rows = [
        {"staff_id": one, "conversation_id": wait.conversation_id, "since": wait.since, "stage": wait.stage,
         "created_at": now, "due_at": now + AT_FIRST}
        for one in sorted(set(staff_ids))
    ]  # fmt: skip
    if rows:
        connection.execute(insert(notice), rows)


def claim(connection: Connection, now: int, zone: ZoneInfo) -> list[Letter]:
    """The mails that are due, one to a person, theirs to send who asks; what nobody waits for any more is let go. `zone` is where
    the clock of a helpdesk stands that has none of its own."""
    known = helpdesks.everyone(connection)
    closed = helpdesks.closed(known, now, zone)
    # two processes must not mail the same person: the rows of staff are locked, those who come second find nothing due
    due = exists().where(notice.c.staff_id == staff.c.id, notice.c.state == fixed(QUEUED), notice.c.due_at <= now)
    recent = exists().where(notice.c.staff_id == staff.c.id, notice.c.sent_at > now - PAUSE)
    people = connection.execute(
        select(staff.c.id, staff.c.email, staff.c.lang, staff.c.langs, staff.c.teams, staff.c.disabled)
        .where(due, ~recent)
        .order_by(staff.c.id)
        .with_for_update(skip_locked=True)
    ).all()
    letters = []
    for person in people:
        rows = connection.execute(
            select(notice, conversation.c.lang, conversation.c.team, _waits().label("waits"))
            .join(conversation, conversation.c.id == notice.c.conversation_id)
            .where(notice.c.staff_id == person.id, notice.c.state == fixed(QUEUED))
            .order_by(notice.c.since, notice.c.id)
        ).all()
        over = [row.id for row in rows if not row.waits or person.disabled]
        if over:
            connection.execute(update(notice).where(notice.c.id.in_(over)).values(state=OVER))
        teams = person.teams.split(",")
        rest = [row for row in rows if row.id not in over and not _is_off(row, teams, known, closed)]
        if not any(row.due_at <= now for row in rest):
            continue
        latest: dict[int, Waiting] = {}
        for row in sorted(rest, key=lambda row: STAGES.index(row.stage)):
            latest[row.conversation_id] = Waiting(row.conversation_id, row.lang or "en", row.team, row.since, row.stage)
        ids = tuple(row.id for row in rest)
        connection.execute(
            update(notice).where(notice.c.id.in_(ids)).values(due_at=now + CLAIMED, attempts=notice.c.attempts + 1)
        )
        lang = person.lang or person.langs.partition(",")[0] or "en"
        letters.append(Letter(ids, person.email, lang, tuple(sorted(latest.values(), key=lambda one: one.since))))
    return letters


def sent(connection: Connection, now: int, ids: Collection[int]) -> None:
    """The mail is on its way."""
    connection.execute(update(notice).where(notice.c.id.in_(ids)).values(state=SENT, sent_at=now, problem=None))


def failed(connection: Connection, now: int, ids: Collection[int], problem: str, *, for_good: bool) -> None:
    """It was not taken: tried again later, or given up after `TRIES` and where it can never be delivered."""
    for number, attempts in connection.execute(
        select(notice.c.id, notice.c.attempts).where(notice.c.id.in_(ids))
    ).all():
        pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
        state = GIVEN_UP if for_good or attempts >= TRIES else QUEUED
        values = {"state": state, "due_at": now + pause, "problem": problem[:200]}
        connection.execute(update(notice).where(notice.c.id == number).values(values))


def put_off(connection: Connection, now: int, ids: Collection[int], problem: str) -> None:
    """The server takes nothing at all now: no try of theirs, they wait for it as long as somebody waits for an answer."""
    later = {"due_at": now + AWAY, "attempts": notice.c.attempts - 1, "problem": problem[:200]}
    connection.execute(update(notice).where(notice.c.id.in_(ids)).values(later))


def count_given_up(connection: Connection) -> int:
    """How many notices nobody has got by mail."""
    query = select(func.count()).select_from(notice).where(notice.c.state == fixed(GIVEN_UP))
    return int(connection.execute(query).scalar_one())


def _is_off(row: Row[Any], teams: Collection[str], known: Sequence[Helpdesk], closed: Collection[str]) -> bool:
    """Does this wait for the morning? Not for those who stand in for a team that has broken its promise, while they are there."""
    if row.team not in closed:
        return False
    stands_in = helpdesks.fallback_of(known, row.team)
    return not (row.stage == "late" and stands_in in teams and stands_in not in closed)


def _waits() -> ColumnElement[bool]:
    return and_(
        conversation.c.owner != fixed(BOT),
        conversation.c.work != SNOOZED,
        conversation.c.waiting_since == notice.c.since,
    )
