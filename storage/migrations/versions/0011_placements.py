"""A group of trainees over hosts: who is in it, what staff decided, and who was proposed where.

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "placement",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("team", sa.String(length=8), server_default="", nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("solved", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_placement_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "placement_member",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("placement_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("pinned", sa.String(length=96), server_default="", nullable=False),
        sa.Column("pinned_day", sa.String(length=10), server_default="", nullable=False),
        sa.Column("forbidden", sa.Text(), server_default="[]", nullable=False),
        sa.Column("host", sa.String(length=96), server_default="", nullable=False),
        sa.Column("first_day", sa.String(length=10), server_default="", nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], ondelete="CASCADE", name=op.f("fk_placement_member_placement_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], ondelete="CASCADE", name=op.f("fk_placement_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_member")),
        sa.UniqueConstraint("placement_id", "person_id", name=op.f("uq_placement_member_placement_id")),
    )
    op.create_index("ix_placement_member_person_id", "placement_member", ["person_id"])


def downgrade() -> None:
    op.drop_table("placement_member")
    op.drop_table("placement")
