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
from functools import cache
from importlib.resources import files
from typing import Final

from domain.concept_terms import TermIndex, read_line

_FOLDER: Final = files("domain").joinpath("data", "concepts", "words")
#: words of no language: "cardiolog*"
_INTERNATIONAL: Final = "mul"
_LINE: Final = re.compile(r'^([a-z0-9-]+) = "([^"\\]*)"$', re.MULTILINE)

LANGUAGES: Final = frozenset(file.name.removesuffix(".toml") for file in _FOLDER.iterdir()) - {_INTERNATIONAL}
"""The languages (ISO 639-1) that we have words of."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language: `labels` by concept, and all of them ready to be found in a text."""

    labels: dict[str, str]
    index: TermIndex


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of a language of `LANGUAGES`. Raises ValueError for a line that cannot be meant."""
    labels: dict[str, str] = {}
    index = TermIndex()
    for name in (lang, _INTERNATIONAL):
        for concept, line in lines(name):
            label, terms = read_line(concept, line)
            if label:
                labels[concept] = label
            for term in terms:
                index.add(concept, *term)
    return Lexicon(labels, index)


def lines(lang: str) -> Iterator[tuple[str, str]]:
    """The lines of a language's file: concept and line. They are valid TOML, and read without its price."""
    return ((match[1], match[2]) for match in _LINE.finditer(_FOLDER.joinpath(f"{lang}.toml").read_text("utf-8")))
