"""The vocabulary of the field: sectors, client groups, topics and professions, and the words people use for them.

A trainee writes "our residents wander at night"; a host writes "Begleitung bei Demenz". Both mean the concept
`dementia-friendly-care`, and that is how they find each other without a translator (DOMAIN 2.2: concept tables make
matching cross-lingual). The words are data, in `domain/data/concepts/*.toml`, which also says how a line of them is
written.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from domain.concept_terms import ANY_LANGUAGE, Found, Term, TermIndex, read_terms
from domain.matching_words import fold

Kind = Literal["sector", "client_group", "topic", "profession"]

_FILES: dict[Kind, str] = {
    "sector": "sectors.toml",
    "client_group": "client_groups.toml",
    "topic": "topics.toml",
    "profession": "professions.toml",
}
_FALLBACK = "en"
# Strengths of a hit, between 0 and 1: a word that only hints, a word of another language, a word with a typing slip.
_WEAK, _FOREIGN, _MISSPELT = 0.4, 0.7, 0.6
# A word of another language counts only when it is long: "kind", "arm" and "rest" mean something else next door.
_FOREIGN_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: `labels` by language (English always there), `near` the ids of related concepts, in alphabetical
    order.
    """

    id: str
    kind: Kind
    labels: dict[str, str]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConceptHit:
    """A concept found in a text: `said` is the passage as it was written, `strength` says how sure we are (0 to 1)."""

    id: str
    kind: Kind
    said: str
    strength: float


class _Vocabulary:
    """The four lists read from the package, and the index of their words."""

    def __init__(self) -> None:
        tables: dict[str, tuple[Kind, dict[str, str]]] = {}
        links: dict[str, set[str]] = {}
        for kind, name in _FILES.items():
            source = files("domain").joinpath("data", "concepts", name).read_text("utf-8")
            for concept_id, table in tomllib.loads(source).items():
                if concept_id in tables:
                    raise ValueError(f"{name}: the concept {concept_id!r} is defined twice")
                links.setdefault(concept_id, set()).update(table.pop("near", ()))
                tables[concept_id] = kind, table
        for concept_id, others in list(links.items()):
            for other in others:
                if other not in tables:
                    raise ValueError(f"the concept {concept_id!r} is near {other!r}, which does not exist")
                links[other].add(concept_id)
        terms: list[Term] = []
        self.concepts: dict[str, Concept] = {}
        for concept_id, (kind, table) in tables.items():
            labels: dict[str, str] = {}
            for languages, line in table.items():
                label, its_terms = read_terms(concept_id, languages, line)
                terms += its_terms
                if label:
                    labels[languages] = label
            if _FALLBACK not in labels:
                raise ValueError(f"the concept {concept_id!r} has no English label")
            self.concepts[concept_id] = Concept(concept_id, kind, labels, tuple(sorted(links[concept_id])))
        self.index = TermIndex(terms)


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def all_of(kind: Kind) -> tuple[Concept, ...]:
    """Return the concepts of one kind, in the order of their file."""
    return tuple(concept for concept in _vocabulary().concepts.values() if concept.kind == kind)


def get(concept_id: str) -> Concept | None:
    """Return the concept with this id, if there is one."""
    return _vocabulary().concepts.get(concept_id)


def label(concept_id: str, lang: str) -> str:
    """Return the name of a concept in `lang` (ISO 639-1), in English when the language has none; an unknown id is its
    own name.
    """
    concept = get(concept_id)
    if concept is None:
        return concept_id
    return concept.labels.get(lang) or concept.labels[_FALLBACK]


