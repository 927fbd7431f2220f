"""What a match of the deadline grammar means that counts from today or hangs on the stay: 'within two weeks of my return'.

Letter groups of a match (time_letters.Found) used here: n a count, u a unit, nth an ordinal, point the stay, return or
departure, link and pre the words before, part 'end', 'middle' or 'beginning', y a year. Source: DOMAIN section 5.2, row T.
"""

from datetime import date

from domain.goals import days
from domain.goals.calendar_meanings import day_of_month, nth_quarter
from domain.goals.time_letters import Found, Frame, Meaning
from domain.goals.time_words import ENDS

LAST_DAYS = 4  # 'the last two days' are those of the stay, 'the last 30 days' have gone by
OLDEST = 4  # years: 'until 18 years' is an age


def busy(_: Found) -> Meaning:
    """'Every Monday', 'three weeks ago': of time, but no deadline."""
    return "busy"


def target(found: Found) -> Meaning:
    """'To under ten days' is no deadline; 'and within ten days' is one."""
    return "no" if found.lists.has(found.text("to"), "joint") else "busy"


def vague(_: Found) -> Meaning:
    """'In the coming months'."""
    return "vague"


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
        return nth_quarter(found, found.value("nth"))
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


def nth_unit(found: Found) -> Meaning:
    """First day, last week (of the stay), first two weeks, second quarter (of the year)."""
    unit = ("day", "week")[min(found.value("stayunit"), 2) - 1] if found.has("stayunit") else found.unit()
    anchored = found.has("stayunit") or found.has("of")
    if unit == "quarter" and found.has("nth") and not anchored:
        return nth_quarter(found, found.value("nth"))
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


def nth_weekday(found: Found) -> Meaning:
    """Last Friday of the stay, first Monday of March."""
    if found.has("m"):
        base, wanted = found.frame.base, found.value("m")
        year = found.year() or (base.year if wanted >= base.month else base.year + 1)
        return days.weekday_of_month(
            year, wanted, found.value("w"), 0 if found.has("last") else found.value("nth")
        ), "date"
    return (found.frame.end, "end") if found.has("last") else (_nth(found.frame, found.value("nth"), "week"), "start")


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
    """'For three weeks'."""
    return "no" if _is_compound(found, found.value("n")) else "busy"


def next_unit(found: Found) -> Meaning:
    """Next week, this month; a year needs a preposition ('by next year')."""
    unit, base = found.unit(), found.frame.today
    if unit in ("hour", "day") or (unit == "year" and not found.has("pre")):
        return "busy"
    if found.has("next"):
        base = days.add_units(base, 1, unit) or base
    return days.unit_end(base, unit), "relative"


def open_end(found: Found) -> Meaning:
    """'By the end', which is that of the stay."""
    return found.frame.end, "end"
