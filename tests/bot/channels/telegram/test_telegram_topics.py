"""What happens in a group of staff, understood; and what cannot be understood is not passed on."""

from typing import Any

import pytest

from bot.channels.base import Undecodable
from bot.channels.telegram.decode_topics import decode
from bot.channels.telegram.topics import full_album
from tests.bot.channels.telegram.samples import ANN, BOT, GROUP, encoded, message, press

IN_TOPIC: dict[str, Any] = {"chat": GROUP, "message_thread_id": 7, "is_topic_message": True}
OPENED = {"message_id": 7, "date": 0, "chat": GROUP, "forum_topic_created": {"name": "#1 Ana", "icon_color": 1}}


def test_a_message_in_a_topic_tells_who_wrote_it_and_what_it_answers() -> None:
    note = {"message_id": 9, "date": 0, "chat": GROUP, "text": "// hm"}
    found = decode(encoded(message(text="Bonjour", reply_to_message=note, **IN_TOPIC)))
    assert (found.did, found.text, found.thread, found.message, found.sender) == ("wrote", "Bonjour", 7, 5, ANN["id"])
    assert found.answers == 9
    # a message that answers none answers the opening of its topic, as Telegram tells it
    assert decode(encoded(message(text="Bonjour", reply_to_message=OPENED, **IN_TOPIC))).answers == 0


def test_an_address_hidden_behind_words_is_told() -> None:
    link = {"type": "text_link", "offset": 3, "length": 4, "url": "https://example.org/"}
    found = decode(encoded(message(text="🙂 here, you see", entities=[link], **IN_TOPIC)))
    assert found.text == "🙂 here (https://example.org/), you see"


def test_emphasis_counts_characters_and_moves_behind_the_address_of_a_link() -> None:
    entities = [
        {"type": "text_link", "offset": 3, "length": 4, "url": "https://e.org"},
        {"type": "bold", "offset": 3, "length": 9}, {"type": "spoiler", "offset": 0, "length": 2},
    ]  # fmt: skip
    found = decode(encoded(message(text="🙂 here, you see", entities=entities, **IN_TOPIC)))
    assert found.text == "🙂 here (https://e.org), you see"
    assert [(one.kind, found.text[one.start : one.end]) for one in found.marks] == [
        ("bold", "here (https://e.org), you")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"location": {"latitude": 50.5, "longitude": 4.8}}, "📍 https://www.openstreetmap.org/?mlat=50.5&mlon=4.8#map=17/50.5/4.8"),
        ({"contact": {"phone_number": "+3281", "first_name": "Zoé"}}, "👤 Zoé, +3281"),
    ],
)  # fmt: skip
def test_places_and_contacts_are_told_in_words(content: dict[str, Any], words: str) -> None:
    found = decode(encoded(message(**IN_TOPIC, **content)))
    assert (found.did, found.text, found.unusable) == ("wrote", words, "")
    # a place that moves is no new word every minute
    moved = message(edit_date=3, **IN_TOPIC, **content)
    moved["edited_message"] = moved.pop("message")
    assert decode(encoded(moved)).text == ""


def test_an_anonymous_administrator_has_no_number() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    update = message(from_=anonymous, sender_chat=GROUP, author_signature="Chief", text="Hello", **IN_TOPIC)
    found = decode(encoded(update))
    assert (found.did, found.sender, found.signature) == ("wrote", 0, "Chief")


@pytest.mark.parametrize(
    "content",
    [{"text": "I am a bot", "from_": BOT}, {"forum_topic_edited": {"name": "New"}}, {"forum_topic_closed": {}}],
)
def test_bots_and_service_messages_say_nothing(content: dict[str, Any]) -> None:
    assert decode(encoded(message(**IN_TOPIC, **content))).did in ("other", "opened")


def test_what_answers_something_unreadable_is_not_taken_for_words_to_the_trainee() -> None:
    with pytest.raises(Undecodable):
        decode(encoded(message(text="for us only", reply_to_message={"message_id": "?"}, **IN_TOPIC)))


def test_a_press_tells_who_pressed() -> None:
    under = {"message_id": 4, "date": 1, "from": BOT, "text": "card", **IN_TOPIC}
    found = decode(encoded(press("take:3", message=under)))
    assert (found.did, found.token, found.thread, found.sender) == ("pressed", "take:3", 7, ANN["id"])


def test_the_word_that_an_album_is_complete_comes_back_as_such() -> None:
    raw = full_album(-1002003, 7, "13:37", 3)
    found = decode(raw.body)
    assert (found.did, found.album, found.chat, found.thread) == ("album", "13:37", -1002003, 7)
