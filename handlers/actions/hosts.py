"""T6: hosts that fit, with the reasons why; likes and dislikes."""

from collections.abc import Sequence

from domain import concepts
from domain.cards import HostCard
from domain.matching import Match
from domain.matching_ranking import Reason
from domain.matching_wish import Wish
from domain.messages import Part, Text, verbatim
from handlers.context import Context
from storage import catalogue, people

#: concepts that are named as surely as by their label (`domain.concepts`)
SURE_CONCEPT = 1.0
#: reasons that make a stay possible, whatever its subject
PRACTICAL = ("speaks-language", "open-in-month", "in-country", "fits-days", "fits-group")


def wish_of(context: Context, exclude: list[str]) -> Wish:
    """What the person looks for, from the enquiry and the goals, and what they are by the profile."""
    enquiry = people.latest_enquiry(context.work, context.person_id) or {}
    goals = [goal["details"]["text"] for goal in people.goals(context.work, context.person_id)]
    period = enquiry.get("period") or {}
    months = period.get("months") or ([period["from"][:7]] if period.get("from") else [])
    words = [enquiry.get(key) or "" for key in ("problem", "wish", "benefit")]
    return Wish(
        problem="\n".join(word for word in words if word),
        goals="\n".join(goals),
        lang=enquiry.get("lang") or context.lang,
        working_languages=tuple(code for code, _level in enquiry.get("languages") or [[context.lang, None]]),
        countries=tuple(enquiry.get("countries") or ()),
        months=tuple(sorted({int(month[5:7]) for month in months})),
        days=enquiry.get("days"),
        group=enquiry.get("people") or 1,
        sectors=tuple(enquiry.get("sectors") or ()),
        client_groups=tuple(enquiry.get("client_groups") or ()),
        topics=tuple(enquiry.get("topics") or ()),
        exclude=frozenset(exclude),
        professions=_professions(context),
    )


def _professions(context: Context) -> tuple[str, ...]:
    """The trades that the person's profile names for sure: a word of another language or with a slip is no fact."""
    profile = people.profile(context.work, context.person_id)
    hits = concepts.find(profile.get("profession") or "", context.lang)
    return tuple(hit.id for hit in hits if hit.kind == "profession" and hit.strength >= SURE_CONCEPT)


def find_hosts(context: Context, seen: list[str], limit: int) -> list[str]:
    """The next best hosts: their ids."""
    found = [match.card.external_id for match in _search(context, seen, limit)]
    # what somebody thought of a host when they saw it before stays as it is
    known = people.suggested(context.work, context.person_id)
    for host in found:
        if host not in known:
            people.suggest(context.work, context.person_id, host, "shown")
    return found


def _search(context: Context, seen: list[str], limit: int) -> Sequence[Match]:
    feedback = people.suggested(context.work, context.person_id)
    rejected = [host for host, thought in feedback.items() if thought == "rejected"]
    return context.services.cards(context.work).search(wish_of(context, [*seen, *rejected]), limit)


def host_cards(context: Context, hosts: list[str], seen: list[str]) -> list[Part]:
    """Each host as a card: who, where, what they do, and why we think of them; `seen` were shown before."""
    parts = []
    for number, match in enumerate(_search(context, seen, len(hosts)), start=1):
        parts.append(Part(_headline(number, match), "title"))
        parts.append(Part(Text("hosts.card.what", {"text": verbatim(_short(match.card.description))}), "card"))
        if match.reasons:
            parts.append(Part(Text("hosts.card.why", {"reasons": _in_words(_worth_saying(match.reasons))}), "note"))
    return parts


def _headline(number: int, match: Match) -> Text:
    card = match.card
    country = Text(f"country:{card.country}") if card.country else None
    if card.city and country:
        place = Text("hosts.card.place", {"city": card.city, "country": country})
    else:
        place = country or verbatim(card.city)
    return Text("hosts.card.title", {"n": number, "name": verbatim(card.name), "place": place})


def _worth_saying(reasons: Sequence[Reason]) -> list[Reason]:
    """A few reasons of each sort: what they know, a good practice seen there, and what makes it practical."""
    # that there is room for one person is no reason
    practical = [reason for reason in reasons if reason.code in PRACTICAL and str(reason.value) != "1"]
    practices = [reason for reason in reasons if reason.code == "good-practice"]
    subject = [reason for reason in reasons if reason.code not in PRACTICAL and reason not in practices]
    # a word in common says least
    subject.sort(key=lambda reason: reason.code == "word")
    return [*subject[:3], *practices[:1], *practical[:2]]


def _short(text: str, limit: int = 280) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"


def _in_words(reasons: Sequence[Reason]) -> tuple[Text, ...]:
    """The facts that scored (`hosts.reason.<code>`), those of one sort together: "speaks French and English"."""
    sorts: dict[str, list[Text]] = {}
    for reason in reasons:
        # quoted words stand for themselves
        sort = f"{reason.code} {reason.value}" if reason.code in ("word", "good-practice") else reason.code
        sorts.setdefault(sort, []).append(_fact(reason))
    return tuple(Text(f"hosts.reason.{sort.split()[0]}", {"what": tuple(facts)}) for sort, facts in sorts.items())


def _fact(reason: Reason) -> Text:
    match reason.code:
        case "same-sector" | "same-client-group" | "same-topic" | "same-profession" | "related":
            return Text(f"concept-in:{reason.value}")
        case "speaks-language":
            return Text(f"language:{reason.value}")
        case "in-country":
            return Text(f"country:{reason.value}")
        case "open-in-month":
            return Text(f"month-name:{reason.value}")
        case _:
            return verbatim(str(reason.value))


def no_more_hosts(context: Context, shown: int) -> list[Part]:
    """Nothing (more) fits: say which wish stands in the way most."""
    if shown:
        return [Part(Text("hosts.no_more", {"n": shown}))]
    hints = context.services.cards(context.work).relax(wish_of(context, []))
    parts = [Part(Text("hosts.none_fits"))]
    parts += [
        Part(Text(f"hosts.relax.{hint.filters[0]}", {"n": hint.hosts})) for hint in hints if len(hint.filters) == 1
    ][:2]
    return parts


def reject_hosts(context: Context, hosts: list[str], why: str) -> bool:
    """Not for me, and why."""
    for host in hosts:
        people.suggest(context.work, context.person_id, host, "rejected", why)
    return True


def like_host(context: Context, host: str) -> bool:
    """I like this one."""
    people.suggest(context.work, context.person_id, host, "liked")
    return True


def data_of_card(context: Context, external_id: str) -> HostCard | None:
    """The card of a host, or None."""
    return catalogue.host_card(context.work.connection, external_id)


ACTIONS = (find_hosts, host_cards, no_more_hosts, reject_hosts, like_host)
