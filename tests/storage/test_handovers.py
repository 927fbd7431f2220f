"""Whose time is over is found without going through all conversations: it is asked every few seconds."""

from typing import Any

from sqlalchemy import Connection, event, update

from storage import conversations, handovers, staff
from storage.crypto import Keys
from storage.database import Database
from storage.tables import conversation

NOW = 1_805_099_400_000


def test_what_is_due_is_found_by_indexes_and_nothing_else_is(database: Database, keys: Keys) -> None:
    def job(c: Connection) -> dict[str, int]:
        here = staff.add(c, NOW, "a@example.org", "Anna", ["fr"], "", "agent", ())
        reads = staff.add(c, NOW, "b@example.org", "Ben", ["fr"], "", "reader", ())
        rows: dict[str, dict[str, Any]] = {
            "lease over": {"owner": "human", "staff_id": here, "waiting_since": NOW - 9, "lease_until": NOW},
            "lease goes on": {"owner": "human", "staff_id": here, "waiting_since": NOW - 9, "lease_until": NOW + 1},
            "comes back": {"work": "snoozed", "snoozed_until": NOW},
            "put off": {"work": "snoozed", "snoozed_until": NOW + 1},
            "left alone": {"owner": "human", "staff_id": reads, "waiting_since": NOW - 9},
            "answered": {"owner": "human", "staff_id": reads},
            "queue": {"owner": "queue", "waiting_since": NOW - 9},
        }
        found = {}
        for name, values in rows.items():
            place = name.encode().ljust(16)
            found[name] = conversations.ensure(c, keys.vault, NOW, "web", [(place, {})])[place]
            c.execute(update(conversation).where(conversation.c.id == found[name]).values(**values))
        return found

    made, asked = database.write_now(job), list[tuple[str, Any]]()

    def look(c: Connection) -> list[int]:
        event.listen(c, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
        return handovers.overdue(c, NOW)

    assert database.read_now(look) == sorted(made[name] for name in ("lease over", "comes back", "left alone"))
    if database.sqlite:
        (sql, values) = next(one for one in asked if "lease_until" in one[0])

        def explained(c: Connection) -> str:
            return str(c.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())

        plan = database.read_now(explained)
        assert "SCAN conversation" not in plan
        assert plan.count("SEARCH conversation") == 3
