"""T6: hosts that fit, three at a time, each with the reasons why."""

from typing import Any

from dialogs.questions import Option, apart
from dialogs.talk import Talk
from domain.messages import Text, verbatim

PAGE = 3
#: how the ids of the options begin that like a host
LIKE = "like."
MOST_PAGES = 12
#: what exploration takes for the ways to relax a search, on the first pages
SAMPLE_HINTS = ([{"filters": ["month"], "hosts": 4}], [{"filters": ["month", "country"], "hosts": 2}])
#: a host that is named is shown whatever is wished for
EVERY_WISH = ["language", "country", "month", "days", "group"]
WHY_NOT = ("clients", "country", "language", "dates", "something_else")
#: reasons that lie in what is searched for: the next hosts would be like these
OF_THE_SEARCH = ("country", "language", "dates")
_SEARCH = (Option("more", Text("hosts.then.more")), Option("change", Text("hosts.nothing.option.change")))


async def hosts(d: Talk) -> dict[str, Any]:
    """Show three hosts at a time: like, not for me (why), more, ask a person. Ends with the liked ones.

    The argument `hosts` are ids of some that were named, to be shown first, whatever is searched for now; `again` leaves out the
    introduction.
    """
    if not d.args.get("again"):
        d.say("intro")
    seen: list[str] = []
    liked: list[str] = []
    relaxed: list[str] = []
    named_before: list[str] = d.args.get("hosts", [])
    for page in range(MOST_PAGES):
        # what nobody left out is no part of a search: conversations begun before this could be asked go on
        left_out = [relaxed] if relaxed else []
        first = page == 0 and bool(named_before)
        found: list[str] = (
            named_before
            if first
            else await d.once(
                f"page.{page}", "find_hosts", seen, PAGE, *left_out, sample=["sample"] if page == 0 else []
            )
        )
        hints = []
        if len(found) < PAGE and not first:
            hints = await d.once(
                f"page.{page}.hints", "relax_hints", [*seen, *found], relaxed,
                sample=SAMPLE_HINTS[page] if page < len(SAMPLE_HINTS) else [],
            )  # fmt: skip
        if not found:
            d.show_later("no_more_hosts", len(seen))
            if liked and not hints:
                break
            choice = await _at_the_end(
                d, f"page.{page}.nothing" if relaxed else "nothing", hints, bool(seen), bool(liked)
            )
            if choice.startswith("relax."):
                relaxed = [*relaxed, *_filters(choice)]
                continue
            return {"liked": liked, "person": choice == "person", "change": choice == "change"}
        d.show_later("host_cards", found, *([EVERY_WISH] if first else left_out))
        if hints and not seen:
            d.say("few", n=len(found))
        seen = seen + found
        named: list[list[str]] = await d.once(f"page.{page}.names", "host_names", found, sample=[])
        names = dict(zip(found, named, strict=False))
        options = [
            *(
                Option(f"{LIKE}{host}", Text("hosts.page.like", {"n": n}), names=tuple(names.get(host, ())))
                for n, host in enumerate(found, 1)
            ),
            Option("more", Text("hosts.page.more")),
            Option("none", Text("hosts.page.none")),
            *_relaxing(hints, more=True),
            *([Option("go_on", Text("hosts.page.go_on", {"n": len(liked)}))] if liked else []),
            Option("person", Text("hosts.page.person")),
        ]
        picked = await d.choice(
            f"page.{page}.pick", options, several=LIKE, text=Text("hosts.page.ask"), label=None, helped=True
        )
        if picked == "person":
            return {"liked": liked, "person": True}
        if picked == "go_on":
            return {"liked": liked, "open": "request", "known": {}}
        if picked.startswith("relax."):
            relaxed = [*relaxed, *_filters(picked)]
        if picked == "none":
            reasons = [Option(one, Text(f"hosts.why.{one}")) for one in WHY_NOT]
            own = ("something_else", f"page.{page}.words")
            why = await d.choice(f"page.{page}.why", reasons, others=own, text=Text("hosts.why.ask"), label=None)
            await d.once(f"page.{page}.rejected", "reject_hosts", found, why)
            if why in OF_THE_SEARCH and not _went_on(d, page, "search"):
                then = await d.choice(f"page.{page}.search", _SEARCH, text=Text("hosts.why.then"), label=None)
                if then == "change":
                    return {"liked": liked, "change": True}
            if why == "something_else" and not _went_on(d, page, "said"):
                words = await d.text(
                    f"page.{page}.words", text=Text("hosts.why.words"), limit=500, optional=True, label=None
                )
                await d.once(f"page.{page}.said", "say_why_not", found, words)
        if picked.startswith(LIKE):
            likes = await _like(d, f"page.{page}.liked", picked)
            liked += likes
            if len(likes) > 1:
                _note(d, likes, found)
            rest = [host for host in found if host not in liked]
            also = await d.choice(
                f"page.{page}.then", _after_like(len(liked) if len(likes) > 1 else 1, rest, found, names), several=LIKE,
                text=_chosen(likes, names), label=None,
            )  # fmt: skip
            if also.startswith(LIKE):
                likes = await _like(d, f"page.{page}.liked_too", also)
                liked += likes
                _note(d, likes, found)
            if also == "request":
                # the host just liked is the first choice
                return {"liked": liked, "open": "request", "known": {"host": liked[-1]}}
            if also == "go_on":
                return {"liked": liked, "open": "request", "known": {}}
    if liked:
        return {"liked": liked}
    choice = await d.choice("nothing", ["person", "change"], label=None)
    return {"liked": [], "person": choice == "person", "change": choice == "change"}


