"""Answers written beforehand, and what the translation service made of messages.

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "canned",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("team", sa.String(length=8), server_default="", nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", _KEY, nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", _KEY, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_canned_created_by")),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_canned_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned")),
        sa.UniqueConstraint("code", name=op.f("uq_canned_code")),
    )
    op.create_table(
        "translation",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("outbox_id", _KEY, nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], ondelete="CASCADE", name=op.f("fk_translation_outbox_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("outbox_id", "lang", name=op.f("uq_translation_outbox_id")),
    )
    # the counts above the inbox of the desk are read from this alone
    op.create_index(
        "ix_conversation_inbox", "conversation", ["owner", "work", "team", "staff_id", "lang", "waiting_since"]
    )


def downgrade() -> None:
    op.drop_index("ix_conversation_inbox", table_name="conversation")
    op.drop_table("translation")
    op.drop_table("canned")
