"""What an answer says besides what was asked: guesses for later questions, to be confirmed there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from dialogs.questions import Reading
from domain.answers import contact, dates, periods, told
from domain.answers.cleaning import LONGEST, LONGEST_LINE, NotUnderstood
from domain.answers.company import company
from domain.answers.experience import years
from domain.answers.lengths import lengths
from domain.answers.towns import town

#: what may be told of the journey before the enquiry asks it
JOURNEY: Final = ("countries", "period", "days", "together", "people")
#: as many as the enquiry takes
MOST_DAYS: Final = 60
MOST_PEOPLE: Final = 30
#: days from one date to another are those of the stay when they are few; otherwise it may lie anywhere between
FEW_DAYS: Final = 7
_FIGURE: Final = re.compile(r"\d")


def found(keys: Iterable[str], words: str, reading: Reading, passing: bool = False) -> Iterator[tuple[str, Any]]:
    """The later questions among `keys` that the words speak of, with their values: "Spain, in May, 5 days".

    In `passing`, in a text about something else, only sentences that speak of the journey are heard.
    """
    words = words[:LONGEST]
    of_journey: str | None = None
    for key in keys if words else ():
        if key in _OF_JOURNEY and of_journey is None:
            of_journey = told.of_the_journey(words, reading.lang) if passing else words
        try:
            if key not in _OF_JOURNEY:
                value = _OTHERS[key](words, reading)
            else:
                value = _OF_JOURNEY[key](of_journey, reading, passing) if of_journey else None
        except NotUnderstood:
            # said to another question: nobody waits for it to be read
            continue
        if value:
            yield key, value


def _countries(words: str, reading: Reading, _passing: bool) -> list[str]:
    return list(told.countries(words, reading.lang))


def _period(words: str, reading: Reading, passing: bool) -> dict[str, Any] | None:
    times = told.parts_of_time(words, reading.lang) if passing else words
    if not times:
        return None
    span = periods.of_a_stay(times, reading.lang, reading.today).plain()
    # "anywhere" is no "any time"
    return span if span.get("months") or span.get("from") else None


def _days(words: str, reading: Reading, _passing: bool) -> int | None:
    named = lengths(words, reading.lang)
    if named:
        return named[0] if len(named) == 1 and named[0] <= MOST_DAYS else None
    stay = _stay(words, reading)
    days = (stay[1] - stay[0]).days + 1 if stay is not None else 0
    return days if 0 < days <= FEW_DAYS else None


def _together(words: str, reading: Reading, passing: bool) -> str | None:
    people = company(words, reading.lang, passing)
    if people is None or people < 0:
        return None
    return "alone" if people == 1 else "group"


def _people(words: str, reading: Reading, passing: bool) -> int | None:
    people = company(words, reading.lang, passing)
    return people if people is not None and 1 < people <= MOST_PEOPLE else None


def _start(words: str, reading: Reading, _passing: bool) -> str | None:
    stay = _stay(words, reading)
    if stay is not None:
        return stay[0].isoformat()
    return dates.date(words, reading.lang, reading.today).isoformat() if told.tells_time(words, reading.lang) else None


def _stay(words: str, reading: Reading) -> tuple[date, date] | None:
    times = told.parts_of_time(words, reading.lang) if len(words) <= LONGEST_LINE and _FIGURE.search(words) else ""
    if not times:
        return None
    try:
        return periods.stay(times, reading.lang, reading.today)
    except NotUnderstood:
        return None


_OF_JOURNEY: Final[Mapping[str, Callable[[str, Reading, bool], Any]]] = {
    "countries": _countries, "period": _period, "days": _days, "together": _together, "people": _people, "start": _start,
}  # fmt: skip
_OTHERS: Final[Mapping[str, Callable[[str, Reading], Any]]] = {
    "city": lambda words, reading: town(words, reading.lang),
    "years": lambda words, reading: years(words, reading.lang),
    "phone": lambda words, _: contact.phone_beside(words),
}
