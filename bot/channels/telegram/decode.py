"""Understanding one update, by aiogram's types: raw bytes -> Event. Nothing but words in a private chat is most of all that comes:
it is told by its shape, without building a hundred empty fields.

aiogram refuses an update as a whole when one field is not as its version expects (a field newly required, a kind of
content it does not know). Such an update is tried once more with only the fields that are read here.

What comes from a group, a channel or another bot, and service messages, is `other` without a text: nobody waits for
an answer to them.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import msgspec
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Message,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
)
from pydantic import ValidationError

from bot.channels.base import Undecodable
from bot.channels.telegram.updates import parse
from domain.messages import Event, FileRef

#: bytes; what we take from people (Telegram itself hands out files of up to 20 MB)
LARGEST_FILE = 10_000_000

_Read = TypeVar("_Read")

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")

#: content that people send and we have no use for; its name goes to the handler, which can say so
_UNUSED_CONTENT = (
    "animation", "audio", "checklist", "contact", "dice", "game", "paid_media", "poll", "sticker", "story", "venue",
    "video", "video_note",
)  # fmt: skip

_NOTHING = Event("other")


class _Person(msgspec.Struct):
    id: int
    is_bot: Literal[False]
    first_name: str
    language_code: str = ""


class _PrivateChat(msgspec.Struct):
    id: int
    type: Literal["private"]


class _Words(msgspec.Struct, forbid_unknown_fields=True, rename={"sender": "from"}):
    message_id: int
    sender: _Person
    chat: _PrivateChat
    date: int
    text: str


class _Plain(msgspec.Struct, forbid_unknown_fields=True):
    """An update that is nothing but words somebody wrote in their chat with us."""

    update_id: int
    message: _Words


_read_plain = msgspec.json.Decoder(_Plain).decode


def decode(body: bytes) -> Event:
    """One raw update as an Event. Pure. Raises Undecodable, whose text tells fields but no content."""
    try:
        said = _read_plain(body).message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return decode_by_types(body)
    return _of_words(said.text, said.sender.language_code, str(said.message_id))


def decode_by_types(body: bytes) -> Event:
    """The same for any kind of update."""
    return understood(body, _event, ESSENTIALS, _WITHOUT_REPLY)


def understood(body: bytes, read: Callable[[Update], _Read], *further: dict[str, Any]) -> _Read:
    """What `read` makes of a raw update, or of what is left of it with only the `further` fields. Raises Undecodable."""
    try:
        return read(_validated(parse(body), further))
    except ValidationError as error:
        problems = ("{}: {}".format(".".join(map(str, e["loc"])), e["type"]) for e in error.errors(include_input=False))
        raise Undecodable("; ".join(sorted(set(problems))[:3])) from None
    except Exception as error:
        raise Undecodable(type(error).__name__) from None


def _validated(data: Any, further: Sequence[dict[str, Any]]) -> Update:
    for fields in (None, *further[:-1]):
        try:
            return Update.model_validate(_essentials(data, fields))
        except ValidationError:
            pass
    return Update.model_validate(_essentials(data, further[-1]))


def _event(update: Update) -> Event:
    if update.message is not None:
        return _message(update.message)
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.message_reaction is not None and update.message_reaction.chat.type == "private":
        reaction = update.message_reaction
        return Event("reaction", text=emoji_of(reaction), reference=str(reaction.message_id))
    return _NOTHING


def emoji_of(change: MessageReactionUpdated) -> str:
    """The emoji that somebody reacts with now; empty when they took it back, or it is one of their own making."""
    return next((one.emoji for one in change.new_reaction if isinstance(one, ReactionTypeEmoji)), "")


def _message(message: Message) -> Event:
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return _NOTHING
    event = _content(message, sender.language_code or "")
    replied = message.reply_to_message
    return msgspec.structs.replace(
        event, reference=str(message.message_id), reply_to=str(replied.message_id) if replied is not None else "",
        album=message.media_group_id or "",
    )  # fmt: skip


def _content(message: Message, language: str) -> Event:
    if message.text is not None:
        return _of_words(message.text, language)
    file = file_of(message)
    if file is not None:
        caption = clean(message.caption or "")
        return Event("file", text=caption, app_language=language, file=file)
    if message.location is not None and message.venue is None:
        place = f"{message.location.latitude},{message.location.longitude}"
        return Event("location", text=place, app_language=language)
    return Event("other", text=unused(message), app_language=language)


def _of_words(written: str, language: str, reference: str = "") -> Event:
    text = clean(written)
    command = _COMMAND.fullmatch(text) if text.startswith("/") else None
    if command is not None:
        name, argument = command[1].lower(), (command[2] or "").strip()
        if name == "start" and not _DEEP_LINK.fullmatch(argument):
            argument = ""
        return Event("command", text=name, argument=argument, app_language=language, reference=reference)
    return Event("text", text=text, app_language=language, reference=reference)


def unused(message: Message) -> str:
    """The name of what we cannot take; empty for a service message."""
    return next((name for name in _UNUSED_CONTENT if getattr(message, name) is not None), "")


def file_of(message: Message) -> FileRef | None:
    """The attachment of a message."""
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= LARGEST_FILE] or message.photo
        photo = max(fitting, key=lambda size: size.width * size.height)
        return file_ref("photo.jpg", "image/jpeg", photo.file_size, photo.file_id)
    if message.document is not None and message.animation is None:
        document = message.document
        return file_ref(document.file_name or "document", document.mime_type, document.file_size, document.file_id)
    if message.voice is not None:
        return file_ref("voice.ogg", message.voice.mime_type, message.voice.file_size, message.voice.file_id)
    return None


def file_ref(name: str, mime: str | None, size: int | None, source: str) -> FileRef:
    """An attachment by the channel's own name of it."""
    problem = "too-big" if (size or 0) > LARGEST_FILE else ""
    return FileRef(clean(name), mime=mime or "", size=size or 0, source=source, problem=problem)


