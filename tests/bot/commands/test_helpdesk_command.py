"""`helpdesk set | list | remove | figures`."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.commands import helpdesk as command
from bot.commands import sample_data
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from domain.language import SERVED
from storage import helpdesks, staff
from storage.database import Database
from storage.helpdesks import Helpdesk
from tests.bot.commands.cli import call, environment
from tests.fresh import migrated

NEW = {"name": "Français", "langs": "fr, nl"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    migrated(tmp_path / "compagnon.db")
    return Settings(data_dir=tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    found = Database(settings.database)
    yield found
    found.close()


def test_a_helpdesk_is_set_up_and_changed_field_by_field(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    command.set_up(settings, "fr", {**NEW, "hours": "lun-ven  9h-17h", "first_answer": "60"})
    command.set_up(settings, "en", {"name": "English", "langs": "en", "fallback": "fr"})
    command.set_up(settings, "fr", {"zone": "Europe/Paris", "fallback": "en"})
    assert database.read_now(helpdesks.everyone) == [
        Helpdesk("en", "English", ("en",), fallback="fr"),
        Helpdesk("fr", "Français", ("fr", "nl"), "Europe/Paris", "lun-ven 9h-17h", "", "en", 60),
    ]
    capsys.readouterr()
    command.list_all(settings)
    listed = capsys.readouterr().out
    assert "Français" in listed
    assert "no hours" in listed


@pytest.mark.parametrize(
    ("code", "written", "hint"),
    [
        ("Français", NEW, "at most 8 small letters"),
        ("fr", {"name": "Français"}, "--name and --langs"),
        ("fr", {**NEW, "hours": "9-17"}, "--hours: 9-17: say first on which days"),
        ("fr", {**NEW, "holidays": "May"}, "--holidays: May: no day off"),
        ("fr", {**NEW, "zone": "Mars"}, "--zone: Mars is no time zone"),
        ("fr", {**NEW, "fallback": "fr"}, "--fallback: fr is no other helpdesk"),
        ("fr", {**NEW, "first_answer": "-1"}, "--first-answer: -1: write minutes"),
        ("fr", {**NEW, "langs": ""}, "--langs: nothing is no language"),
    ],
)
def test_what_cannot_be_used_ends_with_one_line(
    settings: Settings, database: Database, code: str, written: dict[str, str], hint: str
) -> None:
    with pytest.raises(OperatorError, match=hint) as error:
        command.set_up(settings, code, written)
    assert "\n" not in str(error.value)
    assert database.read_now(helpdesks.everyone) == []


def test_a_removed_helpdesk_is_nobodys_fallback_and_nobodys_team(settings: Settings, database: Database) -> None:
    command.set_up(settings, "fr", NEW)
    command.set_up(settings, "en", {"name": "English", "langs": "en", "fallback": "fr"})
    database.write_now(lambda c: staff.add(c, 1, "a@example.org", "A", ("fr",), "x", "agent", ("fr", "en")))
    command.remove(settings, "fr")
    assert database.read_now(helpdesks.everyone) == [Helpdesk("en", "English", ("en",))]
    account = database.read_now(lambda c: staff.by_email(c, "a@example.org"))
    assert account is not None
    assert account.teams == ("en",)
    with pytest.raises(OperatorError, match="fr is no helpdesk"):
        command.remove(settings, "fr")


def test_the_command_line_offers_it_all(tmp_path: Path) -> None:
    migrated(tmp_path / "compagnon.db")
    env = environment(tmp_path)
    made = call("helpdesk", "set", "fr", "--name", "Français", "--langs", "fr", "--hours", "daily 0-24", env=env)
    assert made.out == "fr (Français) is set up: open\n"
    assert "fr" in call("helpdesk", "figures", env=env).out
    assert call("helpdesk", "remove", "xx", env=env).code == 1


def test_sample_mode_has_a_helpdesk_for_each_language_and_leaves_others_alone(tmp_path: Path) -> None:
    migrated(tmp_path / "compagnon.db")
    app = App(Settings(data_dir=tmp_path, secret_key="x" * 32), sample=True)
    try:
        for _ in range(2):
            app.database.write_now(sample_data._helpdesks)
        made = app.database.read_now(helpdesks.everyone)
        assert {lang for one in made for lang in one.langs} == set(SERVED)
        assert all(one.opening(ZoneInfo("UTC")) for one in made)
        assert app.database.read_now(lambda c: helpdesks.of_language(c, "pl", "fr")) == "fr"
        for one in made[1:]:
            app.database.write_now(lambda c, one=one: helpdesks.remove(c, one.code))  # type: ignore[misc]
        app.database.write_now(sample_data._helpdesks)
        assert len(app.database.read_now(helpdesks.everyone)) == 1
    finally:
        app.close()
