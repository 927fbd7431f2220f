"""The inbox: raw updates, from the moment they are stored to the moment their turn is committed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, bindparam, exists, func, or_, select, update

from domain.messages import FileRef
from domain.topics import STAFF_CHANNEL
from storage import conversations, staff_groups
from storage.conversations import Conversation
from storage.crypto import CryptoError, Vault
from storage.tables import conversation, inbox
from storage.tables.base import fixed
from storage.upsert import insert_or_ignore

_log = structlog.get_logger(__name__)

READY, WAITS_FOR_FILE, DONE, QUARANTINED = range(4)

#: milliseconds until a conversation that cannot be opened is looked at again
UNREADABLE_AGAIN = 600_000
#: how many updates of one conversation one transaction takes at the most
PER_CONVERSATION = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to be stored: `place` is the keyed hash of where it came from, `earlier` those under older keys."""

    channel: str
    update_id: str
    place: bytes
    address: dict[str, Any]
    body: bytes
    files: bool = False
    earlier: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A stored update, opened, waiting for its turn."""

    id: int
    channel: str
    update_id: str
    body: bytes
    attempts: int
    file: FileRef | None
    received_at: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A conversation that nobody else handles now, and its waiting updates, oldest first."""

    conversation: Conversation
    updates: Sequence[Update]


def store(connection: Connection, vault: Vault, now: int, arrivals: Sequence[Arrival]) -> set[int]:
    """Keep updates; one that is there already changes nothing. Returns the conversations concerned."""
    owners = {
        a.update_id: staff_groups.owner(connection, now, a.address) for a in arrivals if a.channel == STAFF_CHANNEL
    }
    # what colleagues say elsewhere in their group is nobody's conversation: it is not kept
    arrivals = [a for a in arrivals if a.channel != STAFF_CHANNEL or owners[a.update_id] is not None]
    if not arrivals:
        return set()
    ids: dict[tuple[str, bytes], int] = {}
    for channel in {arrival.channel for arrival in arrivals} - {STAFF_CHANNEL}:
        places = {a.place: a.address for a in arrivals if a.channel == channel}
        earlier = {a.place: a.earlier for a in arrivals if a.channel == channel and a.earlier}
        found = conversations.ensure(connection, vault, now, channel, list(places.items()), earlier)
        ids |= {(channel, place): number for place, number in found.items()}
    rows = [
        {
            "channel": a.channel,
            "update_id": a.update_id,
            "conversation_id": owners.get(a.update_id) if a.channel == STAFF_CHANNEL else ids[a.channel, a.place],
            "state": WAITS_FOR_FILE if a.files else READY,
            "received_at": now,
            "due_at": now,
            "raw": vault.seal(a.body, b"inbox.raw"),
        }
        for a in arrivals
    ]
    connection.execute(insert_or_ignore(connection, inbox), rows)
    return {*ids.values(), *(number for number in owners.values() if number is not None)}


# statements are built once: building one costs three times as much as running it
_before = inbox.alias("before")
#: conversations whose oldest open update may be handled now: one that waits holds up its own conversation and no other
_waiting = (
    select(inbox.c.conversation_id)
    .where(
        inbox.c.state < fixed(DONE),
        inbox.c.state == fixed(READY),
        inbox.c.due_at <= bindparam("now"),
        # hidden in a function: SQLite would look through every update the channel ever had instead of the open ones
        func.lower(inbox.c.channel).in_(bindparam("channels", expanding=True)),
        ~exists().where(
            _before.c.conversation_id == inbox.c.conversation_id,
            _before.c.id < inbox.c.id,
            _before.c.state < fixed(DONE),
            or_(_before.c.state != fixed(READY), _before.c.due_at > bindparam("now")),
        ),
    )
    .group_by(inbox.c.conversation_id)
    .order_by(func.min(inbox.c.id))
    .limit(bindparam("look_at"))
)
_lock = (
    select(*conversations.COLUMNS)
    .where(conversation.c.id.in_(_waiting))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, key_share=True)
)
_open = (
    select(inbox.c.id, inbox.c.conversation_id, inbox.c.channel, inbox.c.update_id, inbox.c.raw, inbox.c.attempts, inbox.c.file,
           inbox.c.state, inbox.c.due_at, inbox.c.received_at)
    .where(inbox.c.conversation_id.in_(bindparam("ids", expanding=True)), inbox.c.state < fixed(DONE))
    .order_by(inbox.c.id)
)  # fmt: skip


_wait = (
    update(inbox)
    .where(inbox.c.conversation_id == bindparam("b_conversation"), inbox.c.state < fixed(DONE))
    .values(due_at=bindparam("b_until"))
)
_set_aside = (
    update(inbox).where(inbox.c.id == bindparam("b_id")).values(state=QUARANTINED, problem=bindparam("b_problem"))
)


