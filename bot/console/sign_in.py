"""Signing in and out: /desk/sign-in, /desk/sign-in/code, /desk/let-in, /desk/sign-out and, in sample mode, /desk/sample.

Who has a second factor gets a session that opens nothing but the form for the code; the code gives another session. How one
signs in by an identity provider stands in `bot.console.openid`.
"""

import asyncio
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.limits import network_of
from bot.channels.webchat.problems import Problem
from bot.console import browsers
from bot.console.console import Console
from bot.console.door import CODE, OPEN, OWN, Door, HttpRequest, visit_of
from bot.console.numbers import one_of
from bot.console.pages import go
from bot.console.passwords import Passwords
from bot.console.second_factor import SecondFactor
from bot.console.sessions import COOKIE, FORM_COOKIE, drop_cookie, new_token, plausible, set_cookie
from bot.console.tries import Tries
from storage import staff
from storage.staff import Account, Session

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger(__name__)

#: pages that one may be led back to after sign-in
_PAGES = re.compile(r"/desk/(?:(?:conversations|requests)/[0-9]{1,18}|readings|people|account|audit)")
#: passwords that are checked at the same time: each takes a core and 64 MB
_AT_ONCE = 2
_LONGEST_EMAIL = 200
#: what stands in the record for each way to sign in
_SIGNED_IN = {
    staff.BY_PASSWORD: "desk.signed_in", staff.BY_OPENID: "desk.signed_in_openid", staff.BY_LINK: "desk.signed_in_link",
}  # fmt: skip
#: what may be said on the sign-in page about a sign-in elsewhere that came to nothing
OPENID_PROBLEMS = ("failed", "unknown")


