"""What is told of waits and mailed to staff, on both databases."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select, update

from storage import helpdesks, notices, promises, retention, service, staff
from storage.database import Database
from storage.helpdesks import Helpdesk
from storage.notices import Waiting
from storage.tables import conversation, notice, promise_warning

NOW = 1_799_658_000_000
MINUTE = 60_000
ZONE = ZoneInfo("Europe/Brussels")


@pytest.fixture
def waits(database: Database) -> list[int]:
    """Two who wait for a French answer since an hour, and Anna and Ben who give them."""

    def job(c: Connection) -> list[int]:
        helpdesks.save(c, Helpdesk("fr", "Français", ("fr",), first_answer=60))
        for name in ("anna", "ben"):
            assert staff.add(c, NOW, f"{name}@example.org", name, ("fr",), "x", "agent", ("fr",))
        rows = [
            {"channel": "web", "place": bytes([n] * 16), "address": b"x", "lang": "fr", "owner": "queue", "team": "fr",
             "waiting_since": NOW - 60 * MINUTE + n, "created_at": NOW}
            for n in range(2)
        ]  # fmt: skip
        c.execute(insert(conversation), rows)
        return list(c.execute(select(conversation.c.id).order_by(conversation.c.id)).scalars())

    found: list[int] = database.write_now(job)
    return found


def test_a_wait_is_noted_once_and_known_to_lists(database: Database, waits: list[int]) -> None:
    found = database.read_now(lambda c: promises.untold(c, NOW, ZONE))
    assert [(one.conversation_id, one.stage, one.untold) for one in found] == [
        (waits[0], "late", ("waiting", "soon", "late")),
        (waits[1], "soon", ("waiting", "soon")),
    ]
    for _ in range(2):
        for one in found:
            database.write_now(lambda c, one=one: promises.note(c, NOW, one))  # type: ignore[misc]
    assert database.read_now(lambda c: promises.untold(c, NOW, ZONE)) == []
    assert database.read_now(lambda c: promises.stages(c, waits)) == {waits[0]: "late", waits[1]: "soon"}
    late = select(conversation.c.id).where(promises.told("late"))
    assert database.read_now(lambda c: c.execute(late).scalars().all()) == [waits[0]]
    # another wait of the same trainee is another one
    database.write_now(
        lambda c: c.execute(update(conversation).where(conversation.c.id == waits[0]).values(waiting_since=NOW))
    )
    assert database.read_now(lambda c: promises.stages(c, waits)) == {waits[1]: "soon"}
    database.write_now(lambda c: retention.sweep(c, NOW + 200 * retention.DAY))
    left = database.read_now(lambda c: c.execute(select(promise_warning.c.conversation_id)).scalars().all())
    assert set(left) <= {waits[1]}


def test_mails_are_claimed_by_one_and_given_up_in_the_end(database: Database, waits: list[int]) -> None:
    everybody = [one.id for one in database.read_now(staff.everybody)]
    for number, since in zip(waits, (NOW - 60 * MINUTE, NOW - 60 * MINUTE + 1), strict=True):
        said = Waiting(number, "fr", "fr", since, "waiting")
        database.write_now(lambda c, said=said: notices.queue(c, NOW, everybody, said))  # type: ignore[misc]
    assert database.write_now(lambda c: notices.claim(c, NOW, ZONE)) == []
    at = NOW + MINUTE
    letters = database.write_now(lambda c: notices.claim(c, at, ZONE))
    assert [(one.email, len(one.waiting)) for one in letters] == [("anna@example.org", 2), ("ben@example.org", 2)]
    assert database.write_now(lambda c: notices.claim(c, at, ZONE)) == []
    database.write_now(lambda c: notices.sent(c, at, letters[0].ids))
    database.write_now(lambda c: notices.failed(c, at, letters[1].ids, "busy", for_good=False))
    assert database.read_now(notices.count_given_up) == 0
    database.write_now(lambda c: notices.failed(c, at, letters[1].ids, "no such mailbox", for_good=True))
    assert database.read_now(notices.count_given_up) == 2
    database.write_now(lambda c: retention.sweep(c, NOW + 200 * retention.DAY))
    assert database.read_now(lambda c: c.execute(select(notice)).all()) == []


def test_figures_are_there_on_both(database: Database, waits: list[int]) -> None:
    (found,) = database.read_now(lambda c: service.figures(c, NOW, ZONE, 30))
    assert (found.team, found.waiting, found.longest // MINUTE, found.kept, found.rated) == ("fr", 2, 60, None, 0)
