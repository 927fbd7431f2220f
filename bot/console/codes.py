"""The codes of the second factor (RFC 6238: six figures, half a minute, SHA-1 as every app has it) and the recovery codes."""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

#: milliseconds that a code counts; one step before and after are taken too, as clocks differ
STEP = 30_000
_AROUND = (0, -1, 1)
_FIGURES = 6
_SECRET = 20

RECOVERY = 10
#: letters and figures that are not mistaken for each other: 49 random bits in ten of them
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5


def new_secret() -> bytes:
    """A secret of 160 random bits."""
    return secrets.token_bytes(_SECRET)


def readable(secret: bytes) -> str:
    """A secret to be typed into an app: base 32, in groups of four."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address(secret: bytes, email: str, issuer: str) -> str:
    """A secret as the link that apps open (otpauth://…)."""
    return _totp(secret).get_provisioning_uri(email, issuer)


def step_of(secret: bytes, code: str, now: int) -> int | None:
    """The half minute that a code belongs to; None when it is no code of now, give or take one. `now` in milliseconds."""
    found = None
    for around in _AROUND:
        step = now // STEP + around
        # all are compared, so that the time it takes says nothing
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode("utf-8", "replace")) and found is None:
            found = step
    return found


def code_at(secret: bytes, step: int) -> str:
    """The code of a half minute."""
    return _totp(secret).generate(step * STEP // 1000).decode()


def new_recovery() -> list[str]:
    """Ten recovery codes, as they are shown."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2)) for _ in range(RECOVERY)
    ]


def typed(code: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(code.split()).replace("-", "").lower()


def is_recovery(code: str) -> bool:
    """Is what was typed (`typed`) shaped as a recovery code?"""
    return len(code) == 2 * _HALF


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, _FIGURES, SHA1(), STEP // 1000)  # noqa: S303 - what authenticator apps compute
