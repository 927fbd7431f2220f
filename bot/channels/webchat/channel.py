"""The web chat as a channel: its updates are our own JSON, its messages are JSON for the page.

There is nothing to receive (the HTTP routes store updates) and nothing to send (the page reads the conversation).
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.channels.base import Capabilities, Outgoing, Receipt, Refused, Store, Undecodable
from bot.channels.webchat import wire
from domain.emphasis import stretches
from domain.messages import Event, FileRef, Message, Part
from domain.texts import render

NAME = "web"


class WebChat:
    """The channel of the page and of the widget."""

    name = NAME
    capabilities = Capabilities(buttons=100, label_length=200, text_length=100_000)

    async def receive(self, store: Store) -> None:  # noqa: ARG002 - part of the contract
        """Wait for ever: the routes of the page store its updates."""
        await asyncio.Event().wait()

    def decode(self, body: bytes) -> Event:
        """Understand one update of a page. A text that starts with "/" and a word is a command."""
        try:
            update = wire.parse(body)
        except wire.UpdateError as error:
            raise Undecodable(str(error)) from None
        match update:
            case wire.Pressed():
                return Event(kind="press", token=update.token, app_language=update.lang)
            case wire.Attached(file=file):
                return Event(
                    kind="file",
                    text=wire.clean(update.text),
                    file=FileRef(name=file.name, mime=file.mime, size=file.size, stored=file.stored),
                    app_language=update.lang,
                )
        text = wire.clean(update.text)
        if found := wire.command(text):
            name, argument = found
            return Event(kind="command", text=name, argument=argument, app_language=update.lang)
        return Event(kind="text", text=text, app_language=update.lang)

    def render(self, message: Message, lang: str, token: Callable[[int], str]) -> Sequence[Outgoing]:
        """One piece, whose payload has every word in the person's language and can be shown as it is.

        {"lang", "author", "parts": [{"style", "text"}], "choices": [{"label", "token", "style", "selected"}],
        "wants", "progress": [answered, about all] or null}, and "files": [{"name", "size", "mime"}] where there are any. A part
        whose words are emphasized has "stretches": [[words, [bold, italic, underline, strike or code]]]
        """
        payload: dict[str, Any] = {
            "lang": lang,
            "author": message.author,
            "parts": [_part(part, lang) for part in message.parts],
            "choices": [
                {
                    "label": render(choice.label, lang),
                    "token": token(number),
                    "style": choice.style,
                    "selected": choice.selected,
                }
                for number, choice in enumerate(message.choices)
            ],
            "wants": message.wants,
            "progress": list(message.progress) if message.progress else None,
        }
        if message.files:
            payload["files"] = [{"name": file.name, "size": file.size, "mime": file.mime} for file in message.files]
        return [Outgoing(payload)]

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:  # noqa: ARG002
        """Nothing to do: a message that is in the conversation has been delivered, the page reads it there."""
        return Receipt("")

    async def fetch(self, file: FileRef) -> bytes:  # noqa: ARG002
        """Never needed: the routes keep the content before they store the update."""
        raise Refused("files of the web chat are kept when they arrive")


def _part(part: Part, lang: str) -> dict[str, Any]:
    text = render(part.text, lang)
    shown: dict[str, Any] = {"style": part.style, "text": text}
    if part.marks:
        shown["stretches"] = [[words, list(kinds)] for words, kinds in stretches(text, part.marks)]
    return shown
