"""T22: a free question, answered from the FAQ, with a person one tap away."""

from typing import Any

from dialogs.questions import Option
from dialogs.talk import Talk
from domain.messages import Text

#: what somebody who asked about a topic may go on to
BEHIND = {
    "find-host": ("hosts",), "profile-cv": ("profile", "cv"), "smart-goals": ("goals",), "own-host": ("hosts",),
    "my-request": ("my_requests",), "stay-length": ("hosts",),
}  # fmt: skip


async def question(d: Talk) -> dict[str, Any]:
    """Answer a question; when unsure, offer the nearest topics and a person.

    Arguments: the `question` (or it is asked for), or the `topics` it may be about and the language it `writes` when that is
    one we do not speak.
    """
    topics = d.args.get("topics")
    if topics:
        words, found = "", {"sure": len(topics) == 1, "topics": topics, "writes": d.args.get("writes", "")}
    else:
        words = d.args.get("question") or await d.text("words", limit=1000, label=None)
        found = await d.once("found", "search_faq", words, sample={"sure": False, "topics": ["find-host"]})
    if found.get("writes"):
        d.say("unspoken", style="note", language=Text(f"language:{found['writes']}"))
    if not found["topics"]:
        d.say("nothing")
        return {"person": await d.yes_no("person", label=None, lenient=True), "question": words}
    topic = found["topics"][0] if found["sure"] else ""
    if not topic:
        near = [Option(one, Text(f"faq-title:{one}")) for one in found["topics"]]
        person = Option("person", Text("question.helpful.option.person"))
        picked = await d.choice("near", [*near, person, Option("none", Text("question.near.none"))], label=None)
        if picked in ("person", "none"):
            asks = picked == "person" or await d.yes_no("person", label=None, lenient=True)
            return {"person": asks, "question": words}
        topic = picked
    d.show_later("faq_answer", topic)
    if found.get("also"):
        d.say("also")
        d.show_later("faq_answer", found["also"])
    elif found.get("left"):
        d.say("left", style="note")
    behind = [Option(f"open.{step}", Text(f"menu.{step}")) for step in BEHIND.get(topic, ())]
    helpful = await d.choice("helpful", ["yes", "no", *behind, "person"], label=None)
    if helpful == "person":
        return {"person": True, "question": words}
    if helpful.startswith("open."):
        return {"open": helpful.removeprefix("open.")}
    await d.once("voted", "vote_faq", topic, helpful == "yes")
    if helpful == "yes":
        d.say("glad")
        return {"person": False}
    return {"person": await d.yes_no("person", label=None, lenient=True), "question": words}
