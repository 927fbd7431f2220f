"""The cards nobody has confirmed: the most requested first, on either database; changes of the vocabulary are noticed there too."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from domain.cards import HostCard, PracticeCard
from domain.concept_changes import Changes, OwnConcept, WordsChange
from storage import card_backlog, catalogue, concept_changes, unknown_words
from storage.crypto import Keys
from storage.database import Database

NOW = 1_805_099_400_000


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as opened:
        yield opened


def test_cards_are_listed_confirmed_and_gone_from_the_list(connection: Connection) -> None:
    catalogue.save_hosts(connection, NOW, [HostCard("h0", "One"), HostCard("h1", "50% <Two>")])
    catalogue.save_practices(connection, NOW, [PracticeCard("p0", "Three", host_external_id="h1")])
    names = [(one.kind, one.id) for one in card_backlog.backlog(connection).items]
    assert len(names) == 3
    assert card_backlog.counts(connection) == (0, 3)
    assert [one.card.external_id for one in card_backlog.backlog(connection, words="50% <").items] == ["h1"]
    kind, number = names[0]
    assert card_backlog.following(connection, kind, number) == names[1]
    assert card_backlog.confirm(connection, NOW + 1, kind, number, ["women"], ["burnout"], "staff:1")
    assert card_backlog.counts(connection) == (1, 3)
    assert [(one.kind, one.id) for one in card_backlog.backlog(connection).items] == names[1:]
    card = card_backlog.card(connection, kind, number)
    assert card is not None
    assert (card.confirmed, card.denied) == (("women",), ("burnout",))
    assert not card_backlog.confirm(connection, NOW, kind, 10_000, ["women"], [], "staff:1")


def test_changes_of_the_vocabulary_come_back_as_they_were_kept(connection: Connection) -> None:
    words = WordsChange("women", "nl", "Dames", ("dame*",), ("vrouw",))
    concept_changes.save_words(connection, NOW, [words])
    concept_changes.add(connection, NOW, OwnConcept("own-x", "method", ("women",)))
    concept_changes.merge(connection, NOW, "own-x", "burnout")
    kept = concept_changes.load(connection)
    assert kept == Changes((words,), (OwnConcept("own-x", "method", ("women",)),), (("own-x", "burnout"),))
    before = concept_changes.version(connection)
    concept_changes.merge(connection, NOW, "own-x", "")
    concept_changes.save_words(connection, NOW, [WordsChange("women", "nl")])
    assert concept_changes.version(connection) > before
    assert concept_changes.load(connection) == Changes((), kept.own)


def test_words_are_counted_on_either_database(connection: Connection) -> None:
    vault = Keys.from_secret("a-secret-of-the-tests-that-is-long-enough").vault
    for conversation in (1, 2):
        unknown_words.collect(connection, vault, NOW, "nl", ["zwabbelen"], conversation)
    assert [one.times for one in unknown_words.open_words(connection).items] == [2]
    assert unknown_words.forget(connection, NOW + 1) == 1
