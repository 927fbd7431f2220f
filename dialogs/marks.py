"""Typed words about options that are marked already: "all right", "2 and 4", "not adults", "no, rather sleep problems".

What names options is the whole answer, unless it only adds ("also 3") or takes away ("without 2"). What names none of them is
something else, for the question that takes such words: nobody has to say twice what they have said once.
"""

from collections.abc import Sequence
from typing import Any

from dialogs import said
from dialogs.questions import NotAnAnswer, Option, Question, Reading
from domain import concepts
from domain.answers import options, pointing
from domain.answers.cleaning import NotUnderstood, fold, words
from domain.messages import Text
from domain.texts import render

#: from this strength on words name a concept (`domain.concepts`)
_NAMED = 0.6
#: after a yes, so few words without a concept are only polite
_FEW_WORDS = 2


def read(question: Question, other: str, raw: str, marked: Sequence[str], reading: Reading) -> tuple[list[str], bool]:
    """The options that are meant, in their order, and whether the words are left for `other`, the one for something else.

    Raises NotAnAnswer for a number that is not in the list, for a question, and for "I don't know".
    """
    lang = reading.lang
    kept = [one for one in marked if one != other]
    if raw.rstrip().endswith("?") or said.is_unsure(raw, lang):
        raise NotAnAnswer(Text("answer.error.marks"))
    if said.only_agrees(raw, lang):
        return _in_order(question, kept), False
    if said.is_no(raw, lang):
        return [other], False
    if _names(question, other, raw, reading):
        return _in_order(question, [*kept, other]), False
    known = tuple(option for option in question.options if option.id != other)
    opening, rest = said.opening(raw, lang)
    named = _named(known, rest, question, lang)
    more = [] if pointing.leaves_out(raw, lang) else _elsewhere(known, rest, lang)
    few = len(words(rest)) <= _FEW_WORDS or said.only_agrees(rest, lang)
    if opening == "yes" and few and not named and not more:
        return _in_order(question, kept), False
    if opening in ("not", "no") and named and set(named) <= set(kept):
        return _in_order(question, [one for one in kept if one not in named]), False
    found = named
    if opening in ("also", "yes"):
        found = [*kept, *named]
    elif not named:
        found = [] if opening in ("no", "rather") else kept
    left = not named or bool(more)
    return _in_order(question, [*found, other] if left else found), left


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
    if pointing.leaves_out(raw, lang):
        return found
    hits = {hit.id for hit in concepts.find(raw, lang) if hit.strength >= _NAMED}
    return [option.id for option in known if option.id in hits or option.id in found]


def _elsewhere(known: Sequence[Option], raw: str, lang: str) -> list[str]:
    """The concepts that words name and no option does; a part of what an option says is nothing new."""
    if not any(len(word) > 2 for word in words(raw)):
        return []
    ids = {option.id for option in known}
    hits = [hit for hit in concepts.find(raw, lang) if hit.strength >= _NAMED]
    spoken = {word for option in known for word in words(render(option.label, lang))}
    spoken.update(word for hit in hits if hit.id in ids for word in words(hit.said))
    return [hit.id for hit in hits if hit.id not in ids and not set(words(hit.said)) <= spoken]


def _in_order(question: Question, ids: Sequence[str]) -> list[str]:
    return [option.id for option in question.options if option.id in ids]
