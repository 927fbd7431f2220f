"""T5: the SMART checker at work on the goals of a trainee (DOMAIN section 5)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dialogs import spoken
from dialogs.goals import ACTIONS as VERBS
from domain.goals import find_deadline, smart
from domain.host_requests import OVER
from domain.messages import Part, Text, verbatim
from domain.texts import render
from handlers.actions.enquiry import all_ids
from handlers.context import Context
from storage import people

RESULTS = ("card", "checklist", "plan", "presentation")
#: so many words say more than a verb: what is to be done with it, or the whole goal
SENTENCE_WORDS = 5
#: whose examples help somebody whose field is not known (`goals.example.<sector>`)
OTHER = "other"
LETTERS = {"S": "specific", "M": "measurable", "T": "time_bound"}


def stay_window(context: Context) -> dict[str, Any]:
    """Days to propose as deadlines: the end of the stay as far as it is known, one and three months after."""
    _, end = _asked_for(context) or (None, _first_day(context) + timedelta(days=_enquiry(context).get("days") or 5))
    return {"deadlines": [day.isoformat() for day in (end, end + timedelta(days=30), end + timedelta(days=91))]}


def _asked_for(context: Context) -> tuple[date, date] | None:
    """First and last day of the stay that a host was asked for, the latest one."""
    for one in reversed(people.requests(context.work, context.person_id)):
        if one["state"] not in OVER and one["last_day"] >= context.today.isoformat():
            return date.fromisoformat(one["first_day"]), date.fromisoformat(one["last_day"])
    return None


def _stay(context: Context) -> tuple[date | None, date | None]:
    """First and last day of the stay when they are known: what 'before the end of my stay' hangs on."""
    asked_for = _asked_for(context)
    if asked_for is not None:
        return asked_for
    if not (_enquiry(context).get("period") or {}).get("from"):
        return None, None
    first = _first_day(context)
    return first, first + timedelta(days=_enquiry(context).get("days") or 5)


def _check(context: Context, text: str, result: str = "", deadline: date | None = None) -> smart.SmartCheck:
    start, end = _stay(context)
    return smart.check(text, context.lang, today=context.today, start=start, end=end, result=result, deadline=deadline)


def _enquiry(context: Context) -> dict[str, Any]:
    return people.latest_enquiry(context.work, context.person_id) or {}


def _first_day(context: Context) -> date:
    asked_for, period = _asked_for(context), _enquiry(context).get("period") or {}
    if asked_for is not None:
        first = asked_for[0]
    elif period.get("from"):
        first = date.fromisoformat(period["from"])
    elif period.get("months"):
        first = date.fromisoformat(f"{period['months'][0]}-01")
    else:
        first = context.today + timedelta(days=90)
    return max(first, context.today)


def check_deadline(context: Context, value: str) -> Text | None:
    """Ahead, and not beyond two years after the stay (DOMAIN 5.2, T)."""
    day = date.fromisoformat(value)
    if day < context.today:
        return Text("answer.error.past")
    if day > _first_day(context) + timedelta(days=731):
        return Text("answer.error.beyond_two_years")
    return None


def check_action(context: Context, value: str) -> Text | None:
    """Something that is done: "my goals" is only the name of a button."""
    return Text("goals.error.action") if spoken.calls(value, "menu.goals", context.lang) else None


def read_goal(context: Context, action: str) -> list[list[Any]]:
    """What the words hold of somebody who was asked for a verb: nothing more, the `object` as well, what is `measured`, or the
    `day` it is to be reached by; and the words that were `read` so."""
    if action in VERBS or len(action.split()) < SENTENCE_WORDS:
        return []
    found = _check(context, action)
    _note(context, found)
    held: list[list[Any]] = [["object", ""]]
    if found.measurable:
        held.append(["measured", ""])
    if found.time_bound and found.deadline is not None:
        held.append(["day", found.deadline.isoformat()])
    return [*held, ["read", _words(found)]]


def read_with_object(context: Context, action: str, target: str) -> list[list[Any]]:
    """What the answer to "what exactly?" holds besides: how many, by when; then with its verb it is the `whole` goal."""
    verb = render(Text(f"goals.goal.action.option.{action}"), context.lang) if action in VERBS else action
    whole = f"{verb} {target}"
    found = _check(context, whole)
    if not found.time_bound or found.deadline is None:
        return []
    measured = [["measured", ""]] if found.measurable else []
    return [["whole", whole], ["object", ""], *measured, ["day", found.deadline.isoformat()], ["read", _words(found)]]


def read_result(context: Context, result: str) -> list[str]:
    """What will be there at the end, and the day by which, where that is said as well: "one page by 30 June"."""
    if result in RESULTS:
        return [result, ""]
    start, end = _stay(context)
    found = find_deadline(result, context.lang, today=context.today, start=start, end=end)
    if found is None or found.day is None or found.day < context.today:
        return [result, ""]
    rest = " ".join(result.replace(found.text, " ").split()).strip(" ,;.")
    return [rest or result, found.day.isoformat()]


def _note(context: Context, found: smart.SmartCheck) -> None:
    """The verdict, for staff to see beside the words: "S+M-T+"."""
    letters = {"S": found.specific, "M": found.measurable, "T": found.time_bound}
    context.read("goal", "".join(f"{letter}{'+' if ok else '-'}" for letter, ok in letters.items()))


def _words(found: smart.SmartCheck) -> dict[str, Any]:
    """The words each good letter rests on, and the day that the deadline means."""
    day = found.deadline.isoformat() if found.time_bound and found.deadline else ""
    return {name: list(found.because[letter]) for letter, name in LETTERS.items()} | {"day": day}


def goal_read(context: Context, read: dict[str, Any]) -> list[Part]:
    """'I read “five interviews” as what you can measure': the words a verdict rests on, named to the person who wrote them."""
    parts = []
    for name in LETTERS.values():
        words = tuple(Text("goals.read.words", {"words": verbatim(one)}) for one in read.get(name) or ())
        if not words:
            continue
        fields: dict[str, Any] = {"words": words}
        key = name
        if name == "time_bound":
            fields |= {"day": Text(f"day:{read['day']}")} if read.get("day") else {}
            key = "deadline" if read.get("day") else "deadline_open"
        parts.append(Part(Text(f"goals.read.{key}", fields), "note"))
    return parts


def names_goal(context: Context, words: str) -> bool:
    """Do the words say what somebody will do, and with what: a goal where a yes or no was asked for?"""
    return smart.check(words, context.lang, today=context.today).specific


def _judged(context: Context, action: str, target: str, result: str, by: str) -> tuple[str, smart.SmartCheck]:
    """The goal as a sentence, and the verdict on it; what was typed whole is only completed."""
    verb = render(Text(f"goals.goal.action.option.{action}"), context.lang) if action in VERBS else action
    what = render(Text(f"goals.goal.result.option.{result}"), context.lang) if result in RESULTS else result
    day = date.fromisoformat(by)
    fields: dict[str, Any] = {"result": what, "by": Text(f"day:{by}")}
    if target:
        sentence = Text("goals.goal.sentence", {"action": verb, "object": target, **fields})
        start, end = _stay(context)
        verdict = smart.check_slots(verb, target, what, day, context.lang, today=context.today, start=start, end=end)
    else:
        own = _check(context, action)
        timed = own.time_bound and own.deadline == day
        if not result and timed:
            return action, own
        completed = "sentence_result" if timed else "sentence_typed" if result else "sentence_by"
        sentence = Text(f"goals.goal.{completed}", {"goal": verb.rstrip(" ."), **fields})
        verdict = _check(context, action, what, day)
    words = render(sentence, context.lang)
    return words[:1].upper() + words[1:], verdict


def check_goal(context: Context, action: str, target: str, result: str, by: str) -> dict[str, Any]:
    """The goal as a sentence, the letters that still need a word, the words of the others, and whose examples help."""
    words, verdict = _judged(context, action, target, result, by)
    _note(context, verdict)
    ask = [name for ok, name in ((verdict.specific, "specific"), (verdict.measurable, "measurable")) if not ok]
    return {"text": words, "ask": ask, "read": _words(verdict), "sector": _sector(context)}


def _sector(context: Context) -> str:
    """The field the person works in, or 'other'."""
    profile = people.profile(context.work, context.person_id)
    enquiry = _enquiry(context)
    sectors = profile.get("sectors") or enquiry.get("sectors") or enquiry.get("likely_sectors") or ()
    return next((sector for sector in sectors if sector in all_ids("sector")), OTHER)


def finish_goal(
    context: Context, action: str, target: str, result: str, by: str, extra: dict[str, str]
) -> dict[str, Any]:
    """The goal with what the follow-ups added, and the verdict on it; it passes in any case, perhaps for staff to see."""
    if target:
        target = _together(target, extra.get("specific"))
    else:
        action = _together(action, extra.get("specific"))
    result = extra.get("measurable") or result
    words, verdict = _judged(context, action, target, result, by)
    _note(context, verdict)
    return _final(words, verdict, by)


def _final(words: str, verdict: smart.SmartCheck, by: str) -> dict[str, Any]:
    letters = {"S": verdict.specific, "M": verdict.measurable, "T": verdict.time_bound}
    return {
        "text": words,
        "smart": {
            letter: {"ok": ok, "why": list(verdict.why.get(letter, ())), "words": list(verdict.because.get(letter, ()))}
            for letter, ok in letters.items()
        }
        | {"A": {"ok": None, "why": ["pending"]}},
        "flags": list(verdict.flags),
        "by": by,
        "needs_human": not all(letters.values()),
    }


def check_goal_meant(context: Context, words: str, final: dict[str, Any]) -> Text | None:
    """Words of their own that lack what the shown goal has take its place only when they say so twice."""
    lost = _lost(_check(context, words), final)
    if not lost:
        return None
    missing = tuple(Text(f"goals.letter.{name}") for name in lost)
    return Text("goals.error.lost", {"words": verbatim(words), "missing": missing})


def _lost(found: smart.SmartCheck, final: dict[str, Any]) -> list[str]:
    has = {"S": found.specific, "M": found.measurable, "T": found.time_bound}
    return [name for letter, name in LETTERS.items() if final["smart"][letter]["ok"] and not has[letter]]


def judge_own(context: Context, words: str, by: str) -> dict[str, Any]:
    """The verdict on a goal in the person's own words, with the day that was agreed on already."""
    verdict = _check(context, words, deadline=date.fromisoformat(by))
    _note(context, verdict)
    return _final(words, verdict, by)


