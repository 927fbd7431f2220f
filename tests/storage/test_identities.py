"""One subject of a provider opens one account, and an account has one subject there."""

import pytest
from sqlalchemy import Connection

from storage import identities, staff
from storage.database import Database

ISSUER, OTHER = "https://id.example.org", "https://id.example.net"
NOW = 1_805_099_400_000


@pytest.fixture
def members(database: Database) -> tuple[int, int]:
    def job(c: Connection) -> tuple[int, int]:
        made = [staff.add(c, NOW, f"{name}@example.org", name, [], "h") for name in ("anna", "tom")]
        assert made[0] is not None
        assert made[1] is not None
        return made[0], made[1]

    return database.write_now(job)


def test_one_subject_one_account_for_each_provider(database: Database, members: tuple[int, int]) -> None:
    anna, tom = members

    def bind(member: int, issuer: str, subject: str) -> bool:
        return database.write_now(lambda c: identities.bind(c, NOW, member, issuer, subject))

    assert bind(anna, ISSUER, "a")
    assert bind(anna, ISSUER, "a")  # again is nothing new
    assert not bind(anna, ISSUER, "b")
    assert not bind(tom, ISSUER, "a")
    assert bind(tom, ISSUER, "A")  # a subject is compared to the letter
    assert bind(tom, OTHER, "a")
    assert database.read_now(lambda c: identities.account_of(c, OTHER, "a")) == tom
    assert database.read_now(lambda c: identities.bound(c, anna, OTHER)) is False


def test_a_disabled_account_that_is_opened_again_is_bound_to_nobody(
    database: Database, members: tuple[int, int]
) -> None:
    anna, _ = members
    database.write_now(lambda c: identities.bind(c, NOW, anna, ISSUER, "a"))
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    assert database.read_now(lambda c: identities.bound(c, anna, ISSUER))
    assert database.write_now(lambda c: staff.add(c, NOW, "anna@example.org", "Anna", [], "h")) == anna
    assert not database.read_now(lambda c: identities.bound(c, anna, ISSUER))


def test_a_link_lets_in_once_for_ten_minutes_and_a_newer_one_voids_it(
    database: Database, members: tuple[int, int]
) -> None:
    anna, _ = members
    first, second = b"1" * 16, b"2" * 16
    for key in (first, second):
        database.write_now(lambda c, key=key: staff.offer_link(c, NOW, key, anna))
    assert database.read_now(lambda c: staff.link(c, NOW, first)) is None
    found = database.read_now(lambda c: staff.link(c, NOW + staff.OWED - 1, second))
    assert found is not None
    assert found.id == anna
    assert database.read_now(lambda c: staff.link(c, NOW + staff.OWED, second)) is None
    # it is no session, and is not among them
    assert database.read_now(lambda c: staff.session(c, NOW, second)) is None
    assert database.read_now(lambda c: staff.sessions(c, NOW, anna)) == []
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    assert database.read_now(lambda c: staff.link(c, NOW, second)) is None
