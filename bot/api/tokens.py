"""Who calls: a token in the header `Authorization: Bearer cmp_…`, with the rights of a member of staff and scopes of its own."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from bot.channels.webchat.limits import Buckets, network_of
from bot.channels.webchat.problems import Problem, too_many
from storage import api_tokens
from storage.staff import Account

if TYPE_CHECKING:
    from bot.app import App

PREFIX = "cmp_"
_LONGEST = 100
#: requests a second for one token, and at once; tries with a wrong token from one network
RATE, BURST = 20.0, 100
WRONG_RATE, WRONG_BURST = 0.2, 20


def new_token() -> str:
    """A fresh token: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def stored(key: bytes, token: str) -> bytes:
    """What the database knows a token by (16 bytes); `key` is that of the program for sessions."""
    return hmac.digest(key, b"api token\0" + token.encode("utf-8", "replace"), hashlib.sha256)[:16]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose rights a request has."""

    account: Account
    scopes: frozenset[str]


class ApiDoor:
    """Lets a request in, or refuses it: 401 without a good token, 403 without the scope, 429 when there are too many."""

    def __init__(self, app: "App", now: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._key, self._now = app.database, app.keys.sessions, now
        self._buckets = Buckets(RATE, BURST, clock)
        self._wrong = Buckets(WRONG_RATE, WRONG_BURST, clock)

    async def let_in(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        """The guard of the router. A route names the scope it needs; one that names none is refused to everybody."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        address = network_of(connection.client.host if connection.client else "")
        key = stored(self._key, token)
        found = None
        if scheme.lower() == "bearer" and token.startswith(PREFIX) and len(token) <= _LONGEST:
            found = await self._database.read(lambda c: api_tokens.find(c, key))
        if found is None:
            if wait := self._wrong.take(address):
                raise too_many(wait)
            raise Problem(401, "token", {"WWW-Authenticate": "Bearer"})
        number, account, scopes, used_at = found
        if wait := self._buckets.take(str(number)):
            raise too_many(wait)
        if handler.opt.get("scope") not in scopes:
            raise Problem(403, "scope")
        now = self._now()
        if now - used_at >= api_tokens.NOTED_EVERY:
            await self._database.write(lambda c: api_tokens.used(c, now, number))
        connection.state.caller = Caller(account, scopes)


def caller_of(request: Request[Any, Any, Any]) -> Caller:
    """Who calls; of a request that has passed the door."""
    found: Caller = request.state.caller
    return found
