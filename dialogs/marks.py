"""Typed words about options that are marked already: "all right", "2 and 4", "not adults", "no, rather sleep problems".

They start from what is marked: a clause that is against something takes that away, one that names something adds it. Only numbers,
names that are marked already and nothing else, or an "only" and a "rather" are the whole answer. What names none of the options is
something else, for the question that takes such words: nobody has to say twice what they have said once.
"""

import re
from collections.abc import Sequence
from typing import Any

from dialogs import said, spoken
from dialogs.questions import NotAnAnswer, Option, Question, Reading
from domain import concepts
from domain.answers import calendar, options, places, pointing, sides, told
from domain.answers.cleaning import NotUnderstood, fold, placed_words, words
from domain.answers.phrases import longest_at
from domain.matching_words import function_words
from domain.messages import Text
from domain.texts import render
from domain.vocabulary import vocabulary

#: from this strength on words name a concept (`domain.concepts`)
NAMED = 0.6
#: after a yes, so few words without a concept are only polite
_FEW_WORDS = 2
_CLAUSE = re.compile(r"[,;.!\n]")
#: a word of a label that is no longer tells nothing
_SHORT = 2


def read(question: Question, other: str, raw: str, marked: Sequence[str], reading: Reading) -> tuple[list[str], str]:
    """The options that are meant, in their order, and the words that are left for `other`, the one for something else.

    Raises NotAnAnswer for a number that is not in the list, for a question, for "I don't know", and for a "no" before what is
    marked that may mean either.
    """
    lang = reading.lang
    kept = [one for one in marked if one != other]
    said_raw, raw = raw, _without_remarks(_without_other(question, other, raw, lang), lang)
    if said_raw and not raw:
        return _in_order(question, kept), ""
    raw = _without_journey(raw, lang)
    if raw.rstrip().endswith("?") or said.is_unsure(raw, lang):
        raise NotAnAnswer(Text("answer.error.marks"))
    if said.only_agrees(raw, lang):
        return _in_order(question, kept), ""
    if said.is_no(raw, lang):
        return [other], ""
    if _names(question, other, raw, reading):
        return _in_order(question, [*kept, other]), ""
    known = tuple(option for option in question.options if option.id != other)
    parts = sides.clauses(raw, lang, names_in(known, lang))
    if any(part.against or part.doubt for part in parts):
        return _without(question, other, known, parts, kept, lang)
    opening, rest = said.opening(raw, lang)
    if opening == "not" or sides.welcomes(raw, lang):  # "not only", or what is told, not taken away
        opening, rest = "also", raw
    if opening and _names(question, other, rest, reading):
        return [other] if opening in ("no", "rather") else _in_order(question, [*kept, other]), ""
    named = _named(known, rest, question, lang)
    more = _elsewhere(known, rest, lang)
    few = len(words(rest)) <= _FEW_WORDS or said.only_agrees(rest, lang)
    if opening == "yes" and few and not named and not more:
        return _in_order(question, kept), ""
    if opening == "no" and named and not more and set(named) <= set(kept):
        raise NotAnAnswer(Text("answer.error.marks"))
    enumerates = opening not in ("also", "yes") and not more and all(part.bare for part in parts)
    whole = enumerates and not sides.denies(raw, lang) and _enumerates(rest, named, kept, lang)
    only = opening in ("no", "rather") or any(part.only for part in parts)
    found = named if only or whole else [*kept, *named]
    if named and not more:
        return _in_order(question, found), ""
    return _in_order(question, [*found, other]), _told(rest, known, lang, beside=opening == "yes")


def _enumerates(raw: str, named: Sequence[str], kept: Sequence[str], lang: str) -> bool:
    """Is an answer that holds nothing but names the whole list? One with a number or with what is marked already is."""
    return bool(set(named) & set(kept)) or pointing.pointed(raw, 0, lang) is not None


