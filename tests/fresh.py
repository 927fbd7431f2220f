"""A SQLite file with today's schema, migrated once and then copied: a migration costs more than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from storage import schema
from storage.database import Database


def migrated(path: Path) -> Path:
    """Put an empty database with today's schema there, unless there is one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_file())
    return path


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        found = Database(f"sqlite:///{path}")
        schema.upgrade(found.engine)
        found.close()
        return path.read_bytes()
