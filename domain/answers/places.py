"""Countries, by their names in six languages, by their codes, or "anywhere"."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz, process

from domain.answers.cleaning import NotUnderstood, clean, fold, vocabulary, words
from domain.language_model import SERVED
from locales import formats

Phrase = tuple[str, ...]

_CODE = re.compile(r"\b[A-Z]{2}\b")
_WORDS = frozenset(
    ("am", "as", "at", "do", "id", "in", "is", "it", "la", "me", "my", "na", "ne", "no", "se", "si", "so", "to")
)
_PIECES = re.compile(r"[,;/\n]+")
_CLOSE = 86.0
_SHORTEST_GUESS = 5
_LONGEST_NAME = 6
_SHORT_ANSWER = 4
_LIMIT = 600


def country(raw: str, lang: str) -> str:
    """The one country of an answer, as ISO 3166-1 code ("Belgique" is "BE").

    Raises NotUnderstood: "country" when there is none, "one-country" when there are several.
    """
    found = countries(raw, lang)
    if len(found) > 1:
        raise NotUnderstood("one-country")
    if not found:
        raise NotUnderstood("country")
    return found[0]


def countries(raw: str, lang: str) -> tuple[str, ...]:
    """The countries of an answer in the order they were typed; () means anywhere ("peu importe").

    Raises NotUnderstood: "country" when there is none, "country-except" for "anywhere but France".
    """
    text = clean(raw, _LIMIT)
    tokens = words(text)
    found = _named(tokens, lang) | _coded(text, tokens)
    places = vocabulary("places")
    anywhere = _phrases(places["anywhere"].get(lang, "")) | _phrases(places["anywhere"]["en"])
    # "all" and "any" are also small words of longer sentences
    shortest = 1 if len(tokens) <= _SHORT_ANSWER else 2
    everywhere = any(_at(tokens, at, anywhere) >= shortest for at in range(len(tokens)))
    exceptions = set(places["except"].get(lang, "").split())
    if (found or everywhere) and not exceptions.isdisjoint(_outside(tokens, anywhere)):
        raise NotUnderstood("country-except")
    if not found and not everywhere:
        found = _alike(text, lang)
    if not found and not everywhere:
        raise NotUnderstood("country")
    return tuple(dict.fromkeys(code for _, codes in sorted(found.items()) for code in codes))


def _named(tokens: Sequence[str], lang: str) -> dict[int, tuple[str, ...]]:
    """Countries by the place of their name in the answer, the longest names first."""
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    names = _names(lang)
    while at < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            codes = names.get(tuple(tokens[at : at + size]))
            if codes:
                found[at] = codes
                at += size - 1
                break
        at += 1
    return found


def _coded(text: str, tokens: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Codes in capitals, or in lower case when a code is the whole answer and not a word: "fr" but not "no"."""
    known = formats.countries("en")
    typed = {fold(code) for code in _CODE.findall(text)}
    if len(tokens) == 1 and tokens[0] not in _WORDS:
        typed.add(tokens[0])
    return {at: (token.upper(),) for at, token in enumerate(tokens) if token in typed and token.upper() in known}


def _alike(text: str, lang: str) -> dict[int, tuple[str, ...]]:
    """Countries with a typing error, one for each piece of the answer."""
    names = {" ".join(phrase): codes for phrase, codes in _names(lang).items()}
    found: dict[int, tuple[str, ...]] = {}
    for at, piece in enumerate(_PIECES.split(text)):
        typed = " ".join(words(piece))
        if len(typed) >= _SHORTEST_GUESS:
            best = process.extractOne(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
            if best:
                found[at] = names[best[0]]
    return found


def _outside(tokens: Sequence[str], phrases: frozenset[Phrase]) -> list[str]:
    """The words that are not part of one of the phrases."""
    left: list[str] = []
    at = 0
    while at < len(tokens):
        size = _at(tokens, at, phrases)
        if not size:
            left.append(tokens[at])
        at += size or 1
    return left


def _at(tokens: Sequence[str], at: int, phrases: frozenset[Phrase]) -> int:
    """The length in words of the longest phrase at a place; 0 when there is none."""
    longest = min(_LONGEST_NAME, len(tokens) - at)
    return next((size for size in range(longest, 0, -1) if tuple(tokens[at : at + size]) in phrases), 0)


def _phrases(entry: str) -> frozenset[Phrase]:
    return frozenset(tuple(phrase.split("_")) for phrase in entry.split())


@cache
def _names(lang: str) -> dict[Phrase, tuple[str, ...]]:
    """Folded names in all served languages; where two languages disagree, that of the person decides."""
    places = vocabulary("places")
    found: dict[Phrase, tuple[str, ...]] = {}
    for code in (*(code for code in SERVED if code != lang), lang):
        found |= {tuple(words(name)): (country,) for country, name in formats.countries(code).items()}
    for country, entry in places["aliases"].items():
        found |= dict.fromkeys(_phrases(entry), (country,))
    found |= {tuple(name.split("_")): tuple(codes) for name, codes in places["groups"].items()}
    return found
