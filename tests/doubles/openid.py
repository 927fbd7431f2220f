"""A small identity provider on loopback that does everything right, until a test tells it what to do wrong.

It has a thread of its own, as the other doubles. Whoever a browser sends there is let through at once (`let_through`).
"""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.doubles.in_a_thread import served

CLIENT, SECRET = "desk", "a secret of the client"


@cache
def key(name: str) -> RSAKey:
    """A key pair; they are dear to make."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class Provider:
    """`who` are the claims about whoever comes; `wrong` replaces claims of the id token (None leaves one out), `sign` the way it is
    signed, `told` fields of the discovery document. `now` gives seconds since 1970, `asked` are the paths that were asked for."""

    def __init__(self) -> None:
        self.url = ""
        self.who: dict[str, Any] = {
            "sub": "anna-1", "email": "anna@example.org", "email_verified": True, "name": "Anna P.",
        }  # fmt: skip
        self.wrong: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.right
        self.told: dict[str, Any] = {}
        self.keys = ["one"]
        self.userinfo: dict[str, Any] | None = None
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.once = True
        self.status = 200
        self.body: bytes | None = None
        self.silent = False
        self.now: Callable[[], float] = time.time
        self.over = asyncio.Event()

    def right(self, claims: dict[str, Any]) -> str:
        """Signed as it should be."""
        name = self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": name}, claims, key(name))

    def let_through(self, url: str, **more: str) -> str:
        """Where the browser is sent back to from the authorization endpoint: path and query."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{self.url}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state'], **more})}"

    async def _discovery(self, request: web.Request) -> web.Response:
        return await self._answer(
            request,
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "userinfo_endpoint": f"{self.url}/userinfo",
                **self.told,
            },
        )

    async def _jwks(self, request: web.Request) -> web.Response:
        return await self._answer(request, {"keys": [key(name).as_dict(private=False) for name in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        asks = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") != asks:
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self.codes.get(str(form["code"]))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest()).rstrip(b"=")
        if (
            asked is None
            or challenge.decode() != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        if self.once:
            del self.codes[str(form["code"])]
        now = int(self.now())
        told = self.who if self.userinfo is None else {"sub": self.who["sub"]}
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **told}
        claims = {name: value for name, value in (claims | self.wrong).items() if value is not None}
        answer = {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.sign(claims)}
        return await self._answer(request, answer)

    async def _userinfo(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer a"
        return await self._answer(request, self.userinfo or {})

    async def _answer(self, request: web.Request, said: dict[str, Any]) -> web.Response:
        self.asked.append(request.path)
        if self.silent:
            await self.over.wait()
        if self.body is not None:
            return web.Response(body=self.body, status=self.status, content_type="application/json")
        return web.json_response(said, status=self.status)

    def application(self) -> web.Application:
        """What it answers to."""
        application = web.Application()
        application.router.add_get("/.well-known/openid-configuration", self._discovery)
        application.router.add_get("/keys", self._jwks)
        application.router.add_post("/token", self._token)
        application.router.add_get("/userinfo", self._userinfo)
        return application


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """One that runs."""
    double = Provider()
    with served(double.application(), double.over) as double.url:
        yield double
