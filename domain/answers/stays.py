"""How many days a stay takes, in all the ways people answer that: "3", "a week", "until the 17th", "from 11 to 17 May"."""

from contextlib import suppress
from datetime import date
from typing import Final

from domain.answers import calendar, numbers, periods
from domain.answers.cleaning import NotUnderstood, line
from domain.answers.company import company
from domain.answers.lengths import lengths
from domain.answers.number_lexicon import lexicon
from domain.answers.number_words import Row, row

_MOST_UNKNOWN: Final = 5
"""A number in a longer sentence may be any number."""


def days(raw: str, lang: str, today: date, first: date | None = None, least: int = 1, most: int | None = None) -> int:
    """The number of days that was typed, counted from the `first` one when only the last is named.

    Raises NotUnderstood: "days" when no number counts days (people, a day of a month), "which-days" with the fields `first` and
    `second` for two lengths, "too-small" and "too-big" like `numbers.whole_number`.
    """
    text = line(raw)
    named = lengths(text, lang, asked=True)
    if len(named) > 1:
        raise NotUnderstood("which-days", first=named[0], second=named[-1])
    found = named[0] if named else _between(text, lang, today, first)
    if found is None:
        found = _number(text, lang, first)
    return numbers.whole_number(str(found), lang, least, most)


def _between(text: str, lang: str, today: date, first: date | None) -> int | None:
    """The days from the first to the last one, when the text names both or the last; None when it names no date."""
    with suppress(NotUnderstood):
        stay = periods.stay(text, lang, first or today)
        if stay is not None:
            return (stay[1] - stay[0]).days + 1
    last = None
    if first is not None:
        with suppress(NotUnderstood):
            last = periods.last_day(text, lang, first)
    if first is not None and last is not None:
        if last == first and not {"T", ">"} & set(calendar.shape(calendar.items(text, lang))):
            raise NotUnderstood("days")  # "Monday 8 March", the first day once more
        return (last - first).days + 1
    # "sept" is a month too
    plain = not any(c.isdigit() for c in text) and row(text, lexicon(lang)).understood
    if not plain and (periods.named_day(text, lang) is not None or periods.names_time(text, lang, today)):
        raise NotUnderstood("days")
    return None


def _number(text: str, lang: str, first: date | None) -> int:
    """A plain number, when nothing says that it counts something else."""
    found = row(text, lexicon(lang))
    if company(text, lang) is not None or _counts_others(found) or found.letters.count(".") > _MOST_UNKNOWN:
        raise NotUnderstood("days")
    values = sorted(found.values())
    if len(values) == len(("one", "other")):
        if first is not None and values[0] == first.day:  # "7 to 11" of a stay from the 7th on
            return int(values[1] - values[0]) + 1
        raise NotUnderstood("which-days", first=int(values[0]), second=int(values[1]))
    try:
        return numbers.whole_number(text, lang)
    except NotUnderstood as refused:
        raise NotUnderstood("days") if refused.code == "number" else refused from None


def _counts_others(found: Row) -> bool:
    """Whether a word for people, hours or years stands behind a number, or is all that is counted ("a month")."""
    behind = [found.letters[number.last + 1 : number.last + 2] for number in found.numbers]
    return "c" in behind or (bool(found.weak) and "c" in found.letters)
