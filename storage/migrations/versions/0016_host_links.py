"""Hosts say themselves what their card is about, by a link; who confirmed a card, and when.

Revision: 0016
After: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table in ("host", "practice"):
        op.add_column(table, sa.Column("confirmed_by", sa.String(length=32), server_default="", nullable=False))
        op.add_column(table, sa.Column("confirmed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "host_link",
        sa.Column("host_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], ondelete="CASCADE", name=op.f("fk_host_link_host_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_host_link_staff_id")),
        sa.PrimaryKeyConstraint("host_id", name=op.f("pk_host_link")),
        sa.UniqueConstraint("key", name=op.f("uq_host_link_key")),
    )
    op.create_index(op.f("ix_host_link_expires_at"), "host_link", ["expires_at"])
    op.create_table(
        "host_words",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("host_id", _KEY, nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], ondelete="CASCADE", name=op.f("fk_host_words_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_words")),
    )
    op.create_index(op.f("ix_host_words_host_id"), "host_words", ["host_id"])


def downgrade() -> None:
    op.drop_table("host_words")
    op.drop_table("host_link")
    for table in ("host", "practice"):
        with op.batch_alter_table(table) as batch:
            for column in ("confirmed_at", "confirmed_by"):
                batch.drop_column(column)
