"""The record is a chain: what is altered, added or taken out shows, and what is past its time goes without breaking it (P6)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, insert, text, update

from storage import audit, retention, schema, staff
from storage.audit import BEGINNING, Wanted
from storage.database import Database
from storage.tables import audit as table
from storage.tables import audit_anchor

NOW = 1_800_000_000_000
DAY = 86_400_000


def filled(database: Database, rows: int = 5, start: int = NOW, every: int = 1) -> None:
    for n in range(rows):
        database.write_now(
            lambda c, n=n: staff.record(c, start + n * every, f"staff:{n % 2}", "dossier.read", f"conversation:{n}")
        )


def verdict(database: Database) -> audit.Verdict:
    return database.read_now(audit.verify)


def test_a_record_that_nobody_touched_holds_together(database: Database) -> None:
    assert verdict(database) == audit.Verdict(0, BEGINNING)
    filled(database)
    found = verdict(database)
    assert (found.rows, found.broken) == (5, None)
    assert database.read_now(audit.head) == found.head
    entries = database.read_now(lambda c: list(audit.everything(c)))
    assert [one.before for one in entries] == [BEGINNING, *(one.hash for one in entries[:-1])]


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", 1), ("actor", "staff:9"), ("what", "nothing"), ("about", ""), ("hash", "f" * 64), ("before", "")],
)
def test_an_altered_entry_shows(database: Database, column: str, value: object) -> None:
    filled(database)
    third = database.read_now(lambda c: list(audit.everything(c)))[2].id
    database.write_now(lambda c: c.execute(update(table).where(table.c.id == third).values({column: value})))
    found = verdict(database)
    assert (found.broken, found.rows) == (third, 2)


@pytest.mark.parametrize("gone", [0, 2])
def test_an_entry_that_was_taken_out_shows(database: Database, gone: int) -> None:
    filled(database)
    entries = database.read_now(lambda c: list(audit.everything(c)))
    database.write_now(lambda c: c.execute(delete(table).where(table.c.id == entries[gone].id)))
    assert verdict(database).broken == entries[gone + 1].id


def test_an_entry_that_was_put_in_shows(database: Database) -> None:
    filled(database)
    row = {"id": 900, "at": NOW, "actor": "staff:1", "what": "x", "about": "", "before": "a" * 64, "hash": "b" * 64}
    database.write_now(lambda c: c.execute(insert(table).values(row)))
    assert verdict(database).broken == 900


def test_a_hash_noted_elsewhere_shows_that_the_end_was_cut_off_or_all_was_written_anew(database: Database) -> None:
    filled(database)
    noted = verdict(database).head
    filled(database, 2, NOW + 100)
    assert database.read_now(lambda c: audit.holds(c, noted))

    def anew(c: Connection) -> None:
        entries = list(audit.everything(c))
        c.execute(delete(table))
        for one in entries:
            audit.add(c, one.at, "staff:7", one.what, one.about)

    database.write_now(anew)
    assert verdict(database).broken is None
    assert not database.read_now(lambda c: audit.holds(c, noted))


def test_what_is_older_than_two_years_goes_and_the_rest_holds(database: Database) -> None:
    filled(database, 6, NOW, DAY)
    later = NOW + 730 * DAY + 3 * DAY
    assert database.write_now(lambda c: retention.sweep(c, later))["audit"] == 3
    found = verdict(database)
    assert (found.rows, found.broken) == (3, None)
    filled(database, 1, later)
    assert (verdict(database).rows, verdict(database).broken) == (4, None)
    # and the anchor is part of it
    database.write_now(lambda c: c.execute(update(audit_anchor).values(hash="0" * 64)))
    assert verdict(database).broken is not None


def test_when_all_is_gone_the_chain_goes_on_where_it_was(database: Database) -> None:
    filled(database)
    noted = verdict(database).head
    assert database.write_now(lambda c: audit.forget(c, NOW + DAY)) == 5
    assert database.write_now(lambda c: audit.forget(c, NOW + DAY)) == 0
    assert verdict(database) == audit.Verdict(0, noted)
    filled(database, 1, NOW + DAY)
    assert database.read_now(lambda c: list(audit.everything(c)))[0].before == noted
    assert verdict(database).broken is None


def test_an_old_entry_behind_a_younger_one_waits_for_it(database: Database) -> None:
    # clocks of two processes may differ: only the beginning of a chain can go
    for at in (NOW, NOW + 5 * DAY, NOW + DAY, NOW + 6 * DAY):
        database.write_now(lambda c, at=at: staff.record(c, at, "system", "x"))
    assert database.write_now(lambda c: audit.forget(c, NOW + 2 * DAY)) == 1
    assert (verdict(database).rows, verdict(database).broken) == (3, None)


def test_many_who_write_at_once_make_one_chain(database: Database) -> None:
    def write(n: int) -> None:
        database.write_now(lambda c: staff.record(c, NOW + n, f"staff:{n}", "dossier.read"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(80)))
    found = verdict(database)
    assert (found.rows, found.broken) == (80, None)


def test_the_record_is_asked_by_person_thing_and_days(database: Database) -> None:
    filled(database, 6, NOW, DAY)

    def asked(wanted: Wanted, number: int = 1, size: int = 10) -> tuple[list[str], bool]:
        found, more = database.read_now(lambda c: audit.page(c, wanted, number, size))
        return [one.about[-1] for one in found], more

    assert asked(Wanted()) == (["5", "4", "3", "2", "1", "0"], False)
    assert asked(Wanted(["staff:1"])) == (["5", "3", "1"], False)
    assert asked(Wanted([])) == ([], False)
    assert asked(Wanted(about="conversation:4")) == (["4"], False)
    assert asked(Wanted(since=NOW + 2 * DAY, until=NOW + 4 * DAY)) == (["3", "2"], False)
    assert asked(Wanted(), 1, 4) == (["5", "4", "3", "2"], True)
    assert asked(Wanted(), 2, 4) == (["1", "0"], False)


def test_what_was_recorded_before_there_was_a_chain_is_chained_as_it_stands(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    engine = create_engine(database.url)
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for n in range(3):
            row = {"at": NOW + n, "actor": "staff:1", "what": "dossier.read", "about": f"conversation:{n}"}
            connection.execute(
                text("INSERT INTO audit (at, actor, what, about) VALUES (:at, :actor, :what, :about)"), row
            )
    engine.dispose()
    schema.upgrade(database.engine)
    assert (verdict(database).rows, verdict(database).broken) == (3, None)
    database.close()
