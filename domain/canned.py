"""Answers written beforehand: texts in several languages whose fields in braces are filled from the dossier.

A field that is not known stays in braces for staff to fill in; what still has one is not sent (`gaps`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

#: what a text may name: the trainee, who writes, their helpdesk, the host asked, the first and the last day there
FIELDS: Final = ("trainee", "me", "helpdesk", "host", "first_day", "last_day")
#: characters of a text, as long as a reply may be (`domain.answers.cleaning`), and of a name
LONGEST: Final = 4000
LONGEST_NAME: Final = 100
LONGEST_CODE: Final = 48

_BRACED = re.compile(r"\{([^{}\n]{0,40})\}")
_GAP = re.compile(r"\{\s*(" + "|".join(FIELDS) + r")\s*\}", re.IGNORECASE)


class Canned(msgspec.Struct, frozen=True):
    """An answer: `code` names it in files, `name` for people; `team` is whose it is, "" of all; `texts` by language."""

    code: str
    name: str
    texts: dict[str, str]
    team: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with its fields filled in; `lang` is the language it is in, `missing` names the fields left to fill in."""

    words: str
    lang: str
    missing: tuple[str, ...] = ()


def fill(words: str, values: Mapping[str, str]) -> str:
    """The text with the fields that are known; the others stay in braces. What is filled in is never read again."""

    def known(found: re.Match[str]) -> str:
        name = found[1].lower()
        return values.get(name) or f"{{{name}}}"

    return _GAP.sub(known, words)


def gaps(words: str) -> tuple[str, ...]:
    """The fields that still stand in braces, each once."""
    return tuple(dict.fromkeys(found[1].lower() for found in _GAP.finditer(words)))


def unknown_fields(words: str) -> tuple[str, ...]:
    """What stands in braces and is no field: a slip in an answer that is being written."""
    braced = (found[1] for found in _BRACED.finditer(words))
    return tuple(dict.fromkeys(name for name in braced if name.strip().lower() not in FIELDS))


def nearest(texts: Collection[str], lang: str, speaks: Sequence[str] = ()) -> str | None:
    """The language to take: the trainee's, else one the writer speaks (they have to put it into the other), else English."""
    wanted = (lang, *speaks, "en")
    return next((one for one in wanted if one in texts), next(iter(texts), None))


def draft(answer: Canned, lang: str, values: Mapping[str, str], speaks: Sequence[str] = ()) -> Draft | None:
    """The answer for a trainee of this language, or the nearest there is; None for one without any text."""
    found = nearest(answer.texts, lang, speaks)
    if found is None:
        return None
    words = fill(answer.texts[found], values)
    # a name may look like a field: what is missing is what the answer asks for and nobody knows
    asked = gaps(answer.texts[found])
    return Draft(words, found, tuple(name for name in asked if not values.get(name)))
