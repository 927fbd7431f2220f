"""What the desk reads, on both kinds of database."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update

from domain.messages import Message, Part, verbatim
from storage import conversations, desk, outbox, people
from storage.crypto import Keys, Vault
from storage.database import Database
from storage.outbox import DEAD, HELD, Letter
from storage.tables import conversation, host, inbox, misreading, practice
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000


class Filler:
    """Fills a database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database, self.vault, self.made = database, vault, 0

    def conversation(self, *said: str, **values: Any) -> int:
        self.made += 1
        place = self.made.to_bytes(16, "big")

        def job(c: Connection) -> int:
            found = conversations.ensure(c, self.vault, NOW, "web", [(place, {})])[place]
            c.execute(update(conversation).where(conversation.c.id == found).values(lang="fr", **values))
            letters = [Letter(found, "web", 0, "fr", Message((Part(verbatim(words)),))) for words in said]
            outbox.put(c, self.vault, NOW, letters)
            return found

        return self.database.write_now(job)

    def person(self, number: int, **profile: Any) -> int:
        def job(c: Connection) -> int:
            work = UnitOfWork(c, self.vault, NOW)
            found = people.create(work, "fr", "helpdesk", "1")
            if profile:
                people.save_profile(work, found, profile)
            c.execute(update(conversation).where(conversation.c.id == number).values(person_id=found))
            return found

        return self.database.write_now(job)

    def do(self, job: Any) -> None:
        self.database.write_now(lambda c: job(UnitOfWork(c, self.vault, NOW)))

    def host(self, external_id: str, name: str) -> None:
        values = {"external_id": external_id, "status": "active", "card": msgspec.json.encode({"name": name}).decode()}
        self.database.write_now(lambda c: c.execute(insert(host).values(updated_at=0, **values)))

    def list(self, **filters: Any) -> desk.Page[desk.Listed]:
        return self.database.read_now(lambda c: desk.conversations(c, self.vault, **filters))

    def requests(self, **which: Any) -> desk.Page[desk.Requested]:
        return self.database.read_now(lambda c: desk.requests(c, self.vault, **which))


@pytest.fixture
def filler(database: Database, keys: Keys) -> Filler:
    return Filler(database, keys.vault)


def test_the_longest_wait_comes_first_then_the_last_heard(filler: Filler) -> None:
    never = filler.conversation(created_at=NOW - 50)
    heard = filler.conversation(last_in_at=NOW - 10)
    queue = filler.conversation(owner="queue", waiting_since=NOW - 20, last_in_at=NOW)
    longer = filler.conversation(owner="human", waiting_since=NOW - 30, last_in_at=NOW - 60)
    person = filler.conversation(owner="human", last_in_at=NOW - 40)
    assert [item.id for item in filler.list().items] == [longer, queue, heard, person, never]
    assert [item.id for item in filler.list(owner="waiting").items] == [longer, queue]
    assert {item.id for item in filler.list(owner="person").items} == {longer, person}
    assert {item.id for item in filler.list(owner="bot").items} == {never, heard}


def test_the_last_message_is_the_newest_that_was_not_held_back(filler: Filler, database: Database) -> None:
    number = filler.conversation("first", "second", "held")
    quiet = filler.conversation()
    newest = select(outbox_table.c.id).order_by(outbox_table.c.id.desc()).limit(1).scalar_subquery()
    database.write_now(lambda c: c.execute(update(outbox_table).where(outbox_table.c.id == newest).values(state=HELD)))
    last = {item.id: item.last for item in filler.list().items}
    assert last[quiet] is None
    found = last[number]
    assert found is not None
    assert found.message.parts[0].text == verbatim("second")


def test_steps_of_the_journey_are_those_of_the_person(filler: Filler) -> None:
    filler.host("h", "Host")
    number, other = filler.conversation(), filler.conversation()
    person, stranger = filler.person(number), filler.person(other)
    filler.do(lambda work: people.archive(work, person, "enquiry", b"{}"))
    filler.do(lambda work: people.suggest(work, person, "h", "shown"))
    assert filler.list().items[-1].done == {"enquiry"}
    filler.do(lambda work: people.suggest(work, person, "h", "liked"))
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "m"}
    filler.do(lambda work: people.request_hosts(work, person, ["h"], details))
    done = {item.person_id: item.done for item in filler.list().items}
    assert done == {person: {"enquiry", "hosts", "request"}, stranger: set()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("", 3), ("élise", 1), ("ELISE dupont", 1), ("elise martin", 0), ("chu", 2), ("e@x", 1), ("nurse", 1), ("3", 1),
     ("%", 0), ("'", 0)],
)  # fmt: skip
def test_a_search_finds_names_addresses_employers_professions_and_numbers(
    filler: Filler, words: str, expected: int
) -> None:
    first, second = filler.conversation(), filler.conversation()
    filler.conversation()
    filler.person(first, name="Élise Dupont", email="e@x", employer="CHU", profession="Nurse")
    filler.person(second, name="Bo", employer="Chu de Liège")
    assert len(filler.list(words=words).items) == expected


