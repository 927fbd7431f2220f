"""Names that are made to do harm, wherever somebody may give one, come out as plain words everywhere (S7, S8, S9)."""

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
import structlog
from litestar.testing import TestClient

from bot import example_table
from bot.app import App
from bot.console.sessions import COOKIE
from bot.downloads import disposition
from bot.notices.mail import Mailer
from bot.webhooks import body_of
from domain.canned import Canned
from domain.messages import FileRef, Message
from domain.traces import ReadAs
from storage import canned, helpdesks, notes, people
from storage.helpdesks import Helpdesk
from storage.misreadings import Example
from storage.webhooks import Delivery
from tests.bot.api.test_api import Client, bearer
from tests.bot.api.test_api import client as client
from tests.bot.console.conftest import World, say
from tests.bot.test_logs import lines as lines
from tests.scene import Scene, welcomed
from tests.security.test_desk_roles import application, table

#: what a name may be; each is told by the word "canary"
NAMES: Final = {
    "markup": "<canary onload=alert(1)>\"'><canary onload=alert(1) x=\"</textarea></title></script><canary>{{canary}}%(canary)s{0}",
    "a path": "../../etc/canary",
    "an address": "javascript:canary//..\\..\\CON",
    "marks": "canary" + "e\u0301" * 3_300,
    "what is not seen": "canary\0\u202egnp.exe\u2066\u2028\u2029\x85\x1b[31m\ufffe\U000e0001\r\nBcc: evil@example.org\r\n\r\n",
}  # fmt: skip
#: how cells begin that a spreadsheet takes for something to compute
FORMULAS: Final = ("=canary()", "+canary", "-canary", "@canary", "\t=canary", "\r=canary", "\n=canary")
_VOID: Final = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class Page(HTMLParser):
    """What a browser would make of a page: harm is an element or an attribute of somebody else's making."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.words = ""
        #: for each open element, whether what stands in it keeps its direction to itself
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "canary" or any(name.startswith("on") or "canary" in name for name in given):
            self.harm.append(self.get_starttag_text() or tag)
        for name in ("href", "src", "action", "formaction"):
            value = given.get(name) or ""
            if "javascript:" in value or ".." in value or "\\" in value:
                self.harm.append(value)
        self.words += " ".join(value or "" for value in given.values())
        if tag not in _VOID:
            inside = bool(self._open) and self._open[-1][1]
            alone = tag in ("bdi", "title", "option") or ("dir" in given and tag != "html")
            hidden = (given.get("class") or "") == "aloud"
            self._open.append((tag, inside or alone or hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += data
        if "\u202e" in data and not self._open[-1][1]:
            self.harm.append(f"turns round what follows: {data!r} in {[tag for tag, _ in self._open]}")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.database.close()


def called(world: World, name: str) -> str:
    """Everything that has a name is called like this; returns the id of a file."""
    staff_id = world.member("zoe@example.org", name, role="lead", teams=["fr"])
    world.hosts(name)
    world.write(partial(helpdesks.save, one=Helpdesk("fr", name, ("fr",))))
    stored = world.app.files.put(b"hello")
    file = FileRef(name, "text/plain", 5, stored=stored, kind="text")
    number = world.conversation("a", say("Bonjour"), Message((), author="you", files=(file,)))
    world.heard(number, name, ReadAs("language", "de", 0.98))
    world.conversation("b", say(name, "staff"), staff_id=staff_id, owner="human", team="fr", waiting_since=1)
    person = world.person(number, {"name": name, "organisation": name, "role": name})
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": name}
    world.do(lambda work: people.request_hosts(work, person, ["h0"], details))
    world.write(lambda c: notes.add(c, world.vault, world.now, number, staff_id, name))
    world.write(lambda c: canned.save(c, world.now, Canned("", name, {"fr": name, "en": name})))
    return str(stored)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_no_page_of_the_desk_takes_a_name_for_more_than_words(world: World, name: str) -> None:
    stored = called(world, name)
    me = world.member("me@example.org", "Me", role="admin")
    shown = 0
    web = application(world)
    with TestClient(web, raise_server_exceptions=False) as client:
        client.headers["accept"] = "text/html"
        for route in table(web):
            if route.method != "GET" or route.opt.get("desk_open"):
                continue
            path = route.path.replace("{stored:str}", stored).replace("{code:str}", "fr").replace(":int}", "}")
            for found in ("number", "stranger", "line", "answer", "message", "other"):
                path = path.replace(f"{{{found}}}", "1")
            client.cookies.set(COOKIE, world.session(me), path="/desk")
            answer = client.get(path, params={"q": "canary"}, follow_redirects=False)
            assert answer.status_code < 500, path
            for key, value in answer.headers.items():
                assert value.isprintable(), (path, key)
                assert value.isascii(), (path, key)
            if answer.headers.get("content-type", "").startswith("text/html"):
                page = Page(answer.text)
                assert page.harm == [], path
                shown += "canary" in page.words
    assert shown >= 8


@pytest.mark.parametrize("name", [*NAMES.values(), "\ud800canary"], ids=[*NAMES, "half a character"])
def test_a_name_stays_one_value_of_a_header_of_an_event_and_of_a_line_of_the_log(name: str, lines: io.StringIO) -> None:
    header = disposition(name.encode("utf-8", "replace").decode())
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert not {"/", "\\"} & set(header.split('"')[1])
    text = name.encode("utf-8", "replace").decode()
    event = body_of(Delivery(1, 1, "", "", 0, 1, "taken", 1, 1, text, text, None))
    assert json.loads(event)["data"]["staff"] == text
    structlog.get_logger("names").info("file.kept", name=name)
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["name"] == name.replace("evil@example.org", "[removed]")
    assert line.isascii()
    assert line.isprintable()


def test_no_cell_of_a_file_is_computed_by_a_spreadsheet() -> None:
    examples = [Example("2027-03-15", "language", one, 0.98, True, one, one, one, one) for one in FORMULAS]
    read = list(csv.reader(io.StringIO(example_table.file(examples).decode("utf-8-sig"), newline="")))
    for row in read:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
    assert [row[-1][1:] for row in read[1:]] == list(FORMULAS)


async def test_the_record_holds_codes_and_numbers_and_never_a_name(world: World) -> None:
    called(world, FORMULAS[0])
    me = world.member("me@example.org", "=me", role="admin")
    with TestClient(application(world)) as client:
        client.cookies.set(COOKIE, world.session(me), path="/desk")
        token = client.cookies[COOKIE]
        client.get("/desk/conversations/1")
        client.get("/desk/readings.csv?kind==1%2B1")
        client.post("/desk/helpdesks/fr", data=world.form(token, name="=fr", langs="fr", first_answer="60"))
        client.post("/desk/conversations/1/reply", data=world.form(token, epoch="0", text="=1+1", key="key-0001"))
    assert len(world.audited()) >= 3
    for row in world.audited():
        for cell in row:
            assert re.fullmatch(r"([a-z][a-z0-9_.:-]*)?", cell), row


async def test_no_door_of_the_api_takes_half_a_character_or_fails_at_odd_words(client: Client, app: App) -> None:
    ana = await welcomed(Scene(app))
    headers = bearer(app, "read", "write") | {"content-type": "application/json"}
    path = f"/api/v1/conversations/{ana.conversation}"
    half = b'{"epoch": 0, "text": "\\ud800"}'
    for what in ("reply", "note"):
        assert (await client.post(f"{path}/{what}", headers=headers, content=half)).status_code == 400
    for number, name in enumerate(NAMES.values()):
        body = {"epoch": 0 if number == 0 else 1, "text": name}
        for what in ("note", "reply"):
            answer = await client.post(f"{path}/{what}", headers=headers, json=body)
            assert answer.status_code in (200, 400, 422), (what, name)
            assert answer.headers["content-type"].startswith("application/json")
    said = (await client.get(f"{path}/messages", headers=headers)).json()["items"]
    assert sum("canary" in one["text"] for one in said) >= 3
    assert not any("\0" in one["text"] or "\u202e" in one["text"] for one in said)


async def test_no_address_brings_a_header_into_a_mail(world: World) -> None:
    sent: list[Any] = []
    server: Any = SimpleNamespace(send=sent.append)
    mailer = Mailer(world.database, server, "desk@example.org", "https://desk.example", ZoneInfo("UTC"))
    for address in ("a@example.org\r\nBcc: evil@example.org", "a@example.org\nSubject: canary"):
        with pytest.raises(ValueError, match="Header values"):
            await mailer.invite(address, "en", "https://desk.example/desk/invited/x")
    assert sent == []
    me = world.member("me@example.org", "Me", role="admin")
    with TestClient(application(world)) as browser:
        token = world.session(me)
        browser.cookies.set(COOKIE, token, path="/desk")
        fields = world.form(token, email="a@example.org\r\nBcc: evil@example.org", role="agent", lang="en")
        answer = browser.post("/desk/people/invite", data=fields, follow_redirects=False)
        assert answer.status_code in (400, 422)
