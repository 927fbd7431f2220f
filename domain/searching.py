"""What somebody says where hosts are shown that changes the search: "anything in Denmark?", "lieber im Juni", "solo 2 días".

Read only when every word belongs to it: where, when, how long, with how many, and words of looking for something (`wishes.toml`).
"How much is it in Denmark?" asks something else.
"""

from typing import Final

from domain import wanted
from domain.answers import places, told
from domain.answers.calendar import speaks_of_time
from domain.answers.cleaning import NotUnderstood, words
from domain.answers.company import company, words_of_company
from domain.answers.lengths import counts_time, lengths
from domain.answers.number_lexicon import ordinals
from domain.answers.pointing import is_place
from domain.commands_words import courtesies
from domain.matching_words import function_words

#: more words tell a story
_LONGEST: Final = 12
#: so many words take a host back and name it, at most
_FEW: Final = 9
#: tables of `wishes.toml` whose words may stand around what is looked for
_AROUND: Final = ("looking", "too", "hosts", "show", "want", "no_country")


def looks_elsewhere(text: str, lang: str) -> bool:
    """Does all of this only name a country or a time to look for hosts in, how long or with how many?"""
    tokens = words(text)
    if not tokens or len(tokens) > _LONGEST:
        return False
    counting = counts(text, lang)
    # "the first one, 3 days" speaks of a host, "we are 3" only of ourselves
    if any((token,) in ordinals(lang) for token in tokens) if counting else wanted.speaks_of("of_itself", tokens, lang):
        return False
    named = {at + further for at, size, _ in _countries(text, lang) for further in range(size)}
    if not (named or told.names_a_time(text, lang) or counting or anywhere(text, lang)):
        return False
    around = [token for at, token in enumerate(tokens) if at not in named]
    return all(_belongs(token, lang) for token in wanted.beside(around, lang, *_AROUND))


def counts(text: str, lang: str) -> bool:
    """Does this tell for how many days, or how many people? A number alone is that of a host."""
    tokens = words(text)
    figure = any(is_place(token, lang) for token in tokens)
    days = bool(lengths(text, lang)) or (figure and any(counts_time(token, lang) for token in tokens))
    return days or (company(text, lang) or 0) > 0


def countries(text: str, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The countries to look in, and those to leave out; "nothing in Holland?" asks for some there."""
    named = tuple(code for _, _, codes in _countries(text, lang) for code in codes)
    if not named:
        return (), ()
    try:
        wanted_there, unwanted = places.for_and_against(text, lang)
    except NotUnderstood:
        # "niet naar Duitsland"
        wanted_there, unwanted = (), named
    if text.rstrip().endswith("?") and wanted.speaks_of("nothing", words(text), lang):
        return named, ()
    return wanted_there, unwanted


def anywhere(text: str, lang: str) -> bool:
    """Does this say that the country does not matter (any more): "the country doesn't matter", "ohne das Land"?"""
    return not _countries(text, lang) and wanted.speaks_of("no_country", words(text), lang)


def takes_off(text: str, lang: str) -> bool:
    """Does this take back that a host was liked: "take that off", "quita ese"? A name may stand in it, and little else."""
    tokens = words(text)
    # "remove everything about me" is about more than a host
    of_us = any(wanted.speaks_of(table, tokens, lang) for table in ("my_data", "of_me"))
    return len(tokens) <= _FEW and not of_us and wanted.speaks_of("take_off", tokens, lang)


def adds(text: str, lang: str) -> bool:
    """Is what is named looked for as well as what was asked for before: "also France", "la Francia anche"?"""
    return wanted.speaks_of("too", words(text), lang)


def _countries(text: str, lang: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where countries are named, with how many words, and their codes; a town is the name of a host that is shown."""
    tokens = words(text)
    found = places.named(text, lang)
    return [(at, size, codes) for at, (size, codes) in found if places.is_country(tokens[at : at + size], lang)]


def _belongs(token: str, lang: str) -> bool:
    return (
        token in function_words() or token in courtesies(lang) or speaks_of_time(token, lang) or is_place(token, lang)
        or counts_time(token, lang) or token in words_of_company(lang)
    )  # fmt: skip
