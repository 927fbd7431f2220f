"""Clauses that say what others do: 'the hospital sends us two forms', 'they write reports'."""

from collections.abc import Container

from domain.goals.reading import Reading
from domain.goals.verb_forms import FINITE, FIRST, IMPERATIVE, INFINITIVE, NOUN, OTHERS

OPENING = 3  # words of a clause in which its subject stands
LEAST_SAID = 4  # words of a clause that tells what others do: 'my mentor writes reports'
THEIR_NAME = 4  # words in which somebody is named: 'the head nurse of ward 4'
NO_PEOPLE = ("aim", "deliverable", "nominal", "product")


def is_of_others(reading: Reading, clause: range, verbs: Container[int]) -> bool:
    """Whether somebody else is the subject of the clause; `verbs` are the places that may be the trainee's own verbs."""
    opening = [
        index for index in clause if index not in reading.times.busy and not reading.listed(index, "skip", "joint")
    ]
    if not opening or reading.others_act[opening[0]]:
        return False
    subject = [index for index in opening if not reading.is_determiner(index)][: OPENING + 1]
    polite = {index for index in subject if reading.read[index].capital and index > clause.start}  # German 'Sie'
    said = [index for index in (*opening[:OPENING], *subject) if index not in polite and not reading.others_act[index]]
    others = next((index for index in said if reading.listed(index, "others") and _is_subject(reading, index)), None)
    if others is not None:
        return not any(reading.listed(index, "aim") for index in subject if index < others)
    framed = reading.listed(opening[0], "frame") or reading.listed(opening[0] - 1, "link")  # Polish 'planuje się'
    if reading.uses(opening[0]) == OTHERS and len(opening) > 1 and not framed:
        return True
    if _others_will(reading, clause) or _others_do(reading, clause, verbs) or _others_act(reading, clause, verbs):
        return True
    if "verb_second" in reading.lists.traits and _has_another_subject(reading, opening):
        return True
    return "verbs_tell_who" in reading.lists.traits and _tells_of_others(reading, opening, verbs)


def _is_subject(reading: Reading, index: int) -> bool:
    """Dutch 'ze', German 'sie' is also an object: 'und sie vergleichen'; a subject has its verb beside it."""
    if "verb_last" not in reading.lists.traits:
        return True
    beside = [
        place
        for place in (index - 1, index + 1)
        if reading.uses(place) or reading.listed(place, "state", "modal", "past")
    ]
    return bool(beside) and not (index + 2 == len(reading.read) or reading.parts(index + 2))


def _others_will(reading: Reading, clause: range) -> bool:
    """'Die Tutorin wird mich beurteilen': somebody, then 'will', and no 'I'."""
    if "verb_last" not in reading.lists.traits or not reading.listed(clause.start, "definite", "possessive"):
        return False
    aimed = any(reading.listed(index, "aim") for index in clause[: OPENING + 1])  # 'mein Ziel wird sein'
    if aimed or any(reading.listed(index, "subject") for index in clause):
        return False
    return any(reading.listed(index, "modal") for index in clause if not reading.others_act[index])


def _others_do(reading: Reading, clause: range, verbs: Container[int]) -> bool:
    """'Nel 2028 il nostro centro festeggerà': a verb of somebody else, and none of the trainee's own."""
    first = next((index for index in clause if index not in reading.times.busy), clause.start)
    named = reading.listed(first, "definite", "possessive")
    apart = reading.lists.traits & {"verbs_tell_who", "verb_position"}  # see _tells_of_others, _others_act
    if not named or apart or any(index in verbs for index in clause):
        return False
    return any(
        reading.uses(index) == OTHERS
        and not reading.others_act[index]
        and not reading.is_determiner(index - 1)
        and not (reading.read[index].capital and "capital_nouns" in reading.lists.traits)
        for index in clause
        if index not in reading.times.busy
    )


