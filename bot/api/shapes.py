"""What the API takes and gives, as documented by /api/v1/openapi.json. Times are milliseconds since 1970 (UTC)."""

from typing import Annotated

import msgspec
from msgspec import Meta

Words = Annotated[str, Meta(min_length=1, max_length=4000)]
Epoch = Annotated[int, Meta(ge=0, le=2**31 - 1, description="`epoch` of the conversation as you last saw it")]
Newest = Annotated[
    int, Meta(ge=0, le=2**53, description="the newest message you have read; newer words refuse with `changed`")
]
Number = Annotated[int, Meta(ge=1, le=2**53)]


class Conversation(msgspec.Struct, frozen=True):
    """A conversation: who answers (`bot`, `queue` or `human`), which helpdesk, since when the trainee waits for a person."""

    id: int
    channel: str
    lang: str
    owner: str
    team: str
    staff: str
    work: str
    epoch: int
    waiting_since: int | None
    active_at: int
    reachable: bool
    name: str


class Conversations(msgspec.Struct, frozen=True):
    """Some conversations, those with the lowest numbers first; `next` is the `after` of the following page."""

    items: list[Conversation]
    next: int | None


class Said(msgspec.Struct, frozen=True):
    """A message: `author` is `bot`, `staff` or `you` (the trainee), `name` who of the staff; `text` in the language `lang`."""

    id: int
    author: str
    name: str
    lang: str
    at: int
    text: str


class Messages(msgspec.Struct, frozen=True):
    """Some messages, oldest first; `next` is the `after` of the following page."""

    items: list[Said]
    next: int | None


class Seen(msgspec.Struct, frozen=True):
    """What is needed to act: the conversation as it was when you decided."""

    epoch: Epoch
    seen: Newest = 0


class Taking(msgspec.Struct, frozen=True):
    """Answer from now on; `force` takes it from a colleague."""

    epoch: Epoch
    force: bool = False


class Replying(msgspec.Struct, frozen=True):
    """Say something to the trainee; `anyway` says it beside a colleague who answers there."""

    epoch: Epoch
    text: Words
    anyway: bool = False


class Noting(msgspec.Struct, frozen=True):
    """Write something down that the trainee never sees."""

    text: Words


class HandingBack(msgspec.Struct, frozen=True):
    """The bot goes on at its question; `facts` are answers on the trainee's behalf, by key of the question."""

    epoch: Epoch
    facts: Annotated[dict[str, Words], Meta(max_length=20)] = {}
    seen: Newest = 0


class Assigning(msgspec.Struct, frozen=True):
    """Give it to a colleague (`staff`, a number), or to a team."""

    epoch: Epoch
    team: Annotated[str, Meta(min_length=1, max_length=8)]
    staff: Number | None = None


class Snoozing(msgspec.Struct, frozen=True):
    """Nothing to do until then."""

    epoch: Epoch
    until: Number


class Done(msgspec.Struct, frozen=True):
    """What came of it: `done`, or `repeated` when this idempotency key was used before; the conversation as it is now."""

    outcome: str
    conversation: Conversation


class Hook(msgspec.Struct, frozen=True):
    """An address that events are sent to; `events` is empty for all of them. `secret` (whsec_…) is shown once, when it is made."""

    id: int
    url: str
    events: list[str]
    stopped_at: int | None
    secret: str | None = None


class Hooking(msgspec.Struct, frozen=True):
    """Send events to this https address."""

    url: Annotated[str, Meta(min_length=10, max_length=500)]
    events: Annotated[list[str], Meta(max_length=20)] = []
