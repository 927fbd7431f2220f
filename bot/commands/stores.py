"""The database of the settings, for commands that run without the rest of the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings
from storage import schema
from storage.database import Database


def is_there(settings: Settings) -> bool:
    """Whether there is a database already; True when only its server can tell."""
    address = make_url(settings.database)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


@contextmanager
def opened(settings: Settings, *, upgrade: bool = True) -> Iterator[Database]:
    """The database, brought up to today's schema first with `upgrade`.

    Raises SchemaError when a newer program made it.
    """
    database = Database(settings.database)
    try:
        if upgrade:
            schema.upgrade(database.engine)
        yield database
    finally:
        database.close()
