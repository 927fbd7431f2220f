"""Ranking cards of one kind against a wish: by what both are about, by words, and both together.

Two independent ways compare them: the concepts that wish and card are about (`domain.subjects`), in whatever language, and words
that both use. Points of the first are shares of those of the best card; words count by the share of the wish they answer, or
the one word that a card has in common with a long wish would weigh as much as its subject, and cards in the trainee's language
would always win.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain import concepts
from domain.everyday import everyday, is_everyday
from domain.matching_text import Collection, Question, TextWords
from domain.matching_wish import Standing, Wish
from domain.matching_words import words
from domain.subjects import names_something, subject

if TYPE_CHECKING:
    from domain.matching_columns import Columns, Numbers, Points

ReasonCode = Literal[
    "same-sector", "same-client-group", "same-topic", "same-profession", "related", "word", "good-practice",
    "speaks-language", "in-country", "open-in-month", "fits-days", "fits-group", "reciprocity",
]  # fmt: skip
Ranking = Literal["concepts", "words", "practices", "meaning"]
Parts = tuple[tuple[Ranking, float], ...]

# Where a sentence model is at hand: how much it counts beside the concepts of a whole story, and of one or two words.
_MEANING, _MEANING_OF_FEW = 0.4, 1.2
# So many words are few, and from so many on a wish is a story.
_FEW, _STORY = 4, 12
# A practice speaks for its host only indirectly.
_WEIGHTS: dict[Ranking, float] = {"concepts": 1.0, "words": 1.2, "practices": 0.5, "meaning": _MEANING_OF_FEW}
# Nearly every card has a little to do with nearly every wish: less than this part of what could be is nothing. Of the cards that
# fit a request of the field, 1 in 100 has less.
_LEAST_ALIKE = 0.05
_PICKED = 1.5  # how much a concept chosen with a button counts; one found in the words counts at most 1
#: cards whose words are compared: the likeliest by what they are about, and by words that are seldom
COMPARED, _BY_STEMS, _BY_MEANING = 150, 50, 50
_DIGITS = 6  # of a score: beyond it, two cards are equal
# What a host is preferred for. Trainees give 1 to 5.
_USUAL_RATING, _RATINGS_THAT_TELL, _PER_RATING, _CONFIRMED_CARD = 4.0, 5, 0.04, 0.02
#: how much more, by a trainee whose team can receive one, who would like a visit in return (DOMAIN CER-53)
VISIT_IN_RETURN = 0.02
_NEARLY = 0.97  # of the best score: no reader could tell which of the two fits better
#: letters of a word, at least, that is told though no concept has it for a name
_SPECIAL = 5
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
    practice (`good-practice`), a code (`speaks-language`, `in-country`), a number (`open-in-month`, `fits-days`,
    `fits-group`) or "yes" (`reciprocity`). `said` is the passage of the trainee's words it answers, "" when it was chosen
    with a button or stands in the profile (`same-profession`); `via` is, for `related`, the concept of the wish.
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
    """Return the concepts of a wish by id: those its words tell and those chosen with buttons, without those denied."""
    wanted = {hit.id: Wanted(hit.strength, hit.said) for hit in concepts.find(wish.text, wish.lang) if hit.told}
    for concept_id in map(concepts.canonical, wish.picked):
        said = wanted[concept_id].said if concept_id in wanted else ""
        wanted[concept_id] = Wanted(_PICKED, said)
    denied = _not_meant(wish)
    return {concept_id: want for concept_id, want in wanted.items() if concept_id not in denied}


def about(wish: Wish) -> dict[str, float]:
    """Return what a wish is about: the weight of each concept, those chosen with buttons above all."""
    weights = subject(wish.text, wish.lang) if wish.text else {}
    picked = map(concepts.get, wish.picked)
    weights |= dict.fromkeys((concept.id for concept in picked if concept is not None), _PICKED)
    denied = _not_meant(wish)
    return {concept_id: weight for concept_id, weight in weights.items() if concept_id not in denied}


def _not_meant(wish: Wish) -> frozenset[str]:
    return frozenset(map(concepts.canonical, wish.not_meant))


class Ranked:
    """A wish beside the cards of one kind: all of them by what they are about, the likeliest word by word.

    `words_of` gives the words of some cards by their number.
    """

    def __init__(
        self, columns: "Columns", words_of: Callable[[Sequence[int]], Mapping[int, TextWords]], wish: Wish
    ) -> None:
        self._columns, self._words_of, self._text = columns, words_of, wish.text
        self.wanted, self._weights = wanted_concepts(wish), about(wish)
        spoken_for = {word.folded for want in self.wanted.values() for word in words(want.said)}
        self._lang = concepts.language_of(wish.text, wish.lang)
        self._question = Question(wish.text, spoken_for | everyday(self._lang))
        self._texts = Collection(len(columns), columns.average, columns.with_stem)
        self._compared = self._question.compared({}, self._texts)

    @property
    def asks(self) -> bool:
        """Whether the wish is about any concept at all."""
        return bool(self._weights)

    def rankings(
        self, numbers: "Numbers", limit: int, also: Sequence[int] = (), meant: "Points | None" = None
    ) -> dict[Ranking, dict[int, float]]:
        """Return the cards among `numbers` that have to do with the wish: points by number, for each way to compare.

        Only the likeliest are told, at least `limit`, and those in `also`: the words of these are compared.
        `meant` says how near each card is to the wish by its meaning, if a model was asked.
        """
        import numpy as np

        from domain.matching_columns import best

        columns = self._columns
        subjects = columns.subjects(self._weights, numbers)
        drawn = columns.drawn[numbers]
        most = max(COMPARED, limit)
        if len(numbers) <= most:
            chosen = list(range(len(numbers)))
        else:
            chosen = best(subjects, drawn, most).tolist()
            stems = columns.words(self._question.stems(self._texts), numbers)
            chosen += best(stems, drawn, _BY_STEMS).tolist()
            if meant is not None:
                chosen += best(meant[numbers], drawn, _BY_MEANING).tolist()
        if also:
            chosen += np.flatnonzero(np.isin(numbers, also)).tolist()
        by_number = {int(numbers[place]): float(subjects[place]) for place in chosen}
        self._compared = self._question.compared(self._words_of(sorted(by_number)), self._texts)
        least = _LEAST_ALIKE * columns.most(self._weights)
        by_subject = {number: points for number, points in by_number.items() if points > least}
        found: dict[Ranking, dict[int, float]] = {"concepts": by_subject, "words": self._compared.shares()}
        # a model finds something near to anything: to a wish that says nothing as well
        if meant is not None and any(found.values()):
            found["meaning"] = self._by_meaning({number: float(meant[number]) for number in by_number})
        return found

    def _by_meaning(self, near: Mapping[int, float]) -> dict[int, float]:
        """Shares of the nearest card, less of them for a long wish: concepts read stories well, and know few trades by name."""
        whole = max(near.values(), default=0.0)
        few = min(1.0, max(0.0, (_STORY - len(words(self._text))) / (_STORY - _FEW)))
        share = few + (1.0 - few) * _MEANING / _MEANING_OF_FEW
        return {number: share * value / whole for number, value in near.items() if value > 0}

    def reasons(self, number: int, text: str) -> tuple[Reason, ...]:
        """Return what spoke for a card, what counted most first: concepts, then words no concept stands for; `text` is what the
        card says.
        """
        told = self._concepts_told(self._columns.told(number))[:_MOST_CONCEPTS]
        explained = {word.folded for reason in told for word in words(reason.said)}
        shared = self._compared.shared(number, text)
        unexplained = [
            word
            for word in shared
            if not explained & {w.folded for w in words(word.said)}
            and self._is_special(word.said)
            and self._is_special(word.written)
        ]
        told += (Reason("word", word.written, word.said) for word in unexplained[:_MOST_WORDS])
        return tuple(told)

    def _is_special(self, said: str) -> bool:
        """Whether a word says something of a subject: it names one of the field, or is long and no word of everyday talk."""
        if names_something(said, self._lang):
            return True
        return not any(len(word.folded) < _SPECIAL or is_everyday(word.folded, self._lang) for word in words(said))

    def _concepts_told(self, told: AbstractSet[str]) -> list[Reason]:
        """The wanted concepts that a card tells, those that count most first, then related ones that are not wanted themselves."""
        wanted = self.wanted
        order = sorted(wanted, key=lambda one: (-wanted[one].weight * self._columns.rarity(one), one))
        same = {one: Reason(_code(one), one, wanted[one].said) for one in order if one in told}
        related: dict[str, Reason] = {}
        for one in order:
            concept = concepts.get(one)
            if concept is None or one in same:
                continue
            for other in (*concept.narrower, *concept.broader, *concept.near):
                if other in told and other not in wanted and not _is_profession(other):
                    # some of those whom the words mean are others: "kids" says nothing of where they come from
                    said = "" if _is_group(other) and other not in concept.broader else wanted[one].said
                    related.setdefault(other, Reason("related", other, said, one))
        return [reason for reason in same.values() if reason.code != "related"] + list(related.values())


def fuse(
    rankings: Mapping[Ranking, Mapping[int, float]],
    name: Callable[[int], str],
    preferred: Callable[[int], float] = lambda _: 1.0,
) -> list[tuple[int, float, Parts]]:
    """Return (number, score, parts) of the cards that any ranking holds, best first, equals in the order of `name`.

    The points of "words" and "meaning" are shares already (`Compared.shares`); others are taken as shares of the best card's.
    `preferred` says by how much the score of a card is multiplied in the end.
    """
    parts: dict[int, dict[Ranking, float]] = {}
    for ranking, points in rankings.items():
        whole = 1.0 if ranking in ("words", "meaning") else max(points.values(), default=1.0)
        for number, value in points.items():
            parts.setdefault(number, {})[ranking] = _WEIGHTS[ranking] * min(1.0, value / whole)
    fused = [
        (number, round(sum(its.values()) * preferred(number), _DIGITS), tuple(its.items()))
        for number, its in parts.items()
    ]
    fused.sort(key=lambda entry: (-entry[1], name(entry[0])))
    return fused


def preference(standing: Standing, confirmed: bool = False) -> float:
    """Return by how much a host is preferred among those that know the subject as well: 1 is neither more nor less.

    A stay that few have rated is taken to be nearly as good as any. `confirmed` says whether a person has confirmed of late what
    the card is about.
    """
    rating = (_USUAL_RATING * _RATINGS_THAT_TELL + standing.rated) / (_RATINGS_THAT_TELL + standing.ratings)
    return 1.0 + _PER_RATING * (rating - _USUAL_RATING) + _CONFIRMED_CARD * confirmed


def rotated(
    ranked: Sequence[tuple[int, float, Parts]], suggested: Callable[[int], int]
) -> list[tuple[int, float, Parts]]:
    """Return cards in their order, but of those that are nearly as good as the best of them the ones first that were `suggested`
    less often of late; small differences do not count.
    """
    order: list[tuple[int, float, Parts]] = []
    start = 0
    while start < len(ranked):
        least = ranked[start][1] * _NEARLY
        end = start + 1
        while end < len(ranked) and ranked[end][1] >= least:
            end += 1
        # sorting is stable: who was suggested as often stays in order
        order += sorted(ranked[start:end], key=lambda entry: suggested(entry[0]).bit_length())
        start = end
    return order


def _is_profession(concept_id: str) -> bool:
    """Whether a concept is a trade: near a subject, but not something a team works on."""
    concept = concepts.get(concept_id)
    return concept is not None and concept.kind == "profession"


def _is_group(concept_id: str) -> bool:
    concept = concepts.get(concept_id)
    return concept is not None and concept.kind == "client_group"


def _code(concept_id: str) -> ReasonCode:
    """How a concept that wish and card share is told; a trade that both name says nothing of the subject."""
    concept = concepts.get(concept_id)
    return _SAME.get(concept.kind, "related") if concept is not None else "related"
