"""A file goes from the page into the conversation over the real routes."""

import uuid

from litestar.testing import AsyncTestClient
from sqlalchemy import select

from bot.app import App
from bot.channels.webchat.sessions import place_of
from bot.web import create_web
from storage.tables import document
from tests.doubles.europass_samples import candidate_xml
from tests.scene import Scene, welcomed


async def test_a_cv_sent_on_the_page_is_read_before_its_turn(app: App) -> None:
    async with AsyncTestClient(create_web(app, lambda: False)) as page:
        token = (await page.post("/chat/session")).json()["token"]
        place = place_of(token)
        assert place is not None
        ana = await welcomed(Scene(app, place))
        await ana.runs("/start cv")
        await ana.presses("Send a file")
        sent = await page.post(
            "/chat/files",
            headers={"Authorization": f"Bearer {token}"},
            data={"id": str(uuid.uuid4()), "lang": "en", "text": ""},
            files={"file": ("cv.xml", candidate_xml("en"), "text/xml")},
        )
        assert sent.status_code == 202
        await app.inbox.fetch_waiting()
        while await app.inbox.work_once():
            pass
        ana.hears()
    assert "Europass CV" in ana.text


async def test_a_file_sent_to_a_person_of_the_helpdesk_is_kept(app: App) -> None:
    ana = await welcomed(Scene(app))
    await ana.runs("/human")
    await ana.sends("one.xml", candidate_xml("en"))
    await ana.sends("two.xml", candidate_xml("fr"))
    stored = app.database.read_now(lambda c: c.execute(select(document.c.stored)).scalars().all())
    assert len(stored) == 2
    assert all(app.files.get(name) for name in stored)
