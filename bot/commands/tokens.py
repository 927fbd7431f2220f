"""`token add | list | revoke`: which programs may act at the desk."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bot.api.tokens import new_token, stored
from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.inbox import milliseconds
from bot.settings import Settings
from storage import api_tokens, staff
from storage.api_tokens import SCOPES
from storage.crypto import Keys, kept_secret

_LONGEST_NAME = 100


def add(settings: Settings, name: str, email: str, scopes: str) -> None:
    """Make a token that acts as the account of `email` and print it, once. Raises OperatorError."""
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise OperatorError(f"write a name of at most {_LONGEST_NAME} characters that says which program it is for")
    wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
    if not wanted or set(wanted) - set(SCOPES):
        raise OperatorError(f"--scopes: some of {', '.join(SCOPES)}, with commas between them")
    token = new_token()
    keys = Keys.from_secret(settings.secret_key or kept_secret(Path(settings.data_dir) / "secret.key"))
    with opened(settings) as database:
        key = stored(keys.sessions, token)

        def write(connection: Connection) -> bool:
            account = staff.by_email(connection, email)
            if account is None or account.disabled:
                return False
            number = api_tokens.add(connection, milliseconds(), key, name, account.id, wanted)
            staff.record(connection, milliseconds(), "system", "token.added", f"token:{number}")
            return True

        if not database.write_now(write):
            raise OperatorError(f"{email} has no open account: add one with compagnon staff add", 1)
    print(f"Token for {name} (shown only now): {token}")


def list_tokens(settings: Settings) -> None:
    """Print all tokens, without what opens the door."""
    with opened(settings) as database:
        found = database.read_now(api_tokens.everybody)
    if not found:
        print("No tokens yet: compagnon token add NAME --as EMAIL --scopes read,write")
        return
    table = Table("number", "name", "acts as", "may", box=None, pad_edge=False)
    for one in found:
        table.add_row(str(one.id), one.name, one.email, ", ".join(one.scopes))
    Console(markup=False, highlight=False).print(table)


def revoke(settings: Settings, number: int) -> None:
    """Take a token back, at once. Raises OperatorError."""

    def write(connection: Connection) -> bool:
        staff.record(connection, milliseconds(), "system", "token.revoked", f"token:{number}")
        return api_tokens.revoke(connection, number)

    with opened(settings) as database:
        if not database.write_now(write):
            raise OperatorError(f"there is no token {number}: see compagnon token list", 1)
    print(f"Token {number} opens nothing any more")
