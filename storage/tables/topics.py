"""Conversations as topics of a group in Telegram."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.base import Key, metadata, number, of_staff

topic = Table(
    "topic",
    metadata,
    number(),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, unique=True),
    # the group and, once it is open, the thread there
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger),
    # wanted | creating | open | doomed (to be deleted, with all that stands in it), since when
    Column("state", String(8), nullable=False),
    Column("since", BigInteger, nullable=False),
    # the message with the dossier, what it showed last (a digest), and who owned the conversation then
    Column("card", BigInteger),
    Column("shown", String(32), nullable=False, server_default=""),
    Column("shown_at", BigInteger, nullable=False, server_default="0"),
    Column("epoch", Integer, nullable=False, server_default="-1"),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    # the last message of the conversation and the last note that were looked at
    Column("seen", Key, nullable=False),
    Column("notes_seen", Key, nullable=False),
    # who writes here as an anonymous administrator, and under which title
    of_staff(),
    Column("signature", String(64), nullable=False, server_default=""),
    UniqueConstraint("chat", "thread"),
)

topic_message = Table(
    "topic_message",
    metadata,
    number(),
    Column("topic_id", Key, ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True),
    # what it is of ours: a message of the conversation, a note
    Column("outbox_id", Key, ForeignKey("outbox.id", ondelete="CASCADE"), index=True),
    Column("note_id", Key, ForeignKey("note.id", ondelete="CASCADE")),
    # heard | said | note | notice | edit | react | answer | held | written
    Column("kind", String(8), nullable=False),
    # 0 queued, 1 being sent, 2 done, 3 given up, 4 its delivery to the trainee is watched
    Column("state", Integer, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # its number in the group, and in the chat with the trainee
    Column("message", BigInteger),
    Column("theirs", BigInteger),
    # the last number known in the group when its sending began: what was sent stands behind it
    Column("behind", BigInteger),
    Column("album", String(64), nullable=False, server_default=""),
    # which piece of a long message
    Column("piece", Integer, nullable=False, server_default="0"),
    # the member of the group who wrote it
    Column("sender", BigInteger),
    Column("body", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", BigInteger),
    Column("problem", String(200)),
    Index("ix_topic_message_place", "chat", "message"),
    Index(
        "ix_topic_message_open",
        "id",
        sqlite_where=text("state IN (0, 1, 4)"),
        postgresql_where=text("state IN (0, 1, 4)"),
    ),
)

staff_group = Table(
    "staff_group",
    metadata,
    # a group as the settings name it, and where it has moved since
    Column("configured", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
)
