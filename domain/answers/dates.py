"""One day, as people type it: "2027-03-15", "15/3", "le 15 mars 2027", "next Monday", "in drei Wochen", "end of May".

Days stand before months in all six languages. `today` is passed in; without a year the next such day is meant.
"""

import datetime as dt

from domain.answers.calendar import Item, shape
from domain.answers.cleaning import NotUnderstood, line
from domain.answers.reckoning import Reckoning
from domain.answers.spans import Span, spans
from domain.language_model import RIVALS

_YEARS_BACK = 120
_YEARS_AHEAD = 30
_LONGEST_FOR_LIBRARY = 60
_OTHER_LANGUAGES = ["nb" if code == "no" else code for code in (*RIVALS, "el", "bg", "uk", "mk", "sr", "ru")]


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
    days = {_day(span, row[span.first].kind) for span in found} - {None}
    if len(days) > 1:
        raise NotUnderstood("one-date")
    only = days.pop() if days else _lone(text, row, Reckoning(today, past))
    if only is None and "." in shape(row):
        only = _with_library(text, today, past)
    if only is None:
        raise NotUnderstood("date-day" if found else "date")
    if not today.year - _YEARS_BACK <= only.year <= today.year + _YEARS_AHEAD:
        raise NotUnderstood("date-far")
    return only


def _day(span: Span, kind: str) -> dt.date | None:
    if span.grain == "day":
        return span.start
    if span.grain == "part" and kind in "bmz":
        length = (span.end - span.start).days
        return {"b": span.start, "m": dt.date.fromordinal(span.start.toordinal() + length // 2), "z": span.end}[kind]
    return None


def _lone(text: str, row: list[Item], reckoning: Reckoning) -> dt.date | None:
    """ "le 15" is the next 15th, "2 months" is in two months; "15" alone could be anything."""
    match shape(row):
        case "N" if any(c.isalpha() for c in text):
            return reckoning.month_day(row[0].value)
        case "NU":
            return reckoning.moved(row[0].value, row[1].value)
        case _:
            return None


def _with_library(text: str, today: dt.date, past: bool) -> dt.date | None:
    """What dateparser reads in the languages of Europe that the bot does not speak; imported only for such a text."""
    if len(text) > _LONGEST_FOR_LIBRARY or not any(c.isdigit() for c in text):
        return None
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=_OTHER_LANGUAGES,
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "RELATIVE_BASE": dt.datetime.combine(today, dt.time(12)),
            "PREFER_DATES_FROM": "past" if past else "future",
            "REQUIRE_PARTS": ["day", "month"],
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    try:
        found = parser.get_date_data(text).date_obj
    except Exception:  # whatever it stumbles over, the text is no date to us
        return None
    return found.date() if found else None
