"""Finds what can show that a goal is reached: a quantity or a document in the hand. Source: DOMAIN section 5.2, row M.

Figures inside dates, durations, ages, times of day and names ('room 12', 'article 5') measure nothing. A duration does
when something is to be shortened or lengthened ('from 21 to 14 days').
"""

from collections.abc import Iterable

from domain.goal_actions import Goal
from domain.goal_times import matches

NEAR = 4  # tokens between a number or an article and its noun
MAKING = 8  # tokens between a verb of making and what is made
MAKING_VERBS = ("write", "make")
YEARS = ("19", "20")  # first figures of four that are a year


def has_quantity(goal: Goal) -> bool:
    """Whether there is a number of something, a percentage, twice, by half, from 21 to 14."""
    times = goal.phrases("times")
    if times or any(goal.listed(index, "times") and index not in goal.times.busy for index in range(len(goal.read))):
        return True
    changes = not goal.lists.sets["change"].isdisjoint(goal.texts)
    least = {place.stop for place in goal.phrases("least")}
    return any(
        _counts(goal, index, changes=changes) for index in range(len(goal.read)) if _is_number(goal, index, least)
    )


def _is_number(goal: Goal, index: int, least: Iterable[int]) -> bool:
    """Figures and number words; an article only after 'at least' ('au moins une') or with an accent (Dutch 'één')."""
    token = goal.read[index]
    if token.kind in ("number", "day"):
        return not (len(token.text) == 4 and token.text.startswith(YEARS))
    if token.kind != "word" or token.text not in goal.lists.numbers:
        return False
    if goal.listed(index, "article"):
        return token.accent or index in least or goal.listed(index - 1, "least")
    idiom = goal.listed(index - 1, "not_one") or goal.listed(index + 1, "one_not")  # the one, one another
    return not (idiom and goal.lists.numbers[token.text] == 1)


def _counts(goal: Goal, index: int, *, changes: bool) -> bool:
    """Whether this number counts something."""
    following = goal.text(index + 1)
    if index in goal.times.firm:
        return False
    if following == "%":
        return True
    if index in goal.times.busy:
        return changes and index not in goal.times.vague
    return not _only_names(goal, index) and (changes or "/" in goal.texts[index] or _noun_follows(goal, index))


def _only_names(goal: Goal, index: int) -> bool:
    """Room 12, 12-step, '1.' of a list, 8 o'clock, a las 8, a 12 step programme, the two week course."""
    token, following = goal.read[index], goal.text(index + 1)
    hyphened = token.glued or (index + 1 < len(goal.read) and goal.read[index + 1].glued)
    in_list = following in (".", ")") and (index == 0 or goal.is_mark(index - 1))
    hour = goal.listed(index + 1, "clock") or (
        goal.listed(index - 1, "hour_article") and goal.listed(index + 1, "stop")
    )
    measure = token.kind == "number" and goal.listed(index - 1, "article")
    week_long = "plural_units" in goal.lists.traits and goal.lists.time.get(following) == "u" and following != "day"
    named = goal.listed(index - 1, "label") or goal.text(index - 1) in ("#", "°")
    return hyphened or in_list or hour or measure or week_long or named


def _noun_follows(goal: Goal, index: int) -> bool:
    for place in range(index + 1, min(index + 1 + NEAR, len(goal.read))):
        token = goal.read[place]
        if goal.is_mark(place) and token.text not in "-–(/":
            return False
        if (
            goal.listed(place, "joint")
            and not goal.text(place + 1).isdigit()
            and goal.text(place + 1) not in goal.lists.numbers
        ):
            return False  # 'un regard neuf et ...', but '3 or 4 nurses'
        if token.kind != "word" or place in goal.verbs or place in goal.times.busy:
            continue
        if not goal.listed(place, "stop") and token.text not in goal.lists.numbers:
            return True
    return False


def has_deliverable(goal: Goal) -> bool:
    """'A checklist', 'un protocole', 'einen Maßnahmenplan'; 'their safety plan', 'guidelines' with a verb of making.

    What is only looked at or understood ('gain insight into a protocol') is no deliverable.
    """
    verbs = (*goal.actions, *goal.dependent)
    making = _around(action.index for action in verbs if action.kind in MAKING_VERBS)
    writing = _around(action.index for action in verbs if action.kind == "write")
    looks_only = bool(goal.actions) and not making and {action.kind for action in goal.actions} <= {"see", "weak"}
    for index in range(len(goal.read)):
        if index in goal.verbs or index in goal.times.busy:
            continue
        if names_deliverable(goal, index):
            if index in making or (not looks_only and not goal.others_act[index] and _has_article(goal, index)):
                return True
        elif index in writing and _is_work(goal, index):
            return True
    return False


def names_deliverable(goal: Goal, index: int) -> bool:
    """Whether the word is a document or another thing to hold, also as the end of a compound ('stappenplan')."""
    if goal.listed(index, "deliverable"):
        return True
    phrases = goal.lists.phrases["deliverable"].get(goal.texts[index], ())
    if any(matches(goal.read, index, phrase) for phrase in phrases):
        return True
    return goal.texts[index].endswith(goal.lists.tails) and not goal.listed(index, "generic")


def _around(verbs: Iterable[int]) -> set[int]:
    return {index for verb in verbs for index in range(verb - MAKING, verb + MAKING + 1)}


def _is_work(goal: Goal, index: int) -> bool:
    """'Write a vignette': whatever one writes, draws or films is a thing to hold, unless it is only vague."""
    says = goal.read[index].kind == "word" and not goal.listed(index, "stop", "generic", "vague", "absolute")
    return says and not goal.others_act[index] and not goal.is_determiner(index) and _has_article(goal, index)


def _has_article(goal: Goal, index: int) -> bool:
    """An indefinite article within NEAR words before, and no 'better' in between ('a better general idea')."""
    for place in range(index - 1, max(index - 1 - NEAR, -1), -1):
        if goal.listed(place, "article"):
            return True
        if goal.is_mark(place) or goal.listed(place, "better") or goal.is_determiner(place):
            return False
    return False
