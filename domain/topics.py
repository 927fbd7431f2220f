"""What happens in the topic that staff have for a conversation, in a group of theirs.

A topic is a place of its own: whatever is written there is for colleagues until it is known who wrote it and that it is meant for
the trainee (`handlers.topics` fails closed).
"""

import re
from typing import Final, Literal

import msgspec

from domain.language import SERVED
from domain.messages import Event, FileRef, Mark, Message

#: how a note begins that the trainee never sees
NOTE: Final = "//"

#: inbox updates of staff come through a channel of their own
STAFF_CHANNEL: Final = "staff"


_GROUP = re.compile(r"(?:([a-z]{2})=)?(-[0-9]{2,16})")


class TopicEvent(Event, frozen=True, omit_defaults=True):
    """Something that a member of the group did.

    `did` says what: wrote, edited, pressed, reacted, or `opened` a topic; `album` when all parts of one have come. `chat`, `thread`
    and `message` are the numbers of the place; `sender` is the account of whoever did it, 0 for an anonymous administrator, of whom
    only `signature` (a title) is known. `answers` is the number of the message replied to, 0 for none. What cannot be passed on (a
    poll) has its name in `unusable`. `marks` are how the words are emphasized.
    """

    did: Literal["wrote", "album", "edited", "pressed", "reacted", "opened", "other"] = "other"
    chat: int = 0
    thread: int = 0
    message: int = 0
    sender: int = 0
    sender_name: str = ""
    signature: str = ""
    answers: int = 0
    unusable: str = ""
    marks: tuple[Mark, ...] = ()


class Wire(msgspec.Struct, frozen=True, omit_defaults=True, rename={"message": "m", "answers": "r", "album": "a"}):
    """What the channel tells of a message of the trainee: its number, that of the message it answers, its album."""

    message: str = ""
    answers: str = ""
    album: str = ""


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody wrote in a topic and nobody got yet: words with their marks and files, who wrote them (None: an anonymous
    administrator with this `signature`), and whether they are a note."""

    words: str = ""
    files: tuple[FileRef, ...] = ()
    staff_id: int | None = None
    signature: str = ""
    note: bool = False
    marks: tuple[Mark, ...] = ()


class Post(msgspec.Struct, frozen=True, omit_defaults=True):
    """What we tell staff in a topic: below message `answers`, or in the place of message `edits`; or in answer to `press`."""

    message: Message
    answers: int = 0
    edits: int = 0
    press: str = ""


class Reaction(msgspec.Struct, frozen=True, omit_defaults=True):
    """An emoji that goes to the other side: to message `theirs` of the trainee's chat, or to message `ours` of the group."""

    emoji: str = ""
    theirs: int = 0
    ours: int = 0


def is_note(words: str) -> bool:
    """Do these words begin as a note does?"""
    return words.lstrip().startswith(NOTE)


def note_words(words: str) -> str:
    """The words of a note, without its mark."""
    return words.strip().removeprefix(NOTE).strip()


def topic_name(number: int, name: str) -> str:
    """The name of the topic of conversation `number`; `conversation_of` reads it again."""
    return f"#{number} {name}".strip()[:120]


def conversation_of(topic: str) -> int | None:
    """The conversation that a topic of this name was opened for."""
    tag = topic.split(" ", 1)[0]
    return int(tag[1:]) if tag.startswith("#") and tag[1:].isdecimal() and len(tag) < 18 else None


def read_groups(setting: str) -> dict[str, int]:
    """The groups by language, "" for all others: "fr=-100123,nl=-100456", or "-100123". Raises ValueError in one line."""
    groups: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        found = _GROUP.fullmatch(part)
        if found is None or (found[1] or "") in groups or (found[1] and found[1] not in SERVED):
            raise ValueError(
                f"must be the number of a group, or one for each language such as fr=-1001234567890,nl=-1009876543210 "
                f"(not {part!r})"
            )
        groups[found[1] or ""] = int(found[2])
    return groups
