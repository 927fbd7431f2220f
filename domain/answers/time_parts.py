"""What an answer about a time is for and what it turns down, part by part: "any time, just not December"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.answers.calendar import items, shape
from domain.answers.cleaning import Word, placed_words
from domain.answers.phrases import Phrase, holds, longest_at, phrases
from domain.answers.sides import near_phrases
from domain.vocabulary import vocabulary

# a full stop behind a figure and a comma before one belong to a number
_BREAK: Final = re.compile(r"[;!?\n…]+|,(?!\d)|(?<!\d)\.(?=\s|$)")
_TIMES: Final = frozenset("MsDSFfqxe")
_BARE: Final = re.compile(r"^[^.]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: the words that are for something, and those that turn something down."""

    meant: str = ""
    denied: str = ""


def parts(raw: str, lang: str) -> list[Part]:
    """The parts of an answer in their order, without reasons ("in February I have exams")."""
    found: list[Part] = []
    for start, end in _pieces(raw, lang):
        words = placed_words(raw, start, end)
        tokens = [word.folded for word in words]
        if longest_at(tokens, 0, _reasons(lang)):
            continue
        part = _parted(raw, words, tokens, lang)
        # "not in May, June": what goes on with names alone is turned down as well
        if found and _names_time(found[-1].denied, lang) and not part.denied and _goes_on(part.meant, tokens, lang):
            part = Part(denied=part.meant)
        found.append(part)
    return found


def turns_down(raw: str, lang: str) -> bool:
    """Does an answer tell when somebody has no time, in other words than "not": "in May I can't"?"""
    return holds([word.folded for word in placed_words(raw)], near_phrases("busy", lang))


def _pieces(raw: str, lang: str) -> Iterator[tuple[int, int]]:
    # "in March because in April …"; "since" and "da" begin a time as well
    joints = near_phrases("but", lang) | (near_phrases("because", lang) - _calendar("after", lang))
    start = 0
    for stop, following in (*(match.span() for match in _BREAK.finditer(raw)), (len(raw), len(raw))):
        for word in placed_words(raw, start, stop):
            if (word.folded,) in joints and word.start > start:
                yield start, word.start
                start = word.end if (word.folded,) in near_phrases("but", lang) else word.start
        if start < stop:
            yield start, stop
        start = following


def _parted(raw: str, words: list[Word], tokens: list[str], lang: str) -> Part:
    if not words:
        return Part()
    whole, at = raw[words[0].start : words[-1].end], 0
    while at < len(words):
        size = longest_at(tokens, at, _denials(lang))
        if longest_at(tokens, at, _no_denials(lang)) or not size:
            at += max(longest_at(tokens, at, _no_denials(lang)), 1)
            continue
        behind = at + size
        meant = raw[words[0].start : words[at].start]
        until = longest_at(tokens, behind, _calendar("before", lang))
        if until and behind + until < len(words):  # "not before Easter"
            after = vocabulary("calendar")[lang]["after"].split()[0].replace("_", " ")
            return Part(f"{meant} {after} {raw[words[behind + until].start : words[-1].end]}")
        denied = raw[words[behind].start : words[-1].end] if behind < len(words) else ""
        # "in May rather not", "in May that is not possible"
        return Part(meant, denied) if _names_time(denied, lang) else Part(denied=whole)
    return Part(denied=whole) if holds(tokens, near_phrases("busy", lang)) else Part(whole)


def _names_time(text: str, lang: str) -> bool:
    return not _TIMES.isdisjoint(shape(items(text, lang)))


def _goes_on(text: str, tokens: list[str], lang: str) -> bool:
    """Nothing but names of times: "june or july"; who begins anew says "in June", "rather June"."""
    return _opening(lang).isdisjoint(tokens) and _BARE.match(shape(items(text, lang))) is not None


@cache
def _opening(lang: str) -> frozenset[str]:
    """Small words that a time begins with: "in", "the"."""
    return frozenset(vocabulary("calendar")[lang]["glue"].split())


@cache
def _denials(lang: str) -> frozenset[Phrase]:
    return _calendar("never", lang).union(*(near_phrases(name, lang) for name in ("not", "except", "deny")))


@cache
def _no_denials(lang: str) -> frozenset[Phrase]:
    """ "No later than", "n'importe quand", "not only" """
    known = _calendar("until", lang) | _calendar("any", lang) | near_phrases("welcome", lang)
    return frozenset(one for one in known if len(one) > 1)


@cache
def _reasons(lang: str) -> frozenset[Phrase]:
    return near_phrases("because", lang) | near_phrases("reason", lang)


@cache
def _calendar(name: str, lang: str) -> frozenset[Phrase]:
    return phrases(str(vocabulary("calendar")[lang].get(name, "")))
