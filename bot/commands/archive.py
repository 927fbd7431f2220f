"""What a backup is made of: a .tar.gz that SQLite and PostgreSQL write and read alike.

    manifest.json           what follows: `Manifest`
    secret.key              only when the secret is kept in the data folder
    tables/<name>.jsonl     one row a line, a JSON object by column name, bytes as base64; in the order of foreign keys
    files/ab/cd/abcd…       the files of people, sealed as they lie in the file store

Everything sealed stays sealed: without the secret key an archive shows no name and no message.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import LargeBinary, Table

from bot.settings import Settings
from storage.tables import metadata

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
KEY_FILE: Final = "secret.key"
CHECK: Final = b"backup"
"""What is sealed, and for what place, to tell later whether a secret key is the same."""
_TABLE = re.compile(r"tables/([a-z_]+)\.jsonl")
_FILE = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{28})")


class DamagedError(Exception):
    """An archive that is no whole backup; the text says why."""


class Manifest(msgspec.Struct, kw_only=True):
    """What an archive holds.

    `schema` is the revision of the tables, `made_at` a time in UTC (ISO 8601), `tables` the number of rows by name,
    `numbers` the highest row number given so far where the database counts, `check` a value sealed with the secret key
    (empty when there was none), to tell whether another key is the same.
    """

    format: int
    schema: str
    made_at: str
    tables: dict[str, int]
    numbers: dict[str, int]
    check: bytes = b""


def tables() -> Sequence[Table]:
    """All tables, each after those its foreign keys lead to."""
    return metadata.sorted_tables


def table_member(name: str) -> str:
    """Where the rows of a table lie in the archive."""
    return f"tables/{name}.jsonl"


def table_of(member: str) -> str | None:
    """The table whose rows a member holds; None when it holds none of ours."""
    found = _TABLE.fullmatch(member)
    return found[1] if found and found[1] in metadata.tables else None


def file_of(member: str) -> str | None:
    """The id of the file that a member holds; None when it holds none."""
    found = _FILE.fullmatch(member)
    return found[3] if found else None


def stored_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The finished files of the file store, each with the name of its member."""
    folder = files_folder(settings)
    for path in sorted(folder.glob("??/??/*")):
        member = f"files/{path.relative_to(folder).as_posix()}"
        if file_of(member):
            yield member, path


def line_of(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON."""
    return msgspec.json.encode(row) + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """The row of a line. Raises DamagedError when it is none of this table."""
    try:
        row = msgspec.json.decode(line, type=dict[str, Any])
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and row[column.name] is not None:
                row[column.name] = base64.b64decode(row[column.name], validate=True)
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError):
        raise DamagedError(f"a row of {table.name} cannot be read") from None
    if row.keys() != set(table.columns.keys()):
        raise DamagedError(f"a row of {table.name} has other columns")
    return row


def files_folder(settings: Settings) -> Path:
    """Where the files of people lie."""
    return settings.data_dir / "files"


def secret_file(settings: Settings) -> Path:
    """Where the secret is kept when no setting gives it."""
    return settings.data_dir / KEY_FILE


def kept_secret(settings: Settings) -> str:
    """The secret that is kept in the data folder, "" when a setting gives it or there is none yet."""
    file = secret_file(settings)
    return file.read_text("utf-8").strip() if not settings.secret_key and file.is_file() else ""
