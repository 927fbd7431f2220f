"""The helpdesks: who answers in which language, when, and who stands in. For admins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console.console import Console
from bot.console.door import ADMIN, HttpRequest, visit_of
from bot.console.pages import go
from bot.console.wording import Moment, Wording
from bot.helpdesk_fields import FIELDS, LONGEST_PROMISE, WrongField, changed, is_code
from domain.topics import read_groups
from storage import helpdesks, staff, staff_groups
from storage.helpdesks import Helpdesk

if TYPE_CHECKING:
    pass

PATH: Final = "/desk/helpdesks"
DONE: Final = ("saved", "removed")
#: the fields that are typed
TYPED: Final = ("code", "name", "langs", "hours", "holidays", "zone")
STATES: Final = ("open", "closed", "unknown")
PROBLEMS: Final = (*FIELDS, "code", "taken", "in_charge")
_LONGEST_FIELD = 1200


@dataclass(frozen=True, slots=True)
class Row:
    """A helpdesk in the list: `opens` is when somebody is there again, None while it is open or when nobody says."""

    code: str
    name: str
    langs: str
    hours: str
    state: str
    opens: Moment | None
    fallback: str
    promise: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a form was refused, and the word that is wrong."""

    problem: str = ""
    word: str = ""


def create_helpdesks(console: Console) -> list[HTTPRouteHandler]:
    """The routes of the helpdesks."""
    database, zone = console.app.database, ZoneInfo(console.app.settings.time_zone)
    new = Helpdesk("", "", ())
    groups = read_groups(console.app.settings.telegram_staff_group)

    def show(request: HttpRequest, template: str, values: dict[str, object], status: int = 200) -> Response[Any]:
        wording = console.wording(request)
        values |= {
            "zone_here": zone.key,
            "most": LONGEST_PROMISE,
        }
        return console.page(request, template, wording, values, status)

    async def listed(
        request: HttpRequest, written: dict[str, str] | None = None, wrong: Wrong = Wrong()
    ) -> Response[Any]:
        wording, known = console.wording(request), await database.read(helpdesks.everyone)
        troubles = await database.read(lambda connection: staff_groups.all_troubles(connection, groups))
        done = request.query_params.get("done", "")
        values: dict[str, object] = {
            "rows": [_row(wording, one, known, console.now(), zone) for one in known],
            "others": known,
            "troubles": troubles,
            "written": written or {"code": "", **_written(new)},
            "wrong": wrong,
            "done": done if done in DONE else "",
        }
        return show(request, "helpdesks.html", values, 400 if wrong.problem else 200)

    async def edited(
        request: HttpRequest, one: Helpdesk, written: dict[str, str] | None = None, wrong: Wrong = Wrong()
    ) -> Response[Any]:
        known = await database.read(helpdesks.everyone)
        values: dict[str, object] = {
            "one": one,
            "others": [other for other in known if other.code != one.code],
            "written": written or _written(one),
            "wrong": wrong,
        }
        return show(request, "helpdesk.html", values, 400 if wrong.problem else 200)

    async def known_as(code: str) -> Helpdesk:
        found = await database.read(lambda connection: helpdesks.find(connection, code))
        if found is None:
            raise Problem(404, "not-found")
        return found

    async def form_of(request: HttpRequest) -> dict[str, str]:
        form = await request.form()
        return {name: str(form.get(name, "")).strip()[:_LONGEST_FIELD] for name in ("code", *FIELDS)}

    def save(request: HttpRequest, code: str, written: dict[str, str]) -> Callable[[Connection], None]:
        """Keep what was written of a helpdesk, a new one where there is none of this code."""
        actor, at = f"staff:{visit_of(request).account.id}", console.now()

        def job(connection: Connection) -> None:
            known = helpdesks.everyone(connection)
            before = next((one for one in known if one.code == code), None)
            fields = {name: written[name] for name in FIELDS}
            helpdesks.save(connection, changed(before or replace(new, code=code), fields, known))
            what = "helpdesk.changed" if before is not None else "helpdesk.added"
            staff.record(connection, at, actor, what, f"helpdesk:{code}")

        return job

    @get("/helpdesks", opt=ADMIN, include_in_schema=False)
    async def overview(request: HttpRequest) -> Response[Any]:
        return await listed(request)

    @post("/helpdesks", opt=ADMIN, include_in_schema=False)
    async def add(request: HttpRequest) -> Response[Any]:
        written = await form_of(request)
        code = written["code"].lower()
        if not is_code(code):
            return await listed(request, written, Wrong("code", code[:20]))
        if await database.read(lambda connection: helpdesks.find(connection, code)) is not None:
            return await listed(request, written, Wrong("taken", code))
        try:
            await database.write(save(request, code, written))
        except WrongField as error:
            return await listed(request, written, Wrong(error.field, error.word))
        return go(f"{PATH}?done=saved")

    @get("/helpdesks/{code:str}", opt=ADMIN, include_in_schema=False)
    async def helpdesk(request: HttpRequest, code: FromPath[str]) -> Response[Any]:
        return await edited(request, await known_as(code))

    @post("/helpdesks/{code:str}", opt=ADMIN, include_in_schema=False)
    async def change(request: HttpRequest, code: FromPath[str]) -> Response[Any]:
        one, written = await known_as(code), await form_of(request)
        try:
            await database.write(save(request, one.code, written))
        except WrongField as error:
            return await edited(request, one, written, Wrong(error.field, error.word))
        return go(f"{PATH}?done=saved")

    @post("/helpdesks/{code:str}/remove", opt=ADMIN, include_in_schema=False)
    async def remove(request: HttpRequest, code: FromPath[str]) -> Response[Any]:
        one = await known_as(code)
        actor, at = f"staff:{visit_of(request).account.id}", console.now()

        def write(connection: Connection) -> bool:
            if helpdesks.in_charge(connection, one.code):
                return False
            helpdesks.remove(connection, one.code)
            staff.record(connection, at, actor, "helpdesk.removed", f"helpdesk:{one.code}")
            return True

        if not await database.write(write):
            return await edited(request, one, wrong=Wrong("in_charge", one.code))
        return go(f"{PATH}?done=removed")

    return [overview, add, helpdesk, change, remove]


def _written(one: Helpdesk) -> dict[str, str]:
    return {
        "name": one.name, "langs": ", ".join(one.langs), "zone": one.zone, "hours": one.hours,
        "holidays": one.holidays, "fallback": one.fallback, "first_answer": str(one.first_answer),
    }  # fmt: skip


def _row(wording: Wording, one: Helpdesk, known: list[Helpdesk], now: int, zone: ZoneInfo) -> Row:
    hours = one.opening(zone)
    opens = hours.opens_next(now) if hours is not None else None
    state = "unknown" if hours is None else "open" if opens == now else "closed"
    return Row(
        code=one.code,
        name=one.name,
        langs=wording.joined(wording.in_a_sentence(code) for code in one.langs),
        hours=one.hours,
        state=state,
        opens=wording.moment(opens) if state == "closed" and opens is not None else None,
        fallback=next((other.name for other in known if other.code == one.fallback), ""),
        promise=length(one.first_answer * 60_000),
    )


def length(milliseconds: int) -> str:
    """How long something takes, as hours and minutes."""
    minutes = milliseconds // 60_000
    return f"{minutes // 60}:{minutes % 60:02d}"
