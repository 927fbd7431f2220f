"""Words as matching compares them: without case, accents or script, in any European language.

Everything here is a pure function of its text. A folded word is made of the letters a-z and digits only, so that
"Sozialarbeiterin", "SOZIALARBEITERIN" and "sozialarbeiterin" are one word, and so that Greek and Cyrillic words meet
Latin ones.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

# Letters that Unicode does not split into a base letter and a mark, and the two other alphabets of the European Union.
# Several old spellings of one sound share a letter on purpose: the aim is to compare, not to read aloud.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "і": "i", "ї": "i", "є": "e", "ґ": "g",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ELISION = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|un|all|dall|dell|nell|sull|quell|quest)[’'](?=.)", re.IGNORECASE
)
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")

# Spellings that differ between languages for the same Greek or Latin root: "psychologist", "psykolog", "psicólogo".
_COGNATES = (
    ("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "k"), ("ck", "k"), ("qu", "kv"), ("sz", "s"), ("cz", "k"),
    ("ij", "i"), ("tsi", "ci"), ("x", "ks"), ("q", "k"), ("c", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"),
    ("h", ""), ("ae", "e"), ("oe", "e"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `folded` to compare, `start` and `end` to show the reader what was written."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return `word` in the letters a-z and digits; "" when nothing is left (an emoji, a Chinese character)."""
    spelled = word.casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    # a second turn, because an accent may have hidden a letter of the table (a Greek or Cyrillic vowel with a mark)
    return _NOT_A_LETTER.sub("", plain.translate(_LETTERS))


# one turn reads the same words for what they name, what they are about, and what they lack
@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order; elided articles ("l'école", "dell'alunno") are cut off."""
    found = []
    for match in _WORD.finditer(text):
        start, written = match.start(), match.group()
        if elided := _ELISION.match(written):
            start, written = start + elided.end(), written[elided.end() :]
        if folded := fold(written):
            found.append(Word(folded, start, match.end()))
    return tuple(found)


@lru_cache(maxsize=65_536)
def cognate(folded: str) -> str:
    """Return the key that a word shares with its sisters in other languages: "physiotherapy", "fisioterapia" ->
    "fisioterap…".
    """
    key = folded
    for ending, sound in _COGNATES:
        key = key.replace(ending, sound)
    return _DOUBLED.sub(r"\1", key)


@lru_cache(maxsize=65_536)
def grams(folded: str, size: int = 4) -> tuple[str, ...]:
    """Return the runs of `size` letters of the word's cognate key, its first letter marked: they survive inflection and
    typing slips.
    """
    key = f"^{cognate(folded)}"
    return tuple(dict.fromkeys(key[i : i + size] for i in range(len(key) - size + 1)))


def likeness(one: str, other: str) -> float:
    """Return how much two folded words are alike, from 0 to 1: the share of runs of letters they have in common."""
    if one == other:
        return 1.0
    ours, theirs = set(grams(one)), set(grams(other))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


@cache
def function_words() -> frozenset[str]:
    """Return folded words that carry no subject: articles, pronouns, and what every request says ("problem", "we would
    like").
    """
    source = files("domain").joinpath("data/concepts/function_words.toml").read_text("utf-8")
    return frozenset(word.folded for line in tomllib.loads(source).values() for word in words(line))
