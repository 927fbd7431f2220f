"""What is known about trainees."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from storage.tables.base import metadata, number, of_person

person = Table(
    "person",
    metadata,
    number(),
    Column("created_at", BigInteger, nullable=False),
    Column("lang", String(8), nullable=False),
    # the profile as JSON: name, e-mail, profession … (purpose of each field: docs/reference/personal-data.md)
    Column("profile", LargeBinary),
    Column("messages_stopped_at", BigInteger),
    # links and the audit name a person by this number: who comes after a deleted one must not inherit it
    sqlite_autoincrement=True,
)

consent = Table(
    "consent",
    metadata,
    number(),
    of_person(),
    Column("purpose", String(32), nullable=False),
    Column("text_version", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
)

dialog_archive = Table(
    "dialog_archive",
    metadata,
    number(),
    of_person(),
    Column("dialog", String(32), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("finished_at", BigInteger, nullable=False),
    UniqueConstraint("person_id", "dialog"),
)

enquiry = Table(
    "enquiry",
    metadata,
    number(),
    of_person(),
    Column("state", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("details", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

goal = Table(
    "goal",
    metadata,
    number(),
    of_person(),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("details", LargeBinary, nullable=False),
    # verdicts of the checker, letter by letter (JSON); A is confirmed by others later
    Column("smart", Text, nullable=False),
    Column("needs_human", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", BigInteger, nullable=False),
)

document = Table(
    "document",
    metadata,
    number(),
    of_person(),
    Column("kind", String(16), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
