"""Telegram as a `Channel`. Importing this module imports aiogram and python-telegram-bot, which takes seconds."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from bot.channels.base import Capabilities, Outgoing, Receipt, Refused, Store, Unreachable
from bot.channels.telegram import updates
from bot.channels.telegram.decode import LARGEST_FILE, decode
from bot.channels.telegram.keyboard import LONGEST_LABEL, MOST_BUTTONS
from bot.channels.telegram.pieces import LARGEST_TEXT
from bot.channels.telegram.receive import LONG_POLL, Receiver, Sleep
from bot.channels.telegram.render import render
from bot.channels.telegram.send import Content, Sender
from bot.channels.telegram.setup import COMMANDS, introduce
from bot.channels.telegram.silence import silence_libraries
from bot.channels.telegram.webhook import PATH, Webhook
from domain.messages import Event, FileRef, Message

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")

OFFICIAL_API: Final = "https://api.telegram.org"


def _no_content(stored: str) -> bytes:
    raise LookupError(stored)


class TelegramChannel:
    """Receives by aiogram, sends by python-telegram-bot, and keeps to the contract of `bot.channels.base.Channel`.

    `mode` says how updates come: we ask for them (`polling`), or Telegram pushes them to `public_url` + `PATH`
    (`webhook`), where the web application calls `webhook.accept`. `languages` are those of the commands and
    descriptions, the default one first; without any, they are left as they are. `sleep` is the clock of all pauses,
    `long_poll` the seconds Telegram keeps a request for updates open. `content` gives the files that go out.

    Raises ValueError when the token cannot be one, and in webhook mode without a public address or a secret.
    """

    name = updates.NAME
    #: 30 messages a second and 1 a second in a chat are Telegram's limits; bursts just under them are refused already
    capabilities = Capabilities(
        buttons=MOST_BUTTONS, label_length=LONGEST_LABEL, text_length=LARGEST_TEXT, rate=28.5, chat_rate=1.0
    )

    def __init__(
        self,
        token: str,
        *,
        api_base: str = OFFICIAL_API,
        mode: Literal["polling", "webhook"] = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        languages: Sequence[str] = (),
        commands: Sequence[str] = COMMANDS,
        sleep: Sleep = asyncio.sleep,
        long_poll: int = LONG_POLL,
        content: Content = _no_content,
    ) -> None:
        silence_libraries()
        if not _TOKEN.fullmatch(token):
            raise ValueError("this is no Telegram token: it reads like 12345678:AAbbCC (COMPAGNON_TELEGRAM_TOKEN)")
        self.webhook = Webhook(webhook_secret) if mode == "webhook" else None
        if self.webhook is not None and not public_url:
            raise ValueError("the Telegram webhook needs the address people reach us at (COMPAGNON_PUBLIC_URL)")
        api_base = api_base.rstrip("/")
        self._webhook_url = public_url.rstrip("/") + PATH
        self._secret = webhook_secret
        self._languages = languages
        self._commands = commands
        self._sleep = sleep
        self._receiver = Receiver(token, api_base, sleep, long_poll)
        self._sender = Sender(token, api_base, content)

    async def receive(self, store: Store) -> None:
        """Take updates until cancelled; returns only when Telegram refuses the token.

        Commands and descriptions are brought up to date meanwhile. In webhook mode Telegram is asked to push, and
        `store` is given to `webhook.accept` by the web application.
        """
        introduction = asyncio.create_task(self._introduce())
        try:
            if self.webhook is None:
                await self._receiver.poll(store)
            else:
                await self._receiver.listen(self._webhook_url, self._secret)
        finally:
            introduction.cancel()
            await asyncio.gather(introduction, return_exceptions=True)

    def decode(self, body: bytes) -> Event:
        """Understand one raw update. Raises Undecodable."""
        return decode(body)

    def render(self, message: Message, lang: str, token: Callable[[int], str]) -> Sequence[Outgoing]:
        """A message as one or more pieces of HTML. Raises ValueError for a token of more than 64 bytes."""
        return render(message, lang, token)

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        """Deliver one piece to `address["chat_id"]`. Raises SendError."""
        chat_id = address.get("chat_id")
        if not isinstance(chat_id, int):
            raise Unreachable("no chat")
        payload = outgoing.payload
        if outgoing.answers.isdecimal():
            # what is answered may be gone by now
            answered = {"message_id": int(outgoing.answers), "allow_sending_without_reply": True}
            payload = {**payload, "reply_parameters": answered}
        return Receipt(await self._sender.send(chat_id, payload, outgoing.replaces))

    async def show_writing(self, address: dict[str, Any]) -> None:
        """Show "typing…" in the chat for five seconds. Raises SendError."""
        await self._sender.call("sendChatAction", {"chat_id": address.get("chat_id"), "action": "typing"})

    async def call(self, method: str, values: Mapping[str, Any]) -> Any:
        """The bare result of a method of the Bot API. Raises SendError."""
        return await self._sender.call(method, values)

    async def post_file(self, chat_id: int, payload: Mapping[str, Any]) -> str:
        """Deliver a rendered file with further fields (the topic); its number. Raises SendError."""
        return await self._sender.send(chat_id, dict(payload))

    async def acknowledge(self, reference: str) -> None:
        """Answer a button press, named by `Event.reference` or `updates.press_reference`. Never fails."""
        await self._sender.acknowledge(reference)

    async def fetch(self, file: FileRef) -> bytes:
        """The content of an attachment. Raises Refused("too-big") or Refused("gone"), or another SendError."""
        if file.size > LARGEST_FILE:
            raise Refused("too-big")
        return await self._sender.download(file.source, LARGEST_FILE)

    async def close(self) -> None:
        """Close all connections."""
        await self._receiver.close()
        await self._sender.close()

    async def _introduce(self) -> None:
        if self._languages:
            await introduce(self._sender.bot, self._languages, self._commands, self._sleep)
