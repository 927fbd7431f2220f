"""The patterns of items that name a time: "15 mars 2027", "next Monday", "the last two weeks of June", "summer 2027"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.answers import span_builders as build
from domain.answers.calendar import Item, shape
from domain.answers.cleaning import NotUnderstood
from domain.answers.reckoning import Reckoning, add_months, month_of, moved
from domain.answers.span_builders import Built, Grain, value_of

_SATURDAY: Final = 5
_A_WEEK: Final = 7
_A_MONTH: Final = 31
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days that one expression names; `first` and `last` are the places of its items in the row.

    `year` is set when it is certain: written, or counted from today.
    """

    start: date
    end: date
    grain: Grain
    first: int
    last: int
    year: int | None = None


def read(reckoning: Reckoning, row: list[Item]) -> list[Span]:
    """The spans of a row in order. Raises NotUnderstood like `Reckoning`, and "period-order" for "17 to 3 May"."""
    found = []
    for match in _ANY_RULE.finditer(shape(row)):
        builder = _RULES[int((match.lastgroup or "")[1:])][0]
        start, end, grain, year = builder(reckoning, row[match.start() : match.end()])
        found.append(Span(start, end, grain, match.start(), match.end() - 1, year))
    return found


# -- parts of a longer time --------------------------------------------------------------------------------------------


def _inside(reckoning: Reckoning, row: list[Item]) -> Span:
    """What the last items of an expression name: the June of "the first week of June"."""
    if shape(row) in ("u", "v", "y"):
        row = [Item("t"), *row]
    found = read(reckoning, row)
    if not found:
        raise NotUnderstood("date")
    return found[-1]


def _cut(reckoning: Reckoning, whole: Span, part: Callable[[date, date], tuple[date, date]]) -> tuple[date, date]:
    """The part of a time, that of a year later if this one is over and no year was named."""
    start, end = part(whole.start, whole.end)
    if whole.year is None and end < reckoning.today and not reckoning.past:
        return part(add_months(whole.start, 12), month_of(add_months(whole.end.replace(day=1), 12))[1])
    return start, end


