"""What a text is about, softly: a weight between 0 and 1 for each concept, from all its words.

A concept found for sure (`domain.concepts.find`) is only a part of what a story tells: "he hides the bottle" never names an
addiction. Every word that stands in the list of a concept, also as a part of an expression or as a hint, speaks for the concept
the more, the fewer concepts it stands at. Both sides of a match are read like this, each in its own language, and meet in the
concepts (explicit semantic analysis across languages: Potthast, Stein and Anderka 2008).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from domain import concepts
from domain.concept_words import LANGUAGES, Lexicon, lexicon
from domain.concepts import ConceptHit
from domain.matching_words import Word, function_words, words

_SHORTEST: Final = 3
# What a word says that only hints, or is one of several of an expression.
_HINT, _PART = 0.7, 0.8
_MISSPELT: Final = 0.6
#: hits of `find` below it are hints, which count by their rarity like other words
_SURE: Final = 0.6
#: what a concept weighs that is named for sure: less than one that a story speaks of throughout
_NAMED: Final = 0.85
#: the weight of all words of a concept that makes it half sure
_HALF: Final = 1.0
#: what a word must say for a concept to bear out another one
_WITNESS: Final = 0.2
# What a concept says for those that hold it, and for related ones.
_BROADER, _NEAR = 0.35, 0.25
#: of so many words it is remembered what they speak for: the same ones come again and again
_REMEMBERED: Final = 4_000
#: below it a weight is not worth keeping
LEAST: Final = 0.05


@lru_cache(maxsize=2 * len(LANGUAGES))
def _evidence(of: Lexicon) -> dict[int, tuple[tuple[str, float], ...]]:
    """What each word of the lists of a language speaks for: by its number in the index, concepts and weights."""
    index, empty = of.index, function_words()
    spoken_for: dict[int, dict[str, float]] = {}
    for term in index.terms():
        alone = len(term.tokens) == 1
        weight = (_HINT if term.hint else 1.0) * (1.0 if alone else _PART / len(term.tokens) ** 0.7)
        for number in term.tokens:
            _shape, text = index.token(number)
            if alone or (len(text) >= _SHORTEST and text not in empty):
                its = spoken_for.setdefault(number, {})
                its[term.concept] = max(its.get(term.concept, 0.0), weight)
    size = len(concepts.everything())
    most = log(1 + size)
    return {
        number: tuple((concept, weight * (log(1 + size / len(its)) / most) ** 2) for concept, weight in its.items())
        for number, its in spoken_for.items()
    }


def subject(
    text: str, lang: str | None = None, *, card: bool = False, found: Sequence[ConceptHit] | None = None
) -> dict[str, float]:
    """What `text` is about: concepts by id with their weights, those below `LEAST` left out.

    `lang` (ISO 639-1) is its language; without it, or without words of it, the likeliest is taken. A `card` is well spelt, and of
    "children in care" keeps the children too. `found` are the concepts that its words name, where they were looked for already.
    """
    lang = concepts.language_of(text, lang)
    weights = {concept: points / (points + _HALF) for concept, points in _points(text, lang, card=card).items()}
    for hit in concepts.find(text, lang, misspelt=not card, broader=card) if found is None else found:
        if hit.strength >= _SURE:
            weights[hit.id] = max(weights.get(hit.id, 0.0), hit.strength * _NAMED)
    return {concept: round(weight, 3) for concept, weight in _spread(weights).items() if weight >= LEAST}


def _points(text: str, lang: str, *, card: bool) -> Mapping[str, float]:
    of = lexicon(lang)
    times = Counter(word.folded for word in words(text))
    total: dict[str, float] = {}
    for folded, many in times.items():
        for concept, points in _said_by(folded, of, card=card).items():
            total[concept] = total.get(concept, 0.0) + points * (1 + log(many))
    return total


@lru_cache(maxsize=_REMEMBERED)
def _said_by(folded: str, of: Lexicon, *, card: bool) -> Mapping[str, float]:
    """The concepts that a word speaks for, and how much."""
    best: dict[str, float] = {}
    if folded in function_words() or len(folded) < _SHORTEST:
        return best
    evidence = _evidence(of)
    word = Word(folded, 0, len(folded))
    found = {number: 1.0 for number in of.index.numbers(word) if number in evidence}
    if not found and not card:
        found = {hit.term.tokens[0]: _MISSPELT for hit in of.index.meant(word)}
    for number, sure in found.items():
        shape, stem = of.index.token(number)
        # how much of the word the stem explains
        covered = sure if shape in ("word", "exact") else sure * min(1.0, len(stem) / max(4, len(folded))) ** 0.5
        for concept, weight in evidence.get(number, ()):
            best[concept] = max(best.get(concept, 0.0), weight * covered)
    return best


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text as they were written, and how much they say for a concept (1: nothing else can be meant)."""

    said: str
    points: float


def spoken(text: str, lang: str | None, concept: str, *, card: bool = False) -> tuple[Passage, ...]:
    """The words of `text` that speak for a concept, those that say most first, each once; read like `subject`."""
    lang = concepts.language_of(text, lang)
    of = lexicon(lang)
    found: dict[str, Passage] = {}
    for word in words(text):
        if word.folded not in found:
            points = _said_by(word.folded, of, card=card).get(concept, 0.0)
            found[word.folded] = Passage(text[word.start : word.end], points)
    return tuple(sorted((one for one in found.values() if one.points), key=lambda one: -one.points))


def worth_asking(text: str, lang: str | None, concept: str) -> bool:
    """Whether the words of `text` say enough for a concept to ask for it: two of them, each of some weight.

    One word, even one that stands in no other list, was mostly meant otherwise: "on Friday" is no council of pupils.
    """
    said = spoken(text, lang, concept)
    return len(said) > 1 and said[1].points >= _WITNESS


def _spread(weights: Mapping[str, float]) -> dict[str, float]:
    """A concept speaks for those that hold it, and a little for related ones."""
    spread = dict(weights)
    for one, weight in weights.items():
        concept = concepts.get(one) if weight * _BROADER >= LEAST else None
        if concept is None:
            continue
        for share, others in ((_BROADER, concept.broader), (_NEAR, concept.near)):
            for other in others:
                spread[other] = max(spread.get(other, 0.0), weight * share)
    return spread
