"""The stretches of days that a text names, each as fine as it was said."""

from contextlib import suppress
from datetime import date
from typing import Final

from domain.answers.calendar import ELSEWHERE, Item, items, shape, speaks_of_time
from domain.answers.cleaning import NotUnderstood
from domain.answers.reckoning import Reckoning
from domain.answers.span_rules import Span, read
from domain.language.codes import SERVED

__all__ = ["Span", "spans"]

_MOST_UNKNOWN: Final = 2
Reading = tuple[list[Item], list[Span]]


def spans(text: str, lang: str, today: date, past: bool = False) -> Reading:
    """The items and spans of a text in the language of the person, or in the served language that knows more of it.

    Raises NotUnderstood like `Reckoning`, and "period-order" for "17 to 3 May".
    """
    reckoning = Reckoning(today, past)

    def reading(other: str, slips: bool = False) -> Reading:
        row = _with_years(items(text, other, slips, lang if other != lang else ""), today)
        return row, read(reckoning, row)

    row, found = reading(lang)
    if "." not in shape(row):
        return row, found
    # words we do not know: perhaps one has a typing error, or the text is in another language
    best = row, found
    others = ((other, False) for other in (*SERVED, ELSEWHERE) if other != lang)
    for other, slips in ((lang, True), *others):
        if not slips and not speaks_of_time(text, other):
            continue
        with suppress(NotUnderstood):
            one = reading(other, slips)
            credible = _credible(one) and (other != ELSEWHERE or _figured(one))
            if _unknown(one) < _unknown(best) + (not best[1]) and (credible or (_figured(one) and not best[1])):
                best = one
    return best


def _unknown(reading: Reading) -> int:
    return shape(reading[0]).count(".")


def _credible(reading: Reading) -> bool:
    """A word of another language, or with a typing error, says something where nearly all others are understood."""
    return bool(reading[1] or set("*!") & set(shape(reading[0]))) and _unknown(reading) <= _MOST_UNKNOWN


def _figured(reading: Reading) -> bool:
    row, found = reading
    named = (shape(row[span.first : span.last + 1]) for span in found)
    return any(set("DSF") & set(letters) or ("M" in letters and set("NOoY") & set(letters)) for letters in named)


def _with_years(row: list[Item], today: date) -> list[Item]:
    """ "May next year", "next year in May": the year stands behind the month as if it were written."""
    letters = shape(row)
    for pair, step in (("ny", 1), ("yn", 1), ("ty", 0), ("ly", -1), ("yl", -1)):
        at = letters.find(pair)
        named = [place for place, letter in enumerate(letters) if letter in "Msfx" and not at <= place < at + 2]
        if at < 0 or not named or "Y" in letters:
            continue
        row = [*row[: named[-1] + 1], Item("Y", today.year + step), *row[named[-1] + 1 :]]
        at += at > named[-1]
        return row[:at] + row[at + 2 :]
    return row
