"""Who works at the helpdesks, and the record of what they do."""

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

from storage.tables.base import Key, metadata, number, of_conversation, of_staff

staff = Table(
    "staff",
    metadata,
    number(),
    Column("email", String(200), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password", String(200), nullable=False),
    Column("langs", String(64), nullable=False, server_default=""),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", BigInteger, nullable=False),
    # admin | lead | agent | reader
    Column("role", String(8), nullable=False, server_default="admin"),
    # codes of helpdesks, separated by commas; an admin belongs to all
    Column("teams", String(200), nullable=False, server_default=""),
    # the language of the desk; empty for what the browser prefers
    Column("lang", String(8), nullable=False, server_default=""),
    # the secret of the second factor, whether it is asked for, and the last half minute whose code was used
    Column("totp", LargeBinary),
    Column("totp_on", Boolean, nullable=False, server_default=text("false")),
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
)

staff_recovery = Table(
    "staff_recovery",
    metadata,
    number(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    # keyed hash; gone once used
    Column("code", LargeBinary(16), nullable=False),
)

staff_invitation = Table(
    "staff_invitation",
    metadata,
    number(),
    # keyed hash of what the link holds; the row is gone once used
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("email", String(200), nullable=False, unique=True),
    Column("role", String(8), nullable=False),
    Column("teams", String(200), nullable=False, server_default=""),
    Column("langs", String(64), nullable=False, server_default=""),
    # who invited; empty for the command line
    of_staff(),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

staff_session = Table(
    "staff_session",
    metadata,
    # keyed hash of the cookie
    Column("id", LargeBinary(16), primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    # "" signed in, "code" still owes the second factor, "link" a link that opens a session and is none
    Column("stage", String(8), nullable=False, server_default=""),
    Column("browser", String(40), nullable=False, server_default=""),
    Column("network", String(64), nullable=False, server_default=""),
    # "" by password, "openid" by the identity provider, "link" by one of the command line
    Column("way", String(8), nullable=False, server_default=""),
)

staff_identity = Table(
    "staff_identity",
    metadata,
    number(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    # the identity provider, and whom it means: both as they stand in its tokens
    Column("issuer", String(300), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("issuer", "subject"),
    UniqueConstraint("staff_id", "issuer"),
)

staff_code = Table(
    "staff_code",
    metadata,
    # keyed hash of what the member of staff was shown
    Column("code", LargeBinary(16), primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
)

staff_telegram = Table(
    "staff_telegram",
    metadata,
    # the number of an account at Telegram
    Column("telegram", BigInteger, primary_key=True, autoincrement=False),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("linked_at", BigInteger, nullable=False),
)

helpdesk = Table(
    "helpdesk",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(100), nullable=False),
    # the languages it answers in, separated by commas
    Column("langs", String(100), nullable=False, server_default=""),
    # where its clock stands; empty for the time zone of the settings
    Column("zone", String(64), nullable=False, server_default=""),
    # the week (domain.hours), and days off, YYYY-MM-DD separated by blanks
    Column("hours", Text, nullable=False, server_default=""),
    Column("holidays", Text, nullable=False, server_default=""),
    # who is asked when nobody here answers
    Column("fallback", String(8), nullable=False, server_default=""),
    # minutes of opening hours within which a person answers
    Column("first_answer", Integer, nullable=False, server_default="240"),
)

canned = Table(
    "canned",
    metadata,
    number(),
    # names the answer in files: imported again, it is the same one
    Column("code", String(48), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    # whose it is; empty for all teams
    Column("team", String(8), nullable=False, server_default=""),
    # JSON: language -> text, with fields in braces (domain.canned)
    Column("texts", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", Key, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Key, ForeignKey("staff.id", ondelete="SET NULL")),
)

notice = Table(
    "notice",
    metadata,
    number(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    of_conversation(),
    Column("since", BigInteger, nullable=False),
    Column("stage", String(8), nullable=False),
    # 0 to be mailed, 2 sent, 3 given up, 4 of no interest any more
    Column("state", Integer, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", BigInteger),
    Column("problem", String(200)),
    Index("ix_notice_open", "due_at", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
)

audit = Table(
    "audit",
    metadata,
    number(),
    Column("at", BigInteger, nullable=False),
    # "staff:3", "trainee", "system"
    Column("actor", String(32), nullable=False),
    Column("what", String(48), nullable=False),
    Column("about", String(64), nullable=False, server_default="", index=True),
    # the chain (storage.audit): the hash of the row before, and of this one
    Column("before", String(64), nullable=False, server_default=""),
    Column("hash", String(64), nullable=False, server_default=""),
)

audit_anchor = Table(
    "audit_anchor",
    metadata,
    # one row: the hash of the last one that is gone
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
