"""Writing files that are whole or not there, whatever stops the machine."""

import os
import secrets
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".part"
"""How the name of a file ends that a crash left half written: `<name>.<random>.part`, beside its place."""


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a file that only its owner may read (mode 0600); when this returns, it is on the disk.

    With `replace=False` an existing file is left as it is and `FileExistsError` raised, also when two processes write
    at once. `OSError` when the disk fails or is full; nothing half written stays then.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        if replace:
            draft.rename(path)
        else:
            path.hardlink_to(draft)  # unlike a rename, never replaces what is there
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter (mode 0700), and those above it, as far as they are missing."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
