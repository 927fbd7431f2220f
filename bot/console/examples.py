"""The page of what was read wrongly, for those who tune the readers, and the same as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot import example_table
from bot.console import readings
from bot.console.console import Console
from bot.console.door import READER, HttpRequest, visit_of
from bot.console.lists import pager
from bot.console.numbers import one_of, page_of
from bot.console.pages import headers
from bot.console.wording import Wording
from domain.messages import Text
from domain.traces import KINDS
from locales import catalogue
from storage import misreadings, staff
from storage.desk import Page
from storage.misreadings import Example

if TYPE_CHECKING:
    pass

PATH = "/desk/readings"


@dataclass(frozen=True, slots=True)
class Row:
    """An example in the list."""

    day: str
    kind: str
    read: str
    share: str
    meant: str
    asked: str
    language: str
    lang: str
    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was read wrongly."""

    kind: str
    read: str
    number: int


def create_examples(console: Console) -> list[HTTPRouteHandler]:
    """The routes of the list and of the file."""

    @get("/readings", opt=READER, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        wording, query = console.wording(request), request.query_params
        kind, page = one_of(query.get("kind", ""), KINDS), page_of(query.get("page", ""))

        def read(connection: Connection) -> tuple[Page[Example], Sequence[tuple[str, str, int]]]:
            return misreadings.examples(connection, kind=kind, page=page), misreadings.counts(connection)

        found, counted = await console.app.database.read(read)
        values: dict[str, object] = {
            "examples": [_row(wording, one) for one in found.items],
            "counts": [_count(wording, *one) for one in counted if not kind or one[0] == kind],
            "pager": pager(found, "page", {"kind": kind}, PATH),
            "kinds": [(one, wording.t(f"reading.kind.{one}")) for one in KINDS],
            "wanted": kind,
        }
        return console.pages.live(request, console.page(request, "readings.html", wording, values))

    @get("/readings.csv", opt=READER, include_in_schema=False)
    async def file(request: HttpRequest) -> Response[Any]:
        kind, actor = one_of(request.query_params.get("kind", ""), KINDS), f"staff:{visit_of(request).account.id}"
        found = await console.app.database.read(lambda connection: misreadings.all_examples(connection, kind=kind))
        await console.app.database.write(
            lambda connection: staff.record(connection, console.now(), actor, "readings.exported", kind)
        )
        attached = {"Content-Disposition": 'attachment; filename="readings.csv"'}
        return Response(example_table.file(found), media_type="text/csv", headers=headers() | attached)

    return [listed, file]


def _row(wording: Wording, one: Example) -> Row:
    read = readings.named(wording, one.kind, one.read, one.asked)
    label = f"{one.asked}.label"
    return Row(
        day=wording.show(Text(f"day:{one.day}")),
        kind=wording.t(f"reading.kind.{one.kind}"),
        read=read if one.sure or not one.read else wording.t("reading.perhaps", what=read),
        share="" if one.confidence is None else wording.share(one.confidence),
        meant=readings.meant(wording, one.kind, one.meant) if one.meant else "",
        asked=wording.show(Text(label)) if catalogue.has(label) else "",
        language=wording.language(one.lang) if one.lang else "",
        lang=one.lang,
        words=one.words,
    )


def _count(wording: Wording, kind: str, read: str, number: int) -> Count:
    return Count(wording.t(f"reading.kind.{kind}"), readings.named(wording, kind, read), number)
