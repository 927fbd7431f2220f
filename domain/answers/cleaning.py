"""What every reader of typed answers starts from: cleaned text, folded words, and the one error."""

import re
import unicodedata
from typing import Final, NamedTuple

LONGEST: Final = 4000
"""No answer may be longer, in characters, whatever its question."""
LONGEST_LINE: Final = 300
"""The limit for answers that are read (a date, a number, a choice) and not only kept."""

# NUL and other control characters, lone surrogates, zero-width characters and direction overrides. Line feed and tab
# stay, and so do the joiners U+200C and U+200D, which Persian words and emoji need.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
_NEW_LINE = re.compile("\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile(r"\s+")
_EXTRA = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "´": "'"})


class NotUnderstood(ValueError):
    """A typed answer could not be read.

    `code` completes the text key `answer.error.<code>`, `fields` are the fields of that text (`least`, `most`,
    `limit`), `candidates` the ids of options between which the answer does not decide.
    """

    def __init__(self, code: str, candidates: tuple[str, ...] = (), **fields: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.candidates = candidates
        self.fields = fields


def clean(text: str, limit: int = LONGEST) -> str:
    """The text as it may be stored and shown: no control characters, outer spaces trimmed, accents composed (NFC).

    Raises NotUnderstood("empty") and NotUnderstood("too-long"), the latter with the field `limit` (characters).
    """
    kept = _UNWANTED.sub("", _NEW_LINE.sub("\n", text)).strip()
    if not kept:
        raise NotUnderstood("empty")
    if len(kept) > limit:
        raise NotUnderstood("too-long", limit=limit)
    return kept if kept.isascii() else unicodedata.normalize("NFC", kept)


def line(text: str) -> str:
    """A short answer on one line, ready to be read. Raises NotUnderstood like `clean`."""
    return _SPACES.sub(" ", clean(text, LONGEST_LINE))


def fold(text: str) -> str:
    """Lower case without accents: what two spellings of a word have in common. Punctuation stays."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_EXTRA))
    return "".join(c for c in plain if not unicodedata.combining(c))


_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The folded words and figures of a text, punctuation dropped ("l'Italie!" gives l, italie)."""
    return _WORD.findall(fold(text))


class Word(NamedTuple):
    """A folded word or figure, and where it stands in the text as it was written."""

    folded: str
    start: int
    end: int


def placed_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and figures of a text, or of a part of it, each with its place."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(fold(one[0]), one.start(), one.end()) for one in found]


def after(text: str, count: int) -> str:
    """What stands behind the first words of a text, so many, as it was written."""
    ends = [found.end() for found in _WORD.finditer(text)]
    return text[ends[count - 1] :].lstrip(" .,:;'’-–")
