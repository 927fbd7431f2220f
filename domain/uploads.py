"""What an uploaded file really is: told by its bytes, never by its name (DOMAIN T4 and D02, promise S9).

Six kinds are taken: PDF, DOCX, XML, JPEG, PNG and plain text. Everything else is refused with a code that becomes a
text for the person: other formats, programs, macros, pages and drawings that a browser would run, locked files, files
that grow enormously when opened. The claimed name and MIME type can only make the answer stricter.

Written by hand instead of with a magic-number library: those name hundreds of formats from the first bytes, while the
work here is in checking that six of them are whole and harmless.
"""

import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final, Literal, get_args
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden
from defusedxml.ElementTree import iterparse

from domain import pdf

MAX_BYTES: Final = 10 * 1024 * 1024
"""Largest upload, in bytes (DOMAIN T4: 10 MB)."""
MAX_UNPACKED: Final = 50 * 1024 * 1024
"""Largest sum of what a DOCX holds once unpacked, in bytes. Pictures, the bulk of real ones, are packed already."""
MAX_PIXELS: Final = 100_000_000
"""Largest picture, in pixels; a viewer needs up to four bytes of memory for each."""

_MAX_ENTRIES = 2_000  # files in a DOCX
_MAX_SEGMENTS = 1_000  # parts of a JPEG before the picture: metadata, profiles
_MAX_ELEMENTS = 100_000  # elements of an XML document; a Europass CV has hundreds
_MAX_DEPTH = 100
_MAX_NAME = 60  # characters of a display name, extension included

RefusalCode = Literal["too-big", "empty", "type", "broken", "encrypted", "bomb"]
REFUSALS: Final[tuple[RefusalCode, ...]] = get_args(RefusalCode)


class UploadRefused(Exception):
    """The file cannot be taken; `code` (one of `REFUSALS`) names the text that tells the person why."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(code)
        self.code = code


class FileKind(StrEnum):
    """The kinds of file that are taken."""

    PDF = "pdf"
    DOCX = "docx"
    XML = "xml"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "text"
    #: only of staff (`domain.media`)
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is: its kind, the MIME type to serve it with, the extension (with its dot) its name must have."""

    kind: FileKind
    mime: str
    extension: str


