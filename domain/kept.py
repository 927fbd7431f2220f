"""Questions about what we keep and who reads it: "forget it, what do you know about me?", "who sees what I write?".

They are told apart from orders to delete: a question never deletes anything. Words stand in `data/language/wishes.toml`.
"""

import re
from collections.abc import Sequence
from typing import Final

from domain import wanted
from domain.answers.cleaning import words
from domain.commands_words import deletes

#: a clause with more words tells something
_LONGEST: Final = 12
#: so many words may stand before the one that begins a question: "what I mean is: which …"
_BEFORE_ASKING: Final = 4
_CLAUSE = re.compile(r"[,;.!?:\n]+")


def asks_what_is_kept(text: str, lang: str) -> bool:
    """Does somebody ask what we know or keep of them? Nothing in the words may tell us to delete it."""
    clauses = _clauses(text, lang)
    if any(deletes(word, lang) for clause in clauses for word in clause):
        return False
    return any(
        _asks(clause, lang)
        and wanted.speaks_of("keeps", clause, lang)
        and wanted.speaks_of("of_me", clause, lang)
        and not wanted.speaks_of("reads", clause, lang)
        for clause in clauses
    )


def asks_who_reads(text: str, lang: str) -> bool:
    """Does somebody ask who reads what they write: "who reads this stuff?", "does my boss see it?" """
    question = "?" in text
    return any(
        wanted.speaks_of("whoever", clause[:_BEFORE_ASKING], lang)
        and wanted.speaks_of("reads", clause, lang)
        and (question or wanted.speaks_of("asks", clause[:1], lang))
        for clause in _clauses(text, lang)
        if len(clause) <= _LONGEST
    )


def _asks(clause: Sequence[str], lang: str) -> bool:
    begins = list(clause[:_BEFORE_ASKING])
    return len(clause) <= _LONGEST and wanted.speaks_of("asks", begins, lang)


def _clauses(text: str, lang: str) -> list[list[str]]:
    """The words of each clause without those that wave off what was before: "forget it", "no, wait"."""
    return [kept for clause in _CLAUSE.split(text) if (kept := _after_waving_off(words(clause), lang))]


def _after_waving_off(tokens: list[str], lang: str) -> list[str]:
    while tokens:
        size = wanted.opens_with("never_mind", tokens, lang)
        if not size or (size == 1 < len(tokens) and deletes(tokens[0], lang)):
            # "forget what you know" forgets that
            return tokens
        tokens = tokens[size:]
    return tokens
