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
from domain.goal_times import Found, Frame, letter_all
from domain.goal_words import Token, Words, readable, words

_Reader = Callable[[Found], Meaning]

_PRE = "[BVPIOJ][BVPIOJdq]{0,4}"  # prepositions with articles and 'about'
_COUNT = "(?P<n>[Nih1])N?[qnf]{0,2}(?P<u>[uU])"  # two weeks, a month, trois prochains mois
_MONTH = "(?P<m>M)n?(?:[d,.]{0,2}(?P<y>Y))?"


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
    deadlines, `vague` those of phrases such as 'one day' or 'as soon as possible'. `spans` gives the tokens of each
    deadline, `ahead` tells whether one of them is still to come, `coming` are the tokens of those that are."""

    deadlines: tuple[Deadline, ...]
    spans: tuple[range, ...]
    ahead: bool
    coming: frozenset[int]
    busy: frozenset[int]
    firm: frozenset[int]
    vague: frozenset[int]


def find_deadline(
    text: str, lang: str, *, today: date, start: date | None = None, end: date | None = None
) -> Deadline | None:
    """The deadline a text names, or None; `lang` is one of goal_words.LANGUAGES.

    Days without a year are the next ones from `today` (or from `start` of the stay); of several deadlines one still
    ahead goes first, then the latest. Never raises, whatever the text.
    """
    text = readable(text)
    lists = words(lang)
    return best_deadline(read_times(text, lists.read(text), lists, Frame(today, start, end)).deadlines, today)


def best_deadline(deadlines: Sequence[Deadline], today: date, latest: date = date.max) -> Deadline | None:
    """The one that binds: ahead of us and not after the `latest` day, rather than ahead, rather than past; of several
    the last. An open one counts as ahead."""

    def rank(deadline: Deadline) -> tuple[bool, bool, date]:
        day = deadline.day or today
        return today <= day <= latest, day >= today, day

    return max(deadlines, key=rank, default=None)


def read_times(text: str, read: Sequence[Token], lists: Words, frame: Frame) -> Times:
    """Reads every time phrase among the tokens of `text`, in time linear in their number."""
    lettered = letter_all(read, lists)
    letters = lettered.letters
    deadlines: list[Deadline] = []
    spans: list[range] = []
    busy: set[int] = set()
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
                spans.append(range(first, stop))
        for start, end in taken:
            letters[start:end] = "_" * (end - start)
    firm = frozenset(index for span in spans for index in span)
    loose.update(_vague_words(read, lists, firm))
    # 'before the holidays' may be any year's
    ahead = any(day >= frame.today if (day := deadline.day) else deadline.anchor != "date" for deadline in deadlines)
    pairs = zip(deadlines, spans, strict=True)
    coming = frozenset(i for one, span in pairs if one.day is None or one.day >= frame.today for i in span)
    return Times(tuple(deadlines), tuple(spans), ahead, coming, frozenset(busy | loose), firm, frozenset(loose))


def _vague_words(read: Sequence[Token], lists: Words, firm: frozenset[int]) -> Iterator[int]:
    phrases = lists.phrases["vague_time"]
    for index, token in enumerate(read):
        if index in firm:
            continue
        if lists.has(token.text, "vague_time"):
            yield index
        if phrase := phrases.at(read, index):
            yield from range(index, index + phrase[0])


# --- the grammar --------------------------------------------------------------------------------------------------------
# Letters, meaning, and the trait of the languages that have the rule ("": all). Earlier rules take their words first.
# Every repetition is bounded, so that a match attempt costs the same wherever it starts.

_GRAMMAR: tuple[tuple[str, _Reader, str], ...] = (
    # from 5 to 9 May
    (rf"[SBOIVdr]{{0,2}}[oNhi]\.?[BOrd-]{{1,2}}(?P<d>[oNhi])\.?[dO]{{0,2}}{_MONTH}", meaning.named_date, ""),
    # from Monday to Friday
    (r"[SA][dI]?w[Br][dI]?w", meaning.busy, ""),
    # since 2015, seit dem 3. März, depuis trois ans
    (
        rf"S[dqBOI]{{0,3}}(?:w,?d?)?(?:[oNhi]\.?[dO]{{0,2}}M[d,]{{0,2}}Y?|Md?Y?|[@#YwCZs]|[lno]?[uU]|{_COUNT})",
        meaning.busy,
        "",
    ),
    # from Monday 3 May: when something begins
    (r"(?<![uU])A[dO]{0,2}(?:w,?d?)?(?:[oNhi]\.?[dO]{0,2}M[d,]{0,2}Y?|@)", meaning.busy, ""),
    # on the last Friday of the stay, first Monday of March
    (rf"(?:{_PRE})?(?:(?P<nth>o)|(?P<last>l))(?P<w>w)d{{0,3}}(?:(?P<of>T)|{_MONTH})", meaning.nth_weekday, ""),
    (rf"{_PRE}(?:(?P<nth>o)|(?P<last>l))(?P<w>w)", meaning.nth_weekday, ""),
    (r"(?<!K)d(?:(?P<nth>o)|(?P<last>l))(?P<w>w)(?=[,.]|$)", meaning.nth_weekday, ""),
    # 2027-03-15, 15.3.27
    (rf"(?:{_PRE})?(?P<date>@)", meaning.full_date, ""),
    # lundi 15 mars 2027, 15th of March
    (rf"(?:{_PRE})?(?:w,?d?)?(?P<d>[oNhi])\.?[dO]{{0,2}}{_MONTH}", meaning.named_date, ""),
    # by March 15, 2027; 'in March 5 nurses' is none
    (r"[BVOP][BVOPd]{0,3}(?P<m>M)d?(?P<d>[Nhi]),?(?P<y>Y)?", meaning.named_date, "month_first"),
    (r"(?P<m>M)d?(?P<d>[Nhi])(?:,?(?P<y>Y)|(?=[,.]|$)|(?<=h))", meaning.named_date, "month_first"),
    # 15/3, 15.03.
    (r"(?P<day>#)(?!%)", meaning.day_and_month, ""),
    # every Monday, per week, tous les deux mois
    (rf"K[dqon]{{0,2}}(?:{_COUNT}|[uUwMsCo]{{1,2}})", meaning.busy, ""),
    # il y a trois mois, two years ago, last year (l'an passé), vor drei Wochen
    (rf"G[dq]{{0,2}}{_COUNT}", meaning.busy, ""),
    (rf"{_COUNT}G|d?[uUwMsCY]n?G", meaning.busy, ""),
    (rf"V[dq]{{0,2}}{_COUNT}(?![ASV][dO]{{0,3}}[RTXebE])", meaning.busy, "before_means_ago"),
    # two weeks after my return, the week after the stay, a month before departure
    (
        rf"(?:{_PRE})?n?(?:(?P<n>[Nih1o])N?[qn]{{0,2}}|(?<=[dntBVPIOJ])|(?=u))(?P<u>[uU])n?(?P<link>[ASVBPOIJd]{{1,4}})"
        r"(?:(?P<part>[eb])d{0,3})?(?P<point>[TRXE])",
        meaning.from_point,
        "",
    ),
    # Praktikumsende, Jahresende
    (rf"(?:{_PRE})?(?P<ended>E)", meaning.ended, ""),
    # end of the stay, halfway through it
    (rf"(?:{_PRE})?(?P<part>[em])[dOr]{{0,4}}[Tp]", meaning.stay_part, ""),
    # before my return, before the start of the stay, before the stay ends
    (
        r"(?P<pre>[BVP][BVPIOJdq]{0,4})(?:(?P<part>b)d{0,3})?(?P<point>[RXT])(?:x{0,2}(?P<close>e))?",
        meaning.at_point,
        "",
    ),
    (r"(?P<pre>[BVP][BVPIOJdq]{0,4})x{1,4}(?P<point>[RX])", meaning.at_point, "verb_last"),  # voor ik uit Porto vertrek
    (rf"(?:{_PRE})?(?P<part>b)[dO]{{0,4}}[Tp]", meaning.stay_part, ""),
    # end of March 2027, fin du mois de septembre
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOtnl]{{0,3}}(?:ud?)?{_MONTH}", meaning.month, ""),
    # Swedish 'före oktobers slut'
    (rf"(?P<pre>{_PRE})?(?P<m>M)d{{0,2}}(?P<part>e)(?:d?(?P<y>Y))?", meaning.month, "verb_second"),
    # before the end of week 2
    (rf"(?P<pre>(?:{_PRE})?e[dO]{{0,3}})(?P<u>u)d?(?P<n>[Nhi])(?P<of>d{{0,3}}[Tp])?", meaning.numbered_unit, ""),
    # on the last working day of March
    (rf"(?P<pre>{_PRE})?lq?uq?[dO]{{0,3}}(?:ud?)?{_MONTH}", meaning.month, ""),
    # end of the first week, end of this year
    (
        rf"(?:{_PRE})?(?P<part>e)[dO]{{0,3}}(?:(?P<nth>o|h|[Ni]\.)|(?P<last>l)|(?P<next>n)|t)?(?P<u>[uU])"
        r"(?:(?P<after>n)|d{0,3}T)?(?:d{0,2}(?P<y>Y))?",
        meaning.unit_part,
        "",
    ),
    # before the end of my two weeks of internship
    (rf"(?:{_PRE})?(?P<part>e)[dO]{{0,3}}{_COUNT}d{{0,3}}[Tp]", meaning.stay_part, ""),
    # at the end of three months
    (rf"(?:{_PRE})?e[dO]{{0,3}}{_COUNT}", meaning.within, ""),
    # end of Q2, in Q3 2027
    (rf"(?:{_PRE}|(?<=[.,]))?(?:[ebm][dO]{{0,3}})?(?P<q>Q)(?:d?(?P<y>Y))?", meaning.quarter, ""),
    # end of 2027, of the school year, of summer
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])d{{0,3}}(?P<y>Y)", meaning.year, ""),
    (rf"(?P<pre>{_PRE})?(?P<part>[ebm])[dOtn]{{0,3}}(?P<term>H)", meaning.term, ""),
    (rf"(?:{_PRE})?(?P<part>[ebm])[dOtn]{{0,3}}(?P<s>s)(?:d?(?P<y>Y))?", meaning.season, ""),
    # on the first day, in the last week of the stay, first two weeks, second quarter of 2027
    (
        rf"(?P<pre>{_PRE}|[dFt]{{1,3}})?(?:(?P<last>l)|(?P<nth>o|h|[Ni]\.))[dnq]?(?P<n>[Nh1i])?q?(?:(?P<u>[uU])|(?P<stayunit>D))"
        r"(?P<of>d{0,3}[Tp])?(?:d{0,2}(?P<y>Y))?",
        meaning.nth_unit,
        "",
    ),
    # on day 3, in week 12
    (rf"(?P<pre>{_PRE}|d)?(?P<u>u)d?(?P<n>[Nhi])(?P<of>d{{0,3}}[Tp])?", meaning.numbered_unit, ""),
    (r"(?P<pre>[BVPIO][BVPIOd]{0,3})(?P<u>u)(?P<n>1)(?=[.,]|$)", meaning.numbered_unit, ""),
    # to under ten days
    (rf"(?P<to>r)[BVIJ]{{1,2}}{_COUNT}", meaning.target, ""),
    # in 2 to 3 weeks, but 12 to 18 years
    (rf"(?P<pre>[IJ]d?)?[Ni][rBO-]{{1,2}}{_COUNT}", meaning.range_of_units, ""),
    # within two weeks, in the first ten days, for the next two weeks, two weeks later
    (rf"(?P<pre>[BVIJA][BVPIJOdqnf]{{0,4}})(?P<nth>o)?n?{_COUNT}L?", meaning.within, ""),
    (rf"(?P<pre>[PFO])[dq]{{0,2}}(?:[nf]|(?=[Nih1]N?f)){_COUNT}", meaning.within, ""),
    (rf"(?:^|(?<=[,.]))(?P<pre>d?)(?:[nf]|(?=[Nih1]N?f)){_COUNT}", meaning.within, ""),
    (rf"(?P<pre>){_COUNT}(?:L|A(?=[,.]|$))", meaning.within, ""),
    # in the coming months
    (rf"(?:{_PRE})?[dt]?(?:nq?U|fq?[uU]|Un|[uU]f)", meaning.vague, ""),
    # next week, la semaine prochaine, within the month
    (rf"(?P<pre>{_PRE}|F)?d{{0,2}}(?:(?P<next>n)|t)(?P<u>u)", meaning.next_unit, ""),
    (rf"(?P<pre>{_PRE}|F)?d{{0,2}}(?P<u>u)(?P<next>n)", meaning.next_unit, ""),
    (r"(?P<pre>[BJ]d{1,2})(?P<u>[uU])", meaning.next_unit, ""),
    # za tydzień, do měsíce
    (r"(?P<pre>[BJ])(?P<n>)(?P<u>u)(?!Y)", meaning.within_one, "no_articles"),
    # by the team meeting in June
    (rf"(?:{_PRE})[dnt]{{0,2}}[xg]{{0,3}}g[dx]{{0,3}}[dIO]{{0,2}}n?{_MONTH}", meaning.month, ""),
    # in March, au mois de mars, next June, December 2027
    (rf"(?P<pre>[BVPIOJ][BVPIOJq]{{0,3}})(?:d?ud?)?[nt]?{_MONTH}", meaning.month, ""),
    (rf"(?P<pre>[BV][BVPIO]{{0,3}})d{_MONTH}(?:x?g)?", meaning.month, ""),
    (r"d?[nt](?P<m>M)", meaning.month, ""),
    (r"(?P<m>M)n", meaning.month, ""),
    (r"(?P<m>M)d{0,2}(?P<y>Y)", meaning.month, ""),
    # by Friday, vendredi prochain, el viernes
    (r"(?:[BVPIO][BVPIO]{0,3}[nt]?|[nt]|O?d?n)(?P<w>w)n?(?!U)", meaning.weekday, ""),
    (r"[BV][BVPO]{0,3}d{1,2}[nt]?(?P<w>w)", meaning.weekday, ""),
    (r"P[BVPO]{0,3}d{0,2}[nt]?(?P<w>w)", meaning.weekday, "for_is_before"),
    (r"(?P<w>w)n", meaning.weekday, ""),
    (r"(?:^|(?<=[,.]))(?P<w>w)(?!U)", meaning.weekday, "opening_weekday"),
    (r"(?<![dKOnt])(?P<w>w)(?!U)", meaning.weekday, "bare_weekday"),
    # before the holidays, by Christmas, this summer, tomorrow
    (r"(?:[BVP][BVPIOJdq]{0,4}n?|[nt])[sC]?(?P<term>H)(?:d{0,2}[sC])?", meaning.term, ""),
    (rf"{_PRE}(?:[sC](?P<term>H)|[H]d{{0,2}}(?P<c>[sC]))", meaning.term, ""),
    (rf"(?P<pre>{_PRE}n?|[nt])(?P<c>C)(?:[d,]?(?P<y>Y))?", meaning.feast, ""),
    (rf"(?P<pre>{_PRE}n?|d?[nt])(?P<s>s)n?(?:d?(?P<y>Y))?", meaning.season, ""),
    (r"(?P<s>s)(?:[nt]|(?P<y>Y))", meaning.season, ""),
    (r"(?P<pre>[BVP][BVPO]{0,2})?(?P<z>Z)", meaning.tomorrow, ""),
    (rf"{_PRE}m(?P<u>u)", meaning.meeting, ""),  # before mid-term
    # before our next supervision
    (rf"(?P<pre>[BV][BVPOJ]{{0,3}})[dnt]{{0,2}}x[xd]{{0,3}}[dIO]{{1,2}}{_MONTH}", meaning.month, ""),
    (r"(?:[BV][BVPIOJ]{0,3}[dnt]{0,3}|[PO][dt]{0,2}nd?|[PO]d?t)x?g", meaning.meeting, ""),
    # by 2028, im Jahr 2027
    (r"(?P<pre>[BVPIO][BVPIO]{0,2})d?(?:ud?)?(?P<y>Y)", meaning.year, ""),
    (r"^(?P<y>Y)(?=[x,])", meaning.year, ""),  # 2027 starte ich
    # by the 15th
    (r"(?<![Nhi%])[BV][BVO]{0,2}d{0,2}(?P<n>[Nhi])(?=[.,]|$)", meaning.day_of_month, ""),
    # for three weeks, 12 to 18 years
    (rf"(?:[Ni][rBO-]{{1,2}})?(?:[FP][dq]{{0,2}})?{_COUNT}", meaning.duration, ""),
    # Polish 'na koniec oddam'
    (r"Oe(?=x)", meaning.open_end, "verb_chains"),
    # by the end
    (r"[BVO][BVPIOd]{0,3}e(?=[,.]|$)", meaning.open_end, ""),
)


@lru_cache(maxsize=8)
def _rules(traits: frozenset[str]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(rule), reader) for rule, reader, trait in _GRAMMAR if not trait or trait in traits)
