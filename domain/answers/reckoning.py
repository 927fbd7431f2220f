"""Days as people count them from today: "the 15th", "next Monday", "in three weeks", "29 February"."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.answers.cleaning import NotUnderstood

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
DAY, WEEK, MONTH, YEAR = range(4)
"""Units of time, as the values of items of kind U."""


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
        if abs(count) > 5000:
            raise NotUnderstood("date-far")
        if unit in (DAY, WEEK):
            return self.today + timedelta(days=count * (7 if unit == WEEK else 1))
        return add_months(self.today, count * (12 if unit == YEAR else 1))

    def unit(self, unit: int, step: int) -> tuple[date, date]:
        """This (0), next (1) or last (-1) week, month or year, from its first day to its last."""
        if unit == DAY:
            day = self.today + timedelta(days=step)
            return day, day
        if unit == WEEK:
            monday = self.today + timedelta(days=7 * step - self.today.weekday())
            return monday, monday + timedelta(days=6)
        if unit == MONTH:
            return month_of(add_months(self.today.replace(day=1), step))
        return date(self.today.year + step, 1, 1), date(self.today.year + step, 12, 31)


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
