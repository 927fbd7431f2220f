"""Words of other alphabets as people type them in Latin letters: "kalimera", "spasibo"."""

from collections.abc import Mapping
from typing import Final

from domain.language.cleaning import unaccented

_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch",
    "ш": "sh", "ю": "yu", "я": "ya",
}  # fmt: skip
_GREEK: Final = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "x", "ψ": "ps",
    "ω": "o", "ου": "ou", "αυ": "af", "ευ": "ef", "ει": "ei", "οι": "oi", "αι": "ai", "μπ": "b",
}  # fmt: skip
#: what the usual ways to type a language make of its letters, one or two at a time
_WAYS: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "el": (
        _GREEK,
        _GREEK | {"η": "h", "ω": "w", "υ": "y", "χ": "h", "ξ": "x", "θ": "8", "μπ": "mp"},
        _GREEK | {"χ": "ch", "υ": "y", "ξ": "x", "β": "b", "αι": "e", "ει": "i", "οι": "i", "μπ": "mp"},
    ),
    "bg": (_CYRILLIC | {"щ": "sht", "ъ": "a", "ь": "y"}, _CYRILLIC | {"щ": "sht", "ъ": "u", "ц": "ts", "ж": "j", "я": "q"}),
    "ru": (
        _CYRILLIC | {"ё": "e", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e"},
        _CYRILLIC | {"ё": "yo", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "х": "kh", "ц": "ts", "й": "y"},
    ),
    "uk": (
        _CYRILLIC | {"г": "h", "ґ": "g", "є": "ye", "и": "y", "і": "i", "ї": "yi", "х": "kh", "ц": "ts", "щ": "shch", "ь": ""},
        _CYRILLIC | {"г": "g", "ґ": "g", "є": "e", "и": "i", "і": "i", "ї": "i", "щ": "sch", "ь": ""},
    ),
}  # fmt: skip


OTHER_ALPHABETS: Final = frozenset(_WAYS)
"""Languages whose people sometimes type Latin letters."""


def in_latin_letters(word: str, lang: str) -> set[str]:
    """The usual ways to type a lower-case word of one of `OTHER_ALPHABETS`. Raises KeyError for another language."""
    bare = unaccented(word) if lang == "el" else word
    return {_typed(bare, way) for way in _WAYS[lang]} - {word, ""}


def _typed(word: str, way: Mapping[str, str]) -> str:
    typed, at = "", 0
    while at < len(word):
        size = 2 if word[at : at + 2] in way else 1
        typed += way.get(word[at : at + size], word[at])
        at += size
    return typed
