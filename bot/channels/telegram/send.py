"""Sending, by python-telegram-bot over our own HTTP (`request.py`). The courier retries and paces, nobody here does."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.base import Refused, SendError, Unavailable, Unsure
from bot.channels.telegram.request import AnswerError, Request

_log = logging.getLogger(__name__)

#: gives the content of a file of our store. Raises LookupError when it is gone for good, OSError when the disk fails
Content = Callable[[str], bytes]

#: what Telegram shows or plays, and by which method; all else is a document
_SHOWN = {
    "image/jpeg": "photo", "image/png": "photo", "audio/ogg": "voice", "audio/mpeg": "audio", "audio/mp4": "audio",
    "video/mp4": "video", "image/gif": "animation",
}  # fmt: skip


class Sender:
    """Everything that goes from us to Telegram."""

    def __init__(self, token: str, api_base: str, content: Content) -> None:
        self._content = content
        self._request = Request()
        # get_updates_request is never used, but the library would open an HTTP client of its own for it
        self.bot = Bot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def send(self, chat_id: int, payload: dict[str, Any], replaces: str = "") -> str:
        """Deliver one message, or change the message `replaces` into it; its number at Telegram. Raises SendError."""
        if "file" in payload:
            return await self._send_file(chat_id, payload)
        if replaces.isdecimal():
            try:
                content = {name: value for name, value in payload.items() if name != "reply_parameters"}
                await self._deliver("editMessageText", chat_id, {"message_id": int(replaces), **content})
            except Refused:
                # deleted by the person, or too old to be changed: it comes as a new one
                pass
            else:
                return replaces
        result = await self._deliver("sendMessage", chat_id, payload)
        return str(result["message_id"]) if isinstance(result, dict) else ""

    async def _send_file(self, chat_id: int, payload: dict[str, Any]) -> str:
        """Deliver a file of our store, as a photo, a voice message, a film… unless Telegram finds it no good one."""
        try:
            content = await asyncio.to_thread(self._content, payload["file"])
        except LookupError:
            raise Refused("the file is gone") from None
        except OSError as error:
            raise Unavailable(type(error).__name__) from None
        fields = {"chat_id": str(chat_id), "parse_mode": "HTML"}
        if "reply_parameters" in payload:
            fields["reply_parameters"] = json.dumps(payload["reply_parameters"])
        fields |= {name: str(payload[name]) for name in ("caption", "message_thread_id") if name in payload}
        result: Any = None
        if kind := _SHOWN.get(payload["mime"]):
            try:
                result = await self._upload(kind, fields, payload, content)
            except Refused:
                # a photo too long or too narrow, a sound of another codec: it goes as it is
                result = None
        if result is None:
            result = await self._upload("document", fields, payload, content)
        return str(result["message_id"]) if isinstance(result, dict) else ""

    async def _upload(self, kind: str, fields: dict[str, str], payload: dict[str, Any], content: bytes) -> Any:
        try:
            return await self._request.upload(
                f"{self.bot.base_url}/send{kind.title()}", fields, kind, payload["name"], payload["mime"], content
            )
        except AnswerError as failed:
            raise failed.error from None

    async def call(self, method: str, values: Mapping[str, Any]) -> Any:
        """The bare result of a method. Raises SendError."""
        try:
            return await self._request.call(f"{self.bot.base_url}/{method}", values)
        except AnswerError as failed:
            raise failed.error from None

    async def _deliver(self, method: str, chat_id: int, payload: dict[str, Any]) -> Any:
        try:
            return await self._request.call(f"{self.bot.base_url}/{method}", {"chat_id": chat_id, **payload})
        except AnswerError as failed:
            raise failed.error from None

    async def acknowledge(self, reference: str) -> None:
        """Tell Telegram that a press has arrived, so that the button stops waiting. Best effort."""
        try:
            await self.bot.answer_callback_query(reference)
        except TelegramError as error:
            _log.debug("telegram: a press was not answered (%s)", _kind(error))

    async def download(self, file_id: str, limit: int) -> bytes:
        """A file somebody sent us. Raises Refused("too-big" or "gone"), or another SendError."""
        try:
            file = await self.bot.get_file(file_id)
            if (file.file_size or 0) > limit:
                raise Refused("too-big")
            if not file.file_path:
                raise Refused("gone")
            return await self._request.download(file.file_path, limit)
        except AnswerError as failed:
            raise _of_a_file(failed.error) from None
        except TelegramError as error:
            raise Unavailable(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()


def _kind(error: TelegramError) -> str:
    return type(error.error if isinstance(error, AnswerError) else error).__name__


def _of_a_file(error: SendError) -> SendError:
    """Asking for a file may be repeated, and what Telegram says of one it will not hand out is one of two things."""
    if isinstance(error, Unsure):
        return Unavailable(str(error))
    if isinstance(error, Refused) and str(error) not in ("gone", "too-big"):
        return Refused("too-big" if "too big" in str(error) else "gone")
    return error
