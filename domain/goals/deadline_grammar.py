"""The grammar of deadlines: one for all languages, since it reads the letters of words and not the words (time_letters).

Source: DOMAIN section 5.2, row T.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from domain.goals import calendar_meanings as calendar
from domain.goals import span_meanings as span
from domain.goals.time_letters import Found, Meaning

_Reader = Callable[[Found], Meaning]


class _Rule(NamedTuple):
    """What a stretch of letters means; `trait` is that of the languages that have the rule, none for all."""

    meaning: _Reader
    letters: str
    trait: str = ""


_PIECES = {
    "prep": "(?:[BVPIOJ][BVPIOJdq]{0,4})",  # prepositions with articles and 'about'
    "pre": "(?P<pre>[BVPIOJ][BVPIOJdq]{0,4})",  # the same for a meaning that asks which
    "count": "(?P<n>[Nih1])N?[qnf]{0,2}(?P<u>[uU])",  # two weeks, a month, trois prochains mois
    "month": "(?P<m>M)n?(?:[d,.]{0,2}(?P<y>Y))?",
    "year": "(?P<y>Y)",
    "unit": "(?P<u>u)",
    "units": "(?P<u>[uU])",
    "weekday": "(?P<w>w)",
    "figure": "(?P<n>[Nhi])",
    "nth": "(?P<nth>o)",
    "nth_figure": r"(?P<nth>o|h|[Ni]\.)",
    "last": "(?P<last>l)",
    "next": "(?P<next>n)",
    "part": "(?P<part>[ebm])",
    "of_stay": "(?P<of>d{0,3}[Tp])",
}
"""What rules have in common; '<count>' in a rule stands for the piece."""

# Earlier rules take their words first. Every repetition is bounded, so that a match attempt costs the same wherever it
# starts.
_GRAMMAR = (
    # from 5 to 9 May
    _Rule(calendar.named_date, r"[SBOIVdr]{0,2}[oNhi]\.?[BOrd-]{1,2}(?P<d>[oNhi])\.?[dO]{0,2}<month>"),
    # from Monday to Friday
    _Rule(span.busy, r"[SA][dI]?w[Br][dI]?w"),
    # since 2015, seit dem 3. März, depuis trois ans
    _Rule(span.busy, r"S[dqBOI]{0,3}(?:w,?d?)?(?:[oNhi]\.?[dO]{0,2}M[d,]{0,2}Y?|Md?Y?|[@#YwCZs]|[lno]?[uU]|<count>)"),
    # from Monday 3 May: when something begins
    _Rule(span.busy, r"(?<![uU])A[dO]{0,2}(?:w,?d?)?(?:[oNhi]\.?[dO]{0,2}M[d,]{0,2}Y?|@)"),
    # on the last Friday of the stay, first Monday of March
    _Rule(span.nth_weekday, r"<prep>?(?:<nth>|<last>)<weekday>d{0,3}(?:(?P<of>T)|<month>)"),
    _Rule(span.nth_weekday, r"<prep>(?:<nth>|<last>)<weekday>"),
    _Rule(span.nth_weekday, r"(?<!K)d(?:<nth>|<last>)<weekday>(?=[,.]|$)"),
    # 2027-03-15, 15.3.27
    _Rule(calendar.full_date, r"<prep>?(?P<date>@)"),
    # lundi 15 mars 2027, 15th of March
    _Rule(calendar.named_date, r"<prep>?(?:w,?d?)?(?P<d>[oNhi])\.?[dO]{0,2}<month>"),
    # by March 15, 2027; 'in March 5 nurses' is none
    _Rule(calendar.named_date, r"[BVOP][BVOPd]{0,3}(?P<m>M)d?(?P<d>[Nhi]),?<year>?", "month_first"),
    _Rule(calendar.named_date, r"(?P<m>M)d?(?P<d>[Nhi])(?:,?<year>|(?=[,.]|$)|(?<=h))", "month_first"),
    # 15/3, 15.03.
    _Rule(calendar.day_and_month, r"(?P<day>#)(?!%)"),
    # every Monday, per week, tous les deux mois
    _Rule(span.busy, r"K[dqon]{0,2}(?:<count>|[uUwMsCo]{1,2})"),
    # il y a trois mois, two years ago, last year (l'an passé), vor drei Wochen
    _Rule(span.busy, r"G[dq]{0,2}<count>"),
    _Rule(span.busy, r"<count>G|d?[uUwMsCY]n?G"),
    _Rule(span.busy, r"V[dq]{0,2}<count>(?![ASV][dO]{0,3}[RTXebE])", "before_means_ago"),
    # two weeks after my return, the week after the stay, a month before departure
    _Rule(
        span.from_point,
        r"<prep>?n?(?:(?P<n>[Nih1o])N?[qn]{0,2}|(?<=[dntBVPIOJ])|(?=u))<units>n?(?P<link>[ASVBPOIJd]{1,4})"
        r"(?:(?P<part>[eb])d{0,3})?(?P<point>[TRXE])",
    ),
    # Praktikumsende, Jahresende
    _Rule(span.ended, r"<prep>?(?P<ended>E)"),
    # end of the stay, halfway through it
    _Rule(span.stay_part, r"<prep>?(?P<part>[em])[dOr]{0,4}[Tp]"),
    # before my return, before the start of the stay, before the stay ends
    _Rule(span.at_point, r"(?P<pre>[BVP][BVPIOJdq]{0,4})(?:(?P<part>b)d{0,3})?(?P<point>[RXT])(?:x{0,2}(?P<close>e))?"),
    # voor ik uit Porto vertrek
    _Rule(span.at_point, r"(?P<pre>[BVP][BVPIOJdq]{0,4})x{1,4}(?P<point>[RX])", "verb_last"),
    # by the beginning of the stay
    _Rule(span.stay_part, r"<prep>?(?P<part>b)[dO]{0,4}[Tp]"),
    # end of March 2027, fin du mois de septembre
    _Rule(calendar.month, r"<pre>?<part>[dOtnl]{0,3}(?:ud?)?<month>"),
    # Swedish 'före oktobers slut'
    _Rule(calendar.month, r"<pre>?(?P<m>M)d{0,2}(?P<part>e)(?:d?<year>)?", "verb_second"),
    # before the end of week 2
    _Rule(span.numbered_unit, r"(?P<pre><prep>?e[dO]{0,3})<unit>d?<figure><of_stay>?"),
    # on the last working day of March
    _Rule(calendar.month, r"<pre>?lq?uq?[dO]{0,3}(?:ud?)?<month>"),
    # end of the first week, end of this year
    _Rule(
        span.unit_part,
        r"<prep>?(?P<part>e)[dO]{0,3}(?:<nth_figure>|<last>|<next>|t)?<units>(?:(?P<after>n)|d{0,3}T)?(?:d{0,2}<year>)?",
    ),
    # before the end of my two weeks of internship
    _Rule(span.stay_part, r"<prep>?(?P<part>e)[dO]{0,3}<count>d{0,3}[Tp]"),
    # at the end of three months
    _Rule(span.within, r"<prep>?e[dO]{0,3}<count>"),
    # end of Q2, in Q3 2027
    _Rule(calendar.quarter, r"(?:<prep>|(?<=[.,]))?(?:[ebm][dO]{0,3})?(?P<q>Q)(?:d?<year>)?"),
    # end of 2027, of the school year, of summer
    _Rule(calendar.year, r"<pre>?<part>d{0,3}<year>"),
    _Rule(calendar.term, r"<pre>?<part>[dOtn]{0,3}(?P<term>H)"),
    _Rule(calendar.season, r"<prep>?<part>[dOtn]{0,3}(?P<s>s)(?:d?<year>)?"),
    # on the first day, in the last week of the stay, first two weeks, second quarter of 2027
    _Rule(
        span.nth_unit,
        r"(?P<pre><prep>|[dFt]{1,3})?(?:<last>|<nth_figure>)[dnq]?(?P<n>[Nh1i])?q?(?:<units>|(?P<stayunit>D))"
        r"<of_stay>?(?:d{0,2}<year>)?",
    ),
    # on day 3, in week 12
    _Rule(span.numbered_unit, r"(?P<pre><prep>|d)?<unit>d?<figure><of_stay>?"),
    _Rule(span.numbered_unit, r"(?P<pre>[BVPIO][BVPIOd]{0,3})<unit>(?P<n>1)(?=[.,]|$)"),
    # to under ten days
    _Rule(span.target, r"(?P<to>r)[BVIJ]{1,2}<count>"),
    # in 2 to 3 weeks, but 12 to 18 years
    _Rule(span.range_of_units, r"(?P<pre>[IJ]d?)?[Ni][rBO-]{1,2}<count>"),
    # within two weeks, in the first ten days, for the next two weeks, two weeks later
    _Rule(span.within, r"(?P<pre>[BVIJA][BVPIJOdqnf]{0,4})<nth>?n?<count>L?"),
    _Rule(span.within, r"(?P<pre>[PFO])[dq]{0,2}(?:[nf]|(?=[Nih1]N?f))<count>"),
    _Rule(span.within, r"(?:^|(?<=[,.]))(?P<pre>d?)(?:[nf]|(?=[Nih1]N?f))<count>"),
    _Rule(span.within, r"(?P<pre>)<count>(?:L|A(?=[,.]|$))"),
    # in the coming months
    _Rule(span.vague, r"<prep>?[dt]?(?:nq?U|fq?[uU]|Un|[uU]f)"),
    # next week, la semaine prochaine, within the month
    _Rule(span.next_unit, r"(?P<pre><prep>|F)?d{0,2}(?:<next>|t)<unit>"),
    _Rule(span.next_unit, r"(?P<pre><prep>|F)?d{0,2}<unit><next>"),
    _Rule(span.next_unit, r"(?P<pre>[BJ]d{1,2})<units>"),
    # za tydzień, do měsíce
    _Rule(span.within_one, r"(?P<pre>[BJ])(?P<n>)<unit>(?!Y)", "no_articles"),
    # by the team meeting in June
    _Rule(calendar.month, r"<prep>[dnt]{0,2}[xg]{0,3}g[dx]{0,3}[dIO]{0,2}n?<month>"),
    # in March, au mois de mars, next June, December 2027
    _Rule(calendar.month, r"(?P<pre>[BVPIOJ][BVPIOJq]{0,3})(?:d?ud?)?[nt]?<month>"),
    _Rule(calendar.month, r"(?P<pre>[BV][BVPIO]{0,3})d<month>(?:x?g)?"),
    _Rule(calendar.month, r"d?[nt](?P<m>M)"),
    _Rule(calendar.month, r"(?P<m>M)n"),
    _Rule(calendar.month, r"(?P<m>M)d{0,2}<year>"),
    # by Friday, vendredi prochain, el viernes
    _Rule(calendar.weekday, r"(?:[BVPIO][BVPIO]{0,3}[nt]?|[nt]|O?d?n)<weekday>n?(?!U)"),
    _Rule(calendar.weekday, r"[BV][BVPO]{0,3}d{1,2}[nt]?<weekday>"),
    _Rule(calendar.weekday, r"P[BVPO]{0,3}d{0,2}[nt]?<weekday>", "for_is_before"),
    _Rule(calendar.weekday, r"<weekday>n"),
    _Rule(calendar.weekday, r"(?:^|(?<=[,.]))<weekday>(?!U)", "opening_weekday"),
    _Rule(calendar.weekday, r"(?<![dKOnt])<weekday>(?!U)", "bare_weekday"),
    # before the holidays, by Christmas, this summer, tomorrow
    _Rule(calendar.term, r"(?:[BVP][BVPIOJdq]{0,4}n?|[nt])[sC]?(?P<term>H)(?:d{0,2}[sC])?"),
    _Rule(calendar.term, r"<prep>(?:[sC](?P<term>H)|[H]d{0,2}(?P<c>[sC]))"),
    _Rule(calendar.feast, r"(?P<pre><prep>n?|[nt])(?P<c>C)(?:[d,]?<year>)?"),
    _Rule(calendar.season, r"(?P<pre><prep>n?|d?[nt])(?P<s>s)n?(?:d?<year>)?"),
    _Rule(calendar.season, r"(?P<s>s)(?:[nt]|<year>)"),
    _Rule(calendar.tomorrow, r"(?P<pre>[BVP][BVPO]{0,2})?(?P<z>Z)"),
    # before mid-term
    _Rule(calendar.meeting, r"<prep>m<unit>"),
    # before our next supervision
    _Rule(calendar.month, r"(?P<pre>[BV][BVPOJ]{0,3})[dnt]{0,2}x[xd]{0,3}[dIO]{1,2}<month>"),
    _Rule(calendar.meeting, r"(?:[BV][BVPIOJ]{0,3}[dnt]{0,3}|[PO][dt]{0,2}nd?|[PO]d?t)x?g"),
    # by 2028, im Jahr 2027
    _Rule(calendar.year, r"(?P<pre>[BVPIO][BVPIO]{0,2})d?(?:ud?)?<year>"),
    # 2027 starte ich
    _Rule(calendar.year, r"^<year>(?=[x,])"),
    # by the 15th
    _Rule(calendar.day_of_month, r"(?<![Nhi%])[BV][BVO]{0,2}d{0,2}<figure>(?=[.,]|$)"),
    # for three weeks, 12 to 18 years
    _Rule(span.duration, r"(?:[Ni][rBO-]{1,2})?(?:[FP][dq]{0,2})?<count>"),
    # Polish 'na koniec oddam'
    _Rule(span.open_end, r"Oe(?=x)", "verb_chains"),
    # by the end
    _Rule(span.open_end, r"[BVO][BVPIOd]{0,3}e(?=[,.]|$)"),
)


@cache
def rules(traits: frozenset[str]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """The rules of a language with these traits, each with what its matches mean."""
    return tuple(
        (re.compile(_spelled_out(rule.letters)), rule.meaning)
        for rule in _GRAMMAR
        if not rule.trait or rule.trait in traits
    )


def _spelled_out(letters: str) -> str:
    return re.sub(r"(?<!P)<(\w+)>", lambda piece: _PIECES[piece[1]], letters)
