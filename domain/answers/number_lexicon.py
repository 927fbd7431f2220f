"""The number words of each language (`data/language/numbers.toml`), as the parts that `number_words` reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from domain.answers.phrases import Phrase, joined
from domain.vocabulary import vocabulary

_AROUND: Final = {
    "around": "f", "counted": "c", "few": "~", "negated": "!", "or": "|", "and": "&", "point": "p", "quarter": "r",
    "per": "/",
}  # fmt: skip
_MULTIPLES: Final = {"hundred": "H", "hundreds": "h", "thousand": "K", "thousands": "k", "million": "M"}
_IN_ONE_WORD: Final = frozenset("niCHKMk&v")
_GUESSABLE: Final = frozenset("nCHKMGE")


@dataclass(frozen=True, slots=True)
class Part:
    """A figure, a word or a sign with its letter; `value` of what counts, `glued` to the figures before it ("300e")."""

    letter: str
    value: Decimal = Decimal(0)
    text: str = ""
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of a language by their first word, the longest first, and what may stand inside one long word.

    `guessable` are the words that one with a typing error may be.
    """

    phrases: Mapping[str, tuple[tuple[Phrase, Part], ...]]
    pieces: Mapping[str, Part]
    glue: re.Pattern[str]
    guessable: tuple[str, ...]

    def word(self, word: str) -> Part | None:
        """The part that a word by itself is."""
        return next((part for phrase, part in self.phrases.get(word, ()) if len(phrase) == 1), None)


@cache
def small_numbers(lang: str) -> Mapping[Phrase, int]:
    """The number words from 1 to 99."""
    data = _data(lang)
    first = {phrase: n for n, phrases in _listed(data["first"]) for phrase in phrases}
    tens = {phrase: 10 * n for n, phrases in _listed(data["tens"], 2) for phrase in phrases}
    found = {**first, **tens}
    for ten, value in tens.items():
        base = "_".join(ten)
        further = 19 if base in data.get("teens_on", "").split() else 9
        for unit, n in first.items():
            if n <= further:
                for form in data["join"].split():
                    both = form.format(ten=base, stem=base[:-1], unit="_".join(unit))
                    found.setdefault(joined(both), value + n)
    return found


@cache
def ordinals(lang: str) -> Mapping[Phrase, int]:
    """The words for first, second, third … as far as 31, or where a language counts days without them, 12."""
    endings = ("", *_data(lang)["endings"].split())
    return {
        (*phrase[:-1], phrase[-1] + ending): n
        for n, phrases in _listed(_data(lang)["ordinals"]) for phrase in phrases for ending in endings
    }  # fmt: skip


def ones(lang: str) -> tuple[str, ...]:
    """The words for one, of which some are articles too."""
    return tuple(str(_data(lang)["one"]).split())


@cache
def lexicon(lang: str) -> Lexicon:
    """What numbers are read with."""
    return lexicon_of(lang, {})


def lexicon_of(lang: str, more: Mapping[Phrase, Part]) -> Lexicon:
    """What numbers and `more` are read with; a phrase of `more` goes before the same one of the numbers."""
    found = {**dict(_entries(lang)), **more}
    by_first: dict[str, list[tuple[Phrase, Part]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, found[phrase]))
    single = {phrase[0]: part for phrase, part in found.items() if len(phrase) == 1}
    pieces = {word: part for word, part in single.items() if part.letter in _IN_ONE_WORD and len(word) > 1}
    pieces |= {word: Part("H") for word in _data(lang).get("hundred_glued", "").split()}
    either = "|".join(sorted(map(re.escape, pieces), key=len, reverse=True))
    return Lexicon(
        {first: tuple(phrases) for first, phrases in by_first.items()},
        pieces,
        re.compile(rf"(?:{either})(?=(?:{either})*\Z)"),
        tuple(word for word, part in single.items() if part.letter in _GUESSABLE),
    )


def _entries(lang: str) -> Iterator[tuple[Phrase, Part]]:
    """All phrases of numbers and of what stands around them; of two meanings of a phrase the later one counts."""
    data, small = _data(lang), small_numbers(lang)
    for name, letter in _AROUND.items():
        yield from ((joined(entry), Part(letter)) for entry in data[name].split())
    yield from ((phrase, Part("o", Decimal(n))) for phrase, n in ordinals(lang).items())
    yield from ((joined(entry), Part("v", Decimal("0.5"))) for entry in data["half"].split())
    if end := data.get("collective"):
        yield from (((phrase[0] + end,), Part("G", Decimal(n))) for phrase, n in small.items() if len(phrase) == 1)
    yield from ((phrase, Part("n", Decimal(n))) for phrase, n in small.items())
    yield from ((joined(entry), Part("n", Decimal(str(n)))) for entry, n in data["special"].items())
    yield from (
        (phrase, Part("C", Decimal(100 * n))) for n, phrases in _listed(data.get("whole", "")) for phrase in phrases
    )
    yield from ((joined(entry), Part("n")) for entry in data["zero"].split())
    yield from ((joined(entry), Part("z")) for entry in data["none"].split())
    for name, letter in (("groups", "G"), ("plurals", "g")):
        yield from ((joined(entry), Part(letter, Decimal(n))) for entry, n in data[name].items())
    for name, letter in _MULTIPLES.items():
        yield from ((joined(entry), Part(letter)) for entry in data[name].split())
    for name, letter in (("one", "i"), ("article", "a")):
        yield from ((joined(entry), Part(letter, Decimal(1))) for entry in data.get(name, "").split())


def _data(lang: str) -> Mapping[str, Any]:
    known = vocabulary("numbers")
    found: Mapping[str, Any] = known.get(lang) or known["en"]
    return found


def _listed(entry: str, start: int = 1) -> list[tuple[int, list[Phrase]]]:
    return [(n, [joined(one) for one in words.split("/")]) for n, words in enumerate(entry.split(), start)]
