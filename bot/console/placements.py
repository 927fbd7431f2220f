"""The pages of placements: make a group, see who would go where and why, decide, solve again, take the table along."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import lists
from bot.console.console import Console
from bot.console.door import AGENT, READER, HttpRequest, visit_of
from bot.console.lists import ConversationRow
from bot.console.numbers import known, number_of, one_of
from bot.console.pages import go, headers
from bot.console.placement_rows import Row, Shown, shown
from bot.console.wording import Wording
from bot.example_table import cell
from bot.placements import Proposal, solve, turns_of
from domain.placement_turns import MOST_WEEKS, Turn, turns
from storage import access, desk, helpdesks, placements, staff
from storage.desk_search import People
from storage.placements import Group
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    pass

PATH: Final = "/desk/placements"
#: why a form was not kept
PROBLEMS: Final = ("name", "team", "days", "many", "changed")
#: what can be done with somebody of the group
DEEDS: Final = ("pin", "unpin", "forbid", "allow", "leave")
DONE: Final = ("solved", "added", "kept")
#: a group is a consortium, perhaps two
MOST_PEOPLE: Final = 200
_MOST_FOUND = 50
_LONGEST_NAME, _LONGEST_SEARCH, _LONGEST_ID = 100, 100, 96
#: the columns of the table, whose names are those of the page
COLUMNS: Final = ("who", "where", "place", "when", "choice", "why", "unmet", "ask")


@dataclass(frozen=True, slots=True)
class Listed:
    """A placement in the list."""

    id: int
    name: str
    team: str
    days: str
    people: int
    placed: int
    stale: bool


class _Pages:
    def __init__(self, console: Console, search: People) -> None:
        self._console, self._app, self._now, self._search = console, console.app, console.now, search

    def page(
        self, request: HttpRequest, template: str, values: Mapping[str, object], status: int = 200
    ) -> Response[Any]:
        values = {**values, "most_weeks": MOST_WEEKS}
        return self._console.page(request, template, self._console.wording(request), values, status)

    async def listed(self, request: HttpRequest, written: Group | None = None, problem: str = "") -> Response[Any]:
        wording, account = self._console.wording(request), visit_of(request).account

        def read(connection: Connection) -> tuple[list[tuple[Group, int, int]], list[tuple[str, str]]]:
            return placements.listed(connection, account), _teams(connection, wording, account)

        found, teams = await self._app.database.read(read)
        names = dict(teams)
        rows = [
            Listed(
                one.id, one.name, names.get(one.team, one.team), wording.days(one.first_day, one.last_day), people,
                placed, one.solved != one.version,
            )
            for one, people, placed in found
        ]  # fmt: skip
        values = {
            "groups": rows, "teams": teams, "problem": problem, "written": written or Group(0, "", "", "", "", 1),
        }  # fmt: skip
        return self.page(request, "placements.html", values, 400 if problem else 200)

    async def add(self, request: HttpRequest) -> Response[Any]:
        written, account, at = await self._typed(request), visit_of(request).account, self._now()
        if problem := await self._wrong(request, written):
            return await self.listed(request, written, problem)

        def write(connection: Connection) -> int:
            number = placements.add(connection, at, written, account.id)
            self._note(connection, account, "placement.added", number)
            return number

        return go(f"{PATH}/{await self._app.database.write(write)}#people")

    async def change(self, request: HttpRequest, number: int) -> Response[Any]:
        written, account = replace(await self._typed(request), id=known(number)), visit_of(request).account
        await self._must_see(account, number)
        if problem := await self._wrong(request, written):
            return await self.one(request, number, problem)
        await self._change(account, number, lambda connection: placements.change(connection, written))
        return go(f"{PATH}/{number}?done=kept")

    async def one(self, request: HttpRequest, number: int, problem: str = "") -> Response[Any]:
        """The page of a placement; people found by the words of the address stand below it."""
        wording, account, query = self._console.wording(request), visit_of(request).account, request.query_params
        words = query.get("words", "").strip()[:_LONGEST_SEARCH]

        def read(
            connection: Connection,
        ) -> tuple[Shown, Sequence[ConversationRow], list[tuple[str, str]]] | None:
            made = shown(connection, self._app.vault, wording, account, known(number))
            if made is None:
                return None
            # a consortium is often the employer of its people
            wanted = words or ("" if made.people else made.group.name)
            return made, self._found(connection, wording, account, wanted, made), _teams(connection, wording, account)

        found = await self._app.database.read(read)
        if found is None:
            raise Problem(404, "not-found")
        await self._app.database.write(partial(self._note, account=account, what="placement.read", number=number))
        made, candidates, teams = found
        values = {
            "made": made, "group": made.group, "candidates": candidates, "words": words, "teams": teams,
            "team": dict(teams).get(made.group.team, made.group.team), "problem": problem,
            "days": wording.days(made.group.first_day, made.group.last_day), "done": one_of(query.get("done", ""), DONE),
        }  # fmt: skip
        return self.page(request, "placement.html", values, 409 if problem else 200)

    def _found(
        self, connection: Connection, wording: Wording, account: Account, words: str, made: Shown
    ) -> list[ConversationRow]:
        """People whom the words find, without those of the group; everybody once."""
        if not words or not access.may(account, "agent"):
            return []
        sight, found = access.sight(connection, account), self._search.find(connection, words)
        rows: dict[int, ConversationRow] = {}
        for item in desk.conversations(connection, self._app.vault, sight, found=found).items:
            if item.person_id is not None and item.person_id not in made.people:
                rows.setdefault(item.person_id, lists.conversation_row(wording, item, account.id))
        return list(rows.values())[:_MOST_FOUND]

    async def join(self, request: HttpRequest, number: int) -> Response[Any]:
        """People are named by conversations: that is what somebody may see."""
        account, form = visit_of(request).account, await request.form()
        await self._must_see(account, number)
        chosen = [number_of(str(one)) or 0 for one in form.getall("conversation", [])][:MOST_PEOPLE]

        def write(connection: Connection) -> bool:
            members = placements.members(connection, self._app.vault, known(number))
            new = placements.people_in(connection, access.sight(connection, account), chosen)
            if len({*(one.person_id for one in members), *new}) > MOST_PEOPLE:
                return False
            placements.join(connection, known(number), new)
            self._note(connection, account, "placement.changed", number)
            return True

        if not await self._app.database.write(write):
            return await self.one(request, number, "many")
        return go(f"{PATH}/{number}?done=added#people")

    async def decide(self, request: HttpRequest, number: int) -> Response[Any]:
        """Pin, forbid, let go of somebody."""
        account = visit_of(request).account
        await self._must_see(account, number)
        form = {name: str(value) for name, value in (await request.form()).items()}
        deed, member, host = form.get("do", ""), number_of(form.get("member", "")) or 0, form.get("host", "")
        host = host[:_LONGEST_ID]

        def write(connection: Connection) -> None:
            group = placements.of_id(connection, account, known(number))
            members = placements.members(connection, self._app.vault, known(number))
            one = next((one for one in members if one.id == member), None)
            if group is None or one is None or deed not in DEEDS:
                return
            mondays = tuple(turn.first.isoformat() for turn in turns_of(group))
            match deed:
                case "pin" if host:
                    placements.pin(connection, group.id, member, host, one_of(form.get("day", ""), mondays))
                case "unpin":
                    placements.pin(connection, group.id, member, "", "")
                case "forbid" if host:
                    placements.forbid(connection, group.id, member, list(dict.fromkeys((*one.forbidden, host))))
                case "allow":
                    placements.forbid(connection, group.id, member, [kept for kept in one.forbidden if kept != host])
                case "leave":
                    placements.leave(connection, group.id, member)
            self._note(connection, account, "placement.changed", number)

        await self._app.database.write(write)
        return go(f"{PATH}/{number}#{'people' if deed == 'leave' else f'member-{member}'}")

    async def solve(self, request: HttpRequest, number: int) -> Response[Any]:
        account, at = visit_of(request).account, self._now()

        def read(connection: Connection) -> tuple[Group, dict[int, Proposal]] | None:
            group = placements.of_id(connection, account, known(number))
            if group is None:
                return None
            return group, solve(UnitOfWork(connection, self._app.vault, at), self._app.services, group)

        found = await self._app.database.read(read)
        if found is None:
            raise Problem(404, "not-found")

        def write(connection: Connection) -> bool:
            self._note(connection, account, "placement.solved", number)
            return placements.propose(UnitOfWork(connection, self._app.vault, at), *found)

        if not await self._app.database.write(write):
            return await self.one(request, number, "changed")
        return go(f"{PATH}/{number}?done=solved")

    async def table(self, request: HttpRequest, number: int) -> Response[Any]:
        wording, account = self._console.wording(request), visit_of(request).account
        made = await self._app.database.read(
            lambda connection: shown(connection, self._app.vault, wording, account, known(number))
        )
        if made is None:
            raise Problem(404, "not-found")
        await self._app.database.write(partial(self._note, account=account, what="placement.exported", number=number))
        attached = {"Content-Disposition": f'attachment; filename="placement-{number}.csv"'}
        return Response(_table(wording, made), media_type="text/csv", headers=headers() | attached)

    async def remove(self, request: HttpRequest, number: int) -> Response[Any]:
        account = visit_of(request).account
        await self._must_see(account, number)

        def write(connection: Connection) -> None:
            placements.remove(connection, known(number))
            self._note(connection, account, "placement.removed", number)

        await self._app.database.write(write)
        return go(PATH)

    async def _must_see(self, account: Account, number: int) -> None:
        """Raises Problem(404) for a placement that is not there for them."""
        if await self._app.database.read(lambda c: placements.of_id(c, account, known(number))) is None:
            raise Problem(404, "not-found")

    async def _change(self, account: Account, number: int, change: Callable[[Connection], None]) -> None:
        def write(connection: Connection) -> None:
            change(connection)
            self._note(connection, account, "placement.changed", number)

        await self._app.database.write(write)

    async def _typed(self, request: HttpRequest) -> Group:
        form = {name: str(value) for name, value in (await request.form()).items()}
        name = " ".join(form.get("name", "").split())[: _LONGEST_NAME + 1]
        weeks = number_of(form.get("weeks", "")) or 1
        return Group(0, name, form.get("team", ""), form.get("first_day", ""), form.get("last_day", ""), weeks)

    async def _wrong(self, request: HttpRequest, written: Group) -> str:
        """Why a form is not kept; "" when it is."""
        wording, account = self._console.wording(request), visit_of(request).account
        teams = await self._app.database.read(lambda c: _teams(c, wording, account))
        if not written.name or len(written.name) > _LONGEST_NAME or not written.name.isprintable():
            return "name"
        if written.team not in dict(teams):
            return "team"
        return "" if _turns(written) else "days"

    def _note(self, connection: Connection, account: Account, what: str, number: int) -> None:
        staff.record(connection, self._now(), f"staff:{account.id}", what, f"placement:{number}")


def create_placements(console: Console, search: People) -> list[HTTPRouteHandler]:
    """The routes of the list, and of one placement."""
    all_of_it = _Pages(console, search)
    ours = partial(post, opt=AGENT, include_in_schema=False)

    @get("/placements", opt=READER, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        return await all_of_it.listed(request)

    @get("/placements/{number:int}", opt=READER, include_in_schema=False)
    async def one(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.one(request, number)

    @get("/placements/{number:int}/plan.csv", opt=READER, include_in_schema=False)
    async def table(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.table(request, number)

    @ours("/placements")
    async def add(request: HttpRequest) -> Response[Any]:
        return await all_of_it.add(request)

    @ours("/placements/{number:int}")
    async def change(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.change(request, number)

    @ours("/placements/{number:int}/people")
    async def join(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.join(request, number)

    @ours("/placements/{number:int}/decide")
    async def decide(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.decide(request, number)

    @ours("/placements/{number:int}/solve")
    async def solved(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.solve(request, number)

    @ours("/placements/{number:int}/remove")
    async def remove(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.remove(request, number)

    return [listed, one, table, add, change, join, decide, solved, remove]


def _teams(connection: Connection, wording: Wording, account: Account) -> list[tuple[str, str]]:
    """Whose placements somebody may make (code, name): those of their teams; of all where there is no helpdesk, and for admins."""
    found = helpdesks.everyone(connection)
    mine = [(one.code, one.name) for one in found if account.role == "admin" or one.code in account.teams]
    return [("", wording.t("canned.all_teams")), *mine] if account.role == "admin" or not found else mine


def _turns(written: Group) -> tuple[Turn, ...]:
    """The turns of what was typed; () when these are no days, or none in which a stay can lie."""
    try:
        first, last = dt.date.fromisoformat(written.first_day), dt.date.fromisoformat(written.last_day)
        return turns(first, last, written.weeks) if 1 <= written.weeks <= MOST_WEEKS else ()
    except (ValueError, OverflowError):
        return ()


def _table(wording: Wording, made: Shown) -> bytes:
    """The plan as CSV, with the mark by which Excel knows UTF-8."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([wording.t(f"placements.column.{name}") for name in COLUMNS])
    lines.writerows([cell(value) for value in _line(row)] for row in (*made.placed, *made.unplaced))
    return written.getvalue().encode("utf-8-sig", "replace")


def _line(row: Row) -> tuple[object, ...]:
    why = "; ".join(row.why or row.relax)
    return row.who, row.host, row.place, row.days, row.rank or "", why, row.unmet, row.ask
