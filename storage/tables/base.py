"""What tables have in common: how things are named, and columns that many of them have."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    literal_column,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite only numbers rows by itself when the key is a plain INTEGER
Key = BigInteger().with_variant(Integer, "sqlite")


def number() -> Column[int]:
    """The number of a row."""
    return Column("id", Key, primary_key=True, autoincrement=True)


def some(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which this is true."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def fixed(value: int | str) -> ColumnElement[Any]:
    """A constant that stands in the statement itself: for what is compared with a column of `some` index.

    To see that such an index holds all that is asked for, SQLite looks at the bound value, and then prepares the statement anew
    whenever it runs: ten times the cost of running it.
    """
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    quoted = value.replace("'", "''")
    return literal_column(f"'{quoted}'", String)


def of_person(cascade: str = "CASCADE") -> Column[int]:
    """The person a row is about."""
    return Column("person_id", Key, ForeignKey("person.id", ondelete=cascade), nullable=False, index=True)


def of_conversation() -> Column[int]:
    """The conversation a row belongs to."""
    return Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)


def of_staff() -> Column[int]:
    """The member of staff who did it; their account may be gone."""
    return Column("staff_id", Key, ForeignKey("staff.id", ondelete="SET NULL"))
