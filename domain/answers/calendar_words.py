"""What the words of dates mean in each language (`data/language/calendar.toml`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from domain.answers.cleaning import words
from domain.answers.number_lexicon import ordinals, small_numbers
from domain.answers.phrases import Phrase, joined
from domain.language.codes import RIVALS, SERVED
from domain.vocabulary import vocabulary
from locales import formats

_SIMPLE: Final = {
    "next": "n", "last": "l", "this": "t", "ahead": "I", "hence": "J", "ago": "A", "begin": "b", "middle": "m",
    "end": "z", "to": ">", "until": "T", "between": "w", "or": "|", "before": "B", "after": "C", "never": "!",
    "any": "*", "weekend": "e", "week": "k", "quarter": "Q", "onwards": "^", "other": "~",
}  # fmt: skip
_LISTS: Final = {
    "months": ("M", 1), "weekdays": ("W", 0), "seasons": ("s", 0), "halves": ("h", 0), "semesters": ("x", 0),
}  # fmt: skip
DAYS, WEEKS, MONTHS, YEARS, FORTNIGHTS = range(5)
"""Units of time, as the values of items of kind U, u, v and y."""
_UNITS: Final = "UuvyU"
_ABBREVIATED: Final = 3
_GUESSABLE: Final = frozenset("MWsdUuvyexnQbmz")


@dataclass(frozen=True, slots=True)
class Item:
    """A letter of `calendar` and its value: a number, a pair for S and F, a triple (year, month, day) for D, (1,) for a unit
    in the singular.

    `short` is an abbreviation that may be another word, `also` what the abbreviation of a month stands for in its place.
    """

    kind: str
    value: int = 0
    pair: tuple[int, ...] = ()
    short: bool = False
    also: "Item | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The phrases of a language by their first word, the longest first, and the single words that a slip may hide.

    `ambiguous` are weekdays of two letters that are a word even when nothing else is said, `before_weekday` words that stand
    before such a weekday.
    """

    phrases: Mapping[str, tuple[tuple[Phrase, tuple[Item, ...]], ...]]
    single: Mapping[str, tuple[Item, ...]]
    guessable: tuple[str, ...]
    feasts: tuple[str, ...]
    glue: frozenset[str]
    ambiguous: frozenset[str] = frozenset()
    before_weekday: frozenset[str] = frozenset()


@cache
def words_of(lang: str) -> Words:
    """All words of dates of a language; of English for one that the bot does not speak."""
    data: Mapping[str, Any] = vocabulary("calendar").get(lang) or vocabulary("calendar")["en"]
    found: dict[Phrase, tuple[Item, ...]] = {
        phrase: (Item("N", value),) for phrase, value in small_numbers(lang).items()
    }
    found |= {phrase: (Item("N", value),) for phrase, value in _collections(lang).items()}
    found |= {phrase: (Item("o", value),) for phrase, value in ordinals(lang).items()}
    found |= {joined(entry): () for entry in data["glue"].split()}
    for name, letter in _SIMPLE.items():
        found |= {joined(entry): (Item(letter),) for entry in data.get(name, "").split()}
    found |= dict(_listed(data))
    for name, entry in data["together"].items() if "together" in data else ():
        found[joined(name)] = tuple(item for word in entry.split() for item in found[joined(word)])
    for name, entry in data.get("also", {}).items():
        found[(name,)] = (replace(found[(name,)][0], also=found[(entry,)][0]),)
    halves = [(phrase, row) for phrase, row in found.items() if row and row[0].kind == "h"]
    for month in data["months"].split():
        for word in (one for at, one in enumerate(month.split("/")) if not at or len(one) > _ABBREVIATED):
            for end in data["month_with"].split():
                found[(word + end,)] = (*found[(end,)], *found[(word,)])
            for *which, half in (phrase for phrase, row in halves if data["month_with"]):
                found[(*which, word + half)] = (*found[(*which, half)], *found[(word,)])
    by_first: dict[str, list[tuple[Phrase, tuple[Item, ...]]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, found[phrase]))
    single = {phrase[0]: row for phrase, row in found.items() if len(phrase) == 1}
    guessable = tuple(word for word, row in single.items() if row and row[0].kind in _GUESSABLE)
    glue = frozenset(word for word, row in single.items() if not row)
    feasts = tuple(word for word, row in single.items() if row and row[0].kind == "f")
    before_weekday = {word for word, row in single.items() if row and row[0].kind in "nltT"}
    return Words(
        {first: tuple(phrases) for first, phrases in by_first.items()}, single, guessable, feasts, glue,
        frozenset(data.get("ambiguous", "").split()), frozenset(before_weekday.union(data.get("on_weekday", "").split())),
    )  # fmt: skip


@cache
def words_elsewhere() -> Words:
    """The months in the other languages of Europe (CLDR), those left out that are another month somewhere else."""
    found: dict[str, set[int]] = {}
    for lang in RIVALS:
        months = formats.locale(lang).months
        for number, name in (pair for form in ("format", "stand-alone") for pair in months[form]["wide"].items()):
            found.setdefault(" ".join(words(name)), set()).add(number)
    single = {name: (Item("M", numbers.copy().pop()),) for name, numbers in found.items() if len(numbers) == 1}
    glue = frozenset(word for lang in SERVED for word in words_of(lang).glue)
    return Words({name: (((name,), row),) for name, row in single.items()}, single, (), (), glue)


def _listed(data: Mapping[str, Any]) -> Iterator[tuple[Phrase, tuple[Item, ...]]]:
    for name, value in data["days"].items():
        yield joined(name), (Item("d", value),)
    for name, value in data.get("later", {}).items():
        yield joined(name), (Item("+", value),)
    for value, name in enumerate(vocabulary("calendar")["feasts"]):
        for entry in data["feast_names"].get(name, "").split():
            yield joined(entry), (Item("f", value),)
    for name, (letter, start) in _LISTS.items():
        for value, entry in enumerate(data[name].split(), start):
            full, *others = entry.split("/")
            yield joined(full), (Item(letter, value),)
            for word in others:
                yield joined(word), (Item(letter, value, short=len(word) <= _ABBREVIATED and letter in "MW"),)
    for value, entry in enumerate(data["units"].split()):
        singular, *others = entry.split("/")
        yield joined(singular), (Item(_UNITS[value], value, pair=(1,) if others else ()),)
        for word in others:
            yield joined(word), (Item(_UNITS[value], value),)


def _collections(lang: str) -> Mapping[Phrase, int]:
    """ "A dozen" days, "a" week."""
    data = vocabulary("numbers").get(lang) or vocabulary("numbers")["en"]
    ones = (*data["one"].split(), *data.get("article", "").split())
    found = {joined(entry): 1 for entry in ones}
    for name, value in data["groups"].items():
        found[(name,)] = value
        found |= {(*joined(one), name): value for one in ones}
    found |= {joined(name): int(value) for name, value in data["special"].items() if value == int(value)}
    return found
