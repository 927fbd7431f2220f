"""What staff find wrong: marked beside the message, kept as an example that leads to nobody. On both kinds of database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select, text, update

from domain.messages import Message, Part, verbatim
from domain.traces import ReadAs, Trace
from storage import conversations, misreadings, outbox, people, schema
from storage.crypto import Keys, Vault
from storage.database import Database
from storage.misreadings import Example
from storage.outbox import YOU, Letter
from storage.tables import conversation, misreading
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000
TRACE = Trace((ReadAs("language", "de", 0.98), ReadAs("answer", "date:2027-05-03")), "request.start")
EXAMPLE = Example("2027-01-15", "language", "de", 0.98, True, "nl", "request.start", "de", "… am 0. mai")


class Said:
    """A message with a trace, and what is done with it."""

    def __init__(self, database: Database, vault: Vault, place: bytes = b"p" * 16) -> None:
        self.database, self.vault = database, vault

        def job(c: Connection) -> tuple[int, int]:
            found = conversations.ensure(c, vault, NOW, "web", [(place, {})])[place]
            message = Message((Part(verbatim("Rose kommt am 3. Mai")),), author=YOU)
            outbox.put(c, vault, NOW, [Letter(found, "web", 0, "de", message, trace=TRACE)])
            person = people.create(UnitOfWork(c, vault, NOW), "de", "helpdesk", "1")
            c.execute(update(conversation).where(conversation.c.id == found).values(person_id=person))
            newest = select(outbox_table.c.id).order_by(outbox_table.c.id.desc()).limit(1)
            self.person = person
            return found, c.execute(newest).scalar_one()

        self.conversation, self.id = database.write_now(job)

    def trace(self) -> Trace:
        return self.database.read_now(lambda c: misreadings.traces(c, self.vault, [self.id]))[self.id]

    def mark(self, example: Example = EXAMPLE, place: int = 0) -> bool:
        return self.database.write_now(lambda c: misreadings.mark(c, self.vault, self.id, place, example))

    def take_back(self, place: int = 0) -> bool:
        return self.database.write_now(lambda c: misreadings.take_back(c, self.vault, self.id, place))

    def examples(self, **which: object) -> list[Example]:
        return list(self.database.read_now(lambda c: misreadings.examples(c, **which)).items)  # type: ignore[arg-type]


@pytest.fixture
def said(database: Database, keys: Keys) -> Said:
    return Said(database, keys.vault)


def test_a_trace_lies_sealed_beside_its_message(said: Said) -> None:
    assert said.trace() == TRACE
    sealed = said.database.read_now(lambda c: c.execute(select(outbox_table.c.trace)).scalar_one())
    assert b"request.start" not in sealed
    found = said.database.read_now(lambda c: misreadings.read(c, said.vault, said.conversation, said.id))
    assert found is not None
    assert (found.trace, found.lang) == (TRACE, "de")


def test_a_message_of_another_conversation_or_without_a_trace_is_not_found(said: Said) -> None:
    def read(conversation_id: int, message: int) -> object:
        return said.database.read_now(lambda c: misreadings.read(c, said.vault, conversation_id, message))

    assert read(said.conversation + 1, said.id) is None
    assert read(said.conversation, said.id + 1) is None
    said.database.write_now(lambda c: c.execute(update(outbox_table).values(trace=None)))
    assert read(said.conversation, said.id) is None


def test_a_mark_gives_one_example_however_often_it_is_made(said: Said) -> None:
    assert said.mark()
    assert not said.mark()
    assert said.examples() == [EXAMPLE]
    language, answer = said.trace().read
    assert language.mark is not None
    assert (language.mark.meant, answer.mark) == ("nl", None)


def test_two_colleagues_at_the_same_moment_make_one_example(said: Said) -> None:
    with ThreadPoolExecutor(4) as pool:
        marked = list(pool.map(lambda _: said.mark(), range(8)))
    assert marked.count(True) == 1
    assert said.examples() == [EXAMPLE]


def test_a_mark_that_is_taken_back_leaves_nothing(said: Said) -> None:
    said.mark()
    said.mark(place=1)
    assert said.take_back()
    assert not said.take_back()
    assert len(said.examples()) == 1
    assert said.trace().read[0] == TRACE.read[0]
    assert said.mark()


@pytest.mark.parametrize("place", [-1, 2, 10**9])
def test_there_is_nothing_to_mark_where_nothing_was_read(said: Said, place: int) -> None:
    assert not said.mark(place=place)
    assert not said.take_back(place)
    assert said.examples() == []


def test_an_example_outlives_the_person_and_leads_to_nobody(said: Said) -> None:
    said.mark()
    said.database.write_now(lambda c: people.erase(UnitOfWork(c, said.vault, NOW), said.person))
    assert said.database.read_now(lambda c: c.execute(select(outbox_table)).all()) == []
    assert said.examples() == [EXAMPLE]
    assert not said.mark()
    assert not said.take_back()
    assert misreading.foreign_keys == set()
    assert not {"person_id", "conversation_id", "created_at"} & set(misreading.c.keys())


def test_a_number_is_never_given_to_another_example(said: Said) -> None:
    def number() -> int:
        mark = said.trace().read[0].mark
        assert mark is not None
        return mark.example

    said.mark()
    first = number()
    said.take_back()
    said.mark()
    assert number() > first


def test_examples_come_newest_first_by_kind_and_counted(said: Said, keys: Keys) -> None:
    other = Said(said.database, keys.vault, b"q" * 16)
    said.mark()
    other.mark()
    other.mark(Example("2027-01-16", "answer", "date:0000-00-00", None, True, "", "request.start", "de", ""), place=1)
    assert [one.kind for one in said.examples()] == ["answer", "language", "language"]
    assert [one.kind for one in said.examples(kind="answer")] == ["answer"]
    assert said.examples(page=2) == []
    counts = said.database.read_now(misreadings.counts)
    assert counts == [("language", "de", 2), ("answer", "date:0000-00-00", 1)]
    assert said.database.read_now(lambda c: len(misreadings.all_examples(c))) == 3


def test_a_database_of_before_traces_is_brought_up_to_date_with_all_that_is_in_it(database_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    database = Database(database_url)
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO conversation (id, channel, place, address, created_at) VALUES (1, 'web', :x, :x, 0)"),
            {"x": b"x"},
        )
        connection.execute(
            text(
                "INSERT INTO outbox (conversation_id, channel, author, lane, epoch, state, lang, body, created_at, due_at)"
                " VALUES (1, 'web', 'you', 0, 0, 2, 'en', :x, 0, 0)"
            ),
            {"x": b"x"},
        )
    schema.upgrade(database.engine)
    row = database.read_now(lambda c: c.execute(select(outbox_table)).one())
    assert (row.body, row.trace) == (b"x", None)
    database.close()
