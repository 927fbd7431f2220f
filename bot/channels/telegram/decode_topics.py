"""Understanding what happens in a group of staff, by aiogram's types: raw bytes -> TopicEvent."""

from typing import Final

from aiogram.enums import MessageEntityType
from aiogram.types import CallbackQuery, Message, MessageEntity, MessageReactionUpdated, Update

from bot.channels.telegram.decode import ESSENTIALS, clean, emoji_of, file_of, file_ref, understood, unused
from bot.channels.telegram.topics import ALBUM
from domain.messages import FileRef, Mark
from domain.topics import TopicEvent

_NOTHING = TopicEvent("other")

_KINDS: Final = {
    MessageEntityType.BOLD: "bold", MessageEntityType.ITALIC: "italic", MessageEntityType.UNDERLINE: "underline",
    MessageEntityType.STRIKETHROUGH: "strike", MessageEntityType.CODE: "code", MessageEntityType.PRE: "code",
}  # fmt: skip
#: a map that every browser shows
_MAP: Final = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"


def decode(body: bytes) -> TopicEvent:
    """One raw update. Pure. Raises Undecodable, also where it cannot be read what is replied to: it may be a note."""
    if body.startswith(ALBUM):
        name, chat, thread = body.removeprefix(ALBUM).decode().rsplit(":", 2)
        return TopicEvent("other", did="album", album=name, chat=int(chat), thread=int(thread))
    return understood(body, _event, ESSENTIALS)


def _event(update: Update) -> TopicEvent:
    if update.message is not None:
        return _written(update.message)
    if update.edited_message is not None:
        return _written(update.edited_message, edited=True)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.message_reaction is not None:
        return _reacted(update.message_reaction)
    return _NOTHING


def _written(message: Message, *, edited: bool = False) -> TopicEvent:
    sender = message.from_user
    anonymous = message.sender_chat is not None
    thread = message.message_thread_id or 0
    if message.forum_topic_created is not None:
        return TopicEvent("other", did="opened", chat=message.chat.id, thread=thread, message=message.message_id)
    if sender is None or (sender.is_bot and not anonymous):
        return _NOTHING
    file = file_of(message) or _further_file(message)
    words, marks = _words(message)
    # a place that moves is told once
    if file is None and not words and not edited:
        words = clean(_in_words(message))
    missing = "" if file is not None or words else unused(message)
    if file is None and not words and not missing:
        return _NOTHING
    replied = message.reply_to_message
    answers = replied.message_id if replied is not None and replied.message_id != thread else 0
    return TopicEvent(
        "file" if file is not None else "text" if words else "other",
        text=words,
        file=file,
        reference=str(message.message_id),
        album=message.media_group_id or "",
        did="edited" if edited else "wrote",
        chat=message.chat.id,
        thread=thread,
        message=message.message_id,
        sender=0 if anonymous else sender.id,
        sender_name=clean(sender.full_name)[:60],
        signature=clean(message.author_signature or "")[:64],
        answers=answers,
        unusable=missing,
        marks=marks,
    )


def _further_file(message: Message) -> FileRef | None:
    if message.animation is not None:
        found = message.animation
        return file_ref(found.file_name or "animation.mp4", found.mime_type, found.file_size, found.file_id)
    if message.video is not None:
        video = message.video
        return file_ref(video.file_name or "video.mp4", video.mime_type, video.file_size, video.file_id)
    if message.audio is not None:
        audio = message.audio
        return file_ref(audio.file_name or "audio.mp3", audio.mime_type, audio.file_size, audio.file_id)
    if message.video_note is not None:
        return file_ref("video.mp4", "video/mp4", message.video_note.file_size, message.video_note.file_id)
    return None


def _words(message: Message) -> tuple[str, tuple[Mark, ...]]:
    """Text or caption, with the address behind each link that hides one, and how it is emphasized."""
    text = message.text if message.text is not None else message.caption or ""
    entities = (message.entities if message.text is not None else message.caption_entities) or []
    units = text.encode("utf-16-le", "surrogatepass")

    def index(offset: int) -> int:
        return len(units[: 2 * offset].decode("utf-16-le", "surrogatepass"))

    links = [one for one in entities if one.type == MessageEntityType.TEXT_LINK and one.url]
    behind = sorted((index(one.offset + one.length), f" ({one.url})") for one in links)
    words, after = "", 0
    for end, address in behind:
        words, after = words + text[after:end] + address, end
    words += text[after:]
    if "\0" in words:
        return clean(words), ()

    def moved(entity: MessageEntity) -> Mark:
        start, end = index(entity.offset), index(entity.offset + entity.length)
        return Mark(
            _KINDS[MessageEntityType(entity.type)],  # type: ignore[arg-type]
            start + sum(len(address) for at, address in behind if at <= start),
            end + sum(len(address) for at, address in behind if at < end),
        )

    return words, tuple(moved(one) for one in entities if one.type in _KINDS)


def _in_words(message: Message) -> str:
    """What is neither text nor file, where words can say it: a place, an address in the phone book, the emoji of a sticker."""
    if message.venue is not None:
        place = message.venue
        return f"📍 {place.title}, {place.address}\n{_MAP.format(place.location.latitude, place.location.longitude)}"
    if message.location is not None:
        return f"📍 {_MAP.format(message.location.latitude, message.location.longitude)}"
    if message.contact is not None:
        person = message.contact
        return f"👤 {person.first_name} {person.last_name or ''}".strip() + f", {person.phone_number}"
    return message.sticker.emoji or "" if message.sticker is not None else ""


def _pressed(press: CallbackQuery) -> TopicEvent:
    message = press.message
    if press.data is None or message is None:
        return _NOTHING
    thread = (message.message_thread_id or 0) if isinstance(message, Message) else 0
    return TopicEvent(
        "press", token=clean(press.data), reference=press.id, did="pressed", chat=message.chat.id, thread=thread,
        message=message.message_id, sender=press.from_user.id, sender_name=clean(press.from_user.full_name)[:60],
    )  # fmt: skip


def _reacted(change: MessageReactionUpdated) -> TopicEvent:
    sender = change.user.id if change.user is not None else 0
    return TopicEvent(
        "reaction", text=emoji_of(change), reference=str(change.message_id), did="reacted", chat=change.chat.id,
        message=change.message_id, sender=sender,
    )  # fmt: skip
