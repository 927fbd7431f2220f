"""Finding the words of a vocabulary in a text: inflected, in compounds, several words long, misspelt.

A line of a concept file is turned into terms; the index finds all of them in one pass over the text, by looking up the
beginnings, ends and insides of each word in dictionaries. A word is looked up once and remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.matching_words import Word, words

ANY_LANGUAGE = "mul"  # ISO 639-2 for "several languages": international words such as "cardiolog*"

Shape = Literal["word", "capitals", "start", "end", "inside"]

_SKIPPED = 2  # at most so many words may stand between two words of a term ("formation [pour] adultes")
_REMEMBERED = 50_000
_SHORTEST: dict[Shape, int] = {"start": 3, "end": 4, "inside": 4}  # letters of a stem
_LONGEST_INSIDE = 16
_LONGEST_WORD = 60  # letters of a word that are looked at; no word of a language is longer
_MISSPELT_FROM, _TWO_SLIPS_FROM = 7, 11
_MISSPELT_WORDS = 24  # a long text has enough well-spelt words


@dataclass(frozen=True, slots=True)
class Term:
    """A way to name a concept; `letters` is the length of its longest word, `weak` marks a word that only hints."""

    concept: str
    languages: frozenset[str]
    tokens: tuple[tuple[Shape, str], ...]
    weak: bool
    letters: int


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text, from character `start` to `end`; `places` are the numbers of its words in the text, without those
    that stand between them.
    """

    term: Term
    start: int
    end: int
    places: tuple[int, ...] = ()
    misspelt: bool = False


def read_terms(concept: str, languages: str, line: str) -> tuple[str, list[Term]]:
    """Return the label ("" when the line has none) and the terms of one line of a concept file.

    Raises ValueError for a `*` in the middle of a word and for a stem too short to mean anything.
    """
    label, bar, rest = line.partition("|")
    if not bar:
        label, rest = "", line
    label = label.strip()
    names = frozenset(languages.split())
    sources = [piece.strip() for piece in ([label] if label else []) + rest.split(",") if piece.strip()]
    terms: dict[Term, None] = {}
    for source in sources:
        weak = source.startswith("~")
        tokens = tuple(_tokens(concept, source.removeprefix("~")))
        letters = max(len(text) for _, text in tokens)
        terms[Term(concept, names, tokens, weak, letters)] = None
    return label, list(terms)


def _tokens(concept: str, source: str) -> Iterable[tuple[Shape, str]]:
    for written in source.replace("-", " ").split():
        before, after = written.startswith("*"), written.endswith("*")
        core = written.strip("*")
        if "*" in core:
            raise ValueError(f"{concept}: {written!r} has a * in the middle")
        pieces = words(core)
        for number, piece in enumerate(pieces):
            first, last = number == 0, number == len(pieces) - 1
            shape = _shape(core, before and first, after and last)
            if len(piece.folded) < _SHORTEST.get(shape, 1):
                raise ValueError(f"{concept}: the stem {written!r} is too short")
            yield shape, piece.folded


def _shape(core: str, before: bool, after: bool) -> Shape:
    if before:
        return "inside" if after else "end"
    if after:
        return "start"
    return "capitals" if core.isupper() and len(core) > 1 else "word"


