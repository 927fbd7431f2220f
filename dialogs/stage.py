"""What running dialogs needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.engine import Actions
from dialogs.questions import Reading
from dialogs.talk import Dialog


@dataclass(frozen=True, slots=True)
class Stage:
    """What running dialogs needs from outside: the dialogs by name, the reading of answers, the actions."""

    dialogs: Mapping[str, Dialog]
    reading: Reading
    actions: Actions
