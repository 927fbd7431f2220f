"""What became of each suggestion: the wish it answered, its place, liked or not and why, the request made; what a stay was worth.

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("concepts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE", name=op.f("fk_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index("ix_wish_person_id", "wish", ["person_id"])
    op.create_index("ix_wish_created_at", "wish", ["created_at"])
    op.create_table(
        "showing",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("wish_id", _KEY, nullable=False),
        sa.Column("host_id", _KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.Column("liked_at", sa.BigInteger(), nullable=True),
        sa.Column("rejected_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=32), server_default="", nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("request_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], ondelete="CASCADE", name=op.f("fk_showing_wish_id")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], ondelete="CASCADE", name=op.f("fk_showing_host_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["host_request.id"], ondelete="SET NULL", name=op.f("fk_showing_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showing")),
        sa.UniqueConstraint("wish_id", "host_id", name=op.f("uq_showing_wish_id")),
    )
    op.create_index("ix_showing_host_id", "showing", ["host_id"])
    op.create_index("ix_showing_request_id", "showing", ["request_id"])
    op.create_index("ix_showing_shown_at", "showing", ["shown_at"])
    op.add_column("host_request", sa.Column("score", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("host_request") as batch:
        batch.drop_column("score")
    op.drop_table("showing")
    op.drop_table("wish")
