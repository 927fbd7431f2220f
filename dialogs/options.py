"""Options that several dialogs offer."""

from collections.abc import Iterable

from dialogs.questions import Option
from domain.messages import Text

#: concepts shown before "show all": what a phone shows without much scrolling
SHOWN = 10


def concepts(ids: Iterable[str]) -> list[Option]:
    """Concepts of the field; every language has its own names for them (`domain.concepts`)."""
    return [Option(one, Text(f"concept:{one}")) for one in ids]
