"""What has to be known of a raw update before it is stored: its number, its chat, whether a file came along.

Nobody else has looked at these bytes yet, so whatever they hold, they are stored: an update that does not even name
itself is kept under the digest of its bytes.
"""

import hashlib
import json
from typing import Any

import msgspec

from bot.channels.base import RawUpdate

NAME = "telegram"

#: the kinds of update we ask Telegram for
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

#: Telegram's numbers fit into 52 significant bits (Bot API, `User.id`); anything larger is somebody's joke
_LARGEST = 2**52


class _Chat(msgspec.Struct):
    id: int


class _Message(msgspec.Struct):
    chat: _Chat
    photo: msgspec.Raw = msgspec.Raw()
    document: msgspec.Raw = msgspec.Raw()
    voice: msgspec.Raw = msgspec.Raw()


class _Press(msgspec.Struct):
    message: _Message


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    my_chat_member: _Message | None = None


class _Reference(msgspec.Struct):
    id: str


class _Pressed(msgspec.Struct):
    callback_query: _Reference | None = None


_read_update = msgspec.json.Decoder(_Update).decode
_read_pressed = msgspec.json.Decoder(_Pressed).decode


def raw_update(body: bytes) -> RawUpdate:
    """One update as Telegram wrote it, ready to be stored. Never raises for the content of `body`."""
    try:
        update = _read_update(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _odd_update(body)
    message = update.message or update.edited_message or update.my_chat_member
    if message is None and update.callback_query is not None:
        message = update.callback_query.message
        files = False
    else:
        files = message is not None and bool(bytes(message.photo) or bytes(message.document) or bytes(message.voice))
    return _raw(body, update.update_id, message.chat.id if message is not None else None, files)


def update_number(update: RawUpdate) -> int | None:
    """The number to acknowledge at Telegram; None for an update that did not tell one."""
    return int(update.update_id) if update.update_id.isdecimal() else None


def press_reference(body: bytes) -> str | None:
    """What to `acknowledge` when this raw update is a button press, else None; cheap for all others."""
    if b'"callback_query"' not in body:
        return None
    try:
        pressed = _read_pressed(body).callback_query
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return pressed.id if pressed is not None else None


def parse(body: bytes) -> Any:
    """The JSON of an update, also where it is only nearly JSON (half a surrogate pair, a control character).

    Raises ValueError when it is none.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        value = json.loads(body.decode("utf-8", "replace"), strict=False)
        repaired = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        return msgspec.json.decode(repaired)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON ({type(error).__name__})") from None


def _odd_update(body: bytes) -> RawUpdate:
    """An update of a shape we did not expect: take what can be had."""
    try:
        update = parse(body)
    except ValueError:
        update = None
    chat: Any = None
    for kind in ALLOWED_UPDATES:
        part = _member(update, kind)
        chat = chat or _member(part, "chat") or _member(_member(part, "message"), "chat") or _member(part, "from")
    return _raw(body, _member(update, "update_id"), _member(chat, "id"), files=False)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _raw(body: bytes, number: Any, chat: Any, files: bool) -> RawUpdate:
    if not (isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _LARGEST):
        number = "sha256:" + hashlib.sha256(body).hexdigest()
    if not (isinstance(chat, int) and not isinstance(chat, bool) and abs(chat) <= _LARGEST):
        return RawUpdate(NAME, str(number), "", {}, body, files)
    return RawUpdate(NAME, str(number), str(chat), {"chat_id": chat}, body, files)
