"""Telegram's HTML parsed into text and entities: a port of `parse_html` of tdlib (td/telegram/MessageEntity.cpp).

Only the tags Telegram knows are accepted. Byte offsets in error messages count UTF-8 bytes of the source.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.links import check_link, user_of_link
from tests.doubles.bot_api.text import clean, utf16_length

Entity = dict[str, Any]

SIMPLE_TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS: Final = frozenset({*SIMPLE_TAGS, "tg-emoji", "tg-time", "pre", "code", "a", "blockquote"})
_SPACE: Final = " \t\r\n\v\0"
_NAME_END: Final = re.compile(r"[ \t\r\n\v\0>]")
_ATTRIBUTE_END: Final = re.compile(r"[ \t\r\n\v\0=>/\"']")
_NOT_SPACE: Final = re.compile(r"[^ \t\r\n\v]")
_TOKEN: Final = re.compile(r"[A-Za-z0-9.-]*")
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of a source in Telegram's HTML, cleaned but not trimmed.

    Raises MalformedError (`Can't parse entities: …`).
    """
    if "<" not in source:
        return _plain(source), []
    return _HtmlParser(source).parse()


def _wrong(message: str) -> MalformedError:
    return MalformedError(f"Can't parse entities: {message}")


@dataclass(slots=True)
class _Open:
    """A tag that is not closed yet: where its text begins, in UTF-16 units and in pieces."""

    tag: str
    argument: str
    date: int
    offset: int
    piece: int


class _HtmlParser:
    """One pass over a source; `end` is its length, and the sentinel after it ends every scan."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.padded = source + "\0"
        self.end = len(source)
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        position = 0
        while position < self.end:
            tag = self.source.find("<", position)
            stop = self.end if tag < 0 else tag
            if stop > position:
                piece = _plain(self.source[position:stop])
                self.pieces.append(piece)
                self.offset += utf16_length(piece)
            if tag < 0:
                break
            position = self._end_tag(tag) if self.padded[tag + 1] == "/" else self._start_tag(tag)
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), self.entities

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _skip_spaces(self, position: int) -> int:
        found = _NOT_SPACE.search(self.padded, position)
        return found.start() if found else self.end

    def _start_tag(self, begin: int) -> int:
        found = _NAME_END.search(self.padded, begin + 1)
        position = found.start() if found else self.end
        if position >= self.end:
            raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = self.source[begin + 1 : position].lower()
        if tag not in _TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        argument, date = "", 0
        while self.padded[position] != ">":
            position = self._skip_spaces(position)
            if self.padded[position] == ">":
                break
            position, name, value = self._attribute(tag, begin, position)
            if tag == "tg-time" and name == "unix":
                date = _leading_integer(value or "")
            else:
                argument = _argument(tag, name, value, argument)
        if tag == "span" and argument != "spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag, argument, date, self.offset, len(self.pieces)))
        return position + 1

    def _attribute(self, tag: str, begin: int, position: int) -> tuple[int, str, str | None]:
        """Position after it, name and value (None without one) of the attribute at `position`."""
        found = _ATTRIBUTE_END.search(self.padded, position)
        stop = found.start() if found else self.end
        name = self.source[position:stop]
        if not name:
            raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
        position = self._skip_spaces(stop)
        if self.padded[position] != "=":
            if position >= self.end:
                raise _wrong(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
            return position, name, None
        position = self._skip_spaces(position + 1)
        if position >= self.end:
            raise _wrong(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
        quote = self.padded[position]
        if quote in "\"'":
            stop = self.source.find(quote, position + 1)
            if stop < 0 or stop + 1 >= self.end:
                raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            return stop + 1, name, _REFERENCE.sub(_decoded, self.source[position + 1 : stop])
        token = _TOKEN.match(self.padded, position)
        stop = token.end() if token else position
        if stop < self.end and self.padded[stop] not in _SPACE + ">":
            raise _wrong(f"Unexpected end of name token at byte offset {self._bytes(position)}")
        if stop >= self.end:
            raise _wrong(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        return stop, name, self.source[position:stop].lower()

    def _end_tag(self, begin: int) -> int:
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        found = _NAME_END.search(self.padded, begin + 2)
        position = found.start() if found else self.end
        name = self.source[begin + 2 : position].lower()
        position = self._skip_spaces(position)
        if self.padded[position] != ">" or position >= self.end:
            raise _wrong(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _wrong(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)
        return position + 1

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset, "type": opened.tag}
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        if simple := SIMPLE_TAGS.get(opened.tag):
            entity["type"] = simple
        elif opened.tag == "a":
            link = opened.argument or "".join(self.pieces[opened.piece :])
            if not (entity := _link(entity, link)):
                return
        elif opened.tag == "pre":
            if last and same and last["type"] == "code" and "language" in last:
                last["type"] = "pre"
                return
        elif opened.tag == "code":
            if last and same and last["type"] == "pre" and opened.argument:
                last["language"] = opened.argument
                return
            if opened.argument:
                entity["language"] = opened.argument
        elif opened.tag == "blockquote":
            entity["type"] = "expandable_blockquote" if opened.argument else "blockquote"
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or int(opened.argument) == 0:
                raise _wrong("Invalid custom emoji identifier specified")
            entity |= {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        elif not (entity := _moment(entity, opened)):
            return
        self.entities.append(entity)


def _argument(tag: str, name: str, value: str | None, before: str) -> str:
    """What an attribute tells about its tag; `before` when it tells nothing."""
    if tag == "blockquote" and name == "expandable":
        return "1"
    if value is None:
        return before
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id"), ("tg-time", "format")}:
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value[9:]
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value[3:]
    return before


def _leading_integer(value: str) -> int:
    found = re.match(r"\d+", value)
    return int(found.group()) if found else 0


def _link(entity: Entity, link: str) -> Entity:
    """The entity of `<a>`; empty for a link that the server drops (its text stays)."""
    if (user := user_of_link(link)) is not None:
        return entity | {"type": "text_mention", "user": {"id": user, "is_bot": False, "first_name": ""}}
    try:
        return entity | {"type": "text_link", "url": check_link(link)}
    except MalformedError:
        return {}


def _moment(entity: Entity, opened: _Open) -> Entity:
    """The entity of `<tg-time>`; empty without a date."""
    if opened.argument not in {"r", "R"} and set(opened.argument) - set("tTdDwW"):
        raise _wrong("Invalid date format used")
    if opened.date <= 0:
        return {}
    return entity | {"type": "date_time", "unix_time": opened.date, "date_time_format": opened.argument}


def _decoded(found: re.Match[str]) -> str:
    """A character reference as its character; itself when the server does not know it."""
    if name := found[3]:
        return _NAMED.get(name, found[0])
    digits, base = (found[1], 16) if found[1] is not None else (found[2], 10)
    reference = found[0].removesuffix(";")
    code = int(digits, base) if digits else 0
    if code == 0 or code >= 0x10FFFF or len(reference) >= 10:
        return found[0]
    if 0xD800 <= code <= 0xDFFF:
        raise _wrong(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)


def _plain(piece: str) -> str:
    if "&" in piece:
        piece = _REFERENCE.sub(_decoded, piece)
    return clean(piece)
