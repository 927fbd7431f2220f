"""What somebody says where hosts are shown that changes the search: "anything in Denmark?", "lieber im Juni", "solo en Italia".

Read only when every word belongs to it: a country or a time, and words of looking for something (`wishes.toml`). "How much is it in
Denmark?" asks something else.
"""

from typing import Final

from domain import wanted
from domain.answers import places, told
from domain.answers.calendar import speaks_of_time
from domain.answers.cleaning import NotUnderstood, words
from domain.commands_words import courtesies
from domain.matching_words import function_words

#: more words tell a story
_LONGEST: Final = 12
#: tables of `wishes.toml` whose words may stand around what is looked for
_AROUND: Final = ("looking", "hosts", "show", "want")


def looks_elsewhere(text: str, lang: str) -> bool:
    """Does all of this only name a country or a time to look for hosts in?"""
    tokens = words(text)
    if not tokens or len(tokens) > _LONGEST:
        return False
    named = {at + further for at, (size, _) in places.named(text, lang) for further in range(size)}
    if not named and not told.names_a_time(text, lang):
        return False
    if wanted.speaks_of("of_itself", tokens, lang):
        return False
    around = [token for at, token in enumerate(tokens) if at not in named]
    small = function_words() | courtesies(lang)
    return all(token in small or speaks_of_time(token, lang) for token in wanted.beside(around, lang, *_AROUND))


def countries(text: str, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The countries to look in, and those to leave out; "nothing in Holland?" asks for some there."""
    named = tuple(code for _, (_, codes) in places.named(text, lang) for code in codes)
    if not named or text.rstrip().endswith("?"):
        return named, ()
    try:
        return places.for_and_against(text, lang)
    except NotUnderstood:
        # "niet naar Duitsland"
        return (), named


def adds(text: str, lang: str) -> bool:
    """Is what is named looked for as well as what was asked for before: "also France", "la Francia anche"?"""
    return wanted.speaks_of("too", words(text), lang)
