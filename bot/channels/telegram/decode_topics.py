"""Understanding what happens in a group of staff, by aiogram's types: raw bytes -> TopicEvent."""

from aiogram.enums import MessageEntityType
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated, Update

from bot.channels.telegram.decode import ESSENTIALS, clean, emoji_of, file_of, file_ref, understood, unused
from bot.channels.telegram.topics import ALBUM
from domain.messages import FileRef
from domain.topics import TopicEvent

_NOTHING = TopicEvent("other")


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
    words = clean(_with_links(message))
    missing = "" if file is not None or message.text is not None else unused(message)
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


def _with_links(message: Message) -> str:
    """The words, with the address behind each link that hides one: what is passed on has no formatting."""
    text = message.text if message.text is not None else message.caption or ""
    entities = (message.entities if message.text is not None else message.caption_entities) or []
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda one: one.offset, reverse=True):
        if entity.type == MessageEntityType.TEXT_LINK and entity.url:
            end = 2 * (entity.offset + entity.length)
            units = units[:end] + f" ({entity.url})".encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


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
