"""Wishes and cards compared by their meaning: what a sentence model adds to concepts and words.

A model turns a text into a vector, its direction is its meaning. Models for many languages put the texts of one language close
together whatever they are about, so that a wish in Dutch finds Dutch cards. What tells languages apart is therefore taken out
of all vectors first: the directions in which the averages of languages differ, of the same words in every language (`samples`)
and of the cards themselves. That doubles what a model finds across languages (docs/decisions, 0016).

Loads NumPy: import it where it is needed. The model itself is an `Embedder`, which stands outside this layer.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from domain import concept_words, concepts

Vectors = NDArray[np.float32]

#: cards of one language whose average tells what is peculiar to the language
_CARDS_OF_A_LANGUAGE: Final = 5
#: as how many cards the samples count in the middle of all texts: a small catalogue has no middle of its own
_SAMPLES_COUNT: Final = 10
#: below this share of the strongest, a direction is noise
_NOTHING: Final = 1e-3
#: how much the nearness of a practice counts beside that of its host's card (measured)
_SEEN: Final = 0.8
#: texts of one language that are the same in others, and labels in each
_SAMPLES, _LABELS = 8, 12


class Embedder(Protocol):
    """A sentence model: texts as rows of length 1. The same text gets the same vector. Threads may share it."""

    @property
    def name(self) -> str:
        """Which model it is: vectors of two are not comparable. For the name of a file: a-z, 0-9, - and dots."""

    @property
    def size(self) -> int:
        """How many numbers a vector has."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each wish."""

    def cards(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each card, or each of `samples`."""


@cache
def samples() -> Mapping[str, tuple[str, ...]]:
    """Texts that say the same in each language of the vocabulary: labels of concepts."""
    languages = sorted(concept_words.LANGUAGES)
    labels = {
        lang: {one: line.partition("|")[0].strip() for one, line in concept_words.lines(lang)} for lang in languages
    }
    named = [one.id for one in concepts.shipped()]
    # far apart, so that each text is of several facets
    chosen = [named[at * 97 % len(named)] for at in range(_SAMPLES * _LABELS)]
    return {
        lang: tuple(", ".join(its.get(one) or one for one in chosen[at::_SAMPLES]) + "." for at in range(_SAMPLES))
        for lang, its in labels.items()
        if any(its.values())
    }


class Space:
    """What all vectors of a model have in common with others of their language, so that it can be taken out."""

    def __init__(self, cards: Vectors, languages: Sequence[str], sampled: Mapping[str, Vectors]) -> None:
        """`languages` has that of each of the cards ("": unknown), `sampled` the vectors of `samples`."""
        averages = np.array([its.mean(axis=0) for its in sampled.values()], np.float32).reshape(-1, cards.shape[1])
        middles = [averages.mean(axis=0)] * _SAMPLES_COUNT if len(averages) else []
        count = len(cards) + len(middles)
        self._middle = (cards.sum(axis=0) + np.sum(middles, axis=0, initial=0.0)) / max(1, count)
        spoken = np.array(languages, dtype=str)
        own = [cards[spoken == one] for one in sorted(set(languages) - {""})]
        of_cards = [its.mean(axis=0) for its in own if len(its) >= _CARDS_OF_A_LANGUAGE]
        self._peculiar = _directions([averages, np.array(of_cards, np.float32).reshape(-1, cards.shape[1])])

    def placed(self, vectors: Vectors) -> Vectors:
        """Return the vectors without what is peculiar to a language, each of length 1."""
        moved = (vectors - self._middle).astype(np.float32)
        moved -= moved @ self._peculiar.T @ self._peculiar
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(length, 1e-6), np.float32)


def _directions(groups: Sequence[Vectors]) -> Vectors:
    """Return the directions, at right angles, in which the members of each group differ."""
    found = []
    for group in groups:
        if len(group) > 1:
            _, strength, rows = np.linalg.svd(group - group.mean(axis=0), full_matrices=False)
            found.append(rows[strength > _NOTHING * strength[0]])
    if not found:
        return np.zeros((0, groups[0].shape[1]), np.float32)
    _, strength, rows = np.linalg.svd(np.concatenate(found), full_matrices=False)
    return np.asarray(rows[strength > _NOTHING * strength[0]], np.float32)


class Meanings:
    """Hosts by the meaning of their cards and of the practices seen there, as of one moment; a host is known by its number.
    Nothing here changes.
    """

    def __init__(
        self, vectors: Vectors, known: NDArray[np.bool_], space: Space, seen: Vectors, seen_at: Sequence[int]
    ) -> None:
        """`known` says which rows of `vectors` are known by now; the others are 0. `seen` are vectors of practices, `seen_at` the
        numbers of their hosts.
        """
        placed = np.zeros(vectors.shape, np.float32)
        if known.any():
            placed[known] = space.placed(vectors[known])
        self._placed, self._space = placed, space
        self._seen, self._seen_at = space.placed(seen), np.array(seen_at, np.int64)

    def points(self, wish: Vectors) -> Vectors:
        """Return how near each host is to a wish, from 0 to 1: its card, or a practice that is clearly nearer; 0 too where nobody
        has read any of them yet.
        """
        at = self._space.placed(wish.reshape(1, -1))[0]
        near = np.maximum(self._placed @ at, 0.0)
        np.maximum.at(near, self._seen_at, _SEEN * (self._seen @ at))
        return np.asarray(near, np.float32)
