"""Options that several dialogs offer."""

from collections.abc import Iterable
from functools import lru_cache

from dialogs.questions import Option
from domain.messages import Text

#: concepts shown before "show all": what a phone shows without much scrolling
SHOWN = 10


def concepts(ids: Iterable[str]) -> list[Option]:
    """Concepts of the field; every language has its own names for them (`domain.concepts`)."""
    return [_concept(one) for one in ids]


@lru_cache(maxsize=1024)
def _concept(one: str) -> Option:
    return Option(one, Text(f"concept:{one}"))
