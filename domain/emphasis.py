"""Emphasized words in stretches that every channel can mark up, whatever their marks look like."""

from collections.abc import Iterable
from itertools import pairwise

from domain.messages import Mark


def stretches(words: str, marks: Iterable[Mark]) -> list[tuple[str, tuple[str, ...]]]:
    """The words in order, each stretch with the kinds of emphasis it has, in the order of the alphabet. Marks that overlap, or lie
    outside the words, do no harm."""
    known = [one for one in marks if 0 <= one.start < one.end <= len(words)]
    edges = sorted({0, len(words), *(one.start for one in known), *(one.end for one in known)})
    return [
        (words[start:end], tuple(sorted({one.kind for one in known if one.start <= start and end <= one.end})))
        for start, end in pairwise(edges)
    ]
