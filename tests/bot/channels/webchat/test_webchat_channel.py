"""What the web chat reads from a page and what it gives the page to show."""

import asyncio
import json
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Refused, Undecodable
from bot.channels.webchat import wire
from bot.channels.webchat.channel import WebChat
from domain.messages import Choice, Event, FileRef, Message, Part, verbatim

CHANNEL = WebChat()
ID = "3f0c9bd2-7d0f-4e6a-9a3a-0d6b1c2e4f50"


def body(**fields: object) -> bytes:
    return json.dumps({"id": ID, **fields}).encode()


def test_a_text_is_a_text():
    assert CHANNEL.decode(body(kind="text", text="Bonjour", lang="fr-BE")) == Event(
        kind="text", text="Bonjour", app_language="fr-BE"
    )


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [("/human", "human", ""), ("/Start host-12", "start", "host-12"), ("/note a\nb", "note", "a\nb")],
)
def test_a_text_that_begins_with_a_slash_and_a_word_is_a_command(text: str, name: str, argument: str):
    for kind in ("text", "command"):
        event = CHANNEL.decode(body(kind=kind, text=text))
        assert (event.kind, event.text, event.argument) == ("command", name, argument)


@pytest.mark.parametrize("text", ["/", "/ 2", "/2 days", "//x", "5/6"])
def test_a_slash_that_begins_no_word_is_just_text(text: str):
    assert CHANNEL.decode(body(kind="text", text=text)) == Event(kind="text", text=text)


def test_a_press_carries_its_token_and_not_the_label():
    assert CHANNEL.decode(body(kind="press", token="q3.2", label="Nurse")) == Event(kind="press", token="q3.2")


def test_a_file_comes_with_its_name_its_kind_and_our_own_copy():
    update = wire.Attached(id=ID, text=" my CV ", file=wire.Attachment("cv.pdf", "application/pdf", 9, "abc"))
    assert CHANNEL.decode(msgspec.json.encode(update)) == Event(
        kind="file", text="my CV", file=FileRef("cv.pdf", mime="application/pdf", size=9, stored="abc")
    )


def test_control_characters_are_taken_out_and_line_ends_made_plain():
    text = "\x00a\x07b\r\nc\u2028d\x85e\tf\x7f\x9f "
    assert CHANNEL.decode(body(kind="text", text=text)).text == "ab\nc\nd\ne\tf"


@pytest.mark.parametrize("text", ["\u200fمرحبا\u200e", "👩‍⚕️", "e\u0301\u0327", "\u202eabc"])
def test_signs_of_any_script_stay_as_they_are(text: str):
    assert CHANNEL.decode(body(kind="text", text=text)).text == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"kind":' * 50_000,
        body(kind="text"),
        body(kind="text", text=5),
        body(kind="text", text=""),
        body(kind="text", text=" \x00\n "),
        body(kind="text", text="x" * 8_001),
        body(kind="text", text="x", admin=True),
        body(kind="text", text="x", lang="fr; drop"),
        body(kind="press"),
        body(kind="press", token=""),
        body(kind="press", token="a b"),
        body(kind="press", token="é"),
        body(kind="press", token="x" * 201),
        body(kind="press", token="x", label="y" * 501),
        body(kind="command", text="human"),
        body(kind="blocked"),
        body(kind="file", text="x"),
        b'{"id":"' + ID.encode() + b'","kind":"text","text":"\\ud800"}',
        b'{"id":"' + ID.encode() + b'","kind":"text","text":"\xed\xa0\x80"}',
        b'{"id":"' + ID.upper().encode() + b'","kind":"text","text":"x"}',
        b'{"id":"' + ID.encode() + b'\\n","kind":"text","text":"x"}',
        b'{"id":"1","kind":"text","text":"x"}',
    ],
)
def test_anything_else_goes_to_quarantine(raw: bytes):
    with pytest.raises(Undecodable):
        CHANNEL.decode(raw)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_channel(raw: bytes):
    with pytest.raises(Undecodable):
        CHANNEL.decode(raw)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"id": st.just(ID) | _JSON, "kind": st.sampled_from(["text", "press", "command", "file"]) | _JSON},
        optional={"text": st.text() | _JSON, "token": st.text() | _JSON, "label": _JSON, "lang": _JSON, "file": _JSON},
    )
)
def test_no_json_breaks_the_channel(update: dict[str, object]):
    try:
        event = CHANNEL.decode(json.dumps(update).encode())
    except Undecodable:
        return
    assert "\x00" not in event.text + event.argument


