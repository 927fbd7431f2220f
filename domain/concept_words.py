"""The words people use for the concepts of the field, by language: read when a language is first needed.

A line of `domain/data/concepts/words/<language>.toml` names one concept:

    id = "Label | word, two words, stem*, *tail, *middle*, CAPS, ~hint"

The label is what people read; label and words are what is recognised in a text, without regard to case or accents. A plain word
also stands for its usual endings; `*` stands for any letters (inflection, compounds); a word in capitals counts only where the
text writes it in capitals; `~` marks a word that only hints: it is typical of such stories, but proves nothing alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

from domain.concept_changes import OWN, Changes, Overlay, WordsChange, overlay
from domain.concept_changes import changed as change_line
from domain.concept_terms import LineError, TermIndex, Token, read_line
from domain.everyday import everyday

_FOLDER: Final = files("domain").joinpath("data", "concepts", "words")
#: words of no language: "cardiolog*"
_INTERNATIONAL: Final = "mul"
_LINE: Final = re.compile(r'^([a-z0-9-]+) = "([^"\\]*)"$', re.MULTILINE)

LANGUAGES: Final = frozenset(file.name.removesuffix(".toml") for file in _FOLDER.iterdir()) - {_INTERNATIONAL}
"""The languages (ISO 639-1) that we have words of."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of a language: `labels` by concept, and all of them ready to be found in a text."""

    labels: dict[str, str]
    index: TermIndex


_overlay = overlay(Changes())


def current() -> Overlay:
    """What an organisation has changed, as of now. It is another one after each change: what is made of the vocabulary is kept
    for as long as it is the same.
    """
    return _overlay


def lay_over(changes: Changes) -> None:
    """Take these changes for all there are; who is reading meanwhile reads on as before."""
    global _overlay
    if changes != _overlay.changes:
        _overlay = overlay(changes)


def lexicon(lang: str) -> Lexicon:
    """The words of a language of `LANGUAGES`. Raises ValueError for a line that cannot be meant."""
    now = _overlay
    found: Lexicon | None = now.made.get(lang)
    if found is None:
        found = now.made[lang] = _lexicon(lang, now.words.get(lang, ()), tuple(now.into.items()))
    return found


@lru_cache(maxsize=2 * len(LANGUAGES))
def _lexicon(lang: str, changes: tuple[WordsChange, ...], merged: tuple[tuple[str, str], ...]) -> Lexicon:
    labels: dict[str, str] = {}
    index = TermIndex(everyday(lang))
    changed, into = {one.concept: one for one in changes}, dict(merged)
    of_their_own = [(concept, "") for concept in changed if concept.startswith(OWN)]
    for name, source in ((lang, chain(lines(lang), of_their_own)), (_INTERNATIONAL, lines(_INTERNATIONAL))):
        for concept, line in source:
            label, terms = _read(concept, line, changed.get(concept) if name == lang else None)
            concept_id = into.get(concept, concept)
            if label and concept_id == concept:
                labels[concept] = label
            for term in terms:
                index.add(concept_id, *term)
    return Lexicon(labels, index)


def _read(concept: str, line: str, change: WordsChange | None) -> tuple[str, list[tuple[tuple[Token, ...], bool]]]:
    """A line with its change; without, when we understand that no longer."""
    if change is not None:
        try:
            return read_line(concept, change_line(line, change))
        except LineError:
            pass
    return read_line(concept, line)


def lines(lang: str) -> Iterator[tuple[str, str]]:
    """The lines of a language's file: concept and line. They are valid TOML, and read without its price."""
    return ((match[1], match[2]) for match in _LINE.finditer(_FOLDER.joinpath(f"{lang}.toml").read_text("utf-8")))
