"""T4: the CV: a Europass file, any other file, or what the profile already says (STR-02, D02)."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogs.questions import Option, picked, spoken
from dialogs.talk import Talk
from domain.messages import Text, verbatim

#: what a Europass CV may fill in; nationality and birth date are never read (DOMAIN 4.4)
FIELDS = ("name", "email", "phone", "city", "profession", "employer", "position")

#: what exploration takes for a Europass CV: everything it may say
SAMPLE = {"guesses": {**dict.fromkeys(FIELDS, "…"), "languages": [["en", None]]}, "profile": {}}


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
        removed = await d.once("removed", "remove_cv", sample=False)
        d.say("removed" if removed else "later")
        return {"saved": bool(removed)}
    read = await d.once("read", "read_europass", file, sample=SAMPLE)
    confirmed: dict[str, Any] = {}
    if read["guesses"]:
        d.say("europass", n=len(read["guesses"]))
        for field in FIELDS:
            if field in read["guesses"]:
                both = _beside_the_profile(d, field, read, verbatim)
                confirmed[field] = await d.text(field, limit=200, optional=True, **both)
        if "languages" in read["guesses"]:
            both = _beside_the_profile(d, "languages", read, spoken)
            confirmed["languages"] = await d.languages("languages", optional=True, **both)
    else:
        d.say("received")
    share = await d.yes_no("share")
    await d.review()
    await d.once("saved", "save_cv", file, {k: v for k, v in confirmed.items() if v}, share)
    d.say("thanks")
    return {"saved": True}


def _beside_the_profile(d: Talk, field: str, read: Mapping[str, Any], shown: Callable[[Any], Text]) -> dict[str, Any]:
    """Propose what the CV says; where the profile says something else that may stay, and both are shown."""
    theirs = read["guesses"][field]
    mine = read.get("profile", {}).get(field)
    d.guess(field, mine or theirs)
    if not mine:
        return {}
    ask = Text("cv.differs.ask", {"label": Text(f"cv.{field}.label"), "value": shown(theirs)})
    return {"text": ask, "picks": [Option(picked(theirs), Text("cv.differs.take"), shown(theirs))]}
