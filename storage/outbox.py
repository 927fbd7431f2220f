"""The outbox: messages on their way out, and what became of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, exists, func, insert, or_, select, update

from domain.messages import Message
from domain.topics import Wire
from domain.traces import Trace
from storage import handovers
from storage.crypto import CryptoError, Vault
from storage.tables import conversation, outbox
from storage.tables.base import fixed

QUEUED, SENT, DEAD, HELD = 0, 2, 3, 4

#: lanes, the most urgent first
LIVE, STAFF, REMINDER, BROADCAST = range(4)

#: how long words of staff that could not be delivered are worth delivering, in milliseconds; later staff say it anew
WORTH_SENDING = 7 * 86_400_000

#: the author of what the trainee said: kept beside the answers, in the order of the conversation
YOU = "you"

#: channels without a courier: the person's page reads the outbox itself
FETCHED_BY_THE_PERSON = frozenset({"web"})

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Message).decode
_read_wire = msgspec.json.Decoder(Wire).decode


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be queued; `trace` is what was read in one of the trainee's."""

    conversation_id: int
    channel: str
    epoch: int
    lang: str
    message: Message
    lane: int = LIVE
    due_at: int = 0
    replaces: int | None = None
    external_id: str | None = None
    trace: Trace | None = None
    wire: Wire | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that waits to be sent; `replaces` is the channel's own name of the message it takes the place of, `answers`
    that of the message of the trainee it answers.

    One that cannot be opened any more (damaged, or its key is gone) is not `readable`.
    """

    id: int
    conversation_id: int
    lane: int
    lang: str
    message: Message
    address: Mapping[str, Any]
    attempts: int
    pieces: int
    unsure: bool
    due_at: int
    replaces: str | None
    stale: bool
    readable: bool = True
    answers: str = ""


_put = insert(outbox)


def put(connection: Connection, vault: Vault, now: int, letters: Iterable[Letter]) -> None:
    """Queue messages."""
    rows = [
        {
            "conversation_id": x.conversation_id,
            "channel": x.channel,
            "author": x.message.author if x.message.author in ("bot", YOU) else "staff",
            "lane": x.lane,
            "epoch": x.epoch,
            "state": SENT if x.channel in FETCHED_BY_THE_PERSON or x.message.author == YOU else QUEUED,
            "lang": x.lang,
            "body": vault.seal(_encode(x.message), b"outbox.body"),
            "replaces": x.replaces,
            "external_id": x.external_id,
            "trace": None if x.trace is None else vault.seal(_encode(x.trace), b"outbox.trace"),
            "wire": None if x.wire is None else _encode(x.wire).decode(),
            "created_at": now,
            "due_at": x.due_at or now,
        }
        for x in letters
    ]
    if rows:
        connection.execute(_put, rows)


_earlier = outbox.alias("earlier")
_retried = outbox.alias("retried")
#: conversations whose answer, or a reply of staff, waits for its next try: what was said after it waits as well. Asked once for
#: all of them: asked for each message, it would go through the history of its conversation
_waiting = select(_retried.c.conversation_id).where(
    _retried.c.channel == bindparam("channel"),
    _retried.c.state == fixed(QUEUED),
    _retried.c.lane <= STAFF,
    _retried.c.due_at > bindparam("now"),
)
_due = (
    select(
        outbox.c.id, outbox.c.conversation_id, outbox.c.lane, outbox.c.lang, outbox.c.body, outbox.c.attempts,
        outbox.c.pieces, outbox.c.unsure, outbox.c.due_at, outbox.c.epoch, conversation.c.address,
        conversation.c.epoch.label("epoch_now"), conversation.c.reachable, _earlier.c.external_id, outbox.c.wire,
    )
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .join(_earlier, _earlier.c.id == outbox.c.replaces, isouter=True)
    .where(
        outbox.c.channel == bindparam("channel"), outbox.c.state == fixed(QUEUED), outbox.c.due_at <= bindparam("now"),
        outbox.c.lane <= bindparam("last_lane"),
        or_(outbox.c.lane != LIVE, outbox.c.conversation_id.not_in(bindparam("full", expanding=True))),
        outbox.c.conversation_id.not_in(_waiting),
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be sent now; `more` when there was more than could be told. `began` is when the reading began, by the clock of
    whoever reads: what has changed since is not in it."""

    letters: Sequence[Queued] = ()
    more: bool = False
    began: float = 0.0


def due(
    connection: Connection, vault: Vault, channel: str, now: int, limit: int, *, last_lane: int = BROADCAST,
    known: Collection[int] = (), full: Collection[int] = (),
) -> Due:  # fmt: skip
    """What is to be sent now, the most urgent lane first: at most `limit` messages beside those `known` already.

    Nothing of a conversation whose answer has failed and waits for its next try: its order is kept.
    `full` are conversations whose live answers are not wanted now.
    """
    look_at = limit + len(known)
    values = {"channel": channel, "now": now, "limit": look_at, "last_lane": last_lane, "full": tuple(full)}
    rows = connection.execute(_due, values).all()
    letters = [_queued(cast("Row[Any]", row), vault) for row in rows if row.id not in known]
    return Due(letters, len(rows) == look_at)


