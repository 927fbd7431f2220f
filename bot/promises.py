"""The clock of promises: who waits for a person is told to those who answer, then, when the promise of their helpdesk is about to
break, to those who lead it, and when it is broken to the helpdesk that stands in. Each of it once; never is one given to the bot.

While a helpdesk is closed nobody there is disturbed: a promise that breaks as the door closes is told in the morning, or at once
where the one that stands in is open. That somebody waits is noted at any hour, and mailed when it opens (`storage.notices`).

Telling means the pages of the desk, the topic in Telegram where there is one, and e-mail where there is a server for it
(`bot.notices.mail`).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.bell import DESK, Bell
from bot.inbox import milliseconds
from domain.messages import Message, Part, Text
from domain.ownership import HUMAN
from domain.promises import Stage
from domain.topics import Post
from storage import conversations, handovers, helpdesks, notices, promises, staff, topics
from storage.crypto import Vault
from storage.database import Database
from storage.helpdesks import Helpdesk
from storage.notices import Waiting
from storage.promises import Wait
from storage.staff import Account

log = structlog.get_logger(__name__)

#: seconds between two looks
LOOK_EVERY = 30.0

#: what is written in the topic of a conversation, where staff have groups in Telegram
_IN_TOPIC: Final = {"soon": Text("notice.topic.soon"), "late": Text("notice.topic.late")}
#: who answers trainees
_ANSWERS = ("agent", "lead")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a wait, and to whom (their numbers)."""

    conversation_id: int
    stage: Stage
    to: tuple[int, ...]


async def watch(
    database: Database, vault: Vault, bell: Bell, zone: ZoneInfo, now: Callable[[], int] = milliseconds, *, mail: bool
) -> None:
    """Look again and again until cancelled. With `mail` there is a server for e-mail."""
    while True:
        await look(database, vault, bell, zone, now(), mail=mail)
        await asyncio.sleep(LOOK_EVERY)


async def look(database: Database, vault: Vault, bell: Bell, zone: ZoneInfo, now: int, *, mail: bool) -> list[Told]:
    """Tell what is to be told."""
    found = []
    for wait in await database.read(lambda connection: promises.untold(connection, now, zone)):
        told = await database.write(lambda connection, wait=wait: _tell(connection, vault, wait, now, zone, mail))  # type: ignore[misc]
        if told is not None:
            found.append(told)
    if found:
        log.info(
            "desk.told", **{stage: sum(one.stage == stage for one in found) for stage in ("waiting", "soon", "late")}
        )
        bell.ring([DESK])
    return found


def _tell(connection: Connection, vault: Vault, wait: Wait, now: int, zone: ZoneInfo, mail: bool) -> Told | None:
    # between the look and the lock somebody may have answered, or told it
    owned = conversations.lock(connection, vault, wait.conversation_id)
    if owned is None or not promises.still_waits(owned, wait):
        return None
    if wait.stage in promises.stages(connection, [wait.conversation_id]).values():
        return None
    known = helpdesks.everyone(connection)
    if wait.stage != "waiting" and not _is_anybody_there(known, owned.team, wait.stage, now, zone):
        return None
    promises.note(connection, now, wait)
    if wait.stage == "late":
        handovers.record(connection, now, owned, "escalated", staff_id=owned.staff_id, detail="promise")
    if wait.stage == "waiting" and owned.owner == HUMAN and owned.staff_id is not None:
        # somebody answers here already: it is them the trainee waits for
        to: tuple[int, ...] = (owned.staff_id,)
    else:
        to = recipients(known, staff.everybody(connection), owned.team, wait.stage)
    if mail:
        said = Waiting(wait.conversation_id, owned.lang or "en", owned.team, wait.since, wait.stage)
        notices.queue(connection, now, to, said)
    where = topics.of_conversation(connection, wait.conversation_id)
    if where is not None and wait.stage in _IN_TOPIC:
        # that somebody waits is why there is a topic
        post = Post(Message((Part(_IN_TOPIC[wait.stage]),)))
        topics.add(connection, vault, now, where, topics.NOTICE, body=post)
    return Told(wait.conversation_id, wait.stage, to)


def _is_anybody_there(known: Sequence[Helpdesk], team: str, stage: Stage, now: int, zone: ZoneInfo) -> bool:
    closed = helpdesks.closed(known, now, zone)
    fallback = helpdesks.fallback_of(known, team) if stage == "late" else ""
    return team not in closed or (fallback != "" and fallback not in closed)


def recipients(known: Sequence[Helpdesk], accounts: Sequence[Account], team: str, stage: Stage) -> tuple[int, ...]:
    """Who is told: those who answer in a team, those who lead it, or those too who stand in for it; admins where there are none."""
    usable = [one for one in accounts if not one.disabled and one.email != staff.SAMPLE_EMAIL]
    if not known:
        # no teams: everybody sees everything
        return tuple(one.id for one in usable if one.role != "reader")
    fallback = helpdesks.fallback_of(known, team)
    found = {
        one.id
        for one in usable
        if (team in one.teams and one.role in (_ANSWERS if stage == "waiting" else ("lead",)))
        or (stage == "late" and fallback and fallback in one.teams and one.role in _ANSWERS)
    }
    return tuple(sorted(found or {one.id for one in usable if one.role == "admin"}))
