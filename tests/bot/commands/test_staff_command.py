"""`staff add | list | disable`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from bot.commands import staff as command
from bot.commands.remedies import OperatorError
from bot.console.passwords import Passwords
from bot.settings import Settings
from storage import staff
from storage.database import Database
from storage.staff import Account
from storage.tables import audit

CHEAP = Passwords(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    found = Database(settings.database)
    yield found
    found.close()


def account(database: Database, email: str) -> Account:
    found = database.read_now(lambda c: staff.by_email(c, email))
    assert found is not None
    return found


def add(settings: Settings, email: str = "anna@example.org", password: str | None = None, langs: str = "fr,nl") -> None:
    command.add(settings, email, "Anna Peeters", langs, password, CHEAP)


def test_a_made_password_is_printed_once_and_opens_the_account(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(settings, " Anna@Example.org")
    told = capsys.readouterr().out
    made = re.search(r"Password \(shown only now\): (\S+)", told)
    assert made
    found = account(database, "anna@example.org")
    assert CHEAP.check(made[1], found.password) == (True, None)
    assert made[1] not in found.password
    assert (found.name, found.langs) == ("Anna Peeters", ("fr", "nl"))
    assert "/desk" in told


def test_a_given_password_is_never_printed(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(settings, password="my own password")
    assert "my own password" not in capsys.readouterr().out
    assert CHEAP.check("my own password", account(database, "anna@example.org").password)[0]


def test_hashes_are_argon2id_at_the_recommended_cost(settings: Settings, database: Database) -> None:
    command.add(settings, "anna@example.org", "Anna")
    assert account(database, "anna@example.org").password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(
    ("email", "name", "langs", "password", "told"),
    [
        ("anna", "Anna", "", None, "no e-mail address"),
        ("", "Anna", "", None, "no e-mail address"),
        ("a@b@c.d", "Anna", "", None, "no e-mail address"),
        ("a b@c.de", "Anna", "", None, "no e-mail address"),
        ("a" * 200 + "@example.org", "Anna", "", None, "no e-mail address"),
        ("anna@example.org", " ", "", None, "--name"),
        ("anna@example.org", "x" * 101, "", None, "--name"),
        ("anna@example.org", "An\u202ena", "", None, "--name"),
        ("anna@example.org", "Anna", "fr,xx", None, "xx is not among"),
        ("anna@example.org", "Anna", "", "elevenchars", "12 to 1024 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_one_line(
    settings: Settings, database: Database, email: str, name: str, langs: str, password: str | None, told: str
) -> None:
    with pytest.raises(OperatorError, match=re.escape(told)) as refused:
        command.add(settings, email, name, langs, password, CHEAP)
    assert "\n" not in str(refused.value)
    assert not Path(settings.data_dir / "compagnon.db").exists() or database.read_now(staff.everybody) == []


def test_an_account_in_use_is_not_touched(settings: Settings, database: Database) -> None:
    add(settings)
    before = account(database, "anna@example.org")
    with pytest.raises(OperatorError, match="has an account"):
        add(settings, "ANNA@example.org", "another password")
    assert account(database, "anna@example.org") == before


def test_disabling_and_adding_again_gives_a_new_password(settings: Settings, database: Database) -> None:
    add(settings, password="the first password")
    command.disable(settings, "Anna@example.org")
    assert account(database, "anna@example.org").disabled
    add(settings, password="the second password")
    found = account(database, "anna@example.org")
    assert not found.disabled
    assert CHEAP.check("the first password", found.password)[0] is False
    assert CHEAP.check("the second password", found.password)[0] is True
    recorded = database.read_now(lambda c: c.execute(select(audit.c.actor, audit.c.what, audit.c.about)).all())
    assert [tuple(row) for row in recorded] == [
        ("system", "staff.added", "staff:1"), ("system", "staff.disabled", "staff:1"), ("system", "staff.added", "staff:1"),
    ]  # fmt: skip


def test_an_unknown_account_cannot_be_disabled(settings: Settings) -> None:
    with pytest.raises(OperatorError, match="has no account"):
        command.disable(settings, "nobody@example.org")


def test_the_list_tells_everybody_and_no_secret(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    command.list_accounts(settings)
    assert "No accounts yet" in capsys.readouterr().out
    add(settings)
    add(settings, "tom@example.org")
    command.disable(settings, "tom@example.org")
    capsys.readouterr()
    command.list_accounts(settings)
    told = capsys.readouterr().out
    lines = [line.split() for line in told.splitlines()]
    assert lines[1][-1] == "active"
    assert lines[2][-1] == "disabled"
    assert "tom@example.org" in lines[2]
    assert "argon2" not in told
