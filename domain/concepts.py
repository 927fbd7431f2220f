"""The vocabulary of the field: what teams work on, with whom, where and how, and the names of it in every language.

A trainee writes "our residents wander at night"; a host writes "Begleitung bei Demenz". Both mean the concept
`dementia-friendly-care`, and that is how they find each other without a translator (DOMAIN 2.2: concept tables make
matching cross-lingual). Concepts are data, in `domain/data/concepts/<facet>.toml`; the words of a language stand in
`words/<language>.toml` there, which `domain.concept_words` reads when that language is first needed.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from domain import concept_words
from domain.concept_changes import Changes, Overlay, overlay
from domain.concept_denial import denied
from domain.concept_terms import Found
from domain.concept_words import LANGUAGES, Lexicon, lexicon
from domain.language import detect
from domain.matching_words import fold

Kind = Literal["sector", "client_group", "problem", "method", "setting", "profession", "competence"]

_FILES: Final[dict[Kind, str]] = {
    "sector": "sectors.toml",
    "client_group": "client_groups.toml",
    "problem": "problems.toml",
    "method": "methods.toml",
    "setting": "settings.toml",
    "profession": "professions.toml",
    "competence": "competences.toml",
}
KINDS: Final[tuple[Kind, ...]] = tuple(_FILES)
"""The facets, in the order in which they are read."""
#: what a stay is about: everything but who works there, with whom and in which field
TOPICS: Final[tuple[Kind, ...]] = ("problem", "method", "setting", "competence")
_FALLBACK: Final = "en"
NOTHING: Final = overlay(Changes())
"""No changes."""
# Strengths of a hit, between 0 and 1: a word that only hints, a word with a typing slip.
_HINT, _MISSPELT = 0.4, 0.6
# From this strength on words name a concept; below they only hint at one, which is no fact to tell.
_TOLD_FROM: Final = 0.6
#: of a word that more concepts have in their lists nobody can tell what it means here
_MEANINGS: Final = 2
#: what is there or not; a problem or a way of working stays the subject where it is denied ("work without restraint")
_THERE_OR_NOT: Final[frozenset[Kind]] = frozenset(("sector", "client_group", "setting", "profession"))


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: `near` are the ids of related ones in alphabetical order, `broader` those that hold it, `narrower` those it
    holds, `sectors` the fields of work that hold it or are related to it, or to those that hold it.
    """

    id: str
    kind: Kind
    near: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConceptHit:
    """A concept found in a text: `said` is the passage as it was written, `strength` says how sure we are (0 to 1). It is `told`
    when these words name it and hardly anything else: what may be said to a person as a fact.
    """

    id: str
    kind: Kind
    said: str
    strength: float
    told: bool = True


@dataclass(frozen=True, slots=True)
class _Defined:
    """Concepts as they are written down: the kind of each, those that hold it, those it names as related."""

    kinds: dict[str, Kind]
    broader: dict[str, tuple[str, ...]]
    links: dict[str, tuple[str, ...]]


@cache
def _shipped() -> _Defined:
    """All of ours, facet by facet in the order of the files. Raises ValueError for one that is defined twice or names another
    that does not exist."""
    found = _Defined({}, {}, {})
    for kind, name in _FILES.items():
        source = files("domain").joinpath("data", "concepts", name).read_text("utf-8")
        for concept_id, table in tomllib.loads(source).items():
            if concept_id in found.kinds:
                raise ValueError(f"{name}: the concept {concept_id!r} is defined twice")
            found.kinds[concept_id] = kind
            found.broader[concept_id] = tuple(table.get("broader", ()))
            found.links[concept_id] = tuple(table.get("near", ()))
    for concept_id in found.kinds:
        for other in (*found.links[concept_id], *found.broader[concept_id]):
            if other not in found.kinds:
                raise ValueError(f"the concept {concept_id!r} names {other!r}, which does not exist")
    return found


def _concepts() -> dict[str, Concept]:
    return _concepts_with(concept_words.current())


