"""What a text about something else tells of the journey in passing: where to, when, how long.

"The boys fight every evening. In September two of us would love to see how they do it in Finland" tells of a journey in its
second sentence only. A fact is heard only where somebody speaks of going, for a guess must be right: "our families from Syria" are
no wish to go there, nor is the country somebody works in.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from domain.answers import places
from domain.answers.calendar import items, shape, speaks_of_time
from domain.answers.cleaning import words
from domain.answers.company import company, words_of_company
from domain.answers.lengths import lengths
from domain.answers.phrases import ends, holds, of_list
from domain.matching_words import function_words
from domain.vocabulary import vocabulary

_SENTENCE = re.compile(r"(?<=[!?;…\n])\s*|(?<=[^\d\s][^\d\s][.])\s+")
_WITH_ENDS = re.compile(r".+?(?:[!?;…\n]\s*|(?<=[^\d\s][^\d\s])[.]\s+|$)", re.DOTALL)
_CLAUSE = re.compile(r"([,;:()\n]|\s[-–]\s)")
# months, seasons, dates; "every day" and "at the weekend" say nothing of a journey
_TIME = frozenset("MsDSFfqx")
# two words of English that are a time only where a time stands
_BEFORE_MAY: Final = ("in", "the", "of", "or", "to", "and", "by", "mid", "thinking", "maybe", "early", "late", "around")
_MAY: Final = re.compile("".join(rf"(?<!\b{word} )" for word in _BEFORE_MAY) + r"(?<!\d )(?<!, )\b(?:may|falls?)\b")
_MAY_I: Final = re.compile(r"\bmay (?:i|we|you)\b", re.IGNORECASE)
_SHORT: Final = 8
_ENOUGH: Final = 3
_LONGEST: Final = 280


def of_the_journey(raw: str, lang: str) -> str:
    """The sentences that speak of the journey, without those parts that speak of home; empty when there are none."""
    told = []
    for sentence in _SENTENCE.split(raw):
        # such a long sentence is a story
        if sentence and len(sentence) <= _LONGEST:
            kept = _away(_MAY.sub("", sentence) if lang == "en" else sentence, lang)
            if kept and _is_of_it(kept, lang):
                told.append(kept.strip())
    return ". ".join(told)


def without_journey(raw: str, lang: str) -> str:
    """A text without what it says of the journey in passing; as it is when nothing else would be left."""
    kept = "".join(_at_home(sentence, lang) for sentence in _WITH_ENDS.findall(raw)).strip(" ,;:-–\n")
    return kept or raw


def _at_home(sentence: str, lang: str) -> str:
    """A sentence, those parts of it that speak of home where the others speak of the journey, or nothing."""
    if len(sentence) > _LONGEST:
        return sentence
    plain = _MAY.sub("", sentence) if lang == "en" else sentence
    away = _away(plain, lang)
    if not away or not _is_of_it(away, lang):
        return sentence
    if away == plain:
        return ""
    home = of_list("trip", "home", lang)
    pieces = (part for piece in _CLAUSE.split(sentence) for part in _joint(lang).split(piece))
    return ", ".join(piece.strip() for piece in pieces if holds(words(piece), home)).rstrip(" .") + ". "


def countries(raw: str, lang: str) -> tuple[str, ...]:
    """The countries that somebody goes to: after "to", "in" and the like, or alone between two commas."""
    found: dict[str, None] = {}
    for clause in _CLAUSE.split(raw):
        named = places.named(clause, lang)
        if not named:
            continue
        tokens, joined = words(clause), -1
        taken = {at + further for at, (size, _) in named for further in range(size)}
        only = all(at in taken or token in _small(lang) for at, token in enumerate(tokens))
        for at, (size, codes) in named:
            together = joined == at - 1 or (
                joined == at - 2 and tokens[at - 1 : at] and tokens[at - 1] in _joining(lang)
            )
            if only or at == 0 or (joined >= 0 and together) or _goes_there(tokens[:at], lang):
                found |= dict.fromkeys(codes)
                joined = at + size - 1
    return tuple(found)


def _away(sentence: str, lang: str) -> str:
    """A sentence without those parts that speak of home and work."""
    home = of_list("trip", "home", lang)
    if not holds(words(sentence), home):
        return sentence
    pieces = (part for piece in _CLAUSE.split(sentence) for part in _joint(lang).split(piece))
    return "".join(piece for piece in pieces if not holds(words(piece), home))


def _is_of_it(sentence: str, lang: str) -> bool:
    tokens = words(sentence)
    wish = holds(tokens, of_list("trip", "wish", lang))
    if not wish and holds(tokens, of_list("trip", "of_others", lang)):
        return False
    score = int(wish or holds(tokens, of_list("trip", "perhaps", lang)))
    score += holds(tokens, of_list("trip", "travel", lang)) + (len(tokens) <= _SHORT)
    if not score and not speaks_of_time(sentence, lang):
        return False
    facts: list[Callable[[str, str], object]] = [tells_time, countries, lengths]
    if wish:
        facts.append(lambda text, lang: company(text, lang, passing=True) is not None)
    elif _tells_only(tokens, lang):
        # who is alone since May does not speak of going alone
        facts.append(lambda text, lang: (company(text, lang, passing=True) or 0) > 1)
    # the cheapest first, and none that can no longer make a difference
    for at, tells in enumerate(facts):
        if not _ENOUGH - len(facts) + at <= score < _ENOUGH:
            break
        score += bool(tells(sentence, lang))
    return score >= _ENOUGH


def _tells_only(tokens: Sequence[str], lang: str) -> bool:
    """Does a short sentence speak of nothing but time and company: "in May, with two colleagues"?"""
    small = function_words() | _small(lang) | words_of_company(lang)
    return len(tokens) <= _SHORT and all(token in small or speaks_of_time(token, lang) for token in tokens)


def tells_time(sentence: str, lang: str) -> bool:
    """Does a sentence name a month, a season or a date?"""
    return speaks_of_time(sentence, lang) and not _TIME.isdisjoint(shape(items(sentence, lang)))


def names_a_time(text: str, lang: str) -> bool:
    """The same of a text that may be about anything: "may" is the month only where a time stands."""
    return tells_time(_MAY.sub("", _MAY_I.sub("", text)) if lang == "en" else text, lang)


def parts_of_time(raw: str, lang: str) -> str:
    """Those parts of a text that name a month, a season or a date."""
    return ", ".join(clause.strip() for clause in _CLAUSE.split(raw) if tells_time(clause, lang))


def _goes_there(before: Sequence[str], lang: str) -> bool:
    return bool(ends(before, of_list("trip", "to", lang)))


@cache
def _small(lang: str) -> frozenset[str]:
    """Words that may stand beside the names of countries in an answer of these alone: "Sweden or Finland maybe"."""
    return _joining(lang).union(
        word for name in ("to", "wish", "perhaps") for phrase in of_list("trip", name, lang) for word in phrase
    )


@cache
def _joint(lang: str) -> re.Pattern[str]:
    """Where a sentence goes on with "and" or "but"."""
    joining = (*vocabulary("numbers")[lang]["and"].split(), *vocabulary("trip")["but"][lang].split())
    return re.compile(rf"(\s(?:{'|'.join(joining)})\s)", re.IGNORECASE)


@cache
def _joining(lang: str) -> frozenset[str]:
    numbers = vocabulary("numbers")[lang]
    return frozenset((*numbers["and"].split(), *numbers["or"].split()))
