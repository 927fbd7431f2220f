"""The people of the desk: who they are, what they may do, whom to invite. For admins, and for leads in their own teams."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import rights
from bot.console.console import Console
from bot.console.door import LEAD, HttpRequest, visit_of
from bot.console.numbers import known as known_id
from bot.console.pages import go
from bot.console.sessions import new_token
from bot.console.wording import Moment, Wording
from storage import helpdesks, identities, invitations, staff
from storage.helpdesks import Helpdesk
from storage.invitations import Invitation
from storage.staff import Account

if TYPE_CHECKING:
    pass

PATH = "/desk/people"
#: what may be said to have been done, and why something was not
DONE = ("changed", "ended", "disabled", "withdrawn", "openid")
PROBLEMS = ("email", "has_account", "name", "teams")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was just made; `link` opens it, `lang` is the language of whoever invited."""

    email: str
    lang: str
    link: str
    expires_at: int


#: hears of each invitation, to send it
Tell = Callable[[Invited], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the form about somebody."""

    role: str
    teams: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the list."""

    account: Account
    teams: str
    langs: str
    managed: bool
    me: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """An invitation in the list."""

    id: int
    email: str
    role: str
    until: Moment


def create_people(console: Console, tell: Tell | None = None) -> list[HTTPRouteHandler]:
    """The routes of the people; `tell` hears of each invitation."""
    database, address = console.app.database, console.app.settings.address

    def show(request: HttpRequest, template: str, values: dict[str, object], status: int = 200) -> Response[Any]:
        visit, wording = visit_of(request), console.wording(request)
        values |= {
            "languages": [(code, wording.language(code)) for code in console.pages.languages],
            "roles": rights.roles_for(visit.account),
        }
        return console.page(request, template, wording, values, status)

    async def listed(
        request: HttpRequest, *, problem: str = "", chosen: Chosen | None = None, status: int = 200
    ) -> Response[Any]:
        me, wording = visit_of(request).account, console.wording(request)

        def read(connection: Connection) -> tuple[list[Account], list[Invitation], list[Helpdesk]]:
            open_ones = invitations.open_ones(connection, console.now())
            return staff.everybody(connection), open_ones, helpdesks.everyone(connection)

        everybody, invited, known = await database.read(read)
        own = rights.teams_for(me, known)
        usual = Chosen("agent", (own[0].code,) if len(own) == 1 else ())
        values: dict[str, object] = {
            "people": [_person(wording, me, one, known) for one in everybody if rights.shows(me, one, known)],
            "invited": [
                Awaited(one.id, one.email, one.role, wording.moment(one.expires_at))
                for one in invited
                if rights.manages_rights(me, one.role, one.teams, known)
            ],
            "teams": own,
            "chosen": chosen or usual,
            "problem": problem,
            "done": request.query_params.get("done", "") if request.query_params.get("done", "") in DONE else "",
        }
        return show(request, "people.html", values, status)

    async def found(request: HttpRequest, number: int) -> tuple[Account, list[Helpdesk]]:
        """An account that may be changed by whoever asks; others look as if they did not exist."""
        me = visit_of(request).account

        def read(connection: Connection) -> tuple[Account | None, list[Helpdesk]]:
            return staff.by_id(connection, known_id(number)), helpdesks.everyone(connection)

        other, known = await database.read(read)
        if other is None or not rights.manages(me, other, known):
            raise Problem(404, "not-found")
        return other, known

    async def filled(request: HttpRequest, known: Sequence[Helpdesk]) -> Chosen:
        """What the form says; rights that whoever sends it may not give are refused: their form did not offer them."""
        form, me = await request.form(), visit_of(request).account
        offered = {one.code for one in rights.teams_for(me, known)}
        chosen = Chosen(
            role=str(form.get("role", "")),
            teams=tuple(dict.fromkeys(str(one) for one in form.getall("teams", []))),
            langs=tuple(one for one in console.pages.languages if one in form.getall("langs", [])),
            email=staff.normal(str(form.get("email", "")))[: rights.LONGEST_EMAIL + 1],
            name=" ".join(str(form.get("name", "")).split())[: rights.LONGEST_NAME + 1],
        )
        if chosen.role not in rights.roles_for(me) or not offered.issuperset(chosen.teams):
            raise Problem(403, "role")
        return chosen

    async def edited(
        request: HttpRequest, other: Account, known: Sequence[Helpdesk], chosen: Chosen, problem: str = ""
    ) -> Response[Any]:
        me = visit_of(request).account
        issuer = console.app.settings.oidc_issuer
        values: dict[str, object] = {
            "other": other, "chosen": chosen, "teams": rights.teams_for(me, known), "problem": problem,
            "connected": await database.read(lambda connection: identities.bound(connection, other.id, issuer)),
        }  # fmt: skip
        return show(request, "person.html", values, 400 if problem else 200)

    @get("/people", opt=LEAD, include_in_schema=False)
    async def people(request: HttpRequest) -> Response[Any]:
        return await listed(request)

    @post("/people/invite", opt=LEAD, include_in_schema=False)
    async def invite(request: HttpRequest) -> Response[Any]:
        me, at = visit_of(request).account, console.now()
        known = await database.read(helpdesks.everyone)
        chosen, bits = await filled(request, known), new_token()

        def write(connection: Connection) -> bool:
            account = staff.by_email(connection, chosen.email)
            if account is not None and not account.disabled:
                return False
            key = console.door.tokens.invitation(bits)
            invitations.invite(connection, at, key, chosen.email, chosen.role, chosen.teams, chosen.langs, me.id)
            staff.record(connection, at, f"staff:{me.id}", "staff.invited")
            return True

        problem = ""
        if not rights.is_email(chosen.email):
            problem = "email"
        elif rights.lacks_teams(chosen.role, chosen.teams, known):
            problem = "teams"
        elif not await database.write(write):
            problem = "has_account"
        if problem:
            return await listed(request, problem=problem, chosen=chosen, status=400)
        wording = console.wording(request)
        made = Invited(chosen.email, wording.lang, link(address, bits), at + invitations.VALID)
        if tell is not None:
            await tell(made)
        return show(request, "invitation.html", {"made": made, "until": wording.moment(made.expires_at)})

    @post("/people/invitations/{number:int}/withdraw", opt=LEAD, include_in_schema=False)
    async def withdraw(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        me, at = visit_of(request).account, console.now()

        def write(connection: Connection) -> bool:
            one = invitations.by_id(connection, at, known_id(number))
            known = helpdesks.everyone(connection)
            if one is None or not rights.manages_rights(me, one.role, one.teams, known):
                return False
            invitations.withdraw(connection, one.id)
            staff.record(connection, at, f"staff:{me.id}", "staff.invitation_withdrawn")
            return True

        if not await database.write(write):
            raise Problem(404, "not-found")
        return go(f"{PATH}?done=withdrawn")

    @get("/people/{number:int}", opt=LEAD, include_in_schema=False)
    async def person(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        other, known = await found(request, number)
        return await edited(request, other, known, Chosen(other.role, other.teams, other.langs, name=other.name))

    @post("/people/{number:int}", opt=LEAD, include_in_schema=False)
    async def change(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        other, known = await found(request, number)
        chosen, me, at = await filled(request, known), visit_of(request).account, console.now()
        if not rights.is_name(chosen.name):
            return await edited(request, other, known, chosen, "name")
        if rights.lacks_teams(chosen.role, chosen.teams, known):
            return await edited(request, other, known, chosen, "teams")

        def write(connection: Connection) -> bool:
            ended = staff.change(
                connection, other, name=chosen.name, role=chosen.role, teams=chosen.teams, langs=chosen.langs
            )
            staff.record(connection, at, f"staff:{me.id}", "staff.changed", f"staff:{other.id}")
            return ended

        return go(f"{PATH}?done={'ended' if await database.write(write) else 'changed'}")

    @post("/people/{number:int}/openid", opt=LEAD, include_in_schema=False)
    async def let_go(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        other, _ = await found(request, number)
        me, at = visit_of(request).account, console.now()

        def write(connection: Connection) -> None:
            if identities.unbind(connection, other.id):
                staff.close_sessions(connection, other.id)
                staff.record(connection, at, f"staff:{me.id}", "staff.openid_unbound", f"staff:{other.id}")

        await database.write(write)
        return go(f"{PATH}?done=openid")

    @post("/people/{number:int}/disable", opt=LEAD, include_in_schema=False)
    async def disable(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        other, _ = await found(request, number)
        me, at = visit_of(request).account, console.now()

        def write(connection: Connection) -> None:
            staff.disable(connection, other.email)
            staff.record(connection, at, f"staff:{me.id}", "staff.disabled", f"staff:{other.id}")

        await database.write(write)
        return go(f"{PATH}?done=disabled")

    return [people, invite, withdraw, person, change, let_go, disable]


def link(address: str, bits: str) -> str:
    """Where somebody follows an invitation."""
    return f"{address}/desk/invited/{bits}"


def _person(wording: Wording, me: Account, one: Account, known: Sequence[Helpdesk]) -> Person:
    names = {team.code: team.name for team in known}
    teams = wording.joined(names[code] for code in one.teams if code in names) if one.role != "admin" else ""
    langs = wording.joined(wording.in_a_sentence(code) for code in one.langs)
    return Person(one, teams, langs, rights.manages(me, one, known) and not one.disabled, one.id == me.id)
