"""What has to be known of a raw update before it is stored: its number, its chat, whether a file came along.

Nobody else has looked at these bytes yet, so whatever they hold, they are stored: an update that does not even name
itself is kept under the digest of its bytes.
"""

import hashlib
import json
from typing import Any

import msgspec

from bot.channels.base import RawUpdate
from domain.topics import STAFF_CHANNEL

NAME = "telegram"

#: the kinds of update we ask Telegram for
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")

#: Telegram's numbers fit into 52 significant bits (Bot API, `User.id`); anything larger is somebody's joke
_LARGEST = 2**52


class _Chat(msgspec.Struct):
    id: int


class _User(msgspec.Struct):
    is_bot: bool = False


class _Opened(msgspec.Struct):
    name: str = ""


class _Message(msgspec.Struct, rename={"from_": "from"}):
    chat: _Chat
    message_id: int = 0
    from_: _User | None = None
    photo: msgspec.Raw = msgspec.Raw()
    document: msgspec.Raw = msgspec.Raw()
    voice: msgspec.Raw = msgspec.Raw()
    video: msgspec.Raw = msgspec.Raw()
    audio: msgspec.Raw = msgspec.Raw()
    animation: msgspec.Raw = msgspec.Raw()
    video_note: msgspec.Raw = msgspec.Raw()
    # replies in ordinary groups name a thread too, which is no topic
    message_thread_id: int = 0
    is_topic_message: bool = False
    forum_topic_created: _Opened | None = None
    migrate_to_chat_id: int = 0

    def files(self) -> bool:
        """Did a person send something here that we take?"""
        return bool(bytes(self.photo) or bytes(self.document) or bytes(self.voice))

    def files_of_staff(self) -> bool:
        """The same of a member of staff: all that can be passed on."""
        return self.files() or any(map(bytes, (self.video, self.audio, self.animation, self.video_note)))


class _Press(msgspec.Struct):
    message: _Message


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    my_chat_member: _Message | None = None
    message_reaction: _Message | None = None


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
    message = update.message or update.edited_message or update.my_chat_member or update.message_reaction
    if message is None and update.callback_query is not None:
        message = update.callback_query.message
    if message is None:
        return _raw(body, update.update_id, None, files=False)
    if message.chat.id < 0:
        return _of_group(body, update.update_id, message, fresh=update.message is not None)
    # what was changed was fetched when it came
    files = update.message is not None and message.files()
    return _raw(body, update.update_id, message.chat.id, files)


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
    channel = NAME if chat >= 0 else STAFF_CHANNEL
    return RawUpdate(channel, str(number), str(chat), {"chat_id": chat}, body, files)


def _of_group(body: bytes, number: int, message: _Message, *, fresh: bool) -> RawUpdate:
    """An update of a group: whose conversation it belongs to is known to whoever stores it (`storage.topics.owner`)."""
    raw = _raw(body, number, message.chat.id, fresh and message.files_of_staff())
    if not raw.address:
        return raw
    raw.address["message"] = message.message_id
    raw.address["thread"] = message.message_thread_id if message.is_topic_message else 0
    if message.migrate_to_chat_id:
        raw.address["moved_to"] = message.migrate_to_chat_id
    if message.forum_topic_created is not None and message.from_ is not None and message.from_.is_bot:
        raw.address["opened"] = message.forum_topic_created.name
    return raw
