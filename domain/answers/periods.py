"""When a stay could be: months, or exact days: "in May", "mai ou juin", "from 3 to 17 May", "first half of June"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from domain.answers import time_parts
from domain.answers.calendar import Item, shape
from domain.answers.cleaning import NotUnderstood, line, words
from domain.answers.phrases import ends, of_list
from domain.answers.reckoning import Reckoning, add_months, month_of, moved
from domain.answers.spans import Span, spans
from domain.vocabulary import vocabulary

_LONGEST_MONTHS: Final = 24
_FIGURES: Final = 2
_LAST_DAY: Final = 31
_LONG_STAY: Final = 10
"""Hardly anybody stays for more working days."""
_NEARLY_OVER: Final = timedelta(days=14)
_THIS_ONE: Final = frozenset("YFt")
"""A year, "5/2027", "this": what makes a month a certain one."""
_MIDDLE: Final = 15
_OPEN_MONTHS: Final = 3
"""How much "after Easter" may be."""
_ANY_WEEK = re.compile(r"W(?:[>T|]W)*|e")
_LENGTH = re.compile(r"(?<![IAwn])N[Uuvy](?![AJ])")
_NUMBER_BEFORE = re.compile(r"[NOo]\.$")
_NUMBER_BEHIND = re.compile(r"\.[NOo]$")
_BETWEEN_ENDS = re.compile(r"[|.]?[>T][.|]?")


@dataclass(frozen=True, slots=True)
class Period:
    """Months as (year, month) in order; no months at all means any time. `start` and `end` are set for exact days."""

    months: tuple[tuple[int, int], ...] = ()
    start: date | None = None
    end: date | None = None

    def plain(self) -> dict[str, object]:
        """As JSON, the way an answer is recorded: months as YYYY-MM, and `from` and `to` for exact days."""
        found: dict[str, object] = {"months": [f"{year:04}-{month:02}" for year, month in self.months]}
        if self.start and self.end:
            found |= {"from": self.start.isoformat(), "to": self.end.isoformat()}
        return found

    def bounds(self) -> tuple[date, date] | None:
        """Its first and last day, whole months when no days are named; None for any time and for scattered months."""
        if self.start and self.end:
            return self.start, self.end
        counted = [12 * year + month for year, month in self.months]
        if not counted or counted != list(range(counted[0], counted[0] + len(counted))):
            return None
        return date(*self.months[0], 1), month_of(date(*self.months[-1], 1))[1]


def period(raw: str, lang: str, today: date) -> Period:
    """The period that was typed, in the nearest future when it has no year.

    "Any time" is the empty period. Raises NotUnderstood: "period" when there is none (also for "not in May"),
    "period-end" when it has no end ("from May on"), "period-order" when it ends before it starts, "period-past",
    "period-long" beyond 24 months, "date" and "date-far" for impossible days.
    """
    return _read(line(raw), lang, today)


def _read(text: str, lang: str, today: date, stay: bool = False) -> Period:
    """The period of a line; of a `stay` it is certain, begins after today, and is more than some days of a week."""
    row, found = spans(text, lang, today)
    letters = shape(row)
    if "!" in letters:
        raise NotUnderstood("period")
    if stay:
        found = _of_a_certain_week(found, letters)
    if not found:
        if "*" in letters:
            return Period()
        raise NotUnderstood("period")
    if _unsure(found, letters):
        raise NotUnderstood("period")
    ranges = [_limits(stretch, today) for stretch in _stretches(found, row, today)]
    if len(ranges) == len(("wide", "narrow")) and not _joined(words(text), lang):
        # "spring, May ideally"
        ranges = [one for one in ranges if not any(_within(other, one) for other in ranges)]
    if len(ranges) == 1 and ranges[0][2]:
        start, end, _ = ranges[0]
        if stay and _leads(found[0], letters, "T"):
            raise NotUnderstood("period-start")
        if stay and start < today:
            raise NotUnderstood("period-past")
        return _exact(start, end)
    return Period(tuple(sorted({month for start, end, _ in ranges for month in _months(max(start, today), end)})))


def of_a_stay(raw: str, lang: str, today: date) -> Period:
    """The same for a stay that is yet to be prepared.

    Who says "in November" near its end means the next one. What is turned down beside a wish does not hide the wish ("any time,
    just not December"), and "after Easter" may be any time of the three months that follow. Raises NotUnderstood like `period`,
    and "period-start" for "until the end of May".
    """
    text = line(raw)
    try:
        if time_parts.turns_down(text, lang):
            raise NotUnderstood("period")
        found = _read(text, lang, today, stay=True)
    except NotUnderstood as refused:
        if refused.code not in ("period", "period-end"):
            raise
        of_parts = _of_parts(text, lang, today)
        if of_parts is None:
            raise
        found = of_parts
    ends_soon = found.months == ((today.year, today.month),) and month_of(today)[1] - today < _NEARLY_OVER
    certain = found.start is not None or not set(shape(spans(text, lang, today)[0])).isdisjoint(_THIS_ONE)
    return replace(found, months=((today.year + 1, today.month),)) if ends_soon and not certain else found


def _of_parts(text: str, lang: str, today: date) -> Period | None:
    """What the parts of an answer say together: those that name a time, without the months that are turned down."""
    wishes: list[Period] = []
    after: date | None = None
    gone: set[tuple[int, int]] = set()
    for part in time_parts.parts(text, lang):
        if part.meant.strip():
            try:
                wishes.append(_read(part.meant, lang, today, stay=True))
            except NotUnderstood as refused:
                if refused.code == "period-end":
                    after = _after_a_feast(part.meant, lang, today)
        if part.denied.strip():
            gone |= _whole_months(part.denied, lang, today)
    named = [one for one in wishes if one.months]
    if not named and after is None:
        return Period() if wishes else None
    days = [one for one in named if one.start]
    if days:
        return _after_that(days[0], after) if len(named) == 1 else None
    months = {month for one in named for month in one.months}
    if after is not None:
        first = after if after.day <= _MIDDLE else add_months(after.replace(day=1), 1)
        later = {one for one in months if one >= (first.year, first.month)}
        months = later or months or set(_months(first, add_months(first.replace(day=1), _OPEN_MONTHS - 1)))
    return Period(tuple(sorted(months - gone or months)))


def _after_that(wish: Period, after: date | None) -> Period:
    """ "After Easter, but before the summer holidays" """
    late = after is not None and wish.start is not None and wish.end is not None and wish.start < after <= wish.end
    return _exact(after, wish.end) if late and after and wish.end else wish


def _after_a_feast(text: str, lang: str, today: date) -> date | None:
    """The first day after the feast or the holidays that nothing but an "after" stands before."""
    row, found = spans(text, lang, today)
    letters = shape(row)
    if len(found) == 1 and letters[found[0].first] == "f" and _leads(found[0], letters, "C"):
        return found[0].end + timedelta(days=1)
    return None


def _whole_months(text: str, lang: str, today: date) -> set[tuple[int, int]]:
    """The months and seasons that are named; of the carnival holidays a month is not gone."""
    try:
        return {
            month
            for span in spans(text, lang, today)[1]
            if span.grain == "long"
            for month in _months(span.start, span.end)
        }
    except NotUnderstood:
        return set()


def _leads(span: Span, letters: str, kind: str) -> bool:
    return letters[: span.first].rstrip(".").endswith(kind)


def _of_a_certain_week(found: list[Span], letters: str) -> list[Span]:
    """Without weekdays and weekends of no certain week: "from Monday to Thursday" tells how long, not when."""
    kept = []
    for at, span in enumerate(found):
        before = letters[found[at - 1].last + 1 : span.first] if at else ""
        behind = letters[span.last + 1 : found[at + 1].first] if at + 1 < len(found) else ""
        joined = _BETWEEN_ENDS.fullmatch(before) or _BETWEEN_ENDS.fullmatch(behind) or _leads(span, letters, "w")
        if joined or not _ANY_WEEK.fullmatch(letters[span.first : span.last + 1]):
            kept.append(span)
    return kept


def _joined(tokens: list[str], lang: str) -> bool:
    """Does "and" or "or" stand among the words: "spring or May"?"""
    numbers = vocabulary("numbers")[lang]
    return not {*numbers["and"].split(), *numbers["or"].split()}.isdisjoint(tokens)


def _within(one: tuple[date, date, bool], other: tuple[date, date, bool]) -> bool:
    return one[:2] != other[:2] and other[0] <= one[0] and one[1] <= other[1]


def stay(raw: str, lang: str, today: date) -> tuple[date, date] | None:
    """The first and last day of a stay that a text names by both, or by one and a length: "11 to 17 May", "10 May, 3 days".

    None where it names no such days, or several stays. Raises NotUnderstood like `period`.
    """
    row, found = spans(line(raw), lang, today)
    if not found or found[0].grain not in ("day", "days") or "!" in shape(row):
        return None
    stretches = _stretches(found, row, today)
    first = stretches[0].first
    if len(stretches) > 1 or first.grain not in ("day", "days") or _either(row[first.first : first.last + 1]):
        return None
    start, end, _ = _limits(stretches[0], today)
    return (start, end) if end > start else None


def _either(row: list[Item]) -> bool:
    """Whether days are alternatives: "10 or 17 May"; but "3, 4 and 5 May" are one stay."""
    if "|" not in shape(row) or "w" in shape(row):
        return False
    days = [item.value for item in row if item.kind in "NOo"]
    return len(days) == len(("10", "17")) or days != list(range(days[0], days[0] + len(days)))


def last_day(raw: str, lang: str, first: date) -> date | None:
    """The last day of a stay that begins on `first`: "until the 26th", "le 26 mai", "hasta el viernes"; None without one."""
    folded = line(raw)
    row, found = spans(folded, lang, first)
    if len(found) == 1 and found[0].grain == "day":
        return found[0].end
    reckoning = Reckoning(first)
    day = named_day(folded, lang)
    return reckoning.month_day(day) if day and not found and "!" not in shape(row) else None


def names_time(raw: str, lang: str, today: date) -> bool:
    """Does a text name a day or a longer time in the calendar? "5 days" does not."""
    try:
        return bool(spans(line(raw), lang, today)[1])
    except NotUnderstood:
        return True


def named_day(raw: str, lang: str) -> int | None:
    """The day of a month that a text names by its number alone: "until the 26th", "le 26"; None without one.

    "Until 17" may be so many days as well: it names a day where that would be a very long stay.
    """
    tokens = words(raw)
    for at, token in reversed(list(enumerate(tokens))):
        if not (token.isascii() and token.isdigit() and len(token) <= _FIGURES and 1 <= int(token) <= _LAST_DAY):
            continue
        before = tokens[:at]
        if ends(before, of_list("trip", "on_day", lang)) or (
            ends(before, of_list("trip", "until_day", lang)) and int(token) > _LONG_STAY
        ):
            return int(token)
    return None


def _unsure(found: list[Span], letters: str) -> bool:
    """Whether an unknown word joins two times, so that it could be a range: "3 May xyz 10 May", "3 xyz 10 May"."""
    for here, following in pairwise(found):
        gap = letters[here.last + 1 : following.first]
        fine = {"|"} <= set(gap) and here.grain == following.grain == "long"
        if (
            set(".*") & set(gap)
            and not fine
            and not _BETWEEN_ENDS.fullmatch(gap)
            and letters[here.first - 1 : here.first] != "w"
        ):
            return True
    first, last = found[0], found[-1]
    before, behind = letters[: first.first], letters[last.last + 1 :]
    return (first.grain == "day" and _NUMBER_BEFORE.search(before) is not None and letters[first.first] in "NOo") or (
        last.grain == "day" and _NUMBER_BEHIND.match(behind) is not None
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From the first day of one span to the last day of another; `exact` when its days matter, not only its months."""

    first: Span
    last: Span
    exact: bool


def _stretches(found: list[Span], row: list[Item], today: date) -> list[_Stretch]:
    """Joins the two ends of every range; the rest are alternatives."""
    letters = shape(row)
    stretches: list[_Stretch] = []
    at = 0
    while at < len(found):
        here = found[at]
        lead = letters[: here.first].rstrip(".")[-1:]
        following = found[at + 1] if at + 1 < len(found) else None
        gap = letters[here.last + 1 : following.first] if following else ""
        if following and (_BETWEEN_ENDS.fullmatch(gap) or (lead == "w" and "|" in gap)):
            here, following = _years(_sharp(here, row), _sharp(_weekday_after(here, following, row), row))
            stretches.append(_Stretch(here, following, here.grain != "long" or following.grain != "long"))
            at += 2
            continue
        at += 1
        length = _length(row)
        if lead in ("B", "T", "A"):
            # "before the end of May" is until it
            until = lead == "T" or row[here.first].kind == "z"
            end = here if until else replace(here, end=here.start - timedelta(days=1))
            start = moved(end.end, -length[0], length[1]) + timedelta(days=1) if length else today
            stretches.append(_Stretch(replace(here, start=start, end=start), end, True))
        elif (lead == "C" or letters[here.last + 1 :].startswith("^")) and here.grain != "days":
            if length is None:
                raise NotUnderstood("period-end")
            stretches.append(_Stretch(_sharp(here, row), _after(_sharp(here, row), *length), True))
        elif here.grain == "day" and length:
            stretches.append(_Stretch(here, _after(here, *length), True))
        else:
            stretches.append(_Stretch(here, here, here.grain != "long" or _is_week(here)))
    return _shared_year(stretches)


def _sharp(span: Span, row: list[Item]) -> Span:
    """As an end of a range, the middle of a month is one day: "from mid-May to mid-June"."""
    if row[span.first].kind != "m":
        return span
    middle = span.start + (span.end - span.start) // 2
    return replace(span, start=middle, end=middle)


def _weekday_after(here: Span, following: Span, row: list[Item]) -> Span:
    """ "10 May to Friday" ends on the Friday after the 10th, not on the next one from today."""
    if here.grain != "day" or shape(row[following.first : following.last + 1]) != "W":
        return following
    end = here.start + timedelta(days=(row[following.first].value - here.start.weekday()) % 7)
    return replace(following, start=end, end=end, year=here.year)


def _is_week(span: Span) -> bool:
    return (span.end - span.start).days < 10


def _length(row: list[Item]) -> tuple[int, int] | None:
    """A length of time written beside a date ("5 days from 3 May"), if any: a number and its unit."""
    match = _LENGTH.search(shape(row))
    return (max(row[match.start()].value, 1), row[match.start() + 1].value) if match else None


def _after(span: Span, count: int, unit: int) -> Span:
    last = moved(span.start, count, unit) - timedelta(days=1)
    return replace(span, start=last, end=last)


def _moved(span: Span, years: int) -> Span:
    return replace(span, start=add_months(span.start, 12 * years), end=_same_end(span, years))


def _same_end(span: Span, years: int) -> date:
    """The end a number of years later; the last of February stays the last."""
    return add_months(span.end + timedelta(days=1), 12 * years) - timedelta(days=1)


def _years(first: Span, last: Span) -> tuple[Span, Span]:
    """Lets the ends of a range share the year that only one of them names, and puts the end after the start."""
    if first.year is None and last.year is not None:
        first = _moved(first, last.year - first.start.year)
        if first.start > last.end:
            first = _moved(first, -1)
    elif last.year is None:
        if first.year is not None:
            last = _moved(last, first.year - last.start.year)
        if last.end < first.start:
            last = _moved(last, 1)
        elif first.year is None and last.start >= add_months(first.start, 12):
            last = _moved(last, -1)
    if last.end < first.start:
        raise NotUnderstood("period-order")
    return first, last


def _shared_year(stretches: list[_Stretch]) -> list[_Stretch]:
    """In "May or June 2027" the year counts for both."""
    year = stretches[-1].last.year
    if year is None or len(stretches) == 1:
        return stretches
    return [
        _Stretch(_moved(s.first, year - s.first.start.year), _moved(s.last, year - s.first.start.year), s.exact)
        if s.first.year is None and s.last.year is None
        else s
        for s in stretches
    ]


def _limits(stretch: _Stretch, today: date) -> tuple[date, date, bool]:
    start, end = stretch.first.start, stretch.last.end
    if end < today:
        raise NotUnderstood("period-past")
    if end < start:
        raise NotUnderstood("period-order")
    if (end.year - start.year) * 12 + end.month - start.month >= _LONGEST_MONTHS:
        raise NotUnderstood("period-long", most=_LONGEST_MONTHS)
    return start, end, stretch.exact


def _exact(start: date, end: date) -> Period:
    return Period(tuple(_months(start, end)), start, end)


def _months(start: date, end: date) -> Iterable[tuple[int, int]]:
    at = start.replace(day=1)
    while at <= end:
        yield at.year, at.month
        at = add_months(at, 1)
