"""Reading an uploaded form (multipart/form-data): one file, a few short fields, nothing that a sender could inflate."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

#: Largest field that is not the file, in bytes: the longest caption in UTF-8.
FIELD_BYTES = 4 * 8_000 + 100
#: Parts of a form, and what they and their headers add to the size of the file, in bytes.
PARTS = 8
OVERHEAD_BYTES = PARTS * 6_000 + FIELD_BYTES


class FormError(Exception):
    """Not a form, or not one with exactly one file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as its sender describes it, and the fields that came with it."""

    name: str
    mime: str
    content: bytes
    fields: Mapping[str, str] = field(default_factory=dict)


def read_upload(content_type: str, body: bytes) -> Upload:
    """Read a form whose file is the part named `file`. Raises FormError."""
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind.lower() != "multipart/form-data" or not boundary:
        raise FormError
    try:
        parts = _parts(boundary, body)
        texts = {part.name: content.decode() for part, content in parts if part.name != "file"}
    except (MultipartError, UnicodeError):
        raise FormError from None
    files = [(part, content) for part, content in parts if part.name == "file"]
    if len(files) != 1 or any(len(text) > FIELD_BYTES for text in texts.values()):
        raise FormError
    part, content = files[0]
    return Upload(part.filename or "", part.content_type or "", content, texts)


def _parts(boundary: str, body: bytes) -> list[tuple[MultipartSegment, bytes]]:
    parts: list[tuple[MultipartSegment, bytes]] = []
    with PushMultipartParser(boundary, max_segment_count=PARTS, strict=True) as parser:
        segment: MultipartSegment | None = None
        content = b""
        for piece in parser.parse(body):
            if isinstance(piece, MultipartSegment):
                segment, content = piece, b""
            elif piece:
                content += piece
            elif segment is not None:
                parts.append((segment, content))
    return parts
