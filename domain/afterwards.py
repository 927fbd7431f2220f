"""What people say once a request was sent: that they cannot go any more, that days or people are others, how it goes on.

Only who speaks of the journey means the request: a country named beside it is a new wish. Words stand in
`data/language/wishes.toml`.
"""

from typing import Final

from domain import wanted
from domain.answers import told
from domain.answers.cleaning import words
from domain.answers.company import company
from domain.answers.lengths import lengths

SORRY, OTHERWISE = "sorry", "otherwise"
"""Somebody cannot go any more, or something troubles them; something of what was sent is to be otherwise."""
#: a remark with more words tells a story
_LONGEST: Final = 25
#: so few words that name a time or a number are about nothing else
_SHORT: Final = 5


def means(text: str, lang: str) -> str:
    """`wanted.STATUS`, `SORRY` or `OTHERWISE`, for somebody whose request is with a host; "" where it is about something else."""
    tokens = words(text)
    if not tokens or len(tokens) > _LONGEST:
        return ""
    if not wanted.beside(tokens, lang, "what_now", "never_mind") and wanted.speaks_of("what_now", tokens, lang):
        return wanted.STATUS
    if gives_up(text, lang) or wanted.speaks_of("falls_ill", tokens, lang):
        return SORRY
    if wanted.thing(text, lang):
        return ""
    if wanted.speaks_of("otherwise", tokens, lang):
        return OTHERWISE
    named = bool(lengths(text, lang)) or told.names_a_time(text, lang) or _counts_people(text, lang)
    meant = len(tokens) <= _SHORT or wanted.speaks_of("after_all", tokens, lang)
    return OTHERWISE if named and meant and not told.countries(text, lang) else ""


def gives_up(text: str, lang: str) -> bool:
    """Does somebody say that they do not go any more?"""
    return wanted.speaks_of("gives_up", words(text), lang)


def _counts_people(text: str, lang: str) -> bool:
    return company(text, lang) is not None
