"""Every route of the desk × everybody who may come: one table, made of the routes themselves (S3, S4).

A route says itself what it needs, and this table walks all of them: a new one is in it without a word here. What is shown to one
role and not to another is told by the tests of the pages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, update

from bot.console.door import Door
from bot.console.sessions import COOKIE, FORM_COOKIE, new_token
from domain.traces import ReadAs
from storage import helpdesks, people, placements, staff
from storage.helpdesks import Helpdesk
from storage.placements import Group
from storage.staff import ROLES
from storage.tables import staff as staff_table
from tests.bot.console.conftest import World, browser, say
from tests.bot.console.conftest import application as desk_application
from tests.bot.console.shared_routes import SharedRoutes

#: who comes; those with a role are signed in and have it
VISITORS: Final = ("anonymous", "disabled", "owes a code", "must have codes", *ROLES)
#: fields that any form may need, so that what is refused is refused for the role alone
FORM: Final = {
    "message": "2", "place": "0", "role": "agent", "name": "Zoe", "email": "new@example.org", "lang": "fr", "key": "others",
    "text": "Bonjour", "old": "not it", "password": "not it", "code": "000000",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A method of a path, and what its handler says about itself."""

    method: str
    path: str
    opt: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def form(self, world: World, token: str) -> dict[str, str] | None:
        """What its form holds; None for a route that is only read."""
        if self.method == "GET":
            return None
        own = token if not self.opt.get("desk_open") or self.opt.get("desk_code") else "form"
        return world.form(own, **FORM)

    @property
    def there(self) -> str:
        """An address of it: everything has the number 1."""
        return re.sub(r"\{\w+:str\}", "x", re.sub(r"\{\w+:int\}", "1", self.path))


def application(world: World) -> SharedRoutes:
    """The desk in sample mode, whose event streams end at once."""
    world.app.sample = True
    return desk_application(world, lambda: True)


def table(web: SharedRoutes) -> list[Route]:
    """Every route there is."""
    return sorted(
        (
            Route(method, route.path, found[0].opt)
            for route in web.routes
            for method, found in route.route_handler_map.items()
            if method != "OPTIONS"
        ),
        key=str,
    )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    # nobody answers at this provider
    made = World(tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id="desk")
    # the account, the conversation, the request and the placement with the number 1
    made.member("zoe@example.org", "Zoe")
    made.hosts("Les Tilleuls")
    number = made.conversation("a", say("Bonjour"))
    made.heard(number, "Guten Tag", ReadAs("language", "de", 0.98))
    person = made.person(number, {"name": "Ana"})
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}
    made.do(lambda work: people.request_hosts(work, person, ["h0"], details))
    made.write(lambda c: placements.add(c, made.now, Group(0, "A", "fr", "2027-05-03", "2027-05-09", 1), None))
    yield made
    made.database.close()


def expected(route: Route, visitor: str) -> str:
    """What a visitor gets: through, to the sign-in form, to set up codes, no such page, or not for them."""
    if route.opt.get("desk_open"):
        return "through"
    if visitor in ("anonymous", "disabled", "owes a code"):
        return "sign in"
    if visitor == "must have codes":
        # an admin, so that nothing else keeps them out
        return "through" if route.opt.get("desk_own") else "codes"
    if ROLES.index(visitor) <= ROLES.index(route.opt["desk_role"]):
        return "through"
    return "missing" if route.method == "GET" else "forbidden"


def refused(answer: Any) -> str:
    """How an answer says no."""
    location = answer.headers.get("location", "")
    if answer.status_code == 303:
        return {"/desk/account/second": "codes"}.get(location, "sign in" if "/desk/sign-in" in location else location)
    return {403: "forbidden", 404: "missing"}.get(answer.status_code, str(answer.status_code))


def test_every_route_says_who_it_is_for(world: World) -> None:
    found = table(application(world))
    assert len(found) > 30
    for route in found:
        assert bool(route.opt.get("desk_open")) != (route.opt.get("desk_role") in ROLES), route


#: these need no session because they make one, or hold nothing of anybody
OPEN = {
    "GET /desk/invited/{bits:str}", "GET /desk/let-in/{bits:str}", "GET /desk/sign-in", "GET /desk/sign-in/code",
    "GET /desk/static/{version:str}/{name:str}", "POST /desk/invited/{bits:str}", "POST /desk/let-in/{bits:str}",
    "POST /desk/sample", "POST /desk/sign-in", "POST /desk/sign-in/code",
}  # fmt: skip


def test_what_is_open_to_everybody_is_listed_here(world: World) -> None:
    assert {str(route) for route in table(application(world)) if route.opt.get("desk_open")} <= OPEN | _by_settings()


def _by_settings() -> set[str]:
    """Doors that only some settings open."""
    return {"GET /desk/sign-in/openid", "GET /desk/sign-in/openid/back", "GET /desk/invited/{bits:str}/openid"}


