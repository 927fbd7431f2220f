"""What a host answered to a request: the state before, whether the trainee has been told, why not, other days.

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("before", sa.String(length=24), server_default="", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("other_first_day", sa.String(length=10), server_default="", nullable=False),
        sa.Column("other_last_day", sa.String(length=10), server_default="", nullable=False),
    ):
        op.add_column("host_request", column)


def downgrade() -> None:
    with op.batch_alter_table("host_request") as batch:
        for column in ("other_last_day", "other_first_day", "reason", "told", "changed_at", "before", "version"):
            batch.drop_column(column)