class SignIn:
    """Checks passwords and codes, opens and closes sessions."""

    def __init__(self, app: "App", door: Door, passwords: Passwords, now: Callable[[], int]) -> None:
        self._database, self._door, self._now = app.database, door, now
        self.passwords, self.second_factor = passwords, SecondFactor(app, door.tokens, now)
        self._tries = Tries(lambda: now() / 1000)
        self._checking = asyncio.Semaphore(_AT_ONCE)

    def wait(self, account: str, address: str) -> float:
        """Count a try: 0.0, or the seconds until there may be another one."""
        return self._tries.take(f"account:{account}", f"address:{address}")

    def succeeded(self, account: str, address: str) -> None:
        """The try was a good one."""
        self._tries.succeeded(f"account:{account}", f"address:{address}")

    def half_way(self, address: str) -> None:
        """The password was right: the address has not used up a try, the account has, until the code is right too."""
        self._tries.returned(f"address:{address}")

    def wait_openid(self, address: str) -> float:
        """Count a return from the identity provider: 0.0, or the seconds until there may be another one. These count by
        themselves: where the provider is broken, passwords still open the desk."""
        return self._tries.take(f"openid:{address}")

    def came_back(self, address: str) -> None:
        """It was a good one."""
        self._tries.returned(f"openid:{address}")

    async def right(self, account: Account, password: str) -> bool:
        """Is it the password of this account?"""
        return await self.account(account.email, password) is not None

    async def hash(self, password: str, email: str) -> str:
        """The hash of a new password. Raises PasswordError."""
        async with self._checking:
            return await asyncio.to_thread(self.passwords.hash, password, email)

    async def account(self, email: str, password: str) -> Account | None:
        """The account these open. An unknown or closed account takes as long as a wrong password."""
        found = await self._database.read(lambda connection: staff.by_email(connection, email))
        async with self._checking:
            right, newer = await asyncio.to_thread(self.passwords.check, password, found.password if found else "")
        if found is None or found.disabled or not right:
            return None
        if newer:
            await self._database.write(lambda connection: staff.set_password(connection, found.id, newer))
        return found

    async def sample_account(self, langs: tuple[str, ...]) -> int:
        """The account of sample mode."""
        now = self._now()
        return await self._database.write(lambda connection: staff.sample(connection, now, langs))

    async def enter(
        self,
        request: HttpRequest,
        response: Response[Any],
        staff_id: int,
        *,
        stage: str = staff.SIGNED_IN,
        way: str = staff.BY_PASSWORD,
    ) -> Response[Any]:
        """Open a session with a new id; the one this browser had before is over."""
        before, now = plausible(request.cookies.get(COOKIE)), self._now()
        token, open_one = self._session(request, staff_id, stage, way)

        def write(connection: Connection) -> None:
            if before is not None:
                staff.close_session(connection, self._door.tokens.stored(before))
            open_one(connection)
            if stage == staff.SIGNED_IN:
                staff.record(connection, now, f"staff:{staff_id}", _SIGNED_IN[way])

        await self._database.write(write)
        return self.hand_out(response, token)

    async def go_on(
        self, request: HttpRequest, account: Account, back: str = "", *, way: str = staff.BY_PASSWORD
    ) -> Response[Any]:
        """Let in who has shown who they are, or on to the code when their account has a second factor."""
        if account.totp:
            on = go(f"/desk/sign-in/code?next={back}" if back else "/desk/sign-in/code")
            return await self.enter(request, on, account.id, stage=staff.CODE, way=way)
        return await self.enter(request, go(back or "/desk"), account.id, way=way)

    async def rotate(
        self,
        request: HttpRequest,
        staff_id: int,
        what: str,
        change: Callable[[Connection], None] = lambda _connection: None,
    ) -> str:
        """Do `change` to what an account opens with: all its sessions are over but a new one of this browser, whose token it is."""
        now = self._now()
        token, open_one = self._session(request, staff_id, staff.SIGNED_IN, visit_of(request).way)

        def write(connection: Connection) -> None:
            change(connection)
            staff.close_sessions(connection, staff_id)
            open_one(connection)
            staff.record(connection, now, f"staff:{staff_id}", what, f"staff:{staff_id}")

        await self._database.write(write)
        return token

    def hand_out(self, response: Response[Any], token: str) -> Response[Any]:
        """Give the browser its session."""
        set_cookie(response, COOKIE, token, secure=self._door.secure)
        drop_cookie(response, FORM_COOKIE)
        return response

    def _session(
        self, request: HttpRequest, staff_id: int, stage: str, way: str
    ) -> tuple[str, Callable[[Connection], None]]:
        token, now = new_token(), self._now()
        browser = browsers.family(request.headers.get("user-agent", ""))
        network = browsers.network(request.client.host if request.client else "")

        def open_one(connection: Connection) -> None:
            key = self._door.tokens.stored(token)
            staff.open_session(connection, now, key, staff_id, stage=stage, browser=browser, network=network, way=way)

        return token, open_one

    async def owing(self, request: HttpRequest) -> tuple[Account, Session, str] | None:
        """Who still owes a code, in which session, and what their browser holds of it."""
        token = plausible(request.cookies.get(COOKIE))
        if token is None:
            return None
        key, now = self._door.tokens.stored(token), self._now()
        found = await self._database.read(lambda connection: staff.owing(connection, now, key))
        return (*found, token) if found else None

    async def linked(self, bits: str) -> Account:
        """Whom a link of the command line lets in. One that is over or used looks as if it had never been."""
        key, now = self._door.tokens.link(plausible(bits) or ""), self._now()
        found = await self._database.read(lambda connection: staff.link(connection, now, key))
        if found is None:
            raise Problem(404, "let-in")
        return found

    async def use_link(self, bits: str) -> Account:
        """… and the link is used by that."""
        found, key = await self.linked(bits), self._door.tokens.link(bits)
        if not await self._database.write(lambda connection: staff.close_session(connection, key)):
            raise Problem(404, "let-in")
        return found

    async def leave(self, request: HttpRequest, response: Response[Any]) -> Response[Any]:
        """Close the session here and in the browser."""
        visit, now = visit_of(request), self._now()

        def write(connection: Connection) -> None:
            staff.close_session(connection, self._door.tokens.stored(visit.token))
            staff.record(connection, now, f"staff:{visit.account.id}", "desk.signed_out")

        await self._database.write(write)
        drop_cookie(response, COOKIE)
        return response


