"""Weighs the words of a goal: what is concrete, what fits any goal, what is vague. Source: DOMAIN section 5.2, row S."""

from dataclasses import dataclass

from domain.goals.actions import Goal

LONG_COMPOUND = 10  # letters: such a Dutch or German compound says as much as two words


@dataclass(frozen=True, slots=True)
class Content:
    """How many words say something (`total`), how many of them say what exactly (`concrete`), how many are vague."""

    total: int
    concrete: int
    vague: int


def weigh(goal: Goal, *, made: bool) -> Content:
    """Counts each word once; words of time, numbers and the actions themselves do not count.

    A document that is to be `made` says nothing of its subject: 'write a report' is not yet specific.
    """
    lists = goal.lists
    vague = goal.phrases("vague")
    vague_at = {index for place in vague for index in place}
    terms_at = {index for place in goal.phrases("term") for index in place}  # 'social worker' says more than its words
    known_at = terms_at.union(*goal.phrases("spare"))  # 'good practice' is not vague
    total = concrete = vague_words = 0
    seen: set[str] = set()
    for index, token in enumerate(goal.read):
        text = token.text
        if token.kind != "word" or index in goal.times.busy or index in vague_at or index in goal.aside:
            continue
        if goal.listed(index, "vague") and index not in known_at:
            vague_words += 1
            continue
        if index in goal.verbs or text in seen or len(text) < 2 or text in lists.numbers or goal.listed(index, "stop"):
            continue
        weak_elsewhere = goal.others_act[index] and lists.verbs.get(text, ("", 0))[0] == "weak"
        if weak_elsewhere or (goal.listed(index, "absolute") and index not in known_at):
            continue
        seen.add(text)
        little = index not in terms_at and _says_little(goal, index, made=made)
        long = "compounds" in lists.traits and len(text) >= LONG_COMPOUND
        noun = token.capital or not goal.nouns_have_capitals
        weight = 2 if long and noun and not little else 1
        total += weight
        concrete += 0 if little else weight
    return Content(total, concrete, vague_words + len(vague))


def _says_little(goal: Goal, index: int, *, made: bool) -> bool:
    """A word that fits any goal ('team', 'practice', 'interview'), unless a hyphen makes it part of another."""
    if any(token.glued for token in goal.read[index : index + 2][not goal.read[index].glued :]):
        return False
    act = goal.listed(index, "nominal") and goal.texts[index] in goal.lists.vocabulary  # not "Kriseninterview"
    return act or goal.listed(index, "generic") or (made and goal.listed(index, "deliverable"))


def says_absolute(goal: Goal) -> bool:
    """Whether the goal says all, always, perfectly, 100 %."""
    passed = goal.verbs.union(goal.times.busy, *goal.phrases("harmless"))  # 'complete a form', 'every Monday'
    return bool(goal.phrases("absolute")) or any(
        goal.listed(index, "absolute") and index not in passed for index in range(len(goal.read))
    )
