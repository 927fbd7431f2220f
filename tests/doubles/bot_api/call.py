"""One call to the API: its arguments as the server reads them, whether they came by URL, JSON, form or multipart.

To the server every argument is a piece of text; numbers, booleans and objects of a JSON body are the text they were
written as. Unknown arguments are ignored, a missing one is the empty text, the first of two with one name counts.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.doubles.bot_api.errors import MalformedError

ABSENT: Final = object()
_INTEGER = re.compile(r"-?\d+")
_YES = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Call:
    """`method` in small letters; `values` by argument name: text, or the list or object of a JSON body."""

    method: str
    values: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the argument was given at all, even empty."""
        return name in self.values

    def text(self, name: str) -> str:
        """The argument as text, "" when it is missing."""
        value = self.values.get(name, "")
        if isinstance(value, str):
            return value
        return _written(value)

    def flag(self, name: str) -> bool:
        """True for `true`, `yes` and `1`."""
        return self.text(name).strip().lower() in _YES

    def integer(self, name: str, default: int = 0, low: int = -(1 << 63), high: int = (1 << 63) - 1) -> int:
        """The number the text begins with (0 if none), the default when it is empty, kept between `low` and `high`."""
        value = self.values.get(name, "")
        if isinstance(value, int) and not isinstance(value, bool):
            return min(max(value, low), high)
        text = self.text(name)
        if not text:
            return min(max(default, low), high)
        found = _INTEGER.match(text)
        return min(max(int(found.group()) if found else 0, low), high)

    def json(self, name: str, what: str) -> Any:
        """The argument as JSON, `ABSENT` when empty. Raises MalformedError."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            return value
        if not value:
            return ABSENT
        try:
            return json.loads(value)
        except ValueError:
            raise MalformedError(f"Can't parse {what} JSON object") from None


def _written(value: object) -> str:
    """A value of a JSON body as the text it stood for."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else json.dumps(value)


def string_field(entry: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    """A text (or number) of a JSON object, as the server takes it. Raises MalformedError."""
    value = entry.get(name, ABSENT)
    if value is ABSENT:
        if required:
            raise MalformedError(f'Can\'t find field "{name}"')
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise MalformedError(f'Field "{name}" must be of type String')


def bool_field(entry: Mapping[str, Any], name: str) -> bool:
    """A true/false of a JSON object, False when missing. Raises MalformedError."""
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise MalformedError(f'Field "{name}" must be of type Boolean')
    return value


def int_field(entry: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """A whole number of a JSON object, also written as text; required without a default. Raises MalformedError."""
    value = entry.get(name, ABSENT)
    if value is ABSENT:
        if default is None:
            raise MalformedError(f'Can\'t find field "{name}"')
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise MalformedError(f'Field "{name}" must be a Number')
