"""The words and figures of dates, read as a row of items: what dates and periods have in common.

A text becomes items of one letter each, so that a date is a pattern over letters ("15 mars 2027" is `NMY`):

D a full date   S day/month   F month/year   g week/year   N number   O "1st"   o "first"   Y year   M month   W weekday
f feast   U day   u week   v month   y year   x half of a year   q quarter   Q "quarter"   k "calendar week"   s season
e weekend   d today, tomorrow   + a week or two later   h half   b m z beginning, middle, end   n next   l last   t this
I "in" three weeks   J three weeks "from now"   A three weeks "ago"   > to   T until   w between   | or, and   B before
C from there on   ^ onwards   ! not   * any   H an hour   € no part of a date: a sum, a share   ~ other words
that only look like a date   . a word without meaning here
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from domain.answers.calendar_words import Item, Words, words_elsewhere, words_of
from domain.answers.cleaning import fold
from domain.answers.slips import nearest

__all__ = ["Item", "items", "shape", "speaks_of_time"]

ELSEWHERE: Final = "elsewhere"
"""In place of a language: the months of the languages of Europe that the bot does not speak."""

_TOKEN = re.compile(
    r"""(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))
    |(?P<dmy>\d{1,2}(?P<sep>\s?[-/.]\s?)\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?!\d))
    |(?P<ym>\d{4}[-/.]\d{1,2}(?![\d/.-]))
    |(?P<my>(?<![\d.])\d{1,2}[-/.]\d{4}(?!\d))
    |(?P<dm>\d{1,2}[/.]\d{1,2}(?!\d))\.?
    |(?P<compact>(?<!\d)(?:(?:19|20|21)\d{6}|\d{4}(?:19|20|21)\d\d)(?!\d))
    |(?P<grouped>(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d))
    |(?P<time>\d{1,2}(?::|\s?[hu]\s?)\d{2}(?!\d|[/.-]\d)|\d{1,2}(?:am|\s?(?:h|hrs?|pm|am(?!\s\w)|uhr|uur|u|heures?|horas?))(?![a-z]))
    |(?P<quarter>[qt][1-4])(?![a-z\d])
    |(?<![a-z])'(?P<short>\d\d)(?!\d)
    |(?P<num>\d+)(?P<ord>(?:st|nd|rd|th|ers?|ere|re|ieme|eme|e|de|ste|ro|ero|do|o|a)(?![a-z])|\.(?!\d)|°)?
    |(?P<until>t/m(?![a-z]))
    |(?P<word>[^\W\d_]+)
    |(?P<dash>[-–—→])
    |(?P<or>[/,;&+])
    |(?P<sign>[€$£%])""",
    re.VERBOSE,
)
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_LEADING = frozenset("bmzhtnlIAwBC")
_CENTURY = 2000
_MONTHS = 12
_TELLING = 4
_TWO_LETTERS = 2
_DATED = frozenset(("iso", "dmy", "dm", "num", "ord", "dash", "until"))
_COMMA_OR_ARTICLE = frozenset((",", "den", "dem", "de"))
_SHORT_YEARS = range(25, 60)
# what an abbreviation stands beside: "15 mar", "mon 3", "dec 2027", "jan-feb"
_BESIDE = {"M": frozenset("NOoYWM>T|bmzhnl"), "W": frozenset("NOoSD>Tnlu")}


def items(text: str, lang: str, slips: bool = False, besides: str = "") -> list[Item]:
    """The items of a text, read with the words of one language; with `slips` also those with a typing error.

    `lang` may be ELSEWHERE. The small words of the language `besides` change nothing ("2nd of septembre"). Linear in the
    length of the text.
    """
    row: list[Item] = []
    known = words_of(lang) if lang != ELSEWHERE else words_elsewhere()
    glue = words_of(besides).glue | known.glue if besides else frozenset()
    for item in _items(fold(text), known, slips, glue):
        before = row[-1].kind if row else ""
        if item.kind == "H":  # "on 3 March at 2 pm"
            if before == ">":
                row.pop()
            continue
        # "March 15, 2027", "Saturday, 1 May"
        if before == "|" and (item.kind == "Y" or (item.kind in "NODS" and shape(row[-2:-1]) == "W")):
            row.pop()
        if not (item.kind == ">" and before in _LEADING):  # "mi-mai"
            row.append(item)
    row = [item.also if item.also and _is_other(row, at) else item for at, item in enumerate(row)]
    return _with_short_years(_without_decimals(_without_stray_abbreviations(row, alone=not besides)))


def speaks_of_time(text: str, lang: str) -> bool:
    """Does a text hold a figure, or a word that dates have in a language (or ELSEWHERE)? Without one `items` finds nothing."""
    folded = fold(text)
    known = words_of(lang) if lang != ELSEWHERE else words_elsewhere()
    return _FIGURE.search(folded) is not None or not known.phrases.keys().isdisjoint(_WORD.findall(folded))


def shape(row: list[Item]) -> str:
    """The letters of a row of items."""
    return "".join(item.kind for item in row)


def _is_other(row: list[Item], at: int) -> bool:
    """Whether the abbreviation of a month stands for its other word: "mar prochain" and "mar 9 fév" are a Tuesday."""
    letters, other = shape(row), row[at].also
    beside = letters[max(at - 1, 0) : at] + letters[at + 1 : at + 2]
    if other and other.kind == "W" and re.match("[NOo][M>]|[SD]", letters[at + 1 :]):
        return True
    return not set("ntl").isdisjoint(beside) and set("NOoY").isdisjoint(beside)


def _without_stray_abbreviations(row: list[Item], alone: bool) -> list[Item]:
    """ "sun" and "mar" are words too: they count beside a number or another word of dates, or `alone` as a whole answer."""
    if not any(item.short for item in row) or (alone and all(item.short or item.kind in ">T|" for item in row)):
        return row
    around = ["", *shape(row), ""]
    return [
        Item(".")
        if item.short
        and (_BESIDE[item.kind].isdisjoint((around[at], around[at + 2])) or (item.kind == "W" and not alone))
        else item
        for at, item in enumerate(row)
    ]


def _without_decimals(row: list[Item]) -> list[Item]:
    """ "3.5 days" and "12.5 €" are no days of May."""
    return [
        Item(".") if item.kind == "S" and at + 1 < len(row) and row[at + 1].kind in "Uuvy€" else item
        for at, item in enumerate(row)
    ]


def _with_short_years(row: list[Item]) -> list[Item]:
    """The year of "3 mars 28", "summer 28": two figures that end a date and are no hour."""
    for at in range(1, len(row)):
        after = row[at + 1].kind if at + 1 < len(row) else ">"
        dated = row[at - 1].kind == "s" or (row[at - 1].kind == "M" and at > 1 and row[at - 2].kind in "NOo>")
        if row[at].kind == "N" and row[at].value in _SHORT_YEARS and dated and after in ">T|":
            row[at] = Item("Y", _CENTURY + row[at].value)
    return row


def _items(folded: str, words: Words, slips: bool, besides: frozenset[str]) -> Iterator[Item]:
    tokens = list(_TOKEN.finditer(folded))
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        match token.lastgroup:
            case "word":
                taken, found = _longest(tokens, at - 1, words, slips, besides)
                if (
                    len(token[0]) <= _TWO_LETTERS
                    and found
                    and found[0].short
                    and not _is_weekday(tokens, at - 1, words)
                ):
                    found = (Item("."),)
                at += taken - 1
                yield from found
            case "num" | "ord" if token[0] in words.phrases:
                taken, found = _longest(tokens, at - 1, words, slips, besides)
                at += taken - 1
                yield from found if taken > 1 else (_number(token),)
            case "num" | "ord":
                yield _number(token)
            case "sign" | "grouped":
                yield Item("€")
            case "short":
                yield Item("Y", _CENTURY + int(token["short"]))
            case "time":
                yield Item("H")
            case "until":
                yield Item("T")
            case "dash":
                yield Item(">")
            case "or":
                yield Item("|")
            case "quarter":
                yield Item("q", int(token["quarter"][1]))
            case "dm" if int(re.split("[/.]", token[0])[1]) > _MONTHS:  # "KW 36/37"
                first, last = re.split("[/.]", token[0])[:2]
                yield from (Item("N", int(first)), Item("|"), Item("N", int(last)))
            case kind:
                yield _figures(kind or "", token[0])


def _is_weekday(tokens: list[re.Match[str]], at: int, words: Words) -> bool:
    """Whether two letters that are a word too ("so", "do") stand where a weekday is written: "So, 13.9.", "bis Fr", "Mo-Mi"."""
    if len(tokens) == 1:
        return tokens[0][0] not in words.ambiguous
    behind = [token for token in tokens[at + 1 : at + 4] if token[0] not in _COMMA_OR_ARTICLE][:1]
    before = tokens[at - 1] if at else None
    named = [token for token in (before, *behind) if token is not None and token.lastgroup == "word"]
    after = [row for token in behind for _, row in words.phrases.get(token[0], ()) if row and row[0].kind == "n"]
    return (
        any(
            token.lastgroup in _DATED
            for token in behind
            if token.lastgroup != "num" or tokens[at][0] not in words.ambiguous
        )
        or (bool(after) and tokens[at][0] not in words.ambiguous)
        or (before is not None and (before.lastgroup == "dash" or before[0] in words.before_weekday))
        or any(row and row[0].kind == "W" for token in named for row in [words.single.get(token[0], ())])
    )


def _number(token: re.Match[str]) -> Item:
    value = int(token["num"][:9])
    if len(token["num"]) == 4 and 1900 <= value < 2200:
        return Item("Y", value)
    return Item("O" if token["ord"] else "N", value)


def _figures(kind: str, written: str) -> Item:
    parts = [int(part) for part in re.findall(r"\d+", written)]
    if kind == "iso":
        return Item("D", pair=tuple(parts))
    if kind == "compact":
        year_first = written[:2] in ("19", "20", "21") and int(written[4:6]) <= 12
        pairs = [(0, 4), (4, 6), (6, 8)] if year_first else [(4, 8), (2, 4), (0, 2)]
        return Item("D", pair=tuple(int(written[start:end]) for start, end in pairs))
    if kind == "dmy":
        day, month, year = parts
        return Item("D", pair=(year if year > 99 else _CENTURY + year, month, day))
    if kind == "dm":
        return Item("S", pair=tuple(parts))
    year, month = parts if kind == "ym" else reversed(parts)
    if not 1900 <= year < 2200:
        return Item(".")
    return Item("F" if 1 <= month <= _MONTHS else "g", pair=(year, month))


def _longest(
    tokens: list[re.Match[str]], at: int, words: Words, slips: bool, besides: frozenset[str]
) -> tuple[int, tuple[Item, ...]]:
    """How many tokens the longest phrase that starts here takes, and its items; hyphens inside it do not matter."""
    known = words.phrases.get(tokens[at][0], ())
    if besides and len(tokens[at][0]) < _TELLING:  # short words of another language may be anything
        known = tuple((phrase, row) for phrase, row in known if len(phrase) > 1 or not row or row[0].kind not in "esWd")
    if known:
        places = [place for place in range(at, min(at + 9, len(tokens))) if tokens[place].lastgroup != "dash"]
        ahead = tuple(tokens[place][0] for place in places)
        for phrase, found in known:
            if ahead[: len(phrase)] == phrase:
                return places[len(phrase) - 1] - at + 1, found
    meant = _meant(tokens[at][0], words) if slips else None
    return 1, words.single[meant] if meant else () if tokens[at][0] in besides else (Item("."),)


# most words of most answers are the same few thousand
@lru_cache(maxsize=4096)
def _meant(typed: str, words: Words) -> str | None:
    """The word of dates that somebody meant who made a slip."""
    return nearest(typed, words.guessable) or nearest(typed, words.feasts, slips=1)
