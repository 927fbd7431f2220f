"""The tables behind `domain.language`: letter n-grams and frequent words of the served languages and their rivals."""

import json
import math
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

SERVED: Final = ("en", "fr", "nl", "de", "es", "it")
RIVALS: Final = (
    "pt", "ca", "ro", "pl", "cs", "sk", "hr", "sl", "da",
    "no", "sv", "fi", "et", "lv", "lt", "hu", "tr", "sq",
)  # fmt: skip
LANGUAGES: Final = SERVED + RIVALS

_UNSEEN = 1e-5
_BARE_SHARE = 0.1  # how often a letter is typed without its accent
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Model:
    """`grams`: one logarithm for each of `LANGUAGES`; `words`: indexes of `LANGUAGES`; `neutral`: telling nothing."""

    grams: Mapping[str, tuple[float, ...]]
    words: Mapping[str, Sequence[int]]
    neutral: frozenset[str]

    def rows(self, tokens: Iterable[str]) -> list[tuple[float, ...]]:
        """The known n-grams of one to three letters, word borders included."""
        line = " " + " ".join(_LETTERS.findall(" ".join(tokens))) + " "
        pieces = [line[i : i + n] for n in (1, 2, 3) for i in range(len(line) - n + 1)]
        return [row for row in map(self.grams.get, pieces) if row]


@cache
def model() -> Model:
    """The tables, read once. Raises RuntimeError when langdetect is missing."""
    source = resources.files("domain").joinpath("data/language/words.toml").read_text("utf-8")
    data = tomllib.loads(source)
    exact: defaultdict[str, set[int]] = defaultdict(set)
    bare: defaultdict[str, set[int]] = defaultdict(set)
    for index, code in enumerate(LANGUAGES):
        for word in (data["served"].get(code) or data["others"][code]).split():
            exact[word].add(index)
            bare[_unaccented(word)].add(index)
    words = {word: tuple(sorted(found)) for word, found in {**bare, **exact}.items()}
    return Model(_grams(), words, frozenset(data["neutral"].split()))


def _grams() -> dict[str, tuple[float, ...]]:
    spec = find_spec("langdetect")  # found, not imported: only its data is of use
    if spec is None or spec.origin is None:
        raise RuntimeError("langdetect is not installed: its language profiles are needed")
    profiles = Path(spec.origin).parent / "profiles"
    read = [json.loads((profiles / code).read_text("utf-8")) for code in LANGUAGES]
    shares = [_shares(profile["freq"], profile["n_words"]) for profile in read]
    unseen = math.log(_UNSEEN)
    table: dict[str, list[float]] = {}
    for index, share in enumerate(shares):
        for gram, value in share.items():
            row = table.get(gram)
            if row is None:
                row = table[gram] = [unseen] * len(LANGUAGES)
            row[index] = math.log(value + _UNSEEN)
    table.pop(" ", None)
    return {gram: tuple(row) for gram, row in table.items()}


def _shares(counts: Mapping[str, int], totals: Sequence[int]) -> dict[str, float]:
    """The share of each n-gram among those of its length, in lower case, with and without accents."""
    share: defaultdict[str, float] = defaultdict(float)
    for gram, count in counts.items():
        value = count / totals[len(gram) - 1]
        lower = gram.lower()
        share[lower] += value
        if not lower.isascii():
            bare = _unaccented(lower)
            if bare != lower:
                share[bare] += value * _BARE_SHARE
    return share


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
