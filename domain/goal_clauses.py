"""Which clauses of a goal are beside it: what the trainee will not do, has done before, or what others do.

Numbers, documents and verbs in them say nothing about the goal: 'I have worked for 10 years with 20 patients', 'they
write reports', 'I do not want to write a report'. Source: DOMAIN section 5.2, rows S and M.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from domain.goal_reading import FAR, Reading
from domain.goal_words import FINITE, FIRST, GERUND, IMPERATIVE, INFINITIVE, NOUN, OTHERS, PARTICIPLE, PAST

SENTENCE_ENDS = frozenset(".!?;…")
GAP = 6  # words between 'I expect' and 'that'
OPENING = 3  # words of a clause in which its subject stands
LEAST_SAID = 4  # words of a clause that tells what others do: 'my mentor writes reports'
THEIR_NAME = 4  # words in which somebody is named: 'the head nurse of ward 4'
NO_PEOPLE = ("aim", "deliverable", "nominal", "product")
RELATIVE = 4  # words back to the pronoun of a clause about somebody


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
        if _is_denied(reading, clause) or _is_past(reading, clause) or _is_of_others(reading, clause, verbs):
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
    reason = reading.listed(clause.start, "reason") or reading.listed(
        clause.start - 1, "reason"
    )  # 'bo pracuję od 2012'
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


def _is_imperative(reading: Reading, index: int) -> bool:
    """'Have a form translated', but 'I have 3 children'."""
    if "verbs_tell_who" in reading.lists.traits:
        return reading.listed(index - 1, "link")  # 'να έχω'
    opens = index == 0 or reading.parts(index - 1) or reading.listed(index - 1, "link")
    return opens and bool(reading.uses(index) & INFINITIVE)


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


def _is_denied(reading: Reading, clause: range) -> bool:
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


def _is_past(reading: Reading, clause: range) -> bool:
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


def _is_of_others(reading: Reading, clause: range, verbs: Container[int]) -> bool:
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
