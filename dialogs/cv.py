"""T4: the CV: a Europass file, any other file, or what the profile already says (STR-02, D02)."""

from typing import Any

from dialogs.engine import Talk

#: what a Europass CV may fill in; nationality and birth date are never read (DOMAIN 4.4)
FIELDS = ("name", "email", "phone", "city", "profession", "employer", "position")

#: what exploration takes for a Europass CV: everything it may say
SAMPLE = {"found": True, "guesses": {**dict.fromkeys(FIELDS, "…"), "languages": [["en", None]]}}


async def cv(d: Talk) -> dict[str, Any]:
    """Take a CV; what a Europass tells about the person goes into the profile only after they have confirmed it."""
    way = await d.choice("way", ["upload", "profile", "later"], label=None)
    if way == "later":
        d.say("later")
        return {"saved": False}
    if way == "profile":
        share = await d.yes_no("share")
        await d.once("saved", "save_cv", None, {}, share)
        d.say("from_profile")
        return {"saved": True}
    file = await d.file("file", check=("check_cv",), helped=True, optional=True)
    if file is None:
        d.say("later")
        return {"saved": False}
    read = await d.once("read", "read_europass", file, sample=SAMPLE)
    confirmed: dict[str, Any] = {}
    if read["found"]:
        d.say("europass", n=len(read["guesses"]))
        for field in FIELDS:
            if field in read["guesses"]:
                d.guess(field, read["guesses"][field])
                confirmed[field] = await d.text(field, limit=200, optional=True)
        if "languages" in read["guesses"]:
            d.guess("languages", read["guesses"]["languages"])
            confirmed["languages"] = await d.languages("languages", optional=True)
    else:
        d.say("received")
    share = await d.yes_no("share")
    await d.review()
    await d.once("saved", "save_cv", file, {k: v for k, v in confirmed.items() if v}, share)
    d.say("thanks")
    return {"saved": True}
