"""Ranking cards of one kind against a wish: by what both are about, by words, and both together.

Two independent ways compare them: the concepts that wish and card are about (`domain.subjects`), in whatever language, and words
that both use. Points of the first are shares of those of the best card; words count by the share of the wish they answer, or
the one word that a card has in common with a long wish would weigh as much as its subject, and cards in the trainee's language
would always win.
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
from domain.subjects import subject

ReasonCode = Literal[
    "same-sector", "same-client-group", "same-topic", "same-profession", "related", "word", "good-practice",
    "speaks-language", "in-country", "open-in-month", "fits-days", "fits-group",
]  # fmt: skip
Ranking = Literal["concepts", "words", "practices"]
Parts = tuple[tuple[Ranking, float], ...]

# A practice speaks for its host only indirectly.
_WEIGHTS: dict[Ranking, float] = {"concepts": 1.0, "words": 1.2, "practices": 0.5}
# Who works there and in which field tells less of a host than what it is good at.
_FACETS: dict[concepts.Kind, float] = {"sector": 0.7, "profession": 0.7, "problem": 1.15}
_PICKED = 1.5  # how much a concept chosen with a button counts; one found in the words counts at most 1
_FEW_CONCEPTS = 0.5  # added to the length of what a card is about: a card that says little is not all about it
_MOST_CONCEPTS, _MOST_WORDS = 4, 2  # reasons of one kind: more would not be read
# A trade that the wish names is not yet the trainee's own: see `own_profession`.
_SAME: dict[concepts.Kind, ReasonCode] = {
    "sector": "same-sector",
    "client_group": "same-client-group",
    **dict.fromkeys(concepts.TOPICS, "same-topic"),
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


def about(wish: Wish) -> dict[str, float]:
    """Return what a wish is about: the weight of each concept, those chosen with buttons above all."""
    weights = subject(wish.text, wish.lang) if wish.text else {}
    weights |= dict.fromkeys((one for one in wish.picked if concepts.get(one)), _PICKED)
    return {concept_id: weight for concept_id, weight in weights.items() if concept_id not in wish.not_meant}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a card is about: the weight of each concept, and those it tells as a fact: in its lists, confirmed by a person, or
    named in its words for sure."""

    weights: Mapping[str, float]
    told: AbstractSet[str]


class Ranked:
    """Cards of one kind, known by their number: `texts` as for TextIndex, `tags` what each card is about."""

    def __init__(self, texts: Sequence[Iterable[tuple[str, float]]], tags: Sequence[Tags]) -> None:
        self._texts = TextIndex(texts)
        self._told = [its.told for its in tags]
        carriers: dict[str, float] = {}
        for its in tags:
            for concept_id, weight in its.weights.items():
                carriers[concept_id] = carriers.get(concept_id, 0.0) + weight
        self._rarity = {one: _facet(one) * log(1 + len(tags) / (1 + many)) for one, many in carriers.items()}
        self._tagged: dict[str, dict[int, float]] = {}
        for number, its in enumerate(tags):
            length = _FEW_CONCEPTS + sqrt(sum((w * self._rarity[one]) ** 2 for one, w in its.weights.items()))
            for concept_id, weight in its.weights.items():
                self._tagged.setdefault(concept_id, {})[number] = weight * self._rarity[concept_id] ** 2 / length

    def rankings(self, text: str, wanted: Mapping[str, float], named: Iterable[str]) -> dict[Ranking, dict[int, float]]:
        """Return the cards that have to do with the wish: points by number, for each way to compare.

        `wanted` are the concepts of the wish with their weights, `named` the passages of it that name a concept.
        """
        by_concepts: dict[int, float] = {}
        for concept_id, weight in wanted.items():
            for number, points in self._tagged.get(concept_id, {}).items():
                by_concepts[number] = by_concepts.get(number, 0.0) + weight * points
        spoken_for = {word.folded for said in named for word in words(said)}
        return {"concepts": by_concepts, "words": self._texts.shares(text, spoken_for)}

    def tell(self, number: int, wanted: Iterable[str]) -> bool:
        """Whether a card tells one of these concepts as a fact."""
        return not self._told[number].isdisjoint(wanted)

    def own_profession(self, professions: Iterable[str], number: int) -> tuple[Reason, ...]:
        """Return the trades of the trainee's profile that a card names as well."""
        return tuple(Reason("same-profession", one) for one in professions if one in self._told[number])

    def reasons(self, text: str, wanted: Mapping[str, Wanted], numbers: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
        """Return for some cards what spoke for them, what counted most first: concepts, then words no concept stands
        for.
        """
        shared = self._texts.shared(text, numbers)
        found: dict[int, tuple[Reason, ...]] = {}
        for number in numbers:
            told = self._concepts_told(number, wanted)[:_MOST_CONCEPTS]
            explained = {word.folded for reason in told for word in words(reason.said)}
            unexplained = [word for word in shared[number] if not explained & {w.folded for w in words(word.said)}]
            told += (Reason("word", word.written, word.said) for word in unexplained[:_MOST_WORDS])
            found[number] = tuple(told)
        return found

    def _concepts_told(self, number: int, wanted: Mapping[str, Wanted]) -> list[Reason]:
        """The wanted concepts that a card tells, those that count most first, then related ones that are not wanted themselves."""
        told = self._told[number]
        order = sorted(wanted, key=lambda one: (-wanted[one].weight * self._rarity.get(one, 0.0), one))
        same = {one: Reason(_code(one), one, wanted[one].said) for one in order if one in told}
        related: dict[str, Reason] = {}
        for one in order:
            concept = concepts.get(one)
            if concept is None or one in same:
                continue
            for other in (*concept.narrower, *concept.broader, *concept.near):
                if other in told and other not in wanted and not _is_profession(other):
                    related.setdefault(other, Reason("related", other, wanted[one].said, one))
        return [reason for reason in same.values() if reason.code != "related"] + list(related.values())


def fuse(
    rankings: Mapping[Ranking, Mapping[int, float]], allowed: AbstractSet[int], name: Callable[[int], str]
) -> list[tuple[int, float, Parts]]:
    """Return (number, score, parts) of the allowed cards that any ranking holds, best first, equals in the order of
    `name`.

    The points of "words" are shares already (`TextIndex.shares`); others are taken as shares of the best card's.
    """
    parts: dict[int, dict[Ranking, float]] = {}
    for ranking, points in rankings.items():
        shown = {number: value for number, value in points.items() if number in allowed}
        whole = 1.0 if ranking == "words" else max(shown.values(), default=1.0)
        for number, value in shown.items():
            parts.setdefault(number, {})[ranking] = _WEIGHTS[ranking] * min(1.0, value / whole)
    fused = [(number, sum(its.values()), tuple(its.items())) for number, its in parts.items()]
    fused.sort(key=lambda entry: (-entry[1], name(entry[0])))
    return fused


def _facet(concept_id: str) -> float:
    concept = concepts.get(concept_id)
    return _FACETS.get(concept.kind, 1.0) if concept is not None else 1.0


def _is_profession(concept_id: str) -> bool:
    """Whether a concept is a trade: near a subject, but not something a team works on."""
    concept = concepts.get(concept_id)
    return concept is not None and concept.kind == "profession"


def _code(concept_id: str) -> ReasonCode:
    """How a concept that wish and card share is told; a trade that both name says nothing of the subject."""
    concept = concepts.get(concept_id)
    return _SAME.get(concept.kind, "related") if concept is not None else "related"
