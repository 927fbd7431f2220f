"""Ranking cards of one kind against a wish: by concepts, by words, and both together.

Two independent ways to compare rank the cards: concepts that wish and card both name, in whatever language, and words
that both use. The ranks are added up (reciprocal rank fusion), because ranks can be compared where scores cannot. Words
count by the share of the wish they answer, or the one word that a card has in common with a long wish would weigh as much
as its subject, and cards in the trainee's language would always win.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from domain import concepts
from domain.matching_text import TextIndex
from domain.matching_wish import Wish
from domain.matching_words import words

ReasonCode = Literal[
    "same-sector", "same-client-group", "same-topic", "same-profession", "related", "word", "good-practice",
    "speaks-language", "in-country", "open-in-month", "fits-days", "fits-group",
]  # fmt: skip
Ranking = Literal["concepts", "words", "practices"]
Parts = tuple[tuple[Ranking, float], ...]

_SMOOTHING = 10  # of reciprocal rank fusion: small, because only the first few places are shown
# A practice speaks for its host only indirectly.
_WEIGHTS: dict[Ranking, float] = {"concepts": 1.0, "words": 1.0, "practices": 0.5}
_PICKED = 1.5  # how much a concept chosen with a button counts; one found in the words counts at most 1
_RELATED = 0.35  # a card that names a concept near the wanted one, as part of one that names it
_MOST_CONCEPTS, _MOST_WORDS = 4, 2  # reasons of one kind: more would not be read
# From this weight on a card says a concept itself; below, a word of it only hints at one, which is no fact to tell.
_TOLD_FROM = 0.45
# A trade that the wish names is not yet the trainee's own: see `own_profession`.
_SAME: dict[concepts.Kind, ReasonCode] = {
    "sector": "same-sector",
    "client_group": "same-client-group",
    "topic": "same-topic",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that speaks for a card.

    `value` is what the card has: the id of a concept (`same-…`, `related`), a word of its text (`word`), the title of a
    practice (`good-practice`), a code (`speaks-language`, `in-country`) or a number (`open-in-month`, `fits-days`,
    `fits-group`). `said` is the passage of the trainee's words it answers, "" when it was chosen with a button or stands
    in the profile (`same-profession`); `via` is, for `related`, the concept of the wish.
    """

    code: ReasonCode
    value: str
    said: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A concept of a wish: how much it counts, and the passage that named it ("" when it was chosen with a button)."""

    weight: float
    said: str


def wanted_concepts(wish: Wish) -> dict[str, Wanted]:
    """Return the concepts of a wish by id: those its words name and those chosen with buttons, without those denied."""
    wanted = {hit.id: Wanted(hit.strength, hit.said) for hit in concepts.find(wish.text, wish.lang)}
    for concept_id in wish.picked:
        said = wanted[concept_id].said if concept_id in wanted else ""
        wanted[concept_id] = Wanted(_PICKED, said)
    return {concept_id: want for concept_id, want in wanted.items() if concept_id not in wish.not_meant}


@dataclass(frozen=True, slots=True)
class _Fit:
    """What a wanted concept finds on a card: the concept there, the points it gives, and whether the card itself says so."""

    concept: str
    points: float
    told: bool


class Ranked:
    """Cards of one kind, known by their number: `texts` as for TextIndex, `tags` the concepts of each card with their
    weights.
    """

    def __init__(self, texts: Sequence[Iterable[tuple[str, float]]], tags: Sequence[Mapping[str, float]]) -> None:
        self._texts = TextIndex(texts)
        self._size = len(tags)
        self._tagged: dict[str, dict[int, float]] = {}
        for number, its_tags in enumerate(tags):
            for concept_id, weight in its_tags.items():
                self._tagged.setdefault(concept_id, {})[number] = weight

    def rankings(self, text: str, wanted: Mapping[str, Wanted]) -> dict[Ranking, dict[int, float]]:
        """Return the cards that have to do with the wish: points by number, for each way to compare."""
        by_concepts: dict[int, float] = {}
        for fits in self._fits(wanted).values():
            for number, fit in fits.items():
                by_concepts[number] = by_concepts.get(number, 0.0) + fit.points
        named = {word.folded for want in wanted.values() for word in words(want.said)}
        return {"concepts": by_concepts, "words": self._texts.shares(text, named)}

    def carriers(self, wanted: Iterable[str]) -> set[int]:
        """Return the cards that carry one of these concepts itself."""
        return {number for concept_id in wanted for number in self._tagged.get(concept_id, ())}

    def own_profession(self, professions: Iterable[str], number: int) -> tuple[Reason, ...]:
        """Return the trades of the trainee's profile that a card names as well."""
        named = (one for one in professions if self._tagged.get(one, {}).get(number, 0.0) >= _TOLD_FROM)
        return tuple(Reason("same-profession", one) for one in named)

    def reasons(self, text: str, wanted: Mapping[str, Wanted], numbers: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
        """Return for some cards what spoke for them, what counted most first: concepts, then words no concept stands
        for.
        """
        fits = self._fits(wanted)
        shared = self._texts.shared(text, numbers)
        found: dict[int, tuple[Reason, ...]] = {}
        for number in numbers:
            named = [(fit, concept_id) for concept_id, its in fits.items() if (fit := its.get(number)) and fit.told]
            named.sort(key=lambda pair: (-pair[0].points, pair[0].concept))
            reasons: dict[str, Reason] = {}
            for fit, concept_id in named:
                if fit.concept == concept_id or not _is_profession(fit.concept):
                    reasons.setdefault(fit.concept, _concept_reason(fit.concept, concept_id, wanted[concept_id].said))
            told = list(reasons.values())[:_MOST_CONCEPTS]
            explained = {word.folded for reason in told for word in words(reason.said)}
            unexplained = [word for word in shared[number] if not explained & {w.folded for w in words(word.said)}]
            told += (Reason("word", word.written, word.said) for word in unexplained[:_MOST_WORDS])
            found[number] = tuple(told)
        return found

    def _fits(self, wanted: Mapping[str, Wanted]) -> dict[str, dict[int, _Fit]]:
        """Return for each wanted concept the cards that have it, or have one near it that is not wanted for itself."""
        fits: dict[str, dict[int, _Fit]] = {}
        for concept_id, want in wanted.items():
            concept = concepts.get(concept_id)
            if concept is None:
                continue
            its = fits[concept_id] = self._worth(concept_id, want.weight)
            for other in concept.near:
                if other not in wanted:
                    for number, fit in self._worth(other, want.weight * _RELATED).items():
                        if number not in its or fit.points > its[number].points:
                            its[number] = fit
        return fits

    def _worth(self, concept_id: str, weight: float) -> dict[int, _Fit]:
        carriers = self._tagged.get(concept_id, {})
        if not carriers:
            return {}
        worth = weight * log(1 + self._size / len(carriers))
        return {number: _Fit(concept_id, worth * tag, tag >= _TOLD_FROM) for number, tag in carriers.items()}


def fuse(
    rankings: Mapping[Ranking, Mapping[int, float]], allowed: AbstractSet[int], name: Callable[[int], str]
) -> list[tuple[int, float, Parts]]:
    """Return (number, score, parts) of the allowed cards that any ranking holds, best first, equals in the order of
    `name`.

    Cards with the same points share a rank; a card that a ranking does not hold gets nothing from it. The points of
    "words" are shares (`TextIndex.shares`), whose roots weigh its ranks.
    """
    parts: dict[int, dict[Ranking, float]] = {}
    for ranking, points in rankings.items():
        ordered = sorted(((value, number) for number, value in points.items() if number in allowed), reverse=True)
        rank, last = 0, None
        for place, (value, number) in enumerate(ordered, 1):
            if value != last:
                rank, last = place, value
            weight = _WEIGHTS[ranking] * (sqrt(min(1.0, value)) if ranking == "words" else 1.0)
            parts.setdefault(number, {})[ranking] = weight / (_SMOOTHING + rank)
    fused = [(number, sum(its.values()), tuple(its.items())) for number, its in parts.items()]
    fused.sort(key=lambda entry: (-entry[1], name(entry[0])))
    return fused


def _is_profession(concept_id: str) -> bool:
    """Whether a concept is a trade: near a subject, but not something a team works on."""
    concept = concepts.get(concept_id)
    return concept is not None and concept.kind == "profession"


def _concept_reason(on_card: str, wanted: str, said: str) -> Reason:
    concept = concepts.get(on_card)
    same = _SAME.get(concept.kind) if concept is not None and on_card == wanted else None
    return Reason(same, on_card, said) if same else Reason("related", on_card, said, wanted)
