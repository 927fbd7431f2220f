"""T5: the SMART checker at work on the goals of a trainee (DOMAIN section 5)."""

from datetime import date, timedelta
from typing import Any

from dialogs.goals import ACTIONS as VERBS
from domain import smart
from domain.messages import Part, Text, verbatim
from domain.texts import render
from handlers.context import Context
from storage import people

RESULTS = ("card", "checklist", "plan", "presentation")
#: so many words say more than a verb: what is to be done with it, or the whole goal
SENTENCE_WORDS = 5
LETTERS = {"S": "specific", "M": "measurable", "T": "time_bound"}


def stay_window(context: Context) -> dict[str, Any]:
    """Days to propose as deadlines: the end of the stay as far as it is known, one and three months after."""
    first = _first_day(context)
    end = first + timedelta(days=_enquiry(context).get("days") or 5)
    return {"deadlines": [day.isoformat() for day in (end, end + timedelta(days=30), end + timedelta(days=91))]}


def _enquiry(context: Context) -> dict[str, Any]:
    return people.latest_enquiry(context.work, context.person_id) or {}


def _first_day(context: Context) -> date:
    period = _enquiry(context).get("period") or {}
    if period.get("from"):
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


def read_goal(context: Context, action: str) -> list[list[str]]:
    """What the words hold of somebody who was asked for a verb: nothing more, the `object` as well, or the whole goal with the
    day it is to be reached `by`."""
    if action in VERBS or len(action.split()) < SENTENCE_WORDS:
        return []
    found = smart.check(action, context.lang, today=context.today)
    if found.specific and found.measurable and found.time_bound and found.deadline is not None:
        return [["object", ""], ["by", found.deadline.isoformat()]]
    return [["object", ""]]


def names_goal(context: Context, words: str) -> bool:
    """Do the words say what somebody will do, and with what: a goal where a yes or no was asked for?"""
    return smart.check(words, context.lang, today=context.today).specific


def _judged(context: Context, action: str, target: str, result: str, by: str) -> tuple[str, smart.SmartCheck]:
    """The goal as a sentence, and the verdict on it; one without a result of its own was typed whole."""
    if not result:
        return action, smart.check(action, context.lang, today=context.today)
    verb = render(Text(f"goals.goal.action.option.{action}"), context.lang) if action in VERBS else action
    what = render(Text(f"goals.goal.result.option.{result}"), context.lang) if result in RESULTS else result
    fields: dict[str, Any] = {"result": what, "by": Text(f"day:{by}")}
    if target:
        sentence = Text("goals.goal.sentence", {"action": verb, "object": target, **fields})
    else:
        sentence = Text("goals.goal.sentence_typed", {"goal": verb.rstrip(" ."), **fields})
    words = render(sentence, context.lang)
    verdict = smart.check_slots(verb, target, what, date.fromisoformat(by), context.lang, today=context.today)
    return words[:1].upper() + words[1:], verdict


def check_goal(context: Context, action: str, target: str, result: str, by: str) -> dict[str, Any]:
    """The goal as a sentence, and the letters that still need a word."""
    words, verdict = _judged(context, action, target, result, by)
    ask = [name for ok, name in ((verdict.specific, "specific"), (verdict.measurable, "measurable")) if not ok]
    return {"text": words, "ask": ask}


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
    letters = {"S": verdict.specific, "M": verdict.measurable, "T": verdict.time_bound}
    return {
        "text": words,
        "smart": {letter: {"ok": ok, "why": list(verdict.why.get(letter, ()))} for letter, ok in letters.items()}
        | {"A": {"ok": None, "why": ["pending"]}},
        "flags": list(verdict.flags),
        "needs_human": not all(letters.values()),
    }


def _together(words: str, more: str | None) -> str:
    return ", ".join(part.rstrip(" .") for part in (words, more) if part)


def goal_verdict(context: Context, final: dict[str, Any]) -> list[Part]:
    """The goal, and letter by letter what is fine and what could be better."""
    parts = [Part(Text("goals.goal.shown", {"goal": verbatim(final["text"])}), "card")]
    for letter, name in LETTERS.items():
        ok = final["smart"][letter]["ok"]
        parts.append(Part(Text(f"goals.verdict.{name}.{'ok' if ok else 'ask'}"), "note"))
    parts.append(Part(Text("goals.verdict.acceptable.pending"), "note"))
    return parts


def save_goals(context: Context, goals: list[dict[str, Any]]) -> int:
    """Keep the goals."""
    people.save_goals(context.work, context.person_id, context.lang, goals)
    return len(goals)


ACTIONS = (stay_window, check_deadline, read_goal, names_goal, check_goal, finish_goal, goal_verdict, save_goals)
