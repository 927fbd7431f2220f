"""The bare name of a person, a town, a work or an address: "Mme Sarah Oakes, Leeds", "aus Rosenheim", "nurse, 14 years now"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from domain import concepts
from domain.answers import places
from domain.answers.cleaning import NotUnderstood, after, placed_words, words
from domain.answers.phrases import Phrase, begins, ends, holds, listed, longest_at, of_list
from domain.known_words import first_names
from domain.vocabulary import vocabulary

#: names of what: these have a reading of their own
PERSON: Final = "person"
TOWN: Final = "town"
WORK: Final = "work"
ADDRESS: Final = "address"

#: a place that was shared: latitude and longitude
_SHARED = re.compile(r"-?\d+\.\d+, ?-?\d+\.\d+")
_LETTER = re.compile(r"[^\W\d_]")
_PART = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: a concept that is named, and not only hinted at (`domain.concepts`)
_NAMED: Final = 0.6
#: more words than this are a sentence
_LONGEST_TOWN: Final = 6


def bare_name(raw: str, what: str, lang: str) -> str:
    """The name alone of a person, a town, a work or an address: "Mme Sarah Oakes, Leeds", "aus Rosenheim", "nurse, 14 years now".

    A person's name typed in small letters gets its capitals. Raises NotUnderstood: "name" for what can be no name of a person,
    "town" for what has no letters, or tells of somebody's work, "work" for mere years, "address" for what only describes a place.
    """
    text = _without_told(_put_right(raw, lang), lang)
    if what in (TOWN, WORK):
        text = _without_lead(text, _listed("before_name" if what == TOWN else "before_work", lang))
    if what in (PERSON, TOWN):
        text = _without_lead(text, _listed(what, lang))
    if what == TOWN and _SHARED.fullmatch(text):
        return text
    if what == PERSON:
        text = _said_once(text)
    head, comma, tail = (part.strip() for part in text.partition(","))
    if comma and head and what != ADDRESS and _is_beside(head, tail, what, lang):
        text = head
    if what in (TOWN, WORK):
        text = _without_end(text, what, lang)
    _refuse(text, what, lang)
    text = text.strip(" .,;!") or raw
    return _with_capitals(text, lang) if what == PERSON else text


def _refuse(text: str, what: str, lang: str) -> None:
    """Raises NotUnderstood for what can be no name of that kind."""
    lettered = _LETTER.search(text)
    if what == PERSON and (not lettered or any(letter.isdigit() for letter in text)):
        raise NotUnderstood("name")
    if what == TOWN and (not lettered or _tells_of_work(text, lang)):
        raise NotUnderstood("town")
    if what == WORK and _years_at(words(text), 0, lang):
        raise NotUnderstood("work")
    if what == ADDRESS and (_years_at(words(text), 0, lang) or _only_describes(text, lang)):
        raise NotUnderstood("address")


def _tells_of_work(text: str, lang: str) -> bool:
    """Is it a sentence on somebody's work, a long one or one with a "but", and no town: "youth worker", "here for 12 years"?"""
    tokens = words(text)
    if any(_years_at(tokens, at, lang) for at in range(len(tokens))) or holds(tokens, of_list("tongues", "but", lang)):
        return True
    if any(hit.kind == "profession" and hit.strength >= _NAMED for hit in concepts.find(text, lang)):
        return True
    return len(tokens) > _LONGEST_TOWN and not places.named(text, lang)


def _only_describes(text: str, lang: str) -> bool:
    """Is it no address but words about a place: "that is a care home"?"""
    return not any(letter.isdigit() for letter in text) and begins(words(text), _listed("describes", lang)) > 0


def _without_told(raw: str, lang: str) -> str:
    """Without a first clause that only says that it was told before, or that a part of it is not known."""
    head, comma, tail = raw.partition(",")
    said_before = tuple(words(head)) in _listed("told", lang) | _listed("unsure_part", lang)
    return tail.strip() if comma and tail.strip() and said_before else raw


def _without_end(text: str, what: str, lang: str) -> str:
    """Without the years and the "that's right" behind a name."""
    tokens = placed_words(text)
    folded = [token.folded for token in tokens]
    at = next((at for at in range(1, len(folded)) if _years_at(folded, at, lang)), len(folded))
    while at > 1 and (size := ends(folded[:at], _listed(f"after_{what}", lang))) and size < at:
        at -= size
    return text[: tokens[at - 1].end] if 0 < at < len(tokens) else text


def _years_at(tokens: Sequence[str], at: int, lang: str) -> bool:
    """Does "12 years", "for 12 years", "since 2015" begin at a place?"""
    since = _listed("since", lang)
    first = next((one for one in range(at, len(tokens)) if (tokens[one],) not in since), len(tokens))
    if first >= len(tokens) or not tokens[first].isdigit():
        return False
    year = first > at and _YEAR.fullmatch(tokens[first]) is not None
    return year or (first + 1 < len(tokens) and (tokens[first + 1],) in since)


def _said_once(text: str) -> str:
    """A name that was said twice, the longer time: "lucia, lucia marin"."""
    head, comma, tail = text.partition(",")
    first, whole = words(head), words(tail)
    begun = any(whole[:size] == first[-size:] for size in range(1, len(first) + 1))
    # "neri, chiara neri"
    ended = len(whole) > 1 and whole[-1:] == first[-1:] and set(whole[:-1]) <= first_names()
    return tail.strip() if comma and first and (begun or ended) else text


def _with_capitals(text: str, lang: str) -> str:
    """The name of a person with its capitals when it was typed all small; small words inside it stay so: "van der Berg"."""
    if text != text.lower():
        return text
    small = set(vocabulary("written")["name_small"].get(lang, "").split())
    pieces = text.split(" ")
    return " ".join(
        piece if at and at + 1 < len(pieces) and piece in small else _PART.sub(lambda part: part[0].capitalize(), piece)
        for at, piece in enumerate(pieces)
    )


def _is_beside(head: str, tail: str, what: str, lang: str) -> bool:
    """Is what stands behind the comma no part of the name: a place behind first and last name, how long behind a work?"""
    tokens = words(tail)
    if tuple(tokens) in _listed("told", lang):
        # "linz, hab ich doch gesagt"
        return True
    if what == PERSON:
        # "Oakes, Sarah" is a name as well
        first = set(tokens) <= first_names()
        return not first and (len(words(head)) > 1 or any(one.isdigit() for one in tokens) or _is_a_place(tail, lang))
    since = _listed("since", lang)
    return any(one.isdigit() for one in tokens) and any((one,) in since for one in tokens)


def _is_a_place(tail: str, lang: str) -> bool:
    try:
        return bool(places.countries(tail, lang))
    except NotUnderstood:
        return False


def _put_right(raw: str, lang: str) -> str:
    """What follows "no wait", if anything does."""
    tokens = placed_words(raw)
    folded = [token.folded for token in tokens]
    for at in range(1, len(folded)):
        size = longest_at(folded, at, _listed("rather", lang))
        if size and at + size < len(folded):
            return raw[tokens[at + size - 1].end :].strip(" ,;:.-–")
    return raw


def _without_lead(raw: str, leads: frozenset[Phrase]) -> str:
    """The words after those that introduce them; unchanged when nothing would be left."""
    text = raw.strip()
    while True:
        tokens = words(text)
        size = begins(tokens, leads)
        if not size or size >= len(tokens):
            return text
        text = after(text, size)


@cache
def _listed(name: str, lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("written")[name].get(lang, ""))
