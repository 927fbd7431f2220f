"""`restore`: everything that a backup holds, or nothing (its parts: `bot.commands.archive`).

The rows go in by one transaction, the files into a folder of their own that takes its place just before the commit.
"""

import gzip
import secrets
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Self

import msgspec
from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DataError, IntegrityError

from bot.commands import screens, stores
from bot.commands.archive import (
    CHECK,
    FORMAT,
    KEY_FILE,
    MANIFEST,
    DamagedError,
    Manifest,
    file_of,
    files_folder,
    kept_secret,
    row_of,
    secret_file,
    stored_files,
    table_of,
    tables,
)
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from storage import schema
from storage.crypto import CryptoError, Keys
from storage.disk import UNFINISHED, make_folder, write_whole
from storage.tables import metadata

_AT_ONCE = 500  # rows inserted by one statement
_SMALL = 1_000_000  # bytes that the manifest and the secret have at the most

Members = Iterator[tuple[str, IO[bytes]]]


def bring_back(settings: Settings, path: Path, *, force: bool) -> None:
    """Restore an archive. Raises OperatorError, with everything as it was, when that cannot or must not be."""
    with _members(path) as members:
        manifest = _manifest(members)
        secret, counts, files = "", dict.fromkeys(manifest.tables, 0), 0
        with (
            stores.opened(settings) as database,
            _Files(files_folder(settings)) as folder,
            database.engine.begin() as connection,
        ):
            _make_room(connection, settings, force=force)
            for name, source in members:
                if name == KEY_FILE:
                    secret = source.read(_SMALL).decode("utf-8", "replace").strip()
                elif table := table_of(name):
                    counts[table] += _insert(connection, metadata.tables[table], source)
                elif file := file_of(name):
                    folder.keep(file, source.read())
                    files += 1
                else:
                    raise DamagedError(f"it holds {name!r}")
            if counts != manifest.tables:
                raise DamagedError("rows are missing")
            _check_secret(settings, manifest, secret)
            _count_on(connection, manifest.numbers)
            folder.take_place()
    if secret and not settings.secret_key:
        write_whole(secret_file(settings), secret.encode())
    done = (
        f"{screens.amount(sum(counts.values()), 'rows')} of {len(counts)} tables and {screens.amount(files, 'files')}"
    )
    screens.printer().print(f"restored {done} of {manifest.made_at}")


@contextmanager
def _members(path: Path) -> Iterator[Members]:
    """What an archive holds, one by one. Whatever is wrong with it becomes an OperatorError."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise OperatorError(f"{path}: cannot be opened ({error.strerror}); check the name and the rights") from None
    try:
        with file, gzip.open(file) as unpacked, tarfile.open(fileobj=unpacked, mode="r:") as archive:
            yield _each(archive, unpacked)
    except (DamagedError, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise OperatorError(f"{path}: not a whole backup ({error}); take another one") from None


def _each(archive: tarfile.TarFile, unpacked: gzip.GzipFile) -> Members:
    seen: set[str] = set()
    for member in archive:
        source = archive.extractfile(member) if member.isreg() else None
        if source is None or member.name in seen:
            raise DamagedError(f"it holds {member.name!r}")
        seen.add(member.name)
        yield member.name, source
    while unpacked.read(_SMALL):  # to its end, where the check sum is
        pass


def _manifest(members: Members) -> Manifest:
    name, source = next(members, ("", None))
    if name != MANIFEST or source is None:
        raise DamagedError(f"it does not begin with {MANIFEST}")
    try:
        manifest = msgspec.json.decode(source.read(_SMALL), type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise DamagedError(f"its {MANIFEST} cannot be read") from None
    if manifest.format != FORMAT or manifest.schema != schema.HEAD:
        raise OperatorError(
            f"the backup has format {manifest.format} and schema {manifest.schema!r}, this program {FORMAT} and "
            f"{schema.HEAD!r}: restore it with the program that made it, then bring that up to date", 1
        )  # fmt: skip
    names = {table.name for table in tables()}
    if manifest.tables.keys() != names or not manifest.numbers.keys() <= names:
        raise DamagedError("it lists other tables")
    return manifest


def _make_room(connection: Connection, settings: Settings, *, force: bool) -> None:
    """Empty all tables with `force`; raise OperatorError if there is anything and it is not given."""
    filled = [table.name for table in tables() if connection.execute(select(1).select_from(table).limit(1)).first()]
    if not force and (filled or any(stored_files(settings))):
        found = ", ".join(filled) or "files"
        raise OperatorError(f"there are data already ({found}): restore with --force to replace all of them", 1)
    for table in reversed(tables()):
        connection.execute(table.delete())


def _insert(connection: Connection, table: Table, lines: IO[bytes]) -> int:
    count = 0
    while rows := [row_of(table, line) for line in islice(lines, _AT_ONCE)]:
        try:
            connection.execute(table.insert(), rows)
        except (DataError, IntegrityError):
            raise DamagedError(f"rows of {table.name} do not fit") from None
        count += len(rows)
    return count


def _check_secret(settings: Settings, manifest: Manifest, archived: str) -> None:
    """Raise OperatorError if the secret that will be used cannot open what is restored."""
    if not manifest.check:
        return
    secret = settings.secret_key or archived or kept_secret(settings)
    if not secret:
        raise OperatorError("the secret key is not in the archive: set COMPAGNON_SECRET_KEY to that of the backup", 1)
    try:
        Keys.from_secret(secret).vault.open(manifest.check, CHECK)
    except CryptoError:
        name = "COMPAGNON_SECRET_KEY" if settings.secret_key else str(secret_file(settings))
        instead = ", or unset it to use the one in the archive" if archived else ""
        raise OperatorError(
            f"{name} is not the secret key of this backup: set COMPAGNON_SECRET_KEY to that one{instead}", 1
        ) from None


def _count_on(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Let the database number new rows from where it was, also when the last rows are gone."""
    for name, number in numbers.items():
        if connection.dialect.name != "sqlite":
            highest = text(
                "SELECT setval(s, greatest(:number, coalesce(pg_sequence_last_value(s), 1)))"
                " FROM (SELECT pg_get_serial_sequence(:name, 'id')::regclass AS s) AS counter"
            )
            connection.execute(highest, {"name": name, "number": number})
        elif metadata.tables[name].dialect_options["sqlite"]["autoincrement"]:
            raised = text("UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :name")
            if not connection.execute(raised, {"name": name, "number": number}).rowcount:
                first = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)")
                connection.execute(first, {"name": name, "number": number})


class _Files:
    """A folder to fill, which then takes the place of another one."""

    def __init__(self, place: Path) -> None:
        mark = secrets.token_hex(4)
        self._place = place
        self._draft = place.with_name(f"{place.name}.{mark}{UNFINISHED}")
        self._before = place.with_name(f"{place.name}.{mark}.old")
        self._taken = False

    def __enter__(self) -> Self:
        make_folder(self._draft)
        return self

    def keep(self, file: str, data: bytes) -> None:
        path = self._draft / file[:2] / file[2:4] / file
        make_folder(path.parent)
        write_whole(path, data)

    def take_place(self) -> None:
        if self._place.is_dir():
            self._place.rename(self._before)
        self._draft.rename(self._place)
        self._taken = True

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        """After an error the folder that was there is back."""
        if kind is not None and self._taken:
            self._place.rename(self._draft)
        if kind is not None and self._before.is_dir():
            self._before.rename(self._place)
        shutil.rmtree(self._before, ignore_errors=True)
        shutil.rmtree(self._draft, ignore_errors=True)
