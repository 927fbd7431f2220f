"""What a member of staff does with a conversation, or with a request to a host made in it. `epoch` is the owner they saw: whoever
saw an older one is told."""

import msgspec

from domain.messages import FileRef, Mark


class Take(msgspec.Struct, frozen=True, tag="take"):
    """Answer from now on; `force` also from a colleague."""

    epoch: int
    force: bool = False


class Reply(msgspec.Struct, frozen=True, tag="reply"):
    """Say something to the trainee; takes the conversation over where nobody answers. `anyway`: beside a colleague.

    Where `words` are a translation, `original` is what was written, in the language `original_lang`: the trainee gets both.
    `marks` are how the words are emphasized.
    """

    epoch: int
    words: str
    files: tuple[FileRef, ...] = ()
    anyway: bool = False
    original: str = ""
    original_lang: str = ""
    marks: tuple[Mark, ...] = ()


class Note(msgspec.Struct, frozen=True, tag="note"):
    """Write something down that the trainee never sees."""

    words: str


class HandBack(msgspec.Struct, frozen=True, tag="hand_back"):
    """The bot goes on, at the question where it stopped; `facts` are answers on the trainee's behalf, by question. `seen` is the
    number of the last message they have read (0: they do not say): what the trainee has written since is not left unread."""

    epoch: int
    facts: dict[str, str] = {}
    seen: int = 0


class Assign(msgspec.Struct, frozen=True, tag="assign"):
    """Give the conversation to a colleague, or back to a team where `staff_id` is None."""

    epoch: int
    team: str
    staff_id: int | None = None


class Snooze(msgspec.Struct, frozen=True, tag="snooze"):
    """Nothing to do until then (milliseconds since 1970), or until the trainee writes."""

    epoch: int
    until: int


class Resolve(msgspec.Struct, frozen=True, tag="resolve"):
    """All is said; the trainee is asked once whether it helped. `seen` as in `HandBack`."""

    epoch: int
    seen: int = 0


class HostAnswered(msgspec.Struct, frozen=True, tag="request.answered"):
    """Note that a request to a host is in the state `state` now: what the host answered, or that it was sent, withdrawn …

    `version` is that of the request they saw. `reason` says why the host says no; `first_day` and `last_day` (YYYY-MM-DD) are what
    it offers instead. The trainee hears of an answer unless `tell` is false.
    """

    request: int
    version: int
    state: str
    reason: str = ""
    first_day: str = ""
    last_day: str = ""
    tell: bool = True


class TakenBack(msgspec.Struct, frozen=True, tag="request.taken_back"):
    """That was a mistake: the request is what it was before. Whoever was told hears that, unless `tell` is false."""

    request: int
    version: int
    tell: bool = True


class StayRated(msgspec.Struct, frozen=True, tag="request.rated"):
    """Note what the trainee thought of the stay, 1 to 5 (best)."""

    request: int
    version: int
    score: int


AboutRequest = HostAnswered | TakenBack | StayRated
Action = Take | Reply | Note | HandBack | Assign | Snooze | Resolve | AboutRequest


def recorded(wanted: Action, conversation_id: int) -> tuple[str, str]:
    """What the record of the desk says of an action, and about what."""
    tag = str(wanted.__struct_config__.tag)
    if isinstance(wanted, AboutRequest):
        return tag, f"request:{wanted.request}"
    return f"conversation.{tag}", f"conversation:{conversation_id}"


class Outcome(msgspec.Struct, frozen=True):
    """What came of it. `code` is "" when it is done; "repeated" when it was done before; "held" (by `by`) and "changed" as in
    `domain.ownership`, "changed" also when the trainee has written something new or the bot answers already; "empty", "too-long";
    "gap" while a field of an answer written beforehand is in braces; "past" and "too-far" of a time; "wrong" when a fact does not
    fit, `key` says which (of a request to a host: "request" when it is not the trainee's, else "state", "days", "score"); "nobody"
    when there is no such team, or nobody of that number who may answer; "unreachable" when the trainee has blocked us: words cannot
    get there now; "not-agreed" while they have not agreed to our keeping what they write, which nobody could read then."""

    code: str = ""
    by: int | None = None
    key: str = ""

    @property
    def done(self) -> bool:
        """Is it as they wished?"""
        return self.code in ("", "repeated")


class Colleague(msgspec.Struct, frozen=True):
    """Who acts: a member of staff."""

    id: int
    name: str
