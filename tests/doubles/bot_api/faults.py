"""Faults on order: from a script, or by chance from a seed. Each one is logged with what the server did.

Kinds, and what a client sees:

| kind | answer | was the call done? |
|---|---|---|
| `429` | 429 with `retry_after` | no |
| `500`, `502` | that status | no |
| `hang` | none, until the client gives up | no |
| `accepted_then_500` | 500 | yes |
| `accepted_then_closed` | none: the connection closes | yes |

A client cannot tell the second row from the fourth, nor the third from the fifth: only a 429 is sure not to have been
done. `FaultRecord.ambiguous` says so, `FaultRecord.delivered` says what was true.
"""

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from tests.doubles.bot_api.call import Call

FaultKind = Literal["429", "500", "502", "hang", "accepted_then_500", "accepted_then_closed"]
KINDS: Final = frozenset(get_args(FaultKind))
SENDS: Final = frozenset({"sendmessage", "senddocument", "sendphoto", "copymessage", "copymessages"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault to come: for the next call that fits `method` (any when None) and `chat_id` (any when None)."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    retry_after: int = 1

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")

    def fits(self, call: Call) -> bool:
        """Whether this fault waits for such a call."""
        if self.method is not None and self.method.lower() != call.method:
            return False
        return self.chat_id is None or self.chat_id == call.integer("chat_id")


@dataclass(slots=True)
class FaultRecord:
    """A fault that happened. `at` is in seconds of the double's clock; `text` is the text as the client sent it."""

    kind: FaultKind
    method: str
    chat_id: int
    text: str
    at: float
    delivered: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether the client cannot know if the call was done."""
        return self.kind != "429"


@dataclass(slots=True)
class Faults:
    """What goes wrong next. A scripted fault is used once, in order of the script; chance comes after the script."""

    log: list[FaultRecord] = field(default_factory=list)
    _script: list[Fault] = field(default_factory=list)
    _chances: dict[FaultKind, float] = field(default_factory=dict)
    _methods: frozenset[str] = SENDS
    _random: random.Random = field(default_factory=lambda: random.Random(0))
    _retry_after: int = 1
    _once: bool = True
    _hit: set[tuple[str, int, str]] = field(default_factory=set)

    def script(self, faults: Iterable[Fault]) -> None:
        """Add faults to come, each for one call."""
        self._script.extend(faults)

    def chances(
        self,
        chances: Mapping[FaultKind, float],
        *,
        seed: int = 0,
        methods: Collection[str] = SENDS,
        retry_after: int = 1,
        once: bool = True,
    ) -> None:
        """Let each call of `methods` meet a fault with the given probabilities (their sum at most 1).

        With `once`, a message (method, chat and text) that met a fault passes when it is tried again.
        Raises ValueError for an unknown kind or a sum above 1.
        """
        if unknown := set(chances) - KINDS:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        if sum(chances.values()) > 1:
            raise ValueError("the chances add up to more than 1")
        self._chances = dict(chances)
        self._random = random.Random(seed)
        self._methods = frozenset(method.lower() for method in methods)
        self._retry_after, self._once = retry_after, once
        self._hit.clear()

    def clear(self) -> None:
        """No further faults; the log stays."""
        self._script.clear()
        self._chances.clear()

    def pick(self, call: Call) -> Fault | None:
        """The fault that this call meets, None in the ordinary case."""
        for index, fault in enumerate(self._script):
            if fault.fits(call):
                del self._script[index]
                return fault
        if not self._chances or call.method not in self._methods:
            return None
        # what is copied has no text of its own
        said = call.text("text") or f"{call.text('from_chat_id')}:{call.text('message_id')}"
        key = (call.method, call.integer("chat_id"), said)
        drawn = self._random.random()
        if self._once and key in self._hit:
            return None
        for kind, chance in self._chances.items():
            drawn -= chance
            if drawn < 0:
                self._hit.add(key)
                return Fault(kind, retry_after=self._retry_after)
        return None

    def record(self, fault: Fault, call: Call, now: float) -> FaultRecord:
        """Log a fault as it begins; whoever carries it out sets `delivered`."""
        record = FaultRecord(fault.kind, call.method, call.integer("chat_id"), call.text("text"), now)
        self.log.append(record)
        return record
