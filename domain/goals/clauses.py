"""Which clauses of a goal are beside it: what the trainee will not do, has done before, or what others do.

Numbers, documents and verbs in them say nothing about the goal: 'I have worked for 10 years with 20 patients', 'they
write reports', 'I do not want to write a report'. Source: DOMAIN section 5.2, rows S and M.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from domain.goals.denials import is_denied
from domain.goals.others import OPENING, is_of_others
from domain.goals.past import is_past
from domain.goals.reading import Reading
from domain.goals.verb_forms import FINITE, INFINITIVE, NOUN

SENTENCE_ENDS = frozenset(".!?;…")
GAP = 6  # words between 'I expect' and 'that'


@dataclass(frozen=True, slots=True)
class Asides:
    """Every place in a clause `beside` the goal; `elsewhere` are those whose days are not the trainee's either."""

    beside: frozenset[int]
    elsewhere: frozenset[int]


def asides(reading: Reading, verbs: Mapping[int, str]) -> Asides:
    """The clauses beside the goal; `verbs` are the places that may be the trainee's own verbs."""
    beside: set[int] = {*_wishes(reading, verbs), *_hearsay(reading)}
    elsewhere: set[int] = set()
    left, before = False, range(0)
    for clause in reading.clauses():
        idle = not any(index in verbs for index in clause) and reading.times.coming.isdisjoint(clause)
        goes_on = left and idle and (reading.text(clause.start - 1) == "," or reading.listed(clause.start - 1, "joint"))
        left = True
        if is_denied(reading, clause) or is_past(reading, clause) or is_of_others(reading, clause, verbs):
            elsewhere.update(clause)
        elif goes_on or _is_beside(reading, clause, verbs, idle=idle):
            beside.update(clause)
        else:
            left = False
        if left and reading.text(clause.start - 1) == ",":
            (elsewhere if clause.start in elsewhere else beside).update(before)  # 'twice a week, I already visit'
        before = clause if idle and not left else range(0)
        if _tells_the_start(reading, clause) or _tells_of_the_stay(reading, clause, verbs):
            elsewhere.update(clause)
    return Asides(frozenset(beside | elsewhere), frozenset(elsewhere))


def _is_beside(reading: Reading, clause: range, verbs: Mapping[int, str], *, idle: bool) -> bool:
    if idle and (_names_none(reading, clause) or _opens_with_others(reading, clause)):
        return True
    reason = any(reading.listed(index, "reason") for index in (clause.start, clause.start - 1))  # 'bo pracuję od 2012'
    if reason and reading.times.firm.isdisjoint(clause):
        return True
    return _is_statement(reading, clause, verbs) or _is_habit(reading, clause, verbs)


def _is_statement(reading: Reading, clause: range, verbs: Mapping[int, str]) -> bool:
    """'I am a mother of 3', 'there are 25 pupils': being and having, and nothing that one will do."""
    own = [index for index in clause if not reading.others_act[index] and index not in reading.times.busy]
    being = reading.places("state")
    states = [index for index in own if index in being and not _is_imperative(reading, index)]
    if not states or any(reading.listed(index, "aim") for index in own):
        return False
    return not any(index in verbs and index not in states for index in own)


def _is_imperative(reading: Reading, index: int) -> bool:
    """'Have a form translated', but 'I have 3 children'."""
    if "verbs_tell_who" in reading.lists.traits:
        return reading.listed(index - 1, "link")  # 'να έχω'
    opens = index == 0 or reading.parts(index - 1) or reading.listed(index - 1, "link")
    return opens and bool(reading.uses(index) & INFINITIVE)


def _is_habit(reading: Reading, clause: range, verbs: Mapping[int, str]) -> bool:
    """'I already visit families twice a week', 'I work with 15 children since 2019'."""
    said = [index for index in clause if index in reading.times.busy and not reading.others_act[index]]
    lasts = any(reading.lists.time.get(reading.texts[index]) == "S" for index in said)
    if lasts and all(reading.others_act[index] or verbs.get(index, "weak") == "weak" for index in clause):
        return True
    return any(reading.listed(index, "already") for index in clause) and any(
        reading.uses(index) & FINITE or reading.listed(index - 1, "subject", "already")
        for index in clause
        if reading.uses(index) and not reading.listed(index, "stop")
    )


