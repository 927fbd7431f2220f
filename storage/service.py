"""The figures of the helpdesks, from the history of who answered and from what trainees say of it."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from domain.hours import MINUTE, Hours
from domain.ownership import BOT
from domain.service import Line, Service, measured, share_within, times
from storage import helpdesks
from storage.helpdesks import FIRST_ANSWER
from storage.tables import conversation, handover, rating
from storage.tables.base import fixed

_DAY = 86_400_000
#: what began so many days before a stretch of time is still seen to end in it
_BEFORE = 60


def figures(connection: Connection, now: int, zone: ZoneInfo, days: int) -> list[Service]:
    """How each helpdesk does: waits as of now, the rest of the last `days` days; by code. Teams that nobody has set up are there
    too when they did something."""
    known = {one.code: one for one in helpdesks.everyone(connection)}
    hours: dict[str, Hours | None] = {code: one.opening(zone) for code, one in known.items()}
    since = now - days * _DAY

    def passed(team: str, start: int, end: int) -> int:
        open_hours = hours.get(team)
        return end - start if open_hours is None else open_hours.open_time(start, end)

    lines = connection.execute(
        select(handover.c.conversation_id, handover.c.at, handover.c.what, handover.c.team, handover.c.waited)
        .where(handover.c.at >= since - _BEFORE * _DAY, handover.c.at <= now)
        .order_by(handover.c.id)
    )
    first, whole = measured((Line(*row) for row in lines), passed, since)
    waiting: dict[str, list[int]] = {}
    asked = select(conversation.c.team, conversation.c.waiting_since).where(
        conversation.c.owner != fixed(BOT), conversation.c.waiting_since.is_not(None)
    )
    for team, began in connection.execute(asked):
        waiting.setdefault(team, []).append(passed(team, began, now))
    scores: dict[str, dict[int, int]] = {}
    rated = (
        select(rating.c.team, rating.c.score, func.count())
        .where(rating.c.rated_at >= since, rating.c.rated_at <= now, rating.c.score.is_not(None))
        .group_by(rating.c.team, rating.c.score)
    )
    for team, score, number in connection.execute(rated):
        scores.setdefault(team, {})[score] = number
    found = []
    for team in sorted({*known, *first, *whole, *waiting, *scores}):
        promised = (known[team].first_answer if team in known else FIRST_ANSWER) * MINUTE
        mine, said = first.get(team, []), scores.get(team, {})
        found.append(
            Service(
                team, len(waiting.get(team, ())), max(waiting.get(team, ()), default=0), times(mine),
                share_within(mine, promised), times(whole.get(team, ())),
                (said.get(1, 0), said.get(2, 0), said.get(3, 0)),
            )
        )  # fmt: skip
    return found
