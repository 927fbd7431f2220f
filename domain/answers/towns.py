"""The town that somebody names along with their country: "België, Gent", "in Bologna, Italia"."""

import re
from typing import Final

from domain.answers import places
from domain.answers.cleaning import LONGEST_LINE, words
from domain.matching_words import function_words

_PIECE = re.compile(r"[,;/()\n]|\s[-–]\s")
_NAME = re.compile(r"[^\W\d_]+(?:[\s'’.-]+[^\W\d_]+)*")
_MOST_WORDS: Final = 3


def town(raw: str, lang: str) -> str | None:
    """The town, as it was written; None when it is not plain which words name it, or when only a country is named."""
    if len(raw) > LONGEST_LINE:
        return None
    named = [name for piece in _PIECE.split(raw) if (name := _town(piece.strip(" .!"), lang))]
    countries = {code for _, (_, codes) in places.named(raw, lang) for code in codes}
    return named[0] if len(named) == 1 and len(countries) == 1 else None


def _town(piece: str, lang: str) -> str | None:
    """What is left of a piece of an answer without the country and small words, when that can be a name."""
    tokens = words(piece)
    left: list[str] = []
    kept = list(_NAME.finditer(piece))
    taken = {
        at + further for at, (size, _) in places.named(piece, lang) for further in range(size)
        if places.is_country(tokens[at : at + size], lang)
    }  # fmt: skip
    at = 0
    for match in kept:
        for word in match[0].split():
            size = len(words(word))
            if taken.isdisjoint(range(at, at + size)):
                left.append(word)
            at += size
    while left and words(left[0]) and all(token in function_words() for token in words(left[0])):
        left.pop(0)
    while left and all(token in function_words() for token in words(left[-1])):
        left.pop()
    fine = bool(left) and len(left) <= _MOST_WORDS and (not taken or len(tokens) - len(taken) <= _MOST_WORDS + 1)
    known = any(size == len(left) for _, (size, _) in places.named(" ".join(left), lang))
    return " ".join(left) if fine and (known or left[0][:1].isupper() or len(tokens) == len(left)) else None
