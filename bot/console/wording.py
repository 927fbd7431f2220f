"""How the desk says things to one member of staff: in the language of their browser, in the helpdesk's time zone."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_timedelta
from babel.numbers import format_decimal

from domain.messages import Text
from domain.texts import render
from locales import formats

#: days for which the name of the weekday says enough
_WEEK = 7


class Words(Protocol):
    """The catalogue: the text of a key in a language, its fields filled in."""

    def __call__(self, lang: str, key: str, /, **fields: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: for machines, for a list (as short as today allows), in full, and the time of day alone."""

    iso: str
    short: str
    full: str
    time: str
    day: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes texts, names and times for one reader; `now` in milliseconds decides what counts as today."""

    lang: str
    words: Words
    zone: ZoneInfo
    now: int

    def t(self, key: str, /, **fields: object) -> str:
        """A text of the desk."""
        return self.words(self.lang, f"desk.{key}", **fields)

    def show(self, text: Text) -> str:
        """A neutral text in the reader's language."""
        return render(text, self.lang)

    def language(self, code: str) -> str:
        """The name of a language, standing by itself."""
        return _capital(formats.language(code, self.lang))

    def in_a_sentence(self, code: str) -> str:
        """The name of a language, as it stands inside a sentence."""
        return formats.language(code, self.lang)

    def country(self, code: str) -> str:
        """The name of a country."""
        return formats.country(code, self.lang)

    def share(self, chance: float) -> str:
        """A probability, with two decimals."""
        return format_decimal(chance, "0.00", locale=formats.locale(self.lang))

    def today(self) -> dt.date:
        """The day it is where the helpdesk is."""
        return self._local(self.now).date()

    def start_of(self, day: dt.date) -> int:
        """When a day begins where the helpdesk is, in milliseconds since 1970."""
        return int(dt.datetime.combine(day, dt.time(), self.zone).timestamp() * 1000)

    def joined(self, items: Iterable[str]) -> str:
        """A list inside a sentence: "a, b and c"."""
        return formats.joined(items, self.lang)

    def moment(self, milliseconds: int) -> Moment:
        """A point in time."""
        at, today = self._local(milliseconds), self.today()
        time = f"{at:%H:%M}"
        day = formats.day(at.date(), self.lang)
        if at.date() == today:
            short = time
        elif 0 < (today - at.date()).days < _WEEK:
            short = f"{_brief('E', at.date(), self.lang)} {time}"
        elif at.year == today.year:
            short = _brief("MMMd", at.date(), self.lang)
        else:
            short = formats.day(at.date(), self.lang, "medium")
        return Moment(at.isoformat(timespec="seconds"), short, f"{day}, {time}", time, day)

    def lasting(self, milliseconds: int) -> str:
        """A length of time, in the largest unit that fits: "25 min"."""
        return _lasting(milliseconds // 60_000, self.lang)

    def number(self, figure: int) -> str:
        """A whole number, as the language groups its figures."""
        return format_decimal(figure, locale=formats.locale(self.lang))

    def days(self, first: str, last: str) -> str:
        """From a day to a day, both YYYY-MM-DD, as briefly as the language can: "3–5 May 2027"."""
        try:
            start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        except ValueError:
            return f"{first} – {last}"
        return formats.days(start, end, self.lang)

    def _local(self, milliseconds: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(milliseconds / 1000, self.zone)


#: makes the wording for a reader of this language, as of now
Reader = Callable[[str], Wording]


# lists write the same days and lengths of time again and again


@lru_cache(maxsize=1024)
def _brief(skeleton: str, day: dt.date, lang: str) -> str:
    return format_skeleton(skeleton, day, locale=formats.locale(lang))


@lru_cache(maxsize=4096)
def _lasting(minutes: int, lang: str) -> str:
    length = dt.timedelta(minutes=minutes)
    return format_timedelta(length, granularity="minute", threshold=1, format="short", locale=formats.locale(lang))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