class SignInPage:
    """The page with all the ways to come in."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, request: HttpRequest, status: int = 200, **values: object) -> Response[Any]:
        """Show it; `problem` says why somebody did not come in."""
        bits = plausible(request.cookies.get(FORM_COOKIE))
        token = bits or new_token()
        settings = self._console.app.settings
        shown = {
            "problem": "", "email": "", "next": "", "out": False, "sample": self._console.door.sample,
            "openid": bool(settings.oidc_issuer), "openid_label": settings.oidc_label,
            "passwords": settings.desk_passwords == "on", **values,
        }  # fmt: skip
        shown["token"] = self._console.door.tokens.for_forms(token)
        response = self._console.pages.page("sign_in.html", self._console.wording(request), shown, status)
        if bits is None:
            set_cookie(response, FORM_COOKIE, token, secure=self._console.door.secure)
        return response


def create_sign_in(console: Console, service: SignIn, form: SignInPage) -> list[HTTPRouteHandler]:
    """The routes to come in and to leave."""

    def code_form(request: HttpRequest, token: str, status: int = 200, **values: object) -> Response[Any]:
        shown = {"problem": "", "next": "", "token": console.door.tokens.for_forms(token), **values}
        return console.pages.page("sign_in_code.html", console.wording(request), shown, status)

    @get("/sign-in", opt=OPEN, include_in_schema=False)
    async def sign_in_page(request: HttpRequest) -> Response[Any]:
        if await console.door.visit(request) is not None:
            return go("/desk")
        query = request.query_params
        why = one_of(query.get("openid", ""), OPENID_PROBLEMS)
        problem = f"openid.{why}" if why else ""
        return form(request, next=way_back(query.get("next", "")), out="out" in query, problem=problem)

    @post("/sign-in", opt=OPEN, include_in_schema=False)
    async def sign_in(request: HttpRequest) -> Response[Any]:
        given = await request.form()
        email = str(given.get("email", ""))[:_LONGEST_EMAIL]
        back = way_back(str(given.get("next", "")))
        name, address = staff.normal(email), address_of(request)
        if wait := service.wait(name, address):
            return too_many(form(request, 429, problem="too_many", minutes=minutes(wait), email=email, next=back), wait)
        account = await service.account(name, str(given.get("password", "")))
        if account is None:
            return form(request, 401, problem="wrong", email=email, next=back)
        if account.totp:
            service.half_way(address)
        else:
            service.succeeded(name, address)
        return await service.go_on(request, account, back)

    @get("/sign-in/code", opt=OPEN, include_in_schema=False)
    async def code_page(request: HttpRequest) -> Response[Any]:
        owing = await service.owing(request)
        if owing is None:
            return go("/desk/sign-in")
        return code_form(request, owing[2], next=way_back(request.query_params.get("next", "")))

    @post("/sign-in/code", opt=CODE, include_in_schema=False)
    async def code(request: HttpRequest) -> Response[Any]:
        owing = await service.owing(request)
        if owing is None:
            return go("/desk/sign-in")
        account, session, token = owing
        given, address = await request.form(), address_of(request)
        back = way_back(str(given.get("next", "")))
        if wait := service.wait(account.email, address):
            return too_many(code_form(request, token, 429, problem="too_many", minutes=minutes(wait), next=back), wait)
        if not await service.second_factor.right(account.id, str(given.get("code", ""))):
            return code_form(request, token, 401, problem="wrong", next=back)
        service.succeeded(account.email, address)
        return await service.enter(request, go(back or "/desk"), account.id, way=session.way)

    @get("/let-in/{bits:str}", opt=OPEN, include_in_schema=False)
    async def link_page(request: HttpRequest, bits: FromPath[str]) -> Response[Any]:
        account = await service.linked(bits)
        held = plausible(request.cookies.get(FORM_COOKIE))
        token = held or new_token()
        shown: dict[str, object] = {"token": console.door.tokens.for_forms(token), "bits": bits, "email": account.email}
        response = console.pages.page("let_in.html", console.wording(request), shown)
        if held is None:
            set_cookie(response, FORM_COOKIE, token, secure=console.door.secure)
        return response

    # a page that is only looked at, as mail programs do with links, lets nobody in and uses nothing up
    @post("/let-in/{bits:str}", opt=OPEN, include_in_schema=False)
    async def let_in(request: HttpRequest, bits: FromPath[str]) -> Response[Any]:
        return await service.go_on(request, await service.use_link(bits), way=staff.BY_LINK)

    @post("/sign-out", opt=OWN, include_in_schema=False)
    async def sign_out(request: HttpRequest) -> Response[Any]:
        return await service.leave(request, go("/desk/sign-in?out"))

    @post("/sample", opt=OPEN, include_in_schema=False)
    async def sample(request: HttpRequest) -> Response[Any]:
        return await service.enter(request, go("/desk"), await service.sample_account(console.pages.languages))

    by_password = [sign_in] if console.app.settings.desk_passwords == "on" else []
    in_sample = [sample] if console.door.sample else []
    return [sign_in_page, *by_password, code_page, code, link_page, let_in, sign_out, *in_sample]


def address_of(request: HttpRequest) -> str:
    """The address that tries count under."""
    return network_of(request.client.host if request.client else "")


def minutes(wait: float) -> int:
    """Seconds to wait, as people are told them."""
    return math.ceil(wait / 60)


def too_many(response: Response[Any], wait: float) -> Response[Any]:
    """A refusal for the next seconds."""
    log.warning("desk.too_many_tries")
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def way_back(path: str) -> str:
    """A page to be led back to after sign-in, or an empty text for anything else."""
    return path if _PAGES.fullmatch(path) else ""
