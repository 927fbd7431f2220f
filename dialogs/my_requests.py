"""What has become of the requests to hosts: where each stands, take one back, ask another host or a person."""

from typing import Any

from dialogs.questions import Option
from dialogs.talk import Talk
from domain.messages import Text, verbatim


async def my_requests(d: Talk) -> dict[str, Any]:
    """Show where each request stands; the argument `do`, "withdraw": somebody has said that they want to take one back, `one` if
    they have named its host; `says`, "sorry" or "otherwise": they cannot go any more, or want something of it to be otherwise.

    Nothing is taken back before they have said yes to the very request.
    """
    made = await d.once("made", "requests_made", sample=SAMPLE)
    if not made["any"]:
        d.say("none")
        return {}
    if d.args.get("says") == "sorry":
        d.say("sorry")
    elif d.args.get("says") == "otherwise":
        d.say("otherwise")
    d.show_later("request_states")
    still = {one["id"]: one["host"] for one in made["open"]}
    if not still:
        others = [Option(one, Text(f"my_requests.what.option.{one}")) for one in ("hosts", "person", "nothing")]
        return _after(await d.choice("over", others, label=None))
    what = d.args.get("do") or await d.choice("what", ["withdraw", "hosts", "person", "nothing"], label=None)
    if what != "withdraw":
        if what == "nothing":
            d.say("kept_all")
        return _after(what)
    chosen = d.args.get("one") or next(iter(still))
    if len(still) > 1 and "one" not in d.args:
        towns = {one["id"]: one.get("city") or "" for one in made["open"]}
        hosts = [Option(number, verbatim(host), names=(host, towns[number])) for number, host in still.items()]
        chosen = await d.choice("which", [*hosts, "none"], label=None)
    if chosen == "none" or chosen not in still:
        d.say("kept_all")
        return {}
    host = verbatim(still[chosen])
    if not await d.yes_no("sure", fields={"host": host}, label=None):
        d.say("kept", host=host)
        return {}
    if await d.once("withdrawn", "withdraw_request", chosen, sample=True):
        d.say("withdrawn", host=host)
    else:
        d.say("changed", host=host)
    return {}


def _after(then: str) -> dict[str, Any]:
    return {"person": True} if then == "person" else {"open": "hosts"} if then == "hosts" else {}


SAMPLE = {"any": True, "open": [{"id": "1", "host": "…"}, {"id": "2", "host": "…"}]}
