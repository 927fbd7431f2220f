"""How trainees and hosts come together."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import Key, metadata, number, of_person, of_staff

suggestion = Table(
    "suggestion",
    metadata,
    number(),
    of_person(),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False),
    # shown | liked | rejected | requested
    Column("feedback", String(16), nullable=False),
    Column("reason", String(32), nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("person_id", "host_id"),
)

host_request = Table(
    "host_request",
    metadata,
    number(),
    of_person(),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 is the first choice, 1 and 2 are reserves
    Column("rank", Integer, nullable=False),
    # proposed | sent | … (DOMAIN 2.3)
    Column("state", String(24), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("people", Integer, nullable=False, server_default="1"),
    Column("message", LargeBinary, nullable=False),
    Column("share_cv", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # what the trainee thought of the stay, 1 to 5; empty until they have said so
    Column("score", Integer),
    # how often staff have changed it: whoever saw an older version is told
    Column("version", Integer, nullable=False, server_default="0"),
    # the state it may be set back to, and since when it has this one; empty before anything was answered
    Column("before", String(24), nullable=False, server_default=""),
    Column("changed_at", BigInteger),
    # has the trainee been told of this state?
    Column("told", Boolean, nullable=False, server_default=text("false")),
    # why the host says no, in words of staff
    Column("reason", LargeBinary),
    # the days a host offers instead; once these are agreed, those asked for at first
    Column("other_first_day", String(10), nullable=False, server_default=""),
    Column("other_last_day", String(10), nullable=False, server_default=""),
)

wish = Table(
    "wish",
    metadata,
    # what hosts were looked for: codes, no words
    number(),
    of_person(),
    Column("lang", String(8), nullable=False),
    # ids of concepts (JSON)
    Column("concepts", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
)

showing = Table(
    "showing",
    metadata,
    # a host that was shown for a wish, and what became of that
    number(),
    Column("wish_id", Key, ForeignKey("wish.id", ondelete="CASCADE"), nullable=False),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False, index=True),
    # 1 is the first
    Column("place", Integer, nullable=False),
    Column("shown_at", BigInteger, nullable=False, index=True),
    Column("liked_at", BigInteger),
    Column("rejected_at", BigInteger),
    # why not: a code, and perhaps words
    Column("reason", String(32), nullable=False, server_default=""),
    Column("words", LargeBinary),
    # what the host answered stands there
    Column("request_id", Key, ForeignKey("host_request.id", ondelete="SET NULL"), index=True),
    UniqueConstraint("wish_id", "host_id"),
)

placement = Table(
    "placement",
    metadata,
    number(),
    Column("name", String(100), nullable=False),
    # the helpdesk whose it is; empty for all
    Column("team", String(8), nullable=False, server_default=""),
    # the weeks that come into question, YYYY-MM-DD, and how many of them one stay takes
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("weeks", Integer, nullable=False),
    # rises with each change; `solved` is the one the proposals were made for
    Column("version", Integer, nullable=False, server_default="0"),
    Column("solved", Integer, nullable=False, server_default="-1"),
    Column("solved_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    of_staff(),
    # the record names a placement by this number
    sqlite_autoincrement=True,
)

placement_member = Table(
    "placement_member",
    metadata,
    number(),
    Column("placement_id", Key, ForeignKey("placement.id", ondelete="CASCADE"), nullable=False),
    of_person(),
    # what staff decided: a host (its external id) and perhaps the Monday of the week; hosts that are out of the question (JSON)
    Column("pinned", String(96), nullable=False, server_default=""),
    Column("pinned_day", String(10), nullable=False, server_default=""),
    Column("forbidden", Text, nullable=False, server_default="[]"),
    # what is proposed, empty for no place, and what led to it (storage.placements.Found)
    Column("host", String(96), nullable=False, server_default=""),
    Column("first_day", String(10), nullable=False, server_default=""),
    Column("found", LargeBinary),
    UniqueConstraint("placement_id", "person_id"),
)
