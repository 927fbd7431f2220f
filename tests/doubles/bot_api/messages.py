"""The methods that send, change and remove messages, with the checks of the real server in their order."""

import itertools
import mimetypes
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tests.doubles.bot_api.call import ABSENT, Call, bool_field, int_field, string_field
from tests.doubles.bot_api.chats import Chat, Json, Message
from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.formatting import Formatted, check_caption, check_text, read_formatted, read_text
from tests.doubles.bot_api.markup import check_markup, inline_only, read_markup
from tests.doubles.bot_api.updates import CALLBACK_SECONDS

if TYPE_CHECKING:
    from tests.doubles.bot_api.core import Core

DELETE_SECONDS: Final = 2 * 86_400
_MEDIA: Final = (
    "photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker", "location", "contact",
)  # fmt: skip
MAX_ANSWER: Final = 200
REACTIONS: Final = frozenset(
    re.findall(
        r"\S+",
        "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 "
        "❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 "
        "😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 ",
    )
)


def send_message(core: "Core", call: Call) -> Json:
    preview = _preview(call)
    content = read_text(call)
    markup = read_markup(call)
    chat, addressed = _addressed(core, call)
    check_text(content)
    check_markup(markup)
    core.admit(chat)
    return core.post("sendMessage", chat, addressed | _marked("text", content, "entities") | preview, markup).json


def send_document(core: "Core", call: Call) -> Json:
    stored = _document(core, call)
    caption = read_formatted(call, "caption", "caption_entities")
    markup = read_markup(call)
    chat, addressed = _addressed(core, call)
    if stored is None:
        raise MalformedError(_why_no_document(call))
    check_caption(caption)
    check_markup(markup)
    core.admit(chat)
    content = addressed | {"document": stored} | _marked("caption", caption, "caption_entities")
    return core.post("sendDocument", chat, content, markup).json


def send_photo(core: "Core", call: Call) -> Json:
    given = call.text("photo")
    upload = call.files.get(given.removeprefix("attach://") or "photo")
    caption = read_formatted(call, "caption", "caption_entities")
    markup = read_markup(call)
    chat, addressed = _addressed(core, call)
    if upload is None or not upload.data:
        raise MalformedError("There is no photo in the request")
    if not upload.data.startswith((b"\xff\xd8", b"\x89PNG")):
        raise MalformedError("IMAGE_PROCESS_FAILED")
    check_caption(caption)
    check_markup(markup)
    core.admit(chat)
    content = addressed | {"photo": photo_sizes(core, upload.data)} | _marked("caption", caption, "caption_entities")
    return core.post("sendPhoto", chat, content, markup).json


def sender_of(kind: str) -> Callable[["Core", Call], Json]:
    """The method that sends a sound or a film. How Telegram looks into it is not known: what begins as one is one."""

    def send(core: "Core", call: Call) -> Json:
        upload = call.files.get(call.text(kind).removeprefix("attach://") or kind)
        caption = read_formatted(call, "caption", "caption_entities")
        markup = read_markup(call)
        chat, addressed = _addressed(core, call)
        if upload is None or not upload.data:
            raise MalformedError(f"There is no {kind} in the request")
        if not upload.data.startswith(_BEGINS[kind]) and upload.data[4:8] not in _BEGINS[kind]:
            raise MalformedError("MEDIA_INVALID")
        check_caption(caption)
        check_markup(markup)
        core.admit(chat)
        content = addressed | {kind: medium(core, kind, upload.data)} | _marked("caption", caption, "caption_entities")
        return core.post(f"send{kind.title()}", chat, content, markup).json

    return send


_BEGINS: Final = {
    "voice": (b"OggS", b"ID3", b"ftyp"), "audio": (b"ID3", b"\xff\xfb", b"ftyp"), "video": (b"ftyp",),
    "animation": (b"GIF8", b"ftyp"),
}  # fmt: skip
_MIMES: Final = {"voice": "audio/ogg", "audio": "audio/mpeg"}


def medium(core: "Core", kind: str, data: bytes) -> Json:
    """A sound or a film as a message shows it."""
    mime = _MIMES.get(kind, "video/mp4")
    stored = core.chats.store_file(kind, mime, data)
    shown: Json = {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "duration": 3, "file_size": len(data),
    }  # fmt: skip
    if kind == "video_note":
        return shown | {"length": 240}
    size = {"width": 320, "height": 240} if kind in ("video", "animation") else {}
    return shown | size | {"mime_type": mime}


def photo_sizes(core: "Core", data: bytes) -> list[Json]:
    """A photo as a message shows it, in one size."""
    stored = core.chats.store_file("photo.jpg", "image/jpeg", data)
    return [
        {
            "file_id": stored.file_id, "file_unique_id": stored.unique_id, "width": 90, "height": 60,
            "file_size": len(data),
        }
    ]  # fmt: skip


