"""Speaking with an identity provider: the authorization code flow of OpenID Connect with PKCE, and the check of its tokens.

Loaded when somebody first signs in that way: a program without it needs neither the HTTP client nor the library (Authlib).
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeVar

import httpx2
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError

from bot.console import rights
from bot.console.openid_accounts import Identity, Refused
from bot.settings import safe_address
from storage import staff

T = TypeVar("T")

SCOPE: Final = "openid email profile"
#: signatures that only the provider can make: with "HS…" whoever knows a shared secret or a public key could, with "none" anybody
ALGORITHMS: Final = (*(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)), "EdDSA", "Ed25519")
#: seconds that its clock may differ from ours
LEEWAY: Final = 60
#: seconds for one answer: somebody sits and waits
_TIMEOUT: Final = 10.0
#: bytes of one answer
_LARGEST: Final = 256 * 1024
#: milliseconds that its addresses and keys are remembered; until it is asked again after it failed; and until its keys are fetched
#: again because a token names one that is not among them
_REMEMBERED: Final = 3_600_000
_PAUSE: Final = 5_000
_NEW_KEYS: Final = 30_000
_SMALLEST_RSA: Final = 2048
_LONGEST_SUBJECT: Final = 255


class _Addresses(msgspec.Struct):
    """What we need of the discovery document."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: list[str] = msgspec.field(default_factory=lambda: ["client_secret_basic"])
    authorization_response_iss_parameter_supported: bool = False


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


class Provider:
    """One provider, as the settings name it; `now` gives milliseconds since 1970."""

    def __init__(self, issuer: str, client_id: str, secret: str, redirect_uri: str, now: Callable[[], int]) -> None:
        self._issuer, self._id, self._secret, self._redirect, self._now = issuer, client_id, secret, redirect_uri, now
        self._addresses: _Addresses | None = None
        self._keys: list[tuple[str, Any]] = []
        self._fetched_at = self._failed_at = -_REMEMBERED
        self._fetching = asyncio.Lock()
        # the certificates that everybody trusts take a while to read
        self._tls = httpx2.create_ssl_context(trust_env=False)

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent. Raises Refused."""
        addresses, _ = await self._known()
        async with self._client(addresses) as client:
            url, _state = client.create_authorization_url(
                addresses.authorization_endpoint, state=state, code_verifier=verifier, nonce=nonce
            )
        return str(url)

    async def identity(self, query: Mapping[str, str], nonce: str, verifier: str) -> Identity:
        """Whom the provider vouches for in what the browser came back with, whose state has been checked. Raises Refused."""
        addresses, _ = await self._known()
        named = query.get("iss", "")
        if named != self._issuer and (named or addresses.authorization_response_iss_parameter_supported):
            raise Refused("failed", "the answer is of another issuer")
        if "error" in query:
            raise Refused("failed", f"the provider said {_word(query['error'])}")
        if not query.get("code"):
            raise Refused("failed", "there was no code")
        async with self._client(addresses) as client:
            token = await _in_time(
                client.fetch_token(
                    addresses.token_endpoint,
                    grant_type="authorization_code",
                    code=query["code"],
                    code_verifier=verifier,
                    redirect_uri=self._redirect,
                ),
                "the token",
            )
            id_token = token.get("id_token")
            if not isinstance(id_token, str):
                raise Refused("failed", "there was no id token")
            claims = await self._checked(id_token, nonce)
            if "email" not in claims and addresses.userinfo_endpoint and token.get("access_token"):
                # whoever is bound already needs none of it
                with suppress(Refused):
                    told = await _json(client, addresses.userinfo_endpoint, dict[str, Any], with_token=True)
                    # it vouches for nobody but whom the signed token names
                    claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
        return Identity(self._issuer, claims["sub"], _verified(claims), _name(claims))

    async def _checked(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an id token whose signature, issuer, audience, times and nonce are right. Raises Refused."""
        try:
            header = jws.extract_compact(id_token.encode()).headers()
        except (JoseError, ValueError) as error:
            raise Refused("failed", "the id token cannot be read") from error
        if header.get("alg") not in ALGORITHMS:
            raise Refused("failed", "the id token is signed in a way that is not allowed")
        _, keys = await self._known(str(header.get("kid", "")))
        claims = _opened(id_token, keys, str(header.get("kid", "")))
        registry = jwt.JWTClaimsRegistry(
            now=self._now() // 1000,
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            registry.validate(claims)
        except JoseError as error:
            raise Refused("failed", f"the id token is not good: {_word(str(error))}") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._id) != self._id:
            raise Refused("failed", "the id token is for another program")
        given = claims.get("nonce")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
            raise Refused("failed", "the id token is of another sign-in")
        if len(claims["sub"]) > _LONGEST_SUBJECT:
            raise Refused("failed", "the id token names nobody")
        return claims

    async def _known(self, key_id: str = "") -> tuple[_Addresses, list[tuple[str, Any]]]:
        """Its addresses and its keys, fetched when they are old or when `key_id` is not among them. Raises Refused."""
        async with self._fetching:
            now = self._now()
            age = now - self._fetched_at
            missing = bool(key_id) and all(one != key_id for one, _ in self._keys) and age >= _NEW_KEYS
            if self._addresses is None or age >= _REMEMBERED or missing:
                if now - self._failed_at < _PAUSE:
                    raise Refused("failed", "the provider was away a moment ago")
                try:
                    self._addresses, self._keys = await self._fetch()
                except Refused:
                    self._failed_at = now
                    raise
                self._fetched_at = now
            return self._addresses, self._keys

    async def _fetch(self) -> tuple[_Addresses, list[tuple[str, Any]]]:
        async with self._client(None) as client:
            url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            addresses = await _json(client, url, _Addresses)
            if addresses.issuer != self._issuer:
                raise Refused(
                    "failed", f"the provider calls itself {_word(addresses.issuer)}: write COMPAGNON_OIDC_ISSUER so"
                )
            named = (addresses.authorization_endpoint.partition("?")[0], addresses.token_endpoint, addresses.jwks_uri)
            if not all(safe_address(one) for one in (*named, addresses.userinfo_endpoint or self._issuer)):
                raise Refused("failed", "an address of the provider does not begin with https://")
            keys = [one for one in map(_key, (await _json(client, addresses.jwks_uri, _KeySet)).keys) if one]
        if not keys:
            raise Refused("failed", "the provider has no key that we can use")
        return addresses, keys

    def _client(self, addresses: _Addresses | None) -> Any:
        ways = addresses.token_endpoint_auth_methods_supported if addresses is not None else []
        usual = "client_secret_post" if "client_secret_basic" not in ways and "client_secret_post" in ways else None
        return AsyncOAuth2Client(
            self._id,
            self._secret or None,
            token_endpoint_auth_method=usual if self._secret else "none",
            scope=SCOPE,
            redirect_uri=self._redirect,
            code_challenge_method="S256",
            leeway=0,
            transport=_Limited(verify=self._tls, trust_env=False),
            timeout=_TIMEOUT,
            trust_env=False,
        )


