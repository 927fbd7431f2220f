"""Who could answer: people of the team, those who speak the trainee's language first."""

from collections.abc import Sequence

from storage import helpdesks, staff
from storage.database import Database
from storage.helpdesks import Helpdesk
from storage.speakers import speakers


def member(database: Database, name: str, role: str, teams: Sequence[str], langs: Sequence[str]) -> None:
    address = f"{name.lower()}@example.org"
    database.write_now(lambda c: staff.add(c, 1, address, name, langs, "hash", role, teams))


def names(database: Database, team: str, lang: str) -> list[str]:
    return [one.name for one in database.read_now(lambda c: speakers(c, team, lang))]


def fill(database: Database) -> None:
    member(database, "Ben", "agent", ["be"], ["nl"])
    member(database, "Anna", "lead", ["be", "fr"], ["fr", "nl"])
    member(database, "Cleo", "agent", ["be"], ["fr"])
    member(database, "Dora", "admin", [], ["de"])
    member(database, "Rita", "reader", ["be"], ["fr"])
    member(database, "Zoe", "agent", ["fr"], ["fr"])
    member(database, "Gone", "agent", ["be"], ["fr"])
    database.write_now(lambda c: staff.disable(c, "gone@example.org"))


def test_those_who_speak_the_language_come_first_and_only_the_team(database: Database) -> None:
    fill(database)
    for code in ("be", "fr"):
        database.write_now(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code, (code,))))  # type: ignore[misc]
    assert names(database, "be", "fr") == ["Anna", "Cleo", "Ben", "Dora"]
    assert names(database, "be", "de") == ["Dora", "Anna", "Ben", "Cleo"]
    assert names(database, "fr", "fr") == ["Anna", "Zoe", "Dora"]


def test_without_helpdesks_everybody_is_one_team(database: Database) -> None:
    fill(database)
    assert names(database, "fr", "nl") == ["Anna", "Ben", "Cleo", "Dora", "Zoe"]
