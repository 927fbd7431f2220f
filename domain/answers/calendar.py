"""The words and figures of dates, read as a row of items: what dates and periods have in common.

A text becomes items of one letter each, so that a date is a pattern over letters ("15 mars 2027" is `NMY`):

D a full date   S day/month   F month/year   N number   O "1st"   o "first"   Y year   M month   W weekday
U unit of time   d today, tomorrow   s season   q quarter   e weekend   h half   b m z beginning, middle, end
n next   l last   t this   I "in" three weeks   J three weeks "from now"   A three weeks "ago"
> to   T until   w between   | or, and   B before   C from there on   ! not   * any   . a word without meaning here
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.answers.cleaning import fold, vocabulary
from domain.answers.numbers import number_vocabulary

Phrase = tuple[str, ...]

_TOKEN = re.compile(
    r"""(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))
    |(?P<dmy>\d{1,2}(?P<sep>\s?[-/.]\s?)\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?!\d))
    |(?P<ym>\d{4}[-/.]\d{1,2}(?![\d/.-]))
    |(?P<my>\d{1,2}[-/.]\d{4}(?!\d))
    |(?P<dm>\d{1,2}[/.]\d{1,2}(?!\d))\.?
    |(?P<quarter>[qt][1-4])(?![a-z\d])
    |(?P<num>\d+)(?P<ord>(?:st|nd|rd|th|ers?|re|eme|e|de|ste|o|a)(?![a-z])|\.|°)?
    |(?P<word>[^\W\d_]+)
    |(?P<dash>[-–—→])
    |(?P<or>[/,;&+])""",
    re.VERBOSE,
)
_SIMPLE = {
    "next": "n", "last": "l", "this": "t", "ahead": "I", "hence": "J", "ago": "A", "begin": "b", "middle": "m",
    "end": "z", "to": ">", "until": "T", "between": "w", "or": "|", "before": "B", "after": "C", "never": "!",
    "any": "*", "weekend": "e", "glue": "",
}  # fmt: skip
_LEADING = frozenset("bmzhtnlIAwBC")
_LISTS = {"months": ("M", 1), "weekdays": ("W", 0), "seasons": ("s", 0), "units": ("U", 0), "halves": ("h", 0)}


@dataclass(frozen=True, slots=True)
class Item:
    """One letter of the table above and its value: a number, a pair for S and F, a triple (year, month, day) for D."""

    kind: str
    value: int = 0
    pair: tuple[int, ...] = ()


def items(text: str, lang: str) -> list[Item]:
    """The items of a text, read with the words of one language. Linear in the length of the text."""
    row: list[Item] = []
    for item in _items(fold(text), _phrases(lang)):
        before = row[-1].kind if row else ""
        # "March 15, 2027", "Saturday, 1 May"
        if before == "|" and (item.kind == "Y" or (item.kind in "NODS" and shape(row[-2:-1]) == "W")):
            row.pop()
        if not (item.kind == ">" and before in _LEADING):  # "mi-mai"
            row.append(item)
    return row


def shape(row: list[Item]) -> str:
    """The letters of a row of items."""
    return "".join(item.kind for item in row)


def _items(folded: str, phrases: Mapping[str, list[tuple[Phrase, Item]]]) -> Iterator[Item]:
    tokens = list(_TOKEN.finditer(folded))
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        match token.lastgroup:
            case "word":
                phrase, item = _longest(tokens, at - 1, phrases)
                at += _span(tokens, at - 1, len(phrase)) - 1
                if item.kind:
                    yield item
            case "num" | "ord":
                yield _number(token)
            case "dash":
                yield Item(">")
            case "or":
                yield Item("|")
            case "quarter":
                yield Item("q", int(token["quarter"][1]))
            case kind:
                yield _figures(kind or "", token[0])


def _number(token: re.Match[str]) -> Item:
    value = int(token["num"][:9])
    if len(token["num"]) == 4 and 1900 <= value < 2200:
        return Item("Y", value)
    return Item("O" if token["ord"] else "N", value)


def _figures(kind: str, written: str) -> Item:
    parts = [int(part) for part in re.findall(r"\d+", written)]
    if kind == "iso":
        return Item("D", pair=tuple(parts))
    if kind == "dmy":
        day, month, year = parts
        return Item("D", pair=(year if year > 99 else 2000 + year, month, day))
    if kind == "dm":
        return Item("S", pair=tuple(parts))
    year, month = parts if kind == "ym" else reversed(parts)
    return Item("F", pair=(year, month)) if 1 <= month <= 12 and 1900 <= year < 2200 else Item(".")


def _longest(
    tokens: list[re.Match[str]], at: int, phrases: Mapping[str, list[tuple[Phrase, Item]]]
) -> tuple[Phrase, Item]:
    """The longest phrase that starts here; hyphens inside a phrase do not matter ("après-demain")."""
    known = phrases.get(tokens[at][0])
    if known:
        ahead = [token[0] for token in tokens[at : at + 9] if token.lastgroup != "dash"]
        for phrase, item in known:
            if tuple(ahead[: len(phrase)]) == phrase:
                return phrase, item
    return (tokens[at][0],), Item(".")


def _span(tokens: list[re.Match[str]], at: int, size: int) -> int:
    """How many tokens a phrase of `size` words takes, hyphens included."""
    taken = 0
    for count, token in enumerate(tokens[at:], start=1):
        taken += token.lastgroup != "dash"
        if taken == size:
            return count
    return size


@cache
def _phrases(lang: str) -> Mapping[str, list[tuple[Phrase, Item]]]:
    """All phrases of a language by their first word, the longest first."""
    data: Mapping[str, Any] = vocabulary("calendar").get(lang) or vocabulary("calendar")["en"]
    found: dict[Phrase, Item] = {
        words: Item("N", value) for words, value in number_vocabulary(lang)[0].items() if value > 0
    }
    for name, letter in _SIMPLE.items():
        found |= {_split(entry): Item(letter) for entry in data[name].split()}
    found |= {_split(entry): Item("o", 1) for entry in data["first"].split()}
    found |= {_split(name): Item("d", value) for name, value in data["days"].items()}
    for name, (letter, start) in _LISTS.items():
        for value, entry in enumerate(data[name].split(), start):
            found |= {_split(word): Item(letter, value) for word in entry.split("/")}
    by_first: dict[str, list[tuple[Phrase, Item]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, found[phrase]))
    return by_first


def _split(entry: str) -> Phrase:
    return tuple(entry.split("_"))
