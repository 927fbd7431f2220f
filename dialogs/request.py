"""T7: the request to a host, with reserves, dates, a preview and consent to share."""

from typing import Any

from dialogs.questions import Option
from dialogs.talk import Talk
from domain.messages import Text, verbatim

MOST_RESERVES = 2
#: none of the liked hosts: back to the search
OTHERS = "=others"


async def request(d: Talk) -> dict[str, Any]:
    """Ask the first-choice host for a stay; reserves are asked only when it cannot (plan B).

    The first choice may be known from the beginning; then it is only shown, and can be changed like any other answer.
    """
    data = await d.once("data", "request_data", sample=SAMPLE)
    if not data["hosts"]:
        d.say("no_host")
        return {"sent": 0, "open": "hosts"}
    if not data["has_profile"]:
        d.say("no_profile")
        return {"sent": 0, "open": "profile"}
    names = {host["id"]: host["name"] for host in data["hosts"]}
    asked = [
        Option(host["id"], verbatim(host["name"]), names=(host["name"], host.get("city") or ""))
        for host in data["hosts"]
    ]
    first = await d.choice("host", [*asked, Option(OTHERS, Text("request.host.others"))], besides=("start", "days"))
    if first == OTHERS:
        return {"sent": 0, "open": "hosts"}
    others = [option for option in asked if option.id != first]
    reserves = await d.choices("reserves", others, least=0, most=MOST_RESERVES, optional=True) if others else []
    start = await d.date("start", check=("check_start", first), helped=True, besides=("days",), settles=("days",))
    days = await d.number(
        "days",
        least=1,
        most=60,
        unit="days",
        since=start or "",
        check=("check_days", first, start),
        picks=[str(data["days"])],
    )
    draft = await d.once("draft", "draft_request", start, days, sample="…")
    as_drafted = Option("=draft", Text("request.message.use_draft"), shown=verbatim(draft))
    shown = {"host": verbatim(names[first]), "draft": draft}
    message = await d.text(
        "message",
        limit=1200,
        picks=[as_drafted],
        fields=shown,
        doubt=("check_letter_meant",),
        changes=("change_letter", start, days),
    )
    # only what there is can be sent along
    ask = None if data.get("has_goals", True) else Text("request.share.ask_profile")
    share = await d.yes_no("share", text=ask, accepts=lambda value: value is not None)
    if not share:
        d.say("not_shared")
        # what was written is not lost: it goes on at this question
        return {"sent": 0, "later": ["share"]}
    share_cv = await d.yes_no("share_cv") if data["has_cv"] else False
    # the host may have been changed after the days were agreed with the one before
    d.show_later("stay_warning", first, start, days)
    await d.review()
    sent = await d.once(
        "sent", "send_request", [first, *reserves], start, days, draft if message == "=draft" else message, share_cv,
        sample=1,
    )  # fmt: skip
    if reserves:
        d.say("sent", host=verbatim(names[first]), n=len(reserves))
    else:
        d.say("sent_alone", host=verbatim(names[first]))
    return {"sent": sent}


SAMPLE = {
    "hosts": [{"id": "a", "name": "…"}, {"id": "b", "name": "…"}],
    "has_profile": True,
    "has_cv": True,
    "has_goals": True,
    "days": 3,
}