def _edited(message: Message) -> Event:
    text = message.text if message.text is not None else message.caption
    sender = message.from_user
    if text is None or message.chat.type != "private" or sender is None or sender.is_bot:
        return _NOTHING
    language = sender.language_code or ""
    return Event("edited", text=clean(text), app_language=language, reference=str(message.message_id))


def _press(press: CallbackQuery) -> Event:
    if press.data is None or (press.message is not None and press.message.chat.type != "private"):
        return _NOTHING
    language = press.from_user.language_code or ""
    return Event("press", token=clean(press.data), app_language=language, reference=press.id)


def _membership(change: ChatMemberUpdated) -> Event:
    if change.chat.type != "private":
        return _NOTHING
    language = change.from_user.language_code or ""
    if change.new_chat_member.status == "kicked":
        return Event("blocked", app_language=language)
    if change.new_chat_member.status == "member":
        return Event("unblocked", app_language=language)
    return _NOTHING


def clean(text: str) -> str:
    """A text without what no text column takes."""
    return text.replace("\0", "") if "\0" in text else text


_CHAT = {"id": None, "type": None}
_USER = {"id": None, "is_bot": None, "first_name": None, "language_code": None}
_SIZED = {"file_id": None, "file_unique_id": None, "file_size": None, "mime_type": None, "file_name": None}
_MEMBER = {"status": None, "user": _USER, "until_date": None}
_MESSAGE: dict[str, Any] = {
    "message_id": None,
    "date": None,
    "chat": _CHAT,
    "from": _USER,
    "text": None,
    "caption": None,
    "photo": _SIZED | {"width": None, "height": None},
    "document": _SIZED,
    "voice": _SIZED | {"duration": None},
    "location": {"latitude": None, "longitude": None},
    "reply_to_message": {"message_id": None, "date": None, "chat": _CHAT},
    "media_group_id": None,
    "message_thread_id": None,
    "is_topic_message": None,
    "author_signature": None,
    "sender_chat": _CHAT,
}
#: the fields that are read above, and those that aiogram's types cannot do without
ESSENTIALS: dict[str, Any] = {
    "update_id": None,
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "callback_query": {
        "id": None,
        "from": _USER,
        "chat_instance": None,
        "data": None,
        "message": {
            "message_id": None,
            "date": None,
            "chat": _CHAT,
            "message_thread_id": None,
            "is_topic_message": None,
        },
    },
    "my_chat_member": {
        "chat": _CHAT,
        "from": _USER,
        "date": None,
        "old_chat_member": _MEMBER,
        "new_chat_member": _MEMBER,
    },
}


#: a damaged message that is replied to must not hold up the reply
_WITHOUT_REPLY = ESSENTIALS | {
    "message": {name: inner for name, inner in _MESSAGE.items() if name != "reply_to_message"}
}


def _essentials(value: Any, wanted: dict[str, Any] | None) -> Any:
    """`value` cut down to the wanted fields, at every depth."""
    if wanted is None:
        return value
    if isinstance(value, list):
        return [_essentials(item, wanted) for item in value]
    if isinstance(value, dict):
        return {name: _essentials(value[name], inner) for name, inner in wanted.items() if name in value}
    return value
