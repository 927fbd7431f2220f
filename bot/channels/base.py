"""The contract between a channel and the rest of the program.

A channel renders and parses, nothing else: it knows no conversation, no dialog, no table. Library types never leave
its folder. One file of contract tests runs for every channel.

    receive --RawUpdate--> (stored) --decode--> Event … Message --render--> Outgoing… --send--> Receipt

What can go wrong with a send:

    SendError
    ├── Busy          the channel asks us to wait (Telegram 429); nothing was delivered
    ├── Unavailable   the channel is out of order (5xx, connection refused); nothing was delivered, as far as it says
    ├── Unsure        no answer came back: delivered or not, nobody knows; at most one repeat
    ├── Unreachable   the person blocked us or is gone: stop sending, keep everything, tell staff
    └── Refused       this message will never be accepted: to the dead letters, for staff to see
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from domain.messages import Event, FileRef, Message


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show; `render` degrades to it."""

    #: buttons a message may carry; 0 means choices become numbered lines
    buttons: int
    #: longest label of a button, in characters
    label_length: int
    #: longest text of one outgoing piece, in UTF-16 units
    text_length: int
    #: messages a second over all conversations; None when nobody limits us
    rate: float | None = None
    #: messages a second in one conversation; None when nobody limits us
    chat_rate: float | None = None


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as it came over the wire, before anybody understood it.

    `update_id` is unique within the channel (a repeat is the same update), `address` is all the channel needs to
    answer (JSON-able, secret at rest), `place` identifies the conversation within the channel, `body` is the raw
    JSON, `files` says that an attachment has to be fetched before the turn.
    """

    channel: str
    update_id: str
    place: str
    address: dict[str, Any]
    body: bytes
    files: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One piece ready for the wire; `payload` means something to its own channel only.

    `replaces` is the external id of the message this one takes the place of, where the channel can edit messages; `answers` that of
    the message it answers, where the channel can show it.
    """

    payload: dict[str, Any]
    replaces: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The channel's name for what it delivered."""

    external_id: str


class Undecodable(Exception):
    """This update cannot be understood: it goes to quarantine and the next one is handled."""


class SendError(Exception):
    """A send failed; see the tree on top of this module."""


class Busy(SendError):
    """The channel asks us to wait `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"busy for {retry_after} s")
        self.retry_after = retry_after


class Unavailable(SendError):
    """The channel is out of order for now."""


class Unsure(SendError):
    """The channel may or may not have delivered."""


class Unreachable(SendError):
    """The person cannot be reached on this channel any more."""


class Refused(SendError):
    """The channel will never accept this message."""


#: Stores raw updates durably; when it returns, and only then, a channel may acknowledge.
Store = Callable[[Sequence[RawUpdate]], Awaitable[None]]


class Channel(Protocol):
    """What every channel offers. `decode` and `render` are pure and may run in any thread."""

    name: str
    capabilities: Capabilities

    async def receive(self, store: Store) -> None:
        """Take updates until cancelled. Must not acknowledge anything that `store` has not kept."""
        ...

    def decode(self, body: bytes) -> Event:
        """Understand one raw update. Raises Undecodable, and nothing else, for what it cannot."""
        ...

    def render(self, message: Message, lang: str, token: Callable[[int], str]) -> Sequence[Outgoing]:
        """Turn a message into one or more pieces; `token(i)` is the wire reference of choice number i."""
        ...

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        """Deliver one piece. Must not retry and must not wait for a rate: the courier does both."""
        ...

    async def fetch(self, file: FileRef) -> bytes:
        """The content of an attachment. Raises SendError when it cannot be had."""
        ...


@runtime_checkable
class ShowsWriting(Protocol):
    """A channel that can show in a chat, for a few seconds, that a person is writing."""

    async def show_writing(self, address: dict[str, Any]) -> None:
        """Show it. Raises SendError."""
        ...
