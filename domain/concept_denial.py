"""Whether a text names something only to say that it is not there: "children without parents", "we have no overnight stays"."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from domain.matching_words import words

_PART_END: Final = re.compile(r"[.,;:!?…()–—\n]")
_LOOKED_AT: Final = 60  # letters before and after: a denial stands close by
#: before what is denied there may be so many other words ("without [any] doctor")
_SKIPPED: Final = 1


def denied(text: str, start: int, end: int, lang: str) -> bool:
    """Whether what `text` names from `start` to `end` is denied in the same part of the sentence; `lang` (ISO 639-1) is its
    language.
    """
    before, after = _phrases("before", lang), _phrases("after", lang)
    if before:
        said = _folded(_PART_END.split(text[max(0, start - _LOOKED_AT) : start])[-1])
        for skipped in range(_SKIPPED + 1):
            left = said[: len(said) - skipped]
            if any(left[-len(phrase) :] == phrase for phrase in before):
                return True
    if after:
        said = _folded(_PART_END.split(text[end : end + _LOOKED_AT])[0])
        return any(said[: len(phrase)] == phrase for phrase in after)
    return False


@cache
def _phrases(side: str, lang: str) -> tuple[tuple[str, ...], ...]:
    source = tomllib.loads(files("domain").joinpath("data", "concepts", "without.toml").read_text("utf-8"))
    return tuple(_folded(phrase) for phrase in source[side].get(lang, "").split(",") if phrase.strip())


def _folded(said: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words(said))
