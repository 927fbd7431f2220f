"""Buttons under a message: how many fit beside each other, how long a label may be, what a press sends back."""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Any

import regex  # type: ignore[import-untyped]

from bot.channels.telegram.pieces import clean, is_blank
from domain.messages import Choice

#: buttons in one message, and bytes of what a press sends back (Bot API)
MOST_BUTTONS, LONGEST_TOKEN = 100, 64
#: bytes of a keyboard's JSON (reports agree on about 10 kB); so many buttons never reach it
_LARGEST_KEYBOARD, _SURELY_FITTING = 9_500, 25
#: characters of a label that a narrow phone shows when the button has a row for itself
LONGEST_LABEL = 40
#: buttons a row -> characters of the longest label among them
_ROOM = {8: 2, 5: 3, 4: 5, 3: 9, 2: 17}

_SELECTED = "✅ "
#: what Bot API 10.3 colours; older servers and applications ignore it
_COLOURED = ("primary", "danger")


Button = dict[str, Any]
Rows = list[list[Button]]


def keyboards(choices: Sequence[Choice], labels: Sequence[str], tokens: Sequence[str]) -> list[Rows]:
    """Inline keyboards, one as a rule, more when there are more buttons than a message may carry.

    Raises ValueError for a token Telegram would refuse. Quiet choices (back, skip, help) get rows of their own, above
    or below their neighbours as they come.
    """
    boards: list[list[tuple[bool, Button]]] = [[]]
    used = 0
    for choice, label, token in zip(choices, labels, tokens, strict=True):
        button = _button(choice, label, token)
        size = len(json.dumps(button)) if len(choices) > _SURELY_FITTING else 0
        if len(boards[-1]) == MOST_BUTTONS or used + size > _LARGEST_KEYBOARD:
            boards.append([])
            used = 0
        boards[-1].append((choice.style == "quiet", button))
        used += size
    return [_rows(board) for board in boards if board]


def _rows(buttons: Sequence[tuple[bool, Button]]) -> Rows:
    rows: Rows = []
    for _, group in groupby(buttons, key=lambda pair: pair[0]):
        block = [button for _, button in group]
        width = columns(len(block), max(len(button["text"]) for button in block))
        rows.extend(block[start : start + width] for start in range(0, len(block), width))
    return rows


def columns(count: int, longest: int) -> int:
    """How many of `count` buttons stand in a row when the longest label has `longest` characters; rows are even."""
    most = next((number for number, room in _ROOM.items() if longest <= room), 1)
    return ceil(count / ceil(count / most))


def _button(choice: Choice, label: str, token: str) -> Button:
    if not 1 <= len(token.encode()) <= LONGEST_TOKEN:
        raise ValueError(f"a button carries 1 to {LONGEST_TOKEN} bytes, not {len(token.encode())}")
    text = shorten(label, LONGEST_LABEL - len(_SELECTED) * choice.selected)
    button = {"text": _SELECTED + text if choice.selected else text, "callback_data": token}
    if choice.style in _COLOURED:
        button["style"] = choice.style
    return button


@lru_cache(maxsize=4096)
def shorten(label: str, longest: int = LONGEST_LABEL) -> str:
    """One line of at most `longest` characters, ended by … between words where possible."""
    line = " ".join(clean(label).split())
    if is_blank(line):
        return "…"
    if len(line) <= longest:
        return line
    stop = 0
    for cluster in regex.finditer(r"\X", line):
        if cluster.end() >= longest:
            break
        stop = cluster.end()
    word = line.rfind(" ", 0, stop + 1)
    return line[: word if word > longest // 2 else stop].rstrip(" ,;:.-–") + "…"
