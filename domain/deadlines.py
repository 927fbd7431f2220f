"""Finds the deadline in a goal written in plain words: '15 mars', 'bis Ende Juni', 'within two weeks of my return'.

Each word gets the letter of its kind in time phrases (goal_times) from the word lists of its language; the grammar
below reads the letters and so is one for all languages. Source: DOMAIN section 5.2, row T; vague phrases ('one day',
'plus tard', 'irgendwann') are not deadlines.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import Literal

from domain import goal_days as days
from domain.goal_times import Found, Frame, letter_all, matches
from domain.goal_words import ENDS, FEASTS, SEASONS, Token, Words, tokens, words

Anchor = Literal["date", "start", "end", "relative"]
_Day = tuple[date | None, Anchor]
_Meaning = _Day | Literal["busy", "vague", "no"]  # busy: a time phrase but no deadline; no: not a time phrase

LAST_DAYS = 4  # 'the last two days' are those of the stay
OLDEST = 4  # years: 'until 18 years' is an age

_PRE = "[BVPIOJ][BVPIOJdq]{0,4}"  # prepositions with articles and 'about'
_COUNT = "(?P<n>[Nih1])N?[qnf]{0,2}(?P<u>[uU])"  # two weeks, a month, trois prochains mois


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written. `day` is None when it is open, such as the last day of a stay whose dates are unknown.

    `anchor` says what the day hangs on: a calendar 'date', the 'start' or 'end' of the stay, or today ('relative').
    """

    day: date | None
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Times:
    """All time phrases of a text. `busy` holds the indexes of every token that speaks of time, `firm` those of the
    deadlines, `vague` those of phrases such as 'one day' or 'as soon as possible'."""

    deadlines: tuple[Deadline, ...]
    busy: frozenset[int]
    firm: frozenset[int]
    vague: frozenset[int]


def find_deadline(
    text: str, lang: str, *, today: date, start: date | None = None, end: date | None = None
) -> Deadline | None:
    """The deadline a text names, or None; `lang` is one of en fr nl de es it.

    Days without a year are the next ones from `today` (or from `start` of the stay); of several deadlines one still
    ahead goes first, then the latest. Never raises, whatever the text.
    """
    read = tokens(text)
    return best_deadline(read_times(text, read, words(lang), Frame(today, start, end)).deadlines, today)


def best_deadline(deadlines: Sequence[Deadline], today: date) -> Deadline | None:
    """The one that binds: ahead of us rather than past, then the latest; an open one counts as ahead."""

    def rank(deadline: Deadline) -> tuple[bool, date]:
        day = deadline.day or today
        return day >= today, day

    return max(deadlines, key=rank, default=None)


def read_times(text: str, read: Sequence[Token], lists: Words, frame: Frame) -> Times:
    """Reads every time phrase among the tokens of `text`, in time linear in their number."""
    lettered = letter_all(read, lists)
    letters = lettered.letters
    deadlines: list[Deadline] = []
    busy: set[int] = set()
    firm: set[int] = set()
    loose: set[int] = set()
    for pattern, meaning in _rules(lists.traits):
        taken = []
        for match in pattern.finditer("".join(letters)):
            meant = meaning(Found(match, read, lettered, lists, frame))
            if meant == "no":
                continue
            taken.append(match.span())
            first, stop = lettered.spans[match.start()][0], lettered.spans[match.end() - 1][1]
            busy.update(range(first, stop))
            if meant == "vague":
                loose.update(range(first, stop))
            if isinstance(meant, tuple):
                deadlines.append(Deadline(meant[0], text[read[first].start : read[stop - 1].end], meant[1]))
                firm.update(range(first, stop))
        for start, end in taken:
            letters[start:end] = "_" * (end - start)
    loose.update(_vague_words(read, lists, firm))
    return Times(tuple(deadlines), frozenset(busy | loose), frozenset(firm), frozenset(loose))


