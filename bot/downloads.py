"""How a stored file goes out: to be saved, never to be run or shown by the browser as a page of ours."""

from typing import Any, Final
from urllib.parse import quote

from litestar import Response

#: what our own looking at uploads calls files (`domain.uploads`); anything else is bytes
_KNOWN: Final = frozenset({
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/xml",
    "image/jpeg",
    "image/png",
    "text/plain",
    # of staff only (`domain.media`)
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
})  # fmt: skip


def download(content: bytes, name: str, mime: str) -> Response[Any]:
    """A file to be saved as `name`, kept in no cache."""
    headers = {
        "Content-Disposition": disposition(name),
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=mime if mime in _KNOWN else "application/octet-stream", headers=headers)


def disposition(name: str) -> str:
    """The header that names a file to be saved, for every browser: in plain letters, and as it is (RFC 6266)."""
    name = "".join(char for char in name if char.isprintable()) or "file"
    plain = "".join(char if char.isascii() and char not in '"\\/;%' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