async def _at_the_end(d: Talk, key: str, hints: list[dict[str, Any]], seen: bool, liked: bool) -> str:
    """What to do when there is no host (more): leave a wish out, go on with what was liked, ask a person, or search otherwise."""
    options = [
        *_relaxing(hints, more=seen),
        *(Option(one, Text(f"hosts.nothing.option.{one}")) for one in (["go_on"] if liked else [])),
        *(Option(one, Text(f"hosts.nothing.option.{one}")) for one in ("person", "change")),
    ]
    return await d.choice(key, options, text=Text("hosts.nothing.ask"), label=None)


def _relaxing(hints: list[dict[str, Any]], *, more: bool) -> list[Option]:
    """A button for each way to leave a wish out, with what that brings, beside `more` hosts that were shown already."""
    name, at_least = ("hosts.relax_more", "hosts.relax_more_many") if more else ("hosts.relax", "hosts.relax_many")
    return [
        Option(
            f"relax.{'+'.join(hint['filters'])}",
            Text(
                at_least if hint.get("more") else name,
                {"what": tuple(Text(f"hosts.wish.{one}") for one in hint["filters"]), "n": hint["hosts"]},
            ),
        )
        for hint in hints
    ]


def _filters(option: str) -> list[str]:
    return option.removeprefix("relax.").split("+")


async def _like(d: Talk, key: str, picked: str) -> list[str]:
    """Keep the hosts that an answer likes, one or several; returns them."""
    hosts = [one.removeprefix(LIKE) for one in apart(picked)]
    for n, host in enumerate(hosts):
        await d.once(f"{key}.{n}" if n else key, "like_host", host)
    return hosts


def _chosen(likes: list[str], names: dict[str, list[str]]) -> Text:
    """What next, with the name of the one host that was liked: a misreading is seen at once."""
    name = next(iter(names.get(likes[0], ())), "") if len(likes) == 1 else ""
    return Text("hosts.then.ask_named", {"host": verbatim(name)}) if name else Text("hosts.then.ask")


def _went_on(d: Talk, page: int, asked: str) -> bool:
    """Did a conversation go on from here before anybody was `asked` what else does not fit, or whether to search otherwise?"""
    return any(d.begun_before(f"page.{page}.{asked}", later) for later in (f"page.{page + 1}.pick", "nothing"))


def _note(d: Talk, likes: list[str], found: list[str]) -> None:
    """Say which hosts are liked, by the numbers that they are shown with."""
    d.say("noted", n=len(likes), numbers=tuple(verbatim(str(found.index(host) + 1)) for host in likes))


def _after_like(several: int, rest: list[str], found: list[str], names: dict[str, list[str]]) -> list[Option]:
    """What may come after one like, or after `several` in one answer: the request asks which of them is the first choice."""
    ask = Option("request", Text("hosts.then.request"))
    return [
        ask if several == 1 else Option("go_on", Text("hosts.page.go_on", {"n": several})),
        Option("more", Text("hosts.then.more")),
        *(
            Option(
                f"{LIKE}{host}", Text("hosts.then.also", {"n": found.index(host) + 1}), names=tuple(names.get(host, ()))
            )
            for host in rest
        ),
    ]
