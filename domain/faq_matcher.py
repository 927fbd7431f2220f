"""Which topic does a free question mean? Word and letter statistics over example questions, no trained model.

Each language has an index of features: whole words, word beginnings (inflected forms), neighbouring words and groups of
four letters (typos, compounds). A topic is the sum of its examples; a feature that few topics share says more than one
that all of them have. A story counts once as a whole and again by its sentences, most of all those that ask.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

Features = dict[str, float]

# Weights of the kinds of features, of the kinds of sentences, of everyday words and of a corrected word, and how fast a
# repeated feature stops adding: chosen by questions that the index did not hold; a third more or less changes little.
_BEGINNING, _NEIGHBOURS, _LETTERS = 0.7, 0.7, 0.3
_ASKING, _TELLING = 0.7, 0.2
_FAINT = 0.8
_CORRECTED, _NEAR, _MISSPELT = 0.7, 0.75, 12
_REPEATED = 5.0

_LONGEST = 1_200  # characters of a question that are read: its beginning, and its end where stories ask

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
_MARKS = re.compile("[\u0300-\u036f·]")
# Letters that are no Latin ones with a mark; Greek and Cyrillic as people write them on a Latin keyboard.
_LATIN = str.maketrans(
    dict(zip("øðđħıłŧ", "oddhilt", strict=True))
    | dict(zip("αβγδεζηικλμνξοπρςστυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | dict(zip("абвгґдезийіїклмнопрстуфхыэ", "abvggdeziiiiklmnoprstufhye", strict=True))
    | {"œ": "oe", "æ": "ae", "þ": "th", "θ": "th", "χ": "ch", "ψ": "ps", "є": "ye", "ж": "zh", "ц": "ts", "ч": "ch"}
    | {"ш": "sh", "щ": "sht", "ъ": "a", "ь": "", "ю": "yu", "я": "ya"}
)
_WORD = re.compile(r"[a-z0-9]+")
# l'hôte, dell'équipe; and the chat spelling "c koi", whose c is no level
_ELISION = re.compile(
    r"\b(?:[ldcjmnst]|qu|jusqu|lorsqu|puisqu|quelqu|[dns]?(?:all|ell)|sull|un|quest|quell|cos|com|dov|nessun)'(?=[a-z])"
    r"|\bc (?=(?:koi|quoi|est|le|la|un|une|pas|quand|qui|ou)\b)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_LEVEL_LETTERS = frozenset("bcd")  # "a" is also an article: it counts only where it clearly is a level
_LEVEL_A = re.compile(
    r"(?<=[a-z] )A\b|\bA(?=[-,/ ]+(?:[a-z]{1,3} )?B\b)|\bA(?=[- ](?:[Ii]ntern|[Pp]rakt|[Ss]tage|[Ll]evel))"
)


def fold(text: str) -> str:
    """`text` in plain Latin letters without case, accents and typographic apostrophes: the same for all who type in a hurry."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))).translate(_LATIN)


def words(text: str) -> list[str]:
    """The folded words of `text`, without elided articles and single letters.

    Letters that name a level stay: "A" is kept as such, and "A-D" stands for several levels in one sentence.
    """
    found = [word for word in _WORD.findall(_ELISION.sub(" ", fold(text))) if len(word) > 1 or word in _LEVEL_LETTERS]
    levels = _LEVEL_LETTERS.intersection(found)
    if _LEVEL_A.search(text):
        found.append("A")
        levels |= {"a"}
    return [*found, "A-D"] if len(levels) > 1 else found


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


def features(tokens: Sequence[str], faint: Container[str] = ()) -> Features:
    """What an index knows about a text: feature and weight, that of `faint` words being less."""
    found = dict.fromkeys(_pairs(tokens), _NEIGHBOURS)
    for word in tokens:
        weight = _FAINT if word in faint else 1.0
        for part, share in _parts(word):
            found[part] = max(found.get(part, 0.0), weight * share)
    return found


