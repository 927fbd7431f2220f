"""T7: the request to hosts: who can be asked, which days fit, the draft, sending it."""

from datetime import date, timedelta
from typing import Any

from dialogs.letter import Changed
from dialogs.letter_wishes import Wish, wishes
from dialogs.written import doubtful, doubtful_letter
from domain import letters
from domain.answers.told import without_journey
from domain.messages import Part, Text, verbatim
from domain.texts import render
from handlers.actions.hosts import data_of_card
from handlers.context import Context
from storage import people

PURPOSE = "profile_share_host"


def request_data(context: Context) -> dict[str, Any]:
    """The liked hosts, whether profile and CV are there, the days wished for, and a draft of the message."""
    feedback = people.suggested(context.work, context.person_id)
    cards = [data_of_card(context, host) for host, thought in feedback.items() if thought == "liked"]
    profile = people.profile(context.work, context.person_id)
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    has_cv = any(document["kind"] == "cv" for document in people.documents(context.work, context.person_id))
    return {
        "hosts": [{"id": card.external_id, "name": card.name, "city": card.city} for card in cards if card is not None][
            -6:
        ],
        "has_profile": bool(profile.get("name")),
        "has_cv": has_cv and bool(profile.get("share_cv", True)),
        "days": enquiry.get("days") or 2,
        "people": enquiry.get("people") or 1,
        "has_goals": bool(people.goals(context.work, context.person_id)),
    }


def known(context: Context) -> dict[str, Any]:
    """The first choice, when there is only one host to choose."""
    hosts = request_data(context)["hosts"]
    return {"host": hosts[0]["id"]} if len(hosts) == 1 else {}


def draft_request(context: Context, start: str, days: int) -> str:
    """What the host could read: who comes, how many and when, why, and what for; nothing that is not known."""
    return " ".join(_letter(context, start, days).sentences.values())


def _letter(context: Context, start: str, days: int) -> letters.Known:
    """The sentences of the draft by their kind, and the names in it."""
    profile = people.profile(context.work, context.person_id)
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    goals = "; ".join(goal["details"]["text"].rstrip(" .") for goal in people.goals(context.work, context.person_id))
    when = Text("request.draft.on", {"day": Text(f"day:{start}")})
    if days > 1:
        last = _last_day(start, days).isoformat()
        when = Text("request.draft.between", {"start": Text(f"day:{start}"), "end": Text(f"day:{last}")})
    together, work = enquiry.get("people") or 1, profile.get("profession")
    # what was told of the journey there is said with the dates, and may have been meant for another host
    problem = letters.quoted(without_journey(enquiry.get("problem") or "", context.lang), context.lang).rstrip(" .")
    name = letters.person_name(profile.get("name") or "…")
    employer = letters.place_names(profile.get("employer") or "…", [profile.get("city") or ""], context.lang)
    all_of_it = {
        "hello": Text("request.draft.hello", {"name": name}),
        "job": work and Text("request.draft.job", {"profession": work, "employer": employer}),
        "problem": problem and Text("request.draft.problem", {"problem": problem}),
        "goals": goals and Text("request.draft.goals", {"goals": goals}),
        "stay": Text("request.draft.together" if together > 1 else "request.draft.stay", {"n": together, "when": when}),
        "welcome": Text("request.draft.welcome_all" if together > 1 else "request.draft.welcome"),
    }
    return letters.Known({kind: render(text, context.lang) for kind, text in all_of_it.items() if text}, name, employer)


def change_letter(context: Context, text: str, words: str, start: str, days: int) -> Changed | None:
    """Do what the words want to have done to the letter, as far as it goes; None when they want nothing of the kind."""
    wanted = wishes(words, context.lang)
    if not wanted:
        return None
    known = _letter(context, start, days)
    trouble: Text | None = None
    for wish in wanted:
        done = _changed(text, wish, known, context.lang)
        text, trouble = (done, trouble) if isinstance(done, str) else (text, trouble or done)
    return Changed(text, trouble)


