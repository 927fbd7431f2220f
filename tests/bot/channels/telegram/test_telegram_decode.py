"""Raw updates become neutral events; what cannot be understood says so and nothing else."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Undecodable
from bot.channels.telegram.decode import LARGEST_FILE, decode, decode_by_types
from domain.messages import Event, FileRef
from tests.bot.channels.telegram.samples import ANN, BOT, CHAT, GROUP, encoded, membership, message, press

NOTHING = Event("other")


def event(update: dict[str, Any]) -> Event:
    return decode(encoded(update))


def test_words_are_text_with_the_language_of_the_application() -> None:
    assert event(message(text="Bonjour à tous 👋")) == Event(
        "text", text="Bonjour à tous 👋", app_language="fr", reference="5"
    )


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/start practice-12_a", "start", "practice-12_a"),
        ("/start " + "x" * 64, "start", "x" * 64),
        ("/start " + "x" * 65, "start", ""),
        ("/start hello world!", "start", ""),
        ("/help@compagnon_bot", "help", ""),
        ("/Language fr", "language", "fr"),
        ("/find addiction\nand youth", "find", "addiction\nand youth"),
    ],
)
def test_a_command_comes_without_slash_and_address(text: str, name: str, argument: str) -> None:
    assert event(message(text=text)) == Event("command", text=name, argument=argument, app_language="fr", reference="5")


@pytest.mark.parametrize("text", ["/", "/ help", "//", "and/or", "/é", "/" + "x" * 33])
def test_a_slash_alone_makes_no_command(text: str) -> None:
    assert event(message(text=text)).kind == "text"


_more = st.fixed_dictionaries(
    {},
    optional={
        "from_": st.sampled_from([ANN, BOT, ANN | {"language_code": None}, ANN | {"is_premium": True}, {"id": 7}]),
        "chat": st.sampled_from([CHAT, GROUP, {"id": 7, "type": "private"}, {"id": 7}]),
        "entities": st.just([{"type": "bold", "offset": 0, "length": 1}]),
        "reply_to_message": st.just({"message_id": 4, "date": 0, "chat": CHAT}),
        "message_id": st.sampled_from([0, "5", None, 2**40]),
        "date": st.sampled_from([0, -1, "x"]),
        "sender_chat": st.just(GROUP),
    },
)


@given(
    st.one_of(st.text(), st.sampled_from(["/start a-b", "/HELP@x y", "a\0b"])),
    _more,
    st.sampled_from(["message", "edited_message"]),
)
def test_plain_words_are_read_by_their_shape_as_by_the_types(text: str, more: dict[str, Any], kind: str) -> None:
    body = json.dumps(message(kind, text=text, **more)).encode()

    def read(way: Callable[[bytes], Event]) -> Event | str:
        try:
            return way(body)
        except Undecodable as error:
            return str(error)

    assert read(decode) == read(decode_by_types)


def sized(size: int | None, side: int, name: str) -> dict[str, Any]:
    photo = {"file_id": name, "file_unique_id": "u" + name, "width": side, "height": side}
    return photo if size is None else photo | {"file_size": size}


def test_the_largest_photo_that_we_may_keep_is_taken() -> None:
    sizes = [sized(1_000, 90, "small"), sized(90_000, 800, "middle"), sized(LARGEST_FILE + 1, 4000, "huge")]
    assert event(message(photo=sizes, caption="Mon CV")) == Event(
        "file",
        text="Mon CV",
        app_language="fr",
        reference="5",
        file=FileRef("photo.jpg", mime="image/jpeg", size=90_000, source="middle"),
    )


def test_a_photo_of_unknown_size_is_taken() -> None:
    file = event(message(photo=[sized(None, 90, "only")])).file
    assert file == FileRef("photo.jpg", mime="image/jpeg", source="only")


@pytest.mark.parametrize("size", [LARGEST_FILE, LARGEST_FILE + 1])
def test_a_document_keeps_its_name_and_says_when_it_is_too_big(size: int) -> None:
    document = {"file_id": "d", "file_unique_id": "u", "file_name": "CV.pdf", "mime_type": "application/pdf"}
    problem = "too-big" if size > LARGEST_FILE else ""
    assert event(message(document=document | {"file_size": size})).file == FileRef(
        "CV.pdf", mime="application/pdf", size=size, source="d", problem=problem
    )


def test_a_voice_message_is_a_file() -> None:
    voice = {"file_id": "v", "file_unique_id": "u", "duration": 3, "mime_type": "audio/ogg", "file_size": 999}
    assert event(message(voice=voice)).file == FileRef("voice.ogg", mime="audio/ogg", size=999, source="v")


def test_a_location_is_two_numbers() -> None:
    assert event(message(location={"latitude": 48.85, "longitude": 2.35})) == Event(
        "location", text="48.85,2.35", app_language="fr", reference="5"
    )


STICKER = {
    "file_id": "s",
    "file_unique_id": "u",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
ANIMATION = {"file_id": "a", "file_unique_id": "u", "width": 9, "height": 9, "duration": 1}
SPOT = {"latitude": 1, "longitude": 2}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"sticker": STICKER}, "sticker"),
        ({"contact": {"phone_number": "+33", "first_name": "Bob"}}, "contact"),
        ({"animation": ANIMATION, "document": {"file_id": "a", "file_unique_id": "u"}}, "animation"),
        ({"venue": {"location": SPOT, "title": "t", "address": "a"}, "location": SPOT}, "venue"),
        ({"pinned_message": {"message_id": 1, "chat": CHAT, "date": 0}}, ""),
        ({"something_from_the_future": {"a": 1}}, ""),
    ],
)
def test_what_we_cannot_use_is_named(content: dict[str, Any], kind: str) -> None:
    assert event(message(**content)) == Event("other", text=kind, app_language="fr", reference="5")


def test_a_changed_message_says_which_one_and_how_it_reads_now() -> None:
    assert event(message("edited_message", text="Bonsoir", edit_date=1_790_000_100)) == Event(
        "edited", text="Bonsoir", app_language="fr", reference="5"
    )


def test_a_moving_location_is_no_changed_message() -> None:
    assert event(message("edited_message", location={"latitude": 1.0, "longitude": 2.0})) == NOTHING


def test_a_press_brings_back_its_token_and_how_to_answer_it() -> None:
    assert event(press("abc.1")) == Event("press", token="abc.1", app_language="fr", reference="4382")


def test_a_press_under_a_message_that_is_gone_still_counts() -> None:
    gone = {"message_id": 4, "chat": CHAT, "date": 0}
    assert event(press("abc.1", message=gone)).token == "abc.1"


@pytest.mark.parametrize(("status", "kind"), [("kicked", "blocked"), ("member", "unblocked")])
def test_blocking_and_allowing_the_bot_are_events(status: str, kind: str) -> None:
    assert event(membership(status)) == Event(kind, app_language="fr")


@pytest.mark.parametrize(
    "update",
    [
        message(chat=GROUP, text="hello all"),
        message("edited_message", chat=GROUP, text="hello all"),
        message(from_=BOT, text="I am a bot"),
        message("channel_post", chat=GROUP, text="news"),
        membership("member", GROUP),
        press(message={"message_id": 4, "chat": GROUP, "date": 0}),
        {"update_id": 1},
        {"update_id": 1, "something_from_the_future": {"a": 1}},
    ],
)
def test_nobody_waits_for_an_answer_outside_a_private_chat(update: dict[str, Any]) -> None:
    assert event(update) == NOTHING


def test_one_field_that_the_library_refuses_does_not_lose_the_message() -> None:
    update = message(text="Bonjour", entities=[{"type": "bold"}], reply_to_message={"text": "no id"})
    assert event(update) == Event("text", text="Bonjour", app_language="fr", reference="5")


def test_a_blocked_bot_is_noticed_though_the_old_state_is_strange() -> None:
    update = membership("kicked")
    update["my_chat_member"]["old_chat_member"]["unknown"] = 5
    update["my_chat_member"]["invite_link"] = "not an object"
    assert event(update).kind == "blocked"


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 9999, b'{"update_id": 1, "message": {"text": "Secret of Ann"}}'],
)
def test_the_undecodable_says_so_without_quoting_anybody(body: bytes) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(body)
    assert "Ann" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_nul_and_half_surrogates_are_taken_out() -> None:
    assert event(message(text="a\0b")).text == "ab"
    assert decode(encoded(message(text="XY")).replace(b"X", rb"\udc00")).text == "?Y"


def test_a_text_of_a_megabyte_is_only_a_long_text() -> None:
    assert len(event(message(text="é" * 500_000)).text) == 500_000


SAMPLES = [
    message(text="/start abc"),
    message(photo=[sized(10, 10, "p")], caption="c"),
    message(document={"file_id": "d", "file_unique_id": "u"}),
    message("edited_message", text="t"),
    press(),
    membership("kicked"),
]
STRANGE = [None, True, 0, -1, 2**70, 1.5, "", "x", "\0", "\ud800", [], {}, [[]], {"id": "x"}, ANN]


def mutated(seed: int) -> bytes:
    """A sample with up to three values anywhere in it replaced or removed."""
    chance = random.Random(seed)
    update = copy.deepcopy(chance.choice(SAMPLES))
    for _ in range(chance.randint(1, 3)):
        node: Any = update
        while True:
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.7:
                node = node[key]
                continue
            if chance.random() < 0.3:
                del node[key]
            else:
                node[key] = copy.deepcopy(chance.choice(STRANGE))
            break
        if not update:
            break
    return json.dumps(update).encode()


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=300, deadline=None)
def test_a_mutated_update_is_an_event_or_undecodable(seed: int) -> None:
    try:
        understood = decode(mutated(seed))
    except Undecodable:
        return
    understood.text.encode()
    assert understood.kind
