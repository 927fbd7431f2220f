"""Judges a goal without a language model: specific, measurable, time-bound, and warns when it is hardly realistic.

It never blocks: a letter is 'ok' or 'please add'. A (agreed by employer and host) cannot be read from a text, it comes
from their own dialogs. Source: DOMAIN section 5 and T5; STR-03.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.goals.actions import STRONG, Goal
from domain.goals.content import says_absolute, weigh
from domain.goals.days import add_months
from domain.goals.deadlines import Deadline, best_deadline, read_times
from domain.goals.measures import deliverables, names_deliverable, quantities
from domain.goals.quotes import quote, with_noun, with_object
from domain.goals.time_letters import Frame
from domain.goals.tokens import readable
from domain.goals.words import words

HORIZON_MONTHS = 24  # after the end of the stay
SHORTEST, LONGEST = 5, 60  # words
SEVERAL_GOALS = 3  # strong verbs in one text
ENOUGH, ENOUGH_CONCRETE = 3, 2  # content words beside a strong verb
DETAILED, DETAILED_CONCRETE = 5, 3  # content words beside a weak verb
MOST_VAGUE = 1  # vague words
MOST_GOALS = 5
LEAST_HOURS = 1  # planned for a goal during the stay
LEAST_MEANS = 3  # of 5: how well the trainee feels equipped
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True, slots=True)
class SmartCheck:
    """What a goal has and lacks.

    `why` gives reason codes for 'S', 'M' and 'T': strong-verb, detailed, no-verb, weak-verb, too-few-words, vague;
    quantity, deliverable, no-quantity, no-deliverable; deadline, no-deadline, vague-deadline, past, beyond-24-months.
    `because` gives the words of the goal itself on which a good letter rests, as they were written; none for a letter
    that lacks something. `flags` are warnings: several-goals, absolute, too-short, too-long. `deadline` is the resolved
    day, None when open or absent.
    """

    specific: bool
    measurable: bool
    time_bound: bool
    why: Mapping[str, tuple[str, ...]]
    because: Mapping[str, tuple[str, ...]]
    flags: tuple[str, ...]
    deadline: date | None


def check(
    text: str,
    lang: str,
    *,
    today: date,
    start: date | None = None,
    end: date | None = None,
    result: str = "",
    deadline: date | None = None,
) -> SmartCheck:
    """Judges a goal written as one text; `result` and `deadline` are what was asked apart because the text lacks it.

    `lang` is the language of the goal (one of words.LANGUAGES; another is read as English), `start` and `end` are the
    stay as far as known. Any text gets a verdict; nothing is raised.
    """
    frame = Frame(today, start, end)
    goal = _read(text, lang, frame)
    numbers, documents = quantities(goal), deliverables(goal)
    measures = ("quantity",) * bool(numbers) + ("deliverable",) * bool(documents)
    if result and not measures:
        measures = _outcome("", result, lang, frame)
    found = best_deadline(_own_deadlines(goal), today, horizon(today, end))
    day = deadline or (found.day if found else None)
    missing = "vague-deadline" if goal.times.vague else "no-deadline"
    code = _deadline_code(day, today, end) if found or deadline else missing
    specific = _specific(goal, measures, timed=found is not None or deadline is not None)
    text = readable(text)
    said = {
        "S": quote(text, goal.read, _doing(goal, specific)),
        "M": quote(text, goal.read, [with_noun(goal, place) for place in (*numbers, *documents)]) or (result.strip(),),
        "T": (found.text,) if found and found.day == day else (),
    }
    return _result(specific, measures, code, day, said, _flags(goal))


def check_slots(
    action: str,
    about: str,
    result: str,
    deadline: date | None,
    lang: str,
    *,
    today: date,
    start: date | None = None,
    end: date | None = None,
) -> SmartCheck:
    """Judges a goal given by its slots: what the trainee does, on what, how many or which document, and by when."""
    frame = Frame(today, start, end)
    goal = _read(f"{action} {about}, {result}", lang, frame)
    measures = _outcome(action, result, lang, frame)
    kinds = {
        goal.lists.verbs[word.text][0] for word in goal.lists.read(readable(action)) if word.text in goal.lists.verbs
    }
    if not action.strip():
        specific: tuple[str, ...] = ("no-verb",)
    elif kinds and kinds <= {"weak"}:
        specific = _specific(goal, measures, timed=deadline is not None)
    else:
        named = weigh(goal, made="deliverable" in measures).concrete > 0
        specific = ("strong-verb",) if named else ("strong-verb", "too-few-words")
    code = _deadline_code(deadline, today, end) if deadline else "no-deadline"
    said = {"S": (f"{action} {about}".strip(),), "M": (result.strip(),), "T": ()}
    return _result(specific, measures, code, deadline, said, _flags(goal))


def horizon(today: date, end: date | None) -> date:
    """Last day a deadline may have: 24 months after the stay, or from today while its end is unknown."""
    return add_months(end or today, HORIZON_MONTHS) or date.max


def realistic(
    *,
    goals: int,
    days: int | None = None,
    planned_hours: float | None = None,
    deadline: date | None = None,
    start: date | None = None,
    end: date | None = None,
    absolute: bool = False,
    means: int | None = None,
    plan_b: bool | None = None,
    level: str | None = None,
    host_level: str | None = None,
) -> tuple[str, ...]:
    """Warnings for R; what is unknown (None) warns of nothing.

    `goals` of this stay of `days` days, `planned_hours` of this goal, `absolute` from the flags of its check, `means` the
    trainee's own rating 1-5, `level` and `host_level` CEFR levels of the working language. Codes: too-many-goals,
    no-hours, before-stay, beyond-24-months, absolute, few-means, no-plan-b, language-below-host.
    """
    levels = [LEVELS.index(each.upper()) for each in (level, host_level) if each and each.upper() in LEVELS]
    warnings = {
        "too-many-goals": goals > min(MOST_GOALS, MOST_GOALS if days is None else max(days, 1)),
        "no-hours": planned_hours is not None and planned_hours < LEAST_HOURS,
        "before-stay": bool(deadline and start and deadline < start),
        "beyond-24-months": bool(deadline and end and deadline > horizon(end, end)),
        "absolute": absolute,
        "few-means": means is not None and means < LEAST_MEANS,
        "no-plan-b": plan_b is False,
        "language-below-host": len(levels) == 2 and levels[0] < levels[1],
    }
    return tuple(code for code, warns in warnings.items() if warns)


def agreement_hint(text: str, lang: str) -> bool:
    """Whether the text says that somebody agreed ('agreed with my manager'). It only fills in a first answer: the
    agreement itself is asked from the employer and the host."""
    lists = words(lang)
    read = lists.read(readable(text))
    return any(
        not any(lists.has(before.text, "negation") for before in read[max(place.start - 3, 0) : place.start])
        for place in lists.phrases["agreement"].places(read)
    )


def _read(text: str, lang: str, frame: Frame) -> Goal:
    text = readable(text)
    lists = words(lang)
    read = lists.read(text)
    return Goal(read, read_times(text, read, lists, frame), lists)


def _outcome(action: str, result: str, lang: str, frame: Frame) -> tuple[str, ...]:
    """What an answer to 'how many, or which document?' measures."""
    # with its verb in front: "five interviews" counts as it does in "hold five interviews"
    outcome = _read(f"{action} {result}", lang, frame)
    numbers = any(token.kind == "number" for token in outcome.read)  # 'three' is judged with its noun
    made = any(
        names_deliverable(outcome, index) or outcome.listed(index, "product") for index in range(len(outcome.read))
    )
    return ("quantity",) * (numbers or bool(quantities(outcome))) + ("deliverable",) * made


def _own_deadlines(goal: Goal) -> tuple[Deadline, ...]:
    """Without those of clauses beside the goal: what others do by then, or when the stay begins."""
    pairs = zip(goal.times.deadlines, goal.times.spans, strict=True)
    return tuple(deadline for deadline, span in pairs if goal.elsewhere.isdisjoint(span))


def _doing(goal: Goal, specific: tuple[str, ...]) -> list[range]:
    """Where the verbs and objects stand that make a goal specific."""
    weak = "weak-verb" in specific
    # "leisten" alone is neither
    meant = [action for action in goal.actions if weak == (action.kind == "weak")] or goal.actions
    return [with_object(goal, action) for action in meant]


def _specific(goal: Goal, measured: tuple[str, ...], *, timed: bool) -> tuple[str, ...]:
    """Reason codes for S. A strong verb needs a concrete object; a weak one (learn, discover) needs a detailed one."""
    kinds = {action.kind for action in goal.actions}
    content = weigh(goal, made="deliverable" in measured)
    if not kinds:
        return ("no-verb",)
    strong = bool(kinds.intersection(STRONG)) or ("light" in kinds and bool(measured))
    if strong:
        enough = content.total >= ENOUGH and (content.concrete >= ENOUGH_CONCRETE or measured)
        short = content.concrete and (measured or (timed and content.total >= ENOUGH - 1))  # 'interview two judges'
        few = not enough and not short
        vague = content.vague > MOST_VAGUE and content.vague * 2 > content.concrete
        return ("strong-verb", *(("too-few-words",) * few), *(("vague",) * vague))
    least, concrete = (ENOUGH, ENOUGH_CONCRETE) if "quantity" in measured else (DETAILED, DETAILED_CONCRETE)
    few = content.total < least or content.concrete < max(concrete, content.total // 2 + 1)
    vague = content.vague > MOST_VAGUE
    return ("weak-verb", *(("too-few-words",) * few), *(("vague",) * vague), *(("detailed",) * (not few and not vague)))


def _deadline_code(day: date | None, today: date, end: date | None) -> str:
    if day is None:
        return "deadline"
    return "past" if day < today else "beyond-24-months" if day > horizon(today, end) else "deadline"


def _flags(goal: Goal) -> tuple[str, ...]:
    length = sum(token.kind != "mark" for token in goal.read)
    strong = sum(action.kind in STRONG for action in goal.actions)
    joined = any(goal.listed(index, "joint") for index in range(len(goal.read)))
    flags = {
        "several-goals": strong >= SEVERAL_GOALS and joined,
        "absolute": says_absolute(goal),
        "too-short": length < SHORTEST,
        "too-long": length > LONGEST,
    }
    return tuple(flag for flag, raised in flags.items() if raised)


def _result(
    specific: tuple[str, ...],
    measures: tuple[str, ...],
    deadline: str,
    day: date | None,
    said: Mapping[str, tuple[str, ...]],
    flags: tuple[str, ...],
) -> SmartCheck:
    good = {
        "S": {"no-verb", "too-few-words", "vague"}.isdisjoint(specific),
        "M": bool(measures),
        "T": deadline == "deadline",
    }
    why = {"S": specific, "M": measures or ("no-quantity", "no-deliverable"), "T": (deadline,)}
    because = {letter: tuple(filter(None, said[letter])) if ok else () for letter, ok in good.items()}
    return SmartCheck(good["S"], good["M"], good["T"], MappingProxyType(why), MappingProxyType(because), flags, day)
