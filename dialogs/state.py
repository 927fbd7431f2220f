"""What is kept of a dialog between two turns: a few hundred bytes of JSON, nothing in memory."""

from typing import Any, Literal

import msgspec

#: who gave an answer: the trainee, staff on the trainee's behalf, or a guess that the trainee has yet to confirm
Giver = Literal["trainee", "staff", "guess"]


def plain(value: Any) -> Any:
    """As it will come back from the store: the dialog must see the same before and after a restart."""
    return msgspec.json.decode(msgspec.json.encode(value))


class Answer(msgspec.Struct, array_like=True, omit_defaults=True):
    """A value (plain JSON; None when the question was skipped) and who gave it."""

    value: Any
    by: Giver = "trainee"


class Memo(msgspec.Struct, array_like=True):
    """The result of an action, and a digest of the arguments it was asked with."""

    digest: str
    value: Any


class State(msgspec.Struct, omit_defaults=True):
    """A suspended dialog.

    `run` tells two runs of the same dialog apart (buttons carry it); `args` were given at the start; `answers` and
    `memo` go by key, and keys are the public schema of a dialog; `items` holds the stable ids of repeated parts;
    `asked` is the key of the question on the person's screen; `pending` holds input that waits for its question
    (after a change of code) and the marks of an unfinished choice of several; `misses` counts the answers in a row that
    were not understood.
    """

    dialog: str
    run: str
    version: int = 1
    args: dict[str, Any] = {}
    answers: dict[str, Answer] = {}
    memo: dict[str, Memo] = {}
    items: dict[str, list[int]] = {}
    asked: str = ""
    pending: dict[str, Any] = {}
    misses: int = 0

    def copy(self) -> "State":
        """Another one that shares no container with this."""
        return State(
            dialog=self.dialog,
            run=self.run,
            version=self.version,
            args=self.args,
            answers=dict(self.answers),
            memo=dict(self.memo),
            items={key: list(ids) for key, ids in self.items.items()},
            asked=self.asked,
            pending=dict(self.pending),
            misses=self.misses,
        )


class Session(msgspec.Struct, omit_defaults=True):
    """The dialogs of one conversation: the running one on top of those it interrupts, and those saved for later."""

    stack: list[State] = []
    saved: dict[str, State] = {}
    runs: int = 0

    @property
    def top(self) -> State | None:
        """The running dialog, if any."""
        return self.stack[-1] if self.stack else None
