"""Accounts: the second factor, the sessions somebody has, invitations, a record that is chained.

Revision: 0004
After: 0003
"""

import hashlib

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("staff", sa.Column("lang", sa.String(length=8), server_default="", nullable=False))
    op.add_column("staff", sa.Column("totp", sa.LargeBinary(), nullable=True))
    op.add_column("staff", sa.Column("totp_on", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("staff", sa.Column("totp_step", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("staff_session", sa.Column("stage", sa.String(length=8), server_default="", nullable=False))
    op.add_column("staff_session", sa.Column("browser", sa.String(length=40), server_default="", nullable=False))
    op.add_column("staff_session", sa.Column("network", sa.String(length=64), server_default="", nullable=False))
    op.create_table(
        "staff_recovery",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("code", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], ondelete="CASCADE", name=op.f("fk_staff_recovery_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_recovery")),
    )
    op.create_index(op.f("ix_staff_recovery_staff_id"), "staff_recovery", ["staff_id"])
    op.create_table(
        "staff_invitation",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("teams", sa.String(length=200), server_default="", nullable=False),
        sa.Column("langs", sa.String(length=64), server_default="", nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], ondelete="SET NULL", name=op.f("fk_staff_invitation_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_invitation_key")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_invitation_email")),
    )
    op.create_table(
        "audit_anchor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_anchor")),
    )
    op.add_column("audit", sa.Column("before", sa.String(length=64), server_default="", nullable=False))
    op.add_column("audit", sa.Column("hash", sa.String(length=64), server_default="", nullable=False))
    op.create_index(op.f("ix_audit_about"), "audit", ["about"])
    _chain()


def _chain() -> None:
    """What was recorded until now is chained as it stands (storage.audit, written out: a migration never changes)."""
    connection = op.get_bind()
    before = "0" * 64
    for row in connection.execute(sa.text('SELECT id, at, actor, what, about FROM "audit" ORDER BY id')).all():
        content = msgspec.json.encode([before, row.at, row.actor, row.what, row.about])
        digest = hashlib.sha256(content).hexdigest()
        change = sa.text('UPDATE "audit" SET "before" = :before, hash = :hash WHERE id = :id')
        connection.execute(change, {"before": before, "hash": digest, "id": row.id})
        before = digest


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_about"), table_name="audit")
    for table, columns in (
        ("audit", ("hash", "before")),
        ("staff_session", ("network", "browser", "stage")),
        ("staff", ("totp_step", "totp_on", "totp", "lang")),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
    for table in ("audit_anchor", "staff_invitation", "staff_recovery"):
        op.drop_table(table)
