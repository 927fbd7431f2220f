"""One JSON answer for each line that is read: in order, at once, whatever the line holds."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, NamedTuple

import msgspec

Answer = Mapping[str, Any]

#: what JSON lets stand and many readers take for the end of a line
_LINE_ENDS = {end.encode(): f"\\u{ord(end):04x}".encode() for end in "\x85\u2028\u2029"}


class Asked(NamedTuple):
    """A line as it was meant: plain text, or the fields of a JSON object with its `text`."""

    text: str
    fields: Mapping[str, Any]


def asked(line: str) -> Asked:
    """Read a line; what starts with a brace and is no JSON object is plain text too."""
    if line.lstrip().startswith("{"):
        try:
            fields = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            return Asked(line, {})
        if isinstance(fields, dict):
            text = fields.get("text")
            return Asked(text if isinstance(text, str) else "", fields)
    return Asked(line, {})


def answer_each(
    lines: Iterable[bytes], reply: Callable[[str], Answer], nothing: Answer, out: BinaryIO | None = None
) -> None:
    """Write the answer to each line, flushed at once, to `out` (standard output).

    Lines are UTF-8 whatever the locale; bytes that are not become U+FFFD. A line that `reply` fails on gets `nothing`
    and the name of the error, so that the answers stay in step with the lines.
    """
    out = out or sys.stdout.buffer
    for number, line in enumerate(lines):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        try:
            answer = reply(text if number else text.removeprefix("\ufeff"))
        except Exception as error:
            answer = {**nothing, "error": type(error).__name__}
        written = msgspec.json.encode(answer)
        for end, escaped in _LINE_ENDS.items():
            written = written.replace(end, escaped)
        out.write(written + b"\n")
        out.flush()
