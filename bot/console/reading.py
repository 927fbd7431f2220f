"""The pages that staff read: the lists, a conversation with its dossier, a host request."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import dossiers, lists, readings
from bot.console.door import POLL, Door, HttpRequest, Visit, visit_of
from bot.console.numbers import known, number_of, one_of, page_of
from bot.console.pages import DeskPages
from bot.console.wording import Reader, Wording
from storage import desk, staff

if TYPE_CHECKING:
    from bot.app import App

_LONGEST_SEARCH = 100
#: milliseconds after which a dossier that is kept open counts as read again
READ_AGAIN = 10 * 60_000
_OPEN_DOSSIERS = 10_000


class Record:
    """Writes down who read what (P6): each time a page is opened, and now and then while it stays open."""

    def __init__(self, app: "App", now: Callable[[], int]) -> None:
        self._database, self._now = app.database, now
        self._noted: OrderedDict[tuple[str, str], int] = OrderedDict()

    async def read(self, request: HttpRequest, visit: Visit, what: str, about: str) -> None:
        """`what` is the kind of page, `about` names the row."""
        key, now = (visit.token, about), self._now()
        if POLL in request.headers and now - self._noted.get(key, -READ_AGAIN) < READ_AGAIN:
            return
        actor = f"staff:{visit.account.id}"
        await self._database.write(lambda connection: staff.record(connection, now, actor, what, about))
        self._noted[key] = now
        self._noted.move_to_end(key)
        if len(self._noted) > _OPEN_DOSSIERS:
            self._noted.popitem(last=False)


def create_reading(
    app: "App", door: Door, pages: DeskPages, reader: Reader, now: Callable[[], int]
) -> list[HTTPRouteHandler]:
    """The routes to read."""
    record = Record(app, now)
    vault = app.vault

    def show(request: HttpRequest, template: str, wording: Wording, values: dict[str, object]) -> Response[Any]:
        visit = visit_of(request)
        values |= {"visit": visit, "token": door.tokens.for_forms(visit.token)}
        return pages.live(request, pages.page(template, wording, values))

    @get("/", include_in_schema=False)
    async def overview(request: HttpRequest) -> Response[Any]:
        wording, query = reader(pages.language(request)), request.query_params
        wanted = {
            "lang": one_of(query.get("lang", ""), pages.languages),
            "owner": one_of(query.get("owner", ""), desk.OWNERS),
            "words": query.get("words", "").strip()[:_LONGEST_SEARCH],
        }
        page, requests_page = page_of(query.get("page", "")), page_of(query.get("requests", ""))

        def read(connection: Connection) -> tuple[desk.Counts, desk.Page[desk.Listed], desk.Page[desk.Requested]]:
            found = desk.conversations(connection, vault, **wanted, page=page)
            return desk.counts(connection), found, desk.requests(connection, vault, page=requests_page)

        counts, conversations, requests = await app.database.read(read)
        me = visit_of(request).account.id
        kept = {**wanted, "requests": str(requests_page) if requests_page > 1 else ""}
        values: dict[str, object] = {
            "counts": counts,
            "conversations": [lists.conversation_row(wording, item, me) for item in conversations.items],
            "requests": [lists.request_row(wording, item) for item in requests.items],
            "pager": lists.pager(conversations, "page", kept),
            "requests_pager": lists.pager(requests, "requests", {**wanted, "page": str(page) if page > 1 else ""}),
            "wanted": wanted,
            "filtered": any(wanted.values()),
            "languages": [(code, wording.language(code)) for code in pages.languages],
            "owners": [(owner, wording.t(f"filter.owner.{owner}")) for owner in desk.OWNERS],
        }
        return show(request, "overview.html", wording, values)

    @get("/conversations/{number:int}", include_in_schema=False)
    async def conversation(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, visit = reader(pages.language(request)), visit_of(request)
        before = number_of(request.query_params.get("before", ""))
        found = await app.database.read(
            lambda connection: dossiers.dossier(
                connection, vault, wording, known(number), reader_id=visit.account.id, before=before
            )
        )
        if found is None:
            raise Problem(404, "not-found")
        await record.read(request, visit, "dossier.read", f"conversation:{number}")
        values: dict[str, object] = {"dossier": found, "before": before or "", "meant": readings.choices(wording)}
        return show(request, "conversation.html", wording, values)

    @get("/requests/{number:int}", include_in_schema=False)
    async def host_request(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, visit = reader(pages.language(request)), visit_of(request)
        found = await app.database.read(lambda connection: dossiers.request(connection, vault, wording, known(number)))
        if found is None:
            raise Problem(404, "not-found")
        await record.read(request, visit, "request.read", f"request:{number}")
        return show(request, "request.html", wording, {"asked": found})

    return [overview, conversation, host_request]
