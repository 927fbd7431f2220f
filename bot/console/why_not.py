"""The page that says why a host was not suggested to a trainee, and the one to choose the trainee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import lists
from bot.console.answers import Field
from bot.console.console import Console
from bot.console.door import READER, HttpRequest, visit_of
from bot.console.lists import ConversationRow
from bot.console.numbers import known
from bot.console.wording import Wording
from dialogs.hosts import WHY_NOT
from domain import countries
from domain.cards import HostCard
from domain.matching import Match
from domain.matching_wish import Wish
from domain.messages import Text
from domain.why_not import LOOKED_THROUGH, SHUT, Answer, Failed, why_not
from handlers.actions.hosts import in_words, wish_of
from handlers.context import Context, Memory
from storage import access, catalogue, conversations, desk, people, suggestions
from storage.desk_search import People
from storage.host_search import HostNames
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.app import App
    from bot.console.reading import Record

#: statuses of a card with which nobody is shown it (`domain.cards.HOST_STATUSES`)
STATUSES: Final = ("draft", "submitted", "contacted", "confirmed", "dormant", "declined", "archived")
#: wishes that a card did not meet, as the desk has words for them
FAILED: Final = (
    "language", "language.none", "country", "country.untold", "month", "days.least", "days.most", "group",
)  # fmt: skip
#: what the answer comes to
VERDICTS: Final = ("found", "shut", "failed", "beyond", "off_subject")
_LONGEST_SEARCH, _LONGEST_ID = 100, 96
_MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host to choose."""

    id: str
    name: str
    place: str
    status: str


