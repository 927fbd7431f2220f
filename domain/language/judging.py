"""The likelihood of a text in each language: our words and letters, beside eldc's opinion."""

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

import msgspec

from domain.language.cleaning import unaccented, words
from domain.language.codes import DETECTED
from domain.language.lexicon import either, lexicon, scores
from domain.language.second_opinion import opinion
from domain.vocabulary import vocabulary

_BARE: Final = 0.2  # share of people who type no accents at all
_SURE: Final = 6  # eldc tells more by the last hundredths of its scores (0.90 or 0.95) than by all below
_FEW: Final = (
    5  # letters that eldc needs, and from which on each further one of ours tells less: they depend on each other
)

_SHORT: Final = 2  # words


class Weights(msgspec.Struct, frozen=True):
    """What the sources count, what is added for each language, and for some in a text without accents
    (`domain/data/language/weights.toml`)."""

    words: float
    eldc: float
    bias: dict[str, float]
    bare: dict[str, float] = {}


class Judged(NamedTuple):
    """`marks`: logarithm of the likelihood of each of `DETECTED`, the best at 0. `listed`: of a message of one or two words,
    the languages that have them in their lists: where two of these are the likeliest, they share the words."""

    marks: Mapping[str, float]
    listed: frozenset[str]


# one turn judges the same message for the conversation and by itself
@lru_cache(maxsize=64)
def judge(text: str) -> Judged | None:
    """The likelihood of a text in each language; None when it says nothing."""
    lists = lexicon()
    telling = [word for word in words(text, lists.known) if word not in lists.neutral]
    if not telling:
        return None
    ours, theirs = sources(telling)
    weights = _weights()["both" if any(theirs) else "alone"]
    marks = {
        code: weights.words * word + weights.eldc * heard + weights.bias[code]
        for code, word, heard in zip(DETECTED, ours, theirs, strict=True)
    }
    if len(telling) > _SHORT and _is_bare(telling):
        for code, more in weights.bare.items():
            marks[code] += more
    best = max(marks.values())
    listed = lists.languages(telling) if len(telling) <= _SHORT else frozenset[str]()
    return Judged({code: mark - best for code, mark in marks.items()}, listed)


def sources(telling: Sequence[str]) -> tuple[list[float], list[float]]:
    """What our words and letters say of each of `DETECTED`, the best at 0, and what eldc says, from 0 to 1; all 0 without it."""
    letters = sum(map(len, telling))
    likely = _written(telling)
    best, less = max(likely), 1 / math.sqrt(1 + letters / _FEW)
    heard = opinion(" ".join(telling)) or {}
    whole = min(1.0, letters / _FEW)
    return [less * (value - best) for value in likely], [whole * heard.get(code, 0.0) ** _SURE for code in DETECTED]


def _written(telling: Sequence[str]) -> list[float]:
    """As somebody writes who types accents, or who types none."""
    found = [scores(word) for word in telling]
    accented = [sum(column) for column in zip(*(word.written for word in found), strict=True)]
    if not _is_bare(telling):
        return accented
    bare = [sum(column) for column in zip(*(word.bare for word in found), strict=True)]
    careful, careless = math.log(1 - _BARE), math.log(_BARE)
    return [either(careful + a, careless + b) for a, b in zip(accented, bare, strict=True)]


def _is_bare(telling: Sequence[str]) -> bool:
    return all(unaccented(word) == word for word in telling)


@cache
def _weights() -> dict[str, Weights]:
    return msgspec.convert(vocabulary("weights"), dict[str, Weights])
