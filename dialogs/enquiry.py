"""T2: the enquiry, starting from a problem at work (ENQ-02)."""

from typing import Any

from dialogs.besides import JOURNEY
from dialogs.options import SHOWN, concepts
from dialogs.questions import Option
from dialogs.talk import Talk
from domain.concepts import TOPICS
from domain.messages import Text
from domain.understanding import of_kinds, sectors_of

#: fewer words than this get one follow-up question (DOMAIN T2)
ENOUGH_WORDS = 8
#: what exploration takes for the concepts found in a text
SAMPLE_CONCEPTS = {"sectors": ["mental-health"], "client_groups": ["young-adults"], "topics": []}
SAMPLE_UNDERSTOOD = {"named": ["autism", "adults"], "hinted": ["day-activities"]}
OBSTACLES = ("language", "money", "time", "employer", "childcare", "health", "admin")
#: none of the concepts understood says it
OTHER = "something_else"


async def enquiry(d: Talk) -> dict[str, Any]:
    """What is the problem, who benefits, what to see, where, when, with whom, in which languages, and what stands in the way."""
    problem = await d.text("problem", helped=True, besides=JOURNEY)
    if len(problem.split()) < ENOUGH_WORDS:
        more = await d.text("problem_more", optional=True, besides=JOURNEY)
        problem = f"{problem}\n{more}".strip()
    benefit = await d.text("benefit", limit=500, besides=JOURNEY)
    wish = await d.text("wish", limit=1000, besides=JOURNEY)
    about = await _about(d, problem, benefit, wish)
    countries = await d.countries("countries", picks=["anywhere"], helped=True, besides=JOURNEY[1:])
    period = await d.period("period", check=("check_period",), picks=["any"], besides=("days", "together", "people"))
    days = await d.number(
        "days", least=1, most=60, unit="days", picks=["2", "3", "5", "10"], besides=("together", "people")
    )
    together = await d.choice("together", ["alone", "group"], unit="people", settles=("people",))
    people = await d.number("people", least=2, most=30, unit="people") if together == "group" else 1
    languages = await d.languages("languages", helped=True)
    employer = await d.choice("employer", ["agrees", "knows", "not_yet", "none"])
    money = await d.choice("money", ["grant", "employer", "own", "unknown"])
    obstacles = await d.choices("obstacles", OBSTACLES, least=0, optional=True)
    obstacle_help = await d.text("obstacle_help", limit=500, optional=True) if obstacles else ""
    await d.review()
    result = {
        "problem": problem, "benefit": benefit, "wish": wish, **about, "countries": countries, "period": period,
        "days": days, "people": people, "languages": languages, "employer": employer, "money": money,
        "obstacles": obstacles, "obstacle_help": obstacle_help,
    }  # fmt: skip
    await d.once("saved", "save_enquiry", result)
    d.say("thanks")
    return {"saved": True}


async def _about(d: Talk, *told: str) -> dict[str, Any]:
    """What the enquiry is about: the concepts understood, as the person puts them right; lists only for what is still open."""
    understood: dict[str, Any] = {}
    if not d.begun_before("understood", "sectors"):
        understood = await d.once("understood", "understand", *told, sample=SAMPLE_UNDERSTOOD) or {}
    named = understood.get("named", [])
    offered = [*named, *understood.get("hinted", [])]
    confirmed: list[str] = []
    denied: list[str] = []
    other = ""
    if offered:
        added = d.added("understood")
        options = [
            *concepts([*offered, *(one for one in added if one not in offered)]),
            Option(OTHER, Text(f"enquiry.understood.option.{OTHER}")),
        ]
        picked = await d.choices(
            "understood", options, least=0, marked=tuple(named), others=(OTHER, "understood_other"), helped=True,
            besides=JOURNEY[:2],
        )  # fmt: skip
        confirmed = [one for one in picked if one != OTHER]
        # who says no to all of it, and something else, has not said which of them are wrong
        denied = [one for one in named if one not in picked] if set(picked) & set(offered) or not picked else []
        if OTHER in picked:
            other, named_there = await _other(d, offered)
            confirmed = [*confirmed, *(one for one in named_there if one not in confirmed)]
            denied = [one for one in denied if one not in confirmed]
    sectors, groups = of_kinds(confirmed, "sector"), of_kinds(confirmed, "client_group")
    topics = of_kinds(confirmed, *TOPICS)
    # one list at the most beside what is confirmed: two questions, as many as there would be without
    fields_open = not confirmed or (bool(groups) and not sectors and not sectors_of(confirmed))
    if not groups or fields_open:
        found = await d.once("found", "find_concepts", *told, sample=SAMPLE_CONCEPTS)
        if fields_open:
            sectors = await d.choices("sectors", concepts(found["sectors"]), most=3, first=SHOWN)
        if not groups:
            groups = await d.choices("client_groups", concepts(found["client_groups"]), most=5, first=SHOWN)
        topics = topics if offered else found["topics"]
    return {
        "sectors": sectors, "client_groups": groups, "topics": topics, "understood_other": other, "denied": denied,
        "likely_sectors": [] if sectors else list(sectors_of([*confirmed, *groups])),
    }  # fmt: skip


async def _other(d: Talk, offered: list[str]) -> tuple[str, list[str]]:
    """The words for something else, and the concepts they name: these join what was understood, where they can be taken out again.

    No words are left where all of them were understood.
    """
    other = await d.text("understood_other", limit=1000, helped=True, optional=True)
    if d.did("understood_other"):
        # this conversation began when what was named there was not shown in the review
        named_there: list[str] = await d.once("understood_other", "understand_other", other, sample=[])
        return other, named_there
    new = not d.did("understood_more", "understand_more", other, *offered)
    more = await d.once("understood_more", "understand_more", other, *offered, sample={"named": [], "left": "…"})
    if not new:
        return other, []
    if more["named"]:
        d.say("understood_added", what=tuple(Text(f"concept-in:{one}") for one in more["named"]))
    d.add("understood", more["named"], None if more["left"] else (OTHER, "understood_other", "understood_more"))
    return more["left"], more["named"]
