"""Fit the weights of `domain.language`: `python -m tests.bench.language_fit FILE`, lines of set, language and text.

Prints `domain/data/language/weights.toml` anew. Every set of every language counts the same; the loss is the logarithm of
the probability of the right answer, so that a probability is the share of right answers.
"""

import math
import sys
from collections import Counter
from collections.abc import Sequence

from domain.language import DETECTED
from domain.language.cleaning import words
from domain.language.judging import sources
from domain.language.lexicon import lexicon
from tests.bench.language import texts

ROUNDS, STEP, CALM = 200, 0.05, 0.005

Row = tuple[int, float, list[float], list[float]]


def rows(file: str) -> list[Row]:
    """The index of the right language, the weight of the row, and what the two sources say."""
    found = texts(file)
    often = Counter((row.kind, row.lang) for row in found)
    lists = lexicon()
    read = []
    for row in found:
        telling = [word for word in words(row.text, lists.known) if word not in lists.neutral]
        if telling:
            read.append((DETECTED.index(row.lang), 1 / often[row.kind, row.lang], *sources(telling)))
    total = sum(weight for _, weight, _, _ in read)
    return [(right, weight / total, ours, theirs) for right, weight, ours, theirs in read]


def fit(data: Sequence[Row], *, second: bool) -> list[float]:
    """The weights of both sources and the bias of each language, by Adam; without the `second` its weight stays 0."""
    size = 2 + len(DETECTED)
    point, mean, square = [0.5, 8.0 * second, *[0.0] * len(DETECTED)], [0.0] * size, [0.0] * size
    for turn in range(1, ROUNDS + 1):
        slope = [0.0, 0.0, *(CALM * bias for bias in point[2:])]
        for right, weight, ours, theirs in data:
            marks = [point[0] * a + point[1] * b + c for a, b, c in zip(ours, theirs, point[2:], strict=True)]
            best = max(marks)
            chances = [math.exp(mark - best) for mark in marks]
            whole = weight / sum(chances)
            wrong = [chance * whole for chance in chances]
            wrong[right] -= weight
            slope[0] += sum(map(float.__mul__, wrong, ours))
            slope[1] += second * sum(map(float.__mul__, wrong, theirs))
            for at, value in enumerate(wrong, start=2):
                slope[at] += value
        for at, value in enumerate(slope):
            mean[at] = 0.9 * mean[at] + 0.1 * value
            square[at] = 0.99 * square[at] + 0.01 * value * value
            pace = math.sqrt(square[at] / (1 - 0.99**turn)) + 1e-9
            point[at] -= STEP * mean[at] / (1 - 0.9**turn) / pace
    return point


def show(name: str, point: Sequence[float]) -> None:
    """One part of the file."""
    print(f"[{name}]\nwords = {point[0]:.2f}\neldc = {point[1]:.2f}\n\n[{name}.bias]")
    for code, bias in zip(DETECTED, point[2:], strict=True):
        print(f"{code} = {bias:.2f}")
    print()


if __name__ == "__main__":
    found = rows(sys.argv[1])
    show("both", fit(found, second=True))
    show("alone", fit(found, second=False))
