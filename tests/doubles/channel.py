"""A channel whose other end is a list: what was sent can be read, what goes wrong can be ordered."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from bot.channels.base import Capabilities, Outgoing, RawUpdate, Receipt, Store, Undecodable
from domain.messages import Event, FileRef, Message


def update(number: int, text: str = "", place: str = "a", *, files: bool = False) -> RawUpdate:
    """A raw update of this channel."""
    body = msgspec.json.encode({"text": text or f"message {number}", "file": files})
    return RawUpdate("fake", str(number), place, {"place": place}, body, files)


class FakeChannel:
    """`sent` holds (place, words) in the order of delivery; `faults` are raised by the next sends, None lets one through.

    A fault that is a pair (`"delivered"`, error) delivers and raises all the same.
    """

    name = "fake"

    def __init__(self, rate: float | None = None, chat_rate: float | None = None) -> None:
        self.capabilities = Capabilities(8, 20, 4096, rate, chat_rate)
        self.sent: list[tuple[str, str]] = []
        self.faults: list[Any] = []
        self.arrived = asyncio.Event()

    async def receive(self, store: Store) -> None:
        await asyncio.Event().wait()

    def decode(self, body: bytes) -> Event:
        try:
            found = msgspec.json.decode(body)
            file = FileRef("x.pdf", source="x") if found["file"] else None
            return Event("file" if file else "text", found["text"], file=file)
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise Undecodable(str(error)) from None

    def render(self, message: Message, lang: str, token: Callable[[int], str]) -> Sequence[Outgoing]:
        return [Outgoing({"text": part.text.fields.get("text", part.text.key)}) for part in message.parts]

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, tuple):
            self.sent.append((address["place"], outgoing.payload["text"]))
            raise fault[1]
        if fault is not None:
            raise fault
        self.sent.append((address["place"], outgoing.payload["text"]))
        self.arrived.set()
        return Receipt(str(len(self.sent)))

    async def fetch(self, file: FileRef) -> bytes:
        return b"%PDF-1.7 content"
