"""Reading a table of figures: each is ``{value, source, note}``, so that every number says where it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class RuleError(ValueError):
    """A rule set is missing or wrong; the message names the set, the figure and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure was read, and why this one when sources disagree."""

    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


class Figures:
    """Reads figures ``{value, source, note}`` of one table, remembers their origin and what was not read."""

    def __init__(self, name: str, path: str, raw: object, origins: dict[str, Origin]) -> None:
        self._name, self._path, self._origins = name, path, origins
        if not isinstance(raw, Mapping):
            raise RuleError(f"{name}: {path} is not a table")
        self._raw: Mapping[str, Any] = raw
        self._left = set(raw)

    def wrong(self, key: str, what: str) -> RuleError:
        return RuleError(f"{self._name}: {self._key(key)} {what}")

    def _key(self, key: str) -> str:
        return ".".join(part for part in (self._path, key) if part)

    def has(self, key: str) -> bool:
        return key in self._raw

    def take(self, key: str) -> Any:
        if key not in self._raw:
            raise self.wrong(key, "is missing")
        self._left.discard(key)
        return self._raw[key]

    def end(self) -> None:
        """Refuse what nobody asked for: a misspelt figure would otherwise be ignored in silence."""
        if self._left:
            raise self.wrong(min(self._left), "is not a known figure")

    def table(self, key: str) -> "Figures":
        return Figures(self._name, self._key(key), self.take(key), self._origins)

    def rows(self, key: str) -> list["Figures"]:
        rows = self.take(key)
        if not isinstance(rows, list) or not rows:
            raise self.wrong(key, "is not a list of rows")
        return [Figures(self._name, f"{self._key(key)}.{place}", row, self._origins) for place, row in enumerate(rows)]

    def plain(self, key: str, kind: type[T]) -> T:
        return self._typed(key, self.take(key), kind)

    def origin(self, key: str, source: str, note: str) -> None:
        if not source:
            raise self.wrong(key, "names no source")
        self._origins[self._key(key)] = Origin(source, note)

    def value(self, key: str) -> Any:
        figure = Figures(self._name, self._key(key), self.take(key), self._origins)
        value = figure.take("value")
        self.origin(key, figure.plain("source", str), figure.plain("note", str))
        figure.end()
        return value

    def optional(self, key: str) -> Any:
        return self.value(key) if self.has(key) else None

    def number(self, key: str, low: int, high: int) -> int:
        number = self._typed(key, self.value(key), int)
        if not low <= number <= high:
            raise self.wrong(key, f"is {number}, outside {low} to {high}")
        return number

    def span(self, key: str, low: int, high: int) -> Span:
        value = self._typed(key, self.value(key), list)
        if len(value) != 2:
            raise self.wrong(key, "is not a pair [low, high]")
        first, last = (self._typed(key, part, int) for part in value)
        if not low <= first <= last <= high:
            raise self.wrong(key, f"is {first} to {last}, not a range inside {low} to {high}")
        return Span(first, last)

    def flag(self, key: str) -> bool:
        return self._typed(key, self.value(key), bool)

    def day(self, key: str) -> date:
        return self._typed(key, self.value(key), date)

    def one_of(self, key: str, value: Any, kind: type[E]) -> E:
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(key, f"is {value!r}, not one of {', '.join(kind)}") from None

    def _typed(self, key: str, value: object, kind: type[T]) -> T:
        # a TOML true is a Python int, and a TOML moment is a Python date: neither is meant
        if type(value) is not kind:
            raise self.wrong(key, f"is {value!r}, not {kind.__name__}")
        return value
