"""When a helpdesk is open: its week as people write it, its days off, and what follows for a moment in time.

A week is written as on a door: `Mon-Fri 9:00-12:30 13:30-17:00; Sat 10-12`. Days are named in any language of the bot, by as many
letters as leave no doubt (`Mo-Fr`, `Lun-Ven`, `maandag`; three always do), "daily" means each of them; commas, semicolons and line
breaks only separate. Days off are `2027-05-14`, from one to another `2027-12-24/2028-01-02`, or each year `12-25`.

Times are milliseconds since 1970 (UTC). Where the clock is put forward, a time that is left out counts as the moment of the
change; where it is put back, one that comes twice is meant the first time. So no stretch is counted twice, and none is lost.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final

from locales import catalogue, formats

MINUTE: Final = 60_000
#: days that are looked through for the next opening: a helpdesk that is closed for longer does not say when it opens
LOOK_AHEAD: Final = 400
_FULL_DAY: Final = 24 * 60
_MOST_KNOWN: Final = 2_000
_SHORTEST_NAME: Final = 2

_SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?-(\d{1,2})(?:[:.h](\d{2}))?h?")
_DAYS = re.compile(r"([^\W\d_]+)\.?(?:-([^\W\d_]+)\.?)?")
_DASH = re.compile(r"\s*[-–—]\s*")
_APART = re.compile(r"[\s,;]+")
_DAY_OFF = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_YEARLY = re.compile(r"(\d\d)-(\d\d)")


class NotHours(ValueError):
    """This is no week, or no list of days off; the message is one line that says what to write, `word` what could not be read."""

    def __init__(self, word: str, problem: str) -> None:
        super().__init__(f"{word}: {problem}")
        self.word = word


Span = tuple[int, int]
"""From one minute of the day to another, the second one not included."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which a helpdesk is closed: `spans` from a day to a day, `yearly` as (month, day)."""

    spans: tuple[tuple[date, date], ...] = ()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def __contains__(self, day: date) -> bool:
        return (day.month, day.day) in self.yearly or any(first <= day <= last for first, last in self.spans)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: `week` has the spans of each day from Monday on, in order; the clock stands in `zone`."""

    week: tuple[tuple[Span, ...], ...]
    zone: tzinfo
    off: DaysOff = field(default_factory=DaysOff)
    #: the stretches of days that were asked for: they are asked for again and again
    _known: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_open(self, at: int) -> bool:
        """Is somebody there?"""
        return next((start <= at for start, _ in self._stretches(at)), False)

    def opens_next(self, at: int) -> int | None:
        """When somebody is there: `at` itself while it is open; None when that is not within `LOOK_AHEAD` days."""
        return next((max(start, at) for start, _ in self._stretches(at)), None)

    def after(self, at: int, minutes: int) -> int | None:
        """When so many minutes of opening hours have passed; None when they do not within `LOOK_AHEAD` days of each other."""
        left = minutes * MINUTE
        if left <= 0:
            return at
        while True:
            end = at
            for start, end in self._stretches(at):
                here = end - max(start, at)
                if here >= left:
                    return max(start, at) + left
                left -= here
            if end == at:
                return None
            at = end

    def open_time(self, start: int, end: int) -> int:
        """How long it is open between two moments, in milliseconds."""
        total, at = 0, start
        while at < end:
            last = at
            for opened, closed in self._stretches(at):
                if opened >= end:
                    return total
                total += min(closed, end) - max(opened, at)
                last = closed
            if last == at:
                return total
            at = last
        return total

    def open_minutes(self, start: int, end: int) -> int:
        """The full minutes of opening hours between two moments."""
        return self.open_time(start, end) // MINUTE

    def _stretches(self, at: int) -> Iterator[tuple[int, int]]:
        """From when to when it is open, for all that end after `at`, in order, `LOOK_AHEAD` days far."""
        # a day before: a clock that is put back over midnight shows it twice
        day = self._local(at).date() - timedelta(days=1)
        for _ in range(LOOK_AHEAD + 2):
            for start, end in self._of_day(day):
                if end > at:
                    yield start, end
            day += timedelta(days=1)

    def _of_day(self, day: date) -> tuple[Span, ...]:
        """The stretches that begin on a day, as moments."""
        known = self._known.get(day)
        if known is None:
            spans = () if day in self.off else self.week[day.weekday()]
            found = ((self._instant(day, first), self._instant(day, last)) for first, last in spans)
            known = tuple((start, end) for start, end in found if end > start)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[day] = known
        return known

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.zone)

    def _instant(self, day: date, minutes: int) -> int:
        """The first moment at which the clock shows this time of this day, or a later one."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        found = _moment(wall.replace(tzinfo=self.zone))
        if self._shows(found, wall):
            return found
        # left out by a clock that is put forward: the moment of the change lies between the two readings
        low, high = _moment(wall.replace(tzinfo=self.zone, fold=1)), found
        while high - low > 1000:
            middle = (low + high) // 2
            low, high = (low, middle) if self._has_reached(middle, wall) else (middle, high)
        return high // 1000 * 1000

    def _shows(self, at: int, wall: datetime) -> bool:
        return self._local(at).replace(tzinfo=None) == wall

    def _has_reached(self, at: int, wall: datetime) -> bool:
        return self._local(at).replace(tzinfo=None) >= wall


