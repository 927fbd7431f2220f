"""`staff add | invite | change | let-in | list | disable`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from bot.commands import staff as command
from bot.commands.remedies import OperatorError
from bot.commands.stores import opened
from bot.console.passwords import Passwords
from bot.console.sessions import Tokens
from bot.inbox import milliseconds
from bot.settings import Settings
from storage import helpdesks, identities, invitations, second_factor, staff
from storage.crypto import Keys
from storage.database import Database
from storage.helpdesks import Helpdesk
from storage.staff import Account
from storage.tables import audit
from tests.fresh import migrated

CHEAP = Passwords(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    migrated(tmp_path / "compagnon.db")
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
        ("anna@example.org", "Anna", "", "Anna@Example.org", "the e-mail address is no password"),
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


# -- roles, teams, invitations -----------------------------------------------------------------------------------------


def helpdesk(database: Database, *codes: str) -> None:
    for code in codes:
        database.write_now(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code.upper(), (code,))))


def test_a_new_account_answers_trainees_and_the_first_one_is_told_how_to_become_admin(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(settings)
    assert account(database, "anna@example.org").role == "agent"
    assert "Nobody is admin yet: compagnon staff change anna@example.org --role admin" in capsys.readouterr().out
    command.change(settings, "Anna@example.org", role="admin")
    assert account(database, "anna@example.org").role == "admin"
    add(settings, "tom@example.org")
    assert "Nobody is admin" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("known", "role", "teams", "told"),
    [
        ((), "agent", "fr", "--teams: fr is no helpdesk: none is set up, leave --teams out"),
        (("fr", "nl"), "agent", "", "--teams: say for which helpdesks, one or more of fr, nl; only an admin sees all"),
        (("fr", "nl"), "reader", "fr,xx", "--teams: xx is not among fr, nl"),
        ((), "boss", "", "--role: boss is not among admin, lead, agent, reader"),
    ],
)
def test_rights_that_cannot_be_are_refused_with_one_line(
    settings: Settings, database: Database, known: tuple[str, ...], role: str, teams: str, told: str
) -> None:
    with opened(settings):
        helpdesk(database, *known)
    for give in (
        lambda: command.add(settings, "anna@example.org", "Anna", "", None, CHEAP, role, teams),
        lambda: command.invite(settings, "anna@example.org", "", role, teams),
    ):
        with pytest.raises(OperatorError) as refused:
            give()
        assert str(refused.value) == told
    assert database.read_now(staff.everybody) == []
    assert database.read_now(lambda c: invitations.open_ones(c, 0)) == []


def test_teams_are_kept_and_an_admin_needs_none(settings: Settings, database: Database) -> None:
    with opened(settings):
        helpdesk(database, "fr", "nl")
    command.add(settings, "anna@example.org", "Anna", "", None, CHEAP, "lead", " NL, fr,nl")
    command.add(settings, "ada@example.org", "Ada", "", None, CHEAP, "admin")
    assert account(database, "anna@example.org").teams == ("nl", "fr")
    assert account(database, "ada@example.org").teams == ()


def test_a_change_keeps_what_is_not_named_and_other_rights_end_the_sessions(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(settings)
    number, now = account(database, "anna@example.org").id, 1_800_000_000_000
    database.write_now(lambda c: staff.open_session(c, now, b"k" * 16, number))
    command.change(settings, "anna@example.org", name="Anna  P.", langs="de")
    found = account(database, "anna@example.org")
    assert (found.name, found.langs, found.role) == ("Anna P.", ("de",), "agent")
    assert database.read_now(lambda c: staff.session(c, now, b"k" * 16)) is not None
    command.change(settings, "anna@example.org", role="lead")
    assert database.read_now(lambda c: staff.session(c, now, b"k" * 16)) is None
    assert "Anna P. <anna@example.org>: lead" in capsys.readouterr().out
    with pytest.raises(OperatorError, match="has no account"):
        command.change(settings, "nobody@example.org", role="lead")


def test_whoever_lost_phone_and_recovery_codes_is_let_in_without_them(settings: Settings, database: Database) -> None:
    add(settings)
    number = account(database, "anna@example.org").id
    database.write_now(lambda c: second_factor.turn_on(c, number, [b"a" * 16]))
    command.change(settings, "anna@example.org", no_codes=True)
    assert not account(database, "anna@example.org").totp
    assert database.read_now(lambda c: second_factor.recovery_left(c, number)) == 0


def test_an_invitation_prints_a_link_that_the_desk_knows(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    command.invite(settings, "Tom@example.org", "fr", "lead")
    told = capsys.readouterr().out
    found = re.search(r"^http://127\.0\.0\.1:8080/desk/invited/(\S{43})$", told, re.M)
    assert found
    secret = (settings.data_dir / "secret.key").read_text("utf-8")
    key = Tokens(Keys.from_secret(secret).sessions).invitation(found[1])
    one = database.read_now(lambda c: invitations.of_key(c, 0, key))
    assert one is not None
    assert (one.email, one.role, one.langs) == ("tom@example.org", "lead", ("fr",))
    add(settings)
    with pytest.raises(OperatorError, match="has an account"):
        command.invite(settings, "anna@example.org")


def test_the_list_tells_roles_teams_and_who_has_codes(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(settings):
        helpdesk(database, "fr")
    command.add(settings, "anna@example.org", "Anna", "", None, CHEAP, "lead", "fr")
    command.add(settings, "zoe@example.org", "Zoe", "", None, CHEAP, "admin")
    capsys.readouterr()
    command.list_accounts(settings)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == ["Anna", "anna@example.org", "lead", "fr", "no", "active"]
    assert lines[2] == ["Zoe", "zoe@example.org", "admin", "all", "no", "active"]


def test_a_link_lets_an_admin_in_whatever_else_does_not_work(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    add(settings)
    capsys.readouterr()
    command.let_in(settings, " Anna@example.org ")
    found = re.search(r"^http://127\.0\.0\.1:8080/desk/let-in/(\S{43})$", capsys.readouterr().out, re.M)
    assert found
    key = Tokens(Keys.from_secret((settings.data_dir / "secret.key").read_text("utf-8")).sessions).link(found[1])
    one = database.read_now(lambda c: staff.link(c, milliseconds(), key))
    assert one is not None
    assert one.email == "anna@example.org"
    command.disable(settings, "anna@example.org")
    for email in ("anna@example.org", "nobody@example.org"):
        with pytest.raises(OperatorError, match="has no account in use"):
            command.let_in(settings, email)


def test_the_account_of_the_organisation_is_forgotten_when_told_so(settings: Settings, database: Database) -> None:
    add(settings)
    number = account(database, "anna@example.org").id
    database.write_now(lambda c: identities.bind(c, 1, number, "https://id.example.org", "a"))
    command.change(settings, "anna@example.org")
    assert database.read_now(lambda c: identities.bound(c, number, "https://id.example.org"))
    command.change(settings, "anna@example.org", no_openid=True)
    assert not database.read_now(lambda c: identities.bound(c, number, "https://id.example.org"))
