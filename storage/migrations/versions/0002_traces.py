"""What was read in each message, and the examples of what was read wrongly.

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("trace", sa.LargeBinary(), nullable=True))
    op.create_table(
        "misreading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("read", sa.String(length=255), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("meant", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misreading")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("misreading")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("trace")
