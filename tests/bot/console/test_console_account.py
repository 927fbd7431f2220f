"""One's own account: the second factor from setting it up to losing the phone, password, sessions, language (S4, S6)."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
import segno
from sqlalchemy import select

from bot.console import codes
from bot.console.codes import STEP
from bot.console.sessions import COOKIE, new_token
from storage import second_factor, staff
from storage.tables import staff_recovery
from tests.bot.console.conftest import PASSWORD, Client, World, browser

SECRET = b"12345678901234567890"
MINUTE = 60_000


@pytest.fixture
def anna(world: World) -> int:
    return world.member()


@pytest.fixture
async def signed_in(world: World, client: Client, anna: int) -> Client:
    enter(client, world.session(anna))
    return client


def enter(client: Client, token: str) -> None:
    """A browser that holds this session, as if the desk had handed it out."""
    client.cookies.set(COOKIE, token, domain="testserver.local", path="/desk")


def protect(world: World, number: int, *recovery: str) -> None:
    """Give an account a second factor."""
    hashes = [world.tokens.recovery(number, codes.typed(code)) for code in recovery]
    world.write(lambda c: second_factor.propose(c, world.vault, number, SECRET))
    world.write(lambda c: second_factor.turn_on(c, number, hashes))


def code_of(world: World, secret: bytes = SECRET) -> str:
    return codes.code_at(secret, world.now // STEP)


async def send(world: World, client: Client, path: str, **fields: str) -> Any:
    form = world.form(client.cookies[COOKIE], **fields)
    return await client.post(f"/desk{path}", data=form, follow_redirects=False)


async def opens(client: Client) -> bool:
    return (await client.get("/desk/account", follow_redirects=False)).status_code == 200


# -- setting it up -----------------------------------------------------------------------------------------------------


async def set_up(world: World, client: Client, anna: int) -> list[str]:
    """Set codes up as a person does; the recovery codes."""
    await send(world, client, "/account/second/begin")
    page = (await client.get("/desk/account/second")).text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = world.database.read_now(lambda c: second_factor.secret(c, world.vault, anna))
    assert secret is not None
    assert codes.readable(secret) == found[1]
    answer = await send(world, client, "/account/second", code=code_of(world, secret))
    assert answer.status_code == 200
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.text)


async def test_the_square_holds_the_link_that_stands_below_it(world: World, signed_in: Client, anna: int) -> None:
    await send(world, signed_in, "/account/second/begin")
    page = (await signed_in.get("/desk/account/second")).text
    link = re.search(r'href="(otpauth://[^"]+)"', page)
    drawn = re.search(
        r'<svg class="square" role="img" aria-label="([^"]+)" viewBox="0 0 (\d+) \2"[^>]*>(.*?)</svg>', page, re.S
    )
    assert link
    assert drawn
    assert drawn[1] == "«en desk.account.second.square»"
    # black on white whatever the colours of the page, with four light modules around, and nothing that a policy forbids
    assert '<rect width="100%" height="100%" fill="#fff"/><path fill="#000"' in drawn[3]
    assert "style" not in drawn[0]
    size = int(drawn[2])
    modules = [[0] * size for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn[3]):
        modules[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    expected = segno.make(html.unescape(link[1]), error="m", boost_error=False)
    assert modules == [list(row) for row in expected.matrix_iter(border=4)]
    assert re.search(r"<code>[A-Z2-7 ]+</code>", page)


async def test_codes_are_on_once_a_first_one_was_right_and_not_before(
    world: World, signed_in: Client, anna: int
) -> None:
    await send(world, signed_in, "/account/second/begin")
    wrong = await send(world, signed_in, "/account/second", code="000000")
    assert (wrong.status_code, "account.problem.code" in wrong.text) == (400, True)
    account = world.database.read_now(lambda c: staff.by_id(c, anna))
    assert account is not None
    assert not account.totp
    recovery = await set_up(world, signed_in, anna)
    assert len(set(recovery)) == 10
    account = world.database.read_now(lambda c: staff.by_id(c, anna))
    assert account is not None
    assert account.totp
    assert "second_factor.on" in [what for _, what, _ in world.audited()]


async def test_the_secret_and_the_recovery_codes_are_shown_once(world: World, signed_in: Client, anna: int) -> None:
    (first, *_) = await set_up(world, signed_in, anna)
    for path in ("/desk/account", "/desk/account/second"):
        page = (await signed_in.get(path)).text
        assert first not in page
        assert "otpauth" not in page
    kept = world.database.read_now(lambda c: c.execute(select(staff_recovery.c.code)).scalars().all())
    assert world.tokens.recovery(anna, codes.typed(first)) in [bytes(one) for one in kept]
    assert not any(codes.typed(first).encode() in bytes(one) for one in kept)


async def test_turning_codes_on_ends_every_other_session_and_renews_this_one(
    world: World, signed_in: Client, anna: int
) -> None:
    before, other = signed_in.cookies[COOKIE], world.session(anna)
    await set_up(world, signed_in, anna)
    assert signed_in.cookies[COOKIE] != before
    assert await opens(signed_in)
    for token in (before, other):
        assert world.database.read_now(lambda c, t=token: staff.session(c, world.now, world.tokens.stored(t))) is None


# -- signing in --------------------------------------------------------------------------------------------------------


async def test_the_password_alone_opens_nothing_where_a_code_is_asked_for(
    world: World, client: Client, anna: int, sign_in_form: Any
) -> None:
    protect(world, anna)
    answer = await sign_in_form(client, "anna@example.org", PASSWORD, next="/desk/readings")
    assert answer.headers["location"] == "/desk/sign-in/code?next=/desk/readings"
    assert not await opens(client)
    half = client.cookies[COOKIE]
    world.now += STEP
    answer = await send(world, client, "/sign-in/code", code=code_of(world), next="/desk/readings")
    assert answer.headers["location"] == "/desk/readings"
    assert await opens(client)
    assert client.cookies[COOKIE] != half
    assert [what for _, what, _ in world.audited()] == ["desk.signed_in"]
    # what stood half open is closed
    assert world.database.read_now(lambda c: staff.owing(c, world.now, world.tokens.stored(half))) is None


async def test_a_code_is_good_once(world: World, client: Client, anna: int, sign_in_form: Any) -> None:
    protect(world, anna)
    code = code_of(world)
    results = []
    for _ in range(2):
        await sign_in_form(client, "anna@example.org", PASSWORD)
        results.append((await send(world, client, "/sign-in/code", code=code)).status_code)
        client.cookies.delete(COOKIE)
    assert results == [303, 401]


async def test_a_recovery_code_opens_once_and_is_recorded(
    world: World, client: Client, anna: int, sign_in_form: Any
) -> None:
    protect(world, anna, "abcde-fghjk", "mnpqr-stuvw")
    results = []
    for typed in ("ABCDE FGHJK", "abcde-fghjk", "mnpqrstuvw"):
        await sign_in_form(client, "anna@example.org", PASSWORD)
        results.append((await send(world, client, "/sign-in/code", code=typed)).status_code)
        client.cookies.delete(COOKIE)
    assert results == [303, 401, 303]
    assert [what for _, what, _ in world.audited()].count("second_factor.recovered") == 2


async def test_guessing_codes_ends_after_ten_tries_even_with_the_right_password_in_between(
    world: World, client: Client, anna: int, sign_in_form: Any
) -> None:
    protect(world, anna)
    statuses = []
    for _ in range(6):
        answer = await sign_in_form(client, "anna@example.org", PASSWORD)
        statuses.append(answer.status_code)
        if answer.status_code == 303:
            statuses.append((await send(world, client, "/sign-in/code", code="000000")).status_code)
        client.cookies.delete(COOKIE)
    assert statuses == [303, 401] * 5 + [429]
    # a code typed into a session that is half open counts as well
    world.now += 15 * MINUTE
    await sign_in_form(client, "anna@example.org", PASSWORD)
    tried = [(await send(world, client, "/sign-in/code", code="000000")).status_code for _ in range(10)]
    assert tried == [401] * 9 + [429]


async def test_a_session_that_owes_a_code_ends_after_ten_minutes(
    world: World, client: Client, anna: int, sign_in_form: Any
) -> None:
    protect(world, anna)
    await sign_in_form(client, "anna@example.org", PASSWORD)
    assert (await client.get("/desk/sign-in/code", follow_redirects=False)).status_code == 200
    world.now += 10 * MINUTE
    answer = await send(world, client, "/sign-in/code", code=code_of(world))
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert not await opens(client)


async def test_where_codes_are_required_nothing_opens_before_they_are_set_up(make_world: Callable[..., World]) -> None:
    world = make_world(desk_totp="required")
    anna = world.member()
    async with browser(world.web) as client:
        client.headers["accept"] = "text/html"
        enter(client, world.session(anna))
        answer = await client.get("/desk", follow_redirects=False)
        assert answer.headers["location"] == "/desk/account/second"
        assert "account.second.must" in (await client.get("/desk/account/second")).text
        await set_up(world, client, anna)
        assert (await client.get("/desk", follow_redirects=False)).status_code == 200
        answer = await send(world, client, "/account/second/off", password=PASSWORD)
        assert (answer.status_code, "account.problem.required" in answer.text) == (400, True)


@pytest.mark.parametrize(("role", "urged"), [("admin", True), ("agent", False)])
async def test_an_admin_without_codes_is_urged_to_have_them(
    world: World, client: Client, role: str, urged: bool
) -> None:
    enter(client, world.session(world.member(role=role)))
    assert ("account.second.urge" in (await client.get("/desk/account")).text) is urged


async def test_turning_codes_off_and_new_recovery_codes_take_the_password(
    world: World, signed_in: Client, anna: int
) -> None:
    old = await set_up(world, signed_in, anna)
    for path in ("/account/second/codes", "/account/second/off"):
        answer = await send(world, signed_in, path, password="not my password")
        assert (answer.status_code, "account.problem.wrong_password" in answer.text) == (400, True)
    renewed = await send(world, signed_in, "/account/second/codes", password=PASSWORD)
    assert not set(re.findall(r"<code>(\S+)</code>", renewed.text)) & set(old)
    answer = await send(world, signed_in, "/account/second/off", password=PASSWORD)
    assert answer.headers["location"] == "/desk/account?done=second_off"
    account = world.database.read_now(lambda c: staff.by_id(c, anna))
    assert account is not None
    assert not account.totp


# -- password ----------------------------------------------------------------------------------------------------------


async def change(world: World, client: Client, new: str, old: str = PASSWORD, again: str | None = None) -> Any:
    return await send(world, client, "/account/password", old=old, new=new, again=new if again is None else again)


async def test_a_new_password_takes_the_old_one_and_ends_every_other_session(
    world: World, signed_in: Client, anna: int, sign_in_form: Any
) -> None:
    other = world.session(anna)
    answer = await change(world, signed_in, "another good password")
    assert answer.headers["location"] == "/desk/account?done=password"
    assert await opens(signed_in)
    assert world.database.read_now(lambda c: staff.session(c, world.now, world.tokens.stored(other))) is None
    signed_in.cookies.clear()
    assert (await sign_in_form(signed_in, "anna@example.org", PASSWORD)).status_code == 401
    assert (await sign_in_form(signed_in, "anna@example.org", "another good password")).status_code == 303


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"new": "another good password", "old": "wrong"}, "wrong_password"),
        ({"new": "short"}, "length"),
        ({"new": "Anna@Example.org"}, "email"),
        ({"new": "another good password", "again": "another good passwort"}, "again"),
    ],
)
async def test_a_password_that_cannot_be_changes_nothing(
    world: World, signed_in: Client, fields: dict[str, str], problem: str
) -> None:
    answer = await change(world, signed_in, **fields)
    assert (answer.status_code, f"account.problem.{problem}" in answer.text) == (400, True)
    assert world.audited() == []
    assert await opens(signed_in)


async def test_guessing_the_password_of_an_open_session_ends_after_ten_tries(world: World, signed_in: Client) -> None:
    tried = [(await change(world, signed_in, "another good password", old="x")).status_code for _ in range(11)]
    assert tried == [400] * 10 + [429]


# -- sessions and language ---------------------------------------------------------------------------------------------


async def test_the_list_shows_where_one_is_signed_in_and_ends_one_or_all_others(
    world: World, client: Client, anna: int, sign_in_form: Any
) -> None:
    client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0"
    await sign_in_form(client, "anna@example.org", PASSWORD)
    elsewhere, third, here = client.cookies[COOKIE], world.session(anna), world.session(anna)
    stranger = world.session(world.member("tom@example.org", "Tom"))
    enter(client, here)

    def key(token: str) -> str:
        return world.tokens.stored(token).hex()

    def lasting() -> list[bool]:
        stored = [world.tokens.stored(token) for token in (elsewhere, third, here, stranger)]
        return [world.database.read_now(lambda c, k=k: staff.session(c, world.now, k)) is not None for k in stored]  # type: ignore[misc]

    page = (await client.get("/desk/account")).text
    assert "Firefox, Windows" in page
    assert key(elsewhere) in page
    assert key(here) not in page
    assert key(stranger) not in page
    await send(world, client, "/account/sessions", key=key(stranger))
    assert lasting() == [True, True, True, True]  # nobody ends a session of somebody else
    await send(world, client, "/account/sessions", key=key(elsewhere))
    assert lasting() == [False, True, True, True]
    await send(world, client, "/account/sessions", key="others")
    assert lasting() == [False, False, True, True]


async def test_the_desk_speaks_the_language_somebody_chose(world: World, signed_in: Client) -> None:
    signed_in.headers["accept-language"] = "en"
    assert '<html lang="en">' in (await signed_in.get("/desk/account")).text
    await send(world, signed_in, "/account/language", lang="nl")
    assert '<html lang="nl">' in (await signed_in.get("/desk/account")).text
    await send(world, signed_in, "/account/language", lang="xx")
    assert '<html lang="en">' in (await signed_in.get("/desk/account")).text


async def test_the_sample_account_has_no_password_to_change_and_no_codes(make_world: Callable[..., World]) -> None:
    world = make_world(sample=True, desk_totp="required")
    number = world.write(lambda c: staff.sample(c, world.now, ["en"]))
    async with browser(world.web) as client:
        enter(client, world.session(number))
        page = (await client.get("/desk/account")).text
        assert "account.password.title" not in page
        assert (await client.get("/desk", follow_redirects=False)).status_code == 200
        await send(world, client, "/account/second/begin")
        assert world.database.read_now(lambda c: second_factor.secret(c, world.vault, number)) is None


def test_what_the_browser_holds_is_random() -> None:
    assert len({new_token() for _ in range(50)}) == 50
