"""Whether two names are those of one organisation, as people write them: with and without its legal form, accents and articles."""

import re
from hashlib import blake2b
from typing import Final

from domain.answers.cleaning import fold

_WORD: Final = re.compile(r"[^\W_]+")
# Legal forms and articles, folded: one writes them, another does not.
_SAYS_NOTHING: Final = frozenset((
    "ag", "aisbl", "aps", "asbl", "bv", "coop", "cvba", "ets", "ev", "ggmbh", "gmbh", "inc", "ivzw", "ltd", "nv", "odv", "ong",
    "onlus", "plc", "sa", "sarl", "scrl", "sl", "spa", "srl", "stichting", "trust", "ug", "vzw",
    "the", "la", "le", "les", "l", "de", "het", "das", "der", "die", "el", "il", "lo", "los", "las", "i", "gli",
))  # fmt: skip
#: letters that a name needs: "A" is none
_LEAST: Final = 3


def organisation_key(name: str) -> int:
    """Return a number that all usual spellings of an organisation's name share, 0 for a name that says nothing."""
    # a.s.b.l. and e.V. are one word
    told = set(_WORD.findall(fold(name).replace(".", ""))) - _SAYS_NOTHING
    key = " ".join(sorted(told))
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") if len(key) >= _LEAST else 0
