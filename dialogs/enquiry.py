"""T2: the enquiry, starting from a problem at work (ENQ-02)."""

from typing import Any

from dialogs.options import SHOWN, concepts
from dialogs.talk import Talk

#: fewer words than this get one follow-up question (DOMAIN T2)
ENOUGH_WORDS = 8
#: what exploration takes for the concepts found in a text
SAMPLE_CONCEPTS = {"sectors": ["mental-health"], "client_groups": ["young-adults"], "topics": []}
OBSTACLES = ("language", "money", "time", "employer", "childcare", "health", "admin")


async def enquiry(d: Talk) -> dict[str, Any]:
    """What is the problem, who benefits, what to see, where, when, with whom, in which languages, and what stands in the way."""
    problem = await d.text("problem", helped=True)
    if len(problem.split()) < ENOUGH_WORDS:
        more = await d.text("problem_more", optional=True)
        problem = f"{problem}\n{more}".strip()
    benefit = await d.text("benefit", limit=500)
    wish = await d.text("wish", limit=1000)
    found = await d.once("found", "find_concepts", problem, benefit, wish, sample=SAMPLE_CONCEPTS)
    sectors = await d.choices("sectors", concepts(found["sectors"]), most=3, first=SHOWN)
    groups = await d.choices("client_groups", concepts(found["client_groups"]), most=5, first=SHOWN)
    countries = await d.countries("countries", picks=["anywhere"], helped=True, besides=("period", "days"))
    period = await d.period("period", check=("check_period",), picks=["any"])
    days = await d.number("days", least=1, most=60, unit="days", picks=["2", "3", "5", "10"])
    together = await d.choice("together", ["alone", "group"])
    people = await d.number("people", least=2, most=30) if together == "group" else 1
    languages = await d.languages("languages", helped=True)
    employer = await d.choice("employer", ["agrees", "knows", "not_yet", "none"])
    money = await d.choice("money", ["grant", "employer", "own", "unknown"])
    obstacles = await d.choices("obstacles", OBSTACLES, least=0, optional=True)
    obstacle_help = await d.text("obstacle_help", limit=500, optional=True) if obstacles else ""
    await d.review()
    result = {
        "problem": problem, "benefit": benefit, "wish": wish, "sectors": sectors, "client_groups": groups,
        "topics": found["topics"], "countries": countries, "period": period, "days": days, "people": people,
        "languages": languages, "employer": employer, "money": money, "obstacles": obstacles,
        "obstacle_help": obstacle_help,
    }  # fmt: skip
    await d.once("saved", "save_enquiry", result)
    d.say("thanks")
    return {"saved": True}
