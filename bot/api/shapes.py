"""What the API takes and gives, as documented by /api/v1/openapi.json. Times are milliseconds since 1970 (UTC)."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from storage.webhooks import Event

Words = Annotated[str, Meta(min_length=1, max_length=4000)]
Epoch = Annotated[int, Meta(ge=0, le=2**31 - 1, description="`epoch` of the conversation as you last saw it")]
Newest = Annotated[
    int, Meta(ge=0, le=2**53, description="the newest message you have read; newer words refuse with `changed`")
]
Number = Annotated[int, Meta(ge=1, le=2**53)]
Owner = Literal["bot", "queue", "human"]
Came = Literal["done", "repeated"]
#: why nothing was done: the codes of `domain.staff_actions.Outcome`
Reason = Literal["held", "changed", "unreachable", "empty", "too-long", "gap", "past", "too-far", "wrong", "nobody"]
State = Literal["proposed", "sent", "reminded", "accepted", "alternative_offered", "declined", "expired", "withdrawn"]
Version = Annotated[int, Meta(ge=0, le=2**31 - 1, description="`version` of the request as you last saw it")]
Day = Annotated[str, Meta(max_length=10, description="YYYY-MM-DD")]


class Conversation(msgspec.Struct, frozen=True):
    """A conversation: who answers (`bot`, `queue` or `human`), which helpdesk, since when the trainee waits for a person."""

    id: int
    channel: str
    lang: str
    owner: Owner
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
    author: Literal["bot", "staff", "you"]
    name: str
    lang: str
    at: int
    text: str


class Messages(msgspec.Struct, frozen=True):
    """Some messages, oldest first; `next` is the `after` of the following page."""

    items: list[Said]
    next: int | None


class Resolving(msgspec.Struct, frozen=True):
    """All is said; the trainee is asked once whether it helped."""

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


class HostRequest(msgspec.Struct, frozen=True):
    """A request to a host. `rank` 0 is the first choice, the others are reserves; the other days are what the host offers instead,
    or once these are agreed what was asked for at first; `told` says whether the trainee has been told of this `state`."""

    id: int
    host: str
    rank: int
    state: State
    first_day: str
    last_day: str
    other_first_day: str
    other_last_day: str
    people: int
    score: int | None
    told: bool
    version: int


class Answering(msgspec.Struct, frozen=True):
    """Note what has become of a request to a host: what the host answered, or that it was sent, withdrawn …

    `first_day` and `last_day` go with `alternative_offered`, `reason` with `declined`. The trainee is told of these two and of
    `accepted`, unless `tell` is false. What comes after what is at the desk; anything else is `wrong` (`state`).
    """

    request: Number
    version: Version
    state: State
    reason: Annotated[str, Meta(max_length=1000)] = ""
    first_day: Day = ""
    last_day: Day = ""
    tell: bool = True


class TakingBack(msgspec.Struct, frozen=True):
    """What was noted last of a request to a host was a mistake; a trainee who was told of it hears that unless `tell` is false."""

    request: Number
    version: Version
    tell: bool = True


class Rating(msgspec.Struct, frozen=True):
    """Note what the trainee thought of an accepted stay, 1 to 5 (best)."""

    request: Number
    version: Version
    score: Annotated[int, Meta(ge=1, le=5)]


class Done(msgspec.Struct, frozen=True):
    """What came of it: `done`, or `repeated` when this idempotency key was used before; the conversation as it is now."""

    outcome: Came
    conversation: Conversation


class Refused(msgspec.Struct, frozen=True):
    """Why nothing was done; `key` says which fact is `wrong`; the conversation as it is now."""

    error: Reason
    key: str
    conversation: Conversation


class Failed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with a request; `detail` only where values are."""

    error: str
    detail: list[str] = []


class Hook(msgspec.Struct, frozen=True):
    """An address that events are sent to; `events` is empty for all of them. `secret` (whsec_…) is shown once, when it is made."""

    id: int
    url: str
    events: list[Event]
    stopped_at: int | None
    secret: str | None = None


class Hooking(msgspec.Struct, frozen=True):
    """Send events to this https address."""

    url: Annotated[str, Meta(min_length=10, max_length=500)]
    events: Annotated[list[Event], Meta(max_length=20)] = []


#: a conversation as it may look
EXAMPLE = Conversation(
    3, "telegram", "fr", "human", "fr", "Anna", "open", 4, 1_805_099_400_000, 1_805_099_520_000, True, "Ana Silva"
)


def plain(one: msgspec.Struct) -> Any:
    """A shape as it is sent."""
    return msgspec.to_builtins(one)
