"""T6: hosts that fit, three at a time, each with the reasons why."""

from typing import Any

from dialogs.engine import Talk
from dialogs.questions import Option
from domain.messages import Text

PAGE = 3
MOST_PAGES = 12
WHY_NOT = ("clients", "country", "language", "dates", "something_else")


async def hosts(d: Talk) -> dict[str, Any]:
    """Show three hosts at a time: like, not for me (why), more, ask a person. Ends with the liked ones."""
    d.say("intro")
    seen: list[str] = []
    liked: list[str] = []
    for page in range(MOST_PAGES):
        found: list[str] = await d.once(
            f"page.{page}", "find_hosts", seen, PAGE, sample=["sample"] if page == 0 else []
        )
        if not found:
            d.show_later("no_more_hosts", len(seen))
            break
        d.show_later("host_cards", found, seen)
        seen = seen + found
        options = [
            *(Option(f"like.{host}", Text("hosts.page.like", {"n": n})) for n, host in enumerate(found, 1)),
            Option("more", Text("hosts.page.more")),
            Option("none", Text("hosts.page.none")),
            *([Option("go_on", Text("hosts.page.go_on", {"n": len(liked)}))] if liked else []),
            Option("person", Text("hosts.page.person")),
        ]
        picked = await d.choice(f"page.{page}.pick", options, text=Text("hosts.page.ask"), label=None)
        if picked == "person":
            return {"liked": liked, "person": True}
        if picked == "go_on":
            return {"liked": liked, "open": "request", "known": {}}
        if picked == "none":
            why = await d.choice(f"page.{page}.why", [Option(w, Text(f"hosts.why.{w}")) for w in WHY_NOT],
                                 text=Text("hosts.why.ask"), label=None)  # fmt: skip
            await d.once(f"page.{page}.rejected", "reject_hosts", found, why)
        if picked.startswith("like."):
            liked.append(picked.removeprefix("like."))
            await d.once(f"page.{page}.liked", "like_host", liked[-1])
            rest = [host for host in found if host not in liked]
            also = await d.choice(
                f"page.{page}.then", _after_like(rest, found), text=Text("hosts.then.ask"), label=None
            )
            if also.startswith("like."):
                liked.append(also.removeprefix("like."))
                await d.once(f"page.{page}.liked_too", "like_host", liked[-1])
            if also == "request":
                # the host just liked is the first choice
                return {"liked": liked, "open": "request", "known": {"host": liked[-1]}}
    if liked:
        return {"liked": liked}
    choice = await d.choice("nothing", ["person", "change"], label=None)
    return {"liked": [], "person": choice == "person", "change": choice == "change"}


def _after_like(rest: list[str], found: list[str]) -> list[Option]:
    return [
        Option("request", Text("hosts.then.request")),
        Option("more", Text("hosts.then.more")),
        *(Option(f"like.{host}", Text("hosts.then.also", {"n": found.index(host) + 1})) for host in rest),
    ]
