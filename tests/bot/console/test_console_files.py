"""Files at the desk: what goes along with a reply, what came from the trainee, and who may save it."""

import re
from typing import Any

import pytest

from bot.console.sessions import COOKIE
from domain.messages import FileRef, Message, Part, verbatim
from domain.uploads import MAX_BYTES
from storage import helpdesks, people, staff
from storage.helpdesks import Helpdesk
from tests.bot.console.conftest import Client, World, say

EVIL = "../../<script>alert(1)</script>\u202efdp.exe.txt"
TEXT = b"The agreement, in plain words."
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0"


class Desk:
    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.id = world.member()
        self.session = world.session(self.id)
        client.cookies.set(COOKIE, self.session, path="/desk")
        self.number = world.conversation("a", say("Bonjour"), owner="queue", team="fr", epoch=1)
        self.person = world.person(self.number, {"name": "Ana"})

    async def page(self) -> str:
        return (await self.client.get(f"/desk/conversations/{self.number}")).text

    async def sends(self, action: str, files: list[tuple[str, bytes, str]], page: str = "", **fields: str) -> Any:
        """A form with files, as a browser sends it."""
        page = page or await self.page()
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("epoch", "key")}
        data = self.world.form(self.session, **{name: one[1] if one else "" for name, one in hidden.items()}, **fields)
        return await self.client.post(
            f"/desk/conversations/{self.number}/{action}", data=data, follow_redirects=False,
            files=[("files", one) for one in files] or [("files", ("", b"", "application/octet-stream"))],
        )  # fmt: skip

    def stored(self) -> list[str]:
        """The ids of all files in the store."""
        root = self.world.app.settings.data_dir / "files"
        return [path.name for path in root.rglob("*") if path.is_file()]

    def link(self, page: str) -> str:
        found = re.search(rf'href="(/desk/files/{self.number}/[0-9a-f]{{32}})"', page)
        assert found is not None, "no link to a file"
        return found[1]


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    return Desk(world, client)


async def test_a_reply_takes_files_along_and_staff_may_save_them(desk: Desk, world: World) -> None:
    files = [("plan.txt", TEXT, "text/plain"), ("face.png", PNG, "image/png")]
    assert (await desk.sends("reply", files, words="Voilà")).status_code == 303
    page = await desk.page()
    assert "plan.txt" in page
    assert "face.png" in page
    answer = await desk.client.get(desk.link(page))
    assert answer.content == TEXT
    assert answer.headers["content-disposition"].startswith('attachment; filename="plan.txt"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert (f"staff:{desk.id}", "file.read", f"conversation:{desk.number}") in world.audited()


async def test_a_file_needs_no_words_and_a_form_without_a_file_is_as_before(desk: Desk) -> None:
    assert (await desk.sends("reply", [("plan.txt", TEXT, "text/plain")], words="")).status_code == 303
    assert (await desk.sends("reply", [], words="And some words")).status_code == 303
    assert "And some words" in await desk.page()
    assert (await desk.sends("reply", [], words="  ")).status_code == 409
    assert len(desk.stored()) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>", "type"),
        ("run.exe", b"MZ\x90\0", "type"),
        ("empty.txt", b"", "empty"),
        ("photo.png", b"\x89PNG\r\n\x1a\n broken", "broken"),
        ("large.txt", b"x" * (MAX_BYTES + 1), "too-big"),
    ],
)
async def test_what_is_refused_of_trainees_is_refused_of_staff(
    desk: Desk, name: str, content: bytes, code: str
) -> None:
    files = [("plan.txt", TEXT, "text/plain"), (name, content, "application/octet-stream")]
    answer = await desk.sends("reply", files, words="Voilà")
    assert answer.status_code == 409
    assert f"desk.file.refused.{code}" in answer.text
    assert "Voilà</textarea>" in answer.text, "what was written stays"
    assert desk.stored() == []


