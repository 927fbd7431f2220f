"""What the desk looks for again and again: whose time is over, and what a trainee said last.

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_conversation_lease", "conversation", ("lease_until",), "lease_until IS NOT NULL"),
    ("ix_conversation_snoozed", "conversation", ("snoozed_until",), "snoozed_until IS NOT NULL"),
    ("ix_conversation_awaited", "conversation", ("staff_id",), "waiting_since IS NOT NULL"),
    ("ix_outbox_said", "outbox", ("conversation_id", "id"), "author = 'you'"),
)


def upgrade() -> None:
    for name, table, columns, which in _PARTIAL:
        op.create_index(name, table, list(columns), sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    for name, table, _, _ in _PARTIAL:
        op.drop_index(name, table_name=table)
