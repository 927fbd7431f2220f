"""Who waits for a person, how that stands against what their helpdesk promises, and what has been told of it: each thing once."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from domain.ownership import BOT, SNOOZED
from domain.promises import STAGES, Stage, spent, stage
from storage import helpdesks
from storage.conversations import Conversation
from storage.helpdesks import Helpdesk
from storage.tables import conversation, promise_warning
from storage.tables.base import fixed
from storage.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits since `since`; `stage` is how it stands, `untold` those of `STAGES` up to it that nobody was told of."""

    conversation_id: int
    since: int
    stage: Stage
    untold: tuple[Stage, ...]


def untold(connection: Connection, now: int, zone: ZoneInfo) -> list[Wait]:
    """The waits of which there is something to tell. Those that are snoozed are left alone."""
    known = {one.code: one for one in helpdesks.everyone(connection)}
    query = (
        select(conversation.c.id, conversation.c.team, conversation.c.waiting_since)
        # of one that is late all is told
        .where(_waits(), ~told("late"))
        .order_by(conversation.c.waiting_since)
    )
    waits = connection.execute(query).all()
    before: dict[int, set[str]] = {}
    if waits:
        told_of = select(promise_warning.c.conversation_id, promise_warning.c.stage).join_from(
            promise_warning,
            conversation,
            and_(
                conversation.c.id == promise_warning.c.conversation_id,
                conversation.c.waiting_since == promise_warning.c.since,
            ),
        )
        for number, one in connection.execute(told_of):
            before.setdefault(number, set()).add(one)
    found = []
    for row in waits:
        stands = _stage(known.get(row.team), row.waiting_since, now, zone)
        rest = tuple(one for one in STAGES[: STAGES.index(stands) + 1] if one not in before.get(row.id, ()))
        if rest:
            found.append(Wait(row.id, row.waiting_since, stands, rest))
    return found


def still_waits(owned: Conversation, wait: Wait) -> bool:
    """Is it that wait still, now that the conversation is locked?"""
    return owned.owner != BOT and owned.work != SNOOZED and owned.waiting_since == wait.since


def note(connection: Connection, now: int, wait: Wait) -> None:
    """It is told now; the conversation is locked, so nobody else tells it too."""
    rows = [
        {"conversation_id": wait.conversation_id, "since": wait.since, "stage": one, "at": now} for one in wait.untold
    ]
    connection.execute(insert_or_ignore(connection, promise_warning), rows)


def told(*stages: Stage) -> ColumnElement[bool]:
    """The condition on `conversation` that its present wait has been told to be at one of these stages."""
    return exists().where(
        promise_warning.c.conversation_id == conversation.c.id,
        promise_warning.c.since == conversation.c.waiting_since,
        promise_warning.c.stage.in_(stages),
    )


def stages(connection: Connection, ids: Collection[int]) -> dict[int, Stage]:
    """What was told last of these conversations' present waits, for lists of the desk."""
    query = (
        select(promise_warning.c.conversation_id, promise_warning.c.stage)
        .join(conversation, conversation.c.id == promise_warning.c.conversation_id)
        .where(
            promise_warning.c.conversation_id.in_(list(ids)), promise_warning.c.since == conversation.c.waiting_since
        )
    )
    found: dict[int, Stage] = {}
    for number, one in connection.execute(query):
        if number not in found or STAGES.index(one) > STAGES.index(found[number]):
            found[number] = one
    return found


def _waits() -> ColumnElement[bool]:
    return and_(
        conversation.c.owner != fixed(BOT), conversation.c.work != SNOOZED, conversation.c.waiting_since.is_not(None)
    )


def _stage(one: Helpdesk | None, since: int, now: int, zone: ZoneInfo) -> Stage:
    # a team that nobody has set up promises nothing
    return "waiting" if one is None else stage(spent(one.opening(zone), since, now, one.first_answer))
