"""The words of a goal that a verdict rests on, as the person wrote them: a verb with its object, a number with its noun."""

from collections.abc import Iterable, Sequence

from domain.goals.actions import Action, Goal
from domain.goals.tokens import Token
from domain.goals.verb_forms import INFINITIVE

LONGEST = 8  # words around a verb: enough to know it again
FURTHEST = 12  # words before a verb, with the time words among them
NOUN_RUN = 3  # further words of 'four play therapy sessions'
MOST = 3  # quotes for one letter


def quote(text: str, read: Sequence[Token], places: Iterable[range]) -> tuple[str, ...]:
    """The words at these places, each once, the first MOST; places that overlap are one."""
    kept: list[range] = []
    for place in sorted(places, key=lambda place: (place.start, -place.stop)):
        if not kept or place.start >= kept[-1].stop:
            kept.append(place)
        elif place.stop > kept[-1].stop:
            kept[-1] = range(kept[-1].start, place.stop)
    said = dict.fromkeys(text[read[place.start].start : read[place.stop - 1].end] for place in kept)
    return tuple(said)[:MOST]


def with_noun(goal: Goal, place: range) -> range:
    """A number or an article up to the last word of its noun: 'four play | therapy sessions'."""
    stop = place.stop
    while stop < min(place.stop + NOUN_RUN, len(goal.read)) and _goes_on(goal, stop):
        stop += 1
    return range(place.start, stop)


def _goes_on(goal: Goal, index: int) -> bool:
    if goal.read[index].kind != "word" or index in goal.times.busy or goal.listed(index, "stop", "joint"):
        return False
    if goal.uses(index) & INFINITIVE and index in goal.verbs:
        return False  # 'een fiche | schrijven'
    return goal.listed(index, "nominal") or not goal.uses(index)


def with_object(goal: Goal, action: Action) -> range:
    """A verb and what it is done to: before it where verbs come last and nothing follows, else after it."""
    index = action.index
    first = index + 1
    while first < len(goal.read) and first in goal.times.busy:
        first += 1  # 'ich führe vor dem Ende des Aufenthalts | fünf Gespräche'
    after = _trimmed(goal, first, _reach(goal, first))
    before = _opening(goal, index)
    if before < index and (after == first or goal.uses(index) & INFINITIVE):
        return range(before, index + 1)
    return range(index, after if after > first else index + 1)


def _opening(goal: Goal, index: int) -> int:
    """Where the object begins that stands before the verb at `index`; `index` itself where none does."""
    before = index
    while "verb_last" in goal.lists.traits and before > max(index - FURTHEST, 0):
        if _ends(goal, before - 1) and before - 1 not in goal.times.busy:
            break
        before -= 1
    while before < index and (
        before in goal.times.busy or (goal.listed(before, "stop", "joint", "frame") and not goal.is_determiner(before))
    ):
        before += 1
    return before


def _reach(goal: Goal, first: int) -> int:
    stop = first
    while stop < min(first + LONGEST, len(goal.read)) and not _ends(goal, stop):
        stop += 1
    return stop


def _trimmed(goal: Goal, first: int, stop: int) -> int:
    """Without small words and numbers at the end, which belong to what is cut off."""
    while stop > first and (goal.listed(stop - 1, "stop", "joint", "link") or goal.is_number(stop - 1)):
        stop -= 1
    return stop


def _ends(goal: Goal, index: int) -> bool:
    """Whether the words of one action end here."""
    other = index in goal.verbs and not goal.others_act[index]
    return other or goal.parts(index) or index in goal.times.busy or index in goal.aside
