"""Signing in by the identity provider of the organisation: who comes in, who does not, and what attackers get (decision 0012)."""

import base64
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt

from bot.console import codes, openid, openid_provider
from bot.console.sessions import COOKIE, FORM_COOKIE, new_token
from storage import identities, invitations, second_factor, staff
from tests.bot.console.conftest import PASSWORD, Client, World, browser
from tests.doubles.openid import CLIENT, SECRET, Provider, identity_provider, key

FAILED, UNKNOWN = "/desk/sign-in?openid=failed", "/desk/sign-in?openid=unknown"
SECOND, MINUTE = 1000, 60_000


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture
def desk(provider: Provider, make_world: Callable[..., World]) -> Callable[..., World]:
    """Makes a desk that knows the provider."""

    def make(**how: Any) -> World:
        settings = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        world = make_world(**{**settings, **how})
        provider.now = lambda: world.now / 1000
        return world

    return make


@pytest.fixture
def world(desk: Callable[..., World]) -> World:
    return desk()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with browser(world.web) as made:
        made.headers["accept"] = "text/html"
        yield made


async def away(client: Client, path: str = "/desk/sign-in/openid") -> str:
    """Where the button leads."""
    answer = await client.get(path, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def comes(client: Client, provider: Provider, path: str = "/desk/sign-in/openid") -> str:
    """Press the button, be let through by the provider, come back: where one is led then."""
    answer = await client.get(provider.let_through(await away(client, path)), follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def opens(client: Client) -> bool:
    return (await client.get("/desk", follow_redirects=False)).status_code == 200


def bound(world: World, member: int, provider: Provider) -> bool:
    found: bool = world.database.read_now(lambda c: identities.bound(c, member, provider.url))
    return found


def invite(world: World, email: str, role: str = "agent") -> str:
    bits = new_token()
    key_ = world.tokens.invitation(bits)
    world.write(lambda c: invitations.invite(c, world.now, key_, email, role, [], ["nl"], None))
    return bits


def everybody(world: World) -> list[tuple[str, str, str]]:
    found = world.database.read_now(staff.everybody)
    return [(one.email, one.name, one.role) for one in found]


# --- who comes in ---


async def test_a_verified_address_opens_its_account_and_binds_it(
    world: World, client: Client, provider: Provider
) -> None:
    member = world.member()
    assert await comes(client, provider) == "/desk"
    assert await opens(client)
    assert bound(world, member, provider)
    assert [what for _, what, _ in world.audited()] == ["staff.openid_bound", "desk.signed_in_openid"]


async def test_from_then_on_the_subject_decides_not_the_address(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    other = world.member("tom@example.org", "Tom")
    await comes(client, provider)
    provider.who |= {"email": "tom@example.org"}
    assert await comes(client, provider) == "/desk"
    assert world.audited()[-1] == ("staff:1", "desk.signed_in_openid", "")
    assert not bound(world, other, provider)
    provider.who |= {"email": "anna.new@example.org", "email_verified": False}
    assert await comes(client, provider) == "/desk"


async def test_an_address_that_was_given_to_somebody_else_opens_nothing(
    world: World, client: Client, provider: Provider
) -> None:
    member = world.member()
    await comes(client, provider)
    client.cookies.clear()
    provider.who |= {"sub": "anna-2"}
    assert await comes(client, provider) == UNKNOWN
    assert not await opens(client)
    # an admin lets go of the old one: the next sign-in is a first one
    world.write(lambda c: identities.unbind(c, member))
    assert await comes(client, provider) == "/desk"


async def test_whom_we_do_not_know_gets_one_sentence_and_no_account(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    world.member("closed@example.org", "Closed")
    world.write(lambda c: staff.disable(c, "closed@example.org"))
    world.write(lambda c: staff.sample(c, world.now, ["en"]))
    before, known = everybody(world), provider.who
    strangers: list[dict[str, Any]] = [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1.5},
        {"email": ""},
        {"email": "no address"},
        {"email": ["anna@example.org"]},
        {"email": "nobody@example.org"},
        {"email": "closed@example.org"},
        {"email": "sample@desk.invalid"},
    ]
    for who in strangers:
        provider.who = known | who
        assert (who, await comes(client, provider)) == (who, UNKNOWN)
        world.now += 2 * MINUTE  # ten tries in a quarter of an hour
    assert "sign_in.openid.unknown" in (await client.get(UNKNOWN)).text
    assert not await opens(client)
    assert everybody(world) == before
    provider.who = known
    assert await comes(client, provider) == "/desk"


async def test_an_address_told_only_by_userinfo_counts_when_it_is_of_the_same_subject(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    provider.userinfo = {**provider.who, "sub": "somebody else"}
    assert await comes(client, provider) == UNKNOWN
    provider.userinfo = provider.who
    assert await comes(client, provider) == "/desk"


async def test_an_invited_address_gets_the_account_it_was_invited_to(
    world: World, client: Client, provider: Provider
) -> None:
    invite(world, "anna@example.org", "lead")
    assert await comes(client, provider) == "/desk"
    assert everybody(world) == [("anna@example.org", "Anna P.", "lead")]
    assert world.database.read_now(lambda c: invitations.open_ones(c, world.now)) == []
    (account,) = world.database.read_now(staff.everybody)
    assert (account.password, account.langs) == ("", ("nl",))


async def test_the_link_of_an_invitation_is_enough_whatever_the_provider_says_about_the_address(
    world: World, client: Client, provider: Provider
) -> None:
    bits = invite(world, "tom@example.org")
    provider.who |= {"email_verified": False, "name": ""}
    assert f"/desk/invited/{bits}/openid" in (await client.get(f"/desk/invited/{bits}")).text
    assert await comes(client, provider, f"/desk/invited/{bits}/openid") == "/desk"
    assert everybody(world) == [("tom@example.org", "tom", "agent")]
    # good once
    client.cookies.clear()
    provider.who |= {"sub": "another"}
    assert await comes(client, provider, f"/desk/invited/{bits}/openid") == FAILED


@pytest.mark.parametrize(
    ("how", "email", "expected"),
    [
        ({"oidc_domains": "example.org"}, "anna@example.org", None),
        ({"oidc_domains": "example.org", "oidc_new_accounts": "reader"}, "anna@example.org", "reader"),
        ({"oidc_domains": "example.net,Example.ORG", "oidc_new_accounts": "agent"}, "Anna@Example.org", "agent"),
        ({"oidc_domains": "example.org", "oidc_new_accounts": "agent"}, "anna@evil-example.org", None),
        ({"oidc_domains": "example.org", "oidc_new_accounts": "agent"}, "anna@sub.example.org", None),
        ({"oidc_domains": "example.org", "oidc_new_accounts": "agent"}, "a@example.org@evil.com", None),
    ],
)
async def test_a_new_account_is_made_only_where_the_settings_say_so(
    desk: Callable[..., World], provider: Provider, how: dict[str, Any], email: str, expected: str | None
) -> None:
    world = desk(**how)
    provider.who |= {"email": email}
    async with browser(world.web) as client:
        assert await comes(client, provider) == ("/desk" if expected else UNKNOWN)
    assert [role for _, _, role in everybody(world)] == ([expected] if expected else [])


async def test_a_disabled_account_opens_no_more_and_reopened_it_is_bound_anew(
    world: World, client: Client, provider: Provider
) -> None:
    member = world.member()
    await comes(client, provider)
    world.write(lambda c: staff.disable(c, "anna@example.org"))
    assert await comes(client, provider) == UNKNOWN
    assert world.member() == member
    assert not bound(world, member, provider)


async def test_one_is_led_back_to_the_page_asked_for_and_nowhere_else(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    assert "/desk/sign-in/openid?next=/desk/people" in (await client.get("/desk/sign-in?next=/desk/people")).text
    assert await comes(client, provider, "/desk/sign-in/openid?next=/desk/people") == "/desk/people"
    assert await comes(client, provider, "/desk/sign-in/openid?next=//evil.example") == "/desk"


# --- second factor, sessions ---


async def test_a_second_factor_of_ours_is_asked_for_where_there_is_one(
    world: World, client: Client, provider: Provider
) -> None:
    member, secret = world.member(), codes.new_secret()
    world.write(lambda c: second_factor.propose(c, world.vault, member, secret))
    world.write(lambda c: second_factor.turn_on(c, member, []))
    assert await comes(client, provider) == "/desk/sign-in/code"
    assert not await opens(client)
    fields = world.form(client.cookies[COOKIE], code=codes.code_at(secret, world.now // codes.STEP))
    answer = await client.post("/desk/sign-in/code", data=fields, follow_redirects=False)
    assert answer.headers["location"] == "/desk"
    assert await opens(client)
    assert world.audited()[-1][1] == "desk.signed_in_openid"


async def test_who_comes_by_the_provider_needs_no_codes_of_ours_who_comes_by_password_does(
    desk: Callable[..., World], provider: Provider, sign_in_form: Any
) -> None:
    world = desk(desk_totp="required")
    world.member()
    async with browser(world.web) as client:
        assert await comes(client, provider) == "/desk"
        assert await opens(client)
        client.cookies.clear()
        client.cookies.set(FORM_COOKIE, "form", path="/desk")
        await client.post("/desk/sign-in", data=world.form("form", email="anna@example.org", password=PASSWORD))
        answer = await client.get("/desk", follow_redirects=False)
        assert answer.headers["location"] == "/desk/account/second"


async def test_a_session_of_the_provider_is_listed_and_ended_as_any_other(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    await comes(client, provider)
    first = client.cookies[COOKIE]
    assert "account.sessions.openid" in (await client.get("/desk/account")).text
    await comes(client, provider)
    assert client.cookies[COOKIE] != first
    answer = await client.post("/desk/sign-out", data=world.form(client.cookies[COOKIE]), follow_redirects=False)
    assert answer.headers["location"] == "/desk/sign-in?out"
    assert not await opens(client)


# --- attacks ---


def _unsigned(claims: dict[str, Any]) -> str:
    parts = [json.dumps({"alg": "none"}), json.dumps(claims)]
    return ".".join(base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in parts) + "."


def _with_the_public_key(claims: dict[str, Any]) -> str:
    public = key("one").public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return _hs256(claims, public)


def _hs256(claims: dict[str, Any], secret: bytes) -> str:
    parts = [json.dumps({"alg": "HS256", "kid": "one"}), json.dumps(claims)]
    signed = ".".join(base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in parts)
    made = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).decode().rstrip("=")
    return f"{signed}.{made}"


def _changed_after_signing(claims: dict[str, Any]) -> str:
    head, _, made = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, "sub": "x"}, key("one")).split(".")
    return f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.{made}"


async def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    faults: list[dict[str, Any]] = [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["another"]},
        {"aud": "another"},
        {"aud": None},
        {"aud": []},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "later"},
        {"iat": 4_000_000_000},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
    ]
    for wrong in faults:
        provider.wrong = wrong
        assert (wrong, await comes(client, provider)) == (wrong, FAILED)
        world.now += 2 * MINUTE
    assert not await opens(client)
    assert world.audited() == []
    # it was that alone
    provider.wrong = {}
    assert await comes(client, provider) == "/desk"


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "none": _unsigned,
    "public key": _with_the_public_key,
    "client secret": lambda claims: _hs256(claims, SECRET.encode()),
    "foreign key": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, key("foreign")),
    "foreign kid": lambda claims: jwt.encode({"alg": "RS256", "kid": "foreign"}, claims, key("foreign")),
    "own key": lambda claims: jwt.encode(
        {"alg": "RS256", "kid": "one", "jwk": key("foreign").as_dict(private=False)}, claims, key("foreign")
    ),
    "changed": _changed_after_signing,
    "text": lambda _claims: "no token",
    "empty": lambda _claims: "",
}


async def test_only_the_signature_of_the_provider_counts(world: World, client: Client, provider: Provider) -> None:
    world.member()
    for name, sign in FORGED.items():
        provider.sign = sign
        assert (name, await comes(client, provider)) == (name, FAILED)
        world.now += 2 * MINUTE
    assert not await opens(client)
    provider.sign = provider.right
    assert await comes(client, provider) == "/desk"


@pytest.mark.parametrize(("seconds", "expected"), [(59, "/desk"), (61, FAILED)])
async def test_clocks_may_differ_by_a_minute(
    world: World, client: Client, provider: Provider, seconds: int, expected: str
) -> None:
    world.member()
    provider.now = lambda: world.now / 1000 + seconds
    assert await comes(client, provider) == expected


async def test_a_return_that_was_begun_in_another_browser_opens_nothing(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    for begun in (False, True):
        back = provider.let_through(await away(client))
        client.cookies.clear()  # another browser
        if begun:
            await away(client)  # a sign-in of its own, with another state
        answer = await client.get(back, follow_redirects=False)
        assert answer.headers["location"] == FAILED
        assert not await opens(client)
    assert "/token" not in provider.asked


async def test_a_return_is_good_once_and_for_ten_minutes(world: World, client: Client, provider: Provider) -> None:
    world.member()
    back = provider.let_through(await away(client))
    held = client.cookies[openid.COOKIE]
    assert (await client.get(back, follow_redirects=False)).headers["location"] == "/desk"
    client.cookies.clear()
    assert (await client.get(back, follow_redirects=False)).headers["location"] == FAILED
    # not even with the cookie of then: the provider takes a code once
    client.cookies.set(openid.COOKIE, held, path="/desk")
    assert (await client.get(back, follow_redirects=False)).headers["location"] == FAILED
    assert not await opens(client)
    client.cookies.clear()
    back = provider.let_through(await away(client))
    world.now += openid.LASTS * SECOND
    assert (await client.get(back, follow_redirects=False)).headers["location"] == FAILED


@pytest.mark.parametrize("held", ["", "x", "é", "a" * 3000, base64.urlsafe_b64encode(b"x" * 80).decode()])
async def test_a_cookie_that_is_not_ours_begins_nothing(world: World, client: Client, held: str) -> None:
    headers = [(b"cookie", f"{openid.COOKIE}={held}".encode())]
    answer = await client.get("/desk/sign-in/openid/back?code=x&state=x", headers=headers, follow_redirects=False)
    assert answer.headers["location"] == FAILED


async def test_an_answer_that_names_another_issuer_is_refused(world: World, client: Client, provider: Provider) -> None:
    world.member()
    back = provider.let_through(await away(client), iss="https://evil.example")
    assert (await client.get(back, follow_redirects=False)).headers["location"] == FAILED
    back = provider.let_through(await away(client), iss=provider.url)
    assert (await client.get(back, follow_redirects=False)).headers["location"] == "/desk"


async def test_ten_returns_that_came_to_nothing_in_a_quarter_of_an_hour(
    world: World, client: Client, provider: Provider, sign_in_form: Any
) -> None:
    world.member()
    provider.who |= {"email": "nobody@example.org"}
    for _ in range(10):
        assert await comes(client, provider) == UNKNOWN
    answer = await client.get(provider.let_through(await away(client)), follow_redirects=False)
    assert (answer.status_code, int(answer.headers["retry-after"]) > 800) == (429, True)
    assert "sign_in.too_many 15" in answer.text
    # and passwords are counted by themselves
    fields = world.form(client.cookies[FORM_COOKIE], email="anna@example.org", password=PASSWORD)
    assert (await client.post("/desk/sign-in", data=fields, follow_redirects=False)).status_code == 303


# --- a provider in trouble ---


def _away(provider: Provider) -> None:
    provider.status = 503


def _nonsense(provider: Provider) -> None:
    provider.body = b"<html>"


def _endless(provider: Provider) -> None:
    provider.body = b" " * 300_000


def _renamed(provider: Provider) -> None:
    provider.told = {"issuer": "https://evil.example"}


def _in_the_clear(provider: Provider) -> None:
    provider.told = {"token_endpoint": "http://example.org/token"}


def _no_keys(provider: Provider) -> None:
    provider.keys = []


@pytest.mark.parametrize("trouble", [_away, _nonsense, _endless, _renamed, _in_the_clear, _no_keys])
async def test_a_provider_in_trouble_gets_a_kind_sentence_and_passwords_still_work(
    world: World, client: Client, provider: Provider, trouble: Callable[[Provider], None]
) -> None:
    world.member()
    trouble(provider)
    with structlog.testing.capture_logs() as told:
        assert await away(client) == FAILED
    (line,) = told
    assert (line["event"], line["log_level"]) == ("desk.openid_refused", "warning")
    assert line["why"]
    page = await client.get(FAILED)
    assert "sign_in.openid.failed" in page.text
    fields = world.form(client.cookies[FORM_COOKIE], email="anna@example.org", password=PASSWORD)
    assert (await client.post("/desk/sign-in", data=fields, follow_redirects=False)).status_code == 303
    # it is asked again after a pause, not at once by everybody who comes
    asked = len(provider.asked)
    assert await away(client) == FAILED
    assert len(provider.asked) == asked
    provider.status, provider.body, provider.told, provider.keys = 200, None, {}, ["one"]
    world.now += 5 * SECOND
    assert await comes(client, provider) == "/desk"


async def test_a_provider_that_says_nothing_is_not_waited_for(
    world: World, client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid_provider, "_TIMEOUT", 0.05)
    provider.silent = True
    assert await away(client) == FAILED


async def test_a_provider_whose_token_endpoint_is_away_is_the_same_sentence(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    back = provider.let_through(await away(client))
    provider.status = 500
    assert (await client.get(back, follow_redirects=False)).headers["location"] == FAILED


async def test_who_changes_their_mind_at_the_provider_is_back_at_the_page(
    world: World, client: Client, provider: Provider
) -> None:
    state = provider.let_through(await away(client)).partition("state=")[2]
    with structlog.testing.capture_logs() as told:
        answer = await client.get(
            f"/desk/sign-in/openid/back?error=access_denied&error_description=%0Aanna&state={state}",
            follow_redirects=False,
        )
    assert answer.headers["location"] == FAILED
    assert told[0]["why"] == "the provider said access_denied"


async def test_addresses_and_keys_are_remembered_and_new_keys_are_found(
    world: World, client: Client, provider: Provider
) -> None:
    world.member()
    for _ in range(3):
        await comes(client, provider)
    assert provider.asked.count("/keys") == provider.asked.count("/.well-known/openid-configuration") == 1
    provider.keys = ["two"]
    assert await comes(client, provider) == FAILED  # a moment ago it had another: not asked at once
    world.now += 30 * SECOND
    assert await comes(client, provider) == "/desk"
    assert provider.asked.count("/keys") == 2


async def test_the_log_holds_neither_names_nor_secrets(
    world: World, client: Client, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    provider.who |= {"email": "secret.person@example.org"}
    with structlog.testing.capture_logs() as told:
        await comes(client, provider)
    assert told
    for word in ("secret.person", "anna-1", SECRET):
        assert word not in repr(told)


# --- connecting one's own account, and letting go ---


async def test_somebody_signed_in_connects_their_account_with_their_password(
    world: World, client: Client, provider: Provider
) -> None:
    member = world.member()
    token = world.session(member)
    client.cookies.set(COOKIE, token, path="/desk")
    provider.who |= {"email": "else@example.org", "email_verified": False}
    answer = await client.post("/desk/account/openid", data=world.form(token, password="no"), follow_redirects=False)
    assert answer.headers["location"] == "/desk/account?openid=wrong_password"
    page = await client.post("/desk/account/openid", data=world.form(token, password=PASSWORD))
    url = page.text.split('<a class="button primary" href="')[1].split('"')[0].replace("&amp;", "&")
    answer = await client.get(provider.let_through(url), follow_redirects=False)
    assert answer.headers["location"] == "/desk/account?done=openid"
    assert bound(world, member, provider)
    # nothing but the binding has changed: the session is the one there was
    assert client.cookies[COOKIE] == token
    client.cookies.clear()
    assert await comes(client, provider) == "/desk"


async def test_a_subject_of_somebody_else_is_not_connected(world: World, client: Client, provider: Provider) -> None:
    tom, anna = world.member("tom@example.org", "Tom"), world.member()
    world.write(lambda c: identities.bind(c, world.now, tom, provider.url, "anna-1"))
    token = world.session(anna)
    client.cookies.set(COOKIE, token, path="/desk")
    page = await client.post("/desk/account/openid", data=world.form(token, password=PASSWORD))
    url = page.text.split('<a class="button primary" href="')[1].split('"')[0].replace("&amp;", "&")
    back = provider.let_through(url)
    answer = await client.get(back, follow_redirects=False)
    assert answer.headers["location"] == "/desk/account?openid=unknown"
    assert "account.openid.unknown" in (await client.get(answer.headers["location"])).text
    assert not bound(world, anna, provider)


async def test_who_signs_in_as_another_meanwhile_connects_nothing(
    world: World, client: Client, provider: Provider
) -> None:
    anna, tom = world.member(), world.member("tom@example.org", "Tom")
    token = world.session(anna)
    client.cookies.set(COOKIE, token, path="/desk")
    page = await client.post("/desk/account/openid", data=world.form(token, password=PASSWORD))
    url = page.text.split('<a class="button primary" href="')[1].split('"')[0].replace("&amp;", "&")
    client.cookies.set(COOKIE, world.session(tom), path="/desk")
    await client.get(provider.let_through(url), follow_redirects=False)
    assert not bound(world, anna, provider)
    assert not bound(world, tom, provider)


async def test_an_admin_lets_go_of_a_connection_and_its_sessions_end(
    world: World, client: Client, provider: Provider
) -> None:
    admin, member = world.member("ada@example.org", "Ada", role="admin"), world.member()
    await comes(client, provider)
    theirs, token = client.cookies[COOKIE], world.session(admin)
    client.cookies.set(COOKIE, token, path="/desk")
    assert "people.openid.send" in (await client.get(f"/desk/people/{member}")).text
    await client.post(f"/desk/people/{member}/openid", data=world.form(token))
    assert not bound(world, member, provider)
    assert world.audited()[-1] == (f"staff:{admin}", "staff.openid_unbound", f"staff:{member}")
    client.cookies.set(COOKIE, theirs, path="/desk")
    assert not await opens(client)


# --- what the settings open and close ---


async def test_without_a_provider_there_is_no_such_door(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with browser(world.web) as client:
        assert "openid" not in (await client.get("/desk/sign-in")).text
        assert (await client.get("/desk/sign-in/openid", follow_redirects=False)).status_code == 404


async def test_the_button_says_what_people_call_it(desk: Callable[..., World]) -> None:
    async with browser(desk(oidc_label="Contoso <b>").web) as client:
        assert "sign_in.openid.with Contoso &lt;b&gt;" in (await client.get("/desk/sign-in")).text


async def test_where_passwords_are_off_there_is_the_provider_alone_and_the_command_line(
    desk: Callable[..., World], provider: Provider
) -> None:
    world = desk(desk_passwords="off")
    member = world.member(role="admin")
    async with browser(world.web) as client:
        page = (await client.get("/desk/sign-in")).text
        assert 'name="password"' not in page
        fields = world.form(client.cookies[FORM_COOKIE], email="anna@example.org", password=PASSWORD)
        assert (await client.post("/desk/sign-in", data=fields, follow_redirects=False)).status_code == 405
        bits = invite(world, "tom@example.org")
        assert 'name="password"' not in (await client.get(f"/desk/invited/{bits}")).text
        assert await comes(client, provider) == "/desk"
        page = (await client.get("/desk/account")).text
        assert "account.second.urge" not in page
        assert 'action="/desk/account/password"' not in page
        # the provider is gone for good: the command line lets the admin in
        client.cookies.clear()
        link = new_token()
        world.write(lambda c: staff.offer_link(c, world.now, world.tokens.link(link), member))
        page = (await client.get(f"/desk/let-in/{link}")).text
        assert f'action="/desk/let-in/{link}"' in page
        assert not await opens(client)
        fields = world.form(client.cookies[FORM_COOKIE])
        answer = await client.post(f"/desk/let-in/{link}", data=fields, follow_redirects=False)
        assert answer.headers["location"] == "/desk"
        assert await opens(client)
        assert world.audited()[-1][1] == "desk.signed_in_link"
        # once
        assert (await client.get(f"/desk/let-in/{link}")).status_code == 404
