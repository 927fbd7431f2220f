"""From items to stretches of days: "15 mars 2027", "next Monday", "end of May", "first half of June", "summer 2027"."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from domain.answers.calendar import Item, items, shape
from domain.answers.cleaning import NotUnderstood
from domain.answers.reckoning import WEEK, Reckoning, add_months, month_of, real_day
from domain.language_model import SERVED

Grain = Literal["day", "days", "part", "long"]

# spring, summer, autumn, winter of the northern half, where the hosts are; winter goes on into the next year
_SEASON_STARTS: Final = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days that one expression names; `first` and `last` are the places of its items in the row.

    `grain` tells how fine it was named: "day", "days" from one to another, "part" of a month or year (begin, middle,
    end), or "long" (a week, a month, a season, a year). `year` is set when it is certain: written, or counted from
    today.
    """

    start: date
    end: date
    grain: Grain
    first: int
    last: int
    year: int | None = None


Built = tuple[date, date, Grain, int | None]
Build = Callable[[Reckoning, list[Item]], Built]


def spans(text: str, lang: str, today: date, past: bool = False) -> tuple[list[Item], list[Span]]:
    """The items and spans of a text in the language of the person, or in the served language that knows more of it.

    Raises NotUnderstood like `Reckoning`, and "period-order" for "17 to 3 May".
    """
    reckoning = Reckoning(today, past)
    row = items(text, lang)
    found = _read(reckoning, row)
    if "." not in shape(row):
        return row, found
    # words we do not know: the language that knows most of them is the one in which it was written
    readings = [(row, found)]
    for other in SERVED:
        if other != lang:
            other_row = items(text, other)
            with suppress(NotUnderstood):
                readings.append((other_row, _read(reckoning, other_row)))
    telling = [reading for reading in readings if reading[1] or set("*!") & set(shape(reading[0]))]
    return min(telling or readings, key=lambda reading: shape(reading[0]).count("."))


def _read(reckoning: Reckoning, row: list[Item]) -> list[Span]:
    found = []
    for match in _ANY_RULE.finditer(shape(row)):
        build = _RULES[int((match.lastgroup or "")[1:])][1]
        start, end, grain, year = build(reckoning, row[match.start() : match.end()])
        found.append(Span(start, end, grain, match.start(), match.end() - 1, year))
    return found


# -- what each pattern of letters means ------------------------------------------------------------------------------


def _value(row: list[Item], letters: str) -> int | None:
    return next((item.value for item in row if item.kind in letters), None)


def _lone_day(reckoning: Reckoning, row: list[Item]) -> Built:
    year, weekday = _value(row, "Y"), _value(row, "W")
    pair = next((item.pair for item in row if item.kind in "DS"), None)
    if pair is None:
        month, day = _value(row, "M") or 0, _value(row, "NOo") or 0
    elif len(pair) == 3:
        year, month, day = pair
    else:
        day, month = pair
    found = reckoning.day(year, month, day, weekday)
    return found, found, "day", year


def _some_days(reckoning: Reckoning, row: list[Item]) -> Built:
    """From one day to another of the same month: "3 to 17 May", "May 3 to 17"."""
    numbers = [item for item in row if item.kind in "NOo"]
    year = _value(row, "Y")
    pair = next((item.pair for item in row if item.kind == "S"), None)
    last = pair[0] if pair else numbers[-1].value
    end = reckoning.day(year, pair[1] if pair else _value(row, "M") or 0, last)
    if not 1 <= numbers[0].value <= last:
        raise NotUnderstood("period-order")
    return end.replace(day=numbers[0].value), end, "days", year


def _month(reckoning: Reckoning, row: list[Item]) -> Built:
    pair = next((item.pair for item in row if item.kind == "F"), None)
    year, month = pair if pair else (_value(row, "Y"), _value(row, "M") or 1)
    start, end = month_of(reckoning.month_start(year, month))
    return start, end, "long", year


def _month_part(reckoning: Reckoning, row: list[Item]) -> Built:
    start, end, _, year = _month(reckoning, row)
    return *_part(row[0], start, end), "part", year


