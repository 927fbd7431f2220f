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
from typing import Final, Literal, NamedTuple

from domain import concepts
from domain.concept_words import LANGUAGES, Lexicon, lexicon
from domain.concepts import ConceptHit
from domain.matching_words import Word, function_words, words

_SHORTEST: Final = 3
# What a word says that only hints, or is one of several of an expression.
_HINT, _PART = 0.7, 0.8
#: what an everyday word says of that, when it is the only one that speaks for a concept, or one of two, or of more (measured); on
#: a card alone it says nothing
_EVERYDAY: Final = (0.3, 0.3, 0.6)
_MISSPELT: Final = 0.6
#: hits of `find` below it are hints: single words of them count by their rarity like others
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


#: how a word stands in the list of a concept: as a name of it, as a hint, or only as a part of expressions
Stands = Literal["name", "hint", "part"]


class _Said(NamedTuple):
    """What a word says for a concept."""

    points: float
    stands: Stands


_NOTHING: Final = _Said(0.0, "part")


@lru_cache(maxsize=2 * len(LANGUAGES))
def _evidence(of: Lexicon) -> dict[int, tuple[tuple[str, _Said], ...]]:
    """What each word of the lists of a language speaks for: by its number in the index, concepts and weights."""
    index, empty = of.index, function_words()
    spoken_for: dict[int, dict[str, _Said]] = {}
    for term in index.terms():
        alone = len(term.tokens) == 1
        weight = (_HINT if term.hint else 1.0) * (1.0 if alone else _PART / len(term.tokens) ** 0.7)
        said = _Said(weight, "part" if not alone else "hint" if term.hint else "name")
        for number in term.tokens:
            _shape, text = index.token(number)
            if alone or (len(text) >= _SHORTEST and text not in empty):
                its = spoken_for.setdefault(number, {})
                its[term.concept] = max(its.get(term.concept, said), said)
    size = len(concepts.everything())
    most = log(1 + size)
    return {
        number: tuple(
            (concept, _Said(said.points * (log(1 + size / len(its)) / most) ** 2, said.stands))
            for concept, said in its.items()
        )
        for number, its in spoken_for.items()
    }


def subject(
    text: str,
    lang: str | None = None,
    *,
    card: bool = False,
    found: Sequence[ConceptHit] | None = None,
    name: str = "",
) -> dict[str, float]:
    """What `text` is about: concepts by id with their weights, those below `LEAST` left out.

    `lang` (ISO 639-1) is its language; without it, or without words of it, the likeliest is taken. A `card` is well spelt, and of
    "children in care" keeps the children too. `found` are the concepts that its words name, where they were looked for already.
    `name` is what its team is called: a word of it counts that plainly belongs to the field, "Foundation" or "House" do not.
    """
    lang = concepts.language_of(text, lang)
    weights = {concept: points / (points + _HALF) for concept, points in _points(text, name, lang, card=card).items()}
    for hit in concepts.find(text, lang, misspelt=not card, broader=card) if found is None else found:
        # of an expression each word is an everyday one: "help each other"
        if hit.strength >= _SURE or len(words(hit.said)) > 1:
            weights[hit.id] = max(weights.get(hit.id, 0.0), hit.strength * _NAMED)
    return {concept: round(weight, 3) for concept, weight in _spread(weights).items() if weight >= LEAST}


def _points(text: str, name: str, lang: str, *, card: bool) -> Mapping[str, float]:
    of = lexicon(lang)
    times = Counter(word.folded for word in words(text))
    times.update(word.folded for word in words(name) if _is_of_the_field(word.folded, of))
    every: dict[str, list[tuple[float, bool]]] = {}
    for folded, many in times.items():
        usual = folded in of.index.everyday
        for concept, said in _said_by(folded, of, card=card).items():
            every.setdefault(concept, []).append((said.points * (1 + log(many)), usual and said.stands == "part"))
    return {concept: _sum(its, card=card) for concept, its in every.items()}


def _sum(said: Sequence[tuple[float, bool]], *, card: bool) -> float:
    """The points of the words that speak for a concept, each with whether it is an everyday part of an expression."""
    usual = 0.0 if card and len(said) == 1 else _EVERYDAY[min(len(said), len(_EVERYDAY)) - 1]
    return sum(points * usual if little else points for points, little in said)


def _is_of_the_field(folded: str, of: Lexicon) -> bool:
    """Whether a word names a concept, or hints at one and is no everyday word."""
    stands = {said.stands for said in _said_by(folded, of, card=True).values()}
    return "name" in stands or ("hint" in stands and folded not in of.index.everyday)


@lru_cache(maxsize=_REMEMBERED)
def _said_by(folded: str, of: Lexicon, *, card: bool) -> Mapping[str, _Said]:
    """The concepts that a word speaks for, and how much."""
    best: dict[str, _Said] = {}
    if folded in function_words() or len(folded) < _SHORTEST:
        return best
    evidence = _evidence(of)
    word = Word(folded, 0, len(folded))
    found = {number: 1.0 for number in of.index.numbers(word) if number in evidence}
    if not found and not card and folded not in of.index.everyday:
        found = {hit.term.tokens[0]: _MISSPELT for hit in of.index.meant(word)}
    for number, sure in found.items():
        shape, stem = of.index.token(number)
        # how much of the word the stem explains
        covered = sure if shape in ("word", "exact") else sure * min(1.0, len(stem) / max(4, len(folded))) ** 0.5
        is_another = of.index.is_another(folded, number)
        for concept, (weight, stands) in evidence.get(number, ()):
            if is_another and stands != "name":
                continue
            said = _Said(weight * covered, stands)
            best[concept] = max(best.get(concept, said), said)
    return best


def names_something(word: str, lang: str | None) -> bool:
    """Whether a word alone names a concept of the field."""
    of = lexicon(concepts.language_of(word, lang))
    said = (its for one in words(word) for its in _said_by(one.folded, of, card=True).values())
    return any(its.stands == "name" for its in said)


@dataclass(frozen=True, slots=True)
class Passage:
    """A word of a text as it was written, how much it says for a concept (1: nothing else can be meant), and how it `stands` in
    the list of that."""

    said: str
    points: float
    stands: Stands


def spoken(text: str, lang: str | None, concept: str, *, card: bool = False) -> tuple[Passage, ...]:
    """The words of `text` that speak for a concept, those that say most first, each once; read like `subject`."""
    lang = concepts.language_of(text, lang)
    of = lexicon(lang)
    found: dict[str, Passage] = {}
    for word in words(text):
        if word.folded not in found:
            points, stands = _said_by(word.folded, of, card=card).get(concept, _NOTHING)
            found[word.folded] = Passage(text[word.start : word.end], points, stands)
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