_PDF = Sniffed(FileKind.PDF, "application/pdf", ".pdf")
_DOCX = Sniffed(FileKind.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
_XML = Sniffed(FileKind.XML, "application/xml", ".xml")
_JPEG = Sniffed(FileKind.JPEG, "image/jpeg", ".jpg")
_PNG = Sniffed(FileKind.PNG, "image/png", ".png")
_TEXT = Sniffed(FileKind.TEXT, "text/plain", ".txt")

_BLANK = b"\0\t\n\f\r "
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16


def sniff(data: bytes, name: str = "", mime: str = "") -> Sniffed:
    """Tell what `data` is; `name` and `mime` are what the sender claims.

    Raises `UploadRefused`, and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_BYTES:
        raise UploadRefused("too-big")
    if not data.strip(_BLANK):
        raise UploadRefused("empty")
    if pdf.is_pdf(data):
        if not pdf.is_whole(data):
            raise UploadRefused("broken")
        if not pdf.opens_without_password(data):
            raise UploadRefused("encrypted")
        return _PDF
    if data.startswith(b"PK\x03\x04"):
        _check_docx(data)
        return _DOCX
    if data.startswith(b"\xff\xd8\xff"):
        _check_jpeg(data)
        return _JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(data)
        return _PNG
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # The container of old Office files; a DOCX locked with a password is also wrapped in one.
        raise UploadRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "type")
    if is_xml(data):
        xml_root(data)
        return _XML
    _check_text(data, name, mime)
    return _TEXT


# --- DOCX ------------------------------------------------------------------------------------------------------------


def _check_docx(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_archive(archive)
    except UploadRefused:
        raise
    except Exception as error:  # zipfile lets a dozen kinds of exception out on damaged input
        raise UploadRefused("broken") from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UploadRefused("bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadRefused("encrypted")
    names = {entry.filename.casefold() for entry in entries}
    if not {"[content_types].xml", "word/document.xml"} <= names:
        raise UploadRefused("type")  # a spreadsheet, an OpenDocument text, any other archive
    if any("vbaproject" in name or name.startswith("word/activex/") for name in names):
        raise UploadRefused("type")  # brings a program along
    left = MAX_UNPACKED
    for entry in entries:
        left -= _unpacked(archive, entry, left)
    types = archive.read(next(entry for entry in entries if entry.filename.casefold() == "[content_types].xml"))
    if b"macroEnabled" in types or b"wordprocessingml.document.main+xml" not in types:
        raise UploadRefused("type")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> int:
    """Unpack one file to nowhere and return its true size: a header that says less than is there is a trap."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UploadRefused("broken")
    size, declared = 0, entry.file_size
    entry.file_size = limit + 1  # zipfile stops reading where the header says that the file ends
    with archive.open(entry) as stream:
        while piece := stream.read(1 << 16):
            size += len(piece)
            if size > min(limit, declared):
                raise UploadRefused("bomb")
    entry.file_size = declared
    return size


# --- Pictures --------------------------------------------------------------------------------------------------------


def _check_png(data: bytes) -> None:
    if len(data) < 24 or data[12:16] != b"IHDR" or b"IEND" not in data:
        raise UploadRefused("broken")
    _check_pixels(*struct.unpack(">II", data[16:24]))


def _check_jpeg(data: bytes) -> None:
    if b"\xff\xd9" not in data:
        raise UploadRefused("broken")
    at = 2
    for _ in range(_MAX_SEGMENTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            break
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a frame header carries the size
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            _check_pixels(width, height)
            return
        at += 1 if marker == 0xFF else 2 + length  # 0xFF before a marker is padding
    raise UploadRefused("broken")


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise UploadRefused("broken")
    if width * height > MAX_PIXELS:
        raise UploadRefused("bomb")


# --- XML and text ----------------------------------------------------------------------------------------------------

_RUN_BY_BROWSERS = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"})
#: how a page may begin that names no namespace
_PAGES = frozenset({
    "a", "b", "body", "br", "div", "font", "form", "h1", "head", "html", "iframe", "img", "p", "script", "style", "svg",
})  # fmt: skip


def is_xml(data: bytes) -> bool:
    """Whether the file begins as an XML document (or another language of tags) does."""
    head = data[:1024]
    if head.startswith(_WIDE):
        return head.decode("utf-16", "replace").lstrip().startswith("<")
    return head.removeprefix(_BOM).lstrip(_BLANK).startswith(b"<")


def xml_root(data: bytes) -> Element:
    """Parse an XML document without entities, document type or anything from outside; return its root element.

    Raises `UploadRefused`: 'bomb' for what grows or nests without measure, 'type' for pages and drawings that a browser
    would run and for other languages of tags, 'broken' for damaged XML.
    """
    try:
        return _bounded_root(data)
    except UploadRefused:
        raise
    except DTDForbidden as error:
        raise UploadRefused("bomb" if b"<!ENTITY" in data else "type") from error
    except ParseError as error:
        declared = data[:1024].removeprefix(_BOM).lstrip(_BLANK).startswith(b"<?xml")
        raise UploadRefused("broken" if declared else "type") from error
    except Exception as error:  # unknown or impossible encodings
        raise UploadRefused("broken") from error


def _bounded_root(data: bytes) -> Element:
    root: Element | None = None
    count = depth = 0
    for event, element in iterparse(BytesIO(data), ("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if count > _MAX_ELEMENTS or depth > _MAX_DEPTH:
            raise UploadRefused("bomb")
        namespace, _, local = element.tag.removeprefix("{").rpartition("}")
        if namespace in _RUN_BY_BROWSERS or (root is None and local.casefold() in _PAGES):
            raise UploadRefused("type")
        if root is None:
            root = element
    if root is None:
        raise UploadRefused("broken")
    return root


_TEXT_SUFFIXES = frozenset({"txt", "text", "md"})
_TEXT_CLAIMS = frozenset({"", "text/plain", "text/markdown", "application/octet-stream"})


def _check_text(data: bytes, name: str, mime: str) -> None:
    """Plain text has no signature of its own: it must be free of control characters, and the claims must agree."""
    if data.startswith((b"#!", b"{\\rtf", b"%!PS", b"MZ")):
        raise UploadRefused("type")
    try:
        text = data.decode("utf-16" if data.startswith(_WIDE) else "utf-8")
    except UnicodeDecodeError:
        text = _windows_text(data)
    if re.search(r"[\0-\x08\x0e-\x1f\x7f-\x9f]", text):
        raise UploadRefused("type")
    suffix = re.search(r"\.([a-z][a-z0-9]{0,4})$", name.strip().lower())
    claimed = mime.partition(";")[0].strip().lower()
    if (suffix and suffix[1] not in _TEXT_SUFFIXES) or claimed not in _TEXT_CLAIMS:
        raise UploadRefused("type")


def _windows_text(data: bytes) -> str:
    """Notes written on older Windows in a western language: mostly plain letters, some accents."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UploadRefused("type") from error
    if sum(map(str.isascii, text)) < 0.7 * len(text):
        raise UploadRefused("type")
    return text


# --- Names -----------------------------------------------------------------------------------------------------------

_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_SAME = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".text": ".txt", ".md": ".txt"}


def display_name(claimed: str, sniffed: Sniffed) -> str:
    """A short, harmless file name to show and to offer when the file is saved; files are never stored under it.

    Folders, NUL, control, bidirectional and other invisible characters, and the characters and names that systems
    reserve are gone, and the extension is that of the content ("../../CV\\u202efdp.exe" of a PDF: "CVfdp.exe.pdf").
    """
    name = re.split(r"[/\\]", claimed)[-1]
    name = unicodedata.normalize("NFC", re.sub(r"\s", " ", name))
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    stem, dot, suffix = name.rpartition(".")
    suffix = dot + suffix.strip().lower()
    if _SAME.get(suffix, suffix) == sniffed.extension:
        name = stem
    name = " ".join(name.split())[: _MAX_NAME - len(sniffed.extension)].strip(" .").lstrip(" .-")
    if not name:
        name = "file"
    if _RESERVED.match(name):
        name = "_" + name
    return name + sniffed.extension