def _changed(text: str, wish: Wish, known: letters.Known, lang: str) -> str | Text:
    """The letter after one of the wishes, or why it cannot be done."""
    match wish.deed:
        case "add_that" | "add":
            key = "request.draft.also_that" if wish.deed == "add_that" else "request.draft.also"
            said = render(Text(key, {"words": verbatim(letters.line_of(wish.words).rstrip("."))}), lang)
            return letters.added(text, letters.sentence(said, lang), known)
        case "say":
            return letters.added(text, letters.sentence(wish.words, lang), known)
        case "shorter":
            return letters.shorter(text, known) or Text("answer.error.letter.no_shorter")
        case "leave":
            left = letters.without(text, wish.words, known, lang)
            if left in ("not_found", "stays"):
                return Text(f"answer.error.letter.{left}", {"words": verbatim(wish.words)})
            return left
        case _:
            return Text("answer.error.letter.cannot")


def check_meant(context: Context, words: str) -> Text | None:
    """What may not be meant as a text of their own is asked back: too short, an instruction, a question to us."""
    return Text("answer.error.short_text", {"words": verbatim(words)}) if doubtful(words, context.lang) else None


def check_letter_meant(context: Context, words: str) -> Text | None:
    """What may not be meant as a letter to a host is asked back: whatever is no letter, or speaks to us about the draft."""
    return Text("answer.error.short_text", {"words": verbatim(words)}) if doubtful_letter(words, context.lang) else None


def _last_day(start: str, days: int) -> date:
    return date.fromisoformat(start) + timedelta(days=days - 1)


def check_start(context: Context, value: str, host: str) -> Text | None:
    """Ahead, with time to prepare, in a month when the host is open."""
    day = date.fromisoformat(value)
    if day < context.today + timedelta(days=2):
        return Text("answer.error.too_soon")
    if day > context.today + timedelta(days=730):
        return Text("answer.error.beyond_two_years")
    card = data_of_card(context, host)
    if card is not None and card.months_open and day.month not in card.months_open:
        months = tuple(Text(f"month-name:{month}") for month in card.months_open)
        return Text("request.error.month", {"months": months})
    return None


def check_days(context: Context, value: int, host: str, start: str) -> Text | None:
    """As long as the host takes somebody, and not past the months it is open."""
    card = data_of_card(context, host)
    if card is None:
        return None
    if card.min_days and value < card.min_days:
        return Text("request.error.min_days", {"n": card.min_days})
    if card.max_days and value > card.max_days:
        return Text("request.error.max_days", {"n": card.max_days})
    last = date.fromisoformat(start) + timedelta(days=value - 1)
    if card.months_open and last.month not in card.months_open:
        return Text("request.error.end", {"day": Text(f"day:{last.isoformat()}")})
    return None


def stay_warning(context: Context, host: str, start: str, days: int) -> list[Part]:
    """What speaks against these days at this host, if anything does."""
    wrong = check_start(context, start, host) or check_days(context, days, host, start)
    return [Part(wrong, "warn")] if wrong is not None else []


def send_request(context: Context, hosts: list[str], start: str, days: int, message: str, share_cv: bool) -> int:
    """Keep the consent to share and propose the stay to the hosts, the first choice first."""
    people.consented(context.work, context.person_id, PURPOSE, "2026-11", context.lang)
    last = _last_day(start, days)
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    details = {
        "first_day": start, "last_day": last.isoformat(), "people": enquiry.get("people") or 1,
        "message": message, "share_cv": bool(share_cv),
    }  # fmt: skip
    return people.request_hosts(context.work, context.person_id, hosts, details)


ACTIONS = (
    request_data,
    draft_request,
    check_meant,
    check_letter_meant,
    change_letter,
    check_start,
    check_days,
    stay_warning,
    send_request,
)
