"""How well suggestions do, by language, subject and country: where hosts are missing, and why some were not for people."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from babel.numbers import format_percent
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot.console.console import Console
from bot.console.door import AGENT, LEAD, HttpRequest, visit_of
from bot.console.numbers import one_of
from bot.console.pages import headers
from bot.console.wording import Wording
from bot.example_table import cell
from dialogs.hosts import WHY_NOT
from domain.cards import HostCard
from domain.matching_figures import FEW, FIRST, Count, Figures, Rates, figures
from domain.messages import Text
from locales import formats
from storage import catalogue, staff, suggestions

if TYPE_CHECKING:
    pass

PATH: Final = "/desk/matching"
#: how many days may be looked back
DAYS: Final = ("90", "30", "365")
_A_DAY: Final = 24 * 60 * 60_000
#: tables of rates, in their order on the page
TABLES: Final = ("languages", "facets", "concepts", "countries")
#: what became of a suggestion, in the order it does
BECAME: Final = ("liked", "requested", "accepted")
FACETS: Final = ("sector", "client_group", "problem", "method", "setting", "profession", "competence")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of rates in words: how many wishes, and for each of BECAME the share among the first of each of FIRST; no shares for a
    figure of few."""

    name: str
    wishes: str
    shares: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A row of counts in words."""

    name: str
    times: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """All tables in words."""

    total: Row | None
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    hosts: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    any: bool


def create_matching_figures(console: Console) -> list[HTTPRouteHandler]:
    """The routes of the page and of its table."""

    async def made(wording: Wording, days: str) -> Shown:
        def read(connection: Connection) -> tuple[Figures, dict[str, HostCard]]:
            found = figures(suggestions.outcomes(connection, console.now() - int(days) * _A_DAY))
            return found, catalogue.cards_of(connection, [one.key for one in found.hosts])

        return _shown(wording, *await console.app.database.read(read))

    def wanted_days(request: HttpRequest) -> str:
        return one_of(request.query_params.get("days", ""), DAYS) or DAYS[0]

    @get("/matching", opt=AGENT, include_in_schema=False)
    async def page(request: HttpRequest) -> Response[Any]:
        wording, days = console.wording(request), wanted_days(request)
        values: dict[str, object] = {
            "made": await made(wording, days),
            "days": days,
            "choices": [(one, wording.t(f"figures.days.{one}")) for one in sorted(DAYS, key=int)],
            "first": [str(one) for one in FIRST],
            "became": BECAME,
            "few": str(FEW),
        }
        return console.page(request, "matching.html", wording, values)

    @get("/matching.csv", opt=LEAD, include_in_schema=False)
    async def table(request: HttpRequest) -> Response[Any]:
        wording, visit, days = console.wording(request), visit_of(request), wanted_days(request)
        found, at = await made(wording, days), console.now()
        actor = f"staff:{visit.account.id}"
        await console.app.database.write(lambda connection: staff.record(connection, at, actor, "matching.exported"))
        attached = {"Content-Disposition": f'attachment; filename="matching-{days}.csv"'}
        return Response(_file(wording, found), media_type="text/csv", headers=headers() | attached)

    return [page, table]


def _shown(wording: Wording, found: Figures, cards: dict[str, HostCard]) -> Shown:
    names: dict[str, Callable[[str], str]] = {
        "languages": lambda code: wording.language(code) if code else wording.t("matching.no_language"),
        "facets": lambda kind: wording.t(f"matching.facet.{kind}") if kind in FACETS else kind,
        "concepts": lambda one: wording.show(Text(f"concept:{one}")),
        "countries": wording.country,
    }
    tables: dict[str, Sequence[Rates]] = {
        "languages": found.languages, "facets": found.facets, "concepts": found.concepts, "countries": found.countries,
    }  # fmt: skip
    return Shown(
        _row(wording, wording.t("matching.total"), found.total) if found.total else None,
        tuple((name, tuple(_row(wording, names[name](one.key), one) for one in tables[name])) for name in TABLES),
        tuple(_tally(wording, cards[one.key].name if one.key in cards else one.key, one) for one in found.hosts),
        tuple(_tally(wording, _reason(wording, one.key), one) for one in found.reasons),
        found.any,
    )


def _row(wording: Wording, name: str, rates: Rates) -> Row:
    became = (rates.liked, rates.requested, rates.accepted)
    shares = tuple(tuple(_share(wording, one) for one in pair) for pair in became if pair is not None)
    return Row(name, _number(wording, rates.wishes), shares)


def _tally(wording: Wording, name: str, count: Count) -> Tally:
    more = _number(wording, count.more) if count.times is not None else ""
    return Tally(name, _number(wording, count.times), more)


def _number(wording: Wording, figure: int | None) -> str:
    return wording.t("matching.few", number=str(FEW)) if figure is None else wording.number(figure)


def _share(wording: Wording, share: float) -> str:
    return str(format_percent(share, locale=formats.locale(wording.lang)))


def _reason(wording: Wording, code: str) -> str:
    return wording.show(Text(f"hosts.why.{code}")) if code in WHY_NOT else wording.t("matching.no_reason")


def _file(wording: Wording, found: Shown) -> bytes:
    """All tables one below the other, for a spreadsheet."""
    columns = [
        wording.t(f"matching.{name}", number=str(first)) for name in BECAME for first in FIRST
    ]  # fmt: skip
    rows: list[Iterable[str]] = [
        [wording.t("matching.table"), wording.t("matching.name"), wording.t("matching.wishes"), *columns]
    ]
    if found.total:
        rows.append(["", found.total.name, found.total.wishes, *(one for pair in found.total.shares for one in pair)])
    for name, table in found.tables:
        rows += [
            [wording.t(f"matching.{name}"), one.name, one.wishes, *(share for pair in one.shares for share in pair)]
            for one in table
        ]
    rows.append([])
    rows.append(
        [
            wording.t("matching.table"),
            wording.t("matching.name"),
            wording.t("matching.asked"),
            wording.t("matching.yes"),
        ]
    )
    rows += [[wording.t("matching.hosts"), one.name, one.times, one.more] for one in found.hosts]
    rows += [[wording.t("matching.reasons"), one.name, one.times] for one in found.reasons]
    written = io.StringIO()
    csv.writer(written).writerows([cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", "replace")
