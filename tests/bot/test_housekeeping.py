"""Everything has an end, but what a person told us stays until they delete it (P4)."""

from pathlib import Path

from sqlalchemy import func, select

from bot.app import App
from bot.housekeeping import sweep
from storage.tables import conversation, inbox, outbox, person
from tests.scene import Clock, Scene, make_app, welcomed


def count(app: App, table: object) -> int:
    return app.database.read_now(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[call-overload]


async def test_who_never_agreed_is_forgotten_after_a_month(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    await Scene(app, "passer-by").says("Hello, I would like to know something")
    await sweep(app.database, app.files, clock())
    assert count(app, conversation) == 1
    clock.forward(days=31)
    await sweep(app.database, app.files, clock())
    assert (count(app, conversation), count(app, outbox), count(app, inbox)) == (0, 0, 0)
    app.close()


async def test_who_agreed_is_kept(tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    await welcomed(Scene(app))
    said = count(app, outbox)
    clock.forward(days=800)
    await sweep(app.database, app.files, clock())
    assert (count(app, person), count(app, conversation), count(app, outbox)) == (1, 1, said)
    app.close()


async def test_a_file_of_nobody_is_swept_away_and_a_document_is_not(tmp_path: Path) -> None:
    from tests.doubles.europass_samples import candidate_xml

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
    # files carry the time of the disk: look back from far ahead
    await sweep(app.database, app.files, 4_000_000_000_000)
    from storage.retention import files_in_use

    left = app.database.read_now(files_in_use)
    assert len(left) == 1
    assert app.files.get(next(iter(left)))
    assert not app.files.delete(orphan)
    app.close()
