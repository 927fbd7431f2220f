"""Clauses that say what has been done before: 'last year I visited three hospices'."""

from collections.abc import Container

from domain.goals.reading import Reading
from domain.goals.verb_forms import INFINITIVE, PARTICIPLE, PAST


def is_past(reading: Reading, clause: range) -> bool:
    """Whether the clause tells of what is over, and not of what will have been done by a day ahead."""
    when = reading.listed(clause.start, "when")  # 'when I was a student'
    own = [index for index in clause if (when or not reading.others_act[index]) and index not in reading.times.busy]
    past = reading.places("past")
    if any(index in past or _is_past_form(reading, index) for index in own):
        return True
    if reading.times.ahead or any(
        reading.listed(index, "frame") for index in own if not reading.listed(index, "perfect")
    ):
        return False  # 'by 1 May I have written', 'ich will geschrieben haben'
    done = [index for index in own if reading.uses(index) & PARTICIPLE]
    return bool(done) and any(_is_perfect(reading, index, done) for index in own)


def _is_perfect(reading: Reading, index: int, done: Container[int]) -> bool:
    if reading.listed(index, "link"):  # French 'a', not 'à'
        return reading.listed(index, "perfect") and index + 1 in done and not reading.read[index].accent
    return reading.listed(index, "perfect")


def _is_past_form(reading: Reading, index: int) -> bool:
    """'I visited'; 'visité' is told by its accent where 'visite' is another form."""
    uses = reading.uses(index)
    if uses & PAST and not reading.listed(index, "frame"):  # Portuguese 'gostava de'
        if "verb_second" in reading.lists.traits:  # Swedish 'jag planerade', not 'planerade möten'
            return reading.listed(index - 1, "subject") or reading.listed(index + 1, "subject")
        if "verb_last" in reading.lists.traits:
            return _stands_as_past(reading, index)
        if uses & PARTICIPLE:  # Czech 'navštívil jsem', not 'rád bych navštívil'
            return not reading.after_auxiliary(index)
        return uses == PAST or reading.read[index].accent_end
    if "verb_position" not in reading.lists.traits or not uses & PARTICIPLE or uses & INFINITIVE:
        return False
    if reading.listed(index - 1, "subject"):
        return True
    named = not reading.listed(index - 1, "auxiliary", "joint", "link", "skip")
    return index > 0 and named and reading.is_determiner(index + 1)  # 'a colleague interviewed five nurses'


def _stands_as_past(reading: Reading, index: int) -> bool:
    """'Ich besuchte', 'interviewte vorigen Sommer', but 'unterstützte Beschäftigung'."""
    if reading.listed(index - 1, "subject") or reading.listed(index + 1, "subject", "stop"):
        return True
    return reading.is_determiner(index + 1) or index + 1 in reading.times.busy or reading.is_number(index + 1)
