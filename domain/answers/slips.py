"""Words with a typing error: the one known word that is meant, if there is only one."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.answers.cleaning import words
from domain.language.codes import SERVED
from domain.vocabulary import vocabulary
from locales import formats

_ALIKE: Final = str.maketrans("zykqwj", "siccui")
_DOUBLED: Final = 3
_DOUBLE: Final = re.compile(r"(.)\1")
_SHORTEST: Final = 5
_OTHER_LETTER_FROM: Final = 6
_TWO_SLIPS_FROM: Final = 9


def nearest(typed: str, known: Iterable[str], slips: int = 2) -> str | None:
    """The known word that is one slip away (`slips` in a long word), the first letter right; None when two are as near.

    Frequent words are never taken for a slip, nor a short word that has only one letter for another ("marsh").
    """
    if len(typed) < _SHORTEST or typed in ordinary():
        return None
    known = tuple(known)
    if len(heard := {name for name in known if name[0] == typed[0] and same_sound(typed, name)}) == 1:
        return heard.pop()
    most = 1 if len(typed) < _TWO_SLIPS_FROM else slips
    alike = [name for name in known if name[0] == typed[0] and abs(len(name) - len(typed)) <= most]
    found = process.extract(typed, alike, scorer=OSA.distance, score_cutoff=most)
    near = [(slips, name) for name, slips, _ in found if len(name) >= _SHORTEST and not another_word(typed, name)]
    best = [name for slips, name in near if slips == min(near)[0]]
    return best[0] if len(best) == 1 else None


def another_word(typed: str, name: str, below: int = _OTHER_LETTER_FROM) -> bool:
    """Whether a short word only has one letter for another: "grace" is not "Grece", but "Itlay" is Italy."""
    return len(typed) == len(name) < below and sorted(typed) != sorted(name)


def same_sound(typed: str, name: str) -> bool:
    """Whether only letters differ that are often taken for one another: "Swisse" for "Suisse"."""
    return abs(len(typed) - len(name)) < _DOUBLED and _sound(typed) == _sound(name)


def jumbled(typed: str, name: str) -> bool:
    """Whether a long name has its letters in another order: "Porgutal"."""
    return len(typed) == len(name) >= _OTHER_LETTER_FROM and sorted(typed) == sorted(name)


def _sound(word: str) -> str:
    return _DOUBLE.sub(r"\1", word.translate(_ALIKE))


@cache
def ordinary() -> frozenset[str]:
    """Words that are never another with a slip: the most frequent ones, the names of languages, and some found so."""
    lists = [vocabulary(f"words/{lang}") for lang in SERVED]
    said = [word for listed in lists for name in ("frequent", "common") for word in words(listed[name])]
    spoken = [" ".join(words(name)) for lang in SERVED for name in formats.languages(lang).values()]
    return frozenset((*said, *spoken, *words(vocabulary("calendar")["ordinary"]["words"])))
