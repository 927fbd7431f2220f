"""Long texts in pieces that Telegram accepts, cut where a reader would pause.

Telegram counts UTF-16 units, after entities are parsed: so everything here is plain text, and markup comes later,
around each piece.
"""

import re
import unicodedata
from collections.abc import Iterator

import regex  # type: ignore[import-untyped]

#: UTF-16 units in one message
LARGEST_TEXT = 4096
#: the same below a file
LARGEST_CAPTION = 1024

#: where to cut, best first: between paragraphs, after a sentence, at a line's end, between words; never before what
#: belongs to the word in front of it, as French writes " !" and " »"
_PAUSES = tuple(
    regex.compile(pause + r"(?![\p{M}»!?:;])")
    for pause in (
        r"\n[^\S\n]*+\n\s*+",
        r"""(?<=[.!?…。！？؟](?:\s?[»"'”’)\]])*)\s++""",
        r"\n\s*+",
        r"\s++",
    )
)

#: characters behind the last possible cut that are looked at, so that a megabyte is not searched for every piece
_LOOK_AHEAD = 200

#: control characters that Telegram drops or refuses, and halves of surrogate pairs, which nothing can encode
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without characters that cannot be sent."""
    return _UNSENDABLE.sub("", text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: Telegram refuses such a message or button."""
    return not any(unicodedata.category(character)[0] not in "ZC" for character in text)


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, room: int = LARGEST_TEXT) -> Iterator[str]:
    """The text in pieces of at most `room` UTF-16 units.

    Only white space around a cut is lost. A character with its combining marks, or an emoji made of several, is cut
    only when it is longer than `room` itself.
    """
    rest = text.strip()
    # two units a character at most: short texts need no counting
    while len(rest) * 2 > room and (end := _prefix(rest, room)) < len(rest):
        stop, resume = _pause(rest, end)
        yield rest[:stop]
        rest = rest[resume:]
    if rest:
        yield rest


def _prefix(text: str, room: int) -> int:
    """How many characters from the start take at most `room` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > room:
            return index
    return len(text)


def _pause(text: str, end: int) -> tuple[int, int]:
    """Where the piece stops and where the next one starts; a pause in the first half makes too small a piece."""
    for pattern in _PAUSES:
        last = None
        for match in pattern.finditer(text, end // 2, end + _LOOK_AHEAD):
            if match.start() > end:
                break
            last = match
        if last is not None and last.start() > 0:
            return last.start(), last.end()
    stop = 0
    for cluster in regex.finditer(r"\X", text):
        if cluster.end() > end:
            break
        stop = cluster.end()
    return (stop, stop) if stop else (end, end)
