"""Which texts of the catalogue the program needs, and which it knows by name at all.

Dialogs are walked (`dialogs.explore`); handlers and channels are read: a key that stands in the code where a text is made
must exist. Keys that end in a value of the program (`hosts.reason.<code>`) are families, listed here with their values.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, get_args

from bot.channels.webchat import texts as web
from bot.console import texts as desk
from dialogs.explore import explore
from dialogs.registry import DIALOGS
from domain.journey import STEPS
from domain.matching_ranking import ReasonCode
from domain.matching_wish import FilterName
from domain.messages import Text
from domain.uploads import REFUSALS
from handlers.commands import LISTED
from handlers.words import SPOKEN

ARGUMENTS: Final = ({}, {"sure": True}, {"question": "x"})
"""What dialogs may be started with; each variant is walked."""
_PACKAGES = ("bot", "handlers", "dialogs", "domain")
_KEY = re.compile(r"[a-z_]+(?:\.[\w-]+)+")
_ANY = "*"  # in a pattern: one part of a key that only the running program knows


@dataclass(frozen=True, slots=True)
class Need:
    """A text that somebody will be shown: its key, or a pattern where some part is only known later (`menu.next.*`).

    `fields` are the names of the values it will get, None when the code does not tell.
    """

    key: str
    where: str
    fields: frozenset[str] | None = None

    def matches(self, key: str) -> bool:
        """Whether this is the text, or one of them."""
        return key == self.key or (_ANY in self.key and bool(_pattern(self.key).fullmatch(key)))


@dataclass(slots=True)
class _Source:
    """What one Python file says: the texts it makes, and every word that stands in it."""

    needs: list[Need] = field(default_factory=list)
    literals: set[str] = field(default_factory=set)


def needs() -> list[Need]:
    """Every text that the program is known to need."""
    found = [*_dialog_needs(), *_family_needs()]
    for name, source in _sources().items():
        found += source.needs
        if name.startswith("domain/answers/"):
            found += (Need(f"answer.error.{code}", name) for code in source.literals & _error_codes(name))
    return found


def known() -> "Known":
    """What stands in the program, to tell which texts nobody uses."""
    return Known(needs())
