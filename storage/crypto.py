"""Sealing: what people write and who they are never lies readable in the database or in files (promise P7).

AES-256-GCM (cryptography). A sealed value is

    version (1 byte, 0x01) | key id (1 byte) | nonce (12 random bytes) | ciphertext | tag (16 bytes)

so 30 bytes longer than what it holds. The context (`b"person.profile:17"`) is not stored but authenticated: a value
that was moved to another row or column does not open. Nonces are random: one key is good for 2^32 values.

All keys come from one SECRET_KEY, by HKDF with a name for each purpose, so that none can stand in for another. To
rotate, put a new secret in front: `SECRET_KEY="2:new,1:old"`. New values are sealed with the first, old ones still
open, `key_id` tells which values are left to seal again; then the old secret can go.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, overload

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.disk import make_folder, write_whole

LOOKUP_BYTES: Final = 16
"""Length of what `Vault.lookup` returns."""

_VERSION = 1
_NONCE = 12
_HEADER = 2 + _NONCE
_TAG = 16
_SHORTEST_SECRET = 32  # characters

_T = TypeVar("_T")


class CryptoError(Exception):
    """A secret is unusable, a key is missing, or sealed data is damaged or out of place. Never holds any data."""


class Vault:
    """Seals and opens values, and finds identities without keeping them readable.

    `keys` maps key ids (1-255) to master keys of at least 32 bytes; `current` is the one that new values are sealed
    with. Immutable, safe to share between threads.
    """

    __slots__ = ("_aead", "_aead_current", "_head", "_lookup_keys", "current")

    def __init__(self, keys: Mapping[int, bytes], current: int) -> None:
        if current not in keys:
            raise CryptoError(f"key {current} is missing")
        if not all(0 < number < 256 and len(key) >= 32 for number, key in keys.items()):
            raise CryptoError("key ids are 1 to 255, keys have at least 32 bytes")
        self.current: Final = current
        self._aead = {number: AESGCM(derive(key, b"sealing")) for number, key in keys.items()}
        self._aead_current = self._aead[current]
        self._head = bytes((_VERSION, current))
        order = sorted(keys, key=lambda number: (number != current, -number))
        self._lookup_keys = tuple(derive(keys[number], b"lookup") for number in order)

    def seal(self, data: bytes, context: bytes) -> bytes:
        """Encrypt `data` for the place that `context` names."""
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._aead_current.encrypt(nonce, data, self._head + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """What was sealed for the place that `context` names; `CryptoError` if that cannot be had."""
        number = key_id(sealed)
        aead = self._aead.get(number)
        if aead is None:
            raise CryptoError(f"key {number} is missing")
        try:
            return aead.decrypt(sealed[2:_HEADER], sealed[_HEADER:], sealed[:2] + context)
        except InvalidTag:
            raise CryptoError("sealed data is damaged, or was sealed for another place") from None

    def seal_text(self, text: str, context: bytes) -> bytes:
        """Encrypt a text; half characters, which some clients send, come back as they were."""
        return self.seal(text.encode("utf-8", "surrogatepass"), context)

    def open_text(self, sealed: bytes, context: bytes) -> str:
        """The text that was sealed."""
        return self.open(sealed, context).decode("utf-8", "surrogatepass")

    def seal_json(self, value: object, context: bytes) -> bytes:
        """Encrypt anything that msgspec writes as JSON: plain values, structs, dataclasses."""
        return self.seal(msgspec.json.encode(value), context)

    @overload
    def open_json(self, sealed: bytes, context: bytes) -> Any: ...
    @overload
    def open_json(self, sealed: bytes, context: bytes, kind: type[_T]) -> _T: ...
    def open_json(self, sealed: bytes, context: bytes, kind: Any = Any) -> Any:
        """The value that was sealed, checked to be of `kind`; `CryptoError` if it is not."""
        try:
            return msgspec.json.decode(self.open(sealed, context), type=kind)
        except msgspec.DecodeError:
            raise CryptoError("sealed data is not of the expected kind") from None

    def lookup(self, value: str) -> bytes:
        """A keyed hash (HMAC-SHA256, 16 bytes) to find a value by, such as an address, without storing it readable.

        Put the kind in front (`"telegram:1234"`, `"email:a@b.eu"`), so that equal values of two kinds stay apart, and
        fold letters first where case does not matter.
        """
        return _hash(self._lookup_keys[0], value)

    def lookups(self, value: str) -> tuple[bytes, ...]:
        """The hashes of `value` under every key, the current one first: search for all while a rotation lasts."""
        return tuple(_hash(key, value) for key in self._lookup_keys)


def key_id(sealed: bytes) -> int:
    """The id of the key that a value was sealed with; `CryptoError` if it is no sealed value."""
    if len(sealed) < _HEADER + _TAG or sealed[0] != _VERSION:
        raise CryptoError("this is no sealed data")
    return sealed[1]


def _hash(key: bytes, value: str) -> bytes:
    return hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")[:LOOKUP_BYTES]


def derive(master: bytes, purpose: bytes) -> bytes:
    """The 32-byte key for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"compagnon " + purpose).derive(master)


# --- The one secret ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Every key of the program: the vault, and 32-byte keys to sign buttons and web sessions with."""

    vault: Vault
    buttons: bytes
    sessions: bytes

    @classmethod
    def from_secret(cls, secret_key: str) -> "Keys":
        """The keys of a SECRET_KEY: one secret of at least 32 characters, or several as "2:newest,1:older".

        Raises `CryptoError` with one line to show when it cannot be used; the line holds nothing of the secret.
        """
        masters: dict[int, bytes] = {}
        for part in secret_key.strip().split(","):
            number, colon, secret = part.strip().partition(":")
            if not colon:
                number, secret = "1", number
            if not number.isascii() or not number.isdigit() or not 0 < int(number) < 256 or int(number) in masters:
                raise CryptoError('SECRET_KEY: write one secret, or several as "2:newest,1:older" with ids 1 to 255')
            if len(secret) < _SHORTEST_SECRET:
                raise CryptoError(f"SECRET_KEY: a secret must have at least {_SHORTEST_SECRET} characters")
            masters[int(number)] = secret.encode("utf-8", "surrogateescape")
        current = next(iter(masters))
        master = masters[current]
        return cls(Vault(masters, current), derive(master, b"buttons"), derive(master, b"sessions"))


def new_secret() -> str:
    """A fresh SECRET_KEY of 256 random bits."""
    return secrets.token_urlsafe(32)


def kept_secret(path: Path) -> str:
    """The SECRET_KEY kept in the file `path`, made there (readable by its owner alone) if there is none.

    Processes that start at the same time get the same one. Without this file nothing sealed can be opened again.
    """
    if not path.exists():
        make_folder(path.parent)
        with suppress(FileExistsError):
            write_whole(path, new_secret().encode(), replace=False)
    return path.read_text(encoding="utf-8").strip()
