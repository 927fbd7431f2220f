"""`audit verify | export`: does the record hold together, and all of it as a file (P6)."""

import csv
import re
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.commands.remedies import OperatorError, check_place
from bot.commands.stores import opened
from bot.settings import Settings
from storage import audit
from storage.audit import Verdict

#: the columns of the file; with `before` and `hash` whoever has it can walk along the chain without us
COLUMNS = ("at", "utc", "actor", "what", "about", "before", "hash")


def verify(settings: Settings, noted: str = "") -> None:
    """Walk along the chain and print its newest hash; `noted` is one noted earlier, which must still be in it.

    Raises OperatorError when a row was altered, added or taken out.
    """
    noted = noted.strip().lower()
    if noted and not re.fullmatch(r"[0-9a-f]{64}", noted):
        raise OperatorError("--noted: write the 64 figures and letters that an earlier verification printed")

    def read(connection: Connection) -> tuple[Verdict, bool]:
        return audit.verify(connection), not noted or audit.holds(connection, noted)

    with opened(settings) as database:
        verdict, holds = database.read_now(read)
    if verdict.broken is not None:
        raise OperatorError(f"the record does not hold: entry {verdict.broken} does not follow the one before it", 1)
    if not holds:
        raise OperatorError(
            "the record does not hold: the noted hash is not in it; entries are gone or were written anew", 1
        )
    print(f"The record holds: {verdict.rows} entries. Note the newest hash elsewhere:")
    print(verdict.head)


def export(settings: Settings, path: Path) -> None:
    """Write all entries, oldest first, to a CSV file. Raises OperatorError."""
    check_place(path)
    with ExitStack() as stack:
        database = stack.enter_context(opened(settings))
        file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(file)
        writer.writerow(COLUMNS)

        def write(connection: Connection) -> int:
            rows = 0
            for one in audit.everything(connection):
                moment = datetime.fromtimestamp(one.at / 1000, UTC).isoformat(timespec="milliseconds")
                writer.writerow((one.at, moment, one.actor, one.what, one.about, one.before, one.hash))
                rows += 1
            return rows

        rows = database.read_now(write)
    print(f"{path}: {rows} entries")
