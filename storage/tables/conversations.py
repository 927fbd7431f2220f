"""What is said, and what has become of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.base import Key, metadata, number, of_conversation, of_staff, some

conversation = Table(
    "conversation",
    metadata,
    number(),
    Column("channel", String(16), nullable=False),
    # keyed hash of the place within the channel: finds the conversation without keeping the identity readable
    Column("place", LargeBinary(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("person_id", Key, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("lang", String(8), nullable=False, server_default=""),
    Column("lang_locked", Boolean, nullable=False, server_default=text("false")),
    # bot | queue | human (DESIGN section 6); epoch rises with each change of owner
    Column("owner", String(8), nullable=False, server_default="bot"),
    Column("team", String(8), nullable=False, server_default=""),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("work", String(16), nullable=False, server_default="active"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("waiting_since", BigInteger),
    # when the silence of whoever answers here is too long; until when there is nothing to do
    Column("lease_until", BigInteger),
    Column("snoozed_until", BigInteger),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    # the dialogs of this conversation (dialogs.state.Session) and small notes of the handlers
    Column("session", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("last_in_at", BigInteger),
    Column("last_out_at", BigInteger),
    UniqueConstraint("channel", "place"),
    Index("ix_conversation_people", "id", sqlite_where=text("owner <> 'bot'"), postgresql_where=text("owner <> 'bot'")),
    # the counts above the inbox of the desk are read from this alone
    Index("ix_conversation_inbox", "owner", "work", "team", "staff_id", "lang", "waiting_since"),
    # the clock of the desk asks every few seconds whose time is over, and who waits for somebody that has left
    some("ix_conversation_lease", "lease_until", where="lease_until IS NOT NULL"),
    some("ix_conversation_snoozed", "snoozed_until", where="snoozed_until IS NOT NULL"),
    some("ix_conversation_awaited", "staff_id", where="waiting_since IS NOT NULL"),
    # buttons and open pages name a conversation by this number
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    number(),
    Column("channel", String(16), nullable=False),
    Column("update_id", String(128), nullable=False),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 ready, 1 waits for its attachment, 2 done, 3 quarantined
    Column("state", Integer, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # as it came over the wire; gone once handled, kept in quarantine
    Column("raw", LargeBinary),
    # where the attachment lies in the file store, or why there is none (JSON)
    Column("file", LargeBinary),
    Column("problem", String(200)),
    UniqueConstraint("channel", "update_id"),
    Index("ix_inbox_aside", "id", sqlite_where=text("state = 3"), postgresql_where=text("state = 3")),
    Index("ix_inbox_open", "conversation_id", "id", sqlite_where=text("state < 2"), postgresql_where=text("state < 2")),
)

outbox = Table(
    "outbox",
    metadata,
    number(),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    # bot | staff | you; what the trainee said stands here too (sent already), so that one number orders a transcript
    Column("author", String(8), nullable=False),
    # 0 live answer, 1 staff, 2 reminder, 3 broadcast
    Column("lane", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    # 0 queued, 2 sent, 3 given up (dead letter), 4 held back (owner changed, unreachable)
    Column("state", Integer, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    # what was read in the words of a trainee (domain.traces.Trace)
    Column("trace", LargeBinary),
    # the message this one takes the place of, where the channel can edit
    Column("replaces", Key),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # how many pieces of a long message have been delivered
    Column("pieces", Integer, nullable=False, server_default="0"),
    Column("unsure", Boolean, nullable=False, server_default=text("false")),
    Column("sent_at", BigInteger),
    Column("external_id", String(128)),
    # what the channel tells of a message of the trainee: its number, what it answers, its album (domain.topics.Wire, JSON)
    Column("wire", String(200)),
    Column("problem", String(200)),
    Index(
        "ix_outbox_queue", "channel", "lane", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")
    ),
    Index("ix_outbox_dead", "id", sqlite_where=text("state = 3"), postgresql_where=text("state = 3")),
    # the last words of a trainee
    some("ix_outbox_said", "conversation_id", "id", where="author = 'you'"),
    # the number of a message is its place in an event stream: it is never given twice
    sqlite_autoincrement=True,
)

handover = Table(
    "handover",
    metadata,
    number(),
    of_conversation(),
    Column("at", BigInteger, nullable=False, index=True),
    # queued | taken | replied | assigned | returned | handed_back | snoozed | woken | resolved | escalated | request_answered
    Column("what", String(16), nullable=False),
    Column("team", String(8), nullable=False),
    # who did it; empty for the trainee and for the clock
    of_staff(),
    Column("detail", String(64), nullable=False, server_default=""),
    # milliseconds that the trainee had waited, where this ended it
    Column("waited", BigInteger),
)

note = Table(
    "note",
    metadata,
    number(),
    of_conversation(),
    of_staff(),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

rating = Table(
    "rating",
    metadata,
    number(),
    of_conversation(),
    of_staff(),
    Column("team", String(8), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    # 1 not good, 2 all right, 3 good
    Column("score", Integer),
    Column("rated_at", BigInteger),
)

promise_warning = Table(
    "promise_warning",
    metadata,
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    # which wait it was, by its beginning (conversation.waiting_since), and what was told of it: waiting | soon | late
    Column("since", BigInteger, primary_key=True),
    Column("stage", String(8), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

desk_action = Table(
    "desk_action",
    metadata,
    # chosen by whoever sends it: sent twice, it is done once
    Column("key", String(64), primary_key=True),
    of_conversation(),
    Column("at", BigInteger, nullable=False),
)

translation = Table(
    "translation",
    metadata,
    number(),
    # it goes with the message
    Column("outbox_id", Key, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("lang", String(8), nullable=False),
    # the language it was translated from
    Column("source", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("outbox_id", "lang"),
)

misreading = Table(
    "misreading",
    metadata,
    number(),
    # the day, YYYY-MM-DD: a time of day would lead to the conversation
    Column("day", String(10), nullable=False),
    # language | command | menu | faq | answer | goal | matching
    Column("kind", String(16), nullable=False),
    Column("read", String(255), nullable=False),
    Column("confidence", Float),
    Column("sure", Boolean, nullable=False),
    # what would have been right; "none" for nothing of what the program knows, "" where nobody said
    Column("meant", String(64), nullable=False),
    Column("asked", String(64), nullable=False),
    Column("lang", String(8), nullable=False),
    # words that everybody uses and nothing else (domain.anonymous): neither a person nor a conversation belongs to it
    Column("words", String(400), nullable=False),
    # a message names the example made of it: who comes after one that was taken back must not inherit its number
    sqlite_autoincrement=True,
)

faq_vote = Table(
    "faq_vote",
    metadata,
    number(),
    Column("topic", String(32), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)