def _queued(row: Row[Any], vault: Vault) -> Queued:
    try:
        message, readable = _decode(vault.open(row.body, b"outbox.body")), True
        address = msgspec.json.decode(vault.open(row.address, b"conversation.address"))
    except (CryptoError, msgspec.DecodeError):
        message, address, readable = Message(()), {}, False
    return Queued(
        row.id, row.conversation_id, row.lane, row.lang, message, address, row.attempts, row.pieces, row.unsure, row.due_at,
        row.external_id, not row.reachable or (row.lane != STAFF and row.epoch != row.epoch_now), readable,
        _read_wire(row.wire).answers if row.wire else "",
    )  # fmt: skip


_fence = (
    select(outbox.c.id)
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == fixed(QUEUED), conversation.c.reachable,
        or_(outbox.c.lane == STAFF, outbox.c.epoch == conversation.c.epoch),
    )
)  # fmt: skip


def may_go(connection: Connection, ids: Collection[int]) -> set[int]:
    """Which of these messages may be sent still: the owner is the one they were queued under, and the person can be reached."""
    return set(connection.execute(_fence, {"ids": list(ids)}).scalars())


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message: a state, and for one that stays queued the time of the next try."""

    id: int
    state: int
    attempts: int
    pieces: int = 0
    due_at: int = 0
    unsure: bool = False
    sent_at: int | None = None
    external_id: str | None = None
    problem: str | None = None


_settle = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        {
            name: bindparam(f"b_{name}")
            for name in ("state", "attempts", "pieces", "due_at", "unsure", "sent_at", "external_id", "problem")
        }
    )
)


#: words of staff that nobody could be reached with: of those that are held back none is for any other reason
_words_held = and_(outbox.c.state == fixed(HELD), outbox.c.lane == STAFF)
_back_meanwhile = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)), _words_held,
        exists().where(conversation.c.id == outbox.c.conversation_id, conversation.c.reachable),
    )
    .values(state=QUEUED, problem=None)
    .returning(outbox.c.id)
)  # fmt: skip


def reachable_again(connection: Connection, now: int, conversation_id: int) -> int:
    """The person is back: what staff said meanwhile goes out, in its order, unless it is too old; returns how many.

    What the bot said is not repeated: it asks again what it needs.
    """
    held = (
        update(outbox)
        .where(
            outbox.c.conversation_id == conversation_id, _words_held, outbox.c.created_at > now - WORTH_SENDING,
        )
        .values(state=QUEUED, due_at=now, problem=None)
    )  # fmt: skip
    return connection.execute(held).rowcount


def settle(connection: Connection, fates: Sequence[Fate]) -> frozenset[int]:
    """Record what became of messages. Words of staff to somebody who came back meanwhile stay queued: returns which."""
    if fates:
        connection.execute(
            _settle,
            [
                {
                    "b_id": f.id,
                    "b_state": f.state,
                    "b_attempts": f.attempts,
                    "b_pieces": f.pieces,
                    "b_due_at": f.due_at,
                    "b_unsure": f.unsure,
                    "b_sent_at": f.sent_at,
                    "b_external_id": f.external_id,
                    "b_problem": f.problem,
                }
                for f in fates
            ],
        )
    if held := [f.id for f in fates if f.state == HELD]:
        return frozenset(connection.execute(_back_meanwhile, {"ids": held}).scalars())
    return frozenset()


def unreachable(connection: Connection, now: int, conversation_id: int) -> None:
    """The person cannot be reached here any more: hold back what waits, keep everything, tell whoever answers there."""
    lost = (
        update(conversation)
        .where(conversation.c.id == conversation_id, conversation.c.reachable.is_(True))
        .values(reachable=False)
        .returning(conversation.c.id, conversation.c.owner, conversation.c.team, conversation.c.lang)
    )
    row = connection.execute(lost).first()
    if row is not None and row.owner != "bot":
        handovers.record(connection, now, cast("Any", row), "blocked")
    connection.execute(
        update(outbox)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.state == fixed(QUEUED))
        .values(state=HELD, problem="unreachable")
    )


def heard_after(connection: Connection, conversation_id: int, outbox_id: int) -> bool:
    """Has the person said anything after this message?"""
    query = select(outbox.c.id).where(
        outbox.c.conversation_id == conversation_id, outbox.c.id > outbox_id, outbox.c.author == fixed(YOU)
    )
    return connection.execute(query.limit(1)).first() is not None


def choice(connection: Connection, vault: Vault, conversation_id: int, outbox_id: int) -> tuple[Message, int] | None:
    """The message whose button was pressed, and when it was made; None when it is not of this conversation."""
    row = connection.execute(
        select(outbox.c.body, outbox.c.created_at).where(
            outbox.c.id == outbox_id, outbox.c.conversation_id == conversation_id
        )
    ).first()
    return (_decode(vault.open(row.body, b"outbox.body")), row.created_at) if row else None


def count_dead(connection: Connection) -> int:
    """How many messages were given up: staff look at them."""
    return int(connection.execute(select(func.count()).where(outbox.c.state == fixed(DEAD))).scalar_one())
