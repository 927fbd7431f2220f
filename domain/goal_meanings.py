"""What each match of the deadline grammar means: a day, a day still open, a time phrase that is no deadline, or nothing.

Every function takes a match (goal_times.Found). Letter groups used: n a count, u a unit, d a day, m a month, y a year,
w a weekday, pre the words before, part 'end', 'middle' or 'beginning', nth an ordinal, point the stay, return or
departure. Source: DOMAIN section 5.2, row T.
"""

import re
from datetime import MAXYEAR, date
from typing import Literal

from domain import goal_days as days
from domain.goal_times import Found, Frame
from domain.goal_words import ENDS, FEASTS, SEASONS

Anchor = Literal["date", "start", "end", "relative"]
Meaning = tuple[date | None, Anchor] | Literal["busy", "vague", "no"]  # busy: of time, but no deadline; no: not of time

LAST_DAYS = 4  # 'the last two days' are those of the stay, 'the last 30 days' have gone by
OLDEST = 4  # years: 'until 18 years' is an age


def busy(_: Found) -> Meaning:
    return "busy"


def target(found: Found) -> Meaning:
    """'To under ten days' is no deadline; 'and within ten days' is one."""
    return "no" if found.lists.has(found.text("to"), "joint") else "busy"


def vague(_: Found) -> Meaning:
    return "vague"


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


def stay_part(found: Found) -> Meaning:
    """End, middle or beginning of the stay."""
    start, end = found.frame.start, found.frame.end
    match found.letters("part"):
        case "b":
            return start, "start"
        case "m":
            return (start + (end - start) / 2 if start and end else None), "start"
        case _:
            return end, "end"


def unit_part(found: Found) -> Meaning:
    """End of this week, of next month, of the first week (of the stay), of the year."""
    unit, base = found.unit(), found.frame.today
    if found.has("nth") and unit in ("day", "week", "month"):
        return _nth(found.frame, found.value("nth"), unit), "start"
    if found.has("nth") and unit == "quarter":
        return _quarter(found)
    if found.has("last"):
        return found.frame.end, "end"
    if found.has("y"):
        return days.make_day(found.value("y"), 12, 31), "date"
    if unit == "hour":
        return "busy"
    if found.has("next") or found.has("after"):
        base = days.add_units(base, 1, unit) or base
    return days.unit_end(base, unit), "relative"


def _nth(frame: Frame, count: int, unit: str) -> date | None:
    """Last day of the nth day, week or month of the stay."""
    after = days.add_units(frame.start, count, unit) if frame.start else None
    last = days.shift(after, -1) if after else None
    return min(last, frame.end) if last and frame.end else last


def _quarter(found: Found) -> Meaning:
    base, month = found.frame.base, min(3 * found.value("nth"), 12)
    made = days.month_end(min(found.year() or base.year, MAXYEAR), month)
    if made and made < base and not found.has("y"):
        made = days.month_end(base.year + 1, month)
    return made, "date"


def quarter(found: Found) -> Meaning:
    """Q2, the end of Q3 2027: the last day of the quarter."""
    base, month = found.frame.base, 3 * min(found.value("q"), 4)
    made = days.month_end(min(found.year() or base.year, MAXYEAR), month)
    late = made is not None and made < base and not found.has("y")
    return (days.month_end(min(base.year + 1, MAXYEAR), month) if late else made), "date"


def nth_unit(found: Found) -> Meaning:
    """First day, last week (of the stay), first two weeks, second quarter (of the year)."""
    unit = ("day", "week")[min(found.value("stayunit"), 2) - 1] if found.has("stayunit") else found.unit()
    anchored = found.has("stayunit") or found.has("of")
    if unit == "quarter" and found.has("nth") and not anchored:
        return _quarter(found)
    if unit in ("hour", "quarter", "year"):
        return "busy"
    day = found.has("last") and unit == "day" and found.letters("u") == "u"  # Swedish 'sista dagen'
    near = anchored or day or (found.has("pre") and unit != "month")
    if (
        found.has("last")
        and not anchored
        and (found.value("n") > LAST_DAYS if found.has("n") else found.letters("u") == "U")
    ):
        return "busy"  # 'the last 30 days', 'in den letzten Wochen' have gone by
    if found.has("last"):
        return (found.frame.end, "end") if near else "busy"
    if unit == "month" and not anchored and not found.has("pre"):
        return "busy"
    count = found.value("n") if found.has("n") else found.value("nth")
    return _nth(found.frame, count, unit), "start"