def _vague_words(read: Sequence[Token], lists: Words, firm: set[int]) -> Iterator[int]:
    single, phrases = lists.sets["vague_time"], lists.phrases["vague_time"]
    for index, token in enumerate(read):
        if index in firm:
            continue
        if token.text in single:
            yield index
        for phrase in phrases.get(token.text, ()):
            if matches(read, index, phrase):
                yield from range(index, index + len(phrase))


# --- what a match means ------------------------------------------------------------------------------------------------


def _busy(_: Found) -> _Meaning:
    return "busy"


def _vague(_: Found) -> _Meaning:
    return "vague"


def _full_date(found: Found) -> _Meaning:
    parts = [int(part) for part in re.split(r"\D", found.text("date"))]
    year, month, day = parts if parts[0] > 31 else (parts[2], parts[1], parts[0])
    year += 2000 if year < 100 else 0
    made = days.make_day(year, month, day) or days.make_day(year, day, month)
    return (made, "date") if made else "no"


def _day_and_month(found: Found) -> _Meaning:
    """15/3 or 15.03. after a preposition or an article; elsewhere it is a score or a price."""
    text = found.text("day")
    letter, word = found.precedes()
    if not text.endswith(".") and letter not in "BVO" and word not in found.lists.sets["definite"]:
        return "no"
    day, month = (int(part) for part in re.split(r"\D", text)[:2])
    made = days.next_month_day(found.frame.base, month, day) if days.make_day(2000, month, day) else None
    return (made, "date") if made else "no"


def _named_date(found: Found) -> _Meaning:
    day, month, year = found.value("d"), found.value("m"), found.year()
    made = days.make_day(year, month, day) if year else None
    if not year and days.make_day(2000, month, day):
        made = days.next_month_day(found.frame.base, month, day)
    return (made, "date") if made else "no"


def _month(found: Found) -> _Meaning:
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


def _year(found: Found) -> _Meaning:
    month, day = {"b": (3, 31), "m": (6, 30)}.get(found.letters("part"), (12, 31))
    year = found.value("y") - (1 if "V" in found.letters("pre") and not found.has("part") else 0)
    return days.make_day(year, month, day), "date"


def _stay_part(found: Found) -> _Meaning:
    """End, middle or beginning of the stay."""
    start, end = found.frame.start, found.frame.end
    match found.letters("part"):
        case "b":
            return start, "start"
        case "m":
            return (start + (end - start) / 2 if start and end else None), "start"
        case _:
            return end, "end"


def _unit_part(found: Found) -> _Meaning:
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


def _quarter(found: Found) -> _Meaning:
    base, month = found.frame.base, min(3 * found.value("nth"), 12)
    made = days.month_end(min(found.year() or base.year, MAXYEAR), month)
    if made and made < base and not found.has("y"):
        made = days.month_end(base.year + 1, month)
    return made, "date"


def _nth_unit(found: Found) -> _Meaning:
    """First day, last week (of the stay), first two weeks, second quarter (of the year)."""
    unit = ("day", "week")[min(found.value("stayunit"), 2) - 1] if found.has("stayunit") else found.unit()
    anchored = found.has("stayunit") or found.has("of")
    if unit == "quarter" and found.has("nth") and not anchored:
        return _quarter(found)
    if unit in ("hour", "quarter", "year"):
        return "busy"
    near = anchored or (found.has("pre") and unit != "month")
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


def _numbered_unit(found: Found) -> _Meaning:
    """Day 3 (of the stay), week 12 (of the year), el día 15 (of the month)."""
    if not found.has("pre") and not found.has("of"):
        return "no"
    count, unit, base = found.value("n"), found.unit(), found.frame.base
    if unit == "week" and count > 4 and not found.has("of"):
        weeks = [days.week_end(base.year + ahead, count) for ahead in (0, 1)]
        return next((day for day in weeks if day and day >= base), None), "date"
    if unit == "day" and "day_is_date" in found.lists.traits and not found.has("of"):
        return _day_of_month(found)
    return (_nth(found.frame, count, unit), "start") if unit in ("day", "week") else "no"


