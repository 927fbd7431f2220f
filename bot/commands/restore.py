"""`restore`: everything that a backup holds, or nothing (its parts: `bot.commands.archive`).

The rows go in by one transaction, the files into a folder of their own that takes its place just before the commit.
"""

import secrets
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec
from sqlalchemy import Connection, Table, func, select, text

from bot.commands import screens, stores
from bot.commands.archive import (
    CHECK, FORMAT, MANIFEST, SECRET, Manifest, file_of, files_folder, kept_secret, row_of, secret_file, stored_files,
    table_of, tables,
)  # fmt: skip
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from storage import schema
from storage.crypto import CryptoError, Keys
from storage.disk import make_folder, write_whole
from storage.tables import metadata

_AT_ONCE = 500  # rows inserted by one statement
_SMALL = 1_000_000  # bytes that manifest and secret may have at the most

Members = Iterator[tuple[str, IO[bytes]]]


def bring_back(settings: Settings, path: Path, *, force: bool) -> None:
    """Restore an archive. Raises OperatorError, with everything as it was, when it cannot or must not be."""
    with _members(path) as members:
        manifest = _manifest(path, members)
        secret = _first_secret(members)
