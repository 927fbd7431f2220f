"""Prepared answers are kept under a code of their own, on both kinds of database, and outlive whoever wrote them."""

from sqlalchemy import delete, select

from domain.canned import Canned
from storage import canned, staff
from storage.database import Database
from storage.tables import canned as table
from storage.tables import staff as staff_table

NOW = 1_800_000_000_000


def kept(database: Database, *teams: str) -> list[str]:
    return [one.name for one in database.read_now(lambda c: canned.of_teams(c, teams or None))]


def test_answers_with_the_same_name_get_codes_of_their_own(database: Database) -> None:
    for _ in range(3):
        database.write_now(lambda c: canned.save(c, NOW, Canned("", "Déjà vu!", {"en": "x"})))
    found = database.read_now(canned.of_teams)
    assert [one.code for one in found] == ["deja-vu", "deja-vu-2", "deja-vu-3"]
    assert canned.slug("???") == "answer"


def test_a_team_sees_its_own_and_those_of_all(database: Database) -> None:
    for team in ("", "fr", "nl"):
        database.write_now(
            lambda c, team=team: canned.save(c, NOW, Canned(f"x{team}", f"Of {team}", {"en": "x"}, team))  # type: ignore[misc]
        )
    assert kept(database, "fr") == ["Of ", "Of fr"]
    assert len(kept(database)) == 3


def test_a_file_changes_what_it_knows_and_adds_the_rest(database: Database) -> None:
    first = [Canned("a", "A", {"en": "a"}), Canned("b", "B", {"en": "b"})]
    assert database.write_now(lambda c: canned.take_in(c, NOW, first)) == (2, 0)
    assert database.write_now(lambda c: canned.take_in(c, NOW, first)) == (0, 0)
    second = [Canned("b", "B", {"en": "other"}), Canned("c", "C", {"en": "c"})]
    assert database.write_now(lambda c: canned.take_in(c, NOW, second)) == (1, 1)
    assert [one.texts["en"] for one in database.read_now(canned.of_teams)] == ["a", "other", "c"]


def test_an_answer_is_changed_removed_and_stays_when_its_author_goes(database: Database) -> None:
    anna = database.write_now(lambda c: staff.add(c, NOW, "anna@example.org", "Anna", ["fr"], "hash"))
    number = database.write_now(lambda c: canned.save(c, NOW, Canned("", "X", {"en": "x"}), anna))
    database.write_now(lambda c: canned.save(c, NOW + 1, Canned("x", "Y", {"fr": "y"}, id=number), anna))
    found = database.read_now(lambda c: canned.of_id(c, number))
    assert found == Canned("x", "Y", {"fr": "y"}, id=number)
    database.write_now(lambda c: c.execute(delete(staff_table)))
    query = select(table.c.created_at, table.c.changed_at, table.c.created_by, table.c.changed_by)
    assert database.read_now(lambda c: tuple(c.execute(query).one())) == (NOW, NOW + 1, None, None)
    assert database.write_now(lambda c: canned.remove(c, number))
    assert not database.write_now(lambda c: canned.remove(c, number))
