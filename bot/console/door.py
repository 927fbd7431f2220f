"""Who may come in. Every route of the desk passes here first and is refused unless it says otherwise (S3, S4, S5).

1. An unsafe request (POST …) from another site is refused: 403.
2. A route that is not marked `OPEN` needs a session: a page leads to the sign-in form, a script is told 401.
3. It names the least role it needs (`READER` … `ADMIN`); one that names none is for nobody. Whoever has less finds no such page
   (404) and may not do such a thing (403).
4. Where a second factor is required, nothing but the account page opens before there is one.
5. An unsafe request carries the form token of its session, or of the sign-in form: otherwise 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from bot.channels.webchat.problems import Problem
from bot.console.sessions import COOKIE, FORM_COOKIE, Tokens, plausible
from bot.settings import Settings
from storage import access, staff
from storage.staff import Account

if TYPE_CHECKING:
    from bot.app import App

HttpRequest = Request[Any, Any, Any]

#: marks a route that needs no session
OPEN = {"desk_open": True}
#: … but whose form belongs to a session that still owes the second factor
CODE = {"desk_open": True, "desk_code": True}
#: the least role that a route needs
READER, AGENT, LEAD, ADMIN = ({"desk_role": role} for role in ("reader", "agent", "lead", "admin"))
#: for everybody signed in, also before they have the second factor that they must have
OWN = {"desk_role": "reader", "desk_own": True}
#: a page that looks for news by itself says so: that is no sign of life of a person
POLL = "desk-poll"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInFirst(HTTPException):
    """This needs a session; `back` is where to go on after sign-in."""

    status_code = 401

    def __init__(self, path: str) -> None:
        super().__init__(detail="session")
        self.path = path


class SecondFactorFirst(HTTPException):
    """This needs an account with a second factor, and this one has none."""

    status_code = 403

    def __init__(self) -> None:
        super().__init__(detail="second-factor")


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in member of staff: the account, what the browser holds of the session, and how that was begun."""

    account: Account
    token: str
    way: str = staff.BY_PASSWORD
    #: can anybody sign in by password?
    passwords: bool = True

    def may(self, role: str) -> bool:
        """May they do what needs at least this role? For templates that offer it."""
        return access.may(self.account, role)

    @property
    def unprotected(self) -> bool:
        """An account that may change everything and that a password alone opens: it should have a second factor."""
        return self.may("admin") and self.passwords and bool(self.account.password) and not self.account.totp


class Door:
    """Checks each request before its handler sees it."""

    def __init__(self, app: "App", now: Callable[[], int]) -> None:
        self._database, self._settings, self._now = app.database, app.settings, now
        self.tokens = Tokens(app.keys.sessions)
        self.secure = app.settings.address.startswith("https://")
        self.sample = app.sample and _only_this_machine(app.settings)

    async def let_in(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        """Let a request through, or raise; the guard of the router."""
        if not isinstance(connection, Request):
            raise Problem(403, "forbidden")
        unsafe = connection.method not in _SAFE
        if unsafe and not same_site(connection, self._settings):
            raise Problem(403, "forbidden")
        token = plausible(connection.cookies.get(COOKIE if handler.opt.get("desk_code") else FORM_COOKIE))
        if not handler.opt.get("desk_open"):
            visit = await self.visit(connection)
            if visit is None:
                if POLL in connection.headers:
                    raise Problem(401, "session")
                raise SignInFirst(connection.url.path)
            connection.state.visit = visit
            token = visit.token
            role = handler.opt.get("desk_role")
            if role is None or not visit.may(role):
                raise Problem(403, "role") if unsafe else Problem(404, "not-found")
            if self.lacks_second_factor(visit) and not handler.opt.get("desk_own"):
                raise SecondFactorFirst
        if unsafe:
            form = await connection.form()
            if token is None or not self.tokens.fits(token, str(form.get("token", ""))):
                raise Problem(403, "forbidden")

    def lacks_second_factor(self, visit: Visit) -> bool:
        """Must they have a second factor that they have not? What has no password needs none, and who came by the identity
        provider has what that one asks for (decision 0012)."""
        by_password = bool(visit.account.password) and visit.way != staff.BY_OPENID
        return self._settings.desk_totp == "required" and by_password and not visit.account.totp

    async def visit(self, request: ASGIConnection[Any, Any, Any, Any]) -> Visit | None:
        """Who is signed in; a page that a person asked for keeps the session alive."""
        token = plausible(request.cookies.get(COOKIE))
        if token is None:
            return None
        key, now = self.tokens.stored(token), self._now()
        found = await self._database.read(lambda connection: staff.session(connection, now, key))
        if found is None:
            return None
        account, session = found
        if account.email == staff.SAMPLE_EMAIL and not self.sample:
            return None
        if POLL not in request.headers and now - session.seen_at >= staff.NOTED_EVERY:
            await self._database.write(lambda connection: staff.seen(connection, now, key))
        return Visit(account, token, session.way, self._settings.desk_passwords == "on")


def visit_of(request: HttpRequest) -> Visit:
    """The visit of a request that has passed the door."""
    found: Visit = request.state.visit
    return found


def same_site(request: HttpRequest, settings: Settings) -> bool:
    """Was this sent from a page of ours? A client that says nothing about it is no browser; the form token decides.

    Ours is the public address. Without one it is whatever address the browser used, but on a loopback address only
    names of this machine: a name of somebody else's that leads here is not ours.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    if settings.public_url and origin == _origin(urlsplit(settings.public_url)):
        return True
    try:
        sender = urlsplit(origin)
    except ValueError:
        return False
    if not sender.netloc or sender.netloc != request.headers.get("host", ""):
        return False
    return _is_loopback(sender.hostname) if settings.on_loopback else not settings.public_url


def _origin(address: SplitResult) -> str:
    """An address as browsers write it in `Origin`: without the usual port."""
    usual = {"http": ":80", "https": ":443"}[address.scheme]
    return f"{address.scheme}://{address.netloc.lower().removesuffix(usual)}"


def _only_this_machine(settings: Settings) -> bool:
    """Can nobody but the people at this machine reach the desk? A public address means a proxy in front of us."""
    return settings.on_loopback and (not settings.public_url or _is_loopback(urlsplit(settings.public_url).hostname))


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
