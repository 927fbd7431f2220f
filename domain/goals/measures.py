"""Finds what can show that a goal is reached: a quantity or a document in the hand. Source: DOMAIN section 5.2, row M.

Figures inside dates, durations, ages, times of day and names ('room 12', 'article 5') measure nothing. A duration does
when something is to be shortened or lengthened ('from 21 to 14 days').
"""

from collections.abc import Iterable

from domain.goals.actions import Goal
from domain.goals.verb_forms import FINITE, OTHERS

NEAR = 4  # tokens between a number or an article and its noun
MAKING = 8  # tokens between a verb of making and what is made
MAKING_VERBS = ("write", "make")
YEARS = ("19", "20")  # first figures of four that are a year


def quantities(goal: Goal) -> tuple[range, ...]:
    """Where a number of something stands with its noun, a percentage, twice, by half, from 21 to 14."""
    found = [place for place in goal.phrases("times") if goal.aside.isdisjoint(place)]
    vague = {index for place in goal.phrases("vague") for index in place}  # 'at least a little'
    changes = any(_changes(goal, index) for index in range(len(goal.read)))
    least = {place.stop for place in goal.phrases("least")}
    for index in range(len(goal.read)):
        theirs = _is_their_subject(goal, index) or (not changes and _tells_of_somebody(goal, index))
        if index in goal.aside or index in vague or theirs:
            continue
        if goal.listed(index, "times") and index not in goal.times.busy:
            found.append(range(index, index + 1))
        elif _is_number(goal, index, least) and (stop := _counts(goal, index, changes=changes)):
            found.append(range(index, stop))
    return tuple(found)


def _tells_of_somebody(goal: Goal, index: int) -> bool:
    """'A ama, que cuida de 4 crianças': within a clause about somebody."""
    while index and goal.others_act[index - 1]:
        index -= 1
    return goal.others_act[index] and goal.listed(index, "relative")


def _changes(goal: Goal, index: int) -> bool:
    """'Reduce'; 'reduction' only where it is the action itself."""
    if not goal.listed(index, "change"):
        return False
    return index in goal.verbs or not (goal.uses(index) or goal.listed(index, "nominal"))


def _is_number(goal: Goal, index: int, least: Iterable[int]) -> bool:
    """Figures and number words; an article only after 'at least' ('au moins une') or with an accent (Dutch 'één')."""
    token = goal.read[index]
    if token.kind in ("number", "day"):
        return not (len(token.text) == 4 and token.text.startswith(YEARS))
    if token.kind != "word" or token.text not in goal.lists.numbers:
        return False
    if goal.listed(index, "article"):
        stressed = token.accent and "accented_one" in goal.lists.traits
        return stressed or index in least or goal.listed(index - 1, "least")
    idiom = goal.listed(index - 1, "not_one") or goal.listed(index + 1, "one_not")  # the one, one another
    return not (idiom and goal.lists.numbers[token.text] == 1)


def _counts(goal: Goal, index: int, *, changes: bool) -> int:
    """Where the words end that this number counts, 0 if it counts nothing."""
    following = goal.text(index + 1)
    if index in goal.times.firm:
        return 0
    if following == "%":
        return index + 2
    if index in goal.times.busy:
        return min(index + 2, len(goal.read)) if changes and index not in goal.times.vague else 0
    if _only_names(goal, index) or (not changes and _is_given(goal, index)):
        return 0
    noun = _counted(goal, index)
    if noun < 0:
        return index + 1 if changes or "/" in goal.texts[index] else 0
    return noun + 1 if changes or not goal.listed(noun, "size") else 0


def _is_their_subject(goal: Goal, index: int) -> bool:
    """'How two teachers share one class', but 'how often it happens on 6 wards'."""
    if not goal.others_act[index]:
        return False
    before = goal.over(index - 1, -1, "definite", "possessive", "skip")
    made = goal.listed(before, "that") and before - 1 in goal.verbs  # 'conseguir que 12 padres rellenen'
    single = goal.lists.numbers.get(goal.texts[index]) == 1
    return single or not goal.actions or (goal.listed(before, "how", "relative") and not made)