async def test_the_same_reply_twice_and_a_reply_too_late_leave_no_file_behind(desk: Desk, world: World) -> None:
    page = await desk.page()
    file = [("plan.txt", TEXT, "text/plain")]
    for _ in range(2):
        assert (await desk.sends("reply", file, page, words="Voilà")).status_code == 303
    assert len(desk.stored()) == 1
    other = [("other.txt", b"Something else", "text/plain")]
    assert (await desk.sends("reply", other, page, words="Voilà")).status_code == 303, "another file is another reply"
    ben = world.member("ben@example.org", "Ben")
    desk.client.cookies.set(COOKIE, world.session(ben), path="/desk")
    desk.session = desk.client.cookies[COOKIE]
    assert (await desk.sends("reply", [("late.txt", b"Too late", "text/plain")], page, words="x")).status_code in (
        403,
        409,
    )
    assert len(desk.stored()) == 2


async def test_a_note_takes_no_file_and_says_so(desk: Desk) -> None:
    answer = await desk.sends("note", [("plan.txt", TEXT, "text/plain")], words="For us")
    assert answer.status_code == 409
    assert "desk.file.not_in_note" in answer.text
    assert desk.stored() == []


async def test_what_the_trainee_sent_can_be_saved_as_long_as_it_is_kept(desk: Desk, world: World) -> None:
    stored = world.app.files.put(TEXT)
    ref = FileRef("cv.txt", "text/plain", len(TEXT), stored=stored)
    kept = {"name": "cv.txt", "mime": "text/plain", "size": len(TEXT), "stored": stored}
    world.do(lambda work: people.add_document(work, desk.person, "cv", kept))
    letter = Message((Part(verbatim("cv.txt"), "card"),), author="you", files=(ref,))
    other = world.conversation("a", letter)
    assert other == desk.number
    page = await desk.page()
    assert page.count(f"/desk/files/{desk.number}/{stored}") == 2, "beside the message, and in the dossier"
    assert (await desk.client.get(desk.link(page))).content == TEXT
    world.app.files.delete(stored)
    gone = await desk.page()
    assert "desk.file.gone" in gone
    assert f"/desk/files/{desk.number}" not in gone
    assert (await desk.client.get(f"/desk/files/{desk.number}/{stored}")).status_code == 404


async def test_a_file_is_there_for_those_who_may_see_its_conversation_and_nobody_else(desk: Desk, world: World) -> None:
    await desk.sends("reply", [("plan.txt", TEXT, "text/plain")], words="Voilà")
    link = desk.link(await desk.page())
    (stored,) = desk.stored()
    elsewhere = world.conversation("b", say("Hallo"), lang="nl", owner="queue", team="nl")
    assert (await desk.client.get(f"/desk/files/{elsewhere}/{stored}")).status_code == 404, "not of that conversation"
    for odd in ("0" * 32, "..%2f..%2fsecret.key", "x", stored.upper()):
        assert (await desk.client.get(f"/desk/files/{desk.number}/{odd}")).status_code == 404
    for code in ("fr", "nl"):
        world.write(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code.upper(), (code,))))  # type: ignore[misc]
    ben = world.member("ben@example.org", "Ben")
    account = world.database.read_now(lambda c: staff.by_id(c, ben))
    assert account is not None
    world.write(lambda c: staff.change(c, account, name="Ben", role="agent", teams=["nl"], langs=["nl"]))
    desk.client.cookies.set(COOKIE, world.session(ben), path="/desk")
    assert (await desk.client.get(link)).status_code == 404, "another team"
    desk.client.cookies.clear()
    assert (await desk.client.get(link, follow_redirects=False)).status_code == 303, "sign in first"


async def test_a_name_that_is_a_tag_or_a_path_is_harmless_everywhere(desk: Desk) -> None:
    await desk.sends("reply", [(EVIL, TEXT, "text/plain")], words="Voilà")
    page = await desk.page()
    assert "<script>alert" not in page
    assert "../" not in re.sub(r'(?:src|href)="[^"]*"', "", page)
    answer = await desk.client.get(desk.link(page))
    name = answer.headers["content-disposition"]
    assert not re.search(r"[<>/\\\u202e]", name.removeprefix("attachment; ")), name
    assert name.isascii()
