"""Accounts, sessions and the record of staff, on both kinds of database."""

import pytest
from sqlalchemy import select

from storage import staff
from storage.database import Database
from storage.staff import ABSOLUTE, IDLE
from storage.tables import audit, staff_session

NOW = 1_800_000_000_000
KEY, OTHER = b"k" * 16, b"o" * 16


@pytest.fixture
def anna(database: Database) -> int:
    number = database.write_now(lambda c: staff.add(c, NOW, "Anna@Example.org ", "Anna", ["fr", "nl"], "hash"))
    assert number is not None
    return number


def alive(database: Database, key: bytes, now: int) -> bool:
    return database.read_now(lambda c: staff.session(c, now, key)) is not None


def test_an_account_is_found_by_its_address_however_it_is_written(database: Database, anna: int) -> None:
    found = database.read_now(lambda c: staff.by_email(c, " ANNA@example.ORG"))
    assert found is not None
    assert (found.id, found.email, found.name, found.langs, found.disabled, found.created_at) == (
        anna, "anna@example.org", "Anna", ("fr", "nl"), False, NOW,
    )  # fmt: skip
    assert "hash" not in repr(found)
    assert database.read_now(lambda c: staff.by_email(c, "nobody@example.org")) is None


def test_an_account_in_use_is_never_overwritten(database: Database, anna: int) -> None:
    assert database.write_now(lambda c: staff.add(c, NOW, "anna@example.org", "Mallory", [], "other")) is None
    found = database.read_now(lambda c: staff.by_email(c, "anna@example.org"))
    assert found is not None
    assert (found.name, found.password) == ("Anna", "hash")


def test_a_disabled_account_can_be_opened_again_with_a_new_password(database: Database, anna: int) -> None:
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    again = database.write_now(lambda c: staff.add(c, NOW + 5, "anna@example.org", "Anna P.", [], "new"))
    found = database.read_now(lambda c: staff.by_email(c, "anna@example.org"))
    assert found is not None
    assert again == anna  # the record still names the same person
    assert (found.name, found.password, found.langs, found.disabled, found.created_at) == (
        "Anna P.",
        "new",
        (),
        False,
        NOW,
    )


def test_disabling_ends_the_sessions_of_this_account_alone(database: Database, anna: int) -> None:
    tom = database.write_now(lambda c: staff.add(c, NOW, "tom@example.org", "Tom", [], "hash"))
    assert tom is not None
    database.write_now(lambda c: staff.open_session(c, NOW, KEY, anna))
    database.write_now(lambda c: staff.open_session(c, NOW, OTHER, tom))
    assert database.write_now(lambda c: staff.disable(c, "Anna@example.org")) == anna
    assert not alive(database, KEY, NOW)
    assert alive(database, OTHER, NOW)
    assert database.write_now(lambda c: staff.disable(c, "nobody@example.org")) is None


def test_a_session_tells_whose_it_is_and_when_it_was_seen(database: Database, anna: int) -> None:
    database.write_now(lambda c: staff.open_session(c, NOW, KEY, anna))
    found = database.read_now(lambda c: staff.session(c, NOW, KEY))
    assert found is not None
    assert (found[0].id, found[1].seen_at) == (anna, NOW)
    database.write_now(lambda c: staff.seen(c, NOW + 7, KEY))
    found = database.read_now(lambda c: staff.session(c, NOW + 8, KEY))
    assert found is not None
    assert found[1].seen_at == NOW + 7
    assert not alive(database, OTHER, NOW)


@pytest.mark.parametrize(
    ("after", "seen", "expected"),
    [
        (IDLE - 1, None, True),
        (IDLE, None, False),
        (ABSOLUTE - 1, ABSOLUTE - 2, True),
        (ABSOLUTE, ABSOLUTE - 2, False),
    ],
)
def test_a_session_is_over_when_idle_and_after_twelve_hours(
    database: Database, anna: int, after: int, seen: int | None, expected: bool
) -> None:
    database.write_now(lambda c: staff.open_session(c, NOW, KEY, anna))
    if seen is not None:
        database.write_now(lambda c: staff.seen(c, NOW + seen, KEY))
    assert alive(database, KEY, NOW + after) is expected
    # and a new sign-in of anybody sweeps away what is over, nothing else
    database.write_now(lambda c: staff.open_session(c, NOW + after, OTHER, anna))
    left = set(database.read_now(lambda c: c.execute(select(staff_session.c.id)).scalars().all()))
    assert (KEY in {bytes(key) for key in left}) is expected


def test_a_closed_session_is_gone(database: Database, anna: int) -> None:
    database.write_now(lambda c: staff.open_session(c, NOW, KEY, anna))
    database.write_now(lambda c: staff.close_session(c, KEY))
    assert not alive(database, KEY, NOW)


def test_the_sample_account_is_made_once_and_has_no_password(database: Database) -> None:
    numbers = {database.write_now(lambda c: staff.sample(c, NOW, ["en", "fr"])) for _ in range(3)}
    (account,) = database.read_now(staff.everybody)
    assert numbers == {account.id}
    assert account.password == ""


def test_accounts_are_listed_by_name(database: Database, anna: int) -> None:
    database.write_now(lambda c: [staff.add(c, NOW, f"{name}@example.org", name, [], "h") for name in ("Zoe", "Bert")])
    assert [account.name for account in database.read_now(staff.everybody)] == ["Anna", "Bert", "Zoe"]


def test_the_record_keeps_who_what_about_and_when(database: Database) -> None:
    database.write_now(
        lambda c: [staff.record(c, NOW + n, "staff:1", "dossier.read", f"conversation:{n}") for n in range(3)]
    )
    kept = database.read_now(lambda c: c.execute(select(audit.c.at, audit.c.actor, audit.c.what, audit.c.about)).all())
    assert [tuple(row) for row in kept] == [(NOW + n, "staff:1", "dossier.read", f"conversation:{n}") for n in range(3)]