def _is_given(goal: Goal, index: int) -> bool:
    """'A team of 8', 'with my 2 colleagues', 'the 12 children' of somebody who only wants to work better: they are there
    already, whatever is done."""
    if goal.listed(index - 2, "crowd") and (goal.listed(index - 1, "of") or goal.listed(index - 3, "article")):
        return True
    strong = [action.index for action in goal.actions if action.kind != "weak"]
    if not goal.listed(index - 1, "definite", "possessive"):
        together = goal.listed(index - 1, "beside") and not strong  # 'spędzić dzień z czterema kolegami'
        return together and goal.listed(_counted(goal, index), "companion")
    before = index - 2
    while goal.listed(before, "definite", "possessive"):  # 'com os meus 2 colegas'
        before -= 1
    if goal.listed(before, "joint"):  # 'com os residentes e os 2 voluntários'
        before = next((place for place in range(before - 1, before - NEAR, -1) if goal.listed(place, "beside")), before)
    if goal.listed(before, "beside"):  # 'with my 2 colleagues', but 'try it with my 2 classes'
        noun = _counted(goal, index)
        return not (strong and goal.listed(index - 1, "possessive")) or goal.listed(noun, "companion")
    joined = any(
        goal.listed(place, "joint") and goal.listed(place + 1, "subject")
        for place in range(index + 1, index + 1 + NEAR)
    )
    subject = "verb_last" not in goal.lists.traits and all(action > index for action in strong)
    return joined or subject or not strong


