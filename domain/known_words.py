"""The words that everybody uses: all that stand in the program's own lists, by language, folded."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from domain import concept_words, concepts
from domain.answers.cleaning import fold
from domain.vocabulary import vocabulary
from locales import formats

#: a word; an apostrophe holds its parts together
WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

#: lists of all languages in `data/language`; those of places and of languages spoken are left out, for they hold names
_SHARED: Final = ("calendar", "choosing", "money", "neutral", "numbers", "said", "yes_no")
_SEVERAL: Final = "mul"  # a line of words that several languages have
#: months that are first names too
_NAMED_AFTER: Final = frozenset(("april", "august", "june", "may"))
_DATA: Final = resources.files("domain") / "data"
_FACETS: Final = frozenset(concept.kind for concept in concepts.everything())
_SHORTEST: Final = 3
_CODES: Final = re.compile(r"[a-z]{2,3}(?: [a-z]{2,3})*")


@lru_cache(maxsize=64)
def words_of(lang: str) -> frozenset[str]:
    """The words of a language (ISO 639-1) in the lists of chat, commands, FAQ, calendar, numbers and the field of work.

    Of a word with an apostrophe its parts are there too, but for single letters, which could be somebody's initials.
    """
    language = _DATA / "language"
    commands, questions = language / "commands" / f"{lang}.toml", resources.files("locales") / "faq" / f"{lang}.toml"
    shared = [language / f"{name}.toml" for name in _SHARED]
    # the example questions of the FAQ hold names of places
    small = (word for word in _words(_read(questions)) if word == word.lower())
    return nouns_of(lang).union(
        map(fold, _words(_read(commands))), map(fold, small), _listed(shared, lang), _of_field(lang, {"profession"})
    )


@lru_cache(maxsize=64)
def nouns_of(lang: str) -> frozenset[str]:
    """Those of them that may stay with a capital in German: of chat and of the field, without the trades many are named after."""
    chat = _DATA / "language" / "words" / f"{lang}.toml"
    return frozenset(map(fold, _words(_read(chat)))).union(_of_field(lang, _FACETS - {"profession"}))


@lru_cache(maxsize=64)
def days_and_months(lang: str) -> frozenset[str]:
    """Weekdays and months, folded, which some languages write with a capital; without those that may be somebody's name."""
    months = (formats.month_name(number, lang) for number in range(1, 13))
    days = (formats.weekday_name(number, lang) for number in range(7))
    return frozenset(map(fold, (*months, *days))) - _NAMED_AFTER


@cache
def first_names() -> frozenset[str]:
    """First names, folded, those that are words as well among them."""
    return frozenset(map(fold, _words(vocabulary("names")["first"])))


@cache
def before_names() -> frozenset[tuple[str, ...]]:
    """Words, folded, after which somebody's name comes: titles, "my name is"."""
    return frozenset(tuple(fold(phrase).split()) for phrase in vocabulary("names")["before"].split(","))


def _of_field(lang: str, facets: AbstractSet[str]) -> Iterator[str]:
    """The words of a language for concepts of these facets, folded."""
    if lang in concept_words.LANGUAGES:
        for concept, line in concept_words.lines(lang):
            found = concepts.get(concept)
            if found is not None and found.kind in facets:
                # "dr": shorter ones are titles and abbreviations
                yield from (fold(word) for word in _words(line) if len(word) >= _SHORTEST)


def _listed(files: Iterable[Traversable], lang: str) -> Iterator[str]:
    """The words of a language in lists of all languages, folded."""
    for file in files:
        for lines in _of_language(_read(file), lang):
            yield from map(fold, _words(lines))


def _read(file: Traversable) -> Any:
    """What the file holds; nothing when there is none: not every language has all of them."""
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _of_language(source: Any, lang: str) -> Iterator[Any]:
    """The parts of a list of all languages that are of one: below its code, or below no code at all."""
    if not isinstance(source, Mapping):
        yield source
        return
    for key, inner in source.items():
        if not _CODES.fullmatch(key):
            yield from _of_language(inner, lang)
        elif lang in key.split() or _SEVERAL in key.split():
            yield inner


def _words(source: Any) -> Iterator[str]:
    if isinstance(source, str):
        for word in WORD.findall(source.replace("_", " ").replace("’", "'")):
            yield word
            yield from (part for part in word.split("'") if len(part) > 1)
    elif isinstance(source, Mapping | list):
        for inner in source.values() if isinstance(source, Mapping) else source:
            yield from _words(inner)
