"""Formatted arguments of a call: parsed by mode, cleaned, trimmed at both ends, their lengths checked.

Follows `fix_formatted_text` of tdlib (td/telegram/MessageEntity.cpp). Offsets and lengths of entities count UTF-16
units. Only HTML is parsed; the two Markdown modes answer 501, since the double does not know them.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.doubles.bot_api.call import Call, int_field, string_field
from tests.doubles.bot_api.errors import ApiError, MalformedError
from tests.doubles.bot_api.html import SIMPLE_TAGS, Entity, parse_html
from tests.doubles.bot_api.text import DROPPED, clean, utf16_length

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_SOURCE_BYTES: Final = 1 << 15

_GIVEN_TYPES: Final = frozenset(
    {
        *SIMPLE_TAGS.values(),
        *("code", "pre", "text_link", "text_mention", "custom_emoji"),
        *("blockquote", "expandable_blockquote", "date_time"),
    }
)
_FOUND_TYPES: Final = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, in order of offset."""

    text: str
    entities: Sequence[Entity] = ()


def read_text(call: Call) -> Formatted:
    """The `text` of a call, parsed and cleaned. Raises MalformedError: missing, too big or wrongly marked."""
    if not call.text("text"):
        raise MalformedError("Message text is empty")
    return read_formatted(call, "text", "entities")


def read_formatted(call: Call, name: str, entities_name: str) -> Formatted:
    """A formatted argument, `Formatted("")` when missing. Raises MalformedError; ApiError 501 for a Markdown mode."""
    source = call.text(name)
    mode = call.text("parse_mode").lower()
    if not source:
        return Formatted("")
    if not source.isascii():
        try:
            size = len(source.encode())
        except UnicodeEncodeError:
            raise MalformedError("Strings must be encoded in UTF-8") from None
    else:
        size = len(source)
    if size > MAX_SOURCE_BYTES:
        raise MalformedError("Text is too long")
    if mode == "html":
        return _trimmed(*parse_html(source))
    if mode in {"markdown", "markdownv2"}:
        raise ApiError(501, "Not Implemented: the double parses HTML only")
    if mode not in {"", "none"}:
        raise MalformedError("Unsupported parse_mode")
    return _trimmed(*_with_given_entities(source, _given_entities(call, entities_name)))


def check_text(content: Formatted) -> None:
    """The rules of a message's text after parsing: 1 to 4096 UTF-16 units. Raises MalformedError."""
    if not content.text:
        raise MalformedError("Text must be non-empty")
    if utf16_length(content.text) > MAX_TEXT:
        raise MalformedError("Message is too long")


def check_caption(content: Formatted) -> None:
    """The rule of a caption after parsing: at most 1024 UTF-16 units. Raises MalformedError."""
    if utf16_length(content.text) > MAX_CAPTION:
        raise MalformedError("Message caption is too long")


def _trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Without blanks at both ends; blanks inside a first entity stay, as on the server."""
    kept = text.rstrip(" \n")
    first = entities[0]["offset"] if entities else len(kept)
    start = 0
    while start < first and start < len(kept) and kept[start] in " \n":
        start += 1
    if start == 0 and len(kept) == len(text):
        return Formatted(text, entities)
    end = utf16_length(kept)
    moved = [
        entity | {"offset": entity["offset"] - start, "length": min(entity["length"], end - entity["offset"])}
        for entity in entities
        if entity["offset"] < end
    ]
    return Formatted(kept[start:], moved)


def _given_entities(call: Call, name: str) -> list[Entity]:
    """The `entities` argument; anything but an array counts as none."""
    try:
        given = call.json(name, "entities")
    except MalformedError:
        return []
    if not isinstance(given, list):
        return []
    entities = []
    for entry in given:
        try:
            if (entity := _given_entity(entry)) is not None:
                entities.append(entity)
        except MalformedError as error:
            raise MalformedError(f"Can't parse MessageEntity: {error}") from None
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _given_entity(entry: object) -> Entity | None:
    if not isinstance(entry, dict):
        raise MalformedError("expected an Object")
    offset, length = int_field(entry, "offset"), int_field(entry, "length")
    kind = string_field(entry, "type", required=True)
    if kind in _FOUND_TYPES:
        return None
    if kind not in _GIVEN_TYPES:
        raise MalformedError("Unsupported type specified" if kind else "Type is not specified")
    if kind == "text_link":
        string_field(entry, "url", required=True)
    if not 0 <= offset <= 1_000_000:
        raise MalformedError(f"Receive an entity with incorrect offset {offset}")
    if not 0 <= length <= 1_000_000:
        raise MalformedError(f"Receive an entity with incorrect length {length}")
    return {**entry, "offset": offset, "length": length} if length else None


def _with_given_entities(source: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The cleaned text with its entities moved by what cleaning took out."""
    end = utf16_length(source)
    for entity in entities:
        if entity["offset"] >= end:
            raise MalformedError(f"Entity begins after the end of the text at UTF-16 offset {entity['offset']}")
        if entity["offset"] + entity["length"] > end:
            raise MalformedError(
                f"Entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text "
                f"at UTF-16 offset {entity['offset'] + entity['length']}"
            )
    if entities and (gone := [utf16_length(source[: found.start()]) for found in DROPPED.finditer(source)]):
        for entity in entities:
            before = bisect_left(gone, entity["offset"])
            inside = bisect_left(gone, entity["offset"] + entity["length"]) - before
            entity |= {"offset": entity["offset"] - before, "length": entity["length"] - inside}
        entities = [entity for entity in entities if entity["length"] > 0]
    return clean(source), entities
