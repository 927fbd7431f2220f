"""Clauses that say what the trainee will not do: 'I do not want to write a report'."""

from domain.goals.reading import FAR, Reading
from domain.goals.verb_forms import FINITE, FIRST, GERUND, INFINITIVE, OTHERS

RELATIVE = 4  # words back to the pronoun of a clause about somebody


def is_denied(reading: Reading, clause: range) -> bool:
    """Whether the clause says what the trainee will not do."""
    unsure = reading.places("unsure")  # 'no idea when'
    if any(place.start in clause for place in reading.phrases("denial")):  # 'no way am I writing'
        return True
    acts = any(reading.uses(index) & (INFINITIVE | FINITE) for index in clause)
    if "verb_last" in reading.lists.traits and not acts:
        return False
    return any(
        reading.listed(index, "denial")
        and index not in unsure
        and index not in reading.times.busy
        and not reading.others_act[index]
        and not _denies_nothing(reading, index + 1)
        and not reading.listed(index - 1, "how")  # 'why not'
        and not (index + 1 < len(reading.read) and reading.read[index + 1].glued)
        and _denies_a_verb(reading, index, clause)
        for index in clause
    )


def _denies_nothing(reading: Reading, index: int) -> bool:
    """'Not only', 'do not forget to'."""
    for place in range(index, index + FAR):
        if reading.listed(place, "only") or not reading.listed(place, "denial", "skip"):
            return reading.listed(place, "only")
    return False


def _denies_a_verb(reading: Reading, index: int, clause: range) -> bool:
    """'Ich will keinen Bericht schreiben' anywhere in the clause; elsewhere the verb follows: 'do not write'."""
    if "verb_last" in reading.lists.traits:
        relative = any(reading.listed(place, "relative") for place in range(max(index - RELATIVE, clause.start), index))
        return not relative
    if "verb_second" in reading.lists.traits and _denied_before(reading, index):
        return True
    after = reading.over(index + 1, 1, "skip", "denial", "link")
    acts = reading.uses(after) & (INFINITIVE | FINITE | FIRST | GERUND | OTHERS)
    return bool(acts) or reading.listed(after, "frame", "auxiliary", "self")


def _denied_before(reading: Reading, index: int) -> bool:
    """'Jag skriver inte', 'på måndag vill jag inte'."""
    before = reading.over(index - 1, -1, "subject", "skip")
    return bool(reading.uses(before) & FINITE) or reading.listed(before, "frame")
