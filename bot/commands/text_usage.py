"""Which texts of the catalogue the program needs, and which it knows by name at all.

Dialogs are walked (`dialogs.explore`); the rest of the program is read: a key that stands where a text is made must exist.
Keys that end in a value of the program (`hosts.reason.<code>`) are families, listed here with their values.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import product
from typing import Final, get_args

from bot.channels.webchat import texts as web
from bot.commands.walks import walks
from bot.console import texts as desk
from bot.host_pages import texts as host_page
from dialogs.registry import DIALOGS
from domain.explaining import UNMET
from domain.journey import STEPS
from domain.matching_ranking import ReasonCode
from domain.matching_wish import FilterName
from domain.messages import Text
from domain.uploads import REFUSALS
from handlers.commands import LISTED

_FAMILIES: Final = {
    "answer.error.file": (*REFUSALS, "gone", "needed"),
    "command": LISTED,
    "hosts.but": UNMET,
    "hosts.reason": get_args(ReasonCode),
    "hosts.wish": get_args(FilterName),
    "menu": STEPS,
    "menu.next": STEPS,
}
_CLOSED: Final = {f"{family}.*" for family in (*_FAMILIES, "answer.error")}  # all their keys are known
_PACKAGES = ("bot", "handlers", "dialogs", "domain")
_ROLES = frozenset({"ask", "label", "help", "option", "error"})  # parts of a key that a dialog does not spell out
_TEMPLATE_TEXT = re.compile(r"""\bt\(\s*["']([\w.-]+)["']""")
#: where templates lie, and what comes in front of the keys that stand in them
_TEMPLATES: Final = (
    ("web", "channels/webchat/templates"), ("desk", "console/templates"), ("card", "host_pages/templates"),
)  # fmt: skip
_ANY = "*"  # in a key: a part that only the running program knows


@dataclass(frozen=True, slots=True)
class Need:
    """A text that somebody will be shown.

    `key` may hold `*` for parts that are only known later; one text at least must match then. `where` says who needs it.
    `fields` are the names of the values it is given, None when the code does not tell.
    """

    key: str
    where: str
    fields: frozenset[str] | None = None

    def matches(self, key: str) -> bool:
        """Whether this is the text, or one of them."""
        return key == self.key or (_ANY in self.key and bool(_pattern(self.key).fullmatch(key)))


def needs() -> list[Need]:
    """Every text that the program is known to need."""
    return list(_needs())


@cache
def _needs() -> tuple[Need, ...]:
    found = {*_of_dialogs(), *_of_families(), *_of_templates()}
    for name, tree in _trees().items():
        found.update(_of_code(name, tree))
    return tuple(sorted(found, key=lambda need: (need.key, need.where, sorted(need.fields or ()))))


class Names:
    """Every key that stands anywhere in the program: a text that is not among them is used by nobody."""

    def __init__(self, needed: list[Need]) -> None:
        self._keys = {need.key for need in needed}
        self._patterns: set[str] = set()
        self._words: dict[str, set[str]] = {}
        for name, written in _words_of_code().items():
            self._keys |= {key for key in written if _is_key(key)}
            self._patterns |= {key for key in written if _is_key(key) and _ANY in key} - _CLOSED
            if name.startswith("dialogs/"):
                dialog = name.removeprefix("dialogs/").removesuffix(".py")
                self._words[dialog] = {part for key in written for part in key.split(".")}

    def __contains__(self, key: str) -> bool:
        """Whether a text may be in use: named in full, by a pattern, or part by part in its dialog."""
        if key in self._keys or any(_pattern(pattern).fullmatch(key) for pattern in self._patterns):
            return True
        dialog, *parts = key.split(".")
        question = re.split(r"\.(?:ask|label|help|option)\b", key)[0]
        if dialog not in self._words or f"{question}.ask" in self._keys:
            return False
        # a question that no walk has met: its parts must stand in the dialog
        return self._words[dialog].issuperset(set(parts) - _ROLES)


def _of_dialogs() -> Iterator[Need]:
    for name in DIALOGS:
        for found in walks(name):
            yield from (Need(key, f"dialog {name}") for key in found.says if _is_key(key))
            for text in found.texts():
                yield from _of_text(text, f"dialog {name}")


def _of_text(text: Text, where: str) -> Iterator[Need]:
    if _is_key(text.key):
        yield Need(text.key, where, frozenset(text.fields))
    for value in text.fields.values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Text):
                yield from _of_text(inner, where)


def _of_families() -> Iterator[Need]:
    for family, names in _FAMILIES.items():
        yield from (Need(f"{family}.{name}", f"family {family}") for name in names)
    yield from (Need(key, "web pages") for key in web.every_key())
    yield from (Need(key, "desk") for key in desk.every_key())
    yield from (Need(key, "the page of a host") for key in host_page.every_key())


def _of_templates() -> Iterator[Need]:
    for prefix, folder in _TEMPLATES:
        for file in resources.files("bot").joinpath(folder).iterdir():
            if file.name.endswith(".html"):
                keys = _TEMPLATE_TEXT.findall(file.read_text("utf-8"))
                yield from (Need(f"{prefix}.{key}", f"{folder}/{file.name}") for key in keys)


def _of_code(name: str, tree: ast.Module) -> Iterator[Need]:
    """The texts made in a file: `Text(key, {…})`, `text(lang, key, …)`, `NotUnderstood(code, …)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"Text": 0, "text": 1, "NotUnderstood": 0}.get(called, len(node.args))
        if place >= len(node.args):
            continue
        prefix = "answer.error." if called == "NotUnderstood" else ""
        for key in _written(node.args[place]):
            if _is_key(prefix + key):
                yield Need(prefix + key, f"{name}:{node.lineno}", _fields(called, node))


def _fields(called: str, node: ast.Call) -> frozenset[str] | None:
    """The names of the values that a text is given, as far as they stand there."""
    if called != "Text":
        names = [keyword.arg for keyword in node.keywords]
        return None if None in names else frozenset(name for name in names if name)
    given = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))


def _written(node: ast.expr) -> list[str]:
    """The texts that an expression may be, with `*` for what it does not tell; none when it tells nothing."""
    match node:
        case ast.Constant(value=str(words)):
            return [words]
        case ast.IfExp():
            return [*_written(node.body), *_written(node.orelse)]
        case ast.JoinedStr():
            return ["".join(parts) for parts in product(*(_written(part) or [_ANY] for part in node.values))]
        case ast.FormattedValue():
            return _written(node.value)
        case _:
            return []


def _is_key(key: str) -> bool:
    return "." in key and ":" not in key and not key.startswith(_ANY)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(r"[\w-]+".join(map(re.escape, key.split(_ANY))))


@cache
def _words_of_code() -> Mapping[str, frozenset[str]]:
    """What might be a key, by file."""
    return {
        name: frozenset(key for node in ast.walk(tree) if isinstance(node, ast.expr) for key in _written(node))
        for name, tree in _trees().items()
    }


@cache
def _trees() -> Mapping[str, ast.Module]:
    """The program's files by name, without the commands."""
    files = {name: file for package in _PACKAGES for name, file in _python(package, resources.files(package))}
    return {name: ast.parse(file.read_text("utf-8")) for name, file in sorted(files.items())}


def _python(name: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir() and path != "bot/commands":
            yield from _python(path, entry)
        elif entry.name.endswith(".py"):
            yield path, entry