@dataclass(frozen=True, slots=True)
class RivalRow:
    """A host that was found, and what spoke for it."""

    place: str
    name: str
    where: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer in words: `kind` is one of VERDICTS, `verdict` says it in short, `facts` are what it rests on. `history` is what
    became of showing it; `words` are those of the trainee who did not want it."""

    name: str
    where: str
    kind: str
    verdict: str
    facts: tuple[str, ...]
    history: tuple[str, ...]
    words: tuple[str, ...]
    own: tuple[str, ...]
    better: tuple[RivalRow, ...]
    wish_is_about: str
    card_is_about: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """`wished` says whether the trainee has told what they look for."""

    row: ConversationRow
    wished: bool
    wish: tuple[Field, ...]
    hosts: tuple[HostRow, ...]
    answer: Shown | None


def create_why_not(console: Console, search: People, record: "Record") -> list[HTTPRouteHandler]:
    """The routes: to choose a trainee, and then a host."""
    names = HostNames()

    @get("/why-not", opt=READER, include_in_schema=False)
    async def choose(request: HttpRequest) -> Response[Any]:
        wording, account = console.wording(request), visit_of(request).account
        words = request.query_params.get("words", "").strip()[:_LONGEST_SEARCH]

        def read(connection: Connection) -> list[ConversationRow]:
            if not words:
                return []
            found = search.find(connection, words)
            page = desk.conversations(connection, console.app.vault, access.sight(connection, account), found=found)
            return [lists.conversation_row(wording, one, account.id) for one in page.items if one.person_id is not None]

        rows = await console.app.database.read(read)
        return console.page(request, "why_not_whom.html", wording, {"rows": rows[:_MOST_FOUND], "words": words})

    @get("/conversations/{number:int}/why-not", opt=READER, include_in_schema=False)
    async def answer(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, visit, query = console.wording(request), visit_of(request), request.query_params
        words, host = query.get("words", "").strip()[:_LONGEST_SEARCH], query.get("host", "")[:_LONGEST_ID]
        found = await console.app.database.read(
            lambda connection: _read(connection, console.app, names, wording, visit.account, known(number), words, host)
        )
        if found is None:
            raise Problem(404, "not-found")
        await record.read(request, visit, "why_not.read", f"conversation:{number}")
        return console.page(request, "why_not.html", wording, {"found": found, "words": words, "host": host})

    return [choose, answer]


def _read(
    connection: Connection,
    app: "App",
    names: HostNames,
    wording: Wording,
    account: Account,
    number: int,
    words: str,
    host: str,
) -> _Page | None:
    """What the page of a conversation shows; None when it is not there for them."""
    if not access.sees_conversation(connection, account, number):
        return None
    listed = desk.conversation_of(connection, app.vault, number)
    talk = conversations.load(connection, app.vault, number)
    if listed is None or talk is None:
        return None
    row, work = lists.conversation_row(wording, listed, account.id), UnitOfWork(connection, app.vault, wording.now)
    person = talk.person_id
    if person is None or people.latest_enquiry(work, person) is None:
        return _Page(row, False, (), (), None)
    feedback = people.suggested(work, person)
    rejected = [one for one, thought in feedback.items() if thought == "rejected"]
    wish = wish_of(Context(app.services, work, talk, Memory()), rejected)
    card = catalogue.host_card(connection, host) if host else None
    shown = None
    if card is not None:
        index = app.services.cards(work)
        found = why_not(index.search, card, wish, index.has_room(host))
        shown = _shown(wording, card, found, suggestions.of_host(work, person, host))
    hosts = tuple(
        HostRow(
            one.external_id, one.name, _where(wording, one.city, one.country),
            wording.t(f"why_not.status.{one.status}") if one.status in STATUSES else "",
        )
        for one in names.find(connection, words, _MOST_FOUND)
    )  # fmt: skip
    return _Page(row, True, tuple(_wish(wording, wish)), hosts, shown)


def _wish(wording: Wording, wish: Wish) -> Sequence[Field]:
    """The practical side of a wish, as the search takes it; its words stand in the dossier."""
    told = {
        "language": wording.joined(map(wording.in_a_sentence, wish.working_languages)),
        "country": wording.show(countries.shown(wish.asked_countries)) if wish.asked_countries else "",
        "month": wording.joined(_month(wording, str(one)) for one in wish.months),
        "days": str(wish.days) if wish.days is not None else "",
        "group": str(wish.group) if wish.group is not None else "",
    }
    return [Field(wording.t(f"why_not.wish.{name}"), value) for name, value in told.items() if value]


def _shown(wording: Wording, card: HostCard, found: Answer, history: Sequence[Mapping[str, Any]]) -> Shown:
    facts = [_shut(wording, one, card) for one in SHUT if one in found.shut]
    facts += [_failed(wording, one) for one in found.failed]
    if found.failed and not found.shut:
        facts.append(_otherwise(wording, found.otherwise))
    if found.shut or found.failed:
        kind = "shut" if found.shut else "failed"
    else:
        kind = "found" if found.found else "beyond" if found.beyond else "off_subject"
    place = str(found.place) if found.place else str(LOOKED_THROUGH) if found.beyond else ""
    return Shown(
        name=card.name,
        where=_where(wording, card.city, card.country),
        kind=kind,
        verdict=wording.t(f"why_not.verdict.{kind}", **({"place": place} if place else {})),
        facts=tuple(facts),
        history=tuple(_was(wording, one) for one in history) or (wording.t("why_not.never"),),
        words=tuple(str(one["words"]) for one in history if one["words"]),
        own=_reasons(wording, found.found) if found.found else (),
        better=tuple(
            RivalRow(
                str(place), one.card.name, _where(wording, one.card.city, one.card.country), _reasons(wording, one)
            )
            for place, one in enumerate(found.better, start=1)
        ),
        wish_is_about=_concepts(wording, found.wish_is_about),
        card_is_about=_concepts(wording, found.card_is_about),
        confirmed=found.confirmed,
    )


def _otherwise(wording: Wording, place: int | None) -> str:
    if place is None:
        return wording.t("why_not.otherwise.beyond", place=str(LOOKED_THROUGH))
    return wording.t("why_not.otherwise", place=str(place)) if place else wording.t("why_not.otherwise.none")


def _shut(wording: Wording, why: str, card: HostCard) -> str:
    if why != "status":
        return wording.t(f"why_not.shut.{why}")
    status = wording.t(f"why_not.status.{card.status}") if card.status in STATUSES else card.status
    return wording.t("why_not.shut.status", status=status)


def _failed(wording: Wording, one: Failed) -> str:
    wanted, told = (_said(wording, one.name, values) for values in (one.wanted, one.told))
    name: str = one.name
    if name == "country" and not told:
        return wording.t("why_not.failed.country.untold", wanted=wanted)
    if name == "language" and not wanted:
        return wording.t("why_not.failed.language.none", told=told)
    if name == "days":
        name = "days.least" if one.least else "days.most"
    return wording.t(f"why_not.failed.{name}", wanted=wanted, told=told)


def _said(wording: Wording, name: str, values: Sequence[str]) -> str:
    match name:
        case "language":
            return wording.joined(map(wording.in_a_sentence, values))
        case "country":
            return wording.show(countries.shown(values)) if values else ""
        case "month":
            return wording.joined(_month(wording, one) for one in values)
        case _:
            return ", ".join(values)


def _month(wording: Wording, number: str) -> str:
    return wording.show(Text(f"month-name:{number}"))


def _was(wording: Wording, one: Mapping[str, Any]) -> str:
    """When a host was shown, and what became of that."""
    said = [wording.t("why_not.shown", day=wording.moment(one["shown_at"]).day, place=str(one["place"]))]
    if one["liked_at"]:
        said.append(wording.t("why_not.liked"))
    if one["rejected_at"]:
        code = one["reason"]
        reason = wording.show(Text(f"hosts.why.{code}")) if code in WHY_NOT else ""
        said.append(wording.t("why_not.rejected", reason=reason) if reason else wording.t("why_not.rejected.plain"))
    if one["requested"]:
        said.append(wording.t("why_not.requested"))
    return " ".join(said)


def _reasons(wording: Wording, match: Match) -> tuple[str, ...]:
    return tuple(wording.show(text) for text in in_words(match.reasons))


def _concepts(wording: Wording, ids: Sequence[str]) -> str:
    return ", ".join(wording.show(Text(f"concept:{one}")) for one in ids)


def _where(wording: Wording, city: str, country: str) -> str:
    return ", ".join(part for part in (city, wording.country(country) if country else "") if part)
