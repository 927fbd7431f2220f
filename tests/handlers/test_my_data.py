"""The export is complete, and deleting harms nobody (P2, P3)."""

import json
import uuid
from typing import Any

import msgspec
from sqlalchemy import select

from bot.app import App
from bot.channels.base import RawUpdate
from handlers.actions.my_data import everything
from storage.tables import person
from storage.unit_of_work import UnitOfWork
from tests.handlers.test_journey import enquire, fill_profile
from tests.scene import Scene, welcomed


def exported(app: App) -> dict[str, Any]:
    def read(connection: Any) -> dict[str, Any]:
        number = connection.execute(select(person.c.id)).scalar_one()
        return everything(UnitOfWork(connection, app.vault, 0), number)

    return app.database.read_now(read)


def update(scene: Scene, body: dict[str, Any], *, files: bool = False) -> RawUpdate:
    number = str(uuid.uuid4())
    raw = msgspec.json.encode({"id": number, "lang": "en", **body})
    return RawUpdate("web", f"{scene.place}:{number}", scene.place, {"place": scene.place}, raw, files)


async def test_answers_of_an_unfinished_dialog_are_exported(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Many young people stop our programme after two weeks and relapse, CANARY")
    for place in ("stack", "saved"):
        found = exported(app)
        found.pop("messages")
        assert "CANARY" in json.dumps(found), place
        await ana.runs("/menu")


async def test_what_arrives_while_everything_is_deleted_stops_nobody(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/mydata")
    for label in ("Delete everything", "Yes"):
        await ana.presses(label)
    yes = app.buttons.sign(ana.conversation, ana.last.id, 0)
    file = {"name": "x.pdf", "mime": "", "size": 3, "stored": app.files.put(b"%PDF-1.7 x")}
    await app.inbox.store(
        [
            update(ana, {"kind": "press", "token": yes}),
            update(ana, {"kind": "file", "file": file, "text": ""}, files=True),
        ]
    )
    # the file is looked at only after the turn that deletes everything
    while await app.inbox.work_once():
        pass
    await app.inbox.fetch_waiting()
    ben = Scene(app, "ben")
    await ben.says("Hello there, I would like to visit a team")
    assert "agree" in ben.text


async def test_all_answers_that_are_kept_are_shown(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await fill_profile(ana)
    await ana.runs("/start my_data")
    await ana.presses("See it")
    for line in (
        "Name: Ana Costa", "Country: Belgium", "Town: Ghent", "Years: 7", "Show to host: Yes", "Who benefits: ", "What to see: ",
        "Countries: anywhere", "When: any time", "Days: 3", "How many people: 1", "Employer: ", "Money: ", "It is about: ",
    ):  # fmt: skip
        assert line in ana.text, line
