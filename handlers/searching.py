"""The search is changed where its hosts are shown, in words: "anything in Denmark?", "rather in June"."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dialogs import besides, session
from dialogs.engine import Input
from dialogs.questions import Given, Reading
from dialogs.registry import ASIDES
from domain import countries, searching
from domain.answers import NotUnderstood, stays
from domain.messages import Part, Text
from handlers import talk
from handlers.context import Context, Wanted
from storage import people

#: a stay takes so long to prepare, at least
SOONEST = timedelta(days=7)


def said(context: Context, text: str) -> bool:
    """Do the words change the search? Then its hosts are shown anew, or what they leave open is asked."""
    if not hosts_are_shown(context) or not searching.looks_elsewhere(text, context.lang):
        return False
    top = context.memory.session.top
    if top is None and not any(searching.countries(text, context.lang)):
        # at the menu a time may be that of anything
        return False
    understood = top is not None and session.understands(context.memory.session, context.stage, Given(words=text))
    tells = searching.counts(text, context.lang) or any(searching.countries(text, context.lang))
    if understood and not tells:
        # but "fewer days, 3" is no host number 3, and "not Ireland" no refusal of all
        return False
    enquiry = people.latest_enquiry(context.work, context.person_id)
    if enquiry is None:
        return False
    changes = _changes(context, text, enquiry)
    if changes is None:
        return False
    context.read("menu", "enquiry")
    _search(context, changes, _replaced(context, text, enquiry, changes))
    return True


def hosts_are_shown(context: Context) -> bool:
    """Are hosts on the screen, maybe below an answer to a question, or no dialog at all?"""
    stack = context.memory.session.stack
    under = next((state for state in reversed(stack) if state.dialog not in ASIDES), None)
    return under is None if not stack else under is not None and under.dialog == "hosts"


def _changes(context: Context, text: str, enquiry: dict[str, Any]) -> dict[str, Any] | None:
    """New answers of the enquiry by key, None for one that is to be asked; None when nothing changes."""
    wanted, unwanted = searching.countries(text, context.lang)
    before = enquiry.get("countries") or ()
    changes: dict[str, Any] = {}
    if wanted:
        more = countries.wanted(before) if searching.adds(text, context.lang) else ()
        changes["countries"] = [*dict.fromkeys((*more, *wanted))]
    elif unwanted:
        # "not England" where only England was wanted leaves the countries open
        changes["countries"] = countries.without(before, unwanted) or None
    elif searching.anywhere(text, context.lang) and before:
        changes["countries"] = []
    changes |= besides.found(("period", "together", "people"), text, _reading(context, enquiry))
    if _has_begun(changes.get("period"), context.today):
        # "at the weekend": nobody is prepared by then
        del changes["period"]
    if "together" not in changes and (days := _days(context, text)):
        changes["days"] = days
    return changes or None


def _has_begun(period: dict[str, Any] | None, today: date) -> bool:
    """Do exact days begin before anybody could prepare a stay?"""
    return period is not None and (period.get("from") or "9") < (today + SOONEST).isoformat()


def _reading(context: Context, enquiry: dict[str, Any]) -> Reading:
    """A month without a year is near the one that was asked for before."""
    reading = context.stage.reading
    asked = [month for month in (enquiry.get("period") or {}).get("months") or () if month]
    year = date(int(min(asked)[:4]), 1, 1) if asked else reading.today
    return replace(reading, today=max(reading.today, year))


def _days(context: Context, text: str) -> int | None:
    """How long, when that is said."""
    if not searching.counts(text, context.lang):
        return None
    try:
        return stays.days(text, context.lang, context.stage.reading.today, most=besides.MOST_DAYS)
    except NotUnderstood:
        return None


def _replaced(context: Context, text: str, enquiry: dict[str, Any], changes: dict[str, Any]) -> list[str]:
    """The countries that others take the place of, though nobody has said a word of them."""
    wanted, _ = searching.countries(text, context.lang)
    return [
        code for code in countries.wanted(enquiry.get("countries") or ()) if wanted and code not in changes["countries"]
    ]


def _search(context: Context, changes: dict[str, Any], replaced: list[str]) -> None:
    """Change the enquiry, which ends at once when nothing is left to ask, and go on to its hosts."""
    memory, stage = context.memory, context.stage
    session.leave(memory.session)
    session.cancel(memory.session)
    step = talk.opened(context, "enquiry")
    # what is to be asked comes last
    for key, value in sorted(changes.items(), key=lambda change: change[1] is None):
        given = Input("fill", key=key, value=value) if value is not None else Input("edit", key=key)
        step = session.apply(memory.session, stage, given)
    memory.wanted = Wanted("hosts", talk.AGAIN)
    if step.prompt is None or step.prompt.question.kind != "review":
        talk.show(context, step)
        return
    # how many come tells that they come together
    told = changes.keys() - ({"together"} if "people" in changes else set())
    lines = [line for line in step.prompt.question.lines if line.key in told]
    step = session.apply(memory.session, stage, Input("answer", Given(option="correct")))
    step.says[:] = [Part(Text("hosts.search_changed"))]
    step.says += [Part(Text("common.line", {"label": line.label, "value": line.value})) for line in lines]
    if replaced:
        step.says.append(Part(Text("hosts.search_instead", {"what": countries.shown(replaced)}), "note"))
    talk.show(context, step)
