"""How likely letters follow each other in each language: trigrams of langdetect's profiles and of our own word lists.

langdetect's profiles (1 to 3 letters, counted in Wikipedia) know 29 of the languages; how people write to each other comes
from `domain/data/language/words`, which alone carries Irish, Maltese and Icelandic.
"""

import json
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from domain.language.cleaning import unaccented

_UNSEEN: Final = 0.02 / 3000  # a letter no text of the language has
_BACK_OFF: Final = 0.01  # how soon a rare trigram gives way to its last two letters, in shares of all trigrams

_ENDS: Final = "'-"

Shares = Mapping[str, float]


class Letters:
    """The trigrams of several languages, and how likely the last letter of one follows the two before."""

    def __init__(self, tables: Sequence[Shares]) -> None:
        """`tables`: for each language the shares of its trigrams, which sum up to 1."""
        self._none = array("f", bytes(4 * len(tables)))
        self._triples, self._firsts, self._lasts, self._middles, self._singles = (self._rows() for _ in range(5))
        for at, shares in enumerate(tables):
            for gram, share in shares.items():
                self._triples[gram][at] = share
                self._firsts[gram[:2]][at] += share
                self._lasts[gram[1:]][at] += share
                self._middles[gram[1]][at] += share
                self._singles[gram[2]][at] += share
        self.row = lru_cache(maxsize=8192)(self._row)

    def _rows(self) -> defaultdict[str, "array[float]"]:
        return defaultdict(lambda: self._none[:])

    def word(self, word: str) -> list[float]:
        """Logarithm of the likelihood of a word by its letters, for each language."""
        return [sum(column) for column in zip(*map(self.row, trigrams(word)), strict=True)]

    def _row(self, gram: str) -> tuple[float, ...]:
        none = self._none
        columns = zip(
            self._triples.get(gram, none), self._firsts.get(gram[:2], none), self._lasts.get(gram[1:], none),
            self._middles.get(gram[1], none), self._singles.get(gram[2], none), strict=True,
        )  # fmt: skip
        found = []
        for triple, first, last, middle, single in columns:
            pair = (last + _BACK_OFF * (0.98 * single + _UNSEEN)) / (middle + _BACK_OFF)
            found.append(math.log((triple + _BACK_OFF * pair) / (first + _BACK_OFF)))
        return tuple(found)


def trigrams(word: str) -> list[str]:
    """The trigrams of a word and its borders; an apostrophe or a hyphen at its end is none of its letters."""
    line = f" {word.rstrip(_ENDS)} "
    return [line[i : i + 3] for i in range(len(line) - 2)]


def read(code: str, own: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Shares of the trigrams of a language: half from langdetect's profile, if it has one, half from our own words with
    their weights."""
    mine: defaultdict[str, float] = defaultdict(float)
    for word, weight in own:
        line = f" {word.rstrip(_ENDS)} "
        for at in range(len(line) - 2):
            mine[line[at : at + 3]] += weight
    theirs = _profile(code)
    halves = [table for table in (mine, theirs) if table]
    shares: defaultdict[str, float] = defaultdict(float)
    for table in halves:
        total = sum(table.values()) * len(halves)
        for gram, count in table.items():
            shares[gram] += count / total
    return dict(shares)


def without_accents(shares: Shares) -> dict[str, float]:
    """The same language typed without accents."""
    bare: defaultdict[str, float] = defaultdict(float)
    for gram, share in shares.items():
        if len(plain := unaccented(gram)) == len(gram):
            bare[plain] += share
    return dict(bare)


def _profile(code: str) -> dict[str, float]:
    """How often each trigram stands in langdetect's profile of a language, in lower case; empty without one.

    The package is found, not imported: only its data is of use. Raises RuntimeError when it is not installed.
    """
    spec = find_spec("langdetect")
    if spec is None or spec.origin is None:
        raise RuntimeError("langdetect is not installed: its language profiles are needed")
    path = Path(spec.origin).parent / "profiles" / code
    if not path.is_file():
        return {}
    counts: defaultdict[str, float] = defaultdict(float)
    for gram, count in json.loads(path.read_text("utf-8"))["freq"].items():
        lower = gram.lower()
        if len(lower) == 3:
            counts[lower] += count
    return dict(counts)
