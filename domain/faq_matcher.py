"""Which topic does a free question mean? Word and letter statistics over example questions, no trained model.

Each language has an index of features: whole words, word beginnings (inflected forms), neighbouring words and groups of
four letters (typos, compounds). A topic is the sum of its examples; a rare feature says more than a common one. A long
story counts once as a whole, and once more by its sentences, most of all those that ask.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

Features = dict[str, float]

# weights of the kinds of features, tuned on one half of tests/domain/faq_paraphrases.toml
_BEGINNING, _NEIGHBOURS, _LETTERS = 0.7, 0.7, 0.3
_ASKING, _TELLING = 0.7, 0.2
_CORRECTED = 0.7
_SMOOTHING = 1.0

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "`": "'", "´": "'"})
_ELISION = re.compile(
    r"\b(?:[ldcjmnst]|qu|jusqu|lorsqu|puisqu|quelqu|(?:d|n|s)?(?:all|ell)|sull|dall|un|quest|quell|cos|com|dov|nessun)'(?=[a-z])"
)
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_LEVELS = frozenset("bcd")  # single letters that carry meaning: the levels; "a" is also an article


def fold(text: str) -> str:
    """`text` without case, accents and typographic apostrophes, the same for all who type in a hurry."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES)))


def words(text: str) -> list[str]:
    """The folded words of `text`; elided articles (l', dell') and single letters other than levels are left out."""
    found = _WORD.findall(_ELISION.sub(" ", fold(text)))
    return [word for word in found if len(word) > 1 or word in _LEVELS or word.isdigit()]


@lru_cache(maxsize=32_768)
def _parts(word: str) -> tuple[tuple[str, float], ...]:
    """The word itself, its beginning and its groups of four letters, with their weights."""
    parts = [(word, 1.0)]
    if len(word) > 5:
        parts.append((word[:5] + "-", _BEGINNING))
    if len(word) > 3:
        framed = f"_{word}_"
        parts.extend(("#" + framed[start : start + 4], _LETTERS) for start in range(len(framed) - 3))
    return tuple(parts)


def _pairs(tokens: Sequence[str]) -> list[str]:
    return [f"{first[:5]} {second[:5]}" for first, second in pairwise(tokens)]


def features(tokens: Sequence[str]) -> Features:
    """What the index knows about a text: feature and weight."""
    found = dict.fromkeys(_pairs(tokens), _NEIGHBOURS)
    for word in tokens:
        found.update(_parts(word))
    return found


def segments(text: str) -> list[tuple[float, str]]:
    """The parts of a question with their weights: the whole, and if it is a story, each sentence."""
    parts = [part for part in _SENTENCE_END.split(text) if part.strip()]
    if len(parts) < 2:
        return [(1.0, text)]
    return [(1.0, text)] + [(_ASKING if part.rstrip().endswith("?") else _TELLING, part) for part in parts]


@dataclass(frozen=True, slots=True)
class Example:
    """A way to ask for a topic; `weight` above 1 for key terms."""

    text: str
    weight: float = 1.0


class Index:
    """The example questions of one language, by feature."""

    def __init__(self, examples: Mapping[str, Iterable[Example]]) -> None:
        topics: dict[str, dict[str, float]] = {}
        vocabulary: set[str] = set()
        for topic, group in examples.items():
            counts: dict[str, float] = defaultdict(float)
            pairs: dict[str, float] = defaultdict(float)
            for example in group:
                tokens = words(example.text)
                for word in dict.fromkeys(tokens):
                    counts[word] += example.weight
                for pair in dict.fromkeys(_pairs(tokens)):
                    pairs[pair] += _NEIGHBOURS * example.weight
            vocabulary.update(counts)
            for word, times in list(counts.items()):
                for part, weight in _parts(word)[1:]:
                    counts[part] += weight * times
            counts.update(pairs)
            topics[topic] = counts
        spread = Counter(feature for counts in topics.values() for feature in counts)
        self._unknown = math.log(1 + len(topics))
        self._rarity = {feature: math.log(1 + len(topics) / number) for feature, number in spread.items()}
        self._vocabulary = frozenset(vocabulary)
        self._long = [word for word in sorted(vocabulary) if len(word) > 3]
        self._topics: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for topic, counts in topics.items():
            weights = {f: math.log1p(count / _SMOOTHING) * self._rarity[f] for f, count in counts.items()}
            length = math.sqrt(math.hypot(*weights.values()))
            for feature, weight in weights.items():
                self._topics[feature].append((topic, weight / length))

    def corrected(self, tokens: Sequence[str]) -> list[str]:
        """The nearest known word for each unknown one of four letters or more, where one is near enough."""
        near = []
        for token in tokens:
            if len(token) > 3 and token not in self._vocabulary:
                best = process.extractOne(
                    token, self._long, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.75
                )
                if best:
                    near.append(best[0])
        return near

    def score(self, found: Features) -> dict[str, float]:
        """How much a text with the features `found` speaks for each topic (0 to about 1); topics without evidence are absent."""
        scores: dict[str, float] = defaultdict(float)
        length = 0.0
        for feature, weight in found.items():
            rarity = self._rarity.get(feature)
            if rarity is None:
                length += (weight * self._unknown) ** 2
                continue
            length += (weight * rarity) ** 2
            for topic, share in self._topics[feature]:
                scores[topic] += weight * rarity * share
        return {topic: score / math.sqrt(length) for topic, score in scores.items()} if length else {}