def _together(words: str, more: str | None) -> str:
    return ", ".join(part.rstrip(" .") for part in (words, more) if part)


def goal_verdict(context: Context, final: dict[str, Any]) -> list[Part]:
    """The goal, and letter by letter the words that make it good, or what could be better."""
    parts = [Part(Text("goals.goal.shown", {"goal": verbatim(final["text"])}), "card")]
    for letter, name in LETTERS.items():
        parts.append(Part(_verdict(name, final["smart"][letter], final.get("by", "")), "note"))
    parts.append(Part(Text("goals.verdict.acceptable.pending"), "note"))
    return parts


def _verdict(name: str, judged: dict[str, Any], by: str) -> Text:
    if not judged["ok"]:
        return Text(f"goals.verdict.{name}.ask")
    if name == "time_bound":
        return (
            Text("goals.verdict.time_bound.by", {"day": Text(f"day:{by}")})
            if by
            else Text("goals.verdict.time_bound.ok")
        )
    words = tuple(Text("goals.read.words", {"words": verbatim(one)}) for one in judged.get("words") or ())
    return Text(f"goals.verdict.{name}.read", {"words": words}) if words else Text(f"goals.verdict.{name}.ok")


def lacking(context: Context, held: dict[str, str]) -> tuple[Part, ...]:
    """Letter by letter what a goal has already, of which these answers are `held`, and what it still lacks."""
    action, result, by = held.get("action", ""), held.get("result", ""), held.get("by", "")
    verb = render(Text(f"goals.goal.action.option.{action}"), context.lang) if action in VERBS else action
    what = render(Text(f"goals.goal.result.option.{result}"), context.lang) if result in RESULTS else result
    target, day = held.get("object", ""), date.fromisoformat(by) if by else None
    found = _check(context, f"{verb} {target}", what, day)
    if target:
        slots = smart.check_slots(verb, target, what, day or context.today, context.lang, today=context.today)
        found = replace(found, specific=slots.specific)
    good = {"specific": found.specific, "measurable": found.measurable, "time_bound": found.time_bound}
    keys = {"specific": "goals.missing.specific", "measurable": "goals.missing.measurable"}
    return tuple(
        Part(Text(f"goals.verdict.{name}.ok" if ok else keys.get(name, f"goals.verdict.{name}.ask")), "note")
        for name, ok in good.items()
    )


def day_of_stay(context: Context, text: str) -> str:
    """The day that words mean by the stay, where its days are known: "by the end of the stay"; "" for any others."""
    start, end = _stay(context)
    found = find_deadline(text, context.lang, today=context.today, start=start, end=end)
    if found is None or found.day is None or found.anchor not in ("start", "end"):
        return ""
    return found.day.isoformat()


def save_goals(context: Context, goals: list[dict[str, Any]]) -> int:
    """Keep the goals."""
    people.save_goals(context.work, context.person_id, context.lang, goals)
    return len(goals)


ACTIONS = (
    stay_window,
    check_deadline,
    check_action,
    read_goal,
    read_with_object,
    read_result,
    goal_read,
    names_goal,
    check_goal,
    finish_goal,
    check_goal_meant,
    judge_own,
    goal_verdict,
    save_goals,
)
