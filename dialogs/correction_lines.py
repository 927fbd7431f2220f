"""Which line of a review somebody speaks of: by its label, its number, or what it counts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from dialogs.correction_words import articles, goes_away, is_fixing, negates, number_in, words_for
from dialogs.questions import Line, Question
from domain.answers import lengths
from domain.answers.cleaning import Word, fold, placed_words
from domain.answers.company import company
from domain.answers.phrases import Phrase
from domain.texts import render
from domain.vocabulary import vocabulary
from locales import formats

#: endings that make a plural: "jour" and "jours", "Tag" and "Tage"
_ENDING, _STEM = 2, 3
#: from so many letters on a label may be typed with a slip
_SLIP = 5
#: so many words before a number "we are" or "instead of" may stand
_COUNTING, _INSTEAD = 3, 2
_CLAUSE = re.compile("[,;.!]")


def people_in(raw: str, tokens: Sequence[Word], lang: str) -> int:
    """How many go, where the words say so: "we're four, not three"; 0 when they do not."""
    told = company(raw, lang)
    negated = [token.start for token in tokens if negates(token.folded, lang)]
    if told is not None and negated:
        # "no somos dos, somos tres", "we zijn met 3 niet met 2"
        told = company(raw[: negated[0]], lang) or next(
            (
                one
                for part in _CLAUSE.split(raw)
                if not any(negates(token.folded, lang) for token in placed_words(part))
                and (one := company(part, lang)) is not None
            ),
            told,
        )
    return max(told or 0, 0)


def exchanged(tokens: Sequence[Word], lang: str) -> tuple[int, int]:
    """The number that is denied and the one in its place, "three, not four"; two equal ones when nothing of the kind is said."""
    if any(token.folded in words_for("line", lang) for token in tokens):
        return 0, 0
    values = [(at, value) for at, token in enumerate(tokens) if (value := number_in(token.folded, lang)) is not None]
    # "one" is mostly an article, but not after a "not"
    for at in range(1, len(tokens)):
        if (tokens[at].folded,) in articles(lang) and negates(tokens[at - 1].folded, lang):
            values.append((at, 1))
    denied = {value for at, value in values if _gone(tokens, at, lang)}
    put = {value for _, value in values} - denied
    if len(denied) != 1 or len(put) != 1 or len(values) != len(denied) + len(put):
        return 0, 0
    return denied.pop(), put.pop()


def _gone(tokens: Sequence[Word], at: int, lang: str) -> bool:
    """Does "not" or "instead of" stand before a number?"""
    if at and negates(tokens[at - 1].folded, lang):
        return True
    instead = next(
        (n for n in range(at - 1, max(at - _INSTEAD, 0) - 1, -1) if tokens[n].folded in words_for("instead", lang)),
        None,
    )
    return instead is not None and all(is_fixing(one.folded, lang) for one in tokens[instead + 1 : at])


def number_of_line(
    raw: str, tokens: Sequence[Word], most: int, people: int, lang: str
) -> tuple[int, int] | None:  # fmt: skip
    """The number of a line and the place of its word; none that counts `people`, or takes the place of another number."""
    before_any = True
    old, new = exchanged(tokens, lang)
    for at, token in enumerate(tokens):
        value = number_in(token.folded, lang)
        colon = raw[token.end :].lstrip().startswith(":")
        following = tokens[at + 2 : at + 3]
        # "we're two, line 3 is wrong"
        behind = tokens[at + 1 : at + 2] if not following or number_in(following[0].folded, lang) is None else ()
        lined = {one.folded for one in (*tokens[max(at - 1, 0) : at], *behind)} & words_for("line", lang)
        counts = (people > 1 and value in (people, people - 1)) or any(
            one.folded in words_for("counting", lang) for one in tokens[max(at - _COUNTING, 0) : at]
        )
        if value is not None and not lined and not colon and (counts or old != new):
            before_any = False
            continue
        if value is None:
            before_any = before_any and (
                is_fixing(token.folded, lang)
                or token.folded in words_for("line", lang)
                or goes_away(token.folded, lang)
            )
            continue
        if not 1 <= value <= most:
            before_any = False
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        marked = bool(lined) or (at > 0 and after is None and negates(tokens[at - 1].folded, lang))
        alone = after is None or raw[token.end : after.start].strip(" ") not in ("", "'", "’")
        fixed = after is not None and (is_fixing(after.folded, lang) or after.folded in words_for("adding", lang))
        first = at == 0 and token.folded.isdigit()
        if marked or (before_any and (alone or fixed or first) and (colon or not _counts(tokens, at, lang))):
            return value, at
        before_any = False
    return None


def _counts(tokens: Sequence[Word], at: int, lang: str) -> bool:
    """Does the number count days or weeks, or belong to a date: "3 jours", "5 mai"?"""
    if at + 1 < len(tokens) and tokens[at + 1].folded[:_STEM] in _months(lang):
        return True
    return bool(lengths.lengths(" ".join(token.folded for token in tokens[at : at + 2]), lang))


@cache
def _months(lang: str) -> frozenset[str]:
    """How the names of the months begin."""
    return frozenset(fold(formats.month_name(number, lang))[:_STEM] for number in range(1, 13))


def label_said(
    raw: str, tokens: Sequence[Word], lines: Sequence[Line], questions: Mapping[str, Question], lang: str
) -> tuple[int, int, int] | None:
    """The line whose label is said, the longest one first: its place, and where the words of the label begin and end."""
    counting = any(token.folded.isdigit() for token in tokens)
    found: list[tuple[bool, bool, int, bool, int, int, int]] = []
    for place, line in enumerate(lines):
        for phrase in _names(line, lang):
            for at in range(len(tokens) - len(phrase) + 1):
                here = [token.folded for token in tokens[at : at + len(phrase)]]
                if all(_same(word, other) for word, other in zip(here, phrase, strict=True)):
                    counted = counting and line.key in questions and questions[line.key].kind == "number"
                    end = at + len(phrase)
                    # "money: my employer pays"
                    colon = raw[tokens[end - 1].end :].lstrip().startswith(":")
                    size = sum(map(len, phrase))
                    found.append((not colon, tuple(here) != phrase, -size, not counted, at, place, end))
    if not found:
        return None
    *_, at, place, end = min(found)
    return place, at, end


def _names(line: Line, lang: str) -> frozenset[Phrase]:
    own = tuple(token.folded for token in placed_words(render(line.label, lang)))
    known = line.label.key.removesuffix(".label")
    return _aliases(known.replace("cv.", "profile."), lang) | ({own} if own else frozenset())


@cache
def _aliases(key: str, lang: str) -> frozenset[Phrase]:
    listed = vocabulary("corrections").get(key, {}).get(lang, "")
    return frozenset(
        phrase for part in listed.split(",") if (phrase := tuple(token.folded for token in placed_words(part)))
    )


def _same(word: str, other: str) -> bool:
    """Are they one word, one and its plural, or one with a slip?"""
    if word == other:
        return True
    if min(len(word), len(other)) >= _SLIP and OSA.distance(word, other, score_cutoff=1) <= 1:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _ENDING
