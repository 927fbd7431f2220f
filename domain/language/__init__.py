"""Which language a person writes: the application's language as a weak prior, their messages as evidence.

`detect` judges one text; `Evidence` adds up a conversation. Both give probabilities of the 32 languages of `DETECTED`, of
which the bot speaks those of `SERVED`. The same text always gets the same answer, in every thread.
"""

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.language.codes import DETECTED, RIVALS, SERVED, base, nearest
from domain.language.judging import judge

__all__ = ["CERTAIN", "DETECTED", "RIVALS", "SERVED", "Evidence", "Guess", "detect", "nearest", "tells"]

CERTAIN: Final = 0.9
"""From this probability on we answer without asking for the language."""
_OPEN = 0.2  # below this probability no language is named
_SHARED = 0.42  # the same for a word or two that the likeliest languages share: "ja", "si", "tak"

# of the codes that applications send: 80 % are right; of the others, English makes up 12 points of the 20 (DESIGN section 8)
_RIGHT, _ENGLISH, _OTHER = 0.8, 0.12, 0.08 / (len(DETECTED) - 2)
_CLIP = 7.0  # what one message may weigh in a conversation
_MEMORY = 0.6  # what an older message still weighs after a newer one
_KEPT = 6  # languages a conversation remembers: the others are out of the question


@dataclass(frozen=True, slots=True)
class Guess:
    """What is known of the language of a writer.

    `lang` is one of `DETECTED`, or None while open. `confidence` (0-1) is the probability of the likeliest language, also
    while open; `chances` gives those of the likeliest six, in order; it is empty when nothing was said.
    """

    lang: str | None
    confidence: float
    chances: Mapping[str, float]

    @property
    def likeliest(self) -> str | None:
        """The likeliest language, however unsure; None when nothing was said."""
        return next(iter(self.chances), None)

    @property
    def served(self) -> str:
        """The language of ours to go on with until the person chooses (DOMAIN T1): never empty.

        A language we do not speak is answered in the one of ours that its writers most likely read.
        """
        if self.likeliest is None:
            return "en"
        return nearest(self.likeliest)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a conversation says about its language; small and JSON-able (`to_json`, `from_json`).

    `scores` are logarithms of likelihood ratios, the best at 0, of the likeliest languages; `rest` stands for each of the
    others. The newest message weighs most.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    rest: float = 0.0

    @classmethod
    def of_app(cls, app_code: str | None) -> "Evidence":
        """Where a conversation starts: the language code of the person's application (`fr`, `fr-BE`), if any."""
        code = base(app_code)
        if code not in DETECTED:
            return cls()
        return cls({code: 0.0}, round(math.log((_ENGLISH if code == "en" else _OTHER) / _RIGHT), 2))

    def add(self, text: str) -> "Evidence":
        """The evidence after one more message; a text that says nothing changes nothing."""
        said = judge(text)
        if said is None:
            return self
        return Evidence._of({code: _MEMORY * self._score(code) + max(said.marks[code], -_CLIP) for code in DETECTED})

    def guess(self) -> Guess:
        """The answer so far; open while nothing was said."""
        return _guess({code: self._score(code) for code in DETECTED}) if self.scores else NOTHING

    def to_json(self) -> dict[str, float]:
        """A flat object: scores by code, `rest` under "*"."""
        return {**self.scores, "*": self.rest} if self.scores else {}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Evidence":
        """The value that `to_json` wrote; unknown entries are dropped."""
        scores = {
            code: float(value) for code, value in data.items() if code in DETECTED and isinstance(value, int | float)
        }
        rest = data.get("*")
        return cls(scores, float(rest) if isinstance(rest, int | float) else -_CLIP) if scores else cls()

    @classmethod
    def _of(cls, scores: Mapping[str, float]) -> "Evidence":
        ranked = sorted(scores, key=scores.__getitem__, reverse=True)
        best = scores[ranked[0]]
        kept = {code: round(scores[code] - best, 2) for code in ranked[:_KEPT]}
        return cls(kept, round(scores[ranked[_KEPT]] - best, 2))

    def _score(self, code: str) -> float:
        return self.scores.get(code, self.rest)


NOTHING: Final = Guess(None, 0.0, {})
"""What is known before a word was said."""


def detect(text: str, app_code: str | None = None, prior: Evidence | None = None) -> Guess:
    """Judge one text, given the application's language or what earlier messages said (`prior` then holds both).

    A text that says nothing (empty, figures, emoji, "ok") leaves what was known before. `lang` is None when nothing is known,
    and when several languages remain likely.
    """
    said = judge(text)
    before = prior if prior is not None else Evidence.of_app(app_code)
    if said is None:
        return before.guess()
    known, rest = before.scores, before.rest
    return _guess({code: known.get(code, rest) + mark for code, mark in said.marks.items()}, said.listed)


def tells(text: str) -> bool:
    """Does a text say anything about its language?"""
    return judge(text) is not None


def _guess(scores: Mapping[str, float], listed: Container[str] = ()) -> Guess:
    best = max(scores.values())
    weights = {code: math.exp(score - best) for code, score in scores.items()}
    total = sum(weights.values())
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)[:_KEPT]
    chances = {code: round(weights[code] / total, 4) for code in ranked}
    top, second = ranked[:2]
    least = _SHARED if top in listed and second in listed else _OPEN
    return Guess(top if chances[top] >= least else None, chances[top], chances)
