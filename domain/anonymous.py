"""What may be kept of a message when nobody must ever be found by it: words that everybody uses, and nothing else.

A word stays when it stands in the lists of the program (`domain.known_words`), every other one becomes "…"; figures become 0;
addresses go. A capital inside a sentence is a name, but for days, months, and the nouns of German that its lists know. First
names go though they are words too ("rose"), but for those that a language cannot do without ("will"): those stay, as words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain import concepts
from domain.answers.cleaning import fold
from domain.known_words import WORD, before_names, days_and_months, first_names, nouns_of, words_of
from locales import catalogue

LONGEST: Final = 300
"""Characters of a scrubbed text, at most."""
LOST: Final = "…"
"""Stands for one word, or several, that may be about somebody."""

#: questions that are answered with a name, an address, or what somebody is: of such a message not one word is kept
PERSONAL: Final = frozenset(
    {
        "profile.name", "profile.email", "profile.phone", "profile.city", "profile.profession", "profile.employer",
        "profile.employer_address", "profile.position", "profile.motivation", "profile.needs", "profile.photo",
        "cv.file", "cv.name", "cv.email", "cv.phone", "cv.city", "cv.profession", "cv.employer", "cv.position",
        "request.message",
    }
)  # fmt: skip

_READ: Final = 2000
_ADDRESS: Final = re.compile(r"[@#_\\]|//|www\.|[^\W\d_]\.[^\W\d_]{2}")
_TOKEN: Final = re.compile(rf"(?P<figures>\d+(?:[.,:/-]\d+)*)|(?P<word>{WORD.pattern})|(?P<mark>[.,!?;:…¿¡()€£$%])")
_ENDS: Final = ".!?…"
#: letters of a word before a full stop that ends a sentence: shorter ones may be a title ("Dr. Young")
_NO_TITLE: Final = 5
#: so many words after "my name is" are lost, and so many single letters in a row may spell a name
_NAME_WORDS, _SPELLED = 3, 3
#: small words that are written with a capital: English "I", Dutch "U"
_CAPITALS: Final = frozenset("IU")


@dataclass(frozen=True, slots=True)
class _Known:
    """The words that stay, and those of them that stay with a capital too."""

    plain: frozenset[str]
    capital: frozenset[str]


@dataclass(slots=True)
class _Token:
    """A piece of what is kept: `is_word` tells words, kept or lost, from figures and marks; `glued` follows without a space."""

    text: str
    is_word: bool
    glued: bool


def hides(asked: str) -> bool:
    """Is this question answered with something personal? Then nothing of the message may be kept."""
    return asked in PERSONAL


def value(kind: str, read: str, asked: str) -> str:
    """What was read (`domain.traces`) as it may be kept: of an answer only what the program lists itself, without figures."""
    if kind != "answer":
        return read
    shape, colon, values = read.partition(":")
    if shape in ("choice", "choices"):
        values = ",".join(one if _is_listed(one, asked) else LOST for one in values.split(","))
    return shape + colon + _without_figures(values)


def scrub(text: str, langs: Iterable[str]) -> str:
    """The text without anything that may be about somebody, in small letters, at most `LONGEST` characters.

    `langs` are the languages that it may be in (ISO 639-1): the words of all others go.
    """
    text = unicodedata.normalize("NFKC", text[:_READ]).replace("’", "'")
    if text.isupper():
        # where everything is a capital, capitals say nothing
        text = text.lower()
    tokens = _tokens(text, _known(frozenset(langs)))
    _lose_spelled([token for token in tokens if token.is_word])
    return _written(tokens)


def _tokens(text: str, known: _Known) -> list[_Token]:
    tokens: list[_Token] = []
    said: list[str] = []
    lost_ahead = 0
    for chunk in re.finditer(r"\S+", text):
        if _ADDRESS.search(chunk[0]):
            tokens.append(_Token(LOST, is_word=True, glued=False))
            continue
        end = 0
        for found in _TOKEN.finditer(chunk[0]):
            piece, glued = found[0], found.start() == end and end > 0
            end = found.end()
            if found["figures"]:
                piece = _without_figures(piece)
            elif found["word"]:
                folded = fold(piece)
                is_kept = not lost_ahead and _stays(piece, folded, known, _begins(text, chunk.start() + found.start()))
                lost_ahead = max(0, lost_ahead - 1)
                said = [*said[-2:], folded]
                if any(tuple(said[-size:]) in before_names() for size in (1, 2, 3)):
                    lost_ahead = _NAME_WORDS
                piece = piece.lower() if is_kept else LOST
            elif piece in ",;!?":
                lost_ahead = 0
            tokens.append(_Token(piece, bool(found["word"]), glued))
    return tokens


def _stays(word: str, folded: str, known: _Known, first: bool) -> bool:
    """Is this one of the words that everybody uses, and no name? `first` is the first word of a sentence."""
    parts = word.split("'")
    inside = parts[1:] if first or parts[0] in _CAPITALS else parts
    capital = any(part[0] != part[0].lower() for part in inside) or any(_has_capital(part[1:]) for part in parts)
    among = known.capital if capital else known.plain
    pieces = folded.split("'")
    return folded in among or (len(pieces) > 1 and all(len(piece) == 1 or piece in among for piece in pieces))


def _has_capital(letters: str) -> bool:
    return letters != letters.lower()


def _begins(text: str, start: int) -> bool:
    """Does a sentence begin at this place?"""
    at = start - 1
    while at >= 0 and not text[at].isalnum() and text[at] not in _ENDS and text[at] not in "\n:(":
        at -= 1
    if at < 0 or text[at] == "\n":
        return True
    if text[at] == ".":
        before = WORD.findall(text[max(0, at - 40) : at])
        return bool(before) and len(before[-1]) >= _NO_TITLE
    return text[at] in _ENDS


def _lose_spelled(words: Sequence[_Token]) -> None:
    """Words of one letter each, several in a row, may spell a name."""
    for single, row in groupby(words, lambda word: len(word.text) == 1 and word.text != LOST):
        letters = list(row)
        if single and len(letters) >= _SPELLED:
            for letter in letters:
                letter.text = LOST


def _written(tokens: Iterable[_Token]) -> str:
    """The tokens as a text; one mark stands for all the words that were lost in a row."""
    written = ""
    for token in tokens:
        if token.text == LOST and written.endswith(LOST):
            continue
        space = "" if token.glued or not written else " "
        if len(written) + len(space) + len(token.text) > LONGEST:
            break
        written += space + token.text
    return written


def _known(langs: frozenset[str]) -> _Known:
    plain = frozenset().union(*(words_of(lang) for lang in langs)) - first_names()
    capital = frozenset().union(*(days_and_months(lang) for lang in langs))
    return _Known(plain, capital | (nouns_of("de") - first_names() if "de" in langs else frozenset()))


def _without_figures(text: str) -> str:
    return "".join("0" if sign.isdigit() else sign for sign in text)


def _is_listed(option: str, asked: str) -> bool:
    """Is this the id of an option that everybody is offered? Those of hosts name somebody."""
    return option == "-" or catalogue.has(f"{asked}.option.{option}") or concepts.get(option) is not None
