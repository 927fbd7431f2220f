"""The texts that pages name as they are: `t("inbox.title")` in a template or a module."""

import re
from collections.abc import Iterable
from pathlib import Path

_NAMED = re.compile(r"""\bt\(\s*["']([a-z_.]+)["']""")
_ONE_OF_TWO = re.compile(r"""\bt\(\s*["']([a-z_.]+)["'] if [^()]+? else ["']([a-z_.]+)["']""")


def named_in(folder: Path) -> frozenset[str]:
    """The keys that the modules of a folder and its templates name, without what comes in front of all of them."""
    return frozenset(key for file in _sources(folder) for key in _keys(file.read_text("utf-8")))


def _sources(folder: Path) -> Iterable[Path]:
    yield from folder.glob("*.py")
    yield from (folder / "templates").glob("*.html")


def _keys(source: str) -> Iterable[str]:
    # one that ends in a dot is the beginning of a key
    yield from (key for key in _NAMED.findall(source) if not key.endswith("."))
    for pair in _ONE_OF_TWO.findall(source):
        yield from pair
