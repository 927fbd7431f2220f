"""Files that staff send: the trainee gets them and nobody else, they are in the export, and go when the trainee goes."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from bot import housekeeping
from bot.app import App
from bot.file_links import LIFETIME
from bot.web import create_web
from domain.messages import FileRef
from domain.staff_actions import Colleague, Reply
from storage import conversations, retention, staff, transcripts
from storage.unit_of_work import UnitOfWork
from tests.program import app, clock
from tests.scene import Scene, welcomed

__all__ = ["app", "clock"]

CONTENT = b"The agreement, in plain words."
EVIL = "<script>alert(1)</script>.txt"


@pytest.fixture
async def ana(app: App) -> Scene:
    scene = await welcomed(Scene(app))
    await scene.runs("/human")
    return scene


@pytest.fixture
async def page(app: App) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(create_web(app, lambda: True)) as client:
        yield client


async def sent(app: App, scene: Scene, words: str = "Here it is.", name: str = EVIL) -> FileRef:
    """Anna sends a file."""
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    loaded = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert loaded is not None
    file = FileRef(name, "text/plain", len(CONTENT), stored=app.files.put(CONTENT), kind="text")
    outcome = await app.staff_turns.do(
        scene.conversation, Colleague(number, "Anna"), Reply(loaded.epoch, words, (file,))
    )
    assert outcome.done
    return file


async def shown(app: App, scene: Scene) -> list[dict[str, Any]]:
    """The files on the trainee's page."""
    entries = await app.chats.entries(scene.place, 0, 100)
    return [file for entry in entries for file in entry.payload.get("files", ())]


async def test_the_trainee_sees_the_file_and_saves_it(app: App, ana: Scene, page: AsyncTestClient[Litestar]) -> None:
    await sent(app, ana)
    (file,) = await shown(app, ana)
    assert (file["name"], file["size"]) == (EVIL, len(CONTENT))
    answer = await page.get(file["url"])
    assert answer.content == CONTENT
    headers = answer.headers
    assert headers["content-disposition"].startswith('attachment; filename="<script>alert(1)<_script>.txt"')
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["content-type"].startswith("text/plain")


async def test_a_file_without_words_is_a_message_too(app: App, ana: Scene) -> None:
    await sent(app, ana, words="")
    assert len(await shown(app, ana)) == 1
    assert ana.hears().last.message.author == "Anna"


async def test_no_other_address_leads_to_a_file(app: App, ana: Scene, page: AsyncTestClient[Litestar]) -> None:
    file = await sent(app, ana)
    (one,) = await shown(app, ana)
    token = one["url"].removeprefix("/files/")
    for odd in (file.stored, token[:-4] + "AAAA", "x", "A" * 3000, token + "é"):
        assert (await page.get(f"/files/{odd}")).status_code == 404
    now = int(time.time() * 1000)
    assert app.file_links.open(token, now) is not None
    assert app.file_links.open(token, now + LIFETIME + 1000) is None


async def test_the_export_names_the_file_and_where_to_fetch_it(
    app: App, ana: Scene, page: AsyncTestClient[Litestar]
) -> None:
    await sent(app, ana)
    person = app.database.read_now(lambda c: conversations.load(c, app.vault, ana.conversation)).person_id  # type: ignore[union-attr]
    now = int(time.time() * 1000)
    link = app.database.read_now(lambda c: app.links.make(UnitOfWork(c, app.vault, now), person or 0))
    found = msgspec.json.decode((await page.get(link.removeprefix(app.settings.address))).content)
    (file,) = found["files"]
    assert (file["from"], file["name"]) == ("staff", EVIL)
    assert (await page.get(file["address"].removeprefix(app.settings.address))).content == CONTENT


async def test_when_the_trainee_deletes_everything_the_file_is_gone(
    app: App, ana: Scene, page: AsyncTestClient[Litestar]
) -> None:
    file = await sent(app, ana)
    (one,) = await shown(app, ana)
    await ana.runs("/bot")
    await ana.runs("/delete")
    await ana.presses("Yes")
    await ana.presses("Yes")
    assert not app.files.has(file.stored)
    assert (await page.get(one["url"])).status_code == 404


async def test_the_sweep_keeps_what_was_sent_and_nothing_else(app: App, ana: Scene) -> None:
    file = await sent(app, ana)
    orphan = app.files.put(b"nobody's")
    later = int(datetime.now(UTC).timestamp() * 1000) + (retention.FILES_OF_NOBODY + 1) * retention.DAY
    await housekeeping.sweep(app.database, app.files, app.vault, later)
    assert app.files.has(file.stored)
    assert not app.files.has(orphan)


async def test_what_the_trainee_sends_can_be_opened_from_the_message(app: App, ana: Scene) -> None:
    await ana.sends("../../cv.txt", b"I am Ana and this is my life.")
    rows = await app.chats.entries(ana.place, 0, 100)
    own = next(entry.payload for entry in rows if entry.payload.get("kind") == "file")
    assert own["file"]["name"] == "cv.txt"
    assert own["file"]["size"] > 0
    said = app.database.read_now(lambda c: transcripts.page(c, app.vault, ana.conversation))
    (stored,) = [file.stored for row, message in said if row.author == "you" for file in message.files]
    assert app.files.get(stored) == b"I am Ana and this is my life."