def _only_names(goal: Goal, index: int) -> bool:
    """Room 12, 12-step, '1.' of a list, 8 o'clock, a las 8, a 12 step programme, the two week course; 'how ward 3 plans',
    'a checklist 4 my team'."""
    token, following = goal.read[index], goal.text(index + 1)
    hyphened = token.glued or (index + 1 < len(goal.read) and goal.read[index + 1].glued)
    in_list = following in (".", ")") and (index == 0 or goal.is_mark(index - 1))
    hour = goal.listed(index + 1, "clock") or (
        goal.listed(index - 1, "hour_article") and goal.listed(index + 1, "stop")
    )
    measure = token.kind == "number" and goal.listed(index - 1, "article")
    share = any(
        goal.listed(index + step, "share") and (goal.is_number(index + 2 * step) or goal.is_number(index + 3 * step))
        for step in (1, -1)
    )  # '1 in 5 children'
    share = share or any(
        goal.listed(index + step, "share")
        and not goal.listed(index + step, "of")
        and goal.is_number(index + step * 3 // 2)
        for step in (2, -2)
    )
    week_long = "plural_units" in goal.lists.traits and goal.lists.time.get(following) == "u" and following != "day"
    named = (goal.listed(index - 1, "label") and index - 1 not in goal.times.busy) or goal.text(index - 1) in ("#", "°")
    acting = goal.others_act[index] and _is_name(goal, index - 1) and goal.uses(index + 1) & (FINITE | OTHERS)
    sounds = "verb_position" in goal.lists.traits and token.kind == "number" and goal.listed(index + 1, "possessive")
    return hyphened or in_list or hour or measure or week_long or share or named or bool(acting) or sounds


def _is_name(goal: Goal, index: int) -> bool:
    """'How ward | 3 plans', but 'how they | use 3 plans'."""
    word = index >= 0 and goal.read[index].kind == "word" and not goal.is_number(index)
    return word and not goal.uses(index) and not goal.listed(index, "stop", "link", "joint", "how", "skip")


def _counted(goal: Goal, index: int) -> int:
    """Place of the noun that the number at `index` counts, or -1 ('children under 6 with a handicap')."""
    if goal.listed(index + 1, "beside") and not goal.listed(index + 1, "of"):
        return -1
    for place in range(index + 1, min(index + 1 + NEAR, len(goal.read))):
        token = goal.read[place]
        if goal.is_mark(place) and token.text not in "-–(/":
            return -1
        if goal.listed(place, "joint") and not goal.is_number(place + 1):
            return -1  # 'un regard neuf et ...', but '3 or 4 nurses'
        acts = place in goal.verbs and not goal.listed(place, "nominal")
        if token.kind != "word" or acts or place in goal.times.busy:
            continue
        if not goal.listed(place, "stop") and token.text not in goal.lists.numbers:
            return place
    return -1


def deliverables(goal: Goal) -> tuple[range, ...]:
    """'A checklist', 'un protocole', 'einen Maßnahmenplan'; 'their safety plan', 'guidelines' with a verb of making.

    What is only looked at or understood ('gain insight into a protocol') is no deliverable.
    """
    verbs = (*goal.actions, *goal.dependent)
    making = _around(action.index for action in verbs if action.kind in MAKING_VERBS)
    written = [action.index for action in verbs if action.kind == "write"]
    bare = "no_articles" in goal.lists.traits  # there only what follows at once: 'narysować komiks'
    writing = {index + ahead for index in written for ahead in (1, 2)} if bare else _around(written)
    looks_only = bool(goal.actions) and not making and {action.kind for action in goal.actions} <= {"see", "weak"}
    found = []
    for index in range(len(goal.read)):
        if index in goal.verbs or index in goal.times.busy or index in goal.aside:
            continue
        article = _article(goal, index)
        if length := names_deliverable(goal, index):
            theirs = goal.others_act[index] and not goal.actions
            if not theirs and (index in making or (not looks_only and not goal.others_act[index] and article >= 0)):
                found.append(range(article if article >= 0 else index, index + length))
        elif (index in writing and article >= 0 and _is_work(goal, index)) or (
            index in making and goal.listed(index, "product")
        ):
            found.append(range(article if article >= 0 else index, index + 1))
    return tuple(found)


def names_deliverable(goal: Goal, index: int) -> int:
    """How many words from here name a document or another thing to hold, also as the end of a compound ('stappenplan');
    0 for none."""
    if phrase := goal.lists.phrases["deliverable"].at(goal.read, index):
        return phrase[0]
    if goal.listed(index, "label") and goal.is_number(index + 1):
        return 0  # 'article 12'
    compound = goal.texts[index].endswith(goal.lists.tails) and not goal.listed(index, "generic")
    return int(goal.listed(index, "deliverable") or compound)


def _around(verbs: Iterable[int]) -> set[int]:
    return {index for verb in verbs for index in range(verb - MAKING, verb + MAKING + 1)}


def _is_work(goal: Goal, index: int) -> bool:
    """'Write a vignette': whatever one writes, draws or films is a thing to hold, unless it is only vague."""
    says = goal.read[index].kind == "word" and not goal.listed(index, "stop", "generic", "vague", "absolute")
    return says and not goal.others_act[index] and not goal.is_determiner(index)


def _article(goal: Goal, index: int) -> int:
    """Place of an indefinite article within NEAR words before, and no 'better' in between ('a better general idea'); or -1.

    Where a language has no articles, a thing that is nobody's counts as one with an article.
    """
    bare = "no_articles" in goal.lists.traits
    none = index if bare or "no_indefinite" in goal.lists.traits else -1
    for place in range(index - 1, max(index - 1 - NEAR, -1), -1):
        if goal.listed(place, "article"):
            return place
        if goal.is_mark(place):
            return none
        joined = goal.read[place + 1].glued  # 'a one-page protocol'
        if goal.listed(place, "better") or (goal.is_determiner(place) and not joined):
            return -1
        if bare and not goal.listed(place, "vague"):
            return none  # 'wdrożę w naszej poradni | formularz'
    return none
