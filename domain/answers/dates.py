"""One day, as people type it: "2027-03-15", "15/3", "le 15 mars 2027", "next Monday", "in drei Wochen", "end of May".

Days stand before months in all six languages. `today` is passed in; without a year the next such day is meant.
"""

import datetime as dt
import re

from domain.answers.calendar import Item, items, shape
from domain.answers.calendar_words import DAYS, words_of
from domain.answers.cleaning import NotUnderstood, line, words
from domain.answers.reckoning import Reckoning, add_months, moved
from domain.answers.spans import Span, spans

_COUNTED = re.compile(r"(?:(?P<count>N)[Uuvy]|U)(?P<link>[ABC]?)$")
_WORDS = re.compile(r"\w+")
_DAY_AND_MONTH = re.compile(r"\d{1,2}-\d{1,2}")
#: one day of a month, or the first and the last of a stay: "the 15th", "du 15 au 17"
_DAY_ONLY = re.compile(r"[.|^]*[C>]?(?P<day>[NOo])(?:[>T][NOo])?[.|^]*$")
#: so many words besides, at most, beside "15", "15th" and "fifteenth"
_BESIDE = {"N": 1, "O": 2, "o": 0}
_RANGE = re.compile("[>T]")
_YEARS_BACK = 120
_YEARS_AHEAD = 30


def date(raw: str, lang: str, today: dt.date, past: bool = False) -> dt.date:
    """The day that was typed.

    With `past`, a day without a year is the last such day (a receipt) instead of the next (a plan). "End of May" is its
    last day, "mid May" the 15th, "beginning of May" the first. Raises NotUnderstood: "date" when there is no day,
    "date-day" when only a month, a week or a season is named, "one-date" for several days, "weekday" when the weekday
    is not that of the date, "date-far" beyond 120 years back or 30 years ahead.
    """
    text = line(raw)
    row, found = spans(text, lang, today, past)
    if "!" in shape(row):
        raise NotUnderstood("date")
    if any(span.grain == "days" for span in found):
        raise NotUnderstood("one-date")
    found = _without_weekdays(row, [span for span in found if not _is_last_day(span, row) or past])
    only = _counted(row, found) or _only({day for span in found if (day := _day(span, row, today, past))})
    if only is None:
        only = _lone(text, row, Reckoning(today, past))
    if only is None:
        raise NotUnderstood("date-day" if found else "date")
    if not today.year - _YEARS_BACK <= only.year <= today.year + _YEARS_AHEAD:
        raise NotUnderstood("date-far")
    return only


def within(raw: str, lang: str, held: dt.date) -> dt.date | None:
    """The day of the month of `held` that words without a month name: "the 15th", "il 15", "du 15 au 17"; None for other words.

    Raises NotUnderstood: "date" where that month has no such day, "date-day" for a mere weekday.
    """
    row = items(line(raw), lang)
    found = _DAY_ONLY.match(shape(row))
    if shape(row).strip(".") == "W":
        # in that week or in the next one?
        raise NotUnderstood("date-day")
    if found is None:
        if set(shape(row)) <= set("NOo>TCB|.^w~") and not set("Oo").isdisjoint(shape(row)):
            # never a day of another month
            raise NotUnderstood("date-day")
        return None
    day = row[found.start("day")]
    if shape(row).count(".") > _BESIDE[day.kind]:
        # "ring me first"
        return None
    if day.kind != "O" and not _RANGE.search(shape(row)) and not _is_set_off(words(raw), lang):
        return None
    try:
        return held.replace(day=day.value)
    except ValueError:
        raise NotUnderstood("date") from None


def _is_set_off(tokens: list[str], lang: str) -> bool:
    """Does a number stand alone or behind an article? "3 people" and "my 3 colleagues" count something, "il 3" does not."""
    at = next((at for at, token in enumerate(tokens) if token.isdigit()), len(tokens) - 1)
    return len(tokens) == 1 or (at > 0 and tokens[at - 1] in {*words_of(lang).glue, "al"})


def _without_weekdays(row: list[Item], found: list[Span]) -> list[Span]:
    """ "4 June, a Friday": the weekday only says once more which day it is."""
    lone = [span for span in found if span.first == span.last and row[span.first].kind == "W"]
    others = [span for span in found if span not in lone and span.grain == "day"]
    if len(others) == 1 and all(row[span.first].value == others[0].start.weekday() for span in lone):
        return [span for span in found if span not in lone]
    return found


def _is_last_day(span: Span, row: list[Item]) -> bool:
    """ "The last day", that of a stay: what follows says which one it is."""
    return shape(row[span.first : span.last + 1]) in ("lU", "Ul") and DAYS in (
        row[span.first].value,
        row[span.last].value,
    )


def _only(days: set[dt.date]) -> dt.date | None:
    if len(days) > 1:
        raise NotUnderstood("one-date")
    return days.pop() if days else None


def _day(span: Span, row: list[Item], today: dt.date, past: bool) -> dt.date | None:
    kind = row[span.first].kind
    if span.grain == "day":
        return span.start
    if span.grain != "part" or kind not in "bmz":
        return None
    length = (span.end - span.start).days
    day = {"b": span.start, "m": span.start + dt.timedelta(days=length // 2), "z": span.end}[kind]
    # "early May" while it is the 3rd of May is next year's
    return add_months(day, 12) if day < today and span.year is None and not past else day


def _counted(row: list[Item], found: list[Span]) -> dt.date | None:
    """A day counted from another: "two days before Christmas", "a week from Monday", "the Monday after Easter"."""
    if not found or any(span.grain != "day" for span in found):
        return None
    anchor, letters = found[-1], shape(row)
    match = _COUNTED.search(letters[: anchor.first])
    if match and len(found) == 1 and (match["link"] or letters[anchor.first] in "Wd"):
        count = row[match.start()].value if match["count"] else 1
        unit = row[match.end() - len(match["link"]) - 1].value
        return moved(anchor.start, -count if match["link"] in ("A", "B") else count, unit)
    if len(found) == 2 and letters[found[0].first : anchor.first] in ("WB", "WA", "WC"):
        weekday, before = row[found[0].first].value, letters[anchor.first - 1] != "C"
        days = (anchor.start.weekday() - weekday) % 7 if before else (weekday - anchor.start.weekday()) % 7
        return moved(anchor.start, -(days or 7) if before else days or 7, DAYS)
    return None


def _lone(text: str, row: list[Item], reckoning: Reckoning) -> dt.date | None:
    """ "le 15" and "the third" are the next such day, "2 months" is in two months, "3-3" is 3 March; "15" could be anything."""
    match shape(row):
        case "N" | "o" | "UN" if len(_WORDS.findall(text)) > 1:
            return reckoning.month_day(row[-1].value)
        case "N>N" if _DAY_AND_MONTH.fullmatch(text):
            return reckoning.day(None, row[2].value, row[0].value)
        case "NU" | "Nu" | "Nv" | "Ny" if row[0].value > 1:
            return reckoning.moved(row[0].value, row[1].value)
        case _:
            return None
