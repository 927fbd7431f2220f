"""What a match of the deadline grammar means that names a day of the calendar: a date, a month, a feast, a weekday.

Letter groups of a match (time_letters.Found) used here: d a day, m a month, y a year, w a weekday, c a feast, s a season, n a
number, pre the words before, part 'end', 'middle' or 'beginning'. Source: DOMAIN section 5.2, row T.
"""

import re
from datetime import MAXYEAR

from domain.goals import days
from domain.goals.time_letters import Found, Meaning
from domain.goals.time_words import FEASTS, SEASONS


def full_date(found: Found) -> Meaning:
    parts = [int(part) for part in re.split(r"\D+", found.text("date"))]
    year, month, day = parts if parts[0] > 31 else (parts[2], parts[1], parts[0])
    year += 2000 if year < 100 else 0
    made = days.make_day(year, month, day) or days.make_day(year, day, month)
    return (made, "date") if made else "no"


def day_and_month(found: Found) -> Meaning:
    """15/3 or 15.03. after a preposition or an article; elsewhere it is a score or a price."""
    text = found.text("day")
    letter, word = found.precedes()
    if not text.endswith(".") and letter not in "BVO" and not found.lists.has(word, "definite"):
        return "no"
    day, month = (int(part) for part in re.split(r"\D+", text)[:2])
    made = days.next_month_day(found.frame.base, month, day) if days.make_day(2000, month, day) else None
    return (made, "date") if made else "no"


def named_date(found: Found) -> Meaning:
    day, month, year = found.value("d"), found.value("m"), found.year()
    made = days.make_day(year, month, day) if year else None
    if not year and days.make_day(2000, month, day):
        made = days.next_month_day(found.frame.base, month, day)
    return (made, "date") if made else "no"


def month(found: Found) -> Meaning:
    """A month's last day; its 10th for the beginning, the 15th for the middle, the day before it after 'before'."""
    base, month, part = found.frame.base, found.value("m"), found.letters("part")
    year = found.year() or (base.year if month >= base.month else base.year + 1)
    if part in ("b", "m"):
        day = 10 if part == "b" else 15
        return (days.make_day(year, month, day) if found.has("y") else days.next_month_day(base, month, day)), "date"
    if "V" in found.letters("pre") and not part:
        if not found.has("y") and month == base.month:
            year += 1
        first = days.make_day(year, month, 1)
        return (days.shift(first, -1) if first else None), "date"
    return days.month_end(min(year, MAXYEAR), month), "date"


def year(found: Found) -> Meaning:
    month, day = {"b": (3, 31), "m": (6, 30)}.get(found.letters("part"), (12, 31))
    year = found.value("y") - (1 if "V" in found.letters("pre") and not found.has("part") else 0)
    return days.make_day(year, month, day), "date"


def quarter(found: Found) -> Meaning:
    """Q2, the end of Q3 2027: the last day of the quarter."""
    return nth_quarter(found, found.value("q"))


def nth_quarter(found: Found, count: int) -> Meaning:
    """The last day of the first to fourth quarter of a year."""
    base, month = found.frame.base, 3 * min(count, 4)
    made = days.month_end(found.year() or base.year, month)
    late = made is not None and made < base and not found.has("y")
    return (days.month_end(base.year + 1, month) if late else made), "date"


def weekday(found: Found) -> Meaning:
    return days.next_weekday(found.frame.base, found.value("w")), "relative"


def feast(found: Found) -> Meaning:
    if _names_an_event(found):
        return "no"
    name, year = FEASTS[found.value("c")], found.year()
    orthodox, base = "orthodox_easter" in found.lists.traits, found.frame.base
    return days.feast(name, year, orthodox=orthodox) if year else days.next_feast(base, name, orthodox=orthodox), "date"


def season(found: Found) -> Meaning:
    """Its first day after 'by' or 'before', else its last."""
    if _names_an_event(found):
        return "no"
    name, pre = SEASONS[found.value("s")], found.letters("pre")
    by = not found.has("part") and ("B" in pre or "V" in pre)
    month, day = (days.SEASON_STARTS if by else days.SEASON_ENDS)[name]
    year = found.year()
    made = days.make_day(year, month, day) if year else days.next_month_day(found.frame.base, month, day)
    return (days.shift(made, -1) if made and by and "V" in pre else made), "date"


def _names_an_event(found: Found) -> bool:
    """'At the Christmas party', 'in summer camps': a word in front of a noun (English only)."""
    pre = found.letters("pre")
    if found.has("y"):
        return False
    return "plural_units" in found.lists.traits and found.follows() == "x" and not set("BV") & set(pre) and bool(pre)


def term(found: Found) -> Meaning:
    """Holidays have no known day; a school year ends in June and begins in September."""
    if not found.has("term") or found.lists.values.get(found.text("term")) != 1:
        return None, "date"
    if found.letters("part") == "b":
        return days.next_month_day(found.frame.base, *days.SCHOOL_YEAR_START), "date"
    return days.unit_end(found.frame.base, "school_year"), "date"


def meeting(_: Found) -> Meaning:
    """'By our next team meeting': a deadline whose day is not known."""
    return None, "date"


def tomorrow(found: Found) -> Meaning:
    ahead = found.value("z")
    if not ahead and not found.has("pre"):
        return "busy"  # 'the society of today'
    return days.shift(found.frame.today, ahead), "relative"


def day_of_month(found: Found) -> Meaning:
    day = found.value("n")
    return (days.next_day_of_month(found.frame.base, day), "date") if 1 <= day <= 31 else "no"
