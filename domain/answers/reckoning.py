"""Days as people count them from today: "the 15th", "next Monday", "in three weeks", "29 February"."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.answers.calendar_words import DAYS, FORTNIGHTS, WEEKS, YEARS
from domain.answers.cleaning import NotUnderstood
from domain.answers.feasts import feast

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_WEEK: Final = 7
_IN_DAYS: Final = {DAYS: 1, WEEKS: _WEEK, FORTNIGHTS: 2 * _WEEK}
_MOST_STEPS: Final = 5000


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Names days as seen from `today`: without a year the next one is meant, or the last one with `past`.

    Raises NotUnderstood: "date" for days that no calendar has, "date-far" outside 1900-2199.
    """

    today: date
    past: bool = False

    def day(self, year: int | None, month: int, day: int, weekday: int | None = None) -> date:
        """The day, in the nearest fitting year when none is written."""
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            raise NotUnderstood("date")
        if year is not None:
            found = real_day(year, month, day)
        else:
            step = -1 if self.past else 1
            # eight years hold every 29 February
            tries = [
                year for year in range(self.today.year, self.today.year + 9 * step, step) if _exists(year, month, day)
            ]
            fitting = [found for year in tries if self._ahead(found := date(year, month, day))]
            if not fitting:
                raise NotUnderstood("date")
            found = fitting[0]
        if weekday is not None and found.weekday() != weekday:
            raise NotUnderstood("weekday")
        return found

    def _ahead(self, found: date) -> bool:
        return found <= self.today if self.past else found >= self.today

    def month_start(self, year: int | None, month: int) -> date:
        """The first of a month; this month counts as ahead and as past."""
        if year is None:
            year = self.today.year
            if not self.past and month < self.today.month:
                year += 1
            if self.past and month > self.today.month:
                year -= 1
        return real_day(year, month, 1)

    def month_day(self, day: int) -> date:
        """The next day of that number ("on the 15th"), or the last one."""
        start = self.today.replace(day=1)
        for _ in range(4):
            if _exists(start.year, start.month, day) and self._ahead(start.replace(day=day)):
                return start.replace(day=day)
            start = add_months(start, -1 if self.past else 1)
        raise NotUnderstood("date")

    def weekday(self, number: int, last: bool) -> date:
        """The next such weekday after today, or the last one before it."""
        if last or self.past:
            return self.today - timedelta(days=(self.today.weekday() - number) % 7 or 7)
        return self.today + timedelta(days=(number - self.today.weekday()) % 7 or 7)

    def moved(self, count: int, unit: int) -> date:
        """Today and `count` units of time. Raises NotUnderstood("date-far") beyond the years we know."""
        return moved(self.today, count, unit)

    def unit(self, unit: int, step: int) -> tuple[date, date]:
        """This (0), next (1) or last (-1) week, month or year, from its first day to its last."""
        if unit == WEEKS:
            monday = monday_of(self.today) + timedelta(days=_WEEK * step)
            return monday, monday + timedelta(days=_WEEK - 1)
        if unit == YEARS:
            return real_day(self.today.year + step, 1, 1), real_day(self.today.year + step, 12, 31)
        if unit in _IN_DAYS:
            day = self.today + timedelta(days=step * _IN_DAYS[unit])
            return day, day
        return month_of(add_months(self.today.replace(day=1), step))

    def week(self, year: int | None, number: int) -> tuple[date, date]:
        """The week of that number (ISO 8601), Monday to Sunday."""
        for candidate in (year,) if year else (self.today.year, self.today.year + 1):
            try:
                monday = date.fromisocalendar(candidate, number, 1)
            except ValueError:
                continue
            if year or self._ahead(monday + timedelta(days=_WEEK - 1)):
                return monday, monday + timedelta(days=_WEEK - 1)
        raise NotUnderstood("date")

    def feast(self, year: int | None, index: int) -> tuple[date, date]:
        """The first and last day of a feast, of the next or last one without a year."""
        if year is not None:
            return feast(index, real_day(year, 1, 1).year)
        years = (
            range(self.today.year + 1, self.today.year - 2, -1) if self.past else range(self.today.year - 1, _LAST_YEAR)
        )
        return next(
            found for found in (feast(index, one) for one in years) if self._ahead(found[0 if self.past else 1])
        )


def moved(day: date, count: int, unit: int) -> date:
    """A day and `count` units of time later. Raises NotUnderstood("date-far") beyond the years we know."""
    if abs(count) > _MOST_STEPS:
        raise NotUnderstood("date-far")
    if unit in _IN_DAYS:
        return day + timedelta(days=count * _IN_DAYS[unit])
    return add_months(day, count * (12 if unit == YEARS else 1))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, count: int) -> date:
    """The same day `count` months later (or earlier), at most the last day of that month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotUnderstood("date-far")
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def month_of(first: date) -> tuple[date, date]:
    """The first and last day of the month that starts on `first`."""
    return first, first.replace(day=gregorian.monthrange(first.year, first.month)[1])


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= gregorian.monthrange(year, month)[1]


def real_day(year: int, month: int, day: int) -> date:
    """The day, if a calendar has it."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotUnderstood("date-far")
    if not 1 <= month <= 12 or not _exists(year, month, day):
        raise NotUnderstood("date")
    return date(year, month, day)
