"""The languages a person speaks, and how well: "French B2, a little Dutch", "anglais (courant)", "Deutsch A1"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from domain.answers.cleaning import NotUnderstood, clean, fold, words
from domain.answers.phrases import Phrase, holds, longest_at, of_list, phrases
from domain.language.codes import RIVALS, SERVED
from domain.vocabulary import vocabulary
from locales import formats

Spoken = tuple[str, str | None]

LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
"""The steps of the Common European Framework of Reference for Languages (CEFR)."""

# what is learnt at school, where no level is named
_AT_SCHOOL: Final = "A2"
_LIMIT: Final = 600
_CLOSE: Final = 86.0
_SHORTEST_GUESS: Final = 5
_BREAK = re.compile(r"[,;/\n.&+]+")
# known by their own names too
_OWN_NAMES: Final = (*SERVED, *RIVALS, "el", "bg", "uk", "ru", "mk", "sr", "bs", "mt", "ga", "cy", "eu", "gl", "lb",
                     "is", "ar", "he", "fa", "ur", "hi", "zh", "ja", "ko", "vi", "so", "ku")  # fmt: skip
_LEVEL = re.compile(r"[abc][12]")
_CODE = re.compile(r"\b[A-Z]{2}\b")


def languages(raw: str, lang: str) -> tuple[Spoken, ...]:
    """(ISO 639 code, CEFR level or None) of every language of an answer, in order.

    Everyday words count as levels: "a little" A2, "good" B2, "fluent" C1, "mother tongue" C2. Raises
    NotUnderstood("language") when no language is named.
    """
    text = clean(raw, _LIMIT)
    found: dict[str, str | None] = {}
    # a level that stands alone between commas belongs to the language before it: "French, B2"
    for piece in _pieces(text, lang):
        names, level = _names_in(piece, lang), _level_in(piece, lang)
        if not names and level and found:
            last = next(reversed(found))
            found[last] = found[last] or level
        for code in names:
            found[code] = found.get(code) or level
    if not found:
        raise NotUnderstood("language")
    return tuple(found.items())


def adds(raw: str, lang: str) -> bool:
    """Does an answer say that something is missing from a list, or has to be added: "da fehlt noch Französisch"?"""
    return holds(words(raw), of_list("tongues", "adding", lang))


def _pieces(text: str, lang: str) -> list[str]:
    joins = vocabulary("choosing").get(lang, vocabulary("choosing")["en"])["and"].split()
    pattern = re.compile(rf"\b(?:{'|'.join(joins).replace('_', ' ')})\b", re.IGNORECASE)
    return [piece for part in _BREAK.split(text) for piece in pattern.split(part) if words(piece)]


def _names_in(piece: str, lang: str) -> list[str]:
    tokens = words(piece)
    names = _names(lang)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        size, code = _match(tokens, at, names)
        if code:
            found.append(code)
        at += size or 1
    if not found:
        codes = {fold(code) for code in _CODE.findall(piece)} | (
            set(tokens) & set(SERVED) if len(tokens) == 1 else set()
        )
        found = [token for token in tokens if token in codes and token in formats.languages("en")]
    return found or _alike(tokens, lang)


def _level_in(piece: str, lang: str) -> str | None:
    tokens = words(piece)
    for token in tokens:
        if _LEVEL.fullmatch(token):
            return token.upper()
    levels = _levels(lang)
    at = 0
    while at < len(tokens):
        size, level = _match(tokens, at, levels)
        if level:
            return level
        at += size or 1
    return _AT_SCHOOL if any((token,) in _of_school(lang) for token in tokens) else None


def _match(tokens: Sequence[str], at: int, known: Mapping[Phrase, str]) -> tuple[int, str | None]:
    size = longest_at(tokens, at, known)
    return size, known.get(tuple(tokens[at : at + size]))


def _alike(tokens: Sequence[str], lang: str) -> list[str]:
    """A language with a typing error."""
    known = {word for phrase in _levels(lang) for word in phrase}
    for token in tokens:
        if len(token) >= _SHORTEST_GUESS and token not in known:
            best = process.extractOne(token, _single_words(lang), scorer=fuzz.ratio, score_cutoff=_CLOSE)
            if best:
                return [_names(lang)[(best[0],)]]
    return []


@cache
def _single_words(lang: str) -> list[str]:
    return [phrase[0] for phrase in _names(lang) if len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_GUESS]


@cache
def _names(lang: str) -> dict[Phrase, str]:
    """Folded names in the served languages and in each language itself; the person's language decides on a clash."""
    found: dict[Phrase, str] = {}
    for code in _OWN_NAMES:
        found[tuple(words(formats.autonym(code)))] = code
    for other in (*(code for code in SERVED if code != lang), lang):
        found |= {tuple(words(name)): code for code, name in formats.languages(other).items() if len(code) == 2}
    for code, entry in vocabulary("tongues")["aliases"].items():
        found |= dict.fromkeys(phrases(entry), code)
    found.pop((), None)
    return found | _of_school(lang)


@cache
def _of_school(lang: str) -> dict[Phrase, str]:
    """Names of languages as they were learnt at school, in one word: "Schulenglisch"."""
    start = vocabulary("tongues")["school"].get(lang, "")
    names = formats.languages(lang).items() if start else ()
    return {(start + name[0],): code for code, value in names if len(code) == 2 and len(name := words(value)) == 1}


@cache
def _levels(lang: str) -> dict[Phrase, str]:
    data = vocabulary("tongues")["levels"]
    found: dict[Phrase, str] = {}
    for other in ("en", lang):
        for level in LEVELS:
            found |= dict.fromkeys(phrases(data[level].get(other, "")), level)
    return found