class _Limited(httpx2.AsyncHTTPTransport):
    """Reads no answer that is longer than `_LARGEST`, packed or not."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask for something that is not packed, and count what comes."""
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx2.DecodingError("packed")
        response.stream = _Counted(response.stream)
        return response


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = _LARGEST
        async for piece in self._inner:
            left -= len(piece)
            if left < 0:
                raise httpx2.DecodingError("too long")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _json(client: Any, url: str, kind: type[T], *, with_token: bool = False) -> T:
    async def ask() -> T:
        headers = {"Accept": "application/json"}
        response = await client.request("GET", url, withhold_token=not with_token, headers=headers)
        if response.status_code != 200:
            raise Refused("failed", f"the provider answered {response.status_code}")
        return msgspec.json.decode(response.content, type=kind)

    return await _in_time(ask(), "its addresses and keys")


async def _in_time(asked: Awaitable[T], what: str) -> T:
    """An answer of the provider. Raises Refused, with one line that names no secret and nobody."""
    try:
        async with asyncio.timeout(_TIMEOUT):
            return await asked
    except AuthlibBaseError as error:
        raise Refused("failed", f"the provider refused {what}: {_word(error.error or '')}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
        raise Refused("failed", f"the provider did not answer for {what} ({type(error).__name__})") from error
    except (msgspec.DecodeError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused("failed", f"the provider's answer for {what} cannot be read") from error


def _key(written: dict[str, Any]) -> tuple[str, Any] | None:
    """A public key to check signatures with, and its name."""
    if written.get("kty") not in ("RSA", "EC", "OKP") or written.get("use", "sig") != "sig" or "d" in written:
        return None
    try:
        if written["kty"] == "RSA" and len(written["n"]) * 6 < _SMALLEST_RSA:
            return None
        return str(written.get("kid", "")), jwk.import_key(written)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _opened(token: str, keys: list[tuple[str, Any]], key_id: str) -> dict[str, Any]:
    """The claims under a signature of one of these keys. Raises Refused."""
    for name, key in keys:
        if key_id and name and name != key_id:
            continue
        try:
            return dict(jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError, TypeError):
            continue
    raise Refused("failed", "the signature of the id token is not the provider's")


def _verified(claims: Mapping[str, Any]) -> str:
    """The e-mail address, if the provider says that it is theirs; some write that as a text."""
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") not in (True, "true"):
        return ""
    email = staff.normal(email)
    return email if rights.is_email(email) else ""


def _name(claims: Mapping[str, Any]) -> str:
    found = claims.get("name")
    return " ".join(found.split()) if isinstance(found, str) else ""


def _word(said: str) -> str:
    """What a provider or a browser said, as it may stand in a line of the log."""
    return "".join(letter for letter in said[:120] if letter.isascii() and letter.isprintable())