def copy_messages(core: "Core", call: Call) -> list[Json]:
    """Several at once: albums stay albums; what is not there is left out. Numbers must rise."""
    given = call.json("message_ids", "message identifiers")
    numbers = given if isinstance(given, list) else []
    if not numbers:
        raise MalformedError("Message identifiers are not specified")
    if any(before >= after for before, after in itertools.pairwise(numbers)):
        raise MalformedError("MESSAGE_IDS_NOT_INCREASING")
    source = core.chats.find(call.text("from_chat_id"))
    chat, addressed = _addressed(core, call)
    found = [source.messages[number] for number in numbers if number in source.messages]
    contents = [content for content in map(_copied, found) if content]
    if not contents:
        raise MalformedError("There are no messages to copy")
    for _ in contents:
        core.admit(chat)
    album = {"media_group_id": str(core.random.getrandbits(50))} if len(contents) > 1 else {}
    return [
        {"message_id": core.post("copyMessages", chat, addressed | album | content, None).message_id}
        for content in contents
    ]


def _copied(original: Message) -> Json:
    names = ("text", "entities", *_MEDIA, "caption", "caption_entities")
    content = {name: original.json[name] for name in names if name in original.json}
    return content if "text" in content or any(name in content for name in _MEDIA) else {}


def copy_message(core: "Core", call: Call) -> Json:
    source = call.text("from_chat_id")
    if not source:
        raise MalformedError('Parameter "from_chat_id" is required')
    caption = read_formatted(call, "caption", "caption_entities")
    original = core.chats.find(source).message(call.integer("message_id"), "message to copy")
    markup = read_markup(call)
    chat, addressed = _addressed(core, call)
    check_caption(caption)
    check_markup(markup)
    copied = _copied(original)
    if not copied:
        raise MalformedError("message can't be copied")
    if "text" not in copied and call.has("caption"):
        copied = {name: value for name, value in copied.items() if name in _MEDIA}
        copied |= _marked("caption", caption, "caption_entities")
    core.admit(chat)
    return {"message_id": core.post("copyMessage", chat, addressed | copied, markup).message_id}


def edit_message_text(core: "Core", call: Call) -> Json:
    preview = _preview(call)
    content = read_text(call)
    markup = inline_only(read_markup(call))
    message = _editable(core, call)
    if "text" not in message.json:
        raise MalformedError("There is no text in the message to edit")
    check_text(content)
    check_markup(markup)
    replaced = {"entities", "reply_markup", "link_preview_options"}
    kept = {name: value for name, value in message.json.items() if name not in replaced}
    changed = kept | _marked("text", content, "entities") | preview
    if markup is not None:
        changed["reply_markup"] = markup.json()
    return _changed(core, message, changed)


def edit_message_caption(core: "Core", call: Call) -> Json:
    caption = read_formatted(call, "caption", "caption_entities")
    markup = inline_only(read_markup(call))
    message = _editable(core, call)
    if not any(name in message.json for name in ("photo", "document", "voice", "audio", "video", "animation")):
        raise MalformedError("There is no caption in the message to edit")
    check_caption(caption)
    check_markup(markup)
    replaced = {"caption", "caption_entities", "reply_markup"}
    kept = {name: value for name, value in message.json.items() if name not in replaced}
    changed = kept | _marked("caption", caption, "caption_entities")
    if markup is not None:
        changed["reply_markup"] = markup.json()
    return _changed(core, message, changed)


def edit_message_reply_markup(core: "Core", call: Call) -> Json:
    markup = inline_only(read_markup(call))
    message = _editable(core, call)
    check_markup(markup)
    changed = {name: value for name, value in message.json.items() if name != "reply_markup"}
    if markup is not None:
        changed["reply_markup"] = markup.json()
    return _changed(core, message, changed)


def delete_message(core: "Core", call: Call) -> bool:
    if not call.text("chat_id"):
        raise MalformedError("Chat identifier is not specified")
    if not call.integer("message_id"):
        raise MalformedError("Message identifier is not specified")
    chat = core.chats.find_writable(call.text("chat_id"))
    message = chat.message(call.integer("message_id"), "message to delete")
    if chat.is_group and not message.outgoing and chat.bot_status != "administrator":
        raise MalformedError("message can't be deleted")
    if core.clock() - message.json["date"] > DELETE_SECONDS:
        raise MalformedError("message can't be deleted for everyone")
    del chat.messages[message.message_id]
    return True


def answer_callback_query(core: "Core", call: Call) -> bool:
    press = core.presses.get(call.text("callback_query_id"))
    if press is None or press.answered or core.clock() - press.at > CALLBACK_SECONDS:
        raise MalformedError("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text")
    if len(text) > MAX_ANSWER:
        raise MalformedError("MESSAGE_TOO_LONG")
    press.answered, press.text, press.alert = True, text, call.flag("show_alert")
    return True


