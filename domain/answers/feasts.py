"""Easter, Christmas and the other days that people name instead of a date."""

from datetime import date, timedelta
from functools import cache

from domain.vocabulary import vocabulary


def feast(index: int, year: int) -> tuple[date, date]:
    """The first and last day of a feast of a year, by its place in the table `feasts` of `calendar.toml`."""
    first, last = _table()[index]
    start, end = _day(first, year), _day(last, year)
    return (start, end) if start <= end else (start, _day(last, year + 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the Gregorian computus in the form of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    leap, short = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap - shift + 15) % 30
    weekday = (32 + 2 * short + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _day(written: str, year: int) -> date:
    if written.lstrip("-").isdigit():
        return easter(year) + timedelta(days=int(written))
    month, _, day = written.partition("-")
    return date(year, int(month), int(day))


@cache
def _table() -> tuple[tuple[str, str], ...]:
    entries = (entry.split() for entry in vocabulary("calendar")["feasts"].values())
    return tuple((entry[0], entry[-1]) for entry in entries)
