"""The little that has to be known of a PDF: that it is one, whether it is locked, which files it carries inside.

All of it is found by searching the bytes, in time that grows with their number only. A library that follows the
references of a file wherever they lead can be kept busy for hours by one built for that, and writes to the log what it
finds there; pypdf is only given the few bytes of a lock's dictionary.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.generic import read_object

_BLANK = b"\0\t\n\f\r "
_MARKS = 20  # places looked at for embedded files; a Europass CV has two


def is_pdf(data: bytes) -> bool:
    """Whether the file begins as a PDF.

    Viewers allow 1,024 bytes of anything before; here only blanks may stand there, so that a page for the browser
    cannot call itself a PDF further down.
    """
    return data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK).startswith(b"%PDF-")


def is_whole(data: bytes) -> bool:
    """Whether the end is there too: nothing was cut off on the way."""
    return b"%%EOF" in data.rstrip(_BLANK)[-2048:]


def opens_without_password(data: bytes) -> bool:
    """Whether a viewer shows this PDF without asking for a password; a lock may also only forbid printing or changes.

    The lock's dictionary is lifted into an empty document and tried there.
    """
    lock = _last(rb"/Encrypt\s*(?:(\d{1,8})\s+(\d{1,5})\s+R|(?=<<))", data)
    if not lock:
        return True
    start = lock.end()
    if lock[1]:
        holder = _last(rb"(?<!\d)%d\s+%d\s+obj" % (int(lock[1]), int(lock[2])), data)
        start = holder.end() if holder else len(data)
    identifier = _last(rb"/ID\s*(?=\[)", data)
    try:
        encrypt = _value(data[start : start + 8192])
        ident = _value(data[identifier.end() : identifier.end() + 1024]) if identifier else b"[<><>]"
        locked = _empty_document(encrypt, b"/Encrypt 2 0 R/ID" + ident)
        return locked.decrypt("") != PasswordType.NOT_DECRYPTED
    except Exception:  # pypdf raises whatever it meets on damaged input
        return False


def embedded_files(data: bytes, limit: int) -> Iterator[bytes]:
    """The files that a PDF carries inside, newest first, each cut off after `limit` bytes; damaged ones are left out.

    Only what is plain or deflated is found: so writes every program that makes Europass CVs.
    """
    at = len(data)
    for _ in range(_MARKS):
        at = data.rfind(b"/EmbeddedFile", 0, at)
        if at < 0:
            return
        head = data[max(0, at - 2048) : at].rpartition(b"obj")[2]
        stream = re.compile(rb"\bstream\r?\n").search(data, at, at + 2048)
        if not stream or b"endobj" in data[at : stream.start()]:
            continue
        if re.search(rb"/Fl(?:ateDecode)?\b", head + data[at : stream.start()]):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(memoryview(data)[stream.end() :], limit)
        else:
            end = data.find(b"endstream", stream.end())
            yield data[stream.end() : end if end >= 0 else len(data)][:limit]


def _last(pattern: bytes, data: bytes) -> re.Match[bytes] | None:
    """The last match: what was appended to a PDF later replaces what stands before."""
    match = None
    for match in re.finditer(pattern, data):  # noqa: B007 - wanted after the loop
        pass
    return match


def _value(start: bytes) -> bytes:
    """The one PDF value (a dictionary, an array) that stands at the beginning of these bytes."""
    value = BytesIO()
    read_object(BytesIO(start.lstrip(_BLANK)), _empty_document()).write_to_stream(value)
    return value.getvalue()


def _empty_document(lock: bytes = b"null", trailer: bytes = b"") -> PdfReader:
    """The smallest PDF, with this lock. Strict: pypdf then raises where it would write to the log what it could not
    read, which may be about a person."""
    head = b"%PDF-1.7\n"
    catalog = b"1 0 obj\n<</Type/Catalog>>\nendobj\n"
    body = head + catalog + b"2 0 obj\n" + lock + b"\nendobj\n"
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (len(head), len(head + catalog))
    end = b"trailer\n<</Size 3/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(body))
    return PdfReader(BytesIO(body + table + end), strict=True)
