"""T1: the first words, the language, and consent before anything personal is kept."""

from typing import Any

from dialogs.besides import JOURNEY
from dialogs.questions import Option
from dialogs.talk import Talk
from domain.messages import Part, Text, verbatim

#: raise it when the privacy notice changes: everybody is asked again (P1)
CONSENT_VERSION = "2026-11"
#: how each language calls itself: the one list of names that is the same for everybody
OWN_NAMES = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch", "es": "Español", "it": "Italiano"}
#: languages shown at once, the likeliest first; "show all" and typing find the others
LIKELIEST = 3


async def welcome(d: Talk) -> dict[str, Any]:
    """Greet, settle the language, ask for consent, learn who is speaking.

    Arguments: `sure` (the language is clear from what the person wrote or uses), else `likely` (ours, the likeliest first) and
    `writes` (one they write that we do not speak); `role` of somebody who has only to agree to a new notice; `person` of somebody
    who wants a person, and is asked for no more than they need for that. The result says whether they agreed and their role; all
    there is to keep is the consent itself.
    """
    known, person = d.args.get("role"), d.args.get("person")
    if known and not person:
        d.say("notice_changed")
    elif not (person and d.args.get("sure")):
        d.say("hello")
    if not d.args.get("sure"):
        writes = d.args.get("writes")
        if writes:
            d.show(Part(Text(f"unspoken:{writes}")))
        likely = d.args.get("likely") or []
        ours = sorted(OWN_NAMES, key=lambda code: likely.index(code) if code in likely else len(likely))
        lang = await d.choice("language", [_language(code) for code in ours], first=LIKELIEST, label=None)
        await d.once("language_set", "set_language", lang)
    if person:
        d.say("for_person")
    answer = await d.choice("consent", ["agree", "more", "no"], label=None)
    if answer == "more":
        d.say("privacy_more")
        answer = await d.choice("consent_after_reading", ["agree", "no"], label=None)
    if answer == "no":
        d.say("notice_refused" if known else "without_person" if person else "without_consent")
        return {"consent": False}
    await d.once("agreed", "record_consent", CONSENT_VERSION)
    if known or person:
        return {"consent": True, "role": known or ""}
    # who tells at once where and when they would go is not asked as if they had not (`handlers.talk`)
    role = await d.choice("role", ["trainee", "host", "employer"], who=True, label=None, besides=JOURNEY)
    if role == "trainee":
        d.say("trainee")
    else:
        d.say("not_a_trainee")
    return {"consent": True, "role": role}


def _language(code: str) -> Option:
    return Option(code, verbatim(OWN_NAMES[code]))
