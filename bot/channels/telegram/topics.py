"""The groups of staff at Telegram: what happens in a topic as a TopicEvent, and what we do there.

It is a channel of its own for the inbox, whose updates belong to the conversation the topic was opened for. The libraries are
loaded when they are first needed.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.channels.base import Capabilities, Outgoing, RawUpdate, Receipt, Refused, Store
from domain.messages import Event, FileRef, Message
from domain.topics import STAFF_CHANNEL

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel

#: parts of the descriptions of a 400 that mean the topic is gone, or only closed
_NO_TOPIC: Final = ("message thread not found", "topic_deleted", "topic_id_invalid")
_CLOSED: Final = ("topic_closed",)


#: how our own word begins that an album is complete; no JSON begins like this
ALBUM: Final = b"album "


def full_album(chat: int, thread: int, name: str, first: int) -> RawUpdate:
    """Our own word that all parts of an album have come, `first` the number of the first of them."""
    body = ALBUM + f"{name}:{chat}:{thread}".encode()
    return RawUpdate(
        STAFF_CHANNEL, f"album:{chat}:{name}:{first}", str(chat), {"chat_id": chat, "thread": thread}, body
    )


class NoTopic(Refused):
    """The topic was deleted."""


class Closed(Refused):
    """The topic is closed, and we may not write there as it is."""


class StaffChannel:
    """Reads what happens in topics; nothing is sent through it as to a person (`bot.topics` does that)."""

    name = STAFF_CHANNEL
    capabilities = Capabilities(buttons=100, label_length=40, text_length=4096)

    def __init__(self) -> None:
        self.telegram: TelegramChannel | None = None

    async def receive(self, store: Store) -> None:
        """Updates come with those of the bot."""

    def decode(self, body: bytes) -> Event:
        """Understand one raw update of a group. Raises Undecodable."""
        from bot.channels.telegram.decode_topics import decode

        return decode(body)

    def render(self, message: Message, lang: str, token: Any) -> Sequence[Outgoing]:
        """A message as pieces of HTML."""
        from bot.channels.telegram.render import render

        return render(message, lang, token)

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:  # noqa: ARG002
        """Nothing is queued for this channel."""
        raise Refused("not a place to send to")

    async def fetch(self, file: FileRef) -> bytes:
        """The content of an attachment. Raises SendError."""
        if self.telegram is None:
            raise Refused("gone")
        return await self.telegram.fetch(file)


class Group:
    """What we do in a group. Each raises SendError; `NoTopic` and `Closed` where that is the reason."""

    def __init__(self, telegram: "TelegramChannel") -> None:
        self._telegram = telegram

    async def open(self, chat: int, name: str) -> int:
        """Open a topic; its number."""
        made = await self._call("createForumTopic", chat, {"name": name})
        return int(made["message_thread_id"])

    async def reopen(self, chat: int, thread: int) -> None:
        """Open a closed topic again."""
        await self._call("reopenForumTopic", chat, {"message_thread_id": thread})

    async def delete(self, chat: int, thread: int) -> None:
        """Delete a topic with all that stands in it."""
        await self._call("deleteForumTopic", chat, {"message_thread_id": thread})

    async def post(self, chat: int, thread: int, payload: Mapping[str, Any], reply_to: int | None = None) -> int:
        """Write in a topic; the number of the message."""
        further = {"message_thread_id": thread, **_reply(reply_to)}
        return int((await self._call("sendMessage", chat, {**payload, **further}))["message_id"])

    async def post_file(self, chat: int, thread: int, payload: Mapping[str, Any]) -> int:
        """Write a rendered file in a topic; the number of the message."""
        try:
            return int(await self._telegram.post_file(chat, {**payload, "message_thread_id": thread}))
        except Refused as refused:
            raise _why(refused) from None

    async def copy(self, chat: int, thread: int, source: int, message: int, reply_to: int | None = None) -> int:
        """Copy a message of another chat into a topic; the number of the copy."""
        further = {"message_thread_id": thread, "from_chat_id": source, "message_id": message, **_reply(reply_to)}
        return int((await self._call("copyMessage", chat, further))["message_id"])

    async def copy_album(self, chat: int, thread: int, source: int, messages: Sequence[int]) -> list[int]:
        """Copy messages that belong together; the numbers of the copies. One that is gone is left out."""
        further = {"message_thread_id": thread, "from_chat_id": source, "message_ids": list(messages)}
        return [int(one["message_id"]) for one in await self._call("copyMessages", chat, further)]

    async def edit(self, chat: int, message: int, payload: Mapping[str, Any]) -> None:
        """Change a message of ours: its text, or the caption of what has none."""
        try:
            await self._call("editMessageText", chat, {"message_id": message, **payload})
        except Refused as refused:
            if "no text in the message" not in str(refused):
                raise
            captioned = {name: value for name, value in payload.items() if name in ("parse_mode", "reply_markup")}
            await self._call(
                "editMessageCaption", chat, {"message_id": message, "caption": payload["text"][:1024], **captioned}
            )

    async def is_ours(self, chat: int, message: int) -> bool | None:
        """Did we write that message (which has no buttons)? None when there is no such message."""
        try:
            await self._call("editMessageReplyMarkup", chat, {"message_id": message})
        except Refused as refused:
            return None if "not found" in str(refused) or "MESSAGE_ID_INVALID" in str(refused) else False
        return True

    async def react(self, chat: int, message: int, emoji: str) -> None:
        """React to a message, or take the reaction back."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        await self._call("setMessageReaction", chat, {"message_id": message, "reaction": reaction})

    async def answer(self, press: str, text: str) -> None:
        """Answer a press with a short text."""
        await self._telegram.call(
            "answerCallbackQuery", {"callback_query_id": press, "text": text[:200], "show_alert": True}
        )

    async def _call(self, method: str, chat: int, values: Mapping[str, Any]) -> Any:
        try:
            return await self._telegram.call(method, {"chat_id": chat, **values})
        except Refused as refused:
            raise _why(refused) from None


def _why(refused: Refused) -> Refused:
    reason = str(refused).lower()
    if any(one in reason for one in _NO_TOPIC):
        return NoTopic(str(refused))
    return Closed(str(refused)) if any(one in reason for one in _CLOSED) else refused


def _reply(to: int | None) -> dict[str, Any]:
    return {"reply_parameters": {"message_id": to, "allow_sending_without_reply": True}} if to else {}
