"""The desk: leases, notes, the history of who answered, ratings, helpdesks, roles of staff.

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _conversation() -> sa.Column[int]:
    return sa.Column("conversation_id", _KEY, nullable=False)


def _foreign(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], ondelete="CASCADE", name=op.f(f"fk_{table}_conversation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="SET NULL", name=op.f(f"fk_{table}_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.add_column("conversation", sa.Column("lease_until", sa.BigInteger(), nullable=True))
    op.add_column("conversation", sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
    # until now everybody at the desk might do everything
    op.add_column("staff", sa.Column("role", sa.String(length=8), server_default="admin", nullable=False))
    op.add_column("staff", sa.Column("teams", sa.String(length=200), server_default="", nullable=False))
    op.create_table(
        "helpdesk",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("langs", sa.String(length=100), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="", nullable=False),
        sa.Column("hours", sa.Text(), server_default="", nullable=False),
        sa.Column("holidays", sa.Text(), server_default="", nullable=False),
        sa.Column("fallback", sa.String(length=8), server_default="", nullable=False),
        sa.Column("first_answer", sa.Integer(), server_default="240", nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_helpdesk")),
    )
    op.create_table(
        "note",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        _conversation(),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        *_foreign("note"),
    )
    op.create_index(op.f("ix_note_conversation_id"), "note", ["conversation_id"])
    op.create_table(
        "handover",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        _conversation(),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=8), nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("detail", sa.String(length=64), server_default="", nullable=False),
        sa.Column("waited", sa.BigInteger(), nullable=True),
        *_foreign("handover"),
    )
    op.create_index(op.f("ix_handover_conversation_id"), "handover", ["conversation_id"])
    op.create_index(op.f("ix_handover_at"), "handover", ["at"])
    op.create_table(
        "rating",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        _conversation(),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("team", sa.String(length=8), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.BigInteger(), nullable=True),
        *_foreign("rating"),
    )
    op.create_index(op.f("ix_rating_conversation_id"), "rating", ["conversation_id"])
    op.create_table(
        "desk_action",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], ondelete="CASCADE", name=op.f("fk_desk_action_conversation_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_action")),
    )
    op.create_index(op.f("ix_desk_action_conversation_id"), "desk_action", ["conversation_id"])


def downgrade() -> None:
    for table in ("desk_action", "rating", "handover", "note", "helpdesk"):
        op.drop_table(table)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("teams")
        batch_op.drop_column("role")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("lease_until")
