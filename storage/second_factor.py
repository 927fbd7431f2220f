"""The second factor of staff: the sealed secret, its use, and the recovery codes (S6).

A code counts for half a minute; the half minute of the last one used is kept, so that no code is good twice. Recovery codes lie
here as keyed hashes and go when they are used.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.sql.functions import count

from storage.crypto import Vault
from storage.tables import staff, staff_recovery

_SEALED_FOR = b"staff.totp"


def propose(connection: Connection, vault: Vault, staff_id: int, secret: bytes) -> None:
    """Keep a secret that is not in force before a first code has confirmed it; one in force is never replaced."""
    sealed = vault.seal(secret, _SEALED_FOR)
    free = update(staff).where(staff.c.id == staff_id, staff.c.totp_on.is_(False))
    connection.execute(free.values(totp=sealed, totp_step=0))


def secret(connection: Connection, vault: Vault, staff_id: int) -> bytes | None:
    """The secret, in force or not yet."""
    sealed = connection.execute(select(staff.c.totp).where(staff.c.id == staff_id)).scalar_one_or_none()
    return vault.open(sealed, _SEALED_FOR) if sealed else None


def turn_on(connection: Connection, staff_id: int, codes: Iterable[bytes]) -> None:
    """From now on a code is asked for; `codes` are the hashes of the recovery codes."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(totp_on=True))
    renew(connection, staff_id, codes)


def renew(connection: Connection, staff_id: int, codes: Iterable[bytes]) -> None:
    """Other recovery codes instead of those there are."""
    connection.execute(delete(staff_recovery).where(staff_recovery.c.staff_id == staff_id))
    rows = [{"staff_id": staff_id, "code": code} for code in codes]
    if rows:
        connection.execute(insert(staff_recovery), rows)


def turn_off(connection: Connection, staff_id: int) -> None:
    """Forget the secret and the recovery codes."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(totp=None, totp_on=False, totp_step=0))
    renew(connection, staff_id, ())


def use_step(connection: Connection, staff_id: int, step: int) -> bool:
    """Use the code of this half minute: False when it, or a later one, was used before."""
    fresh = update(staff).where(staff.c.id == staff_id, staff.c.totp_step < step).values(totp_step=step)
    return connection.execute(fresh).rowcount == 1


def use_recovery(connection: Connection, staff_id: int, code: bytes) -> bool:
    """Use a recovery code, given as its hash: False when there is no such code, or no more."""
    held = delete(staff_recovery).where(staff_recovery.c.staff_id == staff_id, staff_recovery.c.code == code)
    return connection.execute(held).rowcount == 1


def recovery_left(connection: Connection, staff_id: int) -> int:
    """How many recovery codes are left."""
    held = select(count()).select_from(staff_recovery).where(staff_recovery.c.staff_id == staff_id)
    return int(connection.execute(held).scalar_one())
