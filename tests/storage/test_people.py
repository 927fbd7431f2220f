"""Who is forgotten leaves nothing behind, wherever they have talked (both kinds of database)."""

from typing import Any

from sqlalchemy import Connection, select

from domain import ownership
from storage import conversations, people, topic_news
from storage.crypto import Keys
from storage.database import Database
from storage.tables import conversation, handover
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000


def test_who_is_forgotten_waits_for_nobody_in_another_conversation_of_theirs(database: Database, keys: Keys) -> None:
    def two_places(connection: Connection) -> int:
        work = UnitOfWork(connection, keys.vault, NOW)
        number = people.create(work, "fr", "helpdesk", "1")
        places: list[tuple[bytes, dict[str, Any]]] = [(name * 16, {}) for name in (b"w", b"t")]
        for found in conversations.ensure(connection, keys.vault, NOW, "web", places).values():
            theirs = conversations.load(connection, keys.vault, found)
            assert theirs is not None
            theirs.person_id = number
            if found == 2:
                ownership.queue(theirs, "fr", NOW)
            conversations.save(connection, keys.vault, [theirs])
        return number

    person = database.write_now(two_places)
    assert [row.id for row in database.read_now(topic_news.without_topic)] == [2]
    database.write_now(lambda c: people.erase(UnitOfWork(c, keys.vault, NOW), person))
    # no topic is opened for them, and nothing that was meant for them under the old owner is sent
    assert database.read_now(topic_news.without_topic) == []
    columns = (conversation.c.owner, conversation.c.waiting_since, conversation.c.epoch, conversation.c.person_id)
    rows = database.read_now(lambda c: c.execute(select(*columns).order_by(conversation.c.id)).all())
    assert [tuple(row) for row in rows] == [("bot", None, 0, None), ("bot", None, 2, None)]
    history = database.read_now(lambda c: c.execute(select(handover.c.conversation_id, handover.c.what)).all())
    assert [tuple(row) for row in history] == [(2, "handed_back")]