def _without(
    question: Question, other: str, known: Sequence[Option], parts: Sequence[sides.Clause], kept: Sequence[str], lang: str
) -> tuple[list[str], str]:  # fmt: skip
    """What is marked without what the words are against, and with what they are for."""
    gone = {one for part in parts if part.against for one in _named(known, part.text, question, lang)}
    found, left = list(kept), list[str]()
    for part in parts:
        if part.against or part.rest:
            continue
        opening, rest = said.opening(part.text, lang)
        if pointing.is_all(rest, lang):
            # "everything except": of what is marked
            found = found or [option.id for option in known]
            continue
        if said.only_agrees(rest, lang) or said.is_no(rest, lang):
            continue
        if part.doubt:
            left.append(part.text)
            continue
        named, more = _named(known, rest, question, lang), _elsewhere(known, rest, lang)
        if part.only or opening == "rather":
            found = []
        found += named
        # "debts missing" is no courtesy
        adds = opening == "also" or not sides.missing(lang).isdisjoint(words(rest))
        if more or (not named and not part.bare and (adds or len(words(rest)) > _FEW_WORDS)):
            left.append(_told(rest, known, lang, beside=len(parts) > 1))
    found = [one for one in found if one not in gone]
    return _in_order(question, [*found, other] if left else found), ", ".join(left)


def _without_other(question: Question, other: str, raw: str, lang: str) -> str:
    """The words without "drop something else", which takes the option for something else away; empty when nothing else is said."""
    label = next((fold(render(one.label, lang)) for one in question.options if one.id == other), "")
    if not label or label not in fold(raw) or not sides.denies(raw, lang):
        return raw
    parts = _CLAUSE.split(raw)
    return ", ".join(one.strip() for one in parts if not (label in fold(one) and sides.denies(one, lang)))


def _without_remarks(raw: str, lang: str) -> str:
    """The words without what is only said of something that is taken out: "falls not, that is for old people"."""
    tokens, kept, at = placed_words(raw), "", 0
    known = sides.near_phrases("remark", lang)
    for place, token in enumerate(tokens):
        if (
            token.start >= at
            and longest_at([one.folded for one in tokens], place, known)
            and sides.denies(raw[: token.start], lang)
        ):
            kept += raw[at : token.start].rstrip(" ,;.-")
            stop = _CLAUSE.search(raw, token.start)
            at = stop.start() if stop else len(raw)
    return (kept + raw[at:]).strip(" ,;")


def _without_journey(raw: str, lang: str) -> str:
    """The words without the parts that only name a country or a time: those have questions of their own.

    Raises NotAnAnswer where nothing else is said.
    """
    parts = [one.strip() for one in _CLAUSE.split(raw) if one.strip()]
    kept = [one for one in parts if not _is_of_the_journey(one, lang)]
    if parts and not kept:
        raise NotAnAnswer(Text("answer.error.marks"))
    return raw if len(kept) == len(parts) else ", ".join(kept)


def of_the_journey(raw: str, lang: str) -> str:
    """The parts of words about what is marked that only tell where to and when, for the questions about that."""
    parts = (one.strip() for one in _CLAUSE.split(raw) if one.strip())
    return ", ".join(one for one in parts if _is_of_the_journey(one, lang) and not sides.denies(one, lang))


def _is_of_the_journey(part: str, lang: str) -> bool:
    """Does a part tell nothing but where to and when: "in France or in Belgium", "maybe in May"?"""
    if any(hit.strength >= NAMED for hit in concepts.find(part, lang)):
        return False
    if told.of_the_journey(part, lang):
        return True
    if told.names_a_time(part, lang) and "." not in calendar.shape(calendar.items(part, lang)):
        return True
    tokens = words(part)
    there = {at + further for at, (size, _) in places.named(part, lang) for further in range(size)}
    return bool(there) and all(
        at in there or token in function_words() or sides.is_small(token, lang) or sides.denies(token, lang)
        for at, token in enumerate(tokens)
    )


