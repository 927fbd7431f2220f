"""Yes or no, as people type it: "oui", "yep", "jazeker", "claro que sí", "not yet", "👍"."""

from collections.abc import Mapping, Sequence
from functools import cache

from domain.answers.cleaning import NotUnderstood, line, words
from domain.vocabulary import vocabulary

_SIGNS = {"👍": True, "👌": True, "✅": True, "✔": True, "☑": True, "👎": False, "❌": False, "✖": False, "🚫": False}
_LONGEST_PHRASE = 6
Phrase = tuple[str, ...]


def yes_no(raw: str, lang: str) -> bool:
    """True for yes, False for no.

    The first words decide ("yes, but only by e-mail" is a yes), then a yes or no anywhere in the answer. Words of the
    person's language go before the few that are understood in every language. Raises NotUnderstood: "yes-no" when
    neither is said (also for "maybe" and "no idea"), "ambiguous" when both are.
    """
    text = line(raw)
    signs = {value for sign, value in _SIGNS.items() if sign in text}
    tokens = words(text)
    if len(signs) == 1 and not tokens:
        return signs.pop()
    if tuple(tokens) in _whole(lang):
        return True
    for code in (lang, "every"):
        meanings = _meanings(code)
        if (size := _phrase_at(tokens, 0, meanings)) and (said := meanings[tuple(tokens[:size])]) is not None:
            return said
        if size:
            raise NotUnderstood("yes-no")
    found = _anywhere(tokens, _meanings(lang))
    if None in found or not found | signs:
        raise NotUnderstood("yes-no")
    if len(found | signs) > 1:
        raise NotUnderstood("ambiguous")
    return True in found | signs


def _phrase_at(tokens: Sequence[str], at: int, meanings: Mapping[Phrase, bool | None]) -> int:
    """The length of the longest known phrase at a place; 0 when there is none."""
    for size in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
        if tuple(tokens[at : at + size]) in meanings:
            return size
    return 0


def _anywhere(tokens: Sequence[str], meanings: Mapping[Phrase, bool | None]) -> set[bool | None]:
    found: set[bool | None] = set()
    at = 0
    while at < len(tokens):
        size = _phrase_at(tokens, at, meanings)
        # a single letter inside a sentence is a word, not a short yes
        if size and len(tokens[at]) > 1:
            found.add(meanings[tuple(tokens[at : at + size])])
        at += size or 1
    return found


@cache
def _whole(lang: str) -> frozenset[Phrase]:
    """What is a yes when nothing follows: "I will" is one, "I will send a file" is not."""
    return frozenset(
        tuple(phrase.split("_")) for phrase in vocabulary("yes_no").get(lang, {}).get("yes_whole", "").split()
    )


@cache
def _meanings(lang: str) -> Mapping[Phrase, bool | None]:
    data = vocabulary("yes_no").get(lang, {})
    kinds: tuple[tuple[str, bool | None], ...] = (("yes", True), ("no", False), ("unknown", None))
    return {tuple(phrase.split("_")): meaning for name, meaning in kinds for phrase in data.get(name, "").split()}
