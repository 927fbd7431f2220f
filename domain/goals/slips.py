"""Typing errors: which known word an unknown one stands for."""

from collections.abc import Iterable, Iterator

SHORTEST = 6  # letters: shorter words with one letter off are often another word
_VOWELS = frozenset("aeiouyαεηιουω")


class Slips:
    """The words that are known with one typing error: 'obesrve', 'obsrve' and 'observve' are 'observe'."""

    __slots__ = ("_shortened", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if len(word) >= SHORTEST)
        self._shortened = _shortened(self._words)

    def meant(self, word: str) -> str:
        """The word that is meant by an unknown one, or the unknown one itself."""
        if len(word) < SHORTEST:
            return word
        if found := self._shortened.get(word):
            return found
        return next((other for other in _swapped_or_doubled(word) if other in self._words), word)


def _swapped_or_doubled(word: str) -> Iterator[str]:
    """What a word with two letters in the wrong order, or one typed twice, may stand for; people mistype in the middle."""
    for place in range(1, len(word) - 2):
        if word[place] == word[place + 1]:
            yield word[:place] + word[place + 1 :]
        else:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _shortened(words: Iterable[str]) -> dict[str, str]:
    """Words without one of their vowels or double letters; another letter missing often makes another word."""
    found: dict[str, str] = {}
    for word in sorted(words):
        for place in range(1, len(word) - 1):
            if word[place] in _VOWELS or word[place] == word[place - 1]:
                slip = word[:place] + word[place + 1 :]
                found[slip] = "" if found.get(slip, word) != word else word
    return {slip: word for slip, word in found.items() if word}
