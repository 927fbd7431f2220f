"""Words that matched nothing are counted, and lead to nobody: no name, no sentence, nothing that one conversation alone said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from storage import retention, unknown_words
from storage.crypto import Keys
from storage.database import Database
from storage.tables import unknown_word, unknown_word_said
from storage.unknown_words import collect
from tests.fresh import migrated

VAULT = Keys.from_secret("a-secret-of-the-tests-that-is-long-enough").vault
NOW = 1_805_099_400_000


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{migrated(tmp_path / 'words.db')}")
    with database.engine.begin() as opened:
        yield opened
    database.close()


def shown(connection: Connection, lang: str = "") -> list[tuple[str, str, int]]:
    return [(one.lang, one.word, one.times) for one in unknown_words.open_words(connection, lang=lang).items]


def rows(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(unknown_word)).scalar_one()


def test_a_word_is_shown_once_a_second_conversation_has_said_it(connection: Connection) -> None:
    for _ in range(3):
        collect(connection, VAULT, NOW, "nl", ["zwabbelen"], 1)
    assert shown(connection) == []
    collect(connection, VAULT, NOW, "nl", ["zwabbelen"], 2)
    assert shown(connection) == [("nl", "zwabbelen", 4)]
    assert connection.execute(select(unknown_word_said)).all() == [], "who said it is of no interest any more"
    collect(connection, VAULT, NOW, "nl", ["zwabbelen"], 1)
    assert shown(connection) == [("nl", "zwabbelen", 5)]


def test_two_words_of_one_conversation_have_nothing_in_common(connection: Connection) -> None:
    collect(connection, VAULT, NOW, "nl", ["zwabbelen", "kwabbelen"], 1)
    said = connection.execute(select(unknown_word_said.c.said_by)).scalars().all()
    assert len({*said}) == 2


def test_names_figures_and_small_words_are_left_out_and_others_folded(connection: Connection) -> None:
    words = ["Maria", "maría", "42", "x", "voor", "anna@example.org", "a" * 33, "Bewöhner", "bewohner", "two words"]
    collect(connection, VAULT, NOW, "de", words, 1)
    found = connection.execute(select(unknown_word.c.word)).scalars().all()
    assert found == ["bewohner"]


def test_the_most_frequent_come_first_and_languages_stay_apart(connection: Connection) -> None:
    for conversation in range(1, 4):
        collect(connection, VAULT, NOW, "nl", ["zwabbelen"], conversation)
        collect(connection, VAULT, NOW, "de", ["zwabbeln"], min(conversation, 2))
    collect(connection, VAULT, NOW, "nl", ["kwabbelen"], 1)
    collect(connection, VAULT, NOW, "nl", ["kwabbelen"], 2)
    assert shown(connection, "nl") == [("nl", "zwabbelen", 3), ("nl", "kwabbelen", 2)]
    assert unknown_words.languages(connection) == [("nl", 2), ("de", 1)]


def test_what_was_set_aside_does_not_come_back(connection: Connection) -> None:
    for conversation in (1, 2):
        collect(connection, VAULT, NOW, "nl", ["zwabbelen"], conversation)
    number = unknown_words.open_words(connection).items[0].id
    assert unknown_words.set_aside(connection, number)
    assert not unknown_words.set_aside(connection, number), "a colleague was quicker"
    collect(connection, VAULT, NOW, "nl", ["zwabbelen"], 3)
    assert shown(connection) == []
    assert unknown_words.one(connection, number) is None


def test_everything_is_gone_after_half_a_year(connection: Connection) -> None:
    collect(connection, VAULT, NOW, "nl", ["zwabbelen"], 1)
    collect(connection, VAULT, NOW + 10 * retention.DAY, "nl", ["kwabbelen"], 1)
    assert retention.sweep(connection, NOW + 180 * retention.DAY)["unknown_word"] == 0
    assert retention.sweep(connection, NOW + 181 * retention.DAY)["unknown_word"] == 1
    assert rows(connection) == 1
    assert len(connection.execute(select(unknown_word_said)).all()) == 1


def test_there_is_an_end_to_it(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown_words, "MOST", 5)
    monkeypatch.setattr(unknown_words, "_GIVEN_UP", 2)
    for conversation in (1, 2):
        collect(connection, VAULT, NOW, "nl", ["zwabbelen"], conversation)
    for letter in "abcdefgh":
        collect(connection, VAULT, NOW, "nl", [f"woord{letter}"], 1)
    assert rows(connection) <= 5
    assert shown(connection) == [("nl", "zwabbelen", 2)], "what two have said stays"
    collect(connection, VAULT, NOW, "fr", [f"mot{chr(97 + n)}{chr(98 + n // 26)}" for n in range(26)] * 2, 1)
    collect(connection, VAULT, NOW, "de", [f"wort{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60)], 1)
    assert rows(connection) <= 15
