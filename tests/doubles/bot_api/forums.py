"""Forum topics: opened, closed, deleted, by the rules of Client.cpp and of Telegram's server behind it.

Creating, closing and reopening a topic makes a service message, of which the bot hears also when it did it itself
(`Client::need_skip_update_message`); deleting one makes none. A closed topic takes messages of administrators only.
"""

from typing import TYPE_CHECKING, Final

from tests.doubles.bot_api.call import Call
from tests.doubles.bot_api.chats import GENERAL_TOPIC, Chat, Json
from tests.doubles.bot_api.errors import MalformedError

if TYPE_CHECKING:
    from tests.doubles.bot_api.core import Core

MAX_TOPIC_NAME: Final = 128


def create_forum_topic(core: "Core", call: Call) -> Json:
    chat = _forum(core, call)
    name = call.text("name").strip()
    if not 1 <= len(name) <= MAX_TOPIC_NAME:
        raise MalformedError("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    core.admit(chat)
    topic = core.open_topic(chat, name)
    return {"message_thread_id": topic, **chat.messages[topic].json["forum_topic_created"]}


def close_forum_topic(core: "Core", call: Call) -> bool:
    return _toggle(core, call, closed=True)


def reopen_forum_topic(core: "Core", call: Call) -> bool:
    return _toggle(core, call, closed=False)


def delete_forum_topic(core: "Core", call: Call) -> bool:
    chat = _forum(core, call)
    core.delete_topic(chat, _topic(chat, call))
    return True


def _toggle(core: "Core", call: Call, *, closed: bool) -> bool:
    chat = _forum(core, call)
    topic = _topic(chat, call)
    if (topic in chat.closed) is closed:
        raise MalformedError("TOPIC_NOT_MODIFIED")
    core.toggle_topic(chat, topic, core.bot, closed=closed)
    return True


def _forum(core: "Core", call: Call) -> Chat:
    chat = core.chats.find_writable(call.text("chat_id"))
    if not chat.json.get("is_forum"):
        raise MalformedError("the chat is not a forum")
    if chat.bot_status != "administrator":
        raise MalformedError("not enough rights to create a topic")
    return chat


def _topic(chat: Chat, call: Call) -> int:
    topic = call.integer("message_thread_id")
    if topic not in chat.topics or topic == GENERAL_TOPIC:
        raise MalformedError("TOPIC_ID_INVALID")
    return topic
