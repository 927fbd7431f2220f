"""Passwords of staff: made, judged, hashed with argon2id (S6)."""

import secrets
from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

LEAST, MOST = 12, 1024

#: letters and figures that are not mistaken for each other
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5


class PasswordError(Exception):
    """The password cannot be used; the message is one line that says why, `why` is "length" or "email"."""

    def __init__(self, line: str, why: str) -> None:
        super().__init__(line)
        self.why = why


def generate() -> str:
    """A password of 99 random bits that can be read out on the telephone."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


class Passwords:
    """Hashes and checks passwords. Each call takes a fifth of a second of a core and 64 MB: run it in a thread."""

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self._hasher = hasher or PasswordHash.recommended()

    def hash(self, password: str, email: str = "") -> str:
        """The hash to keep. Raises PasswordError for a password under 12 or above 1,024 characters, or one that is the address."""
        if not LEAST <= len(password) <= MOST:
            raise PasswordError(f"a password has {LEAST} to {MOST} characters", "length")
        if email and password.strip().casefold() in (email.casefold(), email.partition("@")[0].casefold()):
            raise PasswordError("the e-mail address is no password: everybody knows it", "email")
        return self._hasher.hash(password.encode("utf-8", "surrogatepass"))

    def check(self, password: str, kept: str) -> tuple[bool, str | None]:
        """Is it the password? And the hash to keep from now on, when the kept one is of an older kind.

        An empty `kept` (no such account) takes as long and is never right.
        """
        nobody = self._nobody
        if len(password) > MOST:
            password = ""
        try:
            right, newer = self._hasher.verify_and_update(password.encode("utf-8", "surrogatepass"), kept or nobody)
        except UnknownHashError:
            return False, None
        return right and bool(kept), newer

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())
