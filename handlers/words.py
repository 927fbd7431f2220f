"""Commands said in plain words: "menu", "zurück", "parler à quelqu'un" (DOMAIN section 3)."""

import unicodedata
from functools import lru_cache

from locales.catalogue import text

#: commands that a short message may stand for; the words are in the catalogue, `words.<command>`, parted by commas
SPOKEN = ("menu", "help", "back", "skip", "cancel", "save", "human", "language", "mydata", "bot", "hello", "thanks")


def command_for(words: str, lang: str) -> str | None:
    """The command that this message is, in the person's language or in English; None when it is just a message."""
    if len(words) > 200:
        # no command is that long, and folding a long text takes time
        return None
    plain = _fold(words)
    return (_spoken(lang).get(plain) or _spoken("en").get(plain)) if len(plain) <= 40 else None


@lru_cache(maxsize=16)
def _spoken(lang: str) -> dict[str, str]:
    return {_fold(word): command for command in SPOKEN for word in text(lang, f"words.{command}").split(",")}


def _fold(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).strip(" .!?").split())
