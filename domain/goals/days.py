"""Calendar arithmetic behind deadlines: months, seasons, feasts, the next 15th, the next Friday. Pure functions."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from domain.answers.feasts import easter

FEAST_DAYS = {
    "christmas": (12, 25),
    "new_year": (1, 1),
    "all_saints": (11, 1),
    "saint_nicholas": (12, 6),
    "epiphany": (1, 6),
    "midsummer": (6, 24),
    "assumption": (8, 15),
}
AFTER_EASTER = {
    "easter": 0,
    "pentecost": 49,
    "ascension": 39,
    "carnival": -47,
    "good_friday": -2,
    "easter_monday": 1,
    "whit_monday": 50,
}  # days
SEASON_STARTS = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 23), "winter": (12, 21)}
SEASON_ENDS = {"spring": (6, 20), "summer": (9, 22), "autumn": (12, 20), "winter": (3, 20)}
SCHOOL_YEAR_START, SCHOOL_YEAR_END = (9, 1), (6, 30)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has no such day (31 June, 30 February, month 13)."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def shift(day: date, days: int) -> date | None:
    """`days` later (or earlier); None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """The same day `months` later, or the last day of that month when it is shorter; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date | None:
    """Last day of a month."""
    return make_day(year, month, monthrange(year, month)[1]) if MINYEAR <= year <= MAXYEAR else None


def next_month_day(base: date, month: int, day: int) -> date | None:
    """First `day` of `month` on or after `base` (29 February may be some years away)."""
    for year in range(base.year, base.year + 9):
        found = make_day(year, month, day)
        if found and found >= base:
            return found
    return None


def next_day_of_month(base: date, day: int) -> date | None:
    """First day with this number on or after `base`, such as 'the 15th'."""
    for ahead in range(3):
        year, month = divmod(base.year * 12 + base.month - 1 + ahead, 12)
        found = make_day(year, month + 1, day)
        if found and found >= base:
            return found
    return None


def week_end(year: int, week: int) -> date | None:
    """Friday of a calendar week (ISO 8601), or None when the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 5)
    except ValueError:
        return None


def next_weekday(base: date, weekday: int) -> date | None:
    """First such weekday (0 is Monday) after `base`."""
    return shift(base, (weekday - base.weekday() - 1) % 7 + 1)


def weekday_of_month(year: int, month: int, weekday: int, count: int) -> date | None:
    """The first, second ... such weekday of a month by `count`; the last one when `count` is 0."""
    first, last = make_day(year, month, 1), month_end(year, month)
    if not first or not last:
        return None
    if not count:
        return shift(last, -((last.weekday() - weekday) % 7))
    return shift(first, (weekday - first.weekday()) % 7 + 7 * (count - 1))


def orthodox_easter(year: int) -> date | None:
    """Easter Sunday of the Eastern churches in our calendar (Meeus, Julian rule), None outside the calendar."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    julian = make_day(year, month, day + 1)
    return shift(julian, year // 100 - year // 400 - 2) if julian else None


def feast(name: str, year: int, *, orthodox: bool = False) -> date | None:
    """The day of a feast in a year, those around Easter as the Eastern churches count it when `orthodox`."""
    if name in AFTER_EASTER:
        sunday = orthodox_easter(year) if orthodox else easter(year)
        return shift(sunday, AFTER_EASTER[name]) if year > MINYEAR and sunday else None
    return make_day(year, *FEAST_DAYS[name])


def next_feast(base: date, name: str, *, orthodox: bool = False) -> date | None:
    """First such feast on or after `base`."""
    for year in (base.year, base.year + 1):
        found = feast(name, year, orthodox=orthodox) if year <= MAXYEAR else None
        if found and found >= base:
            return found
    return None


def unit_end(base: date, unit: str) -> date | None:
    """Last day of the day, week, month, quarter, year or school year that holds `base`."""
    match unit:
        case "week":
            return shift(base, 6 - base.weekday())
        case "month":
            return month_end(base.year, base.month)
        case "quarter":
            return month_end(base.year, (base.month - 1) // 3 * 3 + 3)
        case "year":
            return make_day(base.year, 12, 31)
        case "school_year":
            return next_month_day(base, *SCHOOL_YEAR_END)
        case _:
            return base


def add_units(base: date, count: int, unit: str) -> date | None:
    """`base` plus `count` hours, days, weeks, months, quarters or years (hours round up to days)."""
    match unit:
        case "hour":
            return shift(base, -(-count // 24))
        case "day":
            return shift(base, count)
        case "week":
            return shift(base, 7 * count)
        case _:
            return add_months(base, count * {"month": 1, "quarter": 3, "year": 12}[unit])
