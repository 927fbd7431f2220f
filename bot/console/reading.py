"""The pages that staff read: the lists, and what leads on from them."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, cast

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from bot.console import lists
from bot.console.console import Console
from bot.console.door import POLL, READER, HttpRequest, Visit, visit_of
from bot.console.inbox import Inbox, Wanted
from bot.console.matching_figures import create_matching_figures
from bot.console.merging import create_merging
from bot.console.pages import DeskPages
from bot.console.placements import create_placements
from bot.console.requests import create_requests
from bot.console.why_not import create_why_not
from bot.console.wording import Wording
from storage import staff
from storage.desk import Listed

if TYPE_CHECKING:
    from bot.app import App

#: milliseconds after which a dossier that is kept open counts as read again
READ_AGAIN = 10 * 60_000
_OPEN_DOSSIERS = 10_000
#: open lists that are told news side by side
POLLS = 1


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


class Entries:
    """Makes the rows of the inbox, each once a minute for all who see it alike: many open lists show the same rows."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages, self._minute = pages, 0
        self._made: dict[tuple[Listed, str, bool], str] = {}

    def html(self, wording: Wording, reader_id: int, items: Sequence[Listed]) -> list[str]:
        """The rows as one member of staff sees them."""
        if (minute := wording.now // 60_000) != self._minute:
            # they say how long somebody has been waiting; nor is anything kept here for longer
            self._minute, self._made = minute, {}
        keys = [(item, wording.lang, item.staff_id == reader_id) for item in items]
        if missing := [key for key in keys if key not in self._made]:
            entry = self._pages.macro("entry.html", "entry", wording)
            for key in missing:
                self._made[key] = entry(lists.conversation_row(wording, key[0], reader_id))
        return [self._made[key] for key in keys]


def create_reading(console: Console) -> list[HTTPRouteHandler]:
    """The routes to read."""
    record = Record(console.app, console.now)
    entries = Entries(console.pages)
    inbox, polls = Inbox(console.app.vault), asyncio.Semaphore(POLLS)

    @get("/", opt=READER, include_in_schema=False)
    async def overview(request: HttpRequest) -> Response[Any]:
        wording, account = console.wording(request), visit_of(request).account
        wanted = Wanted.of(request.query_params, console.pages.languages)
        # news are asked for by all open pages at once: somebody who comes in need not wait for all of them
        async with polls if POLL in request.headers else nullcontext():
            values = await console.app.database.read(
                lambda connection: inbox.read(connection, wording, account, wanted, console.pages.languages)
            )
        values["conversations"] = entries.html(wording, account.id, cast("Sequence[Listed]", values["conversations"]))
        return console.pages.live(request, console.page(request, "overview.html", wording, values))

    return [
        overview,
        *create_requests(console, record),
        *create_merging(console, inbox, record),
        *create_placements(console, inbox.people),
        *create_matching_figures(console),
        *create_why_not(console, inbox.people, record),
    ]
