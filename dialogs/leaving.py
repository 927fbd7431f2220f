"""Before answers are forgotten: was it really meant? A word that stops a dialog or begins it anew may have been misread."""

from typing import Any

from dialogs.talk import Talk


async def leaving(d: Talk) -> dict[str, Any]:
    """Ask whether to give up the interrupted dialog; the argument `how` is "cancel" (that without one) or "restart"."""
    how = str(d.args.get("how", "cancel"))
    if await (d.yes_no("restart", label=None) if how == "restart" else d.yes_no("cancel", label=None)):
        return {"leave": how}
    d.say("go_on")
    return {}
