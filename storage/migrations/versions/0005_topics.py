"""Staff in Telegram: topics of conversations, what stands in them, who of the group is who.

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("wire", sa.String(length=200), nullable=True))
    op.create_index(
        "ix_conversation_people", "conversation", ["id"], sqlite_where=sa.text("owner <> 'bot'"),
        postgresql_where=sa.text("owner <> 'bot'"),
    )  # fmt: skip
    op.create_table(
        "topic",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.String(length=32), server_default="", nullable=False),
        sa.Column("shown_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("seen", _KEY, nullable=False),
        sa.Column("notes_seen", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("signature", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], ondelete="CASCADE", name=op.f("fk_topic_conversation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_topic_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_topic_conversation_id")),
        sa.UniqueConstraint("chat", "thread", name=op.f("uq_topic_chat")),
    )
    op.create_table(
        "topic_message",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("topic_id", _KEY, nullable=False),
        sa.Column("outbox_id", _KEY, nullable=True),
        sa.Column("note_id", _KEY, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("theirs", sa.BigInteger(), nullable=True),
        sa.Column("behind", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.String(length=64), server_default="", nullable=False),
        sa.Column("piece", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sender", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], ondelete="CASCADE", name=op.f("fk_topic_message_topic_id")),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], ondelete="CASCADE", name=op.f("fk_topic_message_outbox_id")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], ondelete="CASCADE", name=op.f("fk_topic_message_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_message")),
    )
    op.create_index(op.f("ix_topic_message_topic_id"), "topic_message", ["topic_id"])
    op.create_index(op.f("ix_topic_message_outbox_id"), "topic_message", ["outbox_id"])
    op.create_index("ix_topic_message_place", "topic_message", ["chat", "message"])
    op.create_index(
        "ix_topic_message_open", "topic_message", ["id"], sqlite_where=sa.text("state IN (0, 1, 4)"),
        postgresql_where=sa.text("state IN (0, 1, 4)"),
    )  # fmt: skip
    op.create_table(
        "staff_telegram",
        sa.Column("telegram", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], ondelete="CASCADE", name=op.f("fk_staff_telegram_staff_id")
        ),
        sa.PrimaryKeyConstraint("telegram", name=op.f("pk_staff_telegram")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_telegram_staff_id")),
    )
    op.create_table(
        "staff_code",
        sa.Column("code", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE", name=op.f("fk_staff_code_staff_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_staff_code")),
    )
    op.create_index(op.f("ix_staff_code_staff_id"), "staff_code", ["staff_id"])
    op.create_table(
        "staff_group",
        sa.Column("configured", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("configured", name=op.f("pk_staff_group")),
    )


def downgrade() -> None:
    for table in ("staff_group", "staff_code", "staff_telegram", "topic_message", "topic"):
        op.drop_table(table)
    op.drop_index("ix_conversation_people", table_name="conversation")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("wire")
