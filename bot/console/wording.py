"""How the desk says things to one member of staff: in the language of their browser, in the helpdesk's time zone."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_interval, format_skeleton
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
            short = f"{format_skeleton('E', at.date(), locale=formats.locale(self.lang))} {time}"
        elif at.year == today.year:
            short = format_skeleton("MMMd", at.date(), locale=formats.locale(self.lang))
        else:
            short = formats.day(at.date(), self.lang, "medium")
        return Moment(at.isoformat(timespec="seconds"), short, f"{day}, {time}", time, day)

    def days(self, first: str, last: str) -> str:
        """From a day to a day, both YYYY-MM-DD, as briefly as the language can: "3–5 May 2027"."""
        try:
            start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        except ValueError:
            return f"{first} – {last}"
        return str(format_interval(start, end, "yMMMd", locale=formats.locale(self.lang)))

    def _local(self, milliseconds: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(milliseconds / 1000, self.zone)


#: makes the wording for a reader of this language, as of now
Reader = Callable[[str], Wording]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
