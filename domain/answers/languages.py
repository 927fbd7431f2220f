"""The languages a person speaks, and how well: "French B2, a little Dutch", "anglais (courant)", "Deutsch A1"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from domain.answers import yes_no
from domain.answers.cleaning import NotUnderstood, clean, fold, words
from domain.answers.options import one_slip
from domain.answers.phrases import Phrase, holds, longest_at, of_list, phrases
from domain.known_words import words_of
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


@dataclass(frozen=True, slots=True)
class Told:
    """The languages that an answer says somebody speaks, in order, and those it says they do not: "no Italian", "all forgotten"."""

    spoken: tuple[Spoken, ...]
    unspoken: frozenset[str]


def languages(raw: str, lang: str) -> tuple[Spoken, ...]:
    """(ISO 639 code, CEFR level or None) of every language that somebody speaks, in order.

    Everyday words count as levels: "a little" A2, "good" B2, "fluent" C1, "mother tongue" C2. Raises
    NotUnderstood("language") when no language is named that they speak.
    """
    spoken = told(raw, lang).spoken
    if not spoken:
        raise NotUnderstood("language")
    return spoken


def told(raw: str, lang: str) -> Told:
    """What an answer says of languages, those somebody does not speak as well; there may be none of either."""
    found: dict[str, str | None] = {}
    unspoken: dict[str, None] = {}
    before: list[str] = []
    first = ""
    # a level that stands alone between commas belongs to the language before it: "French, B2"; so does "all forgotten"
    for number, piece in enumerate(_pieces(clean(raw, _LIMIT), lang)):
        tokens = words(piece)
        names, level = _names_in(piece, lang), _level_in(piece, lang)
        lost = _says(tokens, "unspoken", lang) or (bool(names) and _says(tokens, "nothing", lang))
        if _says(tokens, "not_spoken", lang):
            # "I don't speak English very well"
            lost, level = lost or not (level and names), None
        denied = list(_denied(tokens, lang))
        if not number and denied and (tokens[0],) in yes_no.phrases_of("no", lang):
            first = denied[0]
        for code in (names or before) if lost else denied:
            unspoken[code] = None
        if not names and level and before and not lost:
            found[before[-1]] = found.get(before[-1]) or level
        for code in names:
            found[code] = found.get(code) or level
        before = names or before
    if first and list(unspoken) == [first] and len(found) > 1:
        del unspoken[first]  # "no english and french" may be a no to what was proposed
    return Told(tuple(pair for pair in found.items() if pair[0] not in unspoken), frozenset(unspoken))


def names_level(raw: str, lang: str) -> bool:
    """Do the words tell how well a language is spoken: "only a1", "a little"?"""
    return _level_in(raw, lang) is not None


def _says(tokens: Sequence[str], entry: str, lang: str) -> bool:
    """Do the words hold a phrase of the list, those apart that say that a language is missing, or that there is no more?"""
    telling, others = of_list("tongues", entry, lang), _of_others(lang)
    at = 0
    while at < len(tokens):
        size, other = longest_at(tokens, at, telling), longest_at(tokens, at, others)
        if size > other:
            return True
        at += other or 1
    return False


@cache
def _of_others(lang: str) -> frozenset[Phrase]:
    return of_list("tongues", "adding", lang) | of_list("tongues", "no_more", lang)


def _denied(tokens: Sequence[str], lang: str) -> Iterator[str]:
    """The languages right behind a "no": "geen Italiaans", "pas d'anglais"."""
    no, names = of_list("tongues", "no", lang), _names(lang)
    for at in range(len(tokens)):
        size = longest_at(tokens, at, no)
        behind = at + size
        if size and (code := _match(tokens, behind, names)[1]):
            yield code


def adds(raw: str, lang: str) -> bool:
    """Does an answer say that something is missing from a list, or has to be added: "da fehlt noch Französisch"?"""
    return holds(words(raw), of_list("tongues", "adding", lang))


def _pieces(text: str, lang: str) -> list[str]:
    joins = vocabulary("choosing").get(lang, vocabulary("choosing")["en"])["and"].split()
    joins += vocabulary("tongues")["but"].get(lang, "").split()
    pattern = re.compile(rf"\b(?:{'|'.join(joins).replace('_', ' ')})\b", re.IGNORECASE)
    return [piece for part in _BREAK.split(text) for piece in pattern.split(part) if words(piece)]


def _names_in(piece: str, lang: str) -> list[str]:
    tokens = words(piece)
    names = _names(lang)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        size, code = _match(tokens, at, names)
        if code and ((tokens[at],) not in of_list("tongues", "everyday", lang) or _is_bare(tokens, lang)):
            found.append(code)
        at += size or 1
    if not found:
        codes = {fold(code) for code in _CODE.findall(piece)} | (
            set(tokens) & set(SERVED) if len(tokens) == 1 else set()
        )
        found = [token for token in tokens if token in codes and token in formats.languages("en")]
    return found or _alike(tokens, lang)


def _is_bare(tokens: Sequence[str], lang: str) -> bool:
    """Do the words hold nothing but languages, levels and what stands around them, as no "course" of another kind does?"""
    levels, around, names = _levels(lang), of_list("tongues", "around", lang), _names(lang)
    at = 0
    while at < len(tokens):
        size = max(longest_at(tokens, at, known) for known in (names, levels, around))
        if not size and not _LEVEL.fullmatch(tokens[at]):
            return False
        at += size or 1
    return True


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
    everyday = of_list("tongues", "everyday", lang)
    for token in tokens:
        if len(token) >= _SHORTEST_GUESS and token not in known and (token,) not in everyday:
            best = process.extractOne(token, _single_words(lang), scorer=fuzz.ratio, score_cutoff=_CLOSE)
            # an everyday word is no slip of another: "finish", "Ferien", "malati"; its form may be one: "spanische"
            if best and (token not in words_of(lang) or Prefix.similarity(token, best[0]) >= len(best[0]) - 1):
                return [_names(lang)[(best[0],)]]
            near = {_names(lang)[(name,)] for name in _single_words(lang) if one_slip(token, name)}
            if len(near) == 1 and token not in words_of(lang):
                return list(near)
    return []


@cache
def _single_words(lang: str) -> list[str]:
    everyday = of_list("tongues", "everyday", lang)
    return [one[0] for one in _names(lang) if len(one) == 1 and len(one[0]) >= _SHORTEST_GUESS and one not in everyday]


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
