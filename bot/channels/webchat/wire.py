"""What a page sends: one JSON object an update, read strictly.

    {"id": uuid, "kind": "text",    "text": "…"}
    {"id": uuid, "kind": "press",   "token": "…", "label": "what the button said"}
    {"id": uuid, "kind": "command", "text": "/human", "label": "…"}
    {"id": uuid, "kind": "file",    "file": {"name", "mime", "size", "stored"}, "text": "caption"}

`label` is only shown back to its sender; `lang` (of the browser) may go with each. The server itself writes the
updates of kind "file", after it has kept the content: a page must not name a stored file.
"""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

#: Longest text of one update, in characters (code points).
TEXT_CHARACTERS = 8_000
#: The same in bytes of JSON: a character outside the BMP may be written as twelve, plus room for the rest.
BODY_BYTES = 12 * TEXT_CHARACTERS + 4_000

Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
Lang = Annotated[str, Meta(pattern=r"\A(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})?\Z")]
Label = Annotated[str, Meta(max_length=500)]
Reference = Annotated[str, Meta(pattern=r"\A[\x21-\x7e]{1,200}\Z")]

_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\x85"}
_NEW_LINES = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]{0,31})(?:\s+(.*))?\Z", re.DOTALL)


class UpdateError(Exception):
    """An update that cannot be read; `code` is `malformed`, `empty` or `too-long`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


class _Update(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    id: Id
    lang: Lang = ""


class Said(_Update, frozen=True, tag="text"):
    """The person wrote something."""

    text: str


class Pressed(_Update, frozen=True, tag="press"):
    """The person pressed a button of a message."""

    token: Reference
    label: Label = ""


class Commanded(_Update, frozen=True, tag="command"):
    """The person used the menu of the page."""

    text: str
    label: Label = ""


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file the server has examined and kept: `stored` is our id, `name` is harmless to show, `size` in bytes."""

    name: str
    mime: str
    size: int
    stored: str


class Attached(_Update, frozen=True, tag="file"):
    """The person sent a file."""

    file: Attachment
    text: str = ""


Update = Said | Pressed | Commanded | Attached

_decoder: msgspec.json.Decoder[Update] = msgspec.json.Decoder(Said | Pressed | Commanded | Attached)


def parse(body: bytes) -> Update:
    """Read one update. Raises UpdateError; its detail never repeats what the person wrote."""
    try:
        update = _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise UpdateError("malformed", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UpdateError("malformed", "not JSON in UTF-8") from None
    if isinstance(update, Pressed):
        return update
    if len(update.text) > TEXT_CHARACTERS:
        raise UpdateError("too-long")
    if isinstance(update, Said) and not clean(update.text):
        raise UpdateError("empty")
    if isinstance(update, Commanded) and command(clean(update.text)) is None:
        raise UpdateError("malformed", "not a command")
    return update


def clean(text: str) -> str:
    """A person's text without control characters (NUL among them), with plain line ends, without space around."""
    return _NEW_LINES.sub("\n", text).translate(_CONTROLS).strip()


def command(text: str) -> tuple[str, str] | None:
    """Name and argument of a text such as "/start host-12", None for any other text."""
    found = _COMMAND.match(text)
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def shown(body: bytes) -> dict[str, Any]:
    """What the page shows of a person's own update (`Entry.payload`), made of the raw update as it was stored.

    `id` lets the page recognise the message it is waiting for. Raises UpdateError.
    """
    update = parse(body)
    match update:
        case Said():
            return {"id": update.id, "kind": "text", "text": clean(update.text)}
        case Pressed():
            return {"id": update.id, "kind": "press", "token": update.token, "label": clean(update.label)}
        case Commanded():
            return {"id": update.id, "kind": "command", "text": clean(update.text), "label": clean(update.label)}
        case Attached(file=file):
            return {
                "id": update.id,
                "kind": "file",
                "text": clean(update.text),
                "file": {"name": file.name, "size": file.size},
            }