def _part(item: Item, start: date, end: date) -> tuple[date, date]:
    """A third of a month or a longer time by begin, middle, end; half of it by first and second half."""
    length = (end - start).days + 1
    if item.kind == "h":
        cut = start + timedelta(days=15 if length < 32 else length // 2)
        return (start, cut - timedelta(days=1)) if item.value == 0 else (cut, end)
    third = 10 if length < 32 else length // 3
    at = "bmz".index(item.kind)
    return start + timedelta(days=third * at), end if at == 2 else start + timedelta(days=third * (at + 1) - 1)


def _nth_week(reckoning: Reckoning, row: list[Item]) -> Built:
    start, end, _, year = _month(reckoning, row)
    if row[0].kind == "l":
        return end - timedelta(days=6), end, "part", year
    week = start + timedelta(days=7 * (row[0].value - 1))
    if not start <= week <= end:
        raise NotUnderstood("date")
    return week, min(week + timedelta(days=6), end), "part", year


def _season(reckoning: Reckoning, row: list[Item]) -> Built:
    year, index = _value(row, "Y"), _value(row, "s") or 0
    start = real_day(year or reckoning.today.year, _SEASON_STARTS[index], 1)
    end = month_of(add_months(start, 2))[1]
    if year is None and end < reckoning.today:
        start, end = add_months(start, 12), month_of(add_months(start, 14))[1]
    if row[0].kind in "bmzh":
        return *_part(row[0], start, end), "long", year
    return start, end, "long", year


def _quarter(reckoning: Reckoning, row: list[Item]) -> Built:
    year = _value(row, "Y")
    start = real_day(year or reckoning.today.year, 3 * (_value(row, "q") or 1) - 2, 1)
    end = month_of(add_months(start, 2))[1]
    if year is None and end < reckoning.today:
        start, end = add_months(start, 12), month_of(add_months(start, 14))[1]
    return start, end, "long", year


def _step(row: list[Item]) -> int:
    kinds = {item.kind for item in row}
    return 1 if "n" in kinds else -1 if "l" in kinds else 0


def _unit(reckoning: Reckoning, row: list[Item]) -> Built:
    start, end = reckoning.unit(_value(row, "U") or 0, _step(row))
    return start, end, "day" if start == end else "long", start.year


def _unit_part(reckoning: Reckoning, row: list[Item]) -> Built:
    start, end = reckoning.unit(_value(row, "U") or 0, _step(row))
    if start == end:
        return start, end, "day", start.year
    if (end - start).days < 7:  # the end of a working week is Friday
        start, end = (start, start) if row[0].kind == "b" else (start + timedelta(days=4), start + timedelta(days=4))
        return start, end, "day", start.year
    return *_part(row[0], start, end), "part", start.year


def _year_part(_reckoning: Reckoning, row: list[Item]) -> Built:
    year = _value(row, "Y") or 0
    return *_part(row[0], real_day(year, 1, 1), real_day(year, 12, 31)), "part", year


def _year(_reckoning: Reckoning, row: list[Item]) -> Built:
    year = row[0].value
    return real_day(year, 1, 1), real_day(year, 12, 31), "long", year


def _weekday(reckoning: Reckoning, row: list[Item]) -> Built:
    number = _value(row, "W") or 0
    if any(item.kind == "U" for item in row):
        found = reckoning.unit(WEEK, _step(row))[0] + timedelta(days=number)
    else:
        found = reckoning.weekday(number, last=any(item.kind == "l" for item in row))
    return found, found, "day", found.year


def _weekend(reckoning: Reckoning, row: list[Item]) -> Built:
    saturday = reckoning.unit(WEEK, _step(row))[0] + timedelta(days=5)
    return saturday, saturday + timedelta(days=1), "part", saturday.year


def _named_day(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.today + timedelta(days=row[-1].value)
    return found, found, "day", found.year


def _ahead(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.moved(_value(row, "N") or 0, _value(row, "U") or 0)
    return found, found, "day", found.year


def _ago(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.moved(-(_value(row, "N") or 0), _value(row, "U") or 0)
    return found, found, "day", found.year


def _numbered_day(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.month_day(row[-1].value)
    return found, found, "day", found.year


# In order: the first pattern that fits at a place is taken.
_RULES: Final[tuple[tuple[str, Build], ...]] = (
    (r"w?W?[NOo][>T|]W?[NOo]MY?|w?[NO][>T|]SY?|M[NOo][>T][NO](?![MU])Y?", _some_days),
    (r"W?[DS](?!Y)|W?SY", _lone_day),
    (r"NUA|ANU", _ago),
    (r"[Iw]NU|NUJ", _ahead),
    (r"[Ool]UMY?|[Ool]UF", _nth_week),
    (r"W?[NOo]MY?", _lone_day),
    (r"W?M[NO](?![MU])Y?", _lone_day),
    (r"[bmzh]U?MY?|[bmzh]F", _month_part),
    (r"[bmz][tnl]?U[nl]?", _unit_part),
    (r"[bmz]Y", _year_part),
    (r"[tn]?[bmzh]?sY?", _season),
    (r"[bmz]?qY?", _quarter),
    (r"WnU|nUW|WU[nl]", _weekday),
    (r"[tnl]?W[nl]?", _weekday),
    (r"[tnl]?e[nl]?", _weekend),
    (r"[tnl]U|U[nl]", _unit),
    (r"[tnl]?MY?|F", _month),
    (r"d", _named_day),
    (r"O(?![>T|UM])", _numbered_day),
    (r"Y", _year),
)
_ANY_RULE: Final = re.compile("|".join(f"(?P<r{at}>{pattern})" for at, (pattern, _) in enumerate(_RULES)))
