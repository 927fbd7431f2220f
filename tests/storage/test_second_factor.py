"""What is kept of the second factor: sealed, each code good once (S6)."""

import pytest
from sqlalchemy import select

from storage import second_factor, staff
from storage.crypto import Vault
from storage.database import Database
from storage.tables import staff as table

SECRET = b"12345678901234567890"


@pytest.fixture
def vault() -> Vault:
    return Vault({1: b"m" * 32}, 1)


@pytest.fixture
def anna(database: Database) -> int:
    number = database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", [], "hash"))
    assert number is not None
    return number


def test_the_secret_lies_there_sealed(database: Database, vault: Vault, anna: int) -> None:
    database.write_now(lambda c: second_factor.propose(c, vault, anna, SECRET))
    kept = database.read_now(lambda c: c.execute(select(table.c.totp)).scalar_one())
    assert SECRET not in bytes(kept)
    assert database.read_now(lambda c: second_factor.secret(c, vault, anna)) == SECRET


def test_a_secret_in_force_is_never_replaced(database: Database, vault: Vault, anna: int) -> None:
    database.write_now(lambda c: second_factor.propose(c, vault, anna, SECRET))
    database.write_now(lambda c: second_factor.turn_on(c, anna, [b"a" * 16]))
    database.write_now(lambda c: second_factor.propose(c, vault, anna, b"x" * 20))
    assert database.read_now(lambda c: second_factor.secret(c, vault, anna)) == SECRET
    account = database.read_now(lambda c: staff.by_id(c, anna))
    assert account is not None
    assert account.totp


def test_a_half_minute_is_used_once_and_none_before_it_after(database: Database, anna: int) -> None:
    used = [database.write_now(lambda c, n=n: second_factor.use_step(c, anna, n)) for n in (7, 7, 6, 8)]
    assert used == [True, False, False, True]


def test_a_recovery_code_is_good_once_and_for_its_account_alone(database: Database, anna: int) -> None:
    tom = database.write_now(lambda c: staff.add(c, 1, "tom@example.org", "Tom", [], "hash"))
    assert tom is not None
    database.write_now(lambda c: second_factor.turn_on(c, anna, [b"a" * 16, b"b" * 16]))
    tried = [(tom, b"a" * 16), (anna, b"a" * 16), (anna, b"a" * 16), (anna, b"c" * 16)]
    right = [database.write_now(lambda c, t=t: second_factor.use_recovery(c, *t)) for t in tried]
    assert right == [False, True, False, False]
    assert database.read_now(lambda c: second_factor.recovery_left(c, anna)) == 1
    database.write_now(lambda c: second_factor.turn_off(c, anna))
    assert database.read_now(lambda c: second_factor.recovery_left(c, anna)) == 0


def test_an_account_that_is_opened_again_has_no_second_factor(database: Database, vault: Vault, anna: int) -> None:
    database.write_now(lambda c: second_factor.propose(c, vault, anna, SECRET))
    database.write_now(lambda c: second_factor.turn_on(c, anna, [b"a" * 16]))
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    database.write_now(lambda c: staff.add(c, 2, "anna@example.org", "Anna", [], "new"))
    account = database.read_now(lambda c: staff.by_id(c, anna))
    assert account is not None
    assert not account.totp
    assert database.read_now(lambda c: second_factor.secret(c, vault, anna)) is None
    assert database.read_now(lambda c: second_factor.recovery_left(c, anna)) == 0
