"""What of a message tells its language: its words, without addresses, names and quotations."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

#: characters of a message that are read: more adds nothing
READ: Final = 300

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@\S+|[@#/]\w+")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")
_WORD = re.compile(r"[^\W\d_]+(?:['’]|-(?=[^\W\d_]))?")
_LISTED = re.compile(r"[^\W\d_]+(?:['’]|-(?!\w))?")
_SENTENCE_END = re.compile(r"[.!?¡¿:\n\"“”„«»]\s*\Z")
#: letters that have no accent to take off, as people type them without one
_PLAIN: Final = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "s", "æ": "a", "œ": "o", "ħ": "h", "ð": "d"}


class _Bare(dict[int, str]):
    """Each letter without its accents, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        flat = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        self[code] = _PLAIN.get(flat, flat)
        return self[code]


_bare = _Bare()


def unaccented(word: str) -> str:
    """A lower-case word as it is typed without accents, letter by letter."""
    return word if word.isascii() else word.translate(_bare)


def split(text: str) -> list[str]:
    """The words of a list in lower case; an apostrophe stays with the part before it ("j'", "ai"), and a hyphen where a
    word ends with it: "il-" is an article of Maltese that stands at the head of other words."""
    return [word.replace("’", "'") for word in _LISTED.findall(text.lower())]


def words(text: str, known: Container[str]) -> list[str]:
    """The telling words of a message, in lower case.

    What stands in quotation marks goes when something is left, and so does a capital word inside a sentence that is not
    among the `known` ones: it is a name.
    """
    text = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text[:READ]))
    outside = _QUOTED.sub(" ", text)
    if outside != text and len(_WORD.findall(outside)) > 1:
        text = outside
    found: list[str] = []
    names: list[str] = []
    shouted = text.isupper()
    for match in _WORD.finditer(text):
        raw = match[0].replace("’", "'")
        word = raw.lower()
        if word[-1] == "-" and word not in known:  # "il-kelb" has an article, "e-mail" has none
            word = word[:-1]
        is_name = (
            raw[0].isupper() and not shouted and word not in known
            and match.start() > 0 and not _SENTENCE_END.search(text, max(match.start() - 3, 0), match.start())
        )  # fmt: skip
        (names if is_name else found).append(word)
    return found or names
