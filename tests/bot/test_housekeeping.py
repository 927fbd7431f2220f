"""Everything has an end, but what a person told us stays until they delete it (P4)."""

import itertools
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, event, func, insert, select, update

from bot.app import App
from bot.channels.base import RawUpdate
from bot.housekeeping import sweep
from bot.inbox import milliseconds
from domain.messages import FileRef
from domain.staff_actions import Colleague, Note
from domain.topics import Held
from storage import staff, topic_news, topics
from storage.crypto import Keys
from storage.database import Database
from storage.retention import files_in_use
from storage.tables import conversation, desk_action, document, handover, inbox, note, outbox, person
from tests.doubles.europass_samples import candidate_xml
from tests.scene import Clock, Scene, make_app, welcomed


def count(app: App, table: object) -> int:
    return app.database.read_now(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[call-overload]


async def test_who_never_agreed_is_forgotten_after_a_month(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    await Scene(app, "passer-by").says("Hello, I would like to know something")
    await sweep(app.database, app.files, app.vault, clock())
    assert count(app, conversation) == 1
    clock.forward(days=31)
    await sweep(app.database, app.files, app.vault, clock())
    assert (count(app, conversation), count(app, outbox), count(app, inbox)) == (0, 0, 0)
    app.close()


async def test_what_waits_to_be_handled_is_kept_however_long_the_program_was_away(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    await app.inbox.store([RawUpdate("web", "1", "ana", {"place": "ana"}, b"{}")])
    clock.forward(days=31)
    await sweep(app.database, app.files, app.vault, clock())
    assert (count(app, conversation), count(app, inbox)) == (1, 1)
    while await app.inbox.work_once():
        pass
    await sweep(app.database, app.files, app.vault, clock())
    assert count(app, conversation) == 0
    app.close()


async def test_who_agreed_is_kept(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    await welcomed(Scene(app))
    said = count(app, outbox)
    clock.forward(days=800)
    await sweep(app.database, app.files, app.vault, clock())
    assert (count(app, person), count(app, conversation), count(app, outbox)) == (1, 1, said)
    app.close()


FAR_AHEAD = 4_000_000_000_000
"""Files carry the time of the disk: to look back at them, sweep from there."""


async def in_the_middle_of_a_cv(app: App) -> str:
    """The stored file of a dialog that waits for its next answer."""
    ana = await welcomed(Scene(app))
    await ana.runs("/start cv")
    await ana.presses("Send a file")
    await ana.sends("cv.xml", candidate_xml("en"))
    assert app.database.read_now(lambda c: c.execute(select(document.c.stored)).all()) == []
    return next(iter(app.files.written_before(datetime(2200, 1, 1, tzinfo=UTC))))


async def test_the_file_of_a_suspended_dialog_is_kept_as_long_as_the_dialog(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    held = await in_the_middle_of_a_cv(app)
    orphan = app.files.put(b"nobody's")
    await sweep(app.database, app.files, app.vault, FAR_AHEAD)
    assert app.files.get(held)
    assert not app.files.delete(orphan)
    app.close()


async def test_a_file_whose_update_still_waits_is_kept(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    for fetched in (False, True):
        held = app.files.put(candidate_xml("en"))
        body = {"id": "1", "lang": "en", "kind": "file", "text": "", "file": {"name": "cv.xml", "mime": "", "size": 9}}
        body["file"]["stored"] = held  # type: ignore[index]
        place = f"person-{fetched}"
        await app.inbox.store([RawUpdate("web", place, place, {"place": place}, msgspec.json.encode(body), True)])
        if fetched:
            await app.inbox.fetch_waiting()
        await sweep(app.database, app.files, app.vault, FAR_AHEAD)
        assert app.files.get(held)
    app.close()


async def test_while_a_conversation_cannot_be_opened_no_file_is_deleted(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    await in_the_middle_of_a_cv(app)
    orphan = app.files.put(b"perhaps theirs")
    damaged = app.vault.seal(b"{}", b"another place")
    app.database.write_now(lambda c: c.execute(update(conversation).values(session=damaged)))
    await sweep(app.database, app.files, app.vault, FAR_AHEAD)
    assert app.files.get(orphan)
    app.close()


async def test_a_young_file_is_kept_whatever_the_tables_say_and_an_old_one_goes(tmp_path: Path) -> None:
    """Its row may be in a transaction that nobody else sees yet."""
    app = make_app(tmp_path)
    young, old = (app.files.put(b"nobody's") for _ in range(2))
    path = next(tmp_path.glob(f"files/*/*/{old}"))
    os.utime(path, (path.stat().st_mtime - 91 * 86_400,) * 2)
    await sweep(app.database, app.files, app.vault, milliseconds())
    assert app.files.get(young)
    assert not app.files.delete(old)
    app.close()


def test_a_file_that_waits_in_a_topic_for_its_author_is_in_use(database: Database, keys: Keys) -> None:
    name = "0123456789abcdef" * 2

    def keep(connection: Connection) -> None:
        values = {"channel": "web", "place": b"p", "address": b"a", "created_at": 1}
        connection.execute(insert(conversation).values(id=1, **values))
        topic_news.want(connection, 1, 1, -100)
        where = topics.of_conversation(connection, 1)
        assert where is not None
        held = Held("Here it is", (FileRef("plan.pdf", "application/pdf", stored=name),), 1)
        topics.add(connection, keys.vault, 1, where, topics.HELD, body=held)

    database.write_now(keep)
    assert database.read_now(lambda c: files_in_use(c, keys.vault)) == {name}


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5])
def test_a_file_that_a_dialog_hands_over_in_the_middle_of_the_sweep_is_kept(
    database: Database, keys: Keys, after: int
) -> None:
    """After whichever of its statements."""
    name = "0123456789abcdef" * 2
    memory = keys.vault.seal(b'{"stored":"%s"}' % name.encode(), b"conversation.session")

    def begin_a_dialog(connection: Connection) -> None:
        connection.execute(insert(person).values(id=1, created_at=1, lang="en"))
        values = {"channel": "web", "place": b"p", "address": b"a", "created_at": 1, "session": memory}
        connection.execute(insert(conversation).values(values))

    def finish_it(connection: Connection) -> None:
        connection.execute(update(conversation).values(session=None))
        values = {"person_id": 1, "kind": "cv", "name": b"n", "mime": "", "size": 1, "stored": name, "created_at": 1}
        connection.execute(insert(document).values(values))

    asked = itertools.count(1)

    def meanwhile(*_: Any) -> None:
        if next(asked) == after:
            database.write_now(finish_it)

    def look(connection: Connection) -> set[str]:
        event.listen(connection, "after_cursor_execute", meanwhile)
        return files_in_use(connection, keys.vault)

    database.write_now(begin_a_dialog)
    assert database.read_now(look) == {name}
    assert next(asked) > after


async def test_a_file_of_nobody_is_swept_away_and_a_document_is_not(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    ana = await welcomed(Scene(app))
    await ana.runs("/start cv")
    await ana.presses("Send a file")
    await ana.sends("cv.xml", candidate_xml("en"))
    for _ in range(12):
        if "Is this correct" in ana.text:
            break
        await ana.presses("Keep" if any("Keep" in label for label in ana.buttons) else "Yes")
    await ana.presses("All correct")
    orphan = app.files.put(b"nobody's")
    await sweep(app.database, app.files, app.vault, FAR_AHEAD)
    left = app.database.read_now(lambda c: files_in_use(c, app.vault))
    assert len(left) == 1
    assert app.files.get(next(iter(left)))
    assert not app.files.delete(orphan)
    app.close()


async def test_what_staff_did_is_known_again_for_a_week_and_goes_with_its_conversation(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    scene = await Scene(app, "passer-by").says("Hello, I would like to know something")
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    anna = Colleague(number, "Anna")
    assert (await app.staff_turns.do(scene.conversation, anna, Note("A question"), "first")).done
    assert (await app.staff_turns.do(scene.conversation, anna, Note("A note"), "second")).done
    clock.forward(days=6)
    await sweep(app.database, app.files, app.vault, clock())
    assert (await app.staff_turns.do(scene.conversation, anna, Note("A note"), "second")).code == "repeated"
    clock.forward(days=2)
    await sweep(app.database, app.files, app.vault, clock())
    assert (count(app, desk_action), count(app, note), count(app, handover)) == (0, 2, 0)
    assert (await app.staff_turns.do(scene.conversation, anna, Note("Another"), "third")).done
    clock.forward(days=31)
    await sweep(app.database, app.files, app.vault, clock())
    assert [count(app, table) for table in (conversation, desk_action, note, handover, outbox)] == [0] * 5
    app.close()
