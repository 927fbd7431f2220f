"""Which broken promises were told of, and what is to be mailed to staff.

Revision: 0006
After: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"], ["conversation.id"], ondelete="CASCADE", name=op.f(f"fk_{table}_conversation_id")
    )


def upgrade() -> None:
    op.create_table(
        "promise_warning",
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _conversation("promise_warning"),
        sa.PrimaryKeyConstraint("conversation_id", "since", "stage", name=op.f("pk_promise_warning")),
    )
    op.create_table(
        "notice",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        _conversation("notice"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE", name=op.f("fk_notice_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_staff_id"), "notice", ["staff_id"])
    op.create_index(op.f("ix_notice_conversation_id"), "notice", ["conversation_id"])
    op.create_index(
        "ix_notice_open",
        "notice",
        ["due_at"],
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("promise_warning")
