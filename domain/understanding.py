"""What we understood of a trainee's words, to be shown back and put right: the concepts that tell most of their wish (T2).

A concept that a person has confirmed finds hosts better than any guess, so the few that count are asked for: those that the words
name for sure, then some that they only hint at. Words that stand in no list are what the vocabulary still lacks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain import concepts
from domain.answers import cleaning, sides
from domain.concept_words import lexicon
from domain.known_words import words_of
from domain.matching_words import Word, function_words, words
from domain.subjects import subject, worth_asking

#: what a phone shows without scrolling
MOST: Final = 8
_MOST_HINTS: Final = 2
#: from these strengths on words name a concept, and only hint at one that is worth asking for
_NAMED, _HINTED = 0.6, 0.35
#: facets in the order in which they tell something of a wish; a trade says who somebody is, not what they look for
_TELLING: Final[dict[concepts.Kind, int]] = {
    **dict.fromkeys((*concepts.TOPICS, "client_group"), 0),
    "sector": 1,
}
_MOST_SECTORS: Final = 3
_SHORTEST_WORD: Final = 4
#: so many words beside the names say nothing: "obviously"
_ASIDE: Final = 1
#: an unmatched word is kept to be looked at: these many letters at most, so many words of one text
_LONGEST_WORD, _MOST_WORDS = 32, 30
#: before a word with a capital, these say that it is a German noun; "mit" and "kam" stand before names as well
_BEFORE_NOUNS: Final = re.compile(
    r"(?:d(?:er|ie|as|en|em|es)|(?:ein|kein|mein|unser|ihr|sein|dies|jed|manch)(?:e[nmrs]?)?|viele[nr]?|alle[nr]?|mehrere)"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """Ids of concepts: those the words name, and those that are only proposed; together `MOST` at most."""

    named: tuple[str, ...]
    hinted: tuple[str, ...]


def understood(text: str, lang: str) -> Understood:
    """What the words of a trainee are about, what tells most first."""
    found = concepts.find(text, lang)
    hits = _of_one_field([hit for hit in found if hit.strength >= _NAMED])
    named = _telling((hit.id, hit.strength) for hit in hits)[:MOST]
    known = set(named)
    # what holds a named concept, or is held by it, would only be its name once more
    around = {one for hit in hits for one in _around(hit.id)}
    weights = subject(text, lang, found=found)
    hinted = _telling(
        (one, weight)
        for one, weight in weights.items()
        if weight >= _HINTED
        and one not in known
        and one not in around
        and _is_own(one, weights)
        and worth_asking(text, lang, one)
    )
    return Understood(named, hinted[: min(_MOST_HINTS, MOST - len(named))])


def named(text: str, lang: str, around: Sequence[str] = ()) -> tuple[str, ...]:
    """The concepts that some words of a person name and do not deny: "patients, not children" names no children. `around` are those
    that were understood before.
    """
    hits = _of_one_field([hit for hit in concepts.find(text, lang) if hit.strength >= _NAMED], around)
    gone = not_meant(text, lang)
    return _telling((hit.id, hit.strength) for hit in hits if hit.id not in gone)


def _of_one_field(hits: Sequence[concepts.ConceptHit], around: Sequence[str] = ()) -> list[concepts.ConceptHit]:
    """Without what a word means in another field: young people who run away do not wander like those with dementia.

    Only where a word names concepts that have nothing to do with each other, and one of them belongs to what else is named.
    """
    strange = set()
    for said in {hit.said.casefold() for hit in hits}:
        same = {hit.id for hit in hits if hit.said.casefold() == said}
        others = {hit.id for hit in hits if hit.said.casefold() != said}.union(around) - same
        fitting = {one for one in same if any(_related(one, other) for other in others)}
        if fitting:
            strange |= {one for one in same - fitting if not any(_related(one, other) for other in fitting)}
    return [hit for hit in hits if hit.id not in strange]


@cache
def _related(one: str, other: str) -> bool:
    """Do two concepts belong together: by a field of work, by one that holds the other, or by one that both are near to?"""
    fields = (_field(one), _field(other))
    return one in fields[1] or other in fields[0] or not fields[0].isdisjoint(fields[1])


def _field(concept_id: str) -> frozenset[str]:
    concept = concepts.get(concept_id)
    if concept is None:
        return frozenset()
    return frozenset((*concept.sectors, *concept.near, *concept.broader, *concept.narrower))


def left(text: str, lang: str) -> str:
    """The text when it says more than the concepts it names: of "dementia too, obviously, and falls" nothing is left."""
    hits = [hit for hit in concepts.find(text, lang) if hit.strength >= _NAMED]
    # a trade is nothing to look for: of "school social work" the school alone was understood
    trades = {hit.said for hit in hits if _rank(hit.id) is None}
    said = {word for hit in hits if hit.said not in trades for word in cleaning.words(hit.said)}
    more = [
        word
        for word in cleaning.words(text)
        if len(word) >= _SHORTEST_WORD
        and word not in said
        and word not in function_words()
        and not sides.is_small(word, lang)
    ]
    return text if not said or len(more) > _ASIDE else ""


def not_meant(text: str, lang: str) -> frozenset[str]:
    """The concepts that the words of a person name only to say that they are not meant."""
    if not sides.denies(text, lang):
        return frozenset()

    def names(part: str) -> set[str]:
        hits = [hit for hit in concepts.find(part, lang) if hit.strength >= _NAMED]
        plain = [hit for hit in hits if not sides.denies(hit.said, lang)]
        return {word for hit in plain or hits for word in cleaning.words(hit.said)}

    parts = sides.clauses(text, lang, names)
    against, meant = (
        {hit.id for part in parts if (part.against or part.doubt) is wrong for hit in concepts.find(part.text, lang)}
        for wrong in (True, False)
    )
    return frozenset(against - meant)


def sectors_of(ids: Iterable[str]) -> tuple[str, ...]:
    """The fields of work that concepts belong to, those that most of them point at first."""
    votes: dict[str, int] = {}
    for one in ids:
        concept = concepts.get(one)
        for sector in concept.sectors if concept is not None else ():
            votes[sector] = votes.get(sector, 0) + 1
    return tuple(sorted(votes, key=lambda one: (-votes[one], one))[:_MOST_SECTORS])


def of_kinds(ids: Iterable[str], *kinds: concepts.Kind) -> list[str]:
    """Those of the ids that are concepts of these kinds."""
    return [one for one in ids if (concept := concepts.get(one)) is not None and concept.kind in kinds]


def unmatched(text: str, lang: str) -> tuple[str, ...]:
    """The words of a text that stand in no list of ours, folded, each once: what a language may still lack.

    No figures, and no word that could be a name: none with a capital inside a sentence; in German, where nouns have one, only
    those that follow an article or the like ("unsere Bewohner").
    """
    index, empty, common = lexicon(concepts.language_of(text, lang)).index, function_words(), words_of(lang)
    found: dict[str, None] = {}
    before = ""
    for word in words(text):
        written, previous, before = text[word.start : word.end], before, word.folded
        if not _SHORTEST_WORD <= len(word.folded) <= _LONGEST_WORD or not written.isalpha():
            continue
        if written != written.lower() and not (lang == "de" and _BEFORE_NOUNS.fullmatch(previous)):
            continue
        if word.folded in empty or word.folded in common or index.numbers(Word(word.folded, 0, len(word.folded))):
            continue
        found[word.folded] = None
    return tuple(found)[:_MOST_WORDS]


def _telling(weighed: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    kept = [(one, weight, rank) for one, weight in weighed if (rank := _rank(one)) is not None]
    return tuple(one for one, weight, rank in sorted(kept, key=lambda entry: (entry[2], -entry[1])))


def _rank(concept_id: str) -> int | None:
    concept = concepts.get(concept_id)
    return None if concept is None else _TELLING.get(concept.kind)


def _around(concept_id: str) -> Sequence[str]:
    concept = concepts.get(concept_id)
    return () if concept is None else (*concept.broader, *concept.narrower)


def _is_own(concept_id: str, weights: dict[str, float]) -> bool:
    """Whether the words themselves speak for a concept: what only a related one lends it weighs a quarter of that."""
    concept = concepts.get(concept_id)
    if concept is None:
        return False
    lent = max((weights.get(other, 0.0) for other in (*concept.near, *concept.narrower)), default=0.0)
    return weights[concept_id] > 0.36 * lent
