"""`staff add | list | disable`: who may sign in at the desk."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.console.passwords import PasswordError, Passwords, generate
from bot.inbox import milliseconds
from bot.settings import Settings
from domain.language import SERVED
from storage import staff

T = TypeVar("T")

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
_LONGEST_EMAIL, _LONGEST_NAME = 200, 100


def add(
    settings: Settings,
    email: str,
    name: str,
    langs: str = "",
    password: str | None = None,
    passwords: Passwords | None = None,
) -> None:
    """Open an account, or open a disabled one again. Without a password one is made and printed, once.

    `langs` are codes with commas between them. Raises OperatorError.
    """
    email, name = staff.normal(email), " ".join(name.split())
    if not _EMAIL.fullmatch(email) or len(email) > _LONGEST_EMAIL:
        raise OperatorError(f"{email or 'this'} is no e-mail address: write it as name@example.org")
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise OperatorError(f"--name: write a name of at most {_LONGEST_NAME} characters; trainees see it")
    spoken = _languages(langs)
    made = generate() if password is None else password
    try:
        kept = (passwords or Passwords()).hash(made)
    except PasswordError as error:
        raise OperatorError(str(error)) from None

    def write(connection: Connection) -> int | None:
        now = milliseconds()
        number = staff.add(connection, now, email, name, spoken, kept)
        if number is not None:
            staff.record(connection, now, "system", "staff.added", f"staff:{number}")
        return number

    if _change(settings, write) is None:
        raise OperatorError(f"{email} has an account: for a new password disable it, then add it again", 1)
    print(f"{name} <{email}> can sign in at {settings.address}/desk")
    if password is None:
        print(f"Password (shown only now): {made}")


def list_accounts(settings: Settings) -> None:
    """Print all accounts."""
    accounts = _change(settings, staff.everybody)
    if not accounts:
        print('No accounts yet: compagnon staff add EMAIL --name "NAME" --langs fr,nl')
        return
    table = Table("name", "e-mail", "languages", "state", box=None, pad_edge=False)
    for account in accounts:
        table.add_row(
            account.name, account.email, ", ".join(account.langs), "disabled" if account.disabled else "active"
        )
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


def _languages(langs: str) -> Sequence[str]:
    codes = [code.strip().lower() for code in langs.split(",") if code.strip()]
    unknown = [code for code in codes if code not in SERVED]
    if unknown:
        raise OperatorError(f"--langs: {', '.join(unknown)} is not among {', '.join(SERVED)}")
    return list(dict.fromkeys(codes))


def _change(settings: Settings, job: Callable[[Connection], T]) -> T:
    with opened(settings) as database:
        return database.write_now(job)
