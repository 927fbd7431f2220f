"""The words of everyday talk, by language: they say little of what a text is about."""

from functools import cache
from typing import Final

from domain.matching_words import words
from domain.vocabulary import vocabulary

_LISTS: Final = ("frequent", "common")
#: letters that two forms of a word have in common at least, and those that may differ at the end
_SHORTEST, _ENDING = 4, 3


@cache
def everyday(lang: str) -> frozenset[str]:
    """The folded words that people use most in chat, in a language of the field (`concept_words.LANGUAGES`)."""
    lists = vocabulary(f"words/{lang}")
    return frozenset(word.folded for name in _LISTS for word in words(lists.get(name, "")))


def is_everyday(folded: str, lang: str) -> bool:
    """Whether a word is one of them, or looks like one in another form: most letters of the shorter are the first of both."""
    return bool(
        _beginnings(lang)
        & {folded[:size] for size in range(_SHORTEST, len(folded) + 1) if size + _ENDING >= len(folded)}
    )


@cache
def _beginnings(lang: str) -> frozenset[str]:
    return frozenset(
        word[:size]
        for word in everyday(lang)
        for size in range(min(len(word), _SHORTEST), len(word) + 1)
        if size + _ENDING >= len(word)
    )
