"""A link to the desk: good once, for a week, and never two for one address (S6)."""

from storage import invitations, staff
from storage.database import Database
from storage.invitations import VALID

NOW = 1_800_000_000_000
KEY, OTHER = b"k" * 16, b"o" * 16


def invite(database: Database, key: bytes = KEY, email: str = "Tom@Example.org", now: int = NOW) -> None:
    database.write_now(lambda c: invitations.invite(c, now, key, email, "agent", ["fr", "nl"], ["fr"], None))


def test_an_invitation_is_found_by_its_key_alone_until_it_is_over(database: Database) -> None:
    invite(database)
    found = database.read_now(lambda c: invitations.of_key(c, NOW + VALID - 1, KEY))
    assert found is not None
    assert (found.email, found.role, found.teams, found.langs) == ("tom@example.org", "agent", ("fr", "nl"), ("fr",))
    assert database.read_now(lambda c: invitations.of_key(c, NOW, OTHER)) is None
    assert database.read_now(lambda c: invitations.of_key(c, NOW + VALID, KEY)) is None
    assert database.read_now(lambda c: invitations.open_ones(c, NOW + VALID)) == []


def test_a_second_invitation_to_an_address_makes_the_first_void(database: Database) -> None:
    invite(database)
    invite(database, OTHER)
    assert database.read_now(lambda c: invitations.of_key(c, NOW, KEY)) is None
    assert database.read_now(lambda c: invitations.of_key(c, NOW, OTHER)) is not None
    assert len(database.read_now(lambda c: invitations.open_ones(c, NOW))) == 1


def test_an_invitation_is_followed_once(database: Database) -> None:
    invite(database)
    (one,) = database.read_now(lambda c: invitations.open_ones(c, NOW))
    assert database.write_now(lambda c: invitations.withdraw(c, one.id))
    assert not database.write_now(lambda c: invitations.withdraw(c, one.id))
    assert database.read_now(lambda c: invitations.of_key(c, NOW, KEY)) is None


def test_whoever_is_shut_out_leaves_no_link_behind(database: Database) -> None:
    anna = database.write_now(lambda c: staff.add(c, NOW, "anna@example.org", "Anna", [], "hash", "admin"))
    for number, key in ((anna, KEY), (None, OTHER)):
        email = f"{key.decode()}@example.org"
        database.write_now(lambda c, k=key, e=email, n=number: invitations.invite(c, NOW, k, e, "admin", [], [], n))
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    assert database.read_now(lambda c: invitations.of_key(c, NOW, KEY)) is None
    assert database.read_now(lambda c: invitations.of_key(c, NOW, OTHER)) is not None


def test_those_that_are_over_are_swept_away_by_the_next(database: Database) -> None:
    invite(database)
    invite(database, OTHER, "ben@example.org", NOW + VALID)
    # asked as of then, only one is there
    assert [one.email for one in database.read_now(lambda c: invitations.open_ones(c, NOW))] == ["ben@example.org"]
