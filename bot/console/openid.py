"""Signing in by the identity provider of the organisation (OpenID Connect), where the settings name one (decision 0012).

/desk/sign-in/openid sends the browser there, /desk/sign-in/openid/back is where it comes back to. What belongs to one sign-in
(state, nonce, the verifier of PKCE) travels in a sealed cookie of that browser for ten minutes and is good for one return.
"""

import asyncio
import base64
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import msgspec
import structlog
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.console import openid_accounts
from bot.console.console import Console
from bot.console.door import OPEN, OWN, Door, HttpRequest, visit_of
from bot.console.openid_accounts import Refused
from bot.console.pages import go
from bot.console.sessions import drop_cookie, new_token, plausible, set_cookie
from bot.console.sign_in import SignIn, SignInPage, address_of, minutes, too_many, way_back
from storage import staff
from storage.crypto import CryptoError
from storage.staff import Account

if TYPE_CHECKING:
    from bot.app import App
    from bot.console.openid_provider import Provider

log = structlog.get_logger(__name__)

BACK: Final = "/desk/sign-in/openid/back"
COOKIE: Final = "compagnon_desk_openid"
#: seconds in which somebody comes back
LASTS: Final = 600
_LONGEST: Final = 2000
_SEALED_FOR: Final = b"desk openid"


class Pending(msgspec.Struct, frozen=True):
    """A sign-in on its way: what must come back with it, until when (milliseconds), and what it is for. `bits` are those of an
    invitation, `member` the account that somebody signed in wants to connect."""

    state: str
    nonce: str
    verifier: str
    until: int
    back: str = ""
    bits: str = ""
    member: int = 0


class OpenId:
    """Sends browsers to the provider and reads what they come back with."""

    def __init__(self, app: "App", door: Door, now: Callable[[], int]) -> None:
        self._settings, self._database, self._vault = app.settings, app.database, app.vault
        self._door, self._now = door, now
        self._provider: Provider | None = None

    async def start(self, response: Callable[[str], Response[Any]], **what: Any) -> Response[Any]:
        """Make `response` of the provider's address and give the browser what it needs to come back. Raises Refused."""
        pending = Pending(new_token(), new_token(), new_token(), self._now() + LASTS * 1000, **what)
        made = response(await (await self._loaded()).address(pending.state, pending.nonce, pending.verifier))
        sealed = base64.urlsafe_b64encode(self._vault.seal_json(pending, _SEALED_FOR)).decode()
        set_cookie(made, COOKIE, sealed, secure=self._door.secure, seconds=LASTS)
        return made

    def pending(self, request: HttpRequest) -> Pending:
        """What this browser was sent away with, if it comes back from there. Raises Refused."""
        held = request.cookies.get(COOKIE, "")
        try:
            if len(held) > _LONGEST:
                raise ValueError
            found = self._vault.open_json(base64.urlsafe_b64decode(held), _SEALED_FOR, Pending)
        except (CryptoError, ValueError):
            raise Refused("failed", "this browser was not sent to the provider") from None
        given = request.query_params.get("state", "")
        if found.until <= self._now() or not hmac.compare_digest(
            found.state.encode(), given.encode("utf-8", "replace")
        ):
            raise Refused("failed", "the state is not that of this browser")
        return found

    async def account(self, request: HttpRequest, pending: Pending) -> Account:
        """Whose account it is, connected from now on. Raises Refused."""
        provider = await self._loaded()
        who = await provider.identity(dict(request.query_params), pending.nonce, pending.verifier)
        visit = await self._door.visit(request) if pending.member else None
        key = self._door.tokens.invitation(pending.bits) if pending.bits else None
        now = self._now()

        def write(connection: Connection) -> Account:
            if not pending.member:
                return openid_accounts.admit(connection, now, who, self._settings, key)
            if visit is None or visit.account.id != pending.member:
                raise Refused("failed", "somebody else is signed in meanwhile")
            openid_accounts.connect(connection, now, who, pending.member)
            return visit.account

        return await self._database.write(write)

    async def _loaded(self) -> "Provider":
        if self._provider is None:
            # the library takes a while to load: others are served meanwhile
            module = await asyncio.to_thread(_load)
            settings = self._settings
            self._provider = self._provider or module.Provider(
                settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret,
                f"{settings.address}{BACK}", self._now,
            )  # fmt: skip
        return self._provider


def _load() -> Any:
    from bot.console import openid_provider

    return openid_provider


def create_openid(console: Console, service: SignIn, form: SignInPage) -> list[HTTPRouteHandler]:
    """The routes of the identity provider; none where the settings name none."""
    if not console.app.settings.oidc_issuer:
        return []
    openid, label = OpenId(console.app, console.door, console.now), console.app.settings.oidc_label

    def refused(error: Refused, pending: Pending | None = None) -> Response[Any]:
        log.warning("desk.openid_refused", code=error.code, why=error.why)
        if pending is not None and pending.member:
            return go(f"/desk/account?openid={error.code}")
        back = f"&next={pending.back}" if pending is not None and pending.back else ""
        return go(f"/desk/sign-in?openid={error.code}{back}")

    @get("/sign-in/openid", opt=OPEN, include_in_schema=False)
    async def away(request: HttpRequest) -> Response[Any]:
        try:
            return await openid.start(go, back=way_back(request.query_params.get("next", "")))
        except Refused as error:
            return refused(error)

    @get("/invited/{bits:str}/openid", opt=OPEN, include_in_schema=False)
    async def invited(bits: FromPath[str]) -> Response[Any]:
        try:
            return await openid.start(go, bits=plausible(bits) or "x")
        except Refused as error:
            return refused(error)

    @get("/sign-in/openid/back", opt=OPEN, include_in_schema=False)
    async def back(request: HttpRequest) -> Response[Any]:
        pending, address = None, address_of(request)
        try:
            pending = openid.pending(request)
            if wait := service.wait_openid(address):
                return too_many(form(request, 429, problem="too_many", minutes=minutes(wait), next=pending.back), wait)
            account = await openid.account(request, pending)
        except Refused as error:
            response = refused(error, pending)
        else:
            service.came_back(address)
            if pending.member:
                response = go("/desk/account?done=openid")
            else:
                response = await service.go_on(request, account, pending.back, way=staff.BY_OPENID)
        # good for one return
        drop_cookie(response, COOKIE)
        return response

    # an address to go to would do for the browser, and would let another site connect whomever it is signed in as elsewhere
    @post("/account/openid", opt=OWN, include_in_schema=False)
    async def connect(request: HttpRequest) -> Response[Any]:
        visit, given, address = visit_of(request), await request.form(), address_of(request)
        if wait := service.wait(visit.account.email, address):
            return too_many(go("/desk/account?openid=too_many"), wait)
        if not await service.right(visit.account, str(given.get("password", ""))):
            return go("/desk/account?openid=wrong_password")
        service.succeeded(visit.account.email, address)

        def on(url: str) -> Response[Any]:
            # our forms may lead nowhere else (Content-Security-Policy), a page may
            values = {"url": url, "openid_label": label}
            return console.page(request, "openid_on.html", console.wording(request), values)

        try:
            return await openid.start(on, member=visit.account.id)
        except Refused as error:
            return refused(error, Pending("", "", "", 0, member=visit.account.id))

    return [away, invited, back, connect]