def _ended(found: Found) -> _Meaning:
    """One word for 'end of the stay' or 'end of the year'."""
    what = ENDS[found.value("ended")]
    if what == "stay":
        return found.frame.end, "end"
    return days.unit_end(found.frame.today, what), "relative"


def _from_point(found: Found) -> _Meaning:
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


def _at_point(found: Found) -> _Meaning:
    """Before my return, before departure, by the start of the internship."""
    frame, pre, point = found.frame, found.letters("pre"), found.letters("point")
    before = "V" in pre or ("P" in pre and "for_is_before" in found.lists.traits and point != "T")
    if not before and "B" not in pre:
        return "no"
    if point == "R" or found.has("close"):
        return frame.end, "end"
    return (days.shift(frame.start, -1) if frame.start and before else frame.start), "start"


def _within(found: Found) -> _Meaning:
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


def _range_of_units(found: Found) -> _Meaning:
    """'In 2 to 3 weeks' is a deadline, '12 to 18 years' an age."""
    return _within(found) if found.has("pre") else "busy"


def _is_compound(found: Found, count: int) -> bool:
    """'Three day centres' are no three days."""
    return "plural_units" in found.lists.traits and found.letters("u") == "u" and count > 1


def _duration(found: Found) -> _Meaning:
    return "no" if _is_compound(found, found.value("n")) else "busy"


def _next_unit(found: Found) -> _Meaning:
    """Next week, this month; a year needs a preposition ('by next year')."""
    unit, base = found.unit(), found.frame.today
    if unit in ("hour", "day") or (unit == "year" and not found.has("pre")):
        return "busy"
    if found.has("next"):
        base = days.add_units(base, 1, unit) or base
    return days.unit_end(base, unit), "relative"


def _weekday(found: Found) -> _Meaning:
    return days.next_weekday(found.frame.base, found.value("w")), "relative"


def _nth_weekday(found: Found) -> _Meaning:
    """Last Friday of the stay, first Monday of March."""
    if found.has("m"):
        return _month(found)
    return (found.frame.end, "end") if found.has("last") else (_nth(found.frame, found.value("nth"), "week"), "start")


def _feast(found: Found) -> _Meaning:
    if _names_an_event(found):
        return "no"
    name, year = FEASTS[found.value("c")], found.year()
    return days.feast(name, year) if year else days.next_feast(found.frame.base, name), "date"


def _season(found: Found) -> _Meaning:
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
    return "plural_units" in found.lists.traits and found.follows() == "x" and not set("BV") & set(pre) and bool(pre)


def _term(found: Found) -> _Meaning:
    """Holidays have no known day; a school year ends in June."""
    school_year = found.has("term") and found.lists.values.get(found.text("term")) == 1
    return (days.unit_end(found.frame.base, "school_year") if school_year else None), "date"


def _tomorrow(found: Found) -> _Meaning:
    ahead = found.value("z")
    if not ahead and not found.has("pre"):
        return "busy"  # 'the society of today'
    return days.shift(found.frame.today, ahead), "relative"


def _day_of_month(found: Found) -> _Meaning:
    day = found.value("n")
    return (days.next_day_of_month(found.frame.base, day), "date") if 1 <= day <= 31 else "no"


def _open_end(found: Found) -> _Meaning:
    return found.frame.end, "end"


# --- the grammar: letters, meaning, trait of the languages that have the rule; earlier rules take their words first -----

