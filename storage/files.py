"""The encrypted file store: CVs and other uploads, outside every web root (promises S9 and P7).

A file lies under a random name in two levels of folders (`ab/cd/abcd…`), sealed for that very name: neither its bytes
nor its name say whose it is or what it is. Name, kind and owner are in the database. Files are whole or not there: a
new one is written beside its place, forced to the disk, then renamed.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NewType

from storage.crypto import Vault, key_id
from storage.disk import UNFINISHED, make_folder, sync_folder, write_whole

FileId = NewType("FileId", str)
"""32 random hexadecimal digits."""

_ID = re.compile(r"[0-9a-f]{32}")


class FileStore:
    """Keeps files of up to a few megabytes under `root`, sealed with `vault`. Safe to share between threads.

    Methods raise `ValueError` for an id that is not of this store's making, and `OSError` when the disk fails or is
    full; nothing half written stays then.
    """

    def __init__(self, root: Path, vault: Vault) -> None:
        self._root = root
        self._vault = vault

    def put(self, data: bytes) -> FileId:
        """Keep `data`; when this returns, it is on the disk."""
        name = FileId(secrets.token_hex(16))
        path = self._path(name)
        make_folder(path.parent)
        write_whole(path, self._vault.seal(data, _context(name)))
        return name

    def get(self, name: str) -> bytes:
        """The file's bytes. Raises `FileNotFoundError` if it is gone, `CryptoError` if it is damaged."""
        return self._vault.open(self._path(name).read_bytes(), _context(name))

    def has(self, name: str) -> bool:
        """Is the file there? What is no id of this store is not."""
        return bool(_ID.fullmatch(name)) and self._path(name).is_file()

    def delete(self, name: str) -> bool:
        """Erase a file for good, with what a crash left of it; False if it was not there."""
        path = self._path(name)
        for draft in path.parent.glob(f"{name}.*{UNFINISHED}"):
            draft.unlink(missing_ok=True)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        sync_folder(path.parent)
        return True

    def reseal(self, name: str) -> bool:
        """Seal a file again if an older key still opens it (rotation, `storage.crypto`); False if nothing was to do."""
        path = self._path(name)
        sealed = path.read_bytes()
        if key_id(sealed) == self._vault.current:
            return False
        write_whole(path, self._vault.seal(self._vault.open(sealed, _context(name)), _context(name)))
        return True

    def written_before(self, moment: datetime) -> Iterator[FileId]:
        """The ids of all files older than `moment` (with a time zone), finished or not.

        Those that no row of the database names are orphans of a crash, and can be deleted. Take a moment some minutes
        ago, so that a file whose row is about to be committed is not among them.
        """
        latest = moment.timestamp()
        for path in self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            name = path.name.partition(".")[0]
            with suppress(FileNotFoundError):  # erased meanwhile
                if _ID.fullmatch(name) and path.stat().st_mtime < latest:
                    yield FileId(name)

    def _path(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise ValueError("not an id of this file store")
        return self._root / name[:2] / name[2:4] / name


def _context(name: str) -> bytes:
    return b"file:" + name.encode("ascii")