@lru_cache(maxsize=2)
def _concepts_with(changed: Overlay) -> dict[str, Concept]:
    """Ours and those of an organisation, the merged ones left out."""
    ours, into = _shipped(), changed.into
    kinds = dict(ours.kinds)
    broader, links = ({one: set(others) for one, others in its.items()} for its in (ours.broader, ours.links))
    for own in changed.changes.own:
        if own.kind in _FILES:
            kinds[own.id] = own.kind
            broader[own.id], links[own.id] = set(own.broader), set()
    for its in (broader, links):
        for gone, kept in into.items():
            if gone in kinds and kept in kinds:
                its[kept] |= its.pop(gone)
        for one, others in its.items():
            its[one] = {into.get(other, other) for other in others} & kinds.keys() - into.keys() - {one}
    kinds = {one: kind for one, kind in kinds.items() if into.get(one) not in kinds}
    narrower: dict[str, list[str]] = {}
    for concept_id in kinds:
        for other in list(links[concept_id]):
            links[other].add(concept_id)
        for other in broader[concept_id]:
            narrower.setdefault(other, []).append(concept_id)
    tied = {one: broader[one] | links[one] for one in kinds}
    found = {}
    for one, kind in kinds.items():
        around = tied[one].union(*(tied[other] for other in broader[one]))
        sectors = tuple(sorted(other for other in around if kinds[other] == "sector"))
        found[one] = Concept(
            one, kind, tuple(sorted(links[one])), tuple(sorted(broader[one])), tuple(narrower.get(one, ())), sectors
        )
    return found


def amend(changes: Changes) -> None:
    """Lay the changes of an organisation over the vocabulary, in place of those laid over it before.

    They hold for the whole process. What is kept of cards and texts (`concept_words.current`) is to be made again.
    """
    concept_words.lay_over(changes)


def canonical(concept_id: str) -> str:
    """The id of the concept that this one is part of since the two were merged, else itself."""
    return concept_words.current().into.get(concept_id, concept_id)


def everything() -> tuple[Concept, ...]:
    """All concepts, facet by facet."""
    return tuple(_concepts().values())


def shipped() -> tuple[Concept, ...]:
    """All concepts that we deliver, whatever an organisation has changed."""
    return tuple(_concepts_with(NOTHING).values())


def all_of(kind: Kind) -> tuple[Concept, ...]:
    """Return the concepts of one kind, in the order of their file."""
    return tuple(concept for concept in _concepts().values() if concept.kind == kind)


def get(concept_id: str) -> Concept | None:
    """Return the concept with this id, if there is one; of a merged one that which it is part of now."""
    return _by_any_id(concept_words.current()).get(concept_id)


@lru_cache(maxsize=2)
def _by_any_id(changed: Overlay) -> dict[str, Concept]:
    """All concepts, also by the ids of those that were merged into them."""
    ours = _concepts_with(changed)
    return ours | {gone: ours[kept] for gone, kept in changed.into.items() if kept in ours}


def label(concept_id: str, lang: str) -> str:
    """Return the name of a concept in `lang` (ISO 639-1), in English when we have no words of it; an unknown id is its own
    name.
    """
    concept_id = canonical(concept_id)
    if concept_id not in _concepts():
        return concept_id
    labels = lexicon(lang if lang in LANGUAGES else _FALLBACK).labels
    return labels.get(concept_id) or lexicon(_FALLBACK).labels.get(concept_id, concept_id)


def language_of(text: str, lang: str | None) -> str:
    """The language whose words are looked for in a text: `lang` if we have words of it, else the likeliest."""
    if lang in LANGUAGES:
        return lang
    return next((one for one in detect(text).chances if one in LANGUAGES), _FALLBACK)