def test_the_reason_for_quarantine_does_not_repeat_what_was_written():
    with pytest.raises(Undecodable) as refused:
        CHANNEL.decode(body(kind="press", token="my secret illness", label="also secret"))
    assert "secret" not in str(refused.value)


@given(st.uuids(), st.text(min_size=1).filter(lambda text: wire.clean(text)))
def test_what_the_page_shows_of_an_own_message_is_what_the_bot_reads(ident: UUID, text: str):
    raw = json.dumps({"id": str(ident), "kind": "text", "text": text}).encode()
    shown = wire.shown(raw)
    assert shown == {"id": str(ident), "kind": "text", "text": wire.clean(text)}
    event = CHANNEL.decode(raw)
    assert event.kind == "command" or event.text == shown["text"]


def test_the_page_is_shown_the_label_it_pressed_and_the_file_it_sent():
    assert wire.shown(body(kind="press", token="q3.2", label="Nurse")) == {
        "id": ID,
        "kind": "press",
        "token": "q3.2",
        "label": "Nurse",
    }
    assert wire.shown(body(kind="command", text="/human", label="Talk to a person"))["label"] == "Talk to a person"
    update = wire.Attached(id=ID, file=wire.Attachment("cv.pdf", "application/pdf", 9, "abc"))
    shown = wire.shown(msgspec.json.encode(update))
    assert shown["file"] == {"name": "cv.pdf", "size": 9}, "where we keep it is nobody's business"


def test_a_message_becomes_one_payload_with_all_its_words():
    message = Message(
        parts=(Part(verbatim("What is your job?")), Part(verbatim("One is enough."), "note")),
        choices=(Choice(verbatim("Nurse"), "job=nurse"), Choice(verbatim("Back"), "back", "quiet", selected=True)),
        wants="choice",
        progress=(4, 13),
        author="Marie",
    )
    (outgoing,) = CHANNEL.render(message, "fr", lambda number: f"t{number}")
    assert outgoing.payload == {
        "lang": "fr",
        "author": "Marie",
        "parts": [
            {"style": "body", "text": "What is your job?"},
            {"style": "note", "text": "One is enough."},
        ],
        "choices": [
            {"label": "Nurse", "token": "t0", "style": "", "selected": False},
            {"label": "Back", "token": "t1", "style": "quiet", "selected": True},
        ],
        "wants": "choice",
        "progress": [4, 13],
    }
    assert "job=nurse" not in json.dumps(outgoing.payload), "what a press means stays on our side"


def test_a_message_without_progress_says_so():
    (outgoing,) = CHANNEL.render(Message((Part(verbatim("Hello")),)), "en", str)
    assert outgoing.payload["progress"] is None


async def test_there_is_nothing_to_send_and_nothing_to_fetch():
    (outgoing,) = CHANNEL.render(Message((Part(verbatim("Hello")),)), "en", str)
    assert (await CHANNEL.send({"place": "p"}, outgoing)).external_id == ""
    with pytest.raises(Refused):
        await CHANNEL.fetch(FileRef("cv.pdf"))


async def test_there_is_nothing_to_receive():
    async def store(updates: object) -> None:
        raise AssertionError

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(CHANNEL.receive(store), 0.01)


def test_ids_of_browsers_are_accepted():
    assert CHANNEL.decode(json.dumps({"id": str(uuid4()), "kind": "text", "text": "x"}).encode()).text == "x"
