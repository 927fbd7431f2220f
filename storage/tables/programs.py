"""Programs of others that act at the desk, or are told of what happens."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from storage.tables.base import Key, metadata, number

api_token = Table(
    "api_token",
    metadata,
    number(),
    # keyed hash of the token
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    # whose rights it has, and whose name stands below what it says
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

webhook = Table(
    "webhook",
    metadata,
    number(),
    # it hears of what this account may see
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("url", String(500), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    # what of `handover.what`, separated by commas; empty for everything
    Column("events", String(200), nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    # nothing got through for so long that we gave up
    Column("stopped_at", BigInteger),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    number(),
    Column("webhook_id", Key, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("handover_id", Key, ForeignKey("handover.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 waits, 1 delivered, 2 given up
    Column("state", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False),
    Column("problem", String(200)),
    Index("ix_webhook_delivery_due", "due_at", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
)
