"""Which languages the bot speaks, which ones it can tell, and which of ours stands nearest to one it does not speak."""

from typing import Final

SERVED: Final = ("en", "fr", "nl", "de", "es", "it")
"""Languages the bot speaks: every text is there."""

RIVALS: Final = (
    "pt", "pl", "ro", "el", "bg", "hr", "cs", "da", "et", "fi", "hu", "ga", "lv", "lt", "mt", "sk", "sl", "sv",
    "no", "uk", "tr", "ar", "ru", "is", "sq", "ca",
)  # fmt: skip
"""Languages the bot only recognises: the other official ones of the European Union, and eight of its neighbours."""

DETECTED: Final = SERVED + RIVALS

_NEAREST: Final = {"pt": "es", "ca": "es", "gl": "es", "eu": "es", "lb": "de", "rm": "it", "af": "nl", "fy": "nl"}


def base(code: str | None) -> str:
    """The ISO 639-1 code of what an application sends (`fr-BE`, `pt_BR`); "no" for both kinds of Norwegian, "" for nothing."""
    short = (code or "").replace("_", "-").split("-")[0].lower()
    return "no" if short in ("nb", "nn") else short


def nearest(code: str) -> str:
    """The language of ours that somebody who writes `code` most likely reads (DOMAIN T1)."""
    return code if code in SERVED else _NEAREST.get(code, "en")
