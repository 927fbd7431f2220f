"""What a browser holds of a session, and what we make of it.

The browser holds 256 random bits in a cookie; the database knows a keyed hash of them. Forms carry another keyed hash
of the same bits, which no other site can know (S4). Before sign-in a cookie of its own stands for the session.
"""

import hashlib
import hmac
import secrets
from typing import Any

from litestar import Response

COOKIE = "compagnon_desk"
#: holds the random bits that the sign-in form is bound to
FORM_COOKIE = "compagnon_desk_form"
PATH = "/desk"

_LONGEST = 128


def new_token() -> str:
    """A fresh session of 256 random bits."""
    return secrets.token_urlsafe(32)


class Tokens:
    """Keyed hashes of sessions, with a key of the program."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def stored(self, token: str) -> bytes:
        """What the database knows a session by (16 bytes)."""
        return self._hash(b"desk session\0", token)[:16]

    def for_forms(self, token: str) -> str:
        """What the forms of a session carry."""
        return self._hash(b"desk form\0", token).hex()

    def invitation(self, token: str) -> bytes:
        """What the database knows the link of an invitation by (16 bytes)."""
        return self._hash(b"desk invitation\0", token)[:16]

    def link(self, token: str) -> bytes:
        """What the database knows a link that lets somebody in by (16 bytes)."""
        return self._hash(b"desk link\0", token)[:16]

    def recovery(self, staff_id: int, code: str) -> bytes:
        """What the database knows a recovery code of an account by (16 bytes)."""
        return self._hash(b"desk recovery\0%d\0" % staff_id, code)[:16]

    def fits(self, token: str, given: str) -> bool:
        """Does a form belong to the session?"""
        return hmac.compare_digest(self.for_forms(token).encode(), given.encode("utf-8", "replace"))

    def _hash(self, purpose: bytes, token: str) -> bytes:
        return hmac.digest(self._key, purpose + token.encode("utf-8", "replace"), hashlib.sha256)


def set_cookie(response: Response[Any], name: str, value: str, *, secure: bool, seconds: int | None = None) -> None:
    """Give the browser a cookie for the desk that no script can read; it ends with the browser, or after `seconds`."""
    response.set_cookie(name, value, path=PATH, httponly=True, samesite="lax", secure=secure, max_age=seconds)


def drop_cookie(response: Response[Any], name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path=PATH)


def plausible(token: str | None) -> str | None:
    """A cookie's value if it can be one of ours."""
    return token if token and len(token) <= _LONGEST and token.isascii() else None
