"""`backup`: one archive with everything, while the program runs or not (its parts: `bot.commands.archive`)."""

import io
import os
import secrets
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from sqlalchemy import Connection, Table, func, select, text

from bot.commands import screens, stores
from bot.commands.archive import (
    CHECK,
    FORMAT,
    KEY_FILE,
    MANIFEST,
    Manifest,
    kept_secret,
    line_of,
    stored_files,
    table_member,
    tables,
)
from bot.commands.remedies import OperatorError, check_place
from bot.settings import Settings
from storage import schema
from storage.crypto import Keys
from storage.disk import UNFINISHED, sync_folder

_AT_ONCE = 500  # rows fetched at a time


def back_up(settings: Settings, path: Path) -> None:
    """Write the archive; an older one of that name is replaced once the new one is complete."""
    if not stores.is_there(settings):
        raise OperatorError(f"there is no database under {settings.data_dir}: check COMPAGNON_DATA_DIR")
    check_place(path)
    kept = kept_secret(settings)
    secret = settings.secret_key or kept
    keys = Keys.from_secret(secret) if secret else None
    with (
        _whole(path) as out,
        tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive,
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
    ):
        counts, numbers = _dump(settings, Path(folder))
        manifest = Manifest(
            format=FORMAT, schema=schema.HEAD, made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            tables=counts, numbers=numbers, check=keys.vault.seal(CHECK, CHECK) if keys else b"",
        )  # fmt: skip
        _add(archive, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        if kept:
            _add(archive, KEY_FILE, kept.encode())
        for table in tables():
            with (Path(folder) / table.name).open("rb") as rows:
                _add_file(archive, table_member(table.name), rows)
        # after the rows: a file is there before the row that names it
        files = _add_files(archive, settings)
    done = (
        f"{screens.amount(sum(counts.values()), 'rows')} of {len(counts)} tables and {screens.amount(files, 'files')}"
    )
    screens.printer().print(f"{path}: {done}")
    if kept:
        _warn("the archive holds the secret key: whoever has it can read everything, so keep it locked away")
    elif secret:
        _warn("the archive does not hold COMPAGNON_SECRET_KEY: keep that elsewhere, nothing can be read without it")


def _dump(settings: Settings, folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Write the rows of each table to a file in `folder`, all as they are at one moment.

    Returns, by table, how many rows there are and the highest number a row was ever given.
    """
    with stores.opened(settings) as database:

        def dump(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
            if not database.sqlite:  # SQLite's readers do so by themselves
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            counts = {table.name: _dump_table(connection, table, folder / table.name) for table in tables()}
            numbers = {table.name: _last_number(connection, table) for table in tables()}
            return counts, {name: number for name, number in numbers.items() if number}

        return database.read_now(dump)


def _dump_table(connection: Connection, table: Table, path: Path) -> int:
    count = 0
    ordered = select(table).order_by(*table.primary_key.columns)
    with path.open("wb") as rows:
        for row in connection.execute(ordered, execution_options={"yield_per": _AT_ONCE}).mappings():
            rows.write(line_of(dict(row)))
            count += 1
    return count


def _last_number(connection: Connection, table: Table) -> int:
    """The number after which the database goes on counting; 0 for tables it does not number."""
    column = table.autoincrement_column
    if column is None:
        return 0
    if connection.dialect.name == "sqlite":
        counted = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    else:
        counted = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
    number = connection.execute(counted, {"name": table.name}).scalar()
    return int(number or connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one())


def _add_files(archive: tarfile.TarFile, settings: Settings) -> int:
    count = 0
    for member, path in stored_files(settings):
        with suppress(FileNotFoundError):  # erased meanwhile
            _add(archive, member, path.read_bytes())
            count += 1
    return count


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    _add_file(archive, name, io.BytesIO(data))


def _add_file(archive: tarfile.TarFile, name: str, source: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    member.size = source.seek(0, os.SEEK_END)
    source.seek(0)
    archive.addfile(member, source)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner may read, and that takes the place of `path` once all of it is on the disk."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(handle)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _warn(words: str) -> None:
    print(f"compagnon: {words}", file=sys.stderr)
