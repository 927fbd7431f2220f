"""Understanding one update, by aiogram's types: raw bytes -> Event.

aiogram refuses an update as a whole when one field is not as its version expects (a field newly required, a kind of
content it does not know). Such an update is tried once more with only the fields that are read here.

What comes from a group, a channel or another bot, and service messages, is `other` without a text: nobody waits for
an answer to them.
"""

import re
from typing import Any

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from pydantic import ValidationError

from bot.channels.base import Undecodable
from bot.channels.telegram.updates import parse
from domain.messages import Event, FileRef

#: bytes; what we take from people (Telegram itself hands out files of up to 20 MB)
LARGEST_FILE = 10_000_000

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")

#: content that people send and we have no use for; its name goes to the handler, which can say so
_UNUSED_CONTENT = (
    "animation", "audio", "checklist", "contact", "dice", "game", "paid_media", "poll", "sticker", "story", "venue",
    "video", "video_note",
)  # fmt: skip

_NOTHING = Event("other")


def decode(body: bytes) -> Event:
    """One raw update as an Event. Pure. Raises Undecodable, whose text tells fields but no content."""
    try:
        data = parse(body)
        try:
            update = Update.model_validate(data)
        except ValidationError:
            update = Update.model_validate(_essentials(data))
        return _event(update)
    except ValidationError as error:
        problems = ("{}: {}".format(".".join(map(str, e["loc"])), e["type"]) for e in error.errors(include_input=False))
        raise Undecodable("; ".join(sorted(set(problems))[:3])) from None
    except Exception as error:
        raise Undecodable(type(error).__name__) from None


def _event(update: Update) -> Event:
    if update.message is not None:
        return _message(update.message)
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return _NOTHING


def _message(message: Message) -> Event:
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return _NOTHING
    language = sender.language_code or ""
    reference = str(message.message_id)
    if message.text is not None:
        text = _clean(message.text)
        command = _COMMAND.fullmatch(text) if text.startswith("/") else None
        if command is not None:
            name, argument = command[1].lower(), (command[2] or "").strip()
            if name == "start" and not _DEEP_LINK.fullmatch(argument):
                argument = ""
            return Event("command", text=name, argument=argument, app_language=language, reference=reference)
        return Event("text", text=text, app_language=language, reference=reference)
    file = _file(message)
    if file is not None:
        caption = _clean(message.caption or "")
        return Event("file", text=caption, app_language=language, file=file, reference=reference)
    if message.location is not None and message.venue is None:
        place = f"{message.location.latitude},{message.location.longitude}"
        return Event("location", text=place, app_language=language, reference=reference)
    kind = next((name for name in _UNUSED_CONTENT if getattr(message, name) is not None), "")
    return Event("other", text=kind, app_language=language, reference=reference)


def _file(message: Message) -> FileRef | None:
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= LARGEST_FILE] or message.photo
        photo = max(fitting, key=lambda size: size.width * size.height)
        return _file_ref("photo.jpg", "image/jpeg", photo.file_size, photo.file_id)
    if message.document is not None and message.animation is None:
        document = message.document
        return _file_ref(document.file_name or "document", document.mime_type, document.file_size, document.file_id)
    if message.voice is not None:
        return _file_ref("voice.ogg", message.voice.mime_type, message.voice.file_size, message.voice.file_id)
    return None


def _file_ref(name: str, mime: str | None, size: int | None, source: str) -> FileRef:
    problem = "too-big" if (size or 0) > LARGEST_FILE else ""
    return FileRef(_clean(name), mime=mime or "", size=size or 0, source=source, problem=problem)


def _edited(message: Message) -> Event:
    text = message.text if message.text is not None else message.caption
    sender = message.from_user
    if text is None or message.chat.type != "private" or sender is None or sender.is_bot:
        return _NOTHING
    language = sender.language_code or ""
    return Event("edited", text=_clean(text), app_language=language, reference=str(message.message_id))


def _press(press: CallbackQuery) -> Event:
    if press.data is None or (press.message is not None and press.message.chat.type != "private"):
        return _NOTHING
    language = press.from_user.language_code or ""
    return Event("press", token=_clean(press.data), app_language=language, reference=press.id)


def _membership(change: ChatMemberUpdated) -> Event:
    if change.chat.type != "private":
        return _NOTHING
    language = change.from_user.language_code or ""
    if change.new_chat_member.status == "kicked":
        return Event("blocked", app_language=language)
    if change.new_chat_member.status == "member":
        return Event("unblocked", app_language=language)
    return _NOTHING


def _clean(text: str) -> str:
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
}
#: the fields that are read above, and those that aiogram's types cannot do without
_ESSENTIALS: dict[str, Any] = {
    "update_id": None,
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "callback_query": {
        "id": None,
        "from": _USER,
        "chat_instance": None,
        "data": None,
        "message": {"message_id": None, "date": None, "chat": _CHAT},
    },
    "my_chat_member": {
        "chat": _CHAT,
        "from": _USER,
        "date": None,
        "old_chat_member": _MEMBER,
        "new_chat_member": _MEMBER,
    },
}


def _essentials(value: Any, wanted: dict[str, Any] | None = _ESSENTIALS) -> Any:
    """`value` cut down to the wanted fields, at every depth."""
    if wanted is None:
        return value
    if isinstance(value, list):
        return [_essentials(item, wanted) for item in value]
    if isinstance(value, dict):
        return {name: _essentials(value[name], inner) for name, inner in wanted.items() if name in value}
    return value
