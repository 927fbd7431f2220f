"""Cuts a goal into words, numbers and marks."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from domain.answers.cleaning import fold

LONGEST_READ = 20_000  # characters
_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d\d)(?!\d)"
    r"|\d{1,2}\. ?\d{1,2}\. ?\d{4}(?!\d))"
    r"|(?P<clock>\d{1,2}[:hu]\d\d(?!\d))"
    r"|(?P<day>\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}\. ?\d{1,2}\.(?!\d)|\d{1,2}\.\d\d(?![\d.]))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"(?P<suffix>(?:st|nd|rd|th|er|re|[eè]me|de|ste|e|º|ª|°|η|ης|ο|ος|ου|:[ae]|-?e?go|-?[aei]|-?lea)(?![^\W_]))?"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """One word, number or mark: `text` is folded, `start` and `end` are offsets in the original, `kind` is the
    group of the token pattern ('word', 'number', 'ordinal', 'date', 'day', 'clock', 'mark')."""

    text: str
    start: int
    end: int
    kind: str
    capital: bool
    glued: bool  # a hyphen stands directly before
    accent: bool  # written with an accent, as in Dutch 'één'
    accent_end: bool  # on its last letter, as in Spanish 'visité'


def readable(text: str) -> str:
    """The part of a text that is read, with every accented letter as one character.

    LONGEST_READ characters at most: a goal is a sentence, and a pasted book must not hold up the bot.
    """
    return unicodedata.normalize("NFC", text[:LONGEST_READ])


def tokens(text: str) -> tuple[Token, ...]:
    """Cuts a text (see `readable`) into tokens; a hyphen between letters and an apostrophe give no token of their own."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "mark"
        raw, start, end = found[0], found.start(), found.end()
        before = text[start - 1] if start else " "
        if kind == "mark":
            after = text[end : end + 1]
            if raw in "'’`´" or (raw in "-‐‑" and before.isalpha() and after.isalnum()):
                continue
            if raw in "-‐‑" and before.isdigit() and after.isalpha():
                continue
        if kind == "suffix":
            kind = "ordinal"
        folded = fold(raw)
        glued = start > 0 and before in "-‐‑"
        accent, accent_end = folded != raw.lower(), fold(raw[-1]) != raw[-1].lower()
        yield Token(folded, start, end, kind, raw[0].isupper(), glued, accent, accent_end)
