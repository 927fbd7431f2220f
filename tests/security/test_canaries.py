"""Words and files that are made to do harm come out as plain words, or not at all (S7, S8, S9)."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from bot.app import App
from bot.channels.telegram.render import render as telegram_pieces
from bot.web import create_web
from domain.uploads import MAX_BYTES
from storage import transcripts
from tests.doubles import europass_samples as samples
from tests.doubles.bot_api.html import parse_html
from tests.scene import Scene, welcomed
from tests.security.remains import files

CANARIES = (
    "<script>alert('canary')</script>", '"><img src=x onerror=canary()>', "</blockquote><b>canary", "&lt;b&gt;canary&amp;",
    "{canary}", "%(canary)s", "{0.__class__}", "<tg-spoiler>canary", "<a href='javascript:canary()'>x</a>", "canary & <co>",
    "\u202ecanary\u202c", "&#60;script&#62;canary", "]]>canary", "';DROP TABLE person;--canary", "<<<<canary>>>>",
)  # fmt: skip


@pytest.fixture
async def page(app: App) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """A page with a session, in front of the whole web application."""
    async with AsyncTestClient(create_web(app, lambda: False), raise_server_exceptions=False) as client:
        token = (await client.post("/chat/session")).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


@pytest.mark.parametrize("canary", CANARIES)
async def test_words_made_to_do_harm_are_shown_as_they_were_written(app: App, canary: str) -> None:
    ana = Scene(app)
    await welcomed(ana)
    for words in (
        f"Many young people leave our programme, {canary}, after two weeks",
        canary,
        f"{canary} peer support",
    ):
        await ana.says(words)
    await ana.presses("Back")
    await ana.runs("/mydata")
    await ana.presses("See it")
    page = app.database.read_now(lambda c: transcripts.page(c, app.vault, ana.conversation, after=0, limit=100))
    shown = [message for row, message in page if row.author != "you"]
    said = [message for row, message in page if row.author == "you"]
    assert any(canary in part.text.fields.get("text", "") for message in said for part in message.parts)
    again = 0
    for message in [*shown, *said]:
        for lang in ("en", "fr"):
            for piece in telegram_pieces(message, lang, lambda index: f"t{index}"):
                # what Telegram would refuse raises here; what it understands must be our own markup alone
                plain, entities = parse_html(piece.payload["text"])
                assert {entity["type"] for entity in entities} <= {"bold", "italic", "blockquote"}
                again += canary.strip("\u202e\u202c") in plain  # marks of direction are dropped
    assert again >= 2


async def test_the_page_gets_words_as_json_that_no_browser_takes_for_a_page(
    app: App, page: AsyncTestClient[Litestar]
) -> None:
    for canary in CANARIES[:4]:
        body = {"id": str(uuid.uuid4()), "kind": "text", "text": f"Hello {canary}"}
        assert (await page.post("/chat/messages", json=body)).status_code == 202
    while await app.inbox.work_once():
        pass
    for path in ("/chat/history", "/chat/texts?lang=<script>canary", "/my-data/<script>canary", "/<script>canary"):
        answer = await page.get(path, headers={"accept": "application/json"})
        assert answer.headers["content-type"].startswith("application/json"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
    for path in ("/<script>canary", "/chat?lang=<script>canary", "/desk/<script>canary", "/card/<script>canary",
                 '/?lang="><script>canary'):  # fmt: skip
        answer = await page.get(path, headers={"accept": "text/html"})
        assert answer.status_code < 500
        assert "<script>canary" not in answer.text
        assert "script-src" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]


#: file name, declared kind, content, and what becomes of it: an error code, or the name it is shown under
TRAPS: list[tuple[str, str, bytes, str]] = [
    ("cv.pdf", "application/pdf", b"", "file.empty"),
    ("cv.pdf", "application/pdf", b"MZ\x90\x00" + b"\0" * 100, "file."),
    ("cv.pdf", "application/pdf", b"<html><script>canary</script></html>", "file."),
    ("cv.html", "text/html", b"<html><script>canary</script></html>", "file."),
    ("cv.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='canary()'/>", "file."),
    ("cv.docm", "application/vnd.ms-word", samples.docm(), "file."),
    ("cv.docx", "", samples.docx_bomb(), "file.bomb"),
    ("cv.docx", "", samples.docx_bomb_that_lies(), "file."),
    ("cv.docx", "", samples.locked_docx(), "file.encrypted"),
    ("cv.pdf", "", samples.pdf_with(user_password="secret"), "file.encrypted"),
    ("cv.xml", "text/xml", samples.billion_laughs(), "file."),
    ("cv.xml", "text/xml", samples.external_entity(), "file."),
    ("big.pdf", "application/pdf", b"%PDF-1.7" + b"\0" * MAX_BYTES, "file.too-big"),
    ("../../../etc/passwd.pdf", "application/pdf", samples.pdf_with(), "passwd.pdf"),
    ("..\\..\\CON.pdf", "application/pdf", samples.pdf_with(), ""),
    ("cv\u202efdp.exe", "application/pdf", samples.pdf_with(), ""),
    ("a" * 300 + ".pdf", "", samples.pdf_with(), ""),
    ("photo.png", "text/html", samples.png(), "photo.png"),
]


@pytest.mark.parametrize(
    ("name", "mime", "content", "outcome"), TRAPS, ids=[f"{n}-{t[0][:12]}" for n, t in enumerate(TRAPS)]
)
async def test_an_upload_is_what_it_is_and_lies_where_we_want(
    app: App, page: AsyncTestClient[Litestar], tmp_path: Path, name: str, mime: str, content: bytes, outcome: str
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    sent = await page.post(
        "/chat/files",
        data={"id": str(uuid.uuid4())},
        files={"file": (name, content, mime or "application/octet-stream")},
    )
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    if sent.status_code != 202:
        assert sent.status_code in (400, 413, 415)
        assert sent.json()["error"].startswith(outcome or "file.")
        assert outcome.startswith("file."), sent.text
        assert new == set()
        return
    assert not outcome.startswith("file."), "this must be refused"
    stored = [path for path in new if "files" in path.parts]
    assert len(stored) == 1
    assert stored[0].is_relative_to(tmp_path / "files")
    assert len(stored[0].name) == 32
    assert content not in stored[0].read_bytes()
    raw = app.database.read_now(_raw_of(app))
    shown = msgspec.json.decode(raw)["file"]["name"]
    assert shown == outcome or not outcome
    assert not set(shown) & set("/\\\0\u202e")
    assert len(shown) <= 120
    # nobody has consented: after its turn the file is gone
    while await app.inbox.work_once() or await app.inbox.fetch_waiting():
        pass
    assert files(app) == []


def _raw_of(app: App) -> Any:
    from sqlalchemy import Connection, select

    from storage.tables import inbox

    def job(connection: Connection) -> bytes:
        return app.vault.open(connection.execute(select(inbox.c.raw)).scalar_one(), b"inbox.raw")

    return job
