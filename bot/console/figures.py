"""How the helpdesks do, for those who lead them: who waits now, how soon people were answered and helped, what they say of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.numbers import format_percent
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot.console.console import Console
from bot.console.door import LEAD, HttpRequest, visit_of
from bot.console.helpdesks import length
from bot.console.numbers import one_of
from bot.console.wording import Wording
from domain.service import Service, Times
from locales import formats
from storage import helpdesks, notices, service, webhooks
from storage.helpdesks import Helpdesk
from storage.webhooks import Stopped

if TYPE_CHECKING:
    pass

#: how many days may be looked back
DAYS: Final = ("30", "7", "90", "365")


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a helpdesk in words; empty where there is nothing to measure."""

    name: str
    waiting: int
    longest: str
    first: str
    first_p90: str
    answers: int
    kept: str
    resolved: str
    resolved_p90: str
    good: int
    fair: int
    bad: int


def create_figures(console: Console) -> list[HTTPRouteHandler]:
    """The route of the figures."""
    zone = ZoneInfo(console.app.settings.time_zone)

    @get("/figures", opt=LEAD, include_in_schema=False)
    async def figures(request: HttpRequest) -> Response[Any]:
        wording, visit = console.wording(request), visit_of(request)
        days = one_of(request.query_params.get("days", ""), DAYS) or DAYS[0]

        account = visit.account

        def read(connection: Connection) -> tuple[list[Service], list[Helpdesk], int, list[Stopped]]:
            found = service.figures(connection, console.now(), zone, int(days))
            silent = webhooks.stopped(connection) if account.role == "admin" else []
            return found, helpdesks.everyone(connection), notices.count_given_up(connection), silent

        found, known, lost, silent = await console.app.database.read(read)
        mine = [one for one in found if account.role == "admin" or not known or one.team in account.teams]
        values: dict[str, object] = {
            "rows": [_row(wording, one, known) for one in mine],
            "days": days,
            "choices": [(one, wording.t(f"figures.days.{one}")) for one in DAYS],
            "lost": lost,
            # of an address no more than whose it is: the rest may be a secret
            "stopped": [
                {"place": urlsplit(one.url).hostname or "", "name": one.name, "time": wording.moment(one.at).full}
                for one in silent
            ],
        }
        return console.pages.live(request, console.page(request, "figures.html", wording, values))

    return [figures]


def _row(wording: Wording, one: Service, known: list[Helpdesk]) -> Row:
    name = next((other.name for other in known if other.code == one.team), one.team)
    bad, fair, good = one.scores
    kept = "" if one.kept is None else format_percent(one.kept, locale=formats.locale(wording.lang))
    return Row(
        name, one.waiting, length(one.longest) if one.waiting else "", *_times(one.first), one.first.count, kept,
        *_times(one.resolved), good, fair, bad,
    )  # fmt: skip


def _times(of: Times) -> tuple[str, str]:
    return (length(of.median), length(of.p90)) if of.count else ("", "")
