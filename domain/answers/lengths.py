"""How long a stay is, in working days: "3 days", "a week", "one week and two days", "3 or 4 days"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Final

from domain.answers import number_words
from domain.answers.cleaning import NotUnderstood
from domain.answers.number_lexicon import Lexicon, Part, lexicon_of
from domain.answers.number_words import Number, Row
from domain.answers.phrases import begins, ends, joined, of_list
from domain.vocabulary import vocabulary

#: a week with a team is a working week
DAYS_A_WEEK: Final = 5

_DAY, _WEEK, _FORTNIGHT = Decimal(1), Decimal(DAYS_A_WEEK), Decimal(2 * DAYS_A_WEEK)
_OR_SO: Final = re.compile(r"\bof (?:zo|zoiets)\b")
_SMALL: Final = 3
"""At most so many words stand between a number and what it counts: "3 full working days"."""


@dataclass(frozen=True, slots=True)
class _Length:
    """A length of time and the places of its first and last part."""

    days: Decimal
    first: int
    last: int


def lengths(raw: str, lang: str, asked: bool = False) -> tuple[int, ...]:
    """The different lengths that a text names, in working days, the shortest first; "3 or 4 days" are two.

    Who was `asked` for a length may name one without a number ("a good week", "full week"). Lengths that lie before or after
    something are none of a stay: "two weeks ago", "in the first week".
    """
    try:
        row = number_words.row(_OR_SO.sub("", raw), _lexicon(lang))
    except NotUnderstood:
        # a figure that no number can be: it counts no days either
        return ()
    parts = row.parts
    found = list(_lengths(row, lang))
    if asked and not found:
        lone = (
            at for at, part in enumerate(parts) if part.text in _alone(lang) and not _elsewhere(parts, at, at, lang)
        )
        found = [_Length(parts[at].value, at, at) for at in lone][:1]
    if len(found) == len(("a week", "two days")) and _added(parts, *found):
        found = [_Length(found[0].days + found[1].days, found[0].first, found[1].last)]
    whole = {int(one.days.to_integral_value(ROUND_CEILING)) for one in found if one.days >= 1}
    return tuple(sorted(whole))


def counts_time(token: str, lang: str) -> bool:
    """Is this (folded) word a unit that stays are counted in, a day or a week?"""
    unit = _lexicon(lang).word(token)
    return unit is not None and _unit(unit)


def _lengths(row: Row, lang: str) -> Iterator[_Length]:
    parts = row.parts
    numbers = {number.first: number for number in (*_articles(parts), *row.weak, *row.numbers)}
    for number in sorted(numbers.values(), key=lambda one: one.first):
        inside = next((part for part in parts[number.first : number.last + 1] if _unit(part)), None)
        inside = inside or _about(parts, number, lang)
        at, unit = (number.last, inside) if inside else _counted(parts, number, numbers)
        unit = unit or _unit_before(parts, number)
        if unit is None or _elsewhere(parts, number.first, at, lang):
            continue
        yield _Length(number.value * unit.value, number.first, at)


def _articles(parts: Sequence[Part]) -> Iterator[Number]:
    """ "a week" beside another number; "3 days a week" speaks of no week"""
    for at in range(len(parts) - 1):
        if parts[at].letter in "ai" and (not at or parts[at - 1].letter != "c"):
            behind = next((part for part in parts[at + 1 :] if part.letter != "f"), None)
            if behind is not None and _unit(behind):
                yield Number(_DAY, at, at)


def _about(parts: Sequence[Part], number: Number, lang: str) -> Part | None:
    """The unit of "een week of twee", about two weeks."""
    before = parts[number.first - 1].text.split() if number.first and parts[number.first - 1].letter == "f" else []
    unit = _lexicon(lang).word(before[-2]) if len(before) > 1 else None
    return unit if unit and _unit(unit) else None


def _counted(parts: Sequence[Part], number: Number, numbers: Mapping[int, Number]) -> tuple[int, Part | None]:
    """The unit that a number counts, its own or that of the number it is an alternative to: "3 or 4 days"."""
    at, between = number.last + 1, 0
    while at < len(parts) and between <= _SMALL:
        part = parts[at]
        if _unit(part):
            return at, part
        if at in numbers:
            # "two colleagues, three days" are no alternatives
            joint = {part.letter for part in parts[number.last + 1 : at]}
            if joint and ("." in joint or joint.isdisjoint("|&")):
                return at, None
            number = numbers[at]
            at, between = number.last + 1, 0
            continue
        if part.letter not in "f|&.a" or (part.letter in "|&" and at + 1 not in numbers and at + 2 not in numbers):
            return at, None
        between += part.letter == "."
        at += 1
    return at, None


def _unit_before(parts: Sequence[Part], number: Number) -> Part | None:
    """The unit of the second of two lengths: "one week, maybe two"."""
    between = number.first - 1
    while between >= 0 and parts[between].letter in "f|":
        between -= 1
    last = between == number.first - 1 or any(part.letter != "f" for part in parts[number.last + 1 :])
    counted = between > 0 and _unit(parts[between]) and parts[between - 1].letter in "niaFG"
    return parts[between] if counted and not last else None


def _elsewhere(parts: Sequence[Part], first: int, last: int, lang: str) -> bool:
    """Whether a length stands before or after something: "two weeks ago", "3 days a week" speaks of no week."""
    before = " ".join(part.text for part in parts[max(first - 2, 0) : first] if part.text).split()
    behind = " ".join(part.text for part in parts[last + 1 : last + 3] if part.text).split()
    return (
        # "3 days per week", but "per una settimana"
        (first > 0 and parts[first - 1].letter in ("/o" if first == last else "o"))
        or ends(before, of_list("trip", "other_length", lang)) > 0
        or begins(behind, of_list("trip", "other_length_after", lang)) > 0
    )


def _added(parts: Sequence[Part], one: _Length, other: _Length) -> bool:
    """ "a week and two days" """
    return one.days > other.days and {part.letter for part in parts[one.last + 1 : other.first]} == {"&"}


def _unit(part: Part) -> bool:
    return part.letter == "c" and part.value > 0


@cache
def _lexicon(lang: str) -> Lexicon:
    """What numbers are read with; the words for days and weeks have the value of one, in days."""
    units = [entry.split("/") for entry in vocabulary("calendar")[lang]["units"].split()]
    # "seule", "zu dritt" are numbers, but never of days
    found = dict.fromkeys(of_list("trip", "no_length", lang), Part("f"))
    for value, names in (
        (_DAY, (*units[0], *vocabulary("trip")["days"][lang].split())),
        (_WEEK, (*units[1], *vocabulary("trip")["weeks"][lang].split())),
        (_FORTNIGHT, tuple(name for entry in units[4:] for name in entry)),
    ):
        found |= {joined(name): Part("c", value) for name in names}
    return lexicon_of(lang, found)


@cache
def _alone(lang: str) -> frozenset[str]:
    """Words that may stand for one of them without a number: "a good week", "fortnight"."""
    units = [entry.split("/") for entry in vocabulary("calendar")[lang]["units"].split()]
    return frozenset((units[1][0], *(entry[0] for entry in units[4:])))
