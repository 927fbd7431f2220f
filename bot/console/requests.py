"""A host request at the desk: what it says, what the host answered, and what the trainee thought of the stay.

Each form carries the version of the request that its page showed: of two who come together one wins, the other reads what has
become of it. Works without scripts.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import dossiers
from bot.console.console import Console
from bot.console.door import AGENT, READER, HttpRequest, visit_of
from bot.console.dossiers import Request
from bot.console.numbers import known, number_of
from bot.console.pages import go
from bot.console.wording import Moment, Wording
from domain.host_requests import ACCEPTED, NEXT, OTHER_DAYS, OVER, STATES, TOLD
from domain.staff_actions import AboutRequest, Colleague, HostAnswered, Outcome, StayRated, TakenBack
from storage import access, conversations, requests
from storage.staff import Account

if TYPE_CHECKING:
    from bot.app import App
    from bot.console.reading import Record

#: refusals that have words of their own; any other is told like "changed"
REFUSALS: Final = ("changed", "state", "days", "too-long")
#: characters of a reason
LONGEST_REASON: Final = 1000

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve that nobody has asked yet."""

    id: int
    version: int
    host: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands and what may come next: `told` and `quiet` are states, those with a word to the trainee and those
    without; `before` is the state it may be set back to, in words; `other` the other days, offered or, once agreed, asked for at
    first; `ended` says whether the stay is over; `reachable` whether a word gets to the trainee now."""

    version: int
    since: Moment | None
    is_told: bool
    reachable: bool
    told: tuple[str, ...]
    quiet: tuple[str, ...]
    before: str
    other: str
    score: int | None
    ended: bool
    reserve: Reserve | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not noted, in a sentence, and what had been filled in."""

    said: str = ""
    form: Form = field(default_factory=dict)


def create_requests(console: Console, record: "Record") -> list[HTTPRouteHandler]:
    """The routes to read a request, and to note what has become of it."""
    app = console.app

    def look(
        connection: Connection, wording: Wording, account: Account, number: int
    ) -> tuple[Request, Standing] | None:
        found = dossiers.request(connection, app.vault, wording, number, account=account)
        stand = _standing(connection, app, wording, account, number) if found is not None else None
        return (found, stand) if found is not None and stand is not None else None

    async def show(request: HttpRequest, number: int, refusal: Refusal | None = None) -> Response[Any]:
        wording, visit = console.wording(request), visit_of(request)
        found = await app.database.read(lambda c: look(c, wording, visit.account, known(number)))
        if found is None:
            raise Problem(404, "not-found")
        await record.read(request, visit, "request.read", f"request:{number}")
        values: dict[str, object] = {
            "asked": found[0], "stand": found[1], "refusal": refusal or Refusal(), "may_act": visit.may("agent"),
            "longest": LONGEST_REASON,
        }  # fmt: skip
        page = console.page(request, "request.html", wording, values, 409 if refusal else 200)
        return page if refusal else console.pages.live(request, page)

    async def act(request: HttpRequest, number: int, name: str) -> Response[Any]:
        account = visit_of(request).account
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        # where the trainee is told; of whom an account may not see a conversation it may not see a request either
        place = await app.database.read(lambda c: requests.conversation_for(c, access.sight(c, account), known(number)))
        if place is None:
            raise Problem(404, "not-found")
        wanted = _wanted(name, known(number), form)
        outcome = Outcome("too-long") if len(form.get("reason", "")) > LONGEST_REASON else None
        if outcome is None:
            who = Colleague(account.id, account.name)
            try:
                outcome = await app.staff_turns.do(place, who, wanted, _key(number, name, form))
            except LookupError:
                raise Problem(404, "not-found") from None
        if outcome.done:
            return go(f"/desk/requests/{number}")
        if outcome.key == "request":
            raise Problem(404, "not-found")
        code = outcome.key if outcome.code == "wrong" else outcome.code
        said = console.wording(request).t(
            f"request.refused.{code if code in REFUSALS else 'changed'}", limit=str(LONGEST_REASON)
        )
        return await show(request, number, Refusal(said, form))

    @get("/requests/{number:int}", opt=READER, include_in_schema=False)
    async def host_request(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await show(request, number)

    @post("/requests/{number:int}/answer", opt=AGENT, include_in_schema=False)
    async def answer(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await act(request, number, "answer")

    @post("/requests/{number:int}/take-back", opt=AGENT, include_in_schema=False)
    async def take_back(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await act(request, number, "take-back")

    @post("/requests/{number:int}/score", opt=AGENT, include_in_schema=False)
    async def score(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await act(request, number, "score")

    return [host_request, answer, take_back, score]


def _standing(connection: Connection, app: "App", wording: Wording, account: Account, number: int) -> Standing | None:
    asked = requests.of_id(connection, number)
    place = requests.conversation_for(connection, access.sight(connection, account), number)
    talk = conversations.load(connection, app.vault, place) if place is not None else None
    if asked is None or talk is None:
        return None
    reserve = requests.reserve(connection, asked) if asked.state in OVER else None
    following = NEXT.get(asked.state, ())
    return Standing(
        version=asked.version,
        since=wording.moment(asked.changed_at) if asked.changed_at else None,
        is_told=asked.told,
        reachable=talk.reachable,
        told=tuple(state for state in following if state in TOLD),
        quiet=tuple(state for state in following if state not in TOLD),
        before=wording.t(f"request.state.{asked.before}") if asked.before in STATES else "",
        other=wording.days(asked.other_first_day, asked.other_last_day) if asked.other_first_day else "",
        score=asked.score if asked.state == ACCEPTED else None,
        ended=asked.last_day <= wording.today().isoformat(),
        reserve=Reserve(reserve.id, reserve.version, reserve.host_name) if reserve is not None else None,
    )


def _wanted(name: str, number: int, form: Form) -> AboutRequest:
    version = number_of(form.get("version", ""))
    seen = -1 if version is None else version
    if name == "take-back":
        return TakenBack(number, seen, tell="tell" in form)
    if name == "score":
        return StayRated(number, seen, number_of(form.get("score", "")) or 0)
    state = form.get("state", "")
    days = (form.get("first_day", ""), form.get("last_day", "")) if state == OTHER_DAYS else ("", "")
    return HostAnswered(number, seen, state, form.get("reason", ""), *days, tell="tell" in form)


def _key(number: int, name: str, form: Form) -> str:
    """What makes this form the same when it comes again: a double click does a thing once."""
    filled = [f"{key}={value}" for key, value in sorted(form.items()) if key != "token"]
    return hashlib.sha256("\0".join(("request", str(number), name, *filled)).encode("utf-8", "replace")).hexdigest()
