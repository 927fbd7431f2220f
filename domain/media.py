"""What sounds, films and moving pictures of staff are, told by their bytes.

Of trainees only `domain.uploads` is taken. Of colleagues more is: none of it is read, opened or run by us, it is passed on as it
is, under a name and a type of our own.
"""

from typing import Final

from domain.uploads import MAX_BYTES, FileKind, Sniffed, UploadRefused


def _media(mime: str, extension: str) -> Sniffed:
    return Sniffed(FileKind.MEDIA, mime, extension)


_OGG: Final = _media("audio/ogg", ".ogg")
_MP3: Final = _media("audio/mpeg", ".mp3")
_M4A: Final = _media("audio/mp4", ".m4a")
_MP4: Final = _media("video/mp4", ".mp4")
_WEBM: Final = _media("video/webm", ".webm")
_GIF: Final = _media("image/gif", ".gif")
_WEBP: Final = _media("image/webp", ".webp")


def sniff_media(data: bytes, mime: str = "") -> Sniffed:
    """Tell what `data` is; `mime`, the claim of the sender, decides only whether an MP4 is a sound.

    Raises UploadRefused: "too-big", or "type" for whatever is none of these.
    """
    if len(data) > MAX_BYTES:
        raise UploadRefused("too-big")
    head = data[:16]
    if head.startswith(b"OggS"):
        return _OGG
    if head[4:8] == b"ftyp":
        return _M4A if head[8:11] == b"M4A" or mime.startswith("audio/") else _MP4
    # a tag, or the head of a frame of MPEG audio layer III
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return _MP3
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _WEBM
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _WEBP
    raise UploadRefused("type")
