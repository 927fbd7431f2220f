"""What the bot read in a message: the trace that staff see beside it, to find what was read wrongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import msgspec

from domain.messages import Message

Kind = Literal["language", "command", "menu", "faq", "answer", "goal", "matching"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: readings kept of one message, and characters of each: a trace is read at a glance
MOST, LONGEST = 10, 200
#: parts several options of one choice (`dialogs.questions.together`)
_TOGETHER = "\n"


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Staff said "that was wrong": the number of the example made of it, and what was `meant` if they said so."""

    example: int
    meant: str = ""


class ReadAs(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reading. `value` is, by kind:

    * `language`: its code; `command`: the intent; `menu`: what the button opens; `faq`: the topic
    * `answer`: the kind of question and the shape of the value (`shape`), "" when it was not understood
    * `goal`: the letters of SMART with + or -; `matching`: the ids of the concepts found

    `confidence` (0-1) where the reader gives one. What is not `sure` was only offered, or left open.
    """

    kind: Kind
    value: str
    confidence: float | None = None
    sure: bool = True
    mark: Mark | None = None


class Trace(msgspec.Struct, frozen=True, omit_defaults=True):
    """All readings of a message; `asked` names the question on the screen at the time (`enquiry.countries`), if any."""

    read: tuple[ReadAs, ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What may be kept of something that a person said: the message, and what was read in it."""

    message: Message
    trace: Trace | None = None


def shape(kind: str, value: Any) -> str:
    """A value as the answer to a question of this kind: `date:2027-05-03`, `choice:manager`, `countries:BE,FR`.

    Of free words, names, addresses and files only the kind is told.
    """
    match kind, value:
        case _, None:
            return f"{kind}:-"
        case "yes_no", bool():
            return f"{kind}:{'yes' if value else 'no'}"
        case "review", _:
            return "yes_no:yes"
        case ("number", int()) | ("date", str()):
            return f"{kind}:{value}"
        case "choice", str():
            return f"{kind}:{_listed(value.split(_TOGETHER))}"
        case (("choices" | "countries"), list()):
            return f"{kind}:{_listed(value)}"
        case "languages", list():
            return f"{kind}:{_listed(f'{code} {level}' if level else code for code, level in value)}"
        case "money", Mapping():
            return f"{kind}:{value['minor']} {value['currency']}"
        case "period", Mapping():
            days = (value.get("from"), value.get("to"))
            return f"{kind}:{_listed(value.get('months') or ()) if None in days else ' '.join(map(str, days))}"
        case _:
            return kind


def _listed(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