def claim(connection: Connection, vault: Vault, now: int, channels: Sequence[str], limit: int) -> list[Lane]:
    """Lock up to `limit` conversations of these channels that have something to do and return their updates.

    The lock lasts as long as the transaction. On PostgreSQL other workers pass over locked rows; SQLite has one writer.
    """
    rows = connection.execute(
        _lock, {"now": now, "channels": list(channels), "limit": limit, "look_at": limit * 4}
    ).all()
    if not rows:
        return []
    lanes: dict[int, tuple[Conversation, list[Update]]] = {}
    for row in rows:
        try:
            lanes[row.id] = conversations.from_row(row, vault), []
        except CryptoError:
            # a key is missing, or the row is damaged: this person waits, nobody else does
            _log.error("inbox.conversation_unreadable", conversation=row.id)
            connection.execute(_wait, {"b_conversation": row.id, "b_until": now + UNREADABLE_AGAIN})
    blocked: set[int] = set()
    # read after the lock: what another worker has just finished must not be seen as open
    for row in connection.execute(_open, {"ids": list(lanes)}).all():
        found = lanes[row.conversation_id][1]
        if row.state == WAITS_FOR_FILE or row.due_at > now:
            blocked.add(row.conversation_id)
        if row.conversation_id in blocked or len(found) >= PER_CONVERSATION:
            continue
        try:
            file = msgspec.json.decode(vault.open(row.file, b"inbox.file"), type=FileRef) if row.file else None
            body = vault.open(row.raw, b"inbox.raw")
        except (CryptoError, msgspec.DecodeError):
            # put aside as it is: with the key it was sealed with, somebody may still read it
            _log.error("inbox.update_unreadable", update=row.id)
            connection.execute(_set_aside, {"b_id": row.id, "b_problem": "unreadable"})
            continue
        found.append(Update(row.id, row.channel, row.update_id, body, row.attempts, file, row.received_at))
    return [Lane(owner, found) for owner, found in lanes.values() if found]


def are_open(connection: Connection, conversation_id: int) -> bool:
    """Has the trainee said anything in a conversation whose turn has not been taken yet?"""
    query = (
        select(inbox.c.id)
        .where(
            inbox.c.conversation_id == conversation_id, inbox.c.state < fixed(DONE), inbox.c.channel != STAFF_CHANNEL
        )
        .limit(1)
    )
    return connection.execute(query).first() is not None


_finish = (
    update(inbox)
    .where(inbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"), raw=bindparam("b_raw"), file=bindparam("b_file"), problem=bindparam("b_problem")
    )
)


@dataclass(frozen=True, slots=True)
class Finished:
    """How an update ended; `kept` is the raw body of a quarantined one."""

    id: int
    problem: str | None = None
    kept: bytes | None = None


def finish(connection: Connection, vault: Vault, finished: Iterable[Finished]) -> None:
    """Mark updates done, or quarantined where there is a problem; the raw body of a handled one is erased."""
    rows = [
        {
            "b_id": f.id,
            "b_state": DONE if f.problem is None else QUARANTINED,
            "b_raw": None if f.kept is None else vault.seal(f.kept, b"inbox.raw"),
            "b_file": None,
            "b_problem": f.problem,
        }
        for f in finished
    ]
    if rows:
        connection.execute(_finish, rows)


def postpone(connection: Connection, failed: Update, until: int) -> bool:
    """A turn has failed: try again at `until`, the conversation waits.

    False when another worker has had the same update meanwhile: then what became of it there counts.
    """
    open_still = update(inbox).where(
        inbox.c.id == failed.id, inbox.c.state == fixed(READY), inbox.c.attempts == failed.attempts
    )
    return connection.execute(open_still.values(attempts=failed.attempts + 1, due_at=until)).rowcount == 1


@dataclass(frozen=True, slots=True)
class WithFile:
    """A stored update whose attachment has to be fetched; `attempts` counts the tries to do so."""

    id: int
    channel: str
    body: bytes
    attempts: int


_for_files = (
    select(inbox.c.id, inbox.c.channel, inbox.c.raw, inbox.c.attempts)
    .where(
        inbox.c.state < fixed(DONE),
        inbox.c.state == fixed(WAITS_FOR_FILE),
        inbox.c.due_at <= bindparam("now"),
        func.lower(inbox.c.channel).in_(bindparam("channels", expanding=True)),
    )
    .order_by(inbox.c.conversation_id, inbox.c.id)
    .limit(bindparam("limit"))
)


def waiting_for_files(
    connection: Connection, vault: Vault, now: int, channels: Sequence[str], limit: int
) -> list[WithFile]:
    """Updates of these channels whose attachment may be fetched now."""
    rows = connection.execute(_for_files, {"now": now, "channels": list(channels), "limit": limit})
    found = []
    for row in rows:
        try:
            body = vault.open(row.raw, b"inbox.raw")
        except CryptoError:
            # `claim` sets it aside
            body = b""
        found.append(WithFile(row.id, row.channel, body, row.attempts))
    return found


def file_failed(connection: Connection, failed: WithFile, until: int) -> None:
    """The attachment could not be had: try again at `until`, the conversation waits."""
    # another process may have had it meanwhile, or have failed too: then what it wrote counts
    still = update(inbox).where(
        inbox.c.id == failed.id, inbox.c.state == fixed(WAITS_FOR_FILE), inbox.c.attempts == failed.attempts
    )
    connection.execute(still.values(attempts=failed.attempts + 1, due_at=until))


def file_fetched(connection: Connection, vault: Vault, update_id: int, file: FileRef) -> bool:
    """The attachment is in the file store, or never will be (`file.problem`): the turn may begin.

    False when another process was faster: then its copy counts.
    """
    fetched = connection.execute(
        update(inbox)
        .where(inbox.c.id == update_id, inbox.c.state == fixed(WAITS_FOR_FILE))
        # tries were counted for the file: the turn has its own
        .values(state=READY, file=vault.seal(msgspec.json.encode(file), b"inbox.file"), attempts=0)
    )
    return fetched.rowcount == 1
