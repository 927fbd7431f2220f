"""What the outbox offers a courier: the most urgent first, and of one conversation nothing out of turn."""

from typing import Any

import pytest
from sqlalchemy import event

from domain.messages import Message, Part, verbatim
from storage import conversations, outbox
from storage.crypto import Keys
from storage.database import Database
from storage.outbox import BROADCAST, LIVE, QUEUED, REMINDER, SENT, STAFF, Fate, Letter

NOW = 1_000_000


class Box:
    """Letters put in and looked at."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database, self.vault = database, keys.vault

    def put(self, *letters: tuple[str, str, int]) -> None:
        """Letters of a place, with words, in a lane."""

        def put(connection: Any) -> None:
            for place, words, lane in letters:
                key = self.vault.lookup(place)
                ids = conversations.ensure(connection, self.vault, NOW, "fake", [(key, {"place": place})])
                message = Message((Part(verbatim(words)),))
                outbox.put(connection, self.vault, NOW, [Letter(ids[key], "fake", 0, "en", message, lane)])

        self.database.write_now(put)

    def offered(self, now: int = NOW, **which: Any) -> dict[str, int]:
        """The words that may be sent now, in this order, and their numbers."""
        found = self.database.read_now(lambda c: outbox.due(c, self.vault, "fake", now, 50, **which))
        return {str(letter.message.parts[0].text.fields["text"]): letter.id for letter in found.letters}

    def settle(self, number: int, state: int, due_at: int = NOW) -> None:
        self.database.write_now(lambda c: outbox.settle(c, [Fate(number, state, 1, due_at=due_at)]))


@pytest.fixture
def box(database: Database, keys: Keys) -> Box:
    return Box(database, keys)


@pytest.mark.parametrize("lane", [LIVE, STAFF])
def test_while_a_message_waits_for_its_next_try_nothing_after_it_is_offered(box: Box, lane: int) -> None:
    box.put(("a", "first", lane), ("a", "second", LIVE), ("a", "staff", STAFF), ("a", "news", BROADCAST))
    box.put(("b", "somebody else", LIVE))
    first = box.offered()["first"]
    box.settle(first, QUEUED, NOW + 5_000)
    assert list(box.offered(NOW + 4_999)) == ["somebody else"]
    order = ["first", "second", "somebody else", "staff", "news"]
    assert sorted(box.offered(NOW + 5_000)) == sorted(order)
    box.settle(first, SENT)
    assert list(box.offered(NOW)) == order[1:]


def test_a_reminder_for_later_holds_up_nothing(box: Box) -> None:
    box.put(("a", "reminder", REMINDER), ("a", "answer", LIVE))
    box.settle(box.offered()["reminder"], QUEUED, NOW + 86_400_000)
    assert list(box.offered()) == ["answer"]


def test_looking_costs_no_walk_through_what_was_said(box: Box) -> None:
    if not box.database.sqlite:
        pytest.skip("a small table of PostgreSQL is always walked through")
    box.put(("a", "first", LIVE))
    asked: list[Any] = []
    event.listen(box.database._readers, "before_cursor_execute", lambda *of: asked.append(of[2:4]))
    box.offered(full=(7, 8))
    statement, values = next(one for one in asked if "FROM outbox" in one[0])
    with box.database._readers.connect() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    looks = [step for step in plan if "outbox" in step or "retried" in step]
    assert len(looks) == 2
    assert all("USING INDEX ix_outbox_queue" in step for step in looks)
    assert not any("CORRELATED" in step for step in plan)
