"""The dialogs with whatever they may be started with, walked without a person (`dialogs.explore`)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dialogs.explore import Map, explore
from dialogs.registry import DIALOGS

ARGUMENTS: Final[tuple[Mapping[str, Any], ...]] = (
    {},
    {"sure": True},
    {"question": "x"},
    {"do": "stop"},
    {"how": "restart"},
)
"""What handlers give to dialogs (`handlers.talk`); to a dialog that does not look at it, it makes no difference."""


def walks(name: str) -> Iterator[Map]:
    """One map of a dialog for each variant of its arguments."""
    for args in ARGUMENTS:
        yield explore(name, DIALOGS[name], args)
