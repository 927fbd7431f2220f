"""The HTTP API of the page: what it keeps, what it refuses, and that no bytes bring it down."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import AsyncTestClient

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.sessions import new_token, place_of_header
from bot.channels.webchat.settings import ChatSettings
from domain.messages import Message, Part, verbatim
from tests.doubles.chat_backend import MemoryBackend

Client = AsyncTestClient[Litestar]
Headers = dict[str, str]


#: For parameters of tests, whose names must be the same in each process that runs them.
ONE = "3f0c9bd2-7d0f-4e6a-9a3a-0d6b1c2e4f50"


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "text", "text": words, **more}


def place(session: Headers) -> str:
    found = place_of_header(session["Authorization"])
    assert found
    return found


async def test_a_session_is_a_fresh_token_and_nothing_is_kept_for_it(client: Client, backend: MemoryBackend):
    one = await client.post("/chat/session")
    other = await client.post("/chat/session")
    assert one.status_code == 201
    assert one.json()["token"] != other.json()["token"]
    assert one.headers["cache-control"] == "no-store"
    assert "set-cookie" not in one.headers
    assert not backend.talks
    answer = await client.get("/chat/history", headers={"Authorization": f"Bearer {one.json()['token']}"})
    assert answer.json() == {"lang": None, "entries": [], "earlier": False}


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Basic " + "A" * 43, "Bearer " + "A" * 42 + "é"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/chat/messages"), ("POST", "/chat/files"), ("GET", "/chat/events"), ("GET", "/chat/history")],
)
async def test_without_a_session_nothing_is_stored_or_told(
    client: Client, backend: MemoryBackend, authorization: str, method: str, path: str
):
    headers = {"Authorization": authorization.encode("latin-1")} if authorization else {}
    answer = await client.request(method, path, headers=headers, content=json.dumps(text("hello")))
    assert answer.status_code == 401
    assert answer.json() == {"error": "session"}
    assert not backend.updates


async def test_a_message_is_acknowledged_once_it_is_stored(client: Client, backend: MemoryBackend, session: Headers):
    message = text("Bonjour", lang="fr")
    answer = await client.post("/chat/messages", json=message, headers=session)
    assert answer.status_code == 202
    assert answer.json() == {"id": message["id"]}
    (update,) = backend.updates
    assert update.channel == WebChat.name
    assert update.update_id == f"{place(session)}:{message['id']}"
    assert update.place == update.address["place"] == place(session)
    assert WebChat().decode(update.body).text == "Bonjour"
    token = session["Authorization"].removeprefix("Bearer ")
    assert token not in str(update), "whoever reads the database cannot write in the person's name"


async def test_a_message_that_could_not_be_stored_is_not_acknowledged(
    client: Client, backend: MemoryBackend, session: Headers
):
    backend.failure = OSError("disk full")
    message = text("Bonjour")
    answer = await client.post("/chat/messages", json=message, headers=session)
    assert answer.status_code == 500
    assert answer.json() == {"error": "unexpected"}
    backend.failure = None
    assert (await client.post("/chat/messages", json=message, headers=session)).status_code == 202
    assert len(backend.updates) == 1


async def test_the_same_message_sent_again_is_one_update(client: Client, backend: MemoryBackend, session: Headers):
    message = text("Bonjour")
    for _ in range(5):
        assert (await client.post("/chat/messages", json=message, headers=session)).status_code == 202
    assert len(backend.updates) == 1


async def test_the_same_id_in_another_conversation_is_another_update(client: Client, backend: MemoryBackend):
    message = text("Bonjour")
    for _ in range(2):
        headers = {"Authorization": f"Bearer {new_token()}"}
        assert (await client.post("/chat/messages", json=message, headers=headers)).status_code == 202
    assert len(backend.updates) == 2


@pytest.mark.parametrize(
    "message",
    [
        {"id": ONE, "kind": "press", "token": "q3.1", "label": "Nurse"},
        {"id": ONE, "kind": "command", "text": "/human", "label": "Talk to a person"},
        text("x" * 8_000),
        text("👩‍⚕️" * 2_000),
        text("a\x00b"),
        text("\u200f\u202eمرحبا"),
    ],
    ids=["press", "command", "long", "emoji", "nul", "right-to-left"],
)
async def test_every_kind_of_update_is_taken(client: Client, session: Headers, message: dict[str, Any]):
    assert (await client.post("/chat/messages", json=message, headers=session)).status_code == 202


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (json.dumps(text("x" * 8_001, id=ONE)), 413, "too-long"),
        (json.dumps(text("x" * 1_000_000, id=ONE)), 413, "too-long"),
        (json.dumps(text("", id=ONE)), 400, "empty"),
        (json.dumps(text(" \x00\u2028\n ", id=ONE)), 400, "empty"),
        (b"", 400, "malformed"),
        (b"\x00", 400, "malformed"),
        (b"\xff\xfe\x00\x00", 400, "malformed"),
        (b"{" * 90_000, 400, "malformed"),
        (json.dumps(text("x", id=ONE)).replace('"x"', '"\\ud800"'), 400, "malformed"),
        (json.dumps(text("x", id=ONE)).encode().replace(b'"x"', b'"\xed\xa0\x80"'), 400, "malformed"),
        (json.dumps({"id": "x", "kind": "text", "text": "y"}), 400, "malformed"),
        (json.dumps(text("x", kind="edited", id=ONE)), 400, "malformed"),
        (json.dumps(text("x", place="other", id=ONE)), 400, "malformed"),
    ],
)
async def test_what_is_no_message_is_refused_with_a_code(
    client: Client, backend: MemoryBackend, session: Headers, content: bytes, status: int, code: str
):
    answer = await client.post("/chat/messages", content=content, headers=session)
    assert (answer.status_code, answer.json()) == (status, {"error": code})
    assert not backend.updates


async def test_a_page_cannot_name_a_stored_file(client: Client, backend: MemoryBackend, session: Headers):
    file = {"name": "cv.pdf", "mime": "application/pdf", "size": 3, "stored": "somebody-elses"}
    answer = await client.post("/chat/messages", json=text("", kind="file", file=file), headers=session)
    assert answer.status_code == 400
    assert not backend.updates


@pytest.mark.parametrize("settings", [ChatSettings(session_burst=10**9, address_burst=10**9)])
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), kind=st.text(max_size=20), cut=st.integers(0, 90))
async def test_no_bytes_ever_give_a_server_error(
    client: Client, backend: MemoryBackend, session: Headers, content: bytes, kind: str, cut: int
):
    headers = {**session, "Content-Type": kind.encode("latin-1", "replace").replace(b"\n", b"").replace(b"\r", b"")}
    whole = json.dumps(text("x", id=ONE)).encode()
    for body in (content, whole[:cut] + content + whole[cut:]):
        assert (await client.post("/chat/messages", content=body, headers=headers)).status_code < 500


# --- files -----------------------------------------------------------------------------------------------------------


def form(name: str = "notes.txt", content: bytes = b"My notes.", mime: str = "text/plain", **fields: str) -> Any:
    return {"files": {"file": (name, content, mime)}, "data": {"id": str(uuid4()), **fields}}


async def test_a_file_is_examined_kept_and_stored_as_an_update(
    client: Client, backend: MemoryBackend, session: Headers
):
    answer = await client.post("/chat/files", headers=session, **form("../../My notes.txt", text="for Marie"))
    assert answer.status_code == 202
    (update,) = backend.updates
    assert update.files, "what is in it is read before its turn"
    event = WebChat().decode(update.body)
    assert event.file is not None
    assert (event.kind, event.text, event.file.name) == ("file", "for Marie", "My notes.txt")
    assert (event.file.mime, event.file.size) == ("text/plain", 9)
    assert backend.files[event.file.stored] == b"My notes."


async def test_the_same_file_sent_again_is_one_update(client: Client, backend: MemoryBackend, session: Headers):
    sent = form()
    for _ in range(3):
        assert (await client.post("/chat/files", headers=session, **sent)).status_code == 202
    assert len(backend.updates) == 1


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.exe", b"MZ\x90\x00" * 50, 415, "file.type"),
        ("cv.pdf", b"<script>alert(1)</script>", 415, "file.type"),
        ("cv.pdf", b"%PDF-1.4 cut off", 415, "file.broken"),
        ("empty.txt", b"", 415, "file.empty"),
        ("big.txt", b"x" * (10 * 1024 * 1024 + 1), 413, "file.too-big"),
        ("huge.txt", b"x" * (12 * 1024 * 1024), 413, "file.too-big"),
    ],
)
async def test_an_unwanted_file_is_refused_kindly_and_not_kept(
    client: Client, backend: MemoryBackend, session: Headers, name: str, content: bytes, status: int, code: str
):
    answer = await client.post("/chat/files", headers=session, **form(name, content))
    assert (answer.status_code, answer.json()) == (status, {"error": code})
    assert not backend.updates
    assert not backend.files


def part(header: str, content: bytes = b"x") -> bytes:
    return b"--b\r\n" + header.encode("latin-1") + b"\r\n\r\n" + content + b"\r\n"


ID = part('Content-Disposition: form-data; name="id"', ONE.encode())
FILE = part('Content-Disposition: form-data; name="file"; filename="a.txt"', b"hello")
CAPTION = 'Content-Disposition: form-data; name="text"'
END = b"--b--\r\n"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("", b""),
        ("application/json", b"{}"),
        ("multipart/form-data", ID + FILE + END),
        ("multipart/form-data; boundary=", ID + FILE + END),
        ("multipart/form-data; boundary=" + "b" * 5_000, ID + FILE + END),
        ("multipart/form-data; boundary=c", ID + FILE + END),
        ("multipart/form-data; boundary=\xe9", ID + FILE + END),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", ID + FILE),
        ("multipart/form-data; boundary=b", ID + END),
        ("multipart/form-data; boundary=b", FILE + END),
        ("multipart/form-data; boundary=b", ID + FILE + FILE + END),
        ("multipart/form-data; boundary=b", ID * 9 + FILE + END),
        ("multipart/form-data; boundary=b", ID + part("No: name") + FILE + END),
        ("multipart/form-data; boundary=b", ID + part(CAPTION, b"\xff\xfe") + FILE + END),
        ("multipart/form-data; boundary=b", ID + part(CAPTION, b"x" * 33_000) + FILE + END),
        ("multipart/form-data; boundary=b", ID + part(CAPTION + "\r\nX: " + "y" * 9_000) + FILE + END),
        ("multipart/form-data; boundary=b", part('Content-Disposition: form-data; name="id"', b"1") + FILE + END),
        ("multipart/form-data; boundary=b", ID + FILE.replace(b"a.txt", b"\xff.txt") + END),
    ],
)
async def test_a_form_that_is_none_is_refused(
    client: Client, backend: MemoryBackend, session: Headers, content_type: str, body: bytes
):
    headers = {**session, "Content-Type": content_type.encode("latin-1")}
    answer = await client.post("/chat/files", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})
    assert not backend.updates
    assert not backend.files


async def test_the_charset_a_form_claims_for_itself_is_not_believed(
    client: Client, backend: MemoryBackend, session: Headers
):
    body = ID + part(CAPTION + "\r\nContent-Type: text/plain; charset=unicode_escape", b"\\ud800") + FILE + END
    headers = {**session, "Content-Type": "multipart/form-data; boundary=b"}
    assert (await client.post("/chat/files", content=body, headers=headers)).status_code == 202
    assert WebChat().decode(backend.updates[0].body).text == "\\ud800"


@pytest.mark.parametrize("settings", [ChatSettings(session_burst=10**9, address_burst=10**9, file_burst=10**9)])
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), cut=st.integers(0, 250))
async def test_no_form_ever_gives_a_server_error(client: Client, session: Headers, content: bytes, cut: int):
    whole = ID + FILE + END
    headers = {**session, "Content-Type": "multipart/form-data; boundary=b"}
    for body in (content, b"--b\r\n" + content, whole[:cut] + content + whole[cut:]):
        assert (await client.post("/chat/files", content=body, headers=headers)).status_code < 500


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [ChatSettings(session_burst=3, session_rate=0.5)])
async def test_too_many_messages_are_asked_to_wait_and_then_pass(
    client: Client, backend: MemoryBackend, clock: Any, session: Headers
):
    for _ in range(3):
        assert (await client.post("/chat/messages", json=text("x"), headers=session)).status_code == 202
    answer = await client.post("/chat/messages", json=text("x"), headers=session)
    assert (answer.status_code, answer.json()) == (429, {"error": "too-many"})
    assert len(backend.updates) == 3
    clock.now += int(answer.headers["retry-after"])
    assert (await client.post("/chat/messages", json=text("x"), headers=session)).status_code == 202


@pytest.mark.parametrize("settings", [ChatSettings(address_burst=3, address_rate=1)])
async def test_an_address_cannot_open_sessions_without_end(client: Client):
    answers = [(await client.post("/chat/session")).status_code for _ in range(4)]
    assert answers == [201, 201, 201, 429]


@pytest.mark.parametrize("settings", [ChatSettings(file_burst=1, file_rate=0.1)])
async def test_files_have_a_limit_of_their_own(client: Client, session: Headers):
    assert (await client.post("/chat/files", headers=session, **form())).status_code == 202
    answer = await client.post("/chat/files", headers=session, **form())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 10
    assert (await client.post("/chat/messages", json=text("x"), headers=session)).status_code == 202


# --- reading back ----------------------------------------------------------------------------------------------------


def said(backend: MemoryBackend, session: Headers, count: int) -> None:
    for number in range(1, count + 1):
        backend.say(place(session), Message((Part(verbatim(f"message {number}")),)))


async def test_history_shows_the_last_entries_and_the_page_asks_for_earlier_ones(
    client: Client, backend: MemoryBackend, session: Headers
):
    said(backend, session, 250)
    seen: list[int] = []
    query = ""
    while True:
        page = (await client.get("/chat/history" + query, headers=session)).json()
        ids = [entry["id"] for entry in page["entries"]]
        assert ids == sorted(ids)
        seen = ids + seen
        if not page["earlier"]:
            break
        query = f"?before={ids[0]}"
    assert seen == list(range(1, 251))


async def test_an_entry_says_when_who_and_what(client: Client, backend: MemoryBackend, session: Headers):
    backend.talks[place(session)].lang = "fr"
    backend.say(place(session), Message((Part(verbatim("Bonjour")),), author="Marie"))
    history = (await client.get("/chat/history", headers=session)).json()
    (entry,) = history["entries"]
    assert history["lang"] == "fr"
    assert entry["author"] == "Marie"
    assert entry["message"]["parts"] == [{"style": "body", "text": "Bonjour"}]
    assert entry["at"].endswith("+00:00")


async def test_a_session_reads_its_own_conversation_only(client: Client, backend: MemoryBackend, session: Headers):
    said(backend, session, 1)
    other = {"Authorization": f"Bearer {new_token()}"}
    assert (await client.get("/chat/history", headers=other)).json()["entries"] == []


@pytest.mark.parametrize("path", ["/chat/history?before=", "/chat/history?limit=", "/chat/events?after="])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", "٣", "9" * 30, "%00", "1e3"])
async def test_a_wrong_cursor_is_refused(client: Client, session: Headers, path: str, value: str):
    answer = await client.get(path + value, headers=session)
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})


async def test_a_cursor_stays_within_what_a_database_can_count(client: Client, session: Headers):
    assert (await client.get("/chat/history?before=" + "9" * 19, headers=session)).status_code == 200


async def test_the_words_of_the_page_come_in_a_language_we_have(client: Client):
    assert (await client.get("/chat/texts?lang=fr-BE")).json()["texts"]["chat.send"] == "«fr web.chat.send»"
    assert (await client.get("/chat/texts?lang=xx", headers={"Accept-Language": "nl"})).json()["lang"] == "nl"