def segments(question: str) -> list[tuple[float, str]]:
    """The parts of a question with their weights: the whole, and if it is a story, each sentence."""
    if len(question) > _LONGEST:
        question = f"{question[: _LONGEST // 4]}\n{question[-3 * _LONGEST // 4 :]}"
    parts = [part for part in _SENTENCE_END.split(question) if part.strip()]
    if len(parts) < 2:
        return [(1.0, question)]
    return [(1.0, question), *((_ASKING if part.rstrip().endswith("?") else _TELLING, part) for part in parts)]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that speaks of a topic, and how much it counts."""

    text: str
    weight: float = 1.0


class Index:
    """The examples of one language, by feature; its `everyday` words (folded) name no topic."""

    def __init__(self, examples: Mapping[str, Iterable[Example]], everyday: frozenset[str] = frozenset()) -> None:
        self._everyday = everyday
        topics = {topic: _counted(group) for topic, group in examples.items()}
        spread = Counter(feature for counts in topics.values() for feature in counts)
        self._rarity = {feature: math.log1p(len(topics) / number) for feature, number in spread.items()}
        self._unknown = math.log1p(len(topics))
        self._vocabulary = [feature for feature in spread if feature.isalnum()]
        self._known = frozenset(self._vocabulary)
        self._nearest = lru_cache(maxsize=4_096)(self._find_nearest)
        self._topics: dict[str, list[tuple[str, float]]] = defaultdict(list)
        masses = {topic: sum(counts.values()) for topic, counts in topics.items()}
        mean = sum(masses.values()) / max(1, len(masses))
        for topic, counts in topics.items():
            scale = _REPEATED * mean / max(1.0, masses[topic])
            for feature, count in counts.items():
                self._topics[feature].append((topic, math.log1p(scale * count)))

    def is_vague(self, tokens: Iterable[str]) -> bool:
        """Are these everyday words only?"""
        return self._everyday.issuperset(tokens)

    def understood(self, tokens: Iterable[str]) -> float:
        """The share of `tokens`, everyday words aside, that are words of the examples or near one."""
        telling = [token for token in tokens if token not in self._everyday]
        known = sum(token in self._known or bool(self.corrected([token])) for token in telling)
        return known / len(telling) if telling else 1.0

    def familiar(self, tokens: Sequence[str]) -> float:
        """The share of `tokens` that are words of the examples."""
        return sum(token in self._known for token in tokens) / max(1, len(tokens))

    def corrected(self, tokens: Iterable[str]) -> list[str]:
        """The nearest known word for each unknown one of four letters or more, where one is near enough.

        A text with very many unknown words is not misspelt but about something else, or in another language.
        """
        unknown = [token for token in tokens if len(token) > 3 and token not in self._known]
        if len(unknown) > _MISSPELT:
            return []
        return [near for token in unknown if (near := self._nearest(token))]

    def _find_nearest(self, token: str) -> str | None:
        found = process.extractOne(token, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_NEAR)
        return found[0] if found else None

    def features(self, tokens: Sequence[str]) -> Features:
        """Features of `tokens` and, with less weight, of what its unknown words may have meant."""
        found = features(tokens, () if self.is_vague(tokens) else self._everyday)
        for feature, weight in features(self.corrected(tokens)).items():
            found.setdefault(feature, _CORRECTED * weight)
        return found

    def score(self, found: Features) -> dict[str, float]:
        """How much a text with the features `found` speaks for each topic; topics without evidence are absent.

        Unknown features count in the length that scores are divided by, so strange texts and languages score low.
        """
        scores: dict[str, float] = defaultdict(float)
        squares = 0.0
        for feature, weight in found.items():
            telling = weight * self._rarity.get(feature, self._unknown)
            squares += telling**2
            for topic, strength in self._topics.get(feature, ()):
                scores[topic] += telling * strength
        return {topic: score / math.sqrt(squares) for topic, score in scores.items()}


def _counted(group: Iterable[Example]) -> dict[str, float]:
    """How often each feature occurs in the examples of one topic."""
    counts: dict[str, float] = defaultdict(float)
    pairs: dict[str, float] = defaultdict(float)
    for example in group:
        tokens = words(example.text)
        for word in dict.fromkeys(tokens):
            counts[word] += example.weight
        for pair in dict.fromkeys(_pairs(tokens)):
            pairs[pair] += _NEIGHBOURS * example.weight
    for word, times in list(counts.items()):
        for part, weight in _parts(word)[1:]:
            counts[part] += weight * times
    return counts | pairs
