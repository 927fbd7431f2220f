"""The wire reference of a button: opaque, bound to its conversation, its message and its place there (S2)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

#: characters of the signature on the wire (72 bits); the whole reference stays far below Telegram's 64 bytes
_SIGNATURE = 12


@dataclass(frozen=True, slots=True)
class Buttons:
    """Makes and checks references with a key of its own."""

    key: bytes

    def sign(self, conversation_id: int, outbox_id: int, index: int) -> str:
        """The reference of choice `index` of a message."""
        return f"{outbox_id:x}.{index:x}.{self._mac(conversation_id, outbox_id, index)}"

    def open(self, conversation_id: int, token: str) -> tuple[int, int] | None:
        """(message, choice), or None when the reference is forged, damaged or of another conversation."""
        parts = token.split(".")
        if len(parts) != 3 or len(token) > 64:
            return None
        try:
            outbox_id, index = int(parts[0], 16), int(parts[1], 16)
        except ValueError:
            return None
        given = parts[2].encode("ascii", "replace")
        if not hmac.compare_digest(given, self._mac(conversation_id, outbox_id, index).encode()):
            return None
        return outbox_id, index

    def _mac(self, conversation_id: int, outbox_id: int, index: int) -> str:
        message = f"{conversation_id}.{outbox_id}.{index}".encode()
        digest = hmac.digest(self.key, message, hashlib.sha256)
        return base64.urlsafe_b64encode(digest)[:_SIGNATURE].decode()
