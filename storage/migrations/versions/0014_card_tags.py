"""What each card is about, kept with it, and how often it was written: readers look only at what changed.

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("host", "practice"):
        op.add_column(table, sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        op.add_column(table, sa.Column("edition", sa.String(length=24), server_default="", nullable=False))
        op.add_column(table, sa.Column("tags", sa.LargeBinary(), nullable=True))
        op.create_index(f"ix_{table}_revision", table, ["revision", "id"])
        op.create_index(f"ix_{table}_edition", table, ["edition"])


def downgrade() -> None:
    for table in ("host", "practice"):
        op.drop_index(f"ix_{table}_edition", table_name=table)
        op.drop_index(f"ix_{table}_revision", table_name=table)
        with op.batch_alter_table(table) as batch:
            for column in ("tags", "edition", "revision"):
                batch.drop_column(column)
