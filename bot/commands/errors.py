"""Errors that an operator can mend: one line, with the remedy."""

from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.crypto import CryptoError
from storage.schema import SchemaError


def one_line(error: Exception) -> str | None:
    """The line to print; None for errors that are ours and deserve a traceback."""
    if isinstance(error, SchemaError | CryptoError):
        return str(error)
    if isinstance(error, DBAPIError):
        reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        return f"the database cannot be used ({reason}): check COMPAGNON_DATABASE_URL and COMPAGNON_DATA_DIR"
    if isinstance(error, ArgumentError):
        return "COMPAGNON_DATABASE_URL: not an address of a database"
    if isinstance(error, OSError):
        if error.errno == 98:
            return "the port is in use: stop the other program or set COMPAGNON_WEB_PORT"
        return f"{error.strerror or error}{f' ({error.filename})' if error.filename else ''}"
    return None