def find(text: str, lang: str | None = None, *, misspelt: bool = True, broader: bool = False) -> tuple[ConceptHit, ...]:
    """Return the concepts that `text` speaks of, the surest first; each concept once.

    `lang` (ISO 639-1) is the language of the text; without it the likeliest is taken. `misspelt=False` leaves out the search for
    typing slips. Of "children in care" a reader means those children and not all: `broader=True` keeps what its single
    words mean too, as the card of a host should, and does not take for told what the host has not ("without parents"):
    trainees may well look for what they have not.
    """
    lang = language_of(text, lang)
    words = lexicon(lang)
    found = words.index.find(text)
    if misspelt:
        found = [*found, *words.index.find_misspelt(text, found)]
    best: dict[str, ConceptHit] = {}
    place: dict[str, int] = {}
    believed = [(hit, _strength(hit)) for hit in found]
    for hit, strength in believed:
        known = best.get(hit.term.concept)
        told = strength >= _TOLD_FROM and _tells(words, hit, text) and not (broader and _is_denied(hit, text, lang))
        if known is not None and (strength, told) <= (known.strength, known.told):
            continue
        if not broader and any(
            its >= strength and other.start <= hit.start and hit.end <= other.end and _covers(words, other, hit, text)
            for other, its in believed
        ):
            continue
        concept = get(hit.term.concept)
        if concept is None:
            continue  # the vocabulary changed a moment ago
        best[hit.term.concept] = ConceptHit(hit.term.concept, concept.kind, text[hit.start : hit.end], strength, told)
        place[hit.term.concept] = hit.start
    return tuple(sorted(best.values(), key=lambda hit: (-hit.strength, place[hit.id], hit.id)))


def _tells(words: Lexicon, hit: Found, text: str) -> bool:
    """Whether the words of a hit name its concept and hardly any other: an expression, its name, or a word of few meanings."""
    if words.index.meanings(hit.term) <= _MEANINGS:
        return True
    return fold(words.labels.get(hit.term.concept, "")) == fold(text[hit.start : hit.end])


def _is_denied(hit: Found, text: str, lang: str) -> bool:
    concept = get(hit.term.concept)
    return concept is not None and concept.kind in _THERE_OR_NOT and denied(text, hit.start, hit.end, lang)


def ids_in(values: Iterable[str], lang: str | None = None) -> tuple[str, ...]:
    """Return the ids of the concepts that short labels name ("Dementia", "demenz;home-care"), each once, in order of
    appearance.

    For the cells of a card: a value that is the id of a concept is taken as such. Labels are often English whatever the language of
    the rest; what neither names is looked for in all languages.
    """
    ids: dict[str, None] = {}
    for value in values:
        slug = value.strip().casefold().replace("_", "-").replace(" ", "-")
        if named := get(slug):
            ids[named.id] = None
            continue
        tried = dict.fromkeys((language_of(value, lang), _FALLBACK, *LANGUAGES))
        for one in tried:
            if hits := [hit.id for hit in find(value, one, misspelt=False, broader=True) if hit.strength > _HINT]:
                ids.update(dict.fromkeys(hits))
                break
    return tuple(ids)


def _covers(words: Lexicon, one: Found, other: Found, text: str) -> bool:
    """Whether one hit says all that another of its kind says, and more: "children in care" and "children", "Heimkinder"
    and "Kinder", but not "refugee children" and "children".
    """
    if one.term.concept == other.term.concept or not one.places or not other.places:
        return False
    ours, theirs = get(one.term.concept), get(other.term.concept)
    if ours is None or theirs is None or ours.kind != theirs.kind:
        return False
    if len(one.places) > 1 or len(other.places) > 1:
        return set(one.places) > set(other.places)
    if one.places != other.places:
        return False
    here, there = (_letters(words, hit, fold(text[hit.start : hit.end])) for hit in (one, other))
    shared = min(here.stop, there.stop) - there.start
    return len(here) > len(there) and here.start <= there.start and 2 * shared > len(there)


def _letters(words: Lexicon, hit: Found, folded: str) -> range:
    """The letters of a word that its term stands for."""
    shape, stem = words.index.token(hit.term.tokens[0])
    first = max(0, folded.rfind(stem)) if shape in ("end", "inside") else 0
    return range(first, first + len(stem))


def _strength(hit: Found) -> float:
    return round((_HINT if hit.term.hint else 1.0) * (_MISSPELT if hit.misspelt else 1.0), 3)
