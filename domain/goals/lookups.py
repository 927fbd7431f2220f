"""Quick look-ups of words and of phrases of several words."""

from collections.abc import Iterable, Mapping, Sequence

from domain.goals.tokens import Token


class Vocabulary:
    """Which lists a word is in; an entry 'praktyk*' stands for every word that begins so, '*haus' for every one that ends
    so."""

    __slots__ = ("_forms", "_none", "_sizes", "_stems", "_tails")

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        names: dict[str, set[str]] = {}
        for name, forms in lists.items():
            for form in forms:
                names.setdefault(form, set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}  # a few hundred combinations for many thousand words
        found = {form: shared.setdefault(frozenset(those), frozenset(those)) for form, those in names.items()}
        self._none: frozenset[str] = frozenset()
        self._forms = {form: those for form, those in found.items() if "*" not in form}
        self._stems = {form[:-1]: those for form, those in found.items() if form.endswith("*")}
        self._tails = {form[1:]: those for form, those in found.items() if form.startswith("*")}
        self._sizes = sorted({len(part) for part in (*self._stems, *self._tails)})

    def __contains__(self, word: str) -> bool:
        return word in self._forms

    def lists_of(self, word: str) -> frozenset[str]:
        """Names of the lists that hold the word."""
        found = self._forms.get(word, self._none)
        for size in self._sizes:
            if size <= len(word):
                found |= self._stems.get(word[:size], self._none) | self._tails.get(word[-size:], self._none)
        return found


class Phrases:
    """Entries of several words, each with a letter of its own; a word 'praktyk*' in them is a beginning."""

    __slots__ = ("_by_first", "_sizes")

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, letter in sorted(phrases, key=lambda item: len(item[0]), reverse=True):
            self._by_first.setdefault(phrase[0], []).append((phrase, letter))
        self._sizes = sorted({len(first) - 1 for first in self._by_first if first.endswith("*")})

    def at(self, read: Sequence[Token], index: int) -> tuple[int, str] | None:
        """Length and letter of the longest entry that stands at this place, if one does."""
        first = read[index].text
        if first not in self._by_first and not self._sizes:
            return None
        found = [self._by_first.get(first, ()), *(self._by_first.get(first[:size] + "*", ()) for size in self._sizes)]
        stand = [
            (len(phrase), letter) for phrases in found for phrase, letter in phrases if _stands(read, index, phrase)
        ]
        return max(stand, key=lambda item: item[0], default=None)

    def places(self, read: Sequence[Token]) -> list[range]:
        """Everywhere an entry stands, the longest at each place."""
        if not self._by_first:
            return []
        found = ((index, self.at(read, index)) for index in range(len(read)))
        return [range(index, index + entry[0]) for index, entry in found if entry]


def _stands(read: Sequence[Token], index: int, phrase: tuple[str, ...]) -> bool:
    if len(read) < index + len(phrase):
        return False
    said = (token.text for token in read[index : index + len(phrase)])
    return all(
        text == word or (word[-1] == "*" and text.startswith(word[:-1]))
        for text, word in zip(said, phrase, strict=True)
    )
