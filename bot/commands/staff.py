"""`staff add | invite | change | let-in | list | disable`: who may sign in at the desk, and what they may do there."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.console import people, rights
from bot.console.passwords import PasswordError, Passwords, generate
from bot.console.sessions import Tokens, new_token
from bot.inbox import milliseconds
from bot.settings import Settings
from domain.language import SERVED
from storage import helpdesks, identities, invitations, second_factor, staff
from storage.crypto import Keys, kept_secret
from storage.staff import ROLES, Account

T = TypeVar("T")


def add(
    settings: Settings,
    email: str,
    name: str,
    langs: str = "",
    password: str | None = None,
    passwords: Passwords | None = None,
    role: str = "agent",
    teams: str = "",
) -> None:
    """Open an account, or open a disabled one again. Without a password one is made and printed, once.

    `langs` and `teams` are codes with commas between them. Raises OperatorError.
    """
    email, name = _email(email), _name(name)
    spoken, role = _languages(langs), _role(role)
    made = generate() if password is None else password
    try:
        kept = (passwords or Passwords()).hash(made, email)
    except PasswordError as error:
        raise OperatorError(str(error)) from None

    def write(connection: Connection) -> tuple[int | None, bool]:
        now, chosen = milliseconds(), _teams(connection, role, teams)
        number = staff.add(connection, now, email, name, spoken, kept, role, chosen)
        if number is not None:
            staff.record(connection, now, "system", "staff.added", f"staff:{number}")
        return number, _has_admin(connection)

    number, has_admin = _change(settings, write)
    if number is None:
        raise OperatorError(f"{email} has an account: for a new password disable it, then add it again", 1)
    print(f"{name} <{email}> can sign in at {settings.address}/desk")
    if password is None:
        print(f"Password (shown only now): {made}")
    if not has_admin:
        print(f"Nobody is admin yet: compagnon staff change {email} --role admin")


def invite(settings: Settings, email: str, langs: str = "", role: str = "agent", teams: str = "") -> None:
    """Print a link with which somebody opens their account, once, within a week. Raises OperatorError."""
    email, spoken, role, bits = _email(email), _languages(langs), _role(role), new_token()
    key = _tokens(settings).invitation(bits)

    def write(connection: Connection) -> bool:
        now, account = milliseconds(), staff.by_email(connection, email)
        if account is not None and not account.disabled:
            return False
        chosen = _teams(connection, role, teams)
        invitations.invite(connection, now, key, email, role, chosen, spoken, None)
        staff.record(connection, now, "system", "staff.invited")
        return True

    if not _change(settings, write):
        raise OperatorError(f"{email} has an account: compagnon staff list shows them all", 1)
    print(f"Send this link to {email}. It opens the account once, within a week, and is shown only now:")
    print(people.link(settings.address, bits))


def let_in(settings: Settings, email: str) -> None:
    """Print a link that signs somebody in, once, within ten minutes, whatever the identity provider or a forgotten password says.

    A second factor is asked for all the same. Raises OperatorError.
    """
    bits = new_token()
    key = _tokens(settings).link(bits)

    def write(connection: Connection) -> bool:
        account, now = staff.by_email(connection, email), milliseconds()
        if account is None or account.disabled or account.email == staff.SAMPLE_EMAIL:
            return False
        staff.offer_link(connection, now, key, account.id)
        staff.record(connection, now, "system", "staff.link_made", f"staff:{account.id}")
        return True

    if not _change(settings, write):
        raise OperatorError(f"{staff.normal(email)} has no account in use: compagnon staff list shows them all", 1)
    print("Open this link in your browser. It signs in once, within ten minutes, and is shown only now:")
    print(f"{settings.address}/desk/let-in/{bits}")


def change(
    settings: Settings,
    email: str,
    *,
    name: str | None = None,
    role: str | None = None,
    teams: str | None = None,
    langs: str | None = None,
    no_codes: bool = False,
    no_openid: bool = False,
) -> None:
    """Change what an account is; what is None stays. Another role or other teams end its sessions. Raises OperatorError."""

    def write(connection: Connection) -> Account | None:
        account, now = staff.by_email(connection, email), milliseconds()
        if account is None:
            return None
        becomes = account.role if role is None else _role(role)
        held = ",".join(account.teams) if teams is None else teams
        staff.change(
            connection,
            account,
            name=account.name if name is None else _name(name),
            role=becomes,
            teams=_teams(connection, becomes, held),
            langs=account.langs if langs is None else _languages(langs),
        )
        if no_codes:
            second_factor.turn_off(connection, account.id)
            staff.record(connection, now, "system", "second_factor.off", f"staff:{account.id}")
        if no_openid and identities.unbind(connection, account.id):
            staff.close_sessions(connection, account.id)
            staff.record(connection, now, "system", "staff.openid_unbound", f"staff:{account.id}")
        staff.record(connection, now, "system", "staff.changed", f"staff:{account.id}")
        return staff.by_email(connection, email)

    account = _change(settings, write)
    if account is None:
        raise OperatorError(f"{staff.normal(email)} has no account: compagnon staff list shows them all", 1)
    team = f", {', '.join(account.teams)}" if account.teams else ""
    print(f"{account.name} <{account.email}>: {account.role}{team}")


def list_accounts(settings: Settings) -> None:
    """Print all accounts."""
    accounts = _change(settings, staff.everybody)
    if not accounts:
        print('No accounts yet: compagnon staff add EMAIL --name "NAME" --role admin')
        return
    table = Table("name", "e-mail", "role", "teams", "languages", "codes", "state", box=None, pad_edge=False)
    for one in accounts:
        teams = "all" if one.role == "admin" else ", ".join(one.teams)
        table.add_row(
            one.name, one.email, one.role, teams, ", ".join(one.langs), "yes" if one.totp else "no",
            "disabled" if one.disabled else "active",
        )  # fmt: skip
    Console(markup=False, highlight=False).print(table)


def disable(settings: Settings, email: str) -> None:
    """Close an account: its sessions end at once. Raises OperatorError."""

    def write(connection: Connection) -> int | None:
        number = staff.disable(connection, email)
        if number is not None:
            staff.record(connection, milliseconds(), "system", "staff.disabled", f"staff:{number}")
        return number

    if _change(settings, write) is None:
        raise OperatorError(f"{staff.normal(email)} has no account: compagnon staff list shows them all", 1)
    print(f"{staff.normal(email)} can no longer sign in")


def _tokens(settings: Settings) -> Tokens:
    secret = settings.secret_key or kept_secret(settings.data_dir / "secret.key")
    return Tokens(Keys.from_secret(secret).sessions)


def _email(value: str) -> str:
    email = staff.normal(value)
    if not rights.is_email(email):
        raise OperatorError(f"{email or 'this'} is no e-mail address: write it as name@example.org")
    return email


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not rights.is_name(name):
        raise OperatorError(f"--name: write a name of at most {rights.LONGEST_NAME} characters; trainees see it")
    return name


def _role(value: str) -> str:
    if value not in ROLES:
        raise OperatorError(f"--role: {value} is not among {', '.join(ROLES)}")
    return value


def _teams(connection: Connection, role: str, teams: str) -> Sequence[str]:
    """The teams that are meant. Where no helpdesk is set up everybody sees everything, and there is nothing to choose."""
    known, chosen = helpdesks.everyone(connection), _codes(teams)
    codes = [one.code for one in known]
    unknown = [code for code in chosen if code not in codes]
    if unknown:
        there = f"is not among {', '.join(codes)}" if codes else "is no helpdesk: none is set up, leave --teams out"
        raise OperatorError(f"--teams: {', '.join(unknown)} {there}")
    if rights.lacks_teams(role, chosen, known):
        raise OperatorError(
            f"--teams: say for which helpdesks, one or more of {', '.join(codes)}; only an admin sees all"
        )
    return chosen


def _languages(langs: str) -> Sequence[str]:
    codes = _codes(langs)
    unknown = [code for code in codes if not rights.is_language(code)]
    if unknown:
        raise OperatorError(f"--langs: {', '.join(unknown)} is not among {', '.join(SERVED)}")
    return codes


def _codes(value: str) -> list[str]:
    return list(dict.fromkeys(code.strip().lower() for code in value.split(",") if code.strip()))


def _has_admin(connection: Connection) -> bool:
    everybody = staff.everybody(connection)
    return any(one.role == "admin" and not one.disabled and one.email != staff.SAMPLE_EMAIL for one in everybody)


def _change(settings: Settings, job: Callable[[Connection], T]) -> T:
    with opened(settings) as database:
        return database.write_now(job)
