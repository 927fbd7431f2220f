"""T3: the profile, so that a host knows who is coming (STR-01, STR-02)."""

from typing import Any

from dialogs.options import SHOWN, concepts
from dialogs.talk import Talk

SKILLS = ("listening", "group_work", "assessment", "crisis", "teaching", "care", "project", "networking", "digital",
          "management")  # fmt: skip


async def profile(d: Talk) -> dict[str, Any]:
    """Who the trainee is, where they work, what they know. What the enquiry and a CV already told is only confirmed."""
    known = await d.once(
        "known", "known_profile", sample={"sectors": ["mental-health"], "client_groups": ["adults"], "guesses": {}}
    )
    for key, value in known["guesses"].items():
        d.guess(key, value)
    name = await d.text("name", limit=80, bare="person")
    email = await d.email("email", helped=True, besides=("phone",))
    phone = await d.text("phone", limit=40, optional=True, check=("check_phone",), sample="+32 2 000 00 00")
    country = await d.countries("country", accepts=lambda codes: len(codes) == 1, besides=("city",))
    city = await d.location("city", bare="town")
    profession = await d.text("profession", besides=("years",), limit=80, bare="work")
    employer = await d.text("employer", besides=("years",), limit=120, bare="work")
    employer_address = await d.text("employer_address", limit=200, bare="address", optional=True)
    position = await d.text("position", besides=("years",), limit=80, bare="work", optional=True)
    years = await d.number("years", least=0, most=60, unit="years")
    sectors = await d.choices("sectors", concepts(known["sectors"]), most=3, first=SHOWN)
    groups = await d.choices("client_groups", concepts(known["client_groups"]), most=5, first=SHOWN)
    skills = await d.choices("skills", SKILLS, most=5, optional=True)
    languages = await d.languages("languages")
    motivation = await d.text("motivation", limit=600, helped=True, doubt=("check_meant",))
    needs = await d.text("needs", limit=300, optional=True, private=True)
    photo = await d.file("photo", optional=True, check=("check_photo",))
    share = await d.yes_no("share", helped=True)
    await d.review()
    values = {
        "name": name, "email": email, "phone": phone, "country": country, "city": city, "profession": profession,
        "employer": employer, "employer_address": employer_address, "position": position, "years": years,
        "sectors": sectors, "client_groups": groups, "skills": skills, "languages": languages,
        "motivation": motivation, "needs": needs, "photo": photo, "share": share,
    }  # fmt: skip
    await d.once("saved", "save_profile", values)
    d.say("thanks")
    return {"saved": True}
