"""T23: my data: see it, take it along, correct it, delete it, stop messages."""

from typing import Any

from dialogs.talk import Talk


async def my_data(d: Talk) -> dict[str, Any]:
    """What the person may do with what we know about them. Deleting is confirmed twice, by a press or a plain yes.

    The argument `do`, "stop" or "delete": somebody has asked for it in words.
    """
    what = d.args.get("do") or await d.choice(
        "what", ["see", "export", "correct", "stop", "delete", "nothing"], label=None
    )
    match what:
        case "see":
            d.show_later("show_my_data")
        case "export":
            d.show_later("export_my_data")
        case "correct":
            return {"open": await d.choice("correct", ["enquiry", "profile", "cv", "goals"], label=None)}
        case "stop" if d.args.get("do"):
            if await d.yes_no("stop_sure", label=None):
                await d.once("stopped_now", "stop_messages", sample=True)
                d.say("stopped")
            else:
                d.say("kept")
        case "stop":
            stopped = await d.once("stopped", "toggle_messages", sample=True)
            d.say("stopped" if stopped else "allowed_again")
        case "delete":
            if await d.yes_no("sure", label=None) and await d.yes_no("really_sure", label=None):
                await d.once("deleted", "delete_me")
                d.say("deleted")
                return {"deleted": True}
            d.say("kept")
        case _:
            d.say("nothing")
    return {}
