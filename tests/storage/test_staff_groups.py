"""A group that moves takes its topics along, and what stops us in a group is on record."""

from sqlalchemy import Connection, insert, select

from storage import staff_groups, topic_news, topics
from storage.crypto import Keys
from storage.database import Database
from storage.tables import audit, conversation

OLD, NEW = -77, -1_000_000_000_200


def test_what_waits_moves_along_and_what_was_to_be_deleted_does_not_come_back(database: Database, keys: Keys) -> None:
    def before(connection: Connection) -> None:
        for number in (1, 2):
            values = {"channel": "web", "place": b"%d" % number, "address": b"a", "created_at": 1}
            connection.execute(insert(conversation).values(id=number, **values))
            topic_news.want(connection, 1, number, OLD)
        going, staying = (topics.of_conversation(connection, number) for number in (1, 2))
        assert going is not None
        assert staying is not None
        topics.change(connection, staying.id, state=topics.OPEN, thread=7, card=8)
        topics.change(connection, going.id, state=topics.DOOMED, thread=9, card=10)
        topics.add(connection, keys.vault, 1, staying, topics.NOTICE, state=topics.SENDING, behind=5)

    database.write_now(before)
    database.write_now(lambda c: staff_groups.owner(c, 2, {"chat_id": OLD, "moved_to": NEW}))
    gone, moved = database.read_now(lambda c: [topics.of_conversation(c, number) for number in (1, 2)])
    assert gone is None
    assert moved is not None
    assert (moved.chat, moved.thread, moved.card, moved.state) == (NEW, None, None, topics.WANTED)
    topics_open = {"thread": 3, "card": 4, "state": topics.OPEN}
    database.write_now(lambda c: topics.change(c, moved.id, **topics_open))
    (waiting,) = database.read_now(lambda c: topics.waiting(c, NEW, 9))
    assert (waiting.state, waiting.behind) == (topics.QUEUED, None)
    assert database.read_now(lambda c: staff_groups.groups(c, {"fr": OLD})) == {"fr": NEW}


def test_only_changes_of_what_stops_us_are_recorded(database: Database) -> None:
    for found in (None, "gone", "gone", None, None, "rights"):
        database.write_now(lambda c, found=found: staff_groups.note_trouble(c, 1, OLD, found))  # type: ignore[misc]
    recorded = database.read_now(lambda c: list(c.execute(select(audit.c.what).order_by(audit.c.id)).scalars()))
    assert recorded == ["group.gone", "group.works", "group.rights"]
    assert database.read_now(lambda c: staff_groups.all_troubles(c, {"": OLD, "fr": NEW})) == {OLD: "rights"}