def _others_act(reading: Reading, clause: range, verbs: Container[int]) -> bool:
    """'De gastschool maakt twee roosters', 'the hospital sends us two forms': somebody, then a verb of the third person
    with something behind it; 'bis Montag erstellt die Klinik drei Formulare'."""
    if reading.lists.traits & {"verbs_tell_who", "verb_second"}:
        return False
    said = [index for index in clause if index not in reading.times.busy and not reading.listed(index, "skip")]
    if len(said) < LEAST_SAID or any(index in verbs or reading.listed(index, "subject", "change") for index in said):
        return False
    if not reading.listed(said[0], "definite", "possessive"):
        turned = "verb_last" in reading.lists.traits and reading.uses(said[0]) & OTHERS
        return bool(turned) and reading.listed(said[1], "definite", "possessive")
    for before, index, after in zip(said[1:], said[2 : THEIR_NAME + 2], said[3:], strict=False):
        if reading.listed(before, *NO_PEOPLE) or reading.is_determiner(index) or reading.is_number(index):
            return False
        named = not (reading.is_determiner(before) or reading.is_number(before))
        if named and _is_third_person(reading, index, after):
            return True
    return False


def _is_third_person(reading: Reading, index: int, after: int) -> bool:
    token = reading.read[index]
    if reading.others_act[index] or (token.capital and "capital_nouns" in reading.lists.traits):
        return False
    acts = bool(reading.uses(index) & OTHERS) and not reading.listed(index, "stop")
    if "verb_last" in reading.lists.traits:
        return acts and not reading.listed(after, "joint")
    if "verb_position" in reading.lists.traits and reading.listed(index, "modal"):
        return True
    same = reading.uses(index) & FINITE and not reading.listed(index, "stop")  # 'je prépare', 'mon tuteur prépare'
    strong = reading.lists.verbs.get(reading.texts[index], ("", 0))[0] != "weak"
    # an object follows: 'sends us two forms', not 'the home visits', 'our team uses the list'
    return bool(acts or same) and strong and (reading.listed(after, "article", "self") or reading.is_number(after))


def _is_finite(reading: Reading, index: int) -> bool:
    plain = reading.uses(index) & ~IMPERATIVE == FINITE and not reading.listed(index, "stop")
    return plain or reading.listed(index, "modal")


def _has_another_subject(reading: Reading, opening: list[int]) -> bool:
    """'Min handledare visar mig tre metoder': a verb in second place, and neither before nor behind it 'jag'."""
    after_time = opening[0] - 1 in reading.times.busy and not reading.listed(
        opening[0] + 1, "stop"
    )  # 'i maj övar personalen'
    places = opening[not after_time : OPENING + 1]
    verb = next((index for index in places if _is_finite(reading, index)), None)
    if verb is None or reading.others_act[verb] or reading.is_determiner(verb - 1):
        return False
    before = range(opening[0], verb)
    mine = any(reading.listed(index, "aim", "frame", "joint", "deliverable") for index in before)
    own = mine or any(reading.uses(index) & INFINITIVE for index in before)
    return not own and not any(
        reading.listed(index, "subject") for index in (*before, *range(verb, verb + OPENING + 1))
    )


def _tells_of_others(reading: Reading, opening: list[int], verbs: Container[int]) -> bool:
    """'Ο φορέας θα μου δείξει τρεις υπηρεσίες': somebody stands first, and no verb is of the first person."""
    subject = next((index for index in opening if not reading.is_determiner(index)), opening[0])
    if reading.listed(subject, "stop", "nominal") or reading.has("auxiliary") or reading.has("change"):
        return False
    uses = [reading.uses(index) for index in opening if not reading.others_act[index]]
    asks = bool(uses) and uses[0] & IMPERATIVE
    mine = [index for index in opening if index in verbs]
    if "verb_chains" in reading.lists.traits and not reading.listed(subject, "aim"):  # 'opiekunka nauczy mnie zakładać'
        theirs = next((index for index in opening if reading.uses(index) == OTHERS), opening[-1])
        mine = [index for index in mine if index < theirs or reading.uses(index) & FIRST]
    own = asks or bool(mine) or any(use & NOUN for use in uses)
    return any(use & OTHERS for use in uses) and not own
