"""The hosts, the good practices, and the words that find them."""

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
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import Key, metadata, number, of_staff, some

host = Table(
    "host",
    metadata,
    number(),
    Column("external_id", String(96), nullable=False, unique=True),
    Column("status", String(16), nullable=False, index=True),
    Column("country", String(2), nullable=False, server_default="", index=True),
    # the card as JSON (domain.cards.HostCard)
    Column("card", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    # has a person said which concepts it carries?
    Column("confirmed", Boolean, nullable=False, server_default=text("false")),
    # who said so, and when: "host" or "staff:3", as in the record; unknown of what a file says
    Column("confirmed_by", String(32), nullable=False, server_default=""),
    Column("confirmed_at", BigInteger),
    some("ix_host_unconfirmed", "status", "id", where="NOT confirmed"),
    # how often it was written: readers look only at what changed
    Column("revision", Integer, nullable=False, server_default="1"),
    # what it is about (domain.matching_tags.packed), and with which vocabulary that was read; empty: not yet
    Column("edition", String(24), nullable=False, server_default="", index=True),
    Column("tags", LargeBinary),
    Index("ix_host_revision", "revision", "id"),
)

practice = Table(
    "practice",
    metadata,
    number(),
    Column("external_id", String(96), nullable=False, unique=True),
    Column("status", String(16), nullable=False, index=True),
    Column("host_external_id", String(96), nullable=False, server_default="", index=True),
    Column("card", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("confirmed", Boolean, nullable=False, server_default=text("false")),
    Column("confirmed_by", String(32), nullable=False, server_default=""),
    Column("confirmed_at", BigInteger),
    some("ix_practice_unconfirmed", "status", "id", where="NOT confirmed"),
    # how often it was written: readers look only at what changed
    Column("revision", Integer, nullable=False, server_default="1"),
    # what it is about (domain.matching_tags.packed), and with which vocabulary that was read; empty: not yet
    Column("edition", String(24), nullable=False, server_default="", index=True),
    Column("tags", LargeBinary),
    Index("ix_practice_revision", "revision", "id"),
)

host_link = Table(
    "host_link",
    metadata,
    # one link a card, by which its host sees it without an account
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    # hash of what the link holds
    Column("key", LargeBinary(32), nullable=False, unique=True),
    Column("lang", String(8), nullable=False),
    # who asked the host
    of_staff(),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

host_words = Table(
    "host_words",
    metadata,
    # what a host wrote about its own card, until somebody has seen to it
    number(),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lang", String(8), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("written_at", BigInteger, nullable=False),
)

concept_change = Table(
    "concept_change",
    metadata,
    # written anew with each change, never deleted: the sum of all numbers only rises, and says whether there is news
    number(),
    Column("concept", String(64), nullable=False),
    # whose words were changed; empty for the concept itself
    Column("lang", String(8), nullable=False, server_default=""),
    # JSON (domain.concept_changes): words of a language, or what the concept is
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("concept", "lang"),
    sqlite_autoincrement=True,
)

unknown_word = Table(
    "unknown_word",
    metadata,
    number(),
    Column("lang", String(8), nullable=False),
    # folded, one word and no more: nobody's sentence and nobody's name
    Column("word", String(32), nullable=False),
    Column("times", Integer, nullable=False, server_default="0"),
    # have two conversations said it? only then is it shown
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    # staff have dealt with it
    Column("done", Boolean, nullable=False, server_default=text("false")),
    Column("first_at", BigInteger, nullable=False),
    UniqueConstraint("lang", "word"),
    # pages name a word by this number
    sqlite_autoincrement=True,
)

unknown_word_said = Table(
    "unknown_word_said",
    metadata,
    # who said it first, until somebody else has: a keyed hash of word and conversation
    Column("word_id", Key, ForeignKey("unknown_word.id", ondelete="CASCADE"), primary_key=True),
    Column("said_by", LargeBinary(16), primary_key=True),
)
