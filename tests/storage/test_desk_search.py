"""Searching what lies sealed: people by their names and the like, what people wrote; fresh at once, gone at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, update

from domain.messages import Message, Part, Text, verbatim
from storage import desk_search, outbox, people
from storage.crypto import Keys, Vault
from storage.database import Database
from storage.desk_search import Found, Messages, People
from storage.outbox import HELD, Letter
from storage.tables import conversation, person
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000


class Known:
    """People and what they wrote, and one index of each, as a process has it."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database, self.vault = database, vault
        self.people, self.messages = People(vault), Messages(vault)

    def person(self, **profile: object) -> int:
        def job(c: Connection) -> int:
            work = UnitOfWork(c, self.vault, NOW)
            number = people.create(work, "fr", "helpdesk", "1")
            people.save_profile(work, number, profile)
            return number

        return self.database.write_now(job)

    def told(self, number: int, **profile: object) -> None:
        self.database.write_now(lambda c: people.save_profile(UnitOfWork(c, self.vault, NOW), number, profile))

    def talk(self, *said: tuple[str, str]) -> int:
        def job(c: Connection) -> int:
            values = {"channel": "web", "place": NOW.to_bytes(16, "big"), "address": b"", "created_at": NOW}
            number = int(c.execute(insert(conversation).values(values).returning(conversation.c.id)).scalar_one())
            letters = [
                Letter(number, "web", 0, "fr", Message((Part(verbatim(words)),), author=author))
                for author, words in said
            ]
            outbox.put(c, self.vault, NOW, letters)
            return number

        return self.database.write_now(job)

    def find(self, words: str) -> Found:
        return self.database.read_now(lambda c: self.people.find(c, words))

    def said(self, words: str) -> list[int]:
        return [one.id for one in self.database.read_now(lambda c: self.messages.find(c, words))]


@pytest.fixture
def known(database: Database, keys: Keys) -> Known:
    return Known(database, keys.vault)


@pytest.mark.parametrize(
    ("words", "exact"),
    [("élise", "E"), ("ELISE dupont", "E"), ("elise martin", ""), ("dupont elise", "E"), ("chu", "EB"), ("e@x", "E"),
     ("nurse", "E"), ("liege", "B"), ("%", ""), ("'", ""), ("", ""), ("  ", "")],
)  # fmt: skip
def test_people_are_found_by_name_address_employer_and_profession(known: Known, words: str, exact: str) -> None:
    ids = {
        "E": known.person(name="Élise Dupont", email="e@x", employer="CHU", profession="Nurse"),
        "B": known.person(name="Bo", employer="Chu de Liège"),
    }
    found = known.find(words)
    assert found.exact == {ids[one] for one in exact}
    assert found.near == frozenset()


@pytest.mark.parametrize(
    "words", ["Jansens", "janssen", "jannssens", "jasnsens", "janssens sofia", "sofie jonssens", "sofei"]
)
def test_one_wrong_letter_in_a_name_is_forgiven_and_comes_after_the_right_ones(known: Known, words: str) -> None:
    number = known.person(name="Sofie Janssens", employer="Sint-Jansen")
    other = known.person(name="Petra Maes", employer="Janssens NV")
    found = known.find(words)
    assert number in found.exact | found.near
    assert other not in found.near


def test_short_words_and_other_fields_are_taken_at_their_word(known: Known) -> None:
    known.person(name="Bo Li", employer="Caritas")
    assert known.find("ba") == known.find("carita5") == Found()


def test_a_number_asks_for_the_conversation_of_that_number(known: Known) -> None:
    assert [known.find(words).number for words in ("12", "#12", " 12 ", "12a", "9" * 40, "٣")] == [12, 12, 12, 0, 0, 0]


def test_what_changes_is_found_at_once_and_what_is_gone_is_not(known: Known) -> None:
    number = known.person(name="Ana")
    assert known.find("ana").exact == {number}
    known.told(number, name="Anaïs Weber")
    assert known.find("weber").exact == {number}
    assert known.find("webber").near == {number}
    known.told(number, name="Anaïs Roth")
    assert known.find("weber") == known.find("webber") == Found()
    known.database.write_now(lambda c: people.erase(UnitOfWork(c, known.vault, NOW), number))
    assert known.find("roth") == Found()
    assert "roth" not in repr(vars(known.people))


def test_a_profile_that_cannot_be_opened_hides_no_others(known: Known) -> None:
    broken, number = known.person(name="Ana"), known.person(name="Ana")
    query = update(person).where(person.c.id == broken).values(profile=known.vault.seal(b"x", b"elsewhere"))
    known.database.write_now(lambda c: c.execute(query))
    assert known.find("ana").exact == {number}


def test_only_so_many_people_are_kept_in_memory(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_search, "PEOPLE", 2)
    made = [known.person(name="Ana") for _ in range(3)]
    assert known.find("ana").exact == set(made[1:])


def test_messages_are_found_newest_first_and_those_of_the_bot_are_not(known: Known) -> None:
    known.talk(
        ("you", "Où est la gare ?"), ("bot", "La gare est là."), ("Anna", "À la gare du Nord."), ("you", "Merci")
    )
    assert known.said("GARE") == [3, 1]
    assert known.said("gare nord") == [3]
    assert known.said("") == known.said("rien") == []


def test_texts_of_the_catalogue_are_nobodys_words(known: Known) -> None:
    number = known.talk()
    message = Message((Part(Text("human.back", {"text": "hidden"})),), author="you")
    letter = Letter(number, "web", 0, "fr", message)
    known.database.write_now(lambda c: outbox.put(c, known.vault, NOW, [letter]))
    assert known.said("hidden") == []


def test_only_the_last_messages_are_searched_and_what_is_erased_is_forgotten(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "MESSAGES", 3)
    known.talk(*[("you", f"word {n}") for n in range(5)])
    assert known.said("word") == [5, 4, 3]
    known.database.write_now(lambda c: c.execute(delete(outbox_table).where(outbox_table.c.id == 5)))
    held = update(outbox_table).where(outbox_table.c.id == 4).values(state=HELD)
    known.database.write_now(lambda c: c.execute(held))
    assert known.said("word") == [3, 2, 1]
    assert "word 4" not in repr(vars(known.messages))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_no_search_words_are_a_fault(known: Known, words: str) -> None:
    found = known.find(words)
    assert not found.exact
    assert not found.near
    assert known.said(words) == []