def _names_none(reading: Reading, clause: range) -> bool:
    """'No reports, no checklists'."""
    return reading.listed(clause.start, "none") and clause.start not in reading.places("unsure")


def _opens_with_others(reading: Reading, clause: range) -> bool:
    """'The number of young people rises by 20 %', 'our team has 12 members'; but 'the observation of', 'my goal'."""
    opens = clause.start == 0 or reading.text(clause.start - 1) in SENTENCE_ENDS
    first = next((index for index in clause if index not in reading.times.busy), clause.start)
    if not opens or not reading.listed(first, "definite", "possessive"):
        return False
    if "verb_last" in reading.lists.traits and reading.texts[clause.stop - 1].endswith(reading.lists.infinitive_ends):
        return False  # perhaps a verb that no list knows
    return not any(reading.listed(index, "aim", "nominal", "change") or reading.uses(index) & NOUN for index in clause)


def _hearsay(reading: Reading) -> Iterator[int]:
    """From 'my boss asked me to' to the end of the sentence."""
    places, told = reading.places("told"), False
    for index in range(len(reading.read)):
        says = index in places and not reading.others_act[index] and _is_told(reading, index)
        told = (told or says) and reading.texts[index] not in SENTENCE_ENDS
        if told:
            yield index


def _is_told(reading: Reading, index: int) -> bool:
    """'Mon chef m'a demandé', but 'la demande'."""
    other = reading.uses(index) & (INFINITIVE | FINITE)
    return not other or reading.listed(index - 1, "perfect", "auxiliary")


def _wishes(reading: Reading, verbs: Container[int]) -> Iterator[int]:
    """From 'I hope that', 'I expect my mentor to' to the end of the sentence: what others are to do."""
    for index in range(len(reading.read)):
        if not reading.listed(index, "wish"):
            continue
        after = index + 1
        if "verb_position" in reading.lists.traits:
            others = after < len(reading.read) and not reading.is_mark(after) and not reading.listed(after, "link")
        else:
            while (
                after < min(index + GAP, len(reading.read)) and not reading.listed(after, "that") and after not in verbs
            ):
                after += 1
            others = reading.listed(after, "that") and not reading.listed(after + 1, "subject")
            if "verbs_tell_who" in reading.lists.traits:  # 'vreau ca până în mai să redactez'
                others = others and not any(place in verbs for place in range(after + 1, len(reading.read)))
        while others and after < len(reading.read) and reading.texts[after] not in SENTENCE_ENDS:
            yield after
            after += 1


def _tells_the_start(reading: Reading, clause: range) -> bool:
    """'On Monday I start my internship'."""
    starts = [index for index in clause if reading.listed(index, "starting") and index not in reading.times.busy]
    if not starts:
        return False
    rest = [
        index
        for index in clause
        if reading.read[index].kind == "word"
        and index not in reading.times.busy
        and index not in starts
        and not reading.listed(index, "stop", "vague", "clock")
        and not (reading.read[index].capital and index > clause.start)  # 'I leave for Dublin'
    ]
    return all(reading.lists.time.get(reading.texts[index], "x") in "TpebRXuUw" for index in rest)


def _tells_of_the_stay(reading: Reading, clause: range, verbs: Mapping[int, str]) -> bool:
    """'My internship runs from 1 to 12 March'."""
    said = [index for index in clause if not reading.listed(index, "stop")]
    named = bool(said) and reading.lists.time.get(reading.texts[said[0]]) == "T" and said[0] not in reading.times.firm
    opens = named and clause.start < said[0] <= clause.start + OPENING  # "my internship", not "stay with"
    return opens and all(verbs.get(index, "weak") == "weak" for index in clause)
