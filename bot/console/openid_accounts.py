"""Whose account somebody opens whom an identity provider vouches for (decision 0012).

1. Whoever is bound to an account opens it: the provider's subject decides, whatever their address is now.
2. Somebody new is known by an invitation they follow, or by an e-mail address that the provider says it has verified: that of an
   account which nobody is bound to, or of an open invitation. From then on they are bound.
3. Where the settings say so, a verified address of a domain of ours opens a new account.

An address that belongs to an account with another subject opens nothing: a provider may give the address of somebody who left to
somebody who came. An administrator lets go of the old one.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.console import rights
from bot.settings import Settings
from storage import identities, invitations, staff
from storage.invitations import Invitation
from storage.staff import Account


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for. `email` is empty unless it says that it has verified it."""

    issuer: str
    subject: str
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


class Refused(Exception):
    """Nobody comes in: `code` is what they are told ("failed": try again; "unknown": ask an admin), `why` is for the log and
    names nobody."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


def admit(
    connection: Connection, now: int, who: Identity, settings: Settings, invitation: bytes | None = None
) -> Account:
    """The account they open, bound to them from now on; `invitation` is the key of one they follow. Raises Refused."""
    number = identities.account_of(connection, who.issuer, who.subject)
    if number is None:
        number = _first(connection, now, who, settings, invitation)
    account = staff.by_id(connection, number)
    if account is None or account.disabled:
        raise Refused("unknown", "the account is disabled")
    return account


def connect(connection: Connection, now: int, who: Identity, staff_id: int) -> None:
    """Bind somebody who is signed in to a subject. Raises Refused."""
    if identities.account_of(connection, who.issuer, who.subject) != staff_id:
        _bind(connection, now, who, staff_id)


def _first(connection: Connection, now: int, who: Identity, settings: Settings, invitation: bytes | None) -> int:
    if invitation is not None:
        followed = invitations.of_key(connection, now, invitation)
        if followed is None:
            raise Refused("failed", "the invitation is over")
        return _join(connection, now, who, followed)
    if not who.email:
        raise Refused("unknown", "no verified e-mail address, and not connected yet")
    domains = settings.oidc_domains.split(",") if settings.oidc_domains else []
    if domains and who.email.rpartition("@")[2] not in domains:
        raise Refused("unknown", "an address of another domain")
    account = staff.by_email(connection, who.email)
    if account is not None and not account.disabled and account.email != staff.SAMPLE_EMAIL:
        _bind(connection, now, who, account.id)
        return account.id
    awaited = next((one for one in invitations.open_ones(connection, now) if one.email == who.email), None)
    if awaited is not None:
        return _join(connection, now, who, awaited)
    if account is not None or settings.oidc_new_accounts == "no":
        raise Refused("unknown", "no account and no invitation")
    return _added(connection, now, who, who.email, settings.oidc_new_accounts)


def _join(connection: Connection, now: int, who: Identity, one: Invitation) -> int:
    if not invitations.withdraw(connection, one.id):
        raise Refused("failed", "the invitation is over")
    return _added(connection, now, who, one.email, one.role, one)


def _added(
    connection: Connection, now: int, who: Identity, email: str, role: str, one: Invitation | None = None
) -> int:
    name = who.name if rights.is_name(who.name) else email.partition("@")[0][: rights.LONGEST_NAME]
    langs, teams = (one.langs, one.teams) if one is not None else ((), ())
    number = staff.add(connection, now, email, name, langs, "", role, teams)
    if number is None:
        raise Refused("failed", "the address has an account meanwhile")
    staff.record(connection, now, f"staff:{number}", "staff.joined" if one else "staff.added", f"staff:{number}")
    _bind(connection, now, who, number)
    return number


def _bind(connection: Connection, now: int, who: Identity, staff_id: int) -> None:
    if not identities.bind(connection, now, staff_id, who.issuer, who.subject):
        raise Refused("unknown", "the account or the subject is connected to another already")
    staff.record(connection, now, f"staff:{staff_id}", "staff.openid_bound", f"staff:{staff_id}")
