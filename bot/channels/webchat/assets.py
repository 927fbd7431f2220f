"""Scripts, styles and icons, read once at the start and served from memory under an address that holds their digest.

Nothing of a request ever becomes a path, and a browser may keep a file for ever: new content has a new address.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its content and its `Content-Type`."""

    content: bytes
    media_type: str


class Assets:
    """The files of some folders, by name; `version` changes when any of them does."""

    def __init__(self, folders: Iterable[Path], prefix: str) -> None:
        self._files = {
            path.name: Asset(path.read_bytes(), _MEDIA_TYPES[path.suffix])
            for folder in folders
            for path in sorted(folder.iterdir())
            if path.suffix in _MEDIA_TYPES
        }
        digest = hashlib.sha256()
        for name, asset in sorted(self._files.items()):
            digest.update(name.encode() + b"\0" + asset.content)
        self.version = digest.hexdigest()[:12]
        self.prefix = f"{prefix}/{self.version}"

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError for a file that is not there."""
        self._files[name]
        return f"{self.prefix}/{name}"

    def get(self, name: str) -> Asset | None:
        """The file of that name, if there is one."""
        return self._files.get(name)