def find(text: str, lang: str | None = None, *, misspelt: bool = True, broader: bool = False) -> tuple[ConceptHit, ...]:
    """Return the concepts that `text` speaks of, the surest first; each concept once.

    `lang` (ISO 639-1) is the language of the text if known: its words are preferred, and short words of other languages
    are not believed. Without it the language with the most hits is taken. `misspelt=False` leaves out the search for
    typing slips. Of "children in care" a reader means those children and not all: `broader=True` keeps what its single
    words mean too, as the card of a host should.
    """
    vocabulary = _vocabulary()
    found = vocabulary.index.find(text)
    preferred = {lang} if lang else _likely_languages(found)
    if misspelt:
        found = [*found, *vocabulary.index.find_misspelt(text, preferred, found)]
        preferred = preferred or _likely_languages(found)
    best: dict[str, ConceptHit] = {}
    place: dict[str, int] = {}
    believed = [(hit, strength) for hit in found if (strength := _strength(hit, preferred))]
    for hit, strength in believed:
        known = best.get(hit.term.concept)
        if known is not None and strength <= known.strength:
            continue
        if not broader and any(_covers(other, hit, text) for other, its in believed if its >= strength):
            continue
        kind = vocabulary.concepts[hit.term.concept].kind
        best[hit.term.concept] = ConceptHit(hit.term.concept, kind, text[hit.start : hit.end], strength)
        place[hit.term.concept] = hit.start
    return tuple(sorted(best.values(), key=lambda hit: (-hit.strength, place[hit.id], hit.id)))


def ids_in(values: Iterable[str], lang: str | None = None) -> tuple[str, ...]:
    """Return the ids of the concepts that short labels name ("Dementia", "demenz;home-care"), each once, in order of
    appearance.

    For the cells of a card: a value that is the id of a concept is taken as such.
    """
    ids: dict[str, None] = {}
    for value in values:
        slug = value.strip().casefold().replace("_", "-").replace(" ", "-")
        if get(slug):
            ids[slug] = None
        else:
            ids.update((hit.id, None) for hit in find(value, lang, broader=True) if hit.strength > _WEAK)
    return tuple(ids)


def _covers(one: Found, other: Found, text: str) -> bool:
    """Whether one hit says all that another of its kind says, and more: "children in care" and "children", "Heimkinder"
    and "Kinder", but not "refugee children" and "children".
    """
    if one.term.concept == other.term.concept or not one.places or not other.places:
        return False
    if _vocabulary().concepts[one.term.concept].kind != _vocabulary().concepts[other.term.concept].kind:
        return False
    if len(one.places) > 1 or len(other.places) > 1:
        return set(one.places) > set(other.places)
    if one.places != other.places:
        return False
    ours, theirs = (_letters(hit, fold(text[hit.start : hit.end])) for hit in (one, other))
    shared = min(ours.stop, theirs.stop) - theirs.start
    return len(ours) > len(theirs) and ours.start <= theirs.start and 2 * shared > len(theirs)


def _letters(hit: Found, folded: str) -> range:
    """The letters of a word that its term stands for."""
    shape, stem = hit.term.tokens[0]
    first = max(0, folded.rfind(stem)) if shape in ("end", "inside") else 0
    return range(first, first + len(stem))


def _strength(hit: Found, preferred: set[str]) -> float:
    strength = _WEAK if hit.term.weak else 1.0
    if not (hit.term.languages & preferred or ANY_LANGUAGE in hit.term.languages):
        if hit.term.letters < _FOREIGN_LETTERS:
            return 0.0
        strength *= _FOREIGN
    return round(strength * (_MISSPELT if hit.misspelt else 1.0), 3)


def _likely_languages(found: list[Found]) -> set[str]:
    """Return the languages that explain most letters of the text, several when they do equally well; none when nothing
    was found.
    """
    letters: dict[str, dict[int, int]] = {}
    for hit in found:
        for lang in hit.term.languages:
            places = letters.setdefault(lang, {})
            places[hit.start] = max(places.get(hit.start, 0), hit.end - hit.start)
    totals = {lang: sum(places.values()) for lang, places in letters.items() if lang != ANY_LANGUAGE}
    most = max(totals.values(), default=0)
    return {lang for lang, total in totals.items() if total == most}
