"""Finding the words of a vocabulary in a text: inflected, in compounds, several words long, misspelt.

A line of a vocabulary is turned into terms; the index finds all of them in one pass over the text, by looking up the
beginnings, ends and insides of each word in dictionaries. A word is looked up once and remembered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import Final, Literal, get_args

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.matching_words import Word, fold, words
from domain.vocabulary import vocabulary

Shape = Literal["word", "exact", "capitals", "start", "end", "inside"]
Token = tuple[Shape, str]

_SKIPPED = 2  # at most so many words may stand between two words of a term ("formation [pour] adultes")
_REMEMBERED = 20_000
_SHORTEST: dict[Shape, int] = {"start": 3, "end": 4, "inside": 4}  # letters of a stem
_LONGEST_INSIDE = 16
_LONGEST_WORD = 60  # letters of a word that are looked at; no word of a language is longer
_MISSPELT_FROM, _TWO_SLIPS_FROM = 7, 11
_MISSPELT_WORDS = 24  # a long text has enough well-spelt words
_PLAIN: Final = re.compile(r"[^\W_]+")
# What ends a sentence, but for the dot of an ordinal number, and what ends a part of one.
_END: Final = re.compile(r"(?:(?<!\d)\.|[!?;:…])[^\w\s]*\s")
_PART_END: Final = re.compile(r"[,!?;:…()–—]|(?<!\d)\.\s")


@dataclass(frozen=True, slots=True)
class Term:
    """A way to name a concept: the numbers of its words in the index. A `hint` alone proves nothing."""

    concept: str
    tokens: tuple[int, ...]
    hint: bool


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


class LineError(ValueError):
    """A line that cannot be meant: `code` is "star" or "stem", `written` the word."""

    def __init__(self, concept: str, code: Literal["star", "stem"], written: str) -> None:
        why = "has a * in the middle" if code == "star" else "is too short for a stem"
        super().__init__(f"{concept}: {written!r} {why}")
        self.code, self.written = code, written


def read_line(concept: str, line: str) -> tuple[str, list[tuple[tuple[Token, ...], bool]]]:
    """Return the label ("" when the line has none) and the terms of a line of a vocabulary: their words, and whether they only
    hint.

    Raises LineError for a `*` in the middle of a word and for a stem too short to mean anything.
    """
    label, bar, rest = line.partition("|")
    if not bar:
        label, rest = "", line
    label = label.strip()
    sources = [source.strip() for source in rest.split(",")]
    terms: dict[tuple[tuple[Token, ...], bool], None] = {}
    # the label counts as one of the words, unless they say how it is to be read
    exact = {fold(source[1:]) for source in sources if source.startswith("=")}
    for written in (*([] if fold(label) in exact else [label]), *sources):
        if tokens := tuple(_tokens(concept, written.removeprefix("~"))):
            terms[tokens, written.startswith("~")] = None
    return label, list(terms)


def _tokens(concept: str, source: str) -> Iterator[Token]:
    for written in source.replace("-", " ").split():
        exact, before, after = written.startswith("="), written.startswith("*"), written.endswith("*")
        core = written.removeprefix("=").strip("*")
        if "*" in core:
            raise LineError(concept, "star", written)
        pieces = [fold(core)] if _PLAIN.fullmatch(core) else [piece.folded for piece in words(core)]
        for number, piece in enumerate(pieces):
            first, last = number == 0, number == len(pieces) - 1
            shape = "exact" if exact else _shape(core, before and first, after and last)
            if len(piece) < _SHORTEST.get(shape, 1):
                raise LineError(concept, "stem", written)
            yield shape, piece


def _shape(core: str, before: bool, after: bool) -> Shape:
    if before:
        return "inside" if after else "end"
    if after:
        return "start"
    return "capitals" if core.isupper() and len(core) > 1 else "word"


class TermIndex:
    """All terms of a vocabulary, ready to be found in texts."""

    def __init__(self, everyday: AbstractSet[str] = frozenset()) -> None:
        """`everyday` are words, folded, that mean themselves, whatever stem they begin with or slip they look like."""
        self.everyday = everyday
        self._by_shape: dict[Shape, dict[str, int]] = {shape: {} for shape in get_args(Shape)}
        self._tokens: list[Token] = []
        self._opening: dict[int, list[Term]] = {}
        self._stems: dict[tuple[str, str, int], dict[str, list[Term]]] = {}
        self._remembered: dict[str, tuple[int, ...]] = {}
        #: how many concepts a word names that stands alone
        self._meanings: Counter[int] = Counter()

    def add(self, concept: str, tokens: Sequence[Token], hint: bool) -> None:
        """Add a way to name a concept."""
        numbers = []
        for shape, text in tokens:
            known = self._by_shape[shape]
            number = known.get(text)
            if number is None:
                number = known[text] = len(self._tokens)
                self._tokens.append((shape, text))
            numbers.append(number)
        term = Term(concept, tuple(numbers), hint)
        self._opening.setdefault(numbers[0], []).append(term)
        shape, text = tokens[0]
        if len(tokens) == 1 and not hint:
            self._meanings[numbers[0]] += 1
        if len(tokens) == 1 and shape in ("word", "start") and len(text) >= _MISSPELT_FROM:
            self._stems.setdefault((text[0], text[-1], len(text)), {}).setdefault(text, []).append(term)

    def token(self, number: int) -> Token:
        """A word of a term."""
        return self._tokens[number]

    def meanings(self, term: Term) -> int:
        """How many concepts the words of a term name: 1 for an expression of several words."""
        return self._meanings[term.tokens[0]] if len(term.tokens) == 1 else 1

    def terms(self) -> Iterator[Term]:
        """All of them."""
        for its in self._opening.values():
            yield from its

    def find(self, text: str) -> list[Found]:
        """Return every term found in `text`, in the order of the text."""
        written = words(text)
        shouted = text.isupper()  # then capitals say nothing
        numbers = [self.numbers(word, not shouted and text[word.start : word.end].isupper()) for word in written]
        said = {number for its_numbers in numbers for number in its_numbers}
        found = []
        for place, its_numbers in enumerate(numbers):
            for number in its_numbers:
                for term in self._opening.get(number, ()):
                    # an everyday word opens many expressions, and most of those have a word that is nowhere
                    if not said.issuperset(term.tokens):
                        continue
                    places = self._follow(term.tokens[1:], place, numbers)
                    if len(places) > 1 and (_torn(text, written, places) or _theirs(written, places)):
                        continue
                    if term.hint and len(places) == 1 and self.is_another(written[place].folded, number):
                        continue
                    if places:
                        found.append(Found(term, written[place].start, written[places[-1]].end, places))
        return found

    def find_misspelt(self, text: str, found: Iterable[Found]) -> list[Found]:
        """Return terms that words not covered by `found` may have been meant to be."""
        covered = {place for hit in found for place in range(hit.start, hit.end)}
        candidates = (w for w in words(text) if len(w.folded) >= _MISSPELT_FROM - 1 and w.start not in covered)
        # a word that stands in an expression of the lists is well spelt, whatever else it looks like
        unknown = (
            word
            for word in islice(candidates, _MISSPELT_WORDS)
            if word.folded not in self.everyday and not self._stands_there(word)
        )
        return [hit for word in unknown for hit in self.meant(word)]

    def _stands_there(self, word: Word) -> bool:
        """Whether the lists hold a word, but for its ending: of "homelesness" the "home*" of an expression says nothing."""
        stems = (len(self._tokens[number][1]) for number in self.numbers(word))
        return any(stem + _endings(stem) >= len(word.folded) for stem in stems)

    def is_another(self, folded: str, number: int) -> bool:
        """Whether an everyday word only begins, or ends, like a word of a term: "heute" is no "heu*", "hundert" no "hund*"."""
        stem = self._tokens[number][1]
        return folded in self.everyday and len(folded) - len(stem) > _endings(len(stem))

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

    def numbers(self, word: Word, capitals: bool = False) -> tuple[int, ...]:
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
        if (number := self._by_shape["exact"].get(folded)) is not None:
            yield number
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

    def meant(self, word: Word) -> list[Found]:
        """Return the terms that `word` is fewest slips away from.

        First and last letter must be right: people mostly get them right, and other words of the language ("lectures",
        "lecturer") mostly differ there.
        """
        folded = word.folded[:_LONGEST_WORD]
        nearest: dict[int, dict[Term, None]] = {}
        for slips, end, terms in self._near(folded):
            for term in terms:
                shape, stem = self._tokens[term.tokens[0]]
                if shape == "start" or len(folded) - end <= _endings(len(stem)):
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


def _theirs(written: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether somebody else begins inside an expression: "les jeunes et leurs parents" are no "jeunes parents"."""
    between = (range(one + 1, other) for one, other in pairwise(places) if other - one > 1)
    return any(
        written[at].folded in _possessives() and written[at - 1].folded in _joining() for gap in between for at in gap
    )


@cache
def _possessives() -> frozenset[str]:
    return frozenset(" ".join(near.get("theirs", "") for near in vocabulary("choosing").values()).split())


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for numbers in vocabulary("numbers").values() for word in numbers.get("and", "").split())


def _torn(text: str, written: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether words of an expression stand in different sentences, or with a comma among the words between them."""
    for one, other in pairwise(places):
        ends = _END if other == one + 1 else _PART_END
        if ends.search(text, written[one].end, written[other].start):
            return True
    return False
