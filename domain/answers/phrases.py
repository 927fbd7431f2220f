"""Phrases, a few folded words in a row: read from the word lists, and looked for in what somebody says."""

from collections.abc import Container, Sequence
from functools import cache
from typing import Final

from domain.answers.cleaning import words
from domain.vocabulary import vocabulary

Phrase = tuple[str, ...]

LONGEST: Final = 8
"""So many words has the longest phrase of the lists, at most (held by a test)."""


def joined(entry: str) -> Phrase:
    """The phrase of an entry whose words are joined: "at_all"."""
    return tuple(entry.split("_"))


def phrases(entries: str) -> frozenset[Phrase]:
    """The phrases of a list of folded entries between spaces: "not at_all"."""
    return frozenset(joined(entry) for entry in entries.split())


def listed(entries: str) -> frozenset[Phrase]:
    """The phrases of a list as people write them, between commas: "not, pas du tout"."""
    return frozenset(found for entry in entries.split(",") if (found := tuple(words(entry))))


@cache
def of_list(name: str, entry: str, lang: str) -> frozenset[Phrase]:
    """The phrases of an entry that a list of `domain/data/language` has for every language; none where it has not this one."""
    return phrases(vocabulary(name)[entry].get(lang, ""))


def longest_at(tokens: Sequence[str], place: int, known: Container[Phrase]) -> int:
    """How many words the longest phrase has that stands at a place; 0 for none."""
    longest = min(LONGEST, len(tokens) - place)
    return next((size for size in range(longest, 0, -1) if tuple(tokens[place : place + size]) in known), 0)


def begins(tokens: Sequence[str], known: Container[Phrase]) -> int:
    """How many words the longest phrase has that they begin with; 0 for none."""
    return longest_at(tokens, 0, known)


def ends(tokens: Sequence[str], known: Container[Phrase]) -> int:
    """How many words the longest phrase has that they end with; 0 for none."""
    longest = min(LONGEST, len(tokens))
    return next((size for size in range(longest, 0, -1) if tuple(tokens[-size:]) in known), 0)


def holds(tokens: Sequence[str], known: frozenset[Phrase]) -> bool:
    """Does one of the phrases stand anywhere in the words? For lists that are kept: what their phrases begin with is remembered."""
    first = _first_words(known)
    return any(token in first and longest_at(tokens, place, known) for place, token in enumerate(tokens))


@cache
def _first_words(known: frozenset[Phrase]) -> frozenset[str]:
    return frozenset(one[0] for one in known)
