"""What an organisation changes in the vocabulary: words and labels, concepts of its own, two concepts that are one.

Changes are laid over what the program brings (`domain.concepts.amend`) and never written into it: a newer vocabulary keeps them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

#: begins the id of each concept that an organisation added, so that none that we bring later takes it
OWN: Final = "own-"


@dataclass(frozen=True, slots=True)
class WordsChange:
    """The words of a concept in a language (ISO 639-1): `label` takes the place of ours unless it is empty; terms are written as
    in `domain.concept_words`.
    """

    concept: str
    lang: str
    label: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnConcept:
    """A concept that we do not bring: its facet (`domain.concepts.Kind`) and the concepts that hold it."""

    id: str
    kind: str
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes; `merged` are pairs of a concept that is no more and the one it is part of now."""

    words: tuple[WordsChange, ...] = ()
    own: tuple[OwnConcept, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Changes, ready to be laid over the vocabulary. It is what it is: other changes make another one.

    `into` names for each merged concept the one it ended up in; `made` keeps what was made of the words of a language.
    """

    changes: Changes
    words: Mapping[str, tuple[WordsChange, ...]]
    into: Mapping[str, str]
    made: dict[str, Any] = field(default_factory=dict)


def overlay(changes: Changes) -> Overlay:
    """Make changes ready. Concepts that were merged in a circle stay as they are."""
    words: dict[str, list[WordsChange]] = {}
    for one in changes.words:
        words.setdefault(one.lang, []).append(one)
    step = dict(changes.merged)
    into = {}
    for gone in step:
        seen, at = {gone}, step[gone]
        while at in step and at not in seen:
            seen.add(at)
            at = step[at]
        if at not in seen:
            into[gone] = at
    return Overlay(changes, {lang: tuple(its) for lang, its in words.items()}, into)


def split(line: str) -> tuple[str, list[str]]:
    """The label ("" when there is none) and the terms of a line, as they are written."""
    label, bar, rest = line.partition("|")
    if not bar:
        label, rest = "", line
    return label.strip(), [term for written in rest.split(",") if (term := written.strip())]


def joined(label: str, terms: Iterable[str]) -> str:
    """A line of the vocabulary."""
    return f"{label} | {', '.join(terms)}"


def changed(line: str, change: WordsChange) -> str:
    """A line as an organisation wants it."""
    label, terms = split(line)
    kept = [term for term in terms if term not in change.removed]
    return joined(change.label or label, dict.fromkeys((*kept, *change.added)))


def difference(concept: str, lang: str, line: str, label: str, terms: Sequence[str]) -> WordsChange:
    """What turns a line of ours ("" for a concept of their own) into this label and these terms."""
    our_label, ours = split(line)
    return WordsChange(
        concept,
        lang,
        "" if label == our_label else label,
        tuple(dict.fromkeys(term for term in terms if term not in ours)),
        tuple(term for term in ours if term not in terms),
    )
