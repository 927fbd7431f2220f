"""Sounds and films of staff are told by their bytes, whatever they are called; nothing else slips through."""

import pytest

from domain.media import sniff_media
from domain.uploads import MAX_BYTES, UploadRefused

MP4 = bytes(4) + b"ftypisom" + bytes(8)


@pytest.mark.parametrize(
    ("data", "claimed", "mime"),
    [
        (b"OggS" + bytes(20), "", "audio/ogg"), (b"ID3\x04" + bytes(20), "video/mp4", "audio/mpeg"),
        (b"\xff\xfb\x90" + bytes(20), "", "audio/mpeg"), (MP4, "video/mp4", "video/mp4"), (MP4, "audio/mp4", "audio/mp4"),
        (bytes(4) + b"ftypM4A " + bytes(8), "", "audio/mp4"), (b"\x1a\x45\xdf\xa3" + bytes(8), "", "video/webm"),
        (b"GIF89a" + bytes(8), "text/html", "image/gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
    ],
)  # fmt: skip
def test_what_can_be_heard_or_seen_is_known_by_its_bytes(data: bytes, claimed: str, mime: str) -> None:
    assert sniff_media(data, claimed).mime == mime


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ" + bytes(40), b"<svg onload=alert(1)>", b"PK\x03\x04" + bytes(40), b"RIFF\0\0\0\0WAVEfmt ", b"\xff"],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UploadRefused) as refused:
        sniff_media(data, "video/mp4")
    assert refused.value.code == "type"


def test_what_is_too_big_is_refused() -> None:
    with pytest.raises(UploadRefused) as refused:
        sniff_media(b"OggS" + bytes(MAX_BYTES))
    assert refused.value.code == "too-big"
