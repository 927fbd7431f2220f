"""Addresses where a trainee may fetch a file of their conversation: sealed, for a week, good for nobody else's file."""

import base64
import binascii

from domain.messages import FileRef
from storage.crypto import CryptoError, Vault

_CONTEXT = b"file.link"
#: milliseconds a link lives; the page makes a new one each time it is opened
LIFETIME = 7 * 86_400_000
#: characters of a link that are looked at
_LONGEST = 2_000


class FileLinks:
    """Makes and opens links. Whoever has one can read the file, so it is given to the person alone.

    A file that is deleted, with its person or by itself, is behind no link any more.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def make(self, file: FileRef, now: int) -> str:
        """The path of a file that is in our store."""
        sealed = self._vault.seal_json([file.stored, file.name, file.mime, now + LIFETIME], _CONTEXT)
        return f"/files/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, token: str, now: int) -> FileRef | None:
        """The file a link was made for; None when it is no link of ours, or too old."""
        if len(token) > _LONGEST:
            return None
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            stored, name, mime, until = self._vault.open_json(sealed, _CONTEXT)
        except (CryptoError, ValueError, binascii.Error):
            return None
        return FileRef(name, mime, stored=stored) if now <= until else None