@pytest.mark.parametrize("visitor", VISITORS)
async def test_each_visitor_gets_what_the_route_says(
    world: World, visitor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if visitor == "must have codes":
        world.app.settings = world.app.settings.model_copy(update={"desk_totp": "required"})
    web = application(world)
    role = visitor if visitor in ROLES else "admin"
    member = world.member("me@example.org", "Me", role=role)
    wrong: list[tuple[str, str, str]] = []
    let_in, passed = Door.let_in, []

    async def watched(self: Door, connection: Any, handler: Any) -> None:
        await let_in(self, connection, handler)
        passed.append(handler)

    monkeypatch.setattr(Door, "let_in", watched)
    async with browser(web) as client:
        client.headers["accept"] = "text/html"
        for route in table(web):
            if route.opt.get("desk_code") and visitor == "anonymous":
                continue  # nobody has a form of this page without the right password
            passed.clear()
            token = new_token()
            stage = staff.CODE if visitor == "owes a code" else staff.SIGNED_IN
            world.write(
                partial(
                    _signed_in, world=world, token=token, member=member, stage=stage, disabled=visitor == "disabled"
                )
            )
            client.cookies.clear()
            client.cookies.set(FORM_COOKIE, "form", path="/desk")
            if visitor != "anonymous":
                client.cookies.set(COOKIE, token, path="/desk")
            answer = await client.request(
                route.method, route.there, data=route.form(world, token), follow_redirects=False
            )
            assert answer.status_code < 500, route
            wanted, given = expected(route, visitor), "through" if passed else refused(answer)
            if given != wanted:
                wrong.append((str(route), wanted, given))
    assert wrong == []


def _signed_in(c: Connection, *, world: World, token: str, member: int, stage: str, disabled: bool) -> None:
    """Everybody as they were, and a new session."""
    staff.open_session(c, world.now, world.tokens.stored(token), member, stage=stage)
    c.execute(update(staff_table).values(disabled=disabled))


async def test_a_form_that_is_not_from_our_own_page_is_refused_everywhere(world: World) -> None:
    web, member, other = application(world), world.member("me@example.org", "Me", role="admin"), world.session(1)
    before = world.audited()
    async with browser(web) as client:
        client.cookies.set(FORM_COOKIE, "form", path="/desk")
        token = world.session(member)
        client.cookies.set(COOKIE, token, path="/desk")
        for number, route in enumerate(one for one in table(web) if one.method != "GET"):
            right = route.form(world, token) or {}
            faults: dict[str, tuple[dict[str, str], dict[str, str]]] = {
                "no token": ({}, {}),
                "empty token": ({"token": ""}, {}),
                "wrong token": ({"token": "0" * 64}, {}),
                "not ascii": ({"token": "é"}, {}),
                "the token of another session": (world.form(other), {}),
                "foreign origin": (right, {"origin": "https://evil.example"}),
                "null origin": (right, {"origin": "null"}),
                "cross-site": (right, {"sec-fetch-site": "cross-site"}),
                "same site, other origin": (right, {"sec-fetch-site": "same-site"}),
            }
            # each route meets three of them, and each of them every third route
            some = [*faults][number % 3 :: 3]
            for fault in some:
                fields, headers = faults[fault]
                answer = await client.request(
                    route.method, route.there, data=fields, headers=headers, follow_redirects=False
                )
                assert answer.status_code == 403, (str(route), fault)
        assert (await client.get("/desk", follow_redirects=False)).status_code == 200  # still signed in
    assert world.audited() == before


async def test_what_belongs_to_another_team_looks_missing_whatever_is_asked(world: World) -> None:
    for code in ("fr", "nl"):
        world.write(partial(helpdesks.save, one=Helpdesk(code, f"Helpdesk {code}", (code,))))
    web = application(world)
    member = world.member("me@example.org", "Me", role="agent", teams=["nl"])
    wrong: list[tuple[str, int]] = []
    for route in table(web):
        if not route.path.startswith(
            ("/desk/conversations/{number", "/desk/requests/{number", "/desk/placements/{number")
        ):
            continue
        token = world.session(member)
        async with browser(web) as client:
            client.cookies.set(COOKIE, token, path="/desk")
            data = world.form(token, **FORM) if route.method == "POST" else None
            there, nowhere = [
                await client.request(
                    route.method,
                    Route("", route.path.replace("{number:int}", number), {}).there,
                    data=data,
                    follow_redirects=False,
                )
                for number in ("1", "77")
            ]
        if (there.status_code, there.text) != (nowhere.status_code, nowhere.text) or there.status_code != 404:
            wrong.append((str(route), there.status_code))
    assert wrong == []
    assert [
        what for _, what, _ in world.audited() if what.startswith(("dossier", "request", "reading", "placement"))
    ] == []