def read_hours(week: str, zone: tzinfo, off: str = "") -> Hours:
    """The opening hours that somebody has written. Raises NotHours."""
    return Hours(read_week(week), zone, read_days_off(off))


def read_week(words: str) -> tuple[tuple[Span, ...], ...]:
    """A week as it is written (above). Raises NotHours."""
    week: list[list[Span]] = [[] for _ in range(7)]
    days: list[int] = []
    timed, word = True, ""
    for word in _words(_DASH.sub("-", words)):
        if span := _SPAN.fullmatch(word):
            if not days:
                raise NotHours(word, f"say first on which days, such as Mon-Fri {word}")
            _add(word, week, days, _span(word, span))
            timed = True
        elif named := _DAYS.fullmatch(word):
            if timed:
                days, timed = [], False
            for number in _days(word, named):
                if week[number] or number in days:
                    raise NotHours(
                        word, f"{formats.weekday_name(number, 'en')} is there twice; write all its hours together"
                    )
                days.append(number)
        else:
            raise NotHours(word, "neither days nor hours; write it as Mon-Fri 9:00-12:30 13:30-17:00")
    if not timed:
        raise NotHours(word, "the hours of these days are missing; write them as Mon-Fri 9:00-12:30 13:30-17:00")
    return tuple(tuple(sorted(spans)) for spans in week)


def read_days_off(words: str) -> DaysOff:
    """Days off as they are written (above). Raises NotHours."""
    spans, yearly = [], set()
    for word in _words(words):
        try:
            if found := _DAY_OFF.fullmatch(word):
                first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])
                if last < first:
                    raise NotHours(word, "ends before it begins")
                spans.append((first, last))
                continue
            if found := _YEARLY.fullmatch(word):
                # a leap year, or nobody could have the 29th of February off
                day = date(2024, int(found[1]), int(found[2]))
                yearly.add((day.month, day.day))
                continue
        except NotHours:
            raise
        except ValueError:
            pass
        raise NotHours(word, "no day off; write 2027-05-14, 2027-12-24/2028-01-02, or 12-25 for each year")
    return DaysOff(tuple(sorted(spans)), frozenset(yearly))


def _words(words: str) -> list[str]:
    return [word for word in _APART.split(words) if word]


def _add(word: str, week: list[list[Span]], days: list[int], span: Span) -> None:
    for number in days:
        if any(start < span[1] and span[0] < end for start, end in week[number]):
            raise NotHours(word, f"overlaps with other hours on {formats.weekday_name(number, 'en')}")
        week[number].append(span)


def _span(word: str, found: re.Match[str]) -> Span:
    first, last = (int(found[n]) * 60 + int(found[n + 1] or 0) for n in (1, 3))
    if any(int(found[n] or 0) > 59 for n in (2, 4)) or first >= _FULL_DAY or last > _FULL_DAY:
        raise NotHours(word, "no time of day; the last one is 24:00")
    if last <= first:
        raise NotHours(word, "ends before it begins; after midnight is the next day, write 22:00-24:00 and 0:00-2:00")
    return first, last


def _days(word: str, found: re.Match[str]) -> list[int]:
    if _fold(word) == "daily":
        return list(range(7))
    first = _day(found[1])
    last = first if found[2] is None else _day(found[2])
    return [number % 7 for number in range(first, last + 1 if last >= first else last + 8)]


def _day(name: str) -> int:
    found = {number for number, names in enumerate(_names()) if any(each.startswith(_fold(name)) for each in names)}
    if len(found) == 1 and len(name) >= _SHORTEST_NAME:
        return found.pop()
    if found:
        raise NotHours(name, "more than one day may be meant; write three letters or more")
    raise NotHours(name, "no day of the week; write Mon, Tue, Wed, Thu, Fri, Sat or Sun")


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    """What each day is called in the languages of the bot."""
    langs = catalogue.languages()
    return tuple(tuple(_fold(formats.weekday_name(number, lang)) for lang in langs) for number in range(7))


def _fold(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter))


def _moment(at: datetime) -> int:
    return round(at.timestamp() * 1000)
