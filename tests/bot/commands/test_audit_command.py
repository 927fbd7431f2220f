"""`audit verify | export`: does the record hold together, and all of it as a file (P6)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.commands import audit as command
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from storage import audit, staff
from storage.audit import BEGINNING, Entry
from storage.database import Database
from storage.tables import audit as table
from tests.fresh import migrated

NOW = 1_800_000_000_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def database(settings: Settings, tmp_path: Path) -> Iterator[Database]:
    migrated(tmp_path / "compagnon.db")
    found = Database(settings.database)
    for n in range(3):
        found.write_now(lambda c, n=n: staff.record(c, NOW + n, "staff:1", "dossier.read", f"conversation:{n}"))
    yield found
    found.close()


def test_a_record_that_holds_prints_its_newest_hash(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    command.verify(settings)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("The record holds: 3 entries.")
    assert told[1] == database.read_now(audit.head)
    command.verify(settings, told[1].upper())


def test_an_altered_record_ends_with_one_line_and_an_error(settings: Settings, database: Database) -> None:
    database.write_now(lambda c: c.execute(update(table).where(table.c.id == 2).values(actor="staff:9")))
    with pytest.raises(OperatorError, match="the record does not hold: entry 2") as refused:
        command.verify(settings)
    assert refused.value.code == 1


def test_a_record_that_was_cut_off_shows_by_a_hash_noted_earlier(settings: Settings, database: Database) -> None:
    noted = database.read_now(audit.head)
    database.write_now(lambda c: c.execute(delete(table).where(table.c.id == 3)))
    command.verify(settings)
    with pytest.raises(OperatorError, match="the noted hash is not in it"):
        command.verify(settings, noted)
    with pytest.raises(OperatorError, match="--noted: write the 64"):
        command.verify(settings, "abc")


def test_whoever_has_the_file_can_verify_it_without_us(
    settings: Settings, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.export(settings, tmp_path / "record.csv")
    assert "3 entries" in capsys.readouterr().out
    with (tmp_path / "record.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["utc"] == "2027-01-15T08:00:00.000+00:00"
    entries = [
        Entry(n, int(row["at"]), row["actor"], row["what"], row["about"], row["before"], row["hash"])
        for n, row in enumerate(rows)
    ]
    assert audit.walk(entries, BEGINNING) == audit.Verdict(3, database.read_now(audit.head))
    with pytest.raises(OperatorError, match="no such folder"):
        command.export(settings, tmp_path / "nowhere" / "record.csv")
