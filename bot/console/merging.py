"""Two conversations of one person: staff find the other one, see both dossiers side by side, and make them one person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import dossiers, lists
from bot.console.console import Console
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.dossiers import Dossier
from bot.console.inbox import Inbox
from bot.console.lists import ConversationRow
from bot.console.numbers import known, number_of
from bot.console.pages import go
from bot.console.wording import Wording
from bot.staff_turns import DESK
from storage import access, desk, merging, staff
from storage.merging import Unmergeable
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.console.reading import Record

#: why it cannot be done (`storage.merging.Unmergeable`)
REFUSALS = ("same", "nobody", "changed")
_LONGEST_SEARCH = 100
_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the person behind the conversation (0 while nothing is known of them), their name and their dossier."""

    person_id: int
    name: str
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class _Found:
    this: Side
    other: Side | None
    candidates: list[ConversationRow]
    problem: str


def create_merging(console: Console, inbox: Inbox, record: "Record") -> list[HTTPRouteHandler]:
    """The routes to compare two and to make them one."""
    vault, path = console.app.vault, "/conversations/{number:int}/same-person"

    def side(connection: Connection, wording: Wording, account: Account, number: int) -> Side | None:
        if not access.sees_conversation(connection, account, known(number)):
            return None
        found = dossiers.dossier(connection, vault, wording, known(number))
        listed = desk.conversation_of(connection, vault, known(number)) if found else None
        return Side(listed.person_id or 0, listed.name, found) if found and listed else None

    def look(
        connection: Connection, wording: Wording, account: Account, number: int, other: int | None, words: str
    ) -> _Found | None:
        this = side(connection, wording, account, number)
        if this is None:
            return None
        that = side(connection, wording, account, other) if other else None
        if other and that is None:
            return None
        problem = ""
        if not this.person_id or (that is not None and not that.person_id):
            problem = "nobody"
        elif that is not None and that.person_id == this.person_id:
            problem = "same"
        wanted = words or this.name
        found = inbox.people.find(connection, wanted) if wanted and that is None and not problem else None
        sight = access.sight(connection, account)
        listed = desk.conversations(connection, vault, sight, found=found).items if found is not None else ()
        candidates = [
            lists.conversation_row(wording, item, account.id)
            for item in listed
            if item.person_id is not None and item.person_id != this.person_id
        ]
        return _Found(this, that, candidates[:_CANDIDATES], problem)

    async def show(
        request: HttpRequest, number: int, other: int | None, words: str, problem: str = ""
    ) -> Response[Any]:
        wording, visit = console.wording(request), visit_of(request)
        found = await console.app.database.read(lambda c: look(c, wording, visit.account, number, other, words))
        if found is None:
            raise Problem(404, "not-found")
        for one in (number, other):
            if one:
                await record.read(request, visit, "dossier.read", f"conversation:{one}")
        values: dict[str, object] = {
            "this": found.this,
            "other": found.other,
            "candidates": found.candidates,
            "words": words,
            "problem": wording.t(f"merge.{problem or found.problem}") if problem or found.problem else "",
        }
        return console.page(request, "merge.html", wording, values, 409 if problem else 200)

    @get(path, opt=AGENT, include_in_schema=False)
    async def compare(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        query = request.query_params
        words = query.get("words", "").strip()[:_LONGEST_SEARCH]
        return await show(request, number, number_of(query.get("other", "")), words)

    @post(path, opt=AGENT, include_in_schema=False)
    async def merge(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        account = visit_of(request).account
        form = {name: str(value) for name, value in (await request.form()).items()}
        other, kept = number_of(form.get("other", "")), number_of(form.get("kept", ""))
        here = (known(number), number_of(form.get("this_person", "")) or 0)
        there = (other or 0, number_of(form.get("other_person", "")) or 0)

        def job(connection: Connection) -> str | None:
            if not all(access.sees_conversation(connection, account, one) for one, _ in (here, there)):
                return None
            stays, goes = (here, there) if kept == here[0] else (there, here)
            at = console.now()
            try:
                merging.merge(UnitOfWork(connection, vault, at), stays, goes)
            except Unmergeable as refused:
                return refused.code
            for one, _ in (stays, goes):
                staff.record(connection, at, f"staff:{account.id}", "person.merged", f"conversation:{one}")
            return ""

        if kept not in (here[0], there[0]):
            return await show(request, number, other, "")
        refused = await console.app.database.write(job)
        if refused is None:
            raise Problem(404, "not-found")
        if refused:
            return await show(request, number, other, "", refused)
        console.app.bell.ring([here[0], there[0], DESK])
        return go(f"/desk/conversations/{number}")

    return [compare, merge]