def set_message_reaction(core: "Core", call: Call) -> bool:
    given = call.json("reaction", "reaction types")
    reactions = [] if given is ABSENT else given
    if not isinstance(reactions, list):
        raise MalformedError("Expected an Array of ReactionType")
    emoji = [_reaction(entry) for entry in reactions]
    message = core.chats.find(call.text("chat_id")).message(call.integer("message_id"), "message to react")
    if len(emoji) > 1:
        raise MalformedError("REACTIONS_TOO_MANY")
    if any(one not in REACTIONS for one in emoji):
        raise MalformedError("REACTION_INVALID")
    message.reaction = emoji[0] if emoji else None
    return True


def _addressed(core: "Core", call: Call) -> tuple[Chat, Json]:
    """The chat to write to, and what the message says about its place: topic and reply.

    Raises what `find_writable` does.
    """
    topic = max(0, call.integer("message_thread_id"))
    reply_to, without_reply, elsewhere = _reply(call)
    chat = core.chats.find_writable(call.text("chat_id"), topic)
    content: Json = {}
    if topic and topic in chat.topics:
        content = {"message_thread_id": topic, "is_topic_message": True}
    if reply_to > 0:
        place = core.chats.find(elsewhere) if elsewhere else chat
        replied = place.messages.get(reply_to)
        if replied is None and not without_reply:
            raise MalformedError("message to be replied not found")
        if replied is not None and place is chat:
            content["reply_to_message"] = replied.snapshot(with_reply=False)
    if call.flag("protect_content"):
        content["has_protected_content"] = True
    return chat, content


def _reply(call: Call) -> tuple[int, bool, str]:
    """Which message is replied to (0: none), whether to send without it when it is gone, and its chat if another."""
    if call.text("reply_to_message_id"):
        return call.integer("reply_to_message_id"), call.flag("allow_sending_without_reply"), ""
    given = call.json("reply_parameters", "reply parameters")
    if given is ABSENT or given == {}:
        return 0, False, ""
    if not isinstance(given, dict):
        raise MalformedError("Object expected as reply parameters")
    elsewhere = string_field(given, "chat_id")
    here = elsewhere == call.text("chat_id")
    return (
        int_field(given, "message_id", 0),
        bool_field(given, "allow_sending_without_reply"),
        "" if here else elsewhere,
    )


def _preview(call: Call) -> Json:
    """The options of a link's preview, as the message repeats them."""
    given = call.json("link_preview_options", "link preview options")
    if given is ABSENT:
        return {}
    if not isinstance(given, dict):
        raise MalformedError("Object expected as link preview options")
    return {"link_preview_options": given} if given else {}


def _marked(name: str, content: Formatted, entities_name: str) -> Json:
    if not content.text:
        return {}
    return {name: content.text, entities_name: list(content.entities)} if content.entities else {name: content.text}


def _document(core: "Core", call: Call) -> Json | None:
    given, field = call.text("document"), "document"
    if given.startswith("attach://"):
        field = given.removeprefix("attach://")
    elif given:
        known = core.chats.files.get(given)
        return known.document() if known else None
    upload = call.files.get(field)
    if upload is None or not upload.data:
        return None
    mime = upload.mime
    if mime in {"", "application/octet-stream"}:
        mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    return core.chats.store_file(upload.name, mime, upload.data).document()


def _why_no_document(call: Call) -> str:
    given = call.text("document")
    if given.startswith(("http://", "https://")):
        return "failed to get HTTP URL content"
    if given and not given.startswith("attach://"):
        return "wrong file identifier/HTTP URL specified"
    if call.files.get(given.removeprefix("attach://") or "document") is not None:
        return "file must be non-empty"
    return "There is no document in the request"


def _editable(core: "Core", call: Call) -> Message:
    """The own message that a call names. Raises ApiError or MalformedError."""
    if not call.text("chat_id") and not call.integer("message_id"):
        raise MalformedError("Message identifier is not specified")
    chat = core.chats.find_writable(call.text("chat_id"))
    message = chat.message(call.integer("message_id"), "message to edit")
    if not message.outgoing or not message.editable:
        raise MalformedError("message can't be edited")
    core.check_not_blocked(chat)
    return message


def _changed(core: "Core", message: Message, changed: Json) -> Json:
    if _without_date(changed) == _without_date(message.json):
        raise MalformedError(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    core.admit_edit(core.chats.by_id[message.json["chat"]["id"]])
    message.json = changed | {"edit_date": int(core.clock())}
    return message.snapshot(with_reply=False)


def _without_date(json: Json) -> Json:
    return {name: value for name, value in json.items() if name != "edit_date"}


def _reaction(entry: object) -> str:
    if not isinstance(entry, dict):
        raise MalformedError("Can't parse ReactionType: expected an Object")
    kind = string_field(entry, "type")
    if kind not in {"emoji", "custom_emoji"}:
        raise MalformedError("Can't parse ReactionType: invalid reaction type specified")
    return string_field(entry, "emoji").replace("\ufe0f", "") if kind == "emoji" else kind
