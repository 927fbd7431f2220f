"""A neutral message as Telegram shows it: one message of HTML with buttons under it, several when it is long, then its files."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

from bot.channels.base import Outgoing
from bot.channels.telegram.keyboard import Rows, keyboards
from bot.channels.telegram.pieces import LARGEST_CAPTION, LARGEST_TEXT, clean, cut, is_blank, units
from domain.emphasis import stretches
from domain.messages import FileRef, Mark, Message, Part
from domain.texts import render as words
from locales import catalogue

_TAGS = {
    "body": ("", ""),
    "title": ("<b>", "</b>"),
    "note": ("<i>", "</i>"),
    "card": ("<blockquote>", "</blockquote>"),
    "warn": ("", ""),
}
_WARNING, _PERSON = "⚠️ ", "👤 "
_NOTHING_TO_SEE = "…"
_BETWEEN = "\n\n"

_EMPHASIS = {"bold": "b", "code": "code", "italic": "i", "strike": "s", "underline": "u"}

#: a paragraph: its style, its plain text and how that is emphasized
_Block = tuple[str, str, tuple[Mark, ...]]


def render(message: Message, lang: str, token: Callable[[int], str]) -> list[Outgoing]:
    """The pieces to send, in order; the buttons are under the last one.

    `token(i)` names choice i on the wire, in at most 64 bytes. Raises ValueError when it does not.
    """
    blocks = list(_blocks(message, lang))
    if message.files and not message.choices and all(style == "title" for style, *_ in blocks):
        # nothing is said but by whom: that stands below the first file
        return _files(message.files, "".join(_html([block]) for block in blocks))
    texts = _texts(blocks)
    labels = [words(choice.label, lang) for choice in message.choices]
    boards = keyboards(message.choices, labels, [token(index) for index in range(len(labels))])
    first, *others = boards or [[]]
    return [
        *(_payload(text) for text in texts[:-1]),
        _payload(texts[-1], first),
        *(_payload(_NOTHING_TO_SEE, rows) for rows in others),
        *_files(message.files),
    ]


def _files(files: Sequence[FileRef], caption: str = "") -> list[Outgoing]:
    """A piece for each file; `send` looks for its content."""
    captions = [caption if units(caption) <= LARGEST_CAPTION else "", *("" for _ in files)]
    return [
        Outgoing({"file": file.stored, "name": file.name, "mime": file.mime} | ({"caption": below} if below else {}))
        for file, below in zip(files, captions, strict=False)
    ]


def _payload(text: str, rows: Rows | None = None) -> Outgoing:
    payload: dict[str, Any] = {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    if rows:
        payload["reply_markup"] = {"inline_keyboard": rows}
    return Outgoing(payload)


def _blocks(message: Message, lang: str) -> Iterator[_Block]:
    if message.author != "bot":
        yield "title", _PERSON + clean(message.author), ()
    for part in message.parts:
        text = _plain(part, lang)
        if not is_blank(text):
            # of words that had to be changed nobody knows any more which are emphasized
            yield part.style, text, part.marks if part.marks and text == words(part.text, lang) else ()
    if message.progress is not None:
        done, total = message.progress
        yield "note", catalogue.text(lang, "telegram.progress", done=done, total=total), ()


def _plain(part: Part, lang: str) -> str:
    text = clean(words(part.text, lang)).strip()
    return _WARNING + text if part.style == "warn" and text else text


def _texts(blocks: list[_Block]) -> list[str]:
    """The paragraphs as texts of HTML, each within Telegram's limit."""
    # two units a character at most: a short message needs no counting
    if sum(len(text) + len(_BETWEEN) for _, text, _ in blocks) * 2 <= LARGEST_TEXT:
        return [_html(blocks) or _NOTHING_TO_SEE]
    texts: list[str] = []
    piece: list[_Block] = []
    used = 0
    for style, whole, marks in blocks:
        for text in cut(whole):
            if is_blank(text):
                continue
            size = units(text)
            if piece and used + len(_BETWEEN) + size > LARGEST_TEXT:
                texts.append(_html(piece))
                piece, used = [], 0
            used += size + len(_BETWEEN) * bool(piece)
            piece.append((style, text, marks if text == whole else ()))
    return [*texts, _html(piece)]


def _html(blocks: list[_Block]) -> str:
    marked = []
    for style, text, marks in blocks:
        before, after = _TAGS[style]
        marked.append(before + (_emphasized(text, marks) if marks else escape(text, quote=False)) + after)
    return _BETWEEN.join(marked)


def _emphasized(text: str, marks: tuple[Mark, ...]) -> str:
    pieces = []
    for piece, kinds in stretches(text, marks):
        # Telegram takes no other emphasis inside code
        tags = ["code"] if "code" in kinds else [_EMPHASIS[kind] for kind in kinds]
        closing = "".join(f"</{tag}>" for tag in reversed(tags))
        pieces.append("".join(f"<{tag}>" for tag in tags) + escape(piece, quote=False) + closing)
    return "".join(pieces)