def test_a_profile_of_odd_values_does_no_harm(filler: Filler) -> None:
    filler.person(filler.conversation(), name=["a", "list"], email=5, employer={"x": 1})
    assert filler.list(words="list").items[0].name == "['a', 'list']"


def test_a_page_holds_fifty_and_tells_whether_there_is_more(filler: Filler) -> None:
    made = [filler.conversation(last_in_at=NOW + n) for n in range(desk.PAGE + 1)][::-1]
    for words in ("", "1"):  # with a search the rows are opened one by one
        pages = [filler.list(words=words, page=n) for n in (1, 2, 3)]
        found = [item.id for page in pages for item in page.items]
        expected = [number for number in made if words in str(number)]
        assert found == expected
        assert [page.more for page in pages] == [len(expected) > desk.PAGE, False, False]


def test_one_conversation_is_found_by_its_number(filler: Filler, database: Database, keys: Keys) -> None:
    number = filler.conversation("hello", reachable=False)
    filler.person(number, name="Ana")
    found = database.read_now(lambda c: desk.conversation_of(c, keys.vault, number))
    assert found is not None
    assert (found.name, found.reachable) == ("Ana", False)
    assert database.read_now(lambda c: desk.conversation_of(c, keys.vault, number + 1)) is None
    assert database.read_now(lambda c: desk.conversation_of(c, keys.vault, 2**63 - 1)) is None


def test_requests_come_newest_first_each_first_choice_before_its_reserves(
    filler: Filler, database: Database, keys: Keys
) -> None:
    for n in range(3):
        filler.host(f"h{n}", f"Host {n}")
    details = {
        "first_day": "2027-05-03",
        "last_day": "2027-05-05",
        "people": 4,
        "message": "Dear host",
        "share_cv": True,
    }
    ana, bo = (
        filler.person(filler.conversation(), name="Ana"),
        filler.person(number := filler.conversation(), name="Bo"),
    )
    later = filler.conversation(person_id=bo)
    database.write_now(lambda c: people.request_hosts(UnitOfWork(c, keys.vault, NOW), ana, ["h2", "h0"], details))
    database.write_now(
        lambda c: people.request_hosts(UnitOfWork(c, keys.vault, NOW + 1), bo, ["h1", "h0", "h2"], details)
    )
    rows = filler.requests().items
    assert [(row.name, row.host_name, row.rank) for row in rows] == [
        ("Bo", "Host 1", 0), ("Bo", "Host 0", 1), ("Bo", "Host 2", 2), ("Ana", "Host 2", 0), ("Ana", "Host 0", 1),
    ]  # fmt: skip
    assert later > number
    assert rows[0].conversation_id == later
    assert rows[0].message is None
    assert [row.host_name for row in filler.requests(person_id=ana).items] == ["Host 2", "Host 0"]
    one = database.read_now(lambda c: desk.request_of(c, keys.vault, rows[3].id))
    assert one is not None
    assert (one.message, one.people, one.share_cv, one.state) == ("Dear host", 4, True, "proposed")
    assert database.read_now(lambda c: desk.request_of(c, keys.vault, 10**9)) is None


def test_counts_are_of_what_stands_there_now(filler: Filler, database: Database) -> None:
    number = filler.conversation("lost", "fine")
    filler.conversation(owner="queue", waiting_since=1)
    filler.conversation(owner="human", waiting_since=None)
    filler.host("h", "H")
    first = select(outbox_table.c.id).order_by(outbox_table.c.id).limit(1).scalar_subquery()

    def job(c: Connection) -> None:
        c.execute(update(outbox_table).where(outbox_table.c.id == first).values(state=DEAD))
        row = {"channel": "web", "conversation_id": number, "received_at": 0, "due_at": 0}
        c.execute(insert(inbox).values(update_id="1", state=3, **row))
        c.execute(insert(inbox).values(update_id="2", state=2, **row))
        cards = [{"external_id": f"p{n}", "status": "x", "card": "{}", "updated_at": 0} for n in range(2)]
        c.execute(insert(practice), cards)
        example = dict.fromkeys(("day", "kind", "read", "meant", "asked", "lang", "words"), "")
        c.execute(insert(misreading).values(sure=True, **example))

    database.write_now(job)
    counts = database.read_now(desk.counts)
    assert counts == desk.Counts(waiting=1, dead=1, quarantined=1, hosts=1, practices=2, misread=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_no_search_words_are_a_fault(filler: Filler, words: str) -> None:
    if not filler.made:
        filler.person(filler.conversation("x"), name="Ana")
    assert len(filler.list(words=words).items) <= filler.made