def _part_of(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the beginning of June", "mi-mai", "the first half of June" """
    named = re.match("[Uuv][tn]?[MF]", shape(row[1:]))  # "the end of the month of May"
    whole = _inside(reckoning, row[2 if named else 1 :])
    if whole.grain == "day":
        return whole.start, whole.end, "day", whole.year
    if (whole.end - whole.start).days < _A_WEEK:
        day = whole.start + timedelta(days={"b": 0, "m": 2, "z": 4}[row[0].kind])  # the end of a working week is Friday
        return day, day, "day", whole.year
    start, end = _cut(reckoning, whole, lambda start, end: _part(row[0], start, end))
    return start, end, "long" if "s" in shape(row) else "part", whole.year


def _part(item: Item, start: date, end: date) -> tuple[date, date]:
    """A third of a month or a longer time by begin, middle, end; half of it by first and second half."""
    length = (end - start).days + 1
    if item.kind == "h":
        cut = start + timedelta(days=15 if length <= _A_MONTH else length // 2)
        return (start, cut - timedelta(days=1)) if item.value == 0 else (cut, end)
    third = 10 if length <= _A_MONTH else length // 3
    at = "bmz".index(item.kind)
    return start + timedelta(days=third * at), end if at == 2 else start + timedelta(days=third * (at + 1) - 1)


def _nth(reckoning: Reckoning, row: list[Item]) -> Built:
    """The first, second … or last day, week, weekend or weekday of a longer time."""
    which, of, whole = row[0], row[1], _inside(reckoning, row[2:])
    start, end = _cut(reckoning, whole, lambda start, end: _one_of(which, of, start, end))
    return start, end, "day" if start == end else "part", whole.year


def _one_of(which: Item, of: Item, first: date, last: date) -> tuple[date, date]:
    if of.kind in "We":
        start = first + timedelta(days=((of.value if of.kind == "W" else _SATURDAY) - first.weekday()) % _A_WEEK)
        weeks = (last - start).days // _A_WEEK if which.kind == "l" else which.value - 1
        start += timedelta(days=_A_WEEK * weeks)
        end = start + timedelta(days=of.kind == "e")
    elif which.kind == "l":
        start, end = max(moved(last, -1, of.value) + _A_DAY, first), last
    else:
        start = moved(first, which.value - 1, of.value)
        end = min(moved(start, 1, of.value) - _A_DAY, last)
    if not first <= start <= last:
        raise NotUnderstood("date")
    return start, end


def _first_ones(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the first two weeks of June", "les deux dernières semaines de juin" """
    count, unit, whole = value_of(row[:2], "N") or 1, row[2].value, _inside(reckoning, row[3:])
    if any(item.kind == "l" for item in row[:2]):
        start, end = _cut(reckoning, whole, lambda first, last: (max(moved(last, -count, unit) + _A_DAY, first), last))
    else:
        start, end = _cut(reckoning, whole, lambda first, last: (first, min(moved(first, count, unit) - _A_DAY, last)))
    return start, end, "part", whole.year


def _weekend_in(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "a weekend in March" may be any of it."""
    whole = _inside(reckoning, row[1:])
    return whole.start, whole.end, whole.grain, whole.year


# -- the patterns ------------------------------------------------------------------------------------------------------

# A month, a season, a quarter, a year: what may have a first week, a beginning, an end.
_MONTH: Final = r"(?:[tn]?M(?:Y|n(?![Wuvy]))?|F)"
_WHOLE: Final = rf"(?:{_MONTH}|[tnl]?v[nl]?|[tn]?sY?n?|[qx]Y?|[oO]QY?|Y|[tnl]?y[nl]?)"
_OF: Final = "[I>]?"  # "in June", "a giugno"
_DAY: Final = r"(?:W?[DS](?!Y)|W?SY|W?[NOo]MY?|W?M[NOo](?![MUuvy])Y?|fY?)"
_ALONE: Final = r"(?![MUuvyNOoSD>T|])"

# In order: the first pattern that fits at a place is taken.
_RULES: Final[tuple[tuple[Callable[[Reckoning, list[Item]], Built], tuple[str, ...]], ...]] = (
    (build.some_days, (
        r"[ue]?w?W?[NOo](?:[>T|]W?[NOo])+MY?",  # 3 to 17 May; Monday 3 to Friday 7 May; 3, 4 and 5 May
        r"[ue]?w?W?[NOo][>T|]W?(?:SY?|D)",  # 3.-17.5.
        r"M[NOo][>T][NOo](?![MUuvy])Y?",  # May 3-17
        rf"[NOo]M[>T][NOo]{_ALONE}",  # 3 May to 17
    )),
    (build.days_of_months, (r"N>N[>T]N>N(?![MUuvy>])",)),
    (build.days_of_month, (r"[NOo][>T][NOo](?:[tn]v|v[tnl]?)", r"O[>T]O(?![MUuvy])")),
    (build.weekdays, (r"W[>T]W(?:[tn]u|u[nl])?", r"[tn]uW[>T]W")),
    (build.week_of, (rf"(?<![NOonl])[ue]{_DAY}", r"fe")),
    (build.week_before, (rf"(?<![NOonl])u[BA]{_DAY}",)),
    (build.lone_day, (r"W?[DS](?!Y)", r"W?SY")),
    (build.ago, (rf"N[Uuvy]A(?!{_DAY})", r"AN[Uuvy]")),
    (build.later_weekday, (r"[Wd][Iw]N[Uuvy]", r"[Wd]\+", r"[Wd]u(?![nlNODSF])")),
    (build.ahead, (r"[Iw]N[Uuvy]", r"N[Uuvy]J")),
    (_first_ones, (rf"(?:[ol]N|N[ol])[Uuv]{_OF}{_WHOLE}",)),
    (_nth, (rf"[Ool][UuWe]{_OF}{_WHOLE}",)),
    (_weekend_in, (rf"e{_OF}[bmzh]?{_WHOLE}",)),
    (build.spaced_day, (r"NNY", r"YNN")),
    (build.lone_day, (r"W?[NOo]v?M(?:>?Y)?", r"[NO]>M(?:>?Y)?", r"YM[NOo](?![MUuvy])", r"Y[NOo]M")),
    (build.lone_day, (r"W?M[NOo](?![MUuvy])Y?",)),
    (build.numbered_week, (
        r"[NO]kY?", r"k[NO](?:[>T|][ku]?[NO])?Y?", r"k[Fg]",  # 23. KW, KW 23, KW 23-24, KW 23/2027
        r"(?<![NOonlI])uN(?![MUuvyOSD])(?:[>T|]u?N(?![MUuvy]))?Y?", r"(?<![NOonlI])u[Fg]", rf"Ou(?!{_WHOLE})",
    )),
    (build.half_year, (rf"h{_OF}(?:Y|[tnl]?y[nl]?)", r"[tn]?xY?")),
    (_part_of, (rf"[bmzh]{_OF}[Uuv]?{_WHOLE}", r"[bmz][tnl]?u[nl]?")),
    (build.next_days, (r"[tn]N[Uuv]", r"Nn[Uuv]")),
    (build.day_of_month, (r"[NOo][tn]v", r"[NOo]v[tnl]", r"[Oo]v(?![MF])")),
    (build.season, (r"[tn]?s[tn]?Y?",)),
    (build.quarter, (r"[bmz]?qY?", r"[oO]QY?")),
    (build.feast, (r"[tn]?fn?Y?(?!u)",)),
    (build.weekday, (r"W[tn]n?u", r"[tn]n?uW", r"Wu[nl]", r"u[nl]W", r"[tnl]?n?W[nl]?")),
    (build.weekend, (r"[tnl]?e[nl]?",)),
    (build.unit, (r"[tnl]n?[uvy]", r"[nl]n?U", r"[Uuvy][nl]")),
    (build.month, (rf"l?{_MONTH}", r"Ml")),
    (build.named_day, (r"d",)),
    (build.numbered_day, (r"O(?![>T|UuvyMQ.])",)),
    (build.year, (r"Y",)),
)  # fmt: skip
_ANY_RULE: Final = re.compile("|".join(f"(?P<r{at}>{'|'.join(patterns)})" for at, (_, patterns) in enumerate(_RULES)))
