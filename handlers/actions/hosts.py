"""T6: hosts that fit, with the reasons why; likes and dislikes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain import concepts, countries
from domain.cards import HostCard
from domain.explaining import explain, facts_of
from domain.host_requests import WITHDRAWN
from domain.matching import Match
from domain.matching_figures import main_concepts
from domain.matching_ranking import Reason
from domain.matching_wish import FilterName, Wish
from domain.messages import Part, Text, verbatim
from domain.texts import Value
from handlers import explained
from handlers.context import Context
from storage import catalogue, people, suggestions

#: concepts that are named as surely as by their label (`domain.concepts`)
SURE_CONCEPT = 1.0
#: levels at which somebody gets by, but cannot work with a team that speaks nothing else they know (CEFR)
TOO_LITTLE = ("A1", "A2")
#: ways to relax a search that are offered, and hosts that are counted for each
MOST_HINTS, COUNTED = 3, 50


def wish_of(context: Context, exclude: Sequence[str], relaxed: Sequence[FilterName] = ()) -> Wish:
    """What the person looks for, from the enquiry and the goals, and what they are by the profile."""
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    goals = [goal["details"]["text"] for goal in people.goals(context.work, context.person_id)]
    profile = people.profile(context.work, context.person_id)
    employer = str(profile.get("employer") or "")
    period = enquiry.get("period") or {}
    months = period.get("months") or ([period["from"][:7]] if period.get("from") else [])
    words = [enquiry.get(key) or "" for key in ("problem", "wish", "benefit", "understood_other")]
    return Wish(
        problem="\n".join(word for word in words if word),
        goals="\n".join(goals),
        lang=enquiry.get("lang") or context.lang,
        working_languages=tuple(code for code, _level in enquiry.get("languages") or [[context.lang, None]]),
        weak_languages=tuple(code for code, level in enquiry.get("languages") or () if level in TOO_LITTLE),
        countries=countries.wanted(enquiry.get("countries") or ()),
        not_countries=countries.left_out(enquiry.get("countries") or ()),
        months=tuple(sorted({int(month[5:7]) for month in months})),
        days=enquiry.get("days"),
        group=enquiry.get("people") or 1,
        sectors=tuple(enquiry.get("sectors") or ()),
        client_groups=tuple(enquiry.get("client_groups") or ()),
        topics=tuple(enquiry.get("topics") or ()),
        not_meant=tuple(enquiry.get("denied") or ()),
        exclude=frozenset(exclude),
        professions=_professions(profile.get("profession") or "", context.lang),
        relaxed=tuple(relaxed),
        receives=bool(employer) and context.services.cards(context.work).receives(employer),
    )


def _professions(told: str, lang: str) -> tuple[str, ...]:
    """The trades that a profile names for sure: a word of another language or with a slip is no fact."""
    hits = concepts.find(told, lang)
    return tuple(hit.id for hit in hits if hit.kind == "profession" and hit.strength >= SURE_CONCEPT)


def find_hosts(context: Context, seen: list[str], limit: int, relaxed: Sequence[FilterName] = ()) -> list[str]:
    """The next best hosts: their ids."""
    found = [match.card.external_id for match in _search(context, seen, limit, relaxed)]
    # what somebody thought of a host when they saw it before stays as it is
    known = people.suggested(context.work, context.person_id)
    for host in found:
        if host not in known:
            people.suggest(context.work, context.person_id, host, "shown")
    wish = wish_of(context, [])
    places = {host: place for place, host in enumerate(found, start=len(seen) + 1)}
    suggestions.shown(context.work, context.person_id, wish.lang or "", main_concepts(wish), places)
    return found


def host_names(context: Context, hosts: list[str]) -> list[list[str]]:
    """What each host is called, and its town: people say these instead of a number."""
    cards = catalogue.cards_of(context.work.connection, hosts)
    return [[one for one in (cards[host].name, cards[host].city) if one] if host in cards else [] for host in hosts]


def _search(context: Context, seen: list[str], limit: int, relaxed: Sequence[FilterName]) -> Sequence[Match]:
    return context.services.cards(context.work).search(_wish_for(context, seen, relaxed), limit)


def _wish_for(context: Context, seen: list[str], relaxed: Sequence[FilterName]) -> Wish:
    """The wish, without the hosts seen already, turned down once, or asked for a stay that was not taken back."""
    feedback = people.suggested(context.work, context.person_id)
    rejected = [host for host, thought in feedback.items() if thought == "rejected"]
    asked = [one["host"] for one in people.requests(context.work, context.person_id) if one["state"] != WITHDRAWN]
    return wish_of(context, [*seen, *rejected, *asked], relaxed)


def host_cards(context: Context, hosts: list[str], relaxed: Sequence[FilterName] = ()) -> list[Part]:
    """Each host as a card: who, where, what they do, why we think of them, and what is not as wished."""
    parts = []
    wish = wish_of(context, [], relaxed)
    found = context.services.cards(context.work).search(wish, len(hosts), hosts)
    for number, match in enumerate(sorted(found, key=lambda match: hosts.index(match.card.external_id)), start=1):
        facts = explain(match, wish)
        parts.append(Part(_headline(number, match), "title"))
        parts.append(Part(_told(match.card, context.lang), "card"))
        if reasons := explained.why(facts, context.lang):
            parts.append(Part(Text("hosts.card.why", {"reasons": reasons}), "note"))
        if against := explained.but(facts):
            parts.append(Part(Text("hosts.card.but", {"what": against}), "note"))
    return parts


def _headline(number: int, match: Match) -> Text:
    card = match.card
    country = Text(f"country:{card.country}") if card.country else None
    if card.city and country:
        place = Text("hosts.card.place", {"city": card.city, "country": country})
    else:
        place = country or verbatim(card.city)
    return Text("hosts.card.title", {"n": number, "name": verbatim(card.name), "place": place})


def _told(card: HostCard, lang: str) -> Text:
    """What a team writes of itself, and in which language if that is another than `lang`."""
    fields: dict[str, Value] = {"text": verbatim(_short(card.description))}
    if not card.description or card.description_lang in ("", lang):
        return Text("hosts.card.what", fields)
    return Text("hosts.card.foreign", {**fields, "language": Text(f"language:{card.description_lang}")})


def _short(text: str, limit: int = 280) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"


def in_words(reasons: Sequence[Reason]) -> tuple[Text, ...]:
    """The reasons that are worth saying, without the words of whoever they answer."""
    return explained.why([replace(fact, said="") for fact in facts_of(reasons)], "")


def no_more_hosts(context: Context, shown: int) -> list[Part]:
    """Nothing (more) fits."""
    return [Part(Text("hosts.no_more", {"n": shown}) if shown else Text("hosts.none_fits"))]


def relax_hints(context: Context, seen: list[str], relaxed: list[FilterName]) -> list[dict[str, Any]]:
    """Which wishes to leave out, and how many hosts not yet seen are found then: [{"filters": ["month"], "hosts": 4}]; "more" says
    that there may be more of them."""
    cards = context.services.cards(context.work)
    wish = _wish_for(context, seen, relaxed)
    found = []
    for hint in cards.relax(wish)[:MOST_HINTS]:
        looser = replace(wish, relaxed=(*wish.relaxed, *hint.filters))
        if hosts := len(cards.search(looser, min(hint.hosts, COUNTED))):
            more = {"more": True} if hosts == COUNTED < hint.hosts else {}
            found.append({"filters": list(hint.filters), "hosts": hosts, **more})
    return found


def reject_hosts(context: Context, hosts: list[str], why: str) -> bool:
    """Not for me, and why."""
    for host in hosts:
        people.suggest(context.work, context.person_id, host, "rejected", why)
        suggestions.rejected(context.work, context.person_id, host, why)
    return True


def say_why_not(context: Context, hosts: list[str], words: str) -> bool:
    """Not for me, in words."""
    for host in hosts:
        suggestions.explained(context.work, context.person_id, host, words)
    return True


def like_host(context: Context, host: str) -> bool:
    """I like this one."""
    people.suggest(context.work, context.person_id, host, "liked")
    suggestions.liked(context.work, context.person_id, host)
    return True


def data_of_card(context: Context, external_id: str) -> HostCard | None:
    """The card of a host, or None."""
    return catalogue.host_card(context.work.connection, external_id)


ACTIONS = (find_hosts, host_names, host_cards, no_more_hosts, relax_hints, reject_hosts, say_why_not, like_host)