class TermIndex:
    """All terms of a vocabulary, ready to be found in texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_shape: dict[Shape, dict[str, int]] = {"word": {}, "capitals": {}, "start": {}, "end": {}, "inside": {}}
        self._opening: dict[int, list[tuple[Term, tuple[int, ...]]]] = {}
        numbers: dict[tuple[Shape, str], int] = {}
        stems: dict[tuple[str, str, int], dict[str, list[Term]]] = {}
        for term in terms:
            for shape, text in term.tokens:
                number = numbers.setdefault((shape, text), len(numbers))
                self._by_shape[shape][text] = number
            first, *rest = (numbers[token] for token in term.tokens)
            self._opening.setdefault(first, []).append((term, tuple(rest)))
            (shape, text), *others = term.tokens
            if not others and shape in ("word", "start") and len(text) >= _MISSPELT_FROM:
                stems.setdefault((text[0], text[-1], len(text)), {}).setdefault(text, []).append(term)
        self._stems = stems
        self._remembered: dict[str, tuple[int, ...]] = {}

    def find(self, text: str) -> list[Found]:
        """Return every term found in `text`, in the order of the text."""
        written = words(text)
        shouted = text.isupper()  # then capitals say nothing
        numbers = [self._numbers(word, not shouted and text[word.start : word.end].isupper()) for word in written]
        found = []
        for place, its_numbers in enumerate(numbers):
            for number in its_numbers:
                for term, rest in self._opening.get(number, ()):
                    places = self._follow(rest, place, numbers)
                    if places:
                        found.append(Found(term, written[place].start, written[places[-1]].end, places))
        return found

    def find_misspelt(self, text: str, languages: set[str], found: Iterable[Found]) -> list[Found]:
        """Return terms of `languages` (none: of any) that words not covered by `found` may have been meant to be."""
        covered = {place for hit in found for place in range(hit.start, hit.end)}
        candidates = (w for w in words(text) if len(w.folded) >= _MISSPELT_FROM - 1 and w.start not in covered)
        return [hit for word in islice(candidates, _MISSPELT_WORDS) for hit in self._meant(word, languages)]

    @staticmethod
    def _follow(rest: tuple[int, ...], place: int, numbers: list[tuple[int, ...]]) -> tuple[int, ...]:
        """Return the places of the words of `rest` when they follow `place` in order, `place` first, else ()."""
        places = [place]
        for number in rest:
            for near in range(places[-1] + 1, min(places[-1] + 2 + _SKIPPED, len(numbers))):
                if number in numbers[near]:
                    places.append(near)
                    break
            else:
                return ()
        return tuple(places)

    def _numbers(self, word: Word, capitals: bool) -> tuple[int, ...]:
        """Return the numbers of the tokens that a word of the text satisfies."""
        known = self._remembered.get(word.folded)
        if known is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word.folded] = tuple(self._look_up(word.folded[:_LONGEST_WORD]))
        if capitals and (number := self._by_shape["capitals"].get(word.folded)) is not None:
            return (*known, number)
        return known

    def _look_up(self, folded: str) -> Iterable[int]:
        size = len(folded)
        plain, starts, ends, insides = (self._by_shape[shape] for shape in ("word", "start", "end", "inside"))
        for end in range(1, size + 1):
            piece = folded[:end]
            if piece in plain and size - end <= _endings(end):
                yield plain[piece]
            if piece in starts:
                yield starts[piece]
        for start in range(size - _SHORTEST["inside"] + 1):
            for end in range(start + _SHORTEST["inside"], min(start + _LONGEST_INSIDE, size) + 1):
                piece = folded[start:end]
                if piece in insides:
                    yield insides[piece]
                if start and piece in ends and size - end <= _endings(end - start):
                    yield ends[piece]

    def _meant(self, word: Word, languages: set[str]) -> list[Found]:
        """Return the terms that `word` is fewest slips away from.

        First and last letter must be right: people mostly get them right, and other words of the language ("lectures",
        "lecturer") mostly differ there.
        """
        folded = word.folded[:_LONGEST_WORD]
        nearest: dict[int, dict[Term, None]] = {}
        for slips, end, terms in self._near(folded):
            for term in terms:
                known = not languages or term.languages & languages or ANY_LANGUAGE in term.languages
                (shape, stem), *_ = term.tokens
                if known and (shape == "start" or len(folded) - end <= _endings(len(stem))):
                    nearest.setdefault(slips, {})[term] = None
        if not nearest:
            return []
        return [Found(term, word.start, word.end, misspelt=True) for term in nearest[min(nearest)]]

    def _near(self, folded: str) -> Iterable[tuple[int, int, list[Term]]]:
        """Yield (slips, end, terms) for the stems of terms that the first `end` letters of a word nearly are."""
        for end in range(_MISSPELT_FROM - 1, len(folded) + 1):
            written = folded[:end]
            for size in (end - 1, end, end + 1):  # a letter too many, a wrong one or two swapped, one too few
                stems = self._stems.get((written[0], written[-1], size), {})
                most = 2 if size >= _TWO_SLIPS_FROM else 1
                near = process.extract(written, stems.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
                for stem, slips, _ in near:
                    yield slips, end, stems[stem]


def _endings(letters: int) -> int:
    """Return how many letters an inflection may add to a word of so many letters ("school" -> "schools", not "host" ->
    "hostel").
    """
    return 0 if letters < 4 else 1 if letters == 4 else 2 if letters < 7 else 3
