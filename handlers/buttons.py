"""The wire reference of a button: opaque, bound to its conversation, its message and its place there (S2)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

#: bytes of the signature, 12 characters on the wire; the whole reference stays far below Telegram's 64 bytes
_SIGNATURE = 9


@dataclass(frozen=True, slots=True)
class Buttons:
    """Makes and checks references with a key of its own; those made with an `older` key are good as well."""

    key: bytes
    older: Sequence[bytes] = ()

    def sign(self, conversation_id: int, outbox_id: int, index: int) -> str:
        """The reference of choice `index` of a message."""
        return f"{outbox_id:x}.{index:x}.{_mac(self.key, conversation_id, outbox_id, index)}"

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
        for key in (self.key, *self.older):
            if hmac.compare_digest(given, _mac(key, conversation_id, outbox_id, index).encode()):
                return outbox_id, index
        return None


def _mac(key: bytes, conversation_id: int, outbox_id: int, index: int) -> str:
    message = f"{conversation_id}.{outbox_id}.{index}".encode()
    # keyed BLAKE2 is a MAC by itself, three times as fast as HMAC, and there are some for each message
    digest = hashlib.blake2b(message, key=key, digest_size=_SIGNATURE)
    return base64.urlsafe_b64encode(digest.digest()).decode()
