"""Addresses where a person may fetch everything we keep about them: sealed, for one day."""

import base64
import binascii

from bot.file_links import FileLinks
from domain.messages import FileRef
from handlers.actions.my_data import everything
from storage import people
from storage.crypto import CryptoError, Vault
from storage.unit_of_work import UnitOfWork

_CONTEXT = b"my-data.link"
#: milliseconds a link lives
LIFETIME = 86_400_000


class DataLinks:
    """Makes and opens links; whoever has one can read the data, so it is given to the person alone."""

    def __init__(self, vault: Vault, address: str, files: FileLinks) -> None:
        self._vault, self._address, self._files = vault, address, files

    def make(self, work: UnitOfWork, person_id: int) -> str:
        """A link for this person."""
        sealed = self._vault.seal_json([person_id, work.now + LIFETIME], _CONTEXT)
        return f"{self._address}/my-data/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, work: UnitOfWork, token: str) -> dict[str, object] | None:
        """Everything about the person the link was made for; None when it is no link of ours, too old, or they are deleted."""
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            person_id, until = self._vault.open_json(sealed, _CONTEXT)
        except (CryptoError, ValueError, binascii.Error):
            return None
        if work.now > until or not people.exists(work, person_id):
            return None
        return {**everything(work, person_id), "files": self._all_files(work, person_id)}

    def _all_files(self, work: UnitOfWork, person_id: int) -> list[dict[str, object]]:
        """What they sent us and what staff sent them, each with an address where it can be fetched."""
        theirs = [
            FileRef(one["name"], one["mime"], one["size"], stored=one["stored"])
            for one in people.documents(work, person_id)
        ]
        return [
            {"from": who, "name": file.name, "mime": file.mime, "size": file.size}
            | {"address": self._address + self._files.make(file, work.now)}
            for who, files in (("you", theirs), ("staff", people.files_of_staff(work, person_id)))
            for file in files
        ]
