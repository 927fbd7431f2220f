"""What every channel promises, whatever it is made of (DESIGN section 5)."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Channel, Undecodable
from domain.messages import Choice, Message, Part, Text, verbatim


@cache
def webchat() -> Channel:
    from bot.channels.webchat.channel import WebChat

    return WebChat()


@cache
def telegram() -> Channel:
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel("123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")


CHANNELS = [pytest.param(webchat, id="web"), pytest.param(telegram, id="telegram")]
both = pytest.mark.parametrize("make", CHANNELS)

styles = st.sampled_from(["body", "title", "note", "card", "warn"])
words = st.text(min_size=1, max_size=6000).filter(lambda text: text.strip())
messages = st.builds(
    lambda parts, labels: Message(
        tuple(Part(verbatim(text), style) for text, style in parts),
        tuple(Choice(verbatim(label), f"answer|1|k|{n}") for n, label in enumerate(labels)),
    ),
    st.lists(st.tuples(words, styles), min_size=1, max_size=5),
    st.lists(st.text(min_size=1, max_size=80).filter(lambda text: text.strip()), max_size=40),
)


def token(index: int) -> str:
    return f"7f.{index:x}.abcdefghijkl"


@both
@settings(max_examples=50)
@given(message=messages)
def test_every_message_can_be_rendered_and_says_all_of_it(make: Callable[[], Channel], message: Message) -> None:
    channel = make()
    pieces = channel.render(message, "en", token)
    assert pieces
    wire = msgspec.json.encode([piece.payload for piece in pieces]).decode()
    for index in range(len(message.choices)):
        assert token(index) in wire


@both
def test_what_a_button_means_never_goes_over_the_wire(make: Callable[[], Channel]) -> None:
    message = Message((Part(Text("common.yes")),), (Choice(Text("common.no"), "answer|run|key|secret-option"),))
    wire = msgspec.json.encode([piece.payload for piece in make().render(message, "en", token)])
    assert b"secret-option" not in wire


@both
@given(body=st.binary(max_size=400))
def test_any_bytes_are_understood_or_undecodable(make: Callable[[], Channel], body: bytes) -> None:
    with suppress(Undecodable):
        make().decode(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
likely_keys = st.sampled_from(
    ["update_id", "message", "chat", "id", "type", "text", "from", "callback_query", "data", "kind", "token", "file",
     "edited_message", "my_chat_member", "document", "private", "entities", "date"]
)  # fmt: skip


@both
@given(
    body=st.dictionaries(likely_keys, st.dictionaries(likely_keys, json_values, max_size=5) | json_values, max_size=6)
)
def test_any_json_is_understood_or_undecodable(make: Callable[[], Channel], body: dict[str, Any]) -> None:
    with suppress(Undecodable):
        make().decode(msgspec.json.encode(body))


@both
def test_a_channel_says_what_it_can_do(make: Callable[[], Channel]) -> None:
    channel = make()
    assert channel.name
    assert channel.capabilities.text_length >= 1000
