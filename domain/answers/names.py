"""The bare name of a person, a town or a work in an answer: "Mme Sarah Oakes, Leeds", "aus Rosenheim", "nurse, 14 years now"."""

import re
from functools import cache
from typing import Final

from domain.answers import places
from domain.answers.cleaning import NotUnderstood, after, placed_words, words
from domain.answers.phrases import Phrase, begins, listed, longest_at
from domain.known_words import first_names
from domain.vocabulary import vocabulary

#: names of what: these have a reading of their own
PERSON: Final = "person"
TOWN: Final = "town"

#: a place that was shared: latitude and longitude
_SHARED = re.compile(r"-?\d+\.\d+, ?-?\d+\.\d+")
_LETTER = re.compile(r"[^\W\d_]")


def bare_name(raw: str, what: str, lang: str) -> str:
    """The name alone of a person, a town or a work: "Mme Sarah Oakes, Leeds", "aus Rosenheim", "nurse, 14 years now".

    Raises NotUnderstood: "name" for what can be no name of a person, "town" for what has no letters.
    """
    text = _put_right(raw, lang)
    if what == TOWN:
        text = _without_lead(text, _listed("before_name", lang))
    if what in (PERSON, TOWN):
        text = _without_lead(text, _listed(what, lang))
    if what == TOWN and _SHARED.fullmatch(text):
        return text
    head, comma, tail = (part.strip() for part in text.partition(","))
    if comma and head and _is_beside(head, tail, what, lang):
        text = head
    if what == PERSON and (not _LETTER.search(text) or any(letter.isdigit() for letter in text)):
        raise NotUnderstood("name")
    if what == TOWN and not _LETTER.search(text):
        raise NotUnderstood("town")
    return text.strip(" .,;!") or raw


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
