"""Yes or no, as people type it: "oui", "yep", "jazeker", "claro que sí", "not yet", "👍".

Where something is done that cannot be undone only a bare yes is one (`plain_yes_no`); where a wrong yes costs nothing, the first
words decide (`yes_no`).
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from domain.answers import pointing
from domain.answers.cleaning import NotUnderstood, line, words
from domain.answers.phrases import LONGEST, Phrase, begins, longest_at, phrases
from domain.vocabulary import vocabulary

_SIGNS = {"👍": True, "👌": True, "✅": True, "✔": True, "☑": True, "👎": False, "❌": False, "✖": False, "🚫": False}
_MOST_WORDS: Final = 16
"""Nobody agrees, and does nothing else, in more words."""
_MOST_BESIDE: Final = 3
"""A yes or no inside an answer is one beside so many words that say something else, at most."""
_STRETCHED = re.compile(r"(.)\1{2,}")
_NONE: Final[AbstractSet[Phrase]] = frozenset()


def yes_no(raw: str, lang: str) -> bool:
    """True for yes, False for no.

    The first words decide ("yes, but only by e-mail" is a yes), then a yes or no anywhere in a short answer, if no other word says
    "not". Words of the person's language go before the few that are understood in every language. Raises NotUnderstood: "yes-no"
    when neither is said (also for "maybe" and "no idea"), "ambiguous" when both are.
    """
    text = line(raw)
    signs = _signs(text)
    tokens = words(text)
    if len(signs) == 1 and not tokens:
        return signs.pop()
    if tuple(tokens) in _phrases("yes_whole", lang) or agrees(raw, lang):
        return True
    if tuple(tokens) in _phrases("no_whole", lang):
        # "na" is a no in Austria, "na gut" is none
        return False
    for code in (lang, "every"):
        meanings = _meanings(code)
        if not (size := begins(tokens, meanings)):
            continue
        first = meanings[tuple(tokens[:size])]
        # "sure, but who reads it?" asks
        if first is None or (first and text.endswith("?")):
            raise NotUnderstood("yes-no")
        return first
    found, beside = _anywhere(tokens, lang)
    if None in found or not found | signs:
        raise NotUnderstood("yes-no")
    if len(found | signs) > 1:
        raise NotUnderstood("ambiguous")
    said = True in found | signs
    denied = any(pointing.negates(token, lang) for token in beside)
    if len(beside) > _MOST_BESIDE or (said and (denied or text.endswith("?"))):
        raise NotUnderstood("yes-no")
    return said


def plain_yes_no(raw: str, lang: str, also: AbstractSet[Phrase] = _NONE) -> bool:
    """True for a bare yes only (`agrees`), False for any no.

    Raises NotUnderstood: "clear-yes" for a yes with something else beside it, "yes-no" and "ambiguous" like `yes_no`.
    """
    if agrees(raw, lang, also):
        return True
    if yes_no(raw, lang):
        raise NotUnderstood("clear-yes")
    return False


def agrees(raw: str, lang: str, also: AbstractSet[Phrase] = _NONE) -> bool:
    """Whether an answer agrees and says nothing else: "ok, all fine, thanks", "so passt's", "👍".

    Nothing that limits, asks or adds may stand in it ("yes, but", "not quite", "except line 5"). `also` are phrases that agree
    where this is asked: "delete everything" to "Shall I delete everything?".
    """
    signs = _signs(raw)
    if False in signs or raw.rstrip().endswith("?"):
        return False
    tokens = words(raw)
    if not tokens:
        return True in signs
    if tuple(tokens) in _phrases("yes_whole", lang):
        return True
    return not _asks(tokens, lang) and _made_of(tokens, _agreeing(lang), also, _phrases("small", lang))


def refuses(raw: str, lang: str, also: AbstractSet[Phrase] = _NONE) -> bool:
    """Whether an answer is a no and nothing else: "nee hoor, bedankt", "no, no". `also` are more phrases that refuse."""
    tokens = words(raw)
    if not tokens:
        return _signs(raw) == {False}
    if tuple(tokens) in _phrases("no_whole", lang):
        return True
    return _made_of(tokens, phrases_of("no", lang), also, _phrases("small", lang))


def around(lang: str) -> AbstractSet[Phrase]:
    """The small words that may stand around a yes or a no."""
    return _phrases("small", lang)


def _signs(text: str) -> set[bool]:
    return {value for sign, value in _SIGNS.items() if sign in text}


def _made_of(
    tokens: Sequence[str], telling: AbstractSet[Phrase], more: AbstractSet[Phrase], small: AbstractSet[Phrase]
) -> bool:
    """Whether the words are phrases that tell, one at least, and small ones."""
    if len(tokens) > _MOST_WORDS:
        return False
    said = [_STRETCHED.sub(r"\1", token) for token in tokens]
    # how far the words so far are such phrases, and whether one of them tells
    reached = {0: False}
    for at in range(len(said)):
        if at not in reached:
            continue
        for size in range(1, min(LONGEST, len(said) - at) + 1):
            phrase = tuple(said[at : at + size])
            if phrase in telling or phrase in more:
                reached[at + size] = True
            elif phrase in small:
                reached[at + size] = reached.get(at + size, False) or reached[at]
    return reached.get(len(said), False)


def _asks(tokens: Sequence[str], lang: str) -> bool:
    """Whether they are a question without its mark: "is that ok", "stimmt das"."""
    return begins(tokens, _phrases("asked", lang)) > 0


def _anywhere(tokens: Sequence[str], lang: str) -> tuple[set[bool | None], list[str]]:
    """What the phrases in an answer say, and the words beside them that are no small ones."""
    meanings, small = _meanings(lang), _phrases("small", lang)
    found: set[bool | None] = set()
    beside: list[str] = []
    at = 0
    while at < len(tokens):
        size = longest_at(tokens, at, meanings)
        # a single letter inside a sentence is a word, not a short yes
        if size and len(tokens[at]) > 1:
            found.add(meanings[tuple(tokens[at : at + size])])
        elif (tokens[at],) not in small:
            beside.append(tokens[at])
        at += size or 1
    return found, beside


@cache
def phrases_of(kind: str, lang: str) -> frozenset[Phrase]:
    """The phrases for "yes", "no" or "unknown" in a language, and the few that are understood in every one."""
    return _phrases(kind, lang) | _phrases(kind, "every")


@cache
def _agreeing(lang: str) -> frozenset[Phrase]:
    return phrases_of("yes", lang) | _phrases("agree", lang)


@cache
def _phrases(name: str, lang: str) -> frozenset[Phrase]:
    return phrases(vocabulary("yes_no").get(lang, {}).get(name, ""))


@cache
def _meanings(lang: str) -> Mapping[Phrase, bool | None]:
    kinds: tuple[tuple[str, bool | None], ...] = (("yes", True), ("no", False), ("unknown", None))
    return {phrase: meaning for name, meaning in kinds for phrase in _phrases(name, lang)}
