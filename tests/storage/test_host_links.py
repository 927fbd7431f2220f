"""The link of a card and what its host wrote, on either database: one link a card, good for a while; words as they were written."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, select

from domain.cards import HostCard
from storage import card_backlog, catalogue, host_links, host_words, retention, staff
from storage.card_backlog import BY_HOST, Confirmation
from storage.crypto import Keys
from storage.database import Database
from storage.tables import host, host_link
from storage.tables import host_words as host_words_table

NOW = 1_805_099_400_000
VAULT = Keys.from_secret("a-secret-of-the-tests-that-is-long-enough").vault


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as opened:
        catalogue.save_hosts(
            opened, NOW, [HostCard("h0", "One"), HostCard("h1", "Two"), HostCard("h2", "Shut", status="dormant")]
        )
        yield opened


def test_a_card_has_one_link_until_it_is_over_withdrawn_or_replaced(connection: Connection) -> None:
    anna = staff.add(connection, NOW, "anna@example.org", "Anna", ["fr"], "x")
    assert host_links.make(connection, NOW, 1, "first", "fr", anna)
    assert host_links.make(connection, NOW, 2, "other", "nl", None)
    assert not host_links.make(connection, NOW, 3, "shut", "nl", None)
    assert not host_links.make(connection, NOW, 77, "nobody", "nl", None)
    asked = host_links.of_card(connection, NOW, 1)
    assert asked == host_links.Asked("Anna", NOW, "fr", NOW + host_links.VALID)
    own = host_links.opened(connection, NOW, "first")
    assert own is not None
    assert (own.host_id, own.card.name, own.lang, own.confirmed_at) == (1, "One", "fr", None)
    host_links.make(connection, NOW + 1, 1, "second", "en", anna)
    assert host_links.opened(connection, NOW, "first") is None
    assert host_links.opened(connection, NOW + host_links.VALID, "second") is not None
    assert host_links.opened(connection, NOW + 1 + host_links.VALID, "second") is None
    assert host_links.of_card(connection, NOW + 1 + host_links.VALID, 1) is None
    assert host_links.withdraw(connection, 2)
    assert not host_links.withdraw(connection, 2)
    assert host_links.opened(connection, NOW, "other") is None
    for odd in ("", "\0", "\ud800", "x" * 9000):
        assert host_links.opened(connection, NOW, odd) is None
    retention.sweep(connection, NOW + host_links.VALID)
    assert len(connection.execute(select(host_link)).all()) == 1
    retention.sweep(connection, NOW + 1 + host_links.VALID)
    assert connection.execute(select(host_link)).all() == []


def test_what_a_host_wrote_lies_sealed_and_goes_once_it_was_seen_to(connection: Connection) -> None:
    for at, words in enumerate(("We have moved", "\ud800 and écrit 你", "We have moved")):
        host_words.add(connection, VAULT, NOW + at, 1, "fr", words)
    host_words.add(connection, VAULT, NOW, 2, "nl", "Ours")
    written = host_words.of_card(connection, VAULT, 1)
    assert [(one.words, one.lang, one.at) for one in written] == [
        ("We have moved", "fr", NOW), ("\ud800 and écrit 你", "fr", NOW + 1),
    ]  # fmt: skip
    sealed = connection.execute(select(host_words_table.c.words)).scalars().all()
    assert not any(b"moved" in one for one in sealed)
    assert [(number, card.name) for number, card in host_words.waiting(connection, 9)] == [(1, "One"), (2, "Two")]
    assert host_words.seen_to(connection, 1, written[0].id)
    assert not host_words.seen_to(connection, 1, written[0].id)
    assert [one.id for one in host_words.of_card(connection, VAULT, 1)] == [written[1].id]
    assert len(host_words.of_card(connection, VAULT, 2)) == 1


def test_who_writes_without_end_does_not_fill_the_disk(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_words, "MOST", 3)
    for number in range(5):
        host_words.add(connection, VAULT, NOW, 1, "fr", f"word {number}")
    assert [one.words for one in host_words.of_card(connection, VAULT, 1)] == ["word 2", "word 3", "word 4"]


@pytest.mark.parametrize("how", ["archived", "deleted"])
def test_link_and_words_go_with_the_card(connection: Connection, how: str) -> None:
    for number, token in ((1, "first"), (2, "second")):
        host_links.make(connection, NOW, number, token, "fr", None)
        host_words.add(connection, VAULT, NOW, number, "fr", "We have moved")
    if how == "archived":
        catalogue.save_hosts(connection, NOW, [HostCard("h0", "One", status="archived"), HostCard("h1", "Two")])
    else:
        connection.execute(delete(host).where(host.c.id == 1))
    assert connection.execute(select(host_link.c.host_id)).scalars().all() == [2]
    assert connection.execute(select(host_words_table.c.host_id)).scalars().all() == [2]


def test_a_card_says_who_confirmed_it_and_when_until_a_file_says_otherwise(connection: Connection) -> None:
    assert card_backlog.confirmation(connection, "hosts", 1) is None
    card_backlog.confirm(connection, NOW + 5, "hosts", 1, ["women", "families"], ["burnout"], "staff:3")
    assert card_backlog.confirmation(connection, "hosts", 1) == Confirmation("staff:3", NOW + 5)
    # only of what this page showed: families stays
    card_backlog.confirm(connection, NOW + 6, "hosts", 1, ["burnout"], ["women"], BY_HOST)
    card = card_backlog.card(connection, "hosts", 1)
    assert card is not None
    assert (card.confirmed, card.denied) == (("burnout", "families"), ("women",))
    assert card_backlog.confirmation(connection, "hosts", 1) == Confirmation(BY_HOST, NOW + 6)
    host_links.make(connection, NOW, 1, "first", "fr", None)
    own = host_links.opened(connection, NOW, "first")
    assert own is not None
    assert own.confirmed_at == NOW + 6
    catalogue.said_by_nobody(connection, host, ["h0"])
    assert card_backlog.confirmation(connection, "hosts", 1) is None
    assert card_backlog.confirmation(connection, "practices", 1) is None
