"""What is read of a raw update before it is stored."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.updates import parse, press_reference, raw_update, update_number
from tests.bot.channels.telegram.samples import GROUP, encoded, membership, message, press

VOICE = {"file_id": "v", "file_unique_id": "u", "duration": 3}


@pytest.mark.parametrize(
    ("update", "place"),
    [
        (message(text="Bonjour"), "1001"),
        (message("edited_message", text="Bonsoir"), "1001"),
        (press(), "1001"),
        (membership("kicked"), "1001"),
    ],
)
def test_an_update_names_its_conversation_and_keeps_its_bytes(update: dict[str, Any], place: str) -> None:
    body = encoded(update)
    raw = raw_update(body)
    assert (raw.channel, raw.update_id, raw.place) == ("telegram", str(update["update_id"]), place)
    assert raw.address == {"chat_id": int(place)}
    assert raw.body == body
    assert update_number(raw) == update["update_id"]


@pytest.mark.parametrize(
    ("update", "where"),
    [
        (message(chat=GROUP, text="hello"), {"message": 5, "thread": 0}),
        (message(chat=GROUP, text="hello", message_thread_id=7, is_topic_message=True), {"message": 5, "thread": 7}),
        (message(chat=GROUP, text="a reply", message_thread_id=7), {"message": 5, "thread": 0}),
        (message(chat=GROUP, migrate_to_chat_id=-100999), {"message": 5, "thread": 0, "moved_to": -100999}),
    ],
)
def test_an_update_of_a_group_goes_to_the_channel_of_staff(update: dict[str, Any], where: dict[str, Any]) -> None:
    raw = raw_update(encoded(update))
    assert raw.channel == "staff"
    assert raw.address == {"chat_id": -1002003, **where}


@pytest.mark.parametrize(
    ("content", "files"),
    [
        ({"text": "no file"}, False),
        ({"voice": VOICE}, True),
        ({"photo": [{"file_id": "p"}]}, True),
        ({"document": {"file_id": "d"}}, True),
        ({"sticker": {"file_id": "s"}}, False),
    ],
)
def test_an_attachment_is_announced(content: dict[str, Any], files: bool) -> None:
    assert raw_update(encoded(message(**content))).files is files


def test_an_update_of_an_unexpected_shape_is_still_stored_with_its_number_and_chat() -> None:
    odd = message(text="hi", photo="not a list", voice=[])
    odd["message"]["chat"]["extra"] = {"deep": [None]}
    odd["edited_message"] = "not a message"
    raw = raw_update(encoded(odd))
    assert (raw.update_id, raw.place) == ("7001", "1001")


def test_half_a_surrogate_pair_does_not_hide_the_number_and_the_chat() -> None:
    body = encoded(message(text="X")).replace(b"X", rb"\ud83d")
    raw = raw_update(body)
    assert (raw.update_id, raw.place, raw.body) == ("7001", "1001", body)
    assert parse(body)["message"]["text"] == "?"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"update_id": -5}', b'{"update_id": 1e999}', b"[" * 9999]
)
def test_what_names_no_number_is_kept_under_its_digest(body: bytes) -> None:
    raw = raw_update(body)
    assert raw.update_id.startswith("sha256:")
    assert raw == raw_update(body)
    assert update_number(raw) is None


def test_a_number_nobody_would_count_to_is_not_believed() -> None:
    raw = raw_update(encoded({"update_id": 2**70, "message": {"chat": {"id": 2**70}}}))
    assert update_number(raw) is None
    assert (raw.place, raw.address) == ("", {})


names = st.sampled_from(["update_id", "message", "chat", "id", "callback_query", "from"])
leaves = st.none() | st.booleans() | st.integers() | st.text()
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner))


@given(st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode()))
def test_no_body_whatsoever_is_refused(body: bytes) -> None:
    raw = raw_update(body)
    assert raw.body == body
    assert raw.update_id
    assert raw.place == str(raw.address.get("chat_id", ""))
    assert press_reference(body) is None or b"callback_query" in body


def test_the_reference_of_a_press_is_read_from_the_raw_bytes() -> None:
    assert press_reference(encoded(press())) == "4382"
    assert press_reference(encoded(message(text='I said "callback_query"'))) is None
    assert press_reference(b'{"callback_query": 5}') is None
    assert press_reference(b'{"callback_query"') is None