def _told(raw: str, known: Sequence[Option], lang: str, *, beside: bool = False) -> str:
    """The words that tell something, without those that only put right: of "families are missing, the rest is fine" the families.

    `beside` other words even those alone only put right. Raises NotAnAnswer when they only say that something is to change.
    """
    parts = [one.strip() for one in _CLAUSE.split(raw) if one.strip()]
    names = names_in(known, lang)
    telling = [
        one
        for one in parts
        if not said.only_agrees(one, lang)
        and not said.is_no(one, lang)
        and not any(part.rest or part.against for part in sides.clauses(one, lang, names, always=True))
    ]
    if len(telling) == len(parts) and not beside:
        return raw
    if not telling:
        raise NotAnAnswer(Text("answer.error.marks"))
    raw = ", ".join(telling)
    tokens = words(raw)
    # "families are missing", beside "the rest is fine", puts right
    if sides.missing(lang).isdisjoint(tokens):
        return raw
    around = {*sides.missing(lang), *vocabulary("corrections")[lang]["fixing"].split()}
    empty = [
        token in around or sides.is_small(token, lang) or (len(token) == 1 and token.isalpha()) for token in tokens
    ]
    begins = next((at for at, small in enumerate(empty) if not small), 0)
    ends = next((at for at in range(len(tokens), 0, -1) if not empty[at - 1]), len(tokens))
    return _piece(raw, begins, ends)


def _piece(raw: str, first: int, last: int) -> str:
    found = placed_words(raw)
    return raw[found[first].start : found[last - 1].end] if first < last <= len(found) else raw


def names_in(known: Sequence[Option], lang: str) -> sides.Names:
    """What tells the words of a text that name an option, by its label, its number or its concept, or any other concept."""
    ids = {option.id for option in known}
    labels = {
        word
        for option in known
        for word in words(render(option.label, lang))
        if not word.isdigit() and not sides.is_small(word, lang) and not sides.denies(word, lang) and len(word) > _SHORT
    }

    def names(text: str) -> set[str]:
        tokens = words(text)
        shown = spoken.telling(text, known, lang)
        found = {token for token in tokens if pointing.is_place(token, lang)}
        found |= {token for token in tokens if token in labels or any(options.is_form(token, one) for one in labels)}
        found.update(shown)
        named = [hit for hit in concepts.find(text, lang) if hit.strength >= NAMED]
        plain = [hit for hit in named if hit.id in ids or not sides.denies(hit.said, lang)]
        # "that has nothing to do with it" speaks of no empty days where something else is named
        for hit in named if not found and not plain else plain:
            found.update(words(hit.said))
        return found

    return names


def says_something_else(raw: str, lang: str) -> bool:
    """May words that name no option be a reason of one's own? No question, no number, no "I don't know", and more than one word."""
    tokens = words(raw)
    return (
        len(tokens) > 1
        and not raw.rstrip().endswith("?")
        and not said.is_unsure(raw, lang)
        and not said.only_agrees(raw, lang)
        and not said.is_no(raw, lang)
        and not all(token.isdigit() or pointing.is_part(token, lang) for token in tokens)
    )


def _names(question: Question, option: str, raw: str, reading: Reading) -> bool:
    """Do the words say no more than the label or the number of an option?"""
    for place, one in enumerate(question.options, start=1):
        if one.id == option:
            return fold(raw).strip(" .!") in (fold(render(one.label, reading.lang)), str(place))
    return False


def _named(known: Sequence[Option], raw: str, question: Question, lang: str) -> list[str]:
    """The options that words point at or name, by a label or by another word for their concept."""
    labels = [(option.id, render(option.label, lang)) for option in known]
    found: list[str] = []
    try:
        found = options.best_options(raw, labels, lang)
    except NotUnderstood as refused:
        if refused.code == "option-number":
            fields: dict[str, Any] = {**refused.fields, "n": len(question.options), "most": len(question.options)}
            raise NotAnAnswer(Text("answer.error.option-number", fields)) from None
    hits = {hit.id for hit in concepts.find(raw, lang) if hit.strength >= NAMED}
    return [option.id for option in known if option.id in hits or option.id in found]


def _elsewhere(known: Sequence[Option], raw: str, lang: str) -> list[str]:
    """The concepts that words name and no option does; a part of what an option says is nothing new."""
    if not any(len(word) > 2 for word in words(raw)):
        return []
    ids = {option.id for option in known}
    hits = [hit for hit in concepts.find(raw, lang) if hit.strength >= NAMED]
    shown = {word for option in known for word in words(render(option.label, lang))}
    shown.update(word for hit in hits if hit.id in ids for word in words(hit.said))
    return [hit.id for hit in hits if hit.id not in ids and not set(words(hit.said)) <= shown]


def _in_order(question: Question, ids: Sequence[str]) -> list[str]:
    return [option.id for option in question.options if option.id in ids]
