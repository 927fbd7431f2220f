"""T5: one to five SMART goals, slot by slot (DOMAIN section 5; A is for Acceptable, others confirm it later)."""

from typing import Any

from dialogs.questions import Option
from dialogs.talk import Talk
from domain.messages import Text, verbatim

ACTIONS = ("observe", "interview", "compare", "practise", "write", "test", "present")
MOST_GOALS = 5


async def goals(d: Talk) -> dict[str, Any]:
    """Ask for the goals, show what each letter still needs (it never blocks), let the trainee review, save."""
    d.say("intro")
    stay = await d.once("stay", "stay_window", sample={"deadlines": ["2030-03-15"], "means": True})

    async def goal(d: Talk, number: int) -> dict[str, Any]:
        action = await d.text(
            "action", limit=600, picks=ACTIONS, fields={"n": number}, check=("check_action",), label=None
        )
        # some type the object along with the verb, or the whole goal: only what is missing is asked
        held = dict(await d.once("held", "read_goal", action, sample=[]))
        named = "read" in held and not {"measured", "day"} <= held.keys()
        if named:
            d.show_later("goal_read", held["read"])
        target = "" if "object" in held else await d.text("object", limit=300, helped=True, label=None)
        if target:
            # they may say more than what: how many, and by when
            more = dict(await d.once("held_with", "read_with_object", action, target, sample=[]))
            if more:
                action, target, held = more["whole"], "", held | more
        result = "" if "measured" in held or "by" in held else await d.text(
            "result", limit=200, picks=["card", "checklist", "plan", "presentation"], helped=True, label=None
        )  # fmt: skip
        if result:
            result, day = await d.once("held_by", "read_result", result, sample=[]) or (result, "")
            held = held | ({"day": day} if day and "day" not in held else {})
        by = (
            held.get("by")
            or held.get("day")
            or await d.date(
                "by",
                picks=[Option(day, Text(f"day:{day}")) for day in stay["deadlines"]],
                check=("check_deadline",),
                label=None,
            )
        )
        verdict = await d.once("verdict", "check_goal", action, target, result, by,
                               sample={"text": "…", "ask": ["specific", "measurable"]})  # fmt: skip
        extra: dict[str, str] = {}
        if verdict["ask"] and "read" in verdict and not named:
            d.show_later("goal_read", verdict["read"])
        for letter in verdict["ask"]:
            # one follow-up per letter, with examples of their field; then the goal passes as it is and staff have a look
            examples = Text(f"goals.example.{verdict.get('sector', 'other')}.{letter}")
            extra[letter] = await d.text(
                letter, limit=300, optional=True, helped=True, label=None, fields={"examples": examples}
            )
        final = await d.once("final", "finish_goal", action, target, result, by, extra,
                             sample={"text": "…", "smart": {}, "needs_human": False})  # fmt: skip
        d.show_later("goal_verdict", final)
        text = await d.text(
            "text", limit=600, picks=[Option("=as_shown", Text("goals.goal.text.keep"), verbatim(final["text"]))],
            doubt=("check_goal_meant", final),
        )  # fmt: skip
        if text != "=as_shown":
            final = await d.once("own", "judge_own", text, by, sample=final) or final | {"text": text}
        agreed = await d.choice("agreed", ["manager", "colleagues", "not_yet"], label=None)
        plan_b = await d.text("plan_b", limit=300, optional=True, helped=True, label=None)
        today = await d.number("today", least=0, most=10, label=None)
        return {
            "details": {
                "text": final["text"], "action": action, "object": target, "result": result,
                "by": by, "extra": extra, "agreed": agreed, "plan_b": plan_b, "today": today,
            },
            "smart": final["smart"],
            "needs_human": final["needs_human"],
        }  # fmt: skip

    found = await d.each("goal", goal, at_most=MOST_GOALS, opens=("names_goal", "action"))
    await d.review()
    await d.once("saved", "save_goals", found)
    d.say("thanks", n=len(found))
    return {"saved": len(found)}
