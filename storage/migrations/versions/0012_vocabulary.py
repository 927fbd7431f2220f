"""The organisation's own vocabulary, words that matched nothing, and cards whose concepts a person confirmed.

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "concept_change",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("concept", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_change")),
        sa.UniqueConstraint("concept", "lang", name=op.f("uq_concept_change_concept")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unknown_word",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("done", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_word")),
        sa.UniqueConstraint("lang", "word", name=op.f("uq_unknown_word_lang")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unknown_word_said",
        sa.Column("word_id", _KEY, nullable=False),
        sa.Column("said_by", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_id"], ["unknown_word.id"], ondelete="CASCADE", name=op.f("fk_unknown_word_said_word_id")
        ),
        sa.PrimaryKeyConstraint("word_id", "said_by", name=op.f("pk_unknown_word_said")),
    )
    for table in ("host", "practice"):
        op.add_column(table, sa.Column("confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        op.create_index(
            f"ix_{table}_unconfirmed",
            table,
            ["status", "id"],
            sqlite_where=sa.text("NOT confirmed"),
            postgresql_where=sa.text("NOT confirmed"),
        )


def downgrade() -> None:
    for table in ("host", "practice"):
        op.drop_index(f"ix_{table}_unconfirmed", table_name=table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("confirmed")
    op.drop_table("unknown_word_said")
    op.drop_table("unknown_word")
    op.drop_table("concept_change")
