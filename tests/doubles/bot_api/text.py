"""What the server does to every text, marked or not: measure it in UTF-16 units, clean it of control characters."""

import re
from typing import Final

_TO_SPACE: Final = {code: " " for code in range(33) if code not in (10, 13)}
DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_UNCLEAN: Final = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text takes: what Telegram's limits and entity offsets count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Control characters become spaces; carriage returns, direction overrides and vertical lines go."""
    if not _UNCLEAN.search(text):
        return text
    return DROPPED.sub("", text).translate(_TO_SPACE)
