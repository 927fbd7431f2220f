"""The years that somebody tells along with their work: "nurse, 14 years now", "Altenpflegerin seit 12 Jahren"."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from domain.answers import number_words
from domain.answers.cleaning import LONGEST_LINE
from domain.answers.number_lexicon import Lexicon, Part, lexicon_of
from domain.answers.phrases import Phrase, begins, ends, of_list
from domain.vocabulary import vocabulary

_MOST: Final = 60
_BEHIND: Final = 4


def years(raw: str, lang: str) -> int | None:
    """How many years; None without any, and for those that are somebody's age ("children of 12 years")."""
    if len(raw) > LONGEST_LINE:
        return None
    row = number_words.row(raw, _lexicon(lang))
    found = set()
    for number in row.numbers:
        around = row.letters[number.last + 1 : number.last + 2], row.letters[number.first - 1 : number.first]
        about = row.parts[number.first - 1].text.split()[1:2] if number.first else []
        counts = around[0] == "y" and not _is_age(row.parts, number.first, number.last, lang)
        if counts or (about and about[0] in _names(lang)):
            found.add(number.value)
        elif "|" in around:
            return None
    value = found.pop() if len(found) == 1 else None
    return int(value) if value is not None and 0 < value <= _MOST else None


def _is_age(parts: Sequence[Part], first: int, last: int, lang: str) -> bool:
    before = _texts(parts[max(first - 3, 0) : first])
    behind = _texts(parts[last + 2 : last + 2 + _BEHIND])
    if any(word in behind for (word,) in of_list("trip", "experience", lang)):
        return False
    if begins(behind, of_list("trip", "aged_after", lang)):
        return True
    over = ends(before, of_list("trip", "over", lang))
    return not over and ends(before, of_list("trip", "aged_before", lang)) > 0


def _texts(parts: Sequence[Part]) -> Phrase:
    return tuple(" ".join(part.text for part in parts).split())


@cache
def _lexicon(lang: str) -> Lexicon:
    """What numbers are read with; words for years have the letter y."""
    return lexicon_of(lang, {(name,): Part("y") for name in _names(lang)})


@cache
def _names(lang: str) -> tuple[str, ...]:
    return tuple(vocabulary("calendar")[lang]["units"].split()[3].split("/"))
