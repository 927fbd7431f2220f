"""Signing in and out: /desk/sign-in, /desk/sign-out and, in sample mode, /desk/sample."""

import asyncio
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot.channels.webchat.limits import network_of
from bot.console.door import OPEN, Door, HttpRequest, visit_of
from bot.console.pages import DeskPages, go
from bot.console.passwords import Passwords
from bot.console.sessions import COOKIE, FORM_COOKIE, drop_cookie, new_token, plausible, set_cookie
from bot.console.tries import Tries
from bot.console.wording import Reader
from storage import staff
from storage.staff import Account

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger(__name__)

#: pages that one may be led back to after sign-in
_PAGES = re.compile(r"/desk/(?:(?:conversations|requests)/[0-9]{1,18}|readings)")
#: passwords that are checked at the same time: each takes a core and 64 MB
_AT_ONCE = 2
_LONGEST_EMAIL = 200


class SignIn:
    """Checks passwords, opens and closes sessions."""

    def __init__(self, app: "App", door: Door, passwords: Passwords, now: Callable[[], int]) -> None:
        self._database, self._door, self._passwords, self._now = app.database, door, passwords, now
        self._tries = Tries(lambda: now() / 1000)
        self._checking = asyncio.Semaphore(_AT_ONCE)

    def wait(self, account: str, address: str) -> float:
        """Count a try: 0.0, or the seconds until there may be another one."""
        return self._tries.take(f"account:{account}", f"address:{address}")

    def succeeded(self, account: str, address: str) -> None:
        """The try was a good one."""
        self._tries.succeeded(f"account:{account}", f"address:{address}")

    async def account(self, email: str, password: str) -> Account | None:
        """The account these open. An unknown or closed account takes as long as a wrong password."""
        found = await self._database.read(lambda connection: staff.by_email(connection, email))
        async with self._checking:
            right, newer = await asyncio.to_thread(self._passwords.check, password, found.password if found else "")
        if found is None or found.disabled or not right:
            return None
        if newer:
            await self._database.write(lambda connection: staff.set_password(connection, found.id, newer))
        return found

    async def sample_account(self, langs: tuple[str, ...]) -> int:
        """The account of sample mode."""
        now = self._now()
        return await self._database.write(lambda connection: staff.sample(connection, now, langs))

    async def enter(self, request: HttpRequest, response: Response[Any], staff_id: int) -> Response[Any]:
        """Open a session with a new id; the one this browser had before is over."""
        token, before, now = new_token(), plausible(request.cookies.get(COOKIE)), self._now()
        tokens = self._door.tokens

        def write(connection: Connection) -> None:
            if before is not None:
                staff.close_session(connection, tokens.stored(before))
            staff.open_session(connection, now, tokens.stored(token), staff_id)
            staff.record(connection, now, f"staff:{staff_id}", "desk.signed_in")

        await self._database.write(write)
        set_cookie(response, COOKIE, token, secure=self._door.secure)
        drop_cookie(response, FORM_COOKIE)
        return response

    async def leave(self, request: HttpRequest, response: Response[Any]) -> Response[Any]:
        """Close the session here and in the browser."""
        visit, now = visit_of(request), self._now()

        def write(connection: Connection) -> None:
            staff.close_session(connection, self._door.tokens.stored(visit.token))
            staff.record(connection, now, f"staff:{visit.account.id}", "desk.signed_out")

        await self._database.write(write)
        drop_cookie(response, COOKIE)
        return response


def create_sign_in(
    app: "App", door: Door, pages: DeskPages, reader: Reader, passwords: Passwords, now: Callable[[], int]
) -> list[HTTPRouteHandler]:
    """The routes to come in and to leave."""
    service = SignIn(app, door, passwords, now)

    def form(request: HttpRequest, status: int = 200, **values: object) -> Response[Any]:
        bits = plausible(request.cookies.get(FORM_COOKIE))
        token = bits or new_token()
        shown = {"problem": "", "email": "", "next": "", "out": False, "sample": door.sample, **values}
        shown["token"] = door.tokens.for_forms(token)
        response = pages.page("sign_in.html", reader(pages.language(request)), shown, status)
        if bits is None:
            set_cookie(response, FORM_COOKIE, token, secure=door.secure)
        return response

    @get("/sign-in", opt=OPEN, include_in_schema=False)
    async def sign_in_page(request: HttpRequest) -> Response[Any]:
        if await door.visit(request) is not None:
            return go("/desk")
        query = request.query_params
        return form(request, next=way_back(query.get("next", "")), out="out" in query)

    @post("/sign-in", opt=OPEN, include_in_schema=False)
    async def sign_in(request: HttpRequest) -> Response[Any]:
        given = await request.form()
        email = str(given.get("email", ""))[:_LONGEST_EMAIL]
        back = way_back(str(given.get("next", "")))
        name, address = staff.normal(email), network_of(request.client.host if request.client else "")
        if wait := service.wait(name, address):
            log.warning("desk.too_many_tries")
            refused = form(request, 429, problem="too_many", minutes=math.ceil(wait / 60), email=email, next=back)
            refused.headers["Retry-After"] = str(math.ceil(wait))
            return refused
        account = await service.account(name, str(given.get("password", "")))
        if account is None:
            return form(request, 401, problem="wrong", email=email, next=back)
        service.succeeded(name, address)
        return await service.enter(request, go(back or "/desk"), account.id)

    @post("/sign-out", include_in_schema=False)
    async def sign_out(request: HttpRequest) -> Response[Any]:
        return await service.leave(request, go("/desk/sign-in?out"))

    @post("/sample", opt=OPEN, include_in_schema=False)
    async def sample(request: HttpRequest) -> Response[Any]:
        return await service.enter(request, go("/desk"), await service.sample_account(pages.languages))

    return [sign_in_page, sign_in, sign_out, *([sample] if door.sample else [])]


def way_back(path: str) -> str:
    """A page to be led back to after sign-in, or an empty text for anything else."""
    return path if _PAGES.fullmatch(path) else ""
