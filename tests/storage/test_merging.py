"""Two identities of one person become one: nothing is lost, the answers that staff chose win (both kinds of database)."""

from typing import Any

import pytest
from sqlalchemy import UniqueConstraint, insert, select

from storage import merging, notes, people
from storage.crypto import Keys
from storage.database import Database
from storage.merging import Unmergeable
from storage.tables import (
    conversation,
    dialog_archive,
    document,
    enquiry,
    host,
    person,
    placement_member,
    staff,
    suggestion,
)
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000


class Two:
    """A person on the web and one in Telegram, who are the same."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database, self.vault = database, keys.vault
        for place in (b"w", b"t", b"x"):
            values = {"channel": "web", "place": place * 16, "address": b"", "created_at": 0}
            self.do(lambda work, values=values: work.connection.execute(insert(conversation).values(values)))
        self.web, self.telegram, self.third = 1, 2, 3
        self.kept = self.person(self.web)
        self.gone = self.person(self.telegram, self.third)

    def do(self, job: Any, now: int = NOW) -> Any:
        return self.database.write_now(lambda c: job(UnitOfWork(c, self.vault, now)))

    def person(self, *talks: int) -> int:
        def job(work: UnitOfWork) -> int:
            number = people.create(work, "fr", "helpdesk", "1")
            query = conversation.update().where(conversation.c.id.in_(talks)).values(person_id=number)
            work.connection.execute(query)
            return number

        found: int = self.do(job)
        return found

    def merge(self) -> None:
        self.do(lambda work: merging.merge(work, (self.web, self.kept), (self.telegram, self.gone)))

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.database.read_now(lambda c: c.execute(query).all())]


@pytest.fixture
def two(database: Database, keys: Keys) -> Two:
    return Two(database, keys)


def test_all_conversations_belong_to_the_one_who_stays(two: Two) -> None:
    two.merge()
    assert two.rows(select(conversation.c.person_id).order_by(conversation.c.id)) == [(two.kept,)] * 3
    assert two.rows(select(person.c.id)) == [(two.kept,)]


def test_answers_of_the_chosen_one_win_and_gaps_are_filled(two: Two) -> None:
    two.do(lambda work: people.save_profile(work, two.kept, {"name": "Ana", "city": "", "skills": [], "share": False}))
    two.do(
        lambda work: people.save_profile(work, two.gone, {"name": "A.", "city": "Gent", "skills": ["x"], "phone": "1"})
    )
    two.merge()
    assert two.do(lambda work: people.profile(work, two.kept)) == {
        "name": "Ana", "city": "Gent", "skills": ["x"], "share": False, "phone": "1",
    }  # fmt: skip


def test_the_finished_dialogs_of_the_chosen_one_win(two: Two) -> None:
    two.do(lambda work: people.archive(work, two.kept, "enquiry", b"mine"))
    two.do(lambda work: people.archive(work, two.gone, "enquiry", b"theirs"))
    two.do(lambda work: people.archive(work, two.gone, "profile", b"theirs"))
    two.merge()
    assert two.do(lambda work: people.archived(work, two.kept, "enquiry")) == b"mine"
    assert two.do(lambda work: people.archived(work, two.kept, "profile")) == b"theirs"
    assert len(two.rows(select(dialog_archive.c.id))) == 2


@pytest.mark.parametrize("order", ["the chosen one asked first", "the chosen one asked last"])
def test_the_chosen_ones_enquiry_counts_and_can_be_changed(two: Two, order: str) -> None:
    both = [(two.kept, "mine"), (two.gone, "theirs")]
    for number, wish in both if "first" in order else both[::-1]:
        two.do(lambda work, number=number, wish=wish: people.save_enquiry(work, number, "fr", {"wish": wish}))
    two.merge()
    assert two.do(lambda work: people.latest_enquiry(work, two.kept))["wish"] == "mine"
    two.do(lambda work: people.save_enquiry(work, two.kept, "fr", {"wish": "new"}))
    assert two.do(lambda work: people.latest_enquiry(work, two.kept))["wish"] == "new"
    assert sorted(two.rows(select(enquiry.c.state))) == [("merged",), ("new",)]


def test_an_enquiry_that_only_the_other_has_stays_open(two: Two) -> None:
    two.do(lambda work: people.save_enquiry(work, two.gone, "fr", {"wish": "theirs"}))
    two.merge()
    assert two.rows(select(enquiry.c.state, enquiry.c.person_id)) == [("new", two.kept)]


def test_both_cvs_are_kept_and_the_chosen_ones_is_the_cv(two: Two) -> None:
    for number, name in ((two.kept, "mine"), (two.gone, "theirs")):
        file = {"name": f"{name}.pdf", "mime": "application/pdf", "size": 1, "stored": name.ljust(32, "0")}
        two.do(lambda work, number=number, file=file: people.add_document(work, number, "cv", file))
    two.do(lambda work: people.add_document(work, two.gone, "photo", {**file, "name": "me.png", "stored": "p" * 32}))
    two.merge()
    kept = two.do(lambda work: people.documents(work, two.kept))
    assert {one["kind"]: one["name"] for one in kept} == {
        "cv": "mine.pdf", "sent-theirs0000": "theirs.pdf", "photo": "me.png",
    }  # fmt: skip
    length = document.c.kind.type.length  # type: ignore[attr-defined]
    assert all(len(one["kind"]) <= length for one in kept)


def test_goals_of_both_are_kept_those_of_the_chosen_one_first(two: Two) -> None:
    def goals(*texts: str) -> list[dict[str, Any]]:
        return [{"details": {"text": text}, "smart": {}} for text in texts]

    two.do(lambda work: people.save_goals(work, two.gone, "fr", goals("c", "d")))
    two.do(lambda work: people.save_goals(work, two.kept, "fr", goals("a", "b")))
    two.merge()
    found = two.do(lambda work: people.goals(work, two.kept))
    assert [one["details"]["text"] for one in found] == ["a", "b", "c", "d"]


def test_a_host_that_was_asked_stays_asked(two: Two) -> None:
    for name in ("h1", "h2", "h3"):
        values = {"external_id": name, "status": "active", "card": '{"name": "H"}', "updated_at": 0}
        two.do(lambda work, values=values: work.connection.execute(insert(host).values(values)))
    two.do(lambda work: people.suggest(work, two.kept, "h1", "rejected"))
    two.do(lambda work: people.suggest(work, two.kept, "h2", "liked"))
    two.do(lambda work: people.suggest(work, two.gone, "h2", "rejected"))
    two.do(lambda work: people.suggest(work, two.gone, "h3", "shown"))
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "m"}
    two.do(lambda work: people.request_hosts(work, two.gone, ["h1"], details))
    two.merge()
    assert two.do(lambda work: people.suggested(work, two.kept)) == {"h1": "requested", "h2": "liked", "h3": "shown"}
    assert len(two.do(lambda work: people.requests(work, two.kept))) == 1
    assert len(two.rows(select(suggestion.c.id))) == 3


def test_the_last_word_on_a_consent_counts_whichever_identity_said_it(two: Two) -> None:
    def consented(number: int, purpose: str, now: int) -> None:
        two.do(lambda work: people.consented(work, number, purpose, "1", "fr"), now)

    consented(two.gone, "withdrawn later", NOW + 1)
    consented(two.kept, "withdrawn later", NOW + 2)
    two.do(lambda work: people.withdraw(work, two.kept, "withdrawn later"), NOW + 3)
    consented(two.kept, "given again", NOW + 1)
    two.do(lambda work: people.withdraw(work, two.kept, "given again"), NOW + 2)
    consented(two.gone, "given again", NOW + 3)
    two.merge()
    has = [
        two.do(lambda work, p=p: people.has_consent(work, two.kept, p, "1")) for p in ("withdrawn later", "given again")
    ]
    assert has == [False, True]
    assert len(two.do(lambda work: people.consents(work, two.kept))) == 6  # none is lost


def test_who_has_stopped_messages_in_one_place_has_stopped_them(two: Two) -> None:
    two.do(lambda work: people.set_stopped(work, two.gone, True))
    two.merge()
    assert two.do(lambda work: people.is_stopped(work, two.kept))


def test_notes_stay_where_they_are(two: Two, keys: Keys) -> None:
    member = {"email": "a@x", "name": "Anna", "password": "", "created_at": 0}
    two.do(lambda work: work.connection.execute(insert(staff).values(member)))
    two.do(lambda work: notes.add(work.connection, keys.vault, NOW, two.telegram, 1, "careful"))
    two.merge()
    found = two.database.read_now(lambda c: notes.of_conversation(c, keys.vault, two.telegram))
    assert [one.words for one in found] == ["careful"]


def test_what_has_changed_meanwhile_is_not_merged(two: Two) -> None:
    stranger = two.person()

    def refused(kept: tuple[int, int], gone: tuple[int, int]) -> str:
        with pytest.raises(Unmergeable) as found:
            two.do(lambda work: merging.merge(work, kept, gone))
        return found.value.code

    assert refused((two.web, two.kept), (two.telegram, stranger)) == "changed"
    assert refused((two.telegram, two.gone), (two.third, two.gone)) == "same"
    assert refused((two.web, two.kept), (99, two.gone)) == "nobody"
    two.do(lambda work: people.erase(work, two.gone))
    assert refused((two.web, two.kept), (two.telegram, two.gone)) == "nobody"
    assert (two.kept,) in two.rows(select(person.c.id))


def test_every_table_that_allows_one_row_for_a_person_is_seen_to() -> None:
    """A table made later is moved as it is, unless two rows would collide: then somebody has to think."""
    seen_to = {dialog_archive, placement_member, suggestion}
    for table in merging.tables_of_a_person():
        unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        colliding = [one for one in unique if "person_id" in one.columns]
        assert table in seen_to or not colliding, table.name
        assert not table.c.person_id.primary_key, table.name
