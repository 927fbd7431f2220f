"""Whether the vocabulary holds together: every language complete, no name given twice, nothing that cannot be meant.

The same rules hold for what we deliver (`shipped`) and for what an organisation writes at the desk (`line`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from domain import concepts
from domain.concept_changes import split
from domain.concept_terms import LineError, read_line
from domain.concept_words import LANGUAGES, lines
from domain.matching_words import fold

Code = Literal[
    "toml", "reader", "language", "unknown", "facet", "missing", "label", "label-taken", "star", "stem", "twice", "sign",
    "too-long", "too-many",
]  # fmt: skip
#: what a person may meet who edits a line
LINE_CODES: Final[tuple[Code, ...]] = (
    "label", "label-taken", "star", "stem", "twice", "sign", "too-long", "too-many",
)  # fmt: skip

#: the official languages of the European Union, and Norwegian
COMPLETE: Final = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "no", "pl",
    "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
#: letters of a label and of a term; terms of a line
LONGEST_LABEL, LONGEST_TERM, MOST_TERMS = 80, 80, 200
_INTERNATIONAL: Final = "mul"
_SIGNS: Final = frozenset('"\\|')


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: `lang` the language, `concept` the id, `what` the word, the label or the other concept it is about."""

    code: Code
    lang: str
    concept: str = ""
    what: str = ""


def line(concept: str, lang: str, label: str, terms: list[str], taken: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the words of a concept; `taken` gives for each label of its facet (as `spelled`) the concept it names."""
    if not label:
        yield Problem("label", lang, concept)
    elif (other := taken.get(spelled(label), concept)) != concept:
        yield Problem("label-taken", lang, concept, other)
    if len(label) > LONGEST_LABEL:
        yield Problem("too-long", lang, concept, label)
    if len(terms) > MOST_TERMS:
        yield Problem("too-many", lang, concept, str(MOST_TERMS))
    seen: set[str] = set()
    for written in (label, *terms):
        if len(written) > LONGEST_TERM and written != label:
            yield Problem("too-long", lang, concept, written)
        if not written.isprintable() or _SIGNS & set(written):
            yield Problem("sign", lang, concept, written)
            continue
        try:
            _, read = read_line(concept, f"| {written}")
        except LineError as wrong:
            yield Problem(wrong.code, lang, concept, wrong.written)
            continue
        if written != label and not read:
            yield Problem("sign", lang, concept, written)
    for written in terms:
        if (key := _same(written)) in seen:
            yield Problem("twice", lang, concept, written)
        seen.add(key)


def shipped() -> Iterator[Problem]:
    """What is wrong with the vocabulary that we deliver."""
    yield from (Problem("language", lang) for lang in COMPLETE if lang not in LANGUAGES)
    facets = {concept.id: concept.kind for concept in concepts.shipped()}
    for lang in (*sorted(LANGUAGES), _INTERNATIONAL):
        yield from _file(lang, facets)


def taken_labels(lang: str, facet: str) -> dict[str, str]:
    """Which concept a label names, among those of a facet, as the vocabulary is now."""
    return {spelled(concepts.label(one.id, lang)): one.id for one in concepts.everything() if one.kind == facet}


def spelled(label: str) -> str:
    """What two labels share that a reader could not tell apart."""
    return " ".join(map(fold, label.split())) or label.casefold()


def _file(lang: str, facets: Mapping[str, str]) -> Iterator[Problem]:
    try:
        source = tomllib.loads(_source(lang))
    except tomllib.TOMLDecodeError as wrong:
        yield Problem("toml", lang, what=str(wrong))
        return
    flat: list[tuple[str, str]] = []
    taken: dict[str, dict[str, str]] = {}
    for facet, table in source.items():
        if not isinstance(table, dict):
            yield Problem("facet", lang, facet)
            continue
        for concept, written in table.items():
            flat.append((concept, str(written)))
            if concept not in facets:
                yield Problem("unknown", lang, concept)
                continue
            if facets[concept] != facet:
                yield Problem("facet", lang, concept, facet)
            label, terms = split(str(written))
            if lang == _INTERNATIONAL:
                yield from (one for one in line(concept, lang, label or "-", terms, {}) if one.code != "label")
                continue
            names = taken.setdefault(facet, {})
            yield from line(concept, lang, label, terms, names)
            names.setdefault(spelled(label), concept)
    if flat != list(lines(lang)):
        yield Problem("reader", lang)
    if lang != _INTERNATIONAL:
        known = {concept for concept, _ in flat}
        yield from (Problem("missing", lang, concept) for concept in facets if concept not in known)


def _same(written: str) -> str:
    return " ".join(written.casefold().split())


@cache
def _source(lang: str) -> str:
    return files("domain").joinpath("data", "concepts", "words", f"{lang}.toml").read_text("utf-8")