def numbered_unit(found: Found) -> Meaning:
    """Day 3 (of the stay), week 12 (of the year), el día 15 (of the month)."""
    if not found.has("pre") and not found.has("of"):
        return "no"
    count, unit, base = found.value("n"), found.unit(), found.frame.base
    if unit == "week" and count > 4 and not found.has("of"):
        weeks = [days.week_end(base.year + ahead, count) for ahead in (0, 1)]
        return next((day for day in weeks if day and day >= base), None), "date"
    if unit == "day" and "day_is_date" in found.lists.traits and not found.has("of"):
        return day_of_month(found)
    return (_nth(found.frame, count, unit), "start") if unit in ("day", "week") else "no"


def ended(found: Found) -> Meaning:
    """One word for 'end of the stay' or 'end of the year'."""
    what = ENDS[found.value("ended")]
    if what == "stay":
        return found.frame.end, "end"
    return days.unit_end(found.frame.today, what), "relative"


def from_point(found: Found) -> Meaning:
    """Two weeks after my return, a month before departure, the week after the stay, the day of my return."""
    link, frame = found.letters("link"), found.frame
    before = "V" in link or ("P" in link and "for_is_before" in found.lists.traits)
    after = "A" in link or "S" in link
    of_stay = found.letters("point") in ("T", "E")
    if of_stay and not (before or after):
        return "no"
    at_start = found.letters("point") == "X" or found.letters("part") == "b"
    at_start = at_start or (before and of_stay and not found.has("part") and found.letters("point") == "T")
    origin = frame.start if at_start else frame.end
    count = found.value("n") if found.has("n") else int(before or after or found.unit() != "day")
    made = days.add_units(origin, -count if before else count, found.unit()) if origin else None
    return made, "start" if at_start else "end"


def at_point(found: Found) -> Meaning:
    """Before my return, before departure, by the start of the internship."""
    frame, pre, point = found.frame, found.letters("pre"), found.letters("point")
    before = "V" in pre or ("P" in pre and "for_is_before" in found.lists.traits and point != "T")
    if not before and "B" not in pre:
        return "no"
    if point == "R" or found.has("close"):
        return frame.end, "end"
    return (days.shift(frame.start, -1) if frame.start and before else frame.start), "start"


def within(found: Found) -> Meaning:
    """Within three weeks, after two months, in the first ten days, two weeks later."""
    count, unit = found.value("n"), found.unit()
    if _is_compound(found, count):
        return "no"
    if unit == "hour" and (count < 24 or not set("BJ") & set(found.letters("pre"))):
        return "busy"
    if unit == "year" and count > OLDEST and found.letters("pre").startswith("B"):
        return "busy"  # 'bis 18 Jahre'
    if found.has("nth"):
        return _nth(found.frame, count, unit), "start"
    return days.add_units(found.frame.today, count, unit), "relative"


def within_one(found: Found) -> Meaning:
    """'Za tydzień', 'do měsíce': within one, but 'w ciągu dnia' is 'by day'."""
    return "busy" if found.unit() in ("hour", "day") else within(found)


def range_of_units(found: Found) -> Meaning:
    """'In 2 to 3 weeks' is a deadline, '12 to 18 years' an age."""
    return within(found) if found.has("pre") else "busy"


def _is_compound(found: Found, count: int) -> bool:
    """'Three day centres' are no three days, 'in a day nursery' is not within a day."""
    if "plural_units" not in found.lists.traits or found.letters("u") != "u":
        return False
    return count > 1 or (
        found.unit() == "day" and found.follows() == "x" and not found.lists.has(found.next_word(), "stop")
    )


def duration(found: Found) -> Meaning:
    return "no" if _is_compound(found, found.value("n")) else "busy"


def next_unit(found: Found) -> Meaning:
    """Next week, this month; a year needs a preposition ('by next year')."""
    unit, base = found.unit(), found.frame.today
    if unit in ("hour", "day") or (unit == "year" and not found.has("pre")):
        return "busy"
    if found.has("next"):
        base = days.add_units(base, 1, unit) or base
    return days.unit_end(base, unit), "relative"


def weekday(found: Found) -> Meaning:
    return days.next_weekday(found.frame.base, found.value("w")), "relative"


def nth_weekday(found: Found) -> Meaning:
    """Last Friday of the stay, first Monday of March."""
    if found.has("m"):
        base, wanted = found.frame.base, found.value("m")
        year = found.year() or (base.year if wanted >= base.month else base.year + 1)
        return days.weekday_of_month(
            year, wanted, found.value("w"), 0 if found.has("last") else found.value("nth")
        ), "date"
    return (found.frame.end, "end") if found.has("last") else (_nth(found.frame, found.value("nth"), "week"), "start")


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


def open_end(found: Found) -> Meaning:
    return found.frame.end, "end"
