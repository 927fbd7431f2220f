"""Finds the deadline in a goal written in plain words: '15 mars', 'bis Ende Juni', 'within two weeks of my return'.

Each word gets the letter of its kind in time phrases (goal_times) from the word lists of its language; the grammar
below reads the letters and so is one for all languages. Source: DOMAIN section 5.2, row T; vague phrases ('one day',
'plus tard', 'irgendwann') are not deadlines.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain import goal_meanings as meaning
from domain.goal_meanings import Anchor, Meaning
from domain.goal_times import Found, Frame, letter_all, matches
from domain.goal_words import Token, Words, tokens, words

_Reader = Callable[[Found], Meaning]

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
    for pattern, reader in _rules(lists.traits):
        taken = []
        for match in pattern.finditer("".join(letters)):
            meant = reader(Found(match, read, lettered, lists, frame))
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


# --- the grammar: letters, meaning, trait of the languages that have the rule; earlier rules take their words first -----

_GRAMMAR: tuple[tuple[str, _Reader, str], ...] = (
    # from 5 to 9 May
    (
        r"[SBOIVdr]{0,2}[oNhi]\.?[BOrd-]{1,2}(?P<d>[oNhi])\.?[dO]{0,2}(?P<m>M)(?:[d,.]{0,2}(?P<y>Y))?",
        meaning.named_date,
        "",
    ),
    # since 2015, seit dem 3. März, depuis trois ans
    (rf"S[dqBOI]{{0,3}}(?:[oNhi]\.?[dO]{{0,2}}M[d,]{{0,2}}Y?|Md?Y?|[@#YwCZs]|[lno]?[uU]|{_COUNT})", meaning.busy, ""),
    (
        rf"(?:{_PRE})?(?:(?P<nth>o)|(?P<last>l))(?P<w>w)d{{0,3}}(?:(?P<of>T)|(?P<m>M)(?:d{{0,2}}(?P<y>Y))?)",
        meaning.nth_weekday,
        "",
    ),
    (rf"(?:{_PRE})?(?P<date>@)", meaning.full_date, ""),
    (rf"(?:{_PRE})?(?:w,?d?)?(?P<d>[oNhi])\.?[dO]{{0,2}}(?P<m>M)(?:[d,.]{{0,2}}(?P<y>Y))?", meaning.named_date, ""),
    (r"[BVOP][BVOPd]{0,3}(?P<m>M)d?(?P<d>[Nhi]),?(?P<y>Y)?", meaning.named_date, "month_first"),
    (r"(?P<m>M)d?(?P<d>[Nhi])(?:,?(?P<y>Y)|(?=[,.]|$)|(?<=h))", meaning.named_date, "month_first"),
    (r"(?P<day>#)(?!%)", meaning.day_and_month, ""),
    (rf"K[dqon]{{0,2}}(?:{_COUNT}|[uUwMsCo]{{1,2}})", meaning.busy, ""),
    (rf"G[dq]{{0,2}}{_COUNT}", meaning.busy, ""),
    (rf"{_COUNT}G|[uUwMsY]G", meaning.busy, ""),
    (rf"V[dq]{{0,2}}{_COUNT}(?![ASV][dO]{{0,3}}[RTXebE])", meaning.busy, "before_means_ago"),
    (
        rf"(?:{_PRE})?n?(?:(?P<n>[Nih1])N?[qn]{{0,2}}|(?<=[dntBVPIOJ]))(?P<u>[uU])n?(?P<link>[ASVBPOIJd]{{1,4}})"
        r"(?:(?P<part>[eb])d{0,3})?(?P<point>[TRXE])",
        meaning.from_point,
        "",
    ),
    (rf"(?:{_PRE})?(?P<ended>E)", meaning.ended, ""),
    (rf"(?:{_PRE})?(?P<part>[em])[dOr]{{0,4}}[Tp]", meaning.stay_part, ""),
    (
        r"(?P<pre>[BVP][BVPIOJdq]{0,4})(?:(?P<part>b)d{0,3})?(?P<point>[RXT])(?:x{0,2}(?P<close>e))?",
        meaning.at_point,
        "",
    ),
    (rf"(?:{_PRE})?(?P<part>b)[dO]{{0,4}}[Tp]", meaning.stay_part, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOtnl]{{0,3}}(?:ud?)?(?P<m>M)n?(?:[d,.]{{0,2}}(?P<y>Y))?", meaning.month, ""),
    (
        rf"(?:{_PRE})?(?P<part>e)[dO]{{0,3}}(?:(?P<nth>o)|(?P<last>l)|(?P<next>n)|t)?(?P<u>[uU])(?:(?P<after>n)|d{{0,3}}T)?"
        r"(?:d{0,2}(?P<y>Y))?",
        meaning.unit_part,
        "",
    ),
    (rf"(?:{_PRE})?e[dO]{{0,3}}{_COUNT}", meaning.within, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])d{{0,3}}(?P<y>Y)", meaning.year, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOt]{{0,3}}(?P<term>H)", meaning.term, ""),
    (rf"(?:{_PRE})?(?P<part>[ebm])[dOtn]{{0,3}}(?P<s>s)(?:d?(?P<y>Y))?", meaning.season, ""),
    (
        rf"(?P<pre>{_PRE}|[dFt]{{1,3}})?(?:(?P<last>l)|(?P<nth>o))[dnq]?(?P<n>[Nh1i])?q?(?:(?P<u>[uU])|(?P<stayunit>D))"
        r"(?P<of>d{0,3}[Tp])?(?:d{0,2}(?P<y>Y))?",
        meaning.nth_unit,
        "",
    ),
    (rf"(?P<pre>{_PRE}|d)?(?P<u>u)d?(?P<n>[Nhi])(?P<of>d{{0,3}}[Tp])?", meaning.numbered_unit, ""),
    (rf"(?P<pre>[IJ]d?)?[Ni][rBO-]{{1,2}}{_COUNT}", meaning.range_of_units, ""),
    (rf"(?P<pre>[BVIJA][BVPIJOdqnf]{{0,4}})(?P<nth>o)?n?{_COUNT}L?", meaning.within, ""),
    (rf"(?P<pre>P)[dq]{{0,2}}(?:[nf]|(?=[Nih1]N?f)){_COUNT}", meaning.within, ""),
    (rf"(?P<pre>){_COUNT}(?:L|A(?=[,.]|$))", meaning.within, ""),
    (rf"(?:{_PRE})?[dt]?(?:nq?U|fq?[uU]|Un|[uU]f)", meaning.vague, ""),
    (rf"(?P<pre>{_PRE})?d{{0,2}}(?:(?P<next>n)|t)(?P<u>u)", meaning.next_unit, ""),
    (rf"(?P<pre>{_PRE})?d{{0,2}}(?P<u>u)(?P<next>n)", meaning.next_unit, ""),
    (r"(?P<pre>[BJ]d{1,2})(?P<u>[uU])", meaning.next_unit, ""),
    (r"(?P<pre>[BVPIO][BVPIOq]{0,3})(?:d?ud?)?[nt]?(?P<m>M)n?(?:[d,.]{0,2}(?P<y>Y))?", meaning.month, ""),
    (r"d?[nt](?P<m>M)", meaning.month, ""),
    (r"(?P<m>M)n", meaning.month, ""),
    (r"(?P<m>M)d{0,2}(?P<y>Y)", meaning.month, ""),
    (r"(?:[BVPO][BVPO]{0,3}[nt]?|[nt]|O?d?n)(?P<w>w)n?(?!U)", meaning.weekday, ""),
    (r"(?P<w>w)n", meaning.weekday, ""),
    (r"(?:^|(?<=[,.]))(?P<w>w)(?!U)", meaning.weekday, "opening_weekday"),
    (r"(?<![dKOnt])(?P<w>w)(?!U)", meaning.weekday, "bare_weekday"),
    (r"(?:[BVP][BVPIOJdq]{0,4}n?|[nt])[sC]?(?P<term>H)(?:d{0,2}[sC])?", meaning.term, ""),
    (rf"{_PRE}(?:[sC](?P<term>H)|[H]d{{0,2}}(?P<c>[sC]))", meaning.term, ""),
    (rf"(?P<pre>{_PRE}n?|[nt])(?P<c>C)(?:[d,]?(?P<y>Y))?", meaning.feast, ""),
    (rf"(?P<pre>{_PRE}n?|d?[nt])(?P<s>s)n?(?:d?(?P<y>Y))?", meaning.season, ""),
    (r"(?P<s>s)n", meaning.season, ""),
    (r"(?P<pre>[BVP][BVPO]{0,2})?(?P<z>Z)", meaning.tomorrow, ""),
    (r"(?P<pre>[BVPI][BVPIO]{0,2})d?(?:ud?)?(?P<y>Y)", meaning.year, ""),
    (r"[BV][BVO]{0,2}d{0,2}(?P<n>[Nhi])(?=[.,]|$)", meaning.day_of_month, ""),
    (rf"(?:[Ni][rBO-]{{1,2}})?(?:[FP][dq]{{0,2}})?{_COUNT}", meaning.duration, ""),
    (r"[BVO][BVPIOd]{0,3}e(?=[,.]|$)", meaning.open_end, ""),
)


@lru_cache(maxsize=8)
def _rules(traits: frozenset[str]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(rule), reader) for rule, reader, trait in _GRAMMAR if not trait or trait in traits)