_GRAMMAR: tuple[tuple[str, Callable[[Found], _Meaning], str], ...] = (
    # from 5 to 9 May
    (
        rf"[SBOIVdr]{{0,2}}[oNhi]\.?[BOrd-]{{1,2}}(?P<d>[oNhi])\.?[dO]{{0,2}}(?P<m>M)(?:[d,.]{{0,2}}(?P<y>Y))?",
        _named_date,
        "",
    ),
    # since 2015, seit dem 3. März, depuis trois ans
    (rf"S[dqBOI]{{0,3}}(?:[oNhi]\.?[dO]{{0,2}}M[d,]{{0,2}}Y?|Md?Y?|[@#YwCZs]|[lno]?[uU]|{_COUNT})", _busy, ""),
    (
        rf"(?:{_PRE})?(?:(?P<nth>o)|(?P<last>l))(?P<w>w)d{{0,3}}(?:(?P<of>T)|(?P<m>M)(?:d{{0,2}}(?P<y>Y))?)",
        _nth_weekday,
        "",
    ),
    (rf"(?:{_PRE})?(?P<date>@)", _full_date, ""),
    (rf"(?:{_PRE})?(?:w,?d?)?(?P<d>[oNhi])\.?[dO]{{0,2}}(?P<m>M)(?:[d,.]{{0,2}}(?P<y>Y))?", _named_date, ""),
    (r"[BVOP][BVOPd]{0,3}(?P<m>M)d?(?P<d>[Nhi]),?(?P<y>Y)?", _named_date, "month_first"),
    (r"(?P<m>M)d?(?P<d>[Nhi])(?:,?(?P<y>Y)|(?=[,.]|$)|(?<=h))", _named_date, "month_first"),
    (r"(?P<day>#)(?!%)", _day_and_month, ""),
    (rf"K[dqon]{{0,2}}(?:{_COUNT}|[uUwMsCo]{{1,2}})", _busy, ""),
    (rf"G[dq]{{0,2}}{_COUNT}", _busy, ""),
    (rf"{_COUNT}G|[uUwMsY]G", _busy, ""),
    (rf"V[dq]{{0,2}}{_COUNT}(?![ASV][dO]{{0,3}}[RTXebE])", _busy, "before_means_ago"),
    (
        rf"(?:{_PRE})?n?(?:(?P<n>[Nih1])N?[qn]{{0,2}}|(?<=[dntBVPIOJ]))(?P<u>[uU])n?(?P<link>[ASVBPOIJd]{{1,4}})"
        r"(?:(?P<part>[eb])d{0,3})?(?P<point>[TRXE])",
        _from_point,
        "",
    ),
    (rf"(?:{_PRE})?(?P<ended>E)", _ended, ""),
    (rf"(?:{_PRE})?(?P<part>[em])[dOr]{{0,4}}[Tp]", _stay_part, ""),
    (
        rf"(?P<pre>[BVP][BVPIOJdq]{{0,4}})(?:(?P<part>b)d{{0,3}})?(?P<point>[RXT])(?:x{{0,2}}(?P<close>e))?",
        _at_point,
        "",
    ),
    (rf"(?:{_PRE})?(?P<part>b)[dO]{{0,4}}[Tp]", _stay_part, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOtnl]{{0,3}}(?:ud?)?(?P<m>M)n?(?:[d,.]{{0,2}}(?P<y>Y))?", _month, ""),
    (
        rf"(?:{_PRE})?(?P<part>e)[dO]{{0,3}}(?:(?P<nth>o)|(?P<last>l)|(?P<next>n)|t)?(?P<u>[uU])(?:(?P<after>n)|d{{0,3}}T)?"
        r"(?:d{0,2}(?P<y>Y))?",
        _unit_part,
        "",
    ),
    (rf"(?:{_PRE})?e[dO]{{0,3}}{_COUNT}", _within, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])d{{0,3}}(?P<y>Y)", _year, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOt]{{0,3}}(?P<term>H)", _term, ""),
    (rf"(?:{_PRE})?(?P<part>[ebm])[dOtn]{{0,3}}(?P<s>s)(?:d?(?P<y>Y))?", _season, ""),
    (
        rf"(?P<pre>{_PRE}|[dFt]{{1,3}})?(?:(?P<last>l)|(?P<nth>o))[dnq]?(?P<n>[Nh1i])?q?(?:(?P<u>[uU])|(?P<stayunit>D))"
        r"(?P<of>d{0,3}[Tp])?(?:d{0,2}(?P<y>Y))?",
        _nth_unit,
        "",
    ),
    (rf"(?P<pre>{_PRE}|d)?(?P<u>u)d?(?P<n>[Nhi])(?P<of>d{{0,3}}[Tp])?", _numbered_unit, ""),
    (rf"(?P<pre>[IJ]d?)?[Ni][rBO-]{{1,2}}{_COUNT}", _range_of_units, ""),
    (rf"(?P<pre>[BVIJA][BVPIJOdqnf]{{0,4}})(?P<nth>o)?n?{_COUNT}L?", _within, ""),
    (rf"(?P<pre>P)[dq]{{0,2}}(?:[nf]|(?=[Nih1]N?f)){_COUNT}", _within, ""),
    (rf"(?P<pre>){_COUNT}(?:L|A(?=[,.]|$))", _within, ""),
    (rf"(?:{_PRE})?[dt]?(?:nq?U|fq?[uU]|Un|[uU]f)", _vague, ""),
    (rf"(?P<pre>{_PRE})?d{{0,2}}(?:(?P<next>n)|t)(?P<u>u)", _next_unit, ""),
    (rf"(?P<pre>{_PRE})?d{{0,2}}(?P<u>u)(?P<next>n)", _next_unit, ""),
    (r"(?P<pre>[BJ]d{1,2})(?P<u>[uU])", _next_unit, ""),
    (r"(?P<pre>[BVPIO][BVPIOq]{0,3})(?:d?ud?)?[nt]?(?P<m>M)n?(?:[d,.]{0,2}(?P<y>Y))?", _month, ""),
    (r"d?[nt](?P<m>M)", _month, ""),
    (r"(?P<m>M)n", _month, ""),
    (r"(?P<m>M)d{0,2}(?P<y>Y)", _month, ""),
    (r"(?:[BVPO][BVPO]{0,3}[nt]?|[nt]|O?d?n)(?P<w>w)n?(?!U)", _weekday, ""),
    (r"(?P<w>w)n", _weekday, ""),
    (r"(?:^|(?<=[,.]))(?P<w>w)(?!U)", _weekday, "opening_weekday"),
    (r"(?<![dKOnt])(?P<w>w)(?!U)", _weekday, "bare_weekday"),
    (rf"(?:[BVP][BVPIOJdq]{{0,4}}n?|[nt])[sC]?(?P<term>H)(?:d{{0,2}}[sC])?", _term, ""),
    (rf"{_PRE}(?:[sC](?P<term>H)|[H]d{{0,2}}(?P<c>[sC]))", _term, ""),
    (rf"(?P<pre>{_PRE}n?|[nt])(?P<c>C)(?:[d,]?(?P<y>Y))?", _feast, ""),
    (rf"(?P<pre>{_PRE}n?|d?[nt])(?P<s>s)n?(?:d?(?P<y>Y))?", _season, ""),
    (r"(?P<s>s)n", _season, ""),
    (r"(?P<pre>[BVP][BVPO]{0,2})?(?P<z>Z)", _tomorrow, ""),
    (r"(?P<pre>[BVPI][BVPIO]{0,2})d?(?:ud?)?(?P<y>Y)", _year, ""),
    (r"[BV][BVO]{0,2}d{0,2}(?P<n>[Nhi])(?=[.,]|$)", _day_of_month, ""),
    (rf"(?:[Ni][rBO-]{{1,2}})?(?:[FP][dq]{{0,2}})?{_COUNT}", _duration, ""),
    (r"[BVO][BVPIOd]{0,3}e(?=[,.]|$)", _open_end, ""),
)


@lru_cache(maxsize=8)
def _rules(traits: frozenset[str]) -> tuple[tuple[re.Pattern[str], Callable[[Found], _Meaning]], ...]:
    return tuple((re.compile(rule), meaning) for rule, meaning, trait in _GRAMMAR if not trait or trait in traits)
