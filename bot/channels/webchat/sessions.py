"""Who is writing. A browser keeps a random token; the conversation is known by a digest of it, and nothing is stored.

The token travels in the `Authorization` header, never in a cookie or an address: another site can neither send it
nor read it, so the chat needs no protection against forged requests.
"""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

_BYTES = 32
_CHARACTERS = 43


def new_token() -> str:
    """A fresh session token of 256 random bits, in 43 URL-safe characters."""
    return secrets.token_urlsafe(_BYTES)


def place_of(token: str) -> str | None:
    """The conversation a token opens (160 bits in hexadecimal digits), or None for what cannot be a token of ours."""
    if len(token) != _CHARACTERS or not token.isascii():
        return None
    try:
        secret = urlsafe_b64decode(token + "=")
    except ValueError:
        return None
    if urlsafe_b64encode(secret).rstrip(b"=") != token.encode():
        return None  # characters that a lenient decoder skips, or spare bits: two spellings of one secret
    return hashlib.sha256(b"webchat place\0" + secret).hexdigest()[:40]


def place_of_header(authorization: str) -> str | None:
    """The conversation of an `Authorization: Bearer …` header, or None."""
    scheme, _, token = authorization.partition(" ")
    return place_of(token.strip()) if scheme.lower() == "bearer" else None
