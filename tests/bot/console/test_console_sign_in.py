"""Coming in and leaving: cookies, sessions, tries, and the door that sample mode opens (S4, S5, S6)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from bot.console.passwords import LEAST, PasswordError, Passwords, generate
from bot.console.sessions import COOKIE, FORM_COOKIE, Tokens
from bot.console.sign_in import way_back
from bot.console.tries import TRIES, WITHIN, Tries
from storage import staff
from storage.tables import staff_session
from tests.bot.console.conftest import PASSWORD, Client, World, browser

MINUTE = 60_000


def cookies(answer: Any) -> dict[str, str]:
    """The Set-Cookie lines by name, in small letters but for the value."""
    return {line.split("=")[0]: line for line in answer.headers.get_list("set-cookie")}


async def opens(client: Client) -> bool:
    return (await client.get("/desk", follow_redirects=False)).status_code == 200


async def test_the_right_password_opens_the_desk(world: World, client: Client, sign_in_form: Any) -> None:
    member = world.member()
    answer = await sign_in_form(client, " Anna@Example.ORG ", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert await opens(client)
    assert world.audited() == [(f"staff:{member}", "desk.signed_in", "")]


async def test_the_cookie_is_random_and_for_the_desk_alone(world: World, client: Client, sign_in_form: Any) -> None:
    world.member()
    line = cookies(await sign_in_form(client, "anna@example.org", PASSWORD))[COOKIE]
    value, *attributes = line.split("; ")
    assert len(value.partition("=")[2]) >= 43  # 256 bits
    assert {a.lower() for a in attributes} == {"httponly", "path=/desk", "samesite=lax"}


@pytest.mark.parametrize("public_url", ["https://desk.example", "http://desk.example"])
async def test_over_https_the_cookie_never_travels_in_the_clear(
    make_world: Callable[..., World], public_url: str
) -> None:
    world = make_world(public_url=public_url)
    async with browser(world.web, public_url) as client:
        form = cookies(await client.get("/desk/sign-in"))[FORM_COOKIE]
        assert ("Secure" in form.split("; ")) == public_url.startswith("https")


async def test_the_database_holds_nothing_that_opens_a_session(world: World, client: Client, sign_in_form: Any) -> None:
    world.member()
    await sign_in_form(client, "anna@example.org", PASSWORD)
    held = client.cookies[COOKIE]
    (row,) = world.database.read_now(lambda c: c.execute(select(staff_session)).all())
    assert row.id == world.tokens.stored(held)
    assert held.encode() not in row.id
    assert Tokens(b"another key").stored(held) != row.id
    (account,) = world.database.read_now(staff.everybody)
    assert account.password.startswith("$argon2id$")
    assert PASSWORD not in repr(account)
    assert account.password not in repr(account)


async def test_each_sign_in_has_a_new_id_and_ends_the_session_before(
    world: World, client: Client, sign_in_form: Any
) -> None:
    world.member()
    await sign_in_form(client, "anna@example.org", PASSWORD)
    first = client.cookies[COOKIE]
    await sign_in_form(client, "anna@example.org", PASSWORD)
    second = client.cookies[COOKIE]
    assert first != second
    assert len(world.database.read_now(lambda c: c.execute(select(staff_session)).all())) == 1
    client.cookies.clear()
    client.cookies.set(COOKIE, first, path="/desk")
    assert not await opens(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@example.org", "a wrong password"),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
        ("sample@desk.invalid", ""),
        ("anna@example.org", ""),
        ("anna@example.org", PASSWORD.upper()),
        ("anna@example.org", "x" * 5000),
        ("", ""),
    ],
)
async def test_whatever_is_wrong_the_answer_is_the_same(
    world: World, client: Client, sign_in_form: Any, email: str, password: str
) -> None:
    world.member()
    world.member("closed@example.org")
    world.write(lambda c: staff.disable(c, "closed@example.org"))
    world.write(lambda c: staff.sample(c, world.now, ["en"]))
    usual = await sign_in_form(client, "someone@example.org", "whatever it is")
    answer = await sign_in_form(client, email, password)
    assert answer.status_code == usual.status_code == 401
    typed = re.compile(r'(id="email".*value=")[^"]*')
    assert typed.sub(r"\1", answer.text) == typed.sub(r"\1", usual.text)
    assert COOKIE not in cookies(answer)
    assert not await opens(client)


class CountingHasher(Argon2Hasher):
    """Counts what costs time."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.checked: list[str] = []

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        self.checked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(password, hash)


@pytest.mark.parametrize(
    "email", ["anna@example.org", "nobody@example.org", "closed@example.org", "sample@desk.invalid"]
)
async def test_an_unknown_account_takes_the_same_work_as_a_wrong_password(
    make_world: Callable[..., World], email: str
) -> None:
    world = make_world()
    hasher = CountingHasher()
    world.passwords = Passwords(PasswordHash((hasher,)))
    world.member()
    world.member("closed@example.org")
    world.write(lambda c: staff.disable(c, "closed@example.org"))
    world.write(lambda c: staff.sample(c, world.now, ["en"]))
    async with browser(world.make()) as client:
        await client.get("/desk/sign-in")
        fields = world.form(client.cookies[FORM_COOKIE], email=email, password="a wrong password")
        await client.post("/desk/sign-in", data=fields)
    # one check, against a hash of the usual cost
    assert hasher.checked == ["$argon2id$v=19$m=64,t=1,p=1"]


async def test_a_hash_of_an_older_kind_is_renewed_at_sign_in(world: World, client: Client, sign_in_form: Any) -> None:
    old = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=128, parallelism=1),)).hash(PASSWORD)
    world.write(lambda c: staff.add(c, world.now, "anna@example.org", "Anna", [], old))
    await sign_in_form(client, "anna@example.org", PASSWORD)
    kept = world.database.read_now(lambda c: staff.by_email(c, "anna@example.org"))
    assert kept is not None
    assert "m=64,t=1" in kept.password
    assert world.passwords.check(PASSWORD, kept.password) == (True, None)


async def test_a_session_ends_after_half_an_hour_without_a_page(world: World, staff_client: Client) -> None:
    for _ in range(3):
        world.now += 29 * MINUTE
        assert await opens(staff_client)
    world.now += 30 * MINUTE
    assert not await opens(staff_client)
    world.now -= 30 * MINUTE
    assert await opens(staff_client)  # nothing but the clock has ended it


async def test_a_session_ends_after_twelve_hours_whatever_is_done(world: World, staff_client: Client) -> None:
    for _ in range(12 * 4 - 1):
        world.now += 15 * MINUTE
        assert await opens(staff_client)
    world.now += 15 * MINUTE
    assert not await opens(staff_client)


async def test_a_page_that_looks_for_news_does_not_keep_the_session_alive(world: World, staff_client: Client) -> None:
    for _ in range(5):
        world.now += 5 * MINUTE
        answer = await staff_client.get("/desk", headers={"Desk-Poll": "1"})
        assert answer.status_code == 200
    world.now += 5 * MINUTE
    answer = await staff_client.get("/desk", headers={"Desk-Poll": "1", "accept": "*/*"})
    assert answer.status_code == 401


async def test_signing_out_ends_the_session_on_the_server(world: World, staff_client: Client) -> None:
    held = staff_client.cookies[COOKIE]
    answer = await staff_client.post("/desk/sign-out", data=world.form(held), follow_redirects=False)
    assert answer.headers["location"] == "/desk/sign-in?out"
    staff_client.cookies.set(COOKIE, held, path="/desk")
    assert not await opens(staff_client)
    assert world.audited()[-1][1] == "desk.signed_out"
    assert "sign_in.out" in (await staff_client.get("/desk/sign-in?out")).text


async def test_disabling_an_account_ends_its_sessions_at_once(world: World, staff_client: Client) -> None:
    assert await opens(staff_client)
    world.write(lambda c: staff.disable(c, "anna@example.org"))
    assert not await opens(staff_client)
    # opened again with a new password, the old session stays closed
    world.member(password="another good password")
    assert not await opens(staff_client)


async def test_over_sessions_are_swept_away_at_the_next_sign_in(
    world: World, client: Client, sign_in_form: Any
) -> None:
    member = world.member()
    world.session(member)
    world.now += 31 * MINUTE
    await sign_in_form(client, "anna@example.org", PASSWORD)
    assert len(world.database.read_now(lambda c: c.execute(select(staff_session)).all())) == 1


async def test_ten_tries_in_fifteen_minutes_for_an_account(world: World, client: Client, sign_in_form: Any) -> None:
    world.member()
    for _ in range(10):
        world.now += MINUTE // 2
        assert (await sign_in_form(client, "anna@example.org", "a wrong password")).status_code == 401
    # not even the right one now, and written in another way neither
    answer = await sign_in_form(client, "ANNA@example.org", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert "sign_in.too_many 11" in answer.text  # minutes to wait, rounded up
    assert COOKIE not in cookies(answer)
    world.now += 11 * MINUTE
    assert (await sign_in_form(client, "anna@example.org", PASSWORD)).status_code == 303


async def test_ten_tries_in_fifteen_minutes_from_an_address(world: World, client: Client, sign_in_form: Any) -> None:
    world.member()
    for n in range(10):
        assert (await sign_in_form(client, f"guess{n}@example.org", "a wrong password")).status_code == 401
    assert (await sign_in_form(client, "anna@example.org", PASSWORD)).status_code == 429
    world.now += 15 * MINUTE
    assert (await sign_in_form(client, "anna@example.org", PASSWORD)).status_code == 303


async def test_colleagues_of_one_office_can_all_sign_in(world: World, client: Client, sign_in_form: Any) -> None:
    for n in range(12):
        world.member(f"member{n}@example.org")
        assert (await sign_in_form(client, f"member{n}@example.org", PASSWORD)).status_code == 303


@given(st.lists(st.tuples(st.floats(0, 400), st.sampled_from(["a", "b", "c"])), max_size=80))
def test_no_window_of_fifteen_minutes_holds_more_than_ten_tries(steps: list[tuple[float, str]]) -> None:
    now = 0.0
    tries = Tries(lambda: now)
    let_in: dict[str, list[float]] = {}
    for passed, key in steps:
        now += passed
        wait = tries.take(key)
        times = let_in.setdefault(key, [])
        if wait:
            # it really was too many, and the time to wait is right
            assert len([at for at in times if at > now - WITHIN]) == TRIES
            assert times[-TRIES] + WITHIN == pytest.approx(now + wait)
        else:
            times.append(now)
        assert len([at for at in times if at > now - WITHIN]) <= TRIES


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    tries = Tries(lambda: 0.0, capacity=100)
    for n in range(1000):
        tries.take(f"account:{n}", "address:a")
    assert len(tries._tried) <= 100


async def test_after_sign_in_one_is_led_back_to_the_page_asked_for(
    world: World, client: Client, sign_in_form: Any
) -> None:
    world.member()
    answer = await client.get("/desk/conversations/7", follow_redirects=False)
    assert answer.headers["location"] == "/desk/sign-in?next=/desk/conversations/7"
    assert 'name="next" value="/desk/conversations/7"' in (await client.get(answer.headers["location"])).text
    answer = await sign_in_form(client, "anna@example.org", PASSWORD, next="/desk/conversations/7")
    assert answer.headers["location"] == "/desk/conversations/7"


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/desk/../x", "/desk/conversations/7?x", "/desk/conversations/7\n",
     "/desk/conversations/٧", "/desk\\evil", "javascript:alert(1)", "/desk/conversations/"],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(path: str) -> None:
    assert way_back(path) == ""


async def test_the_form_works_as_the_page_shows_it(world: World, client: Client) -> None:
    world.member()
    page = await client.get("/desk/sign-in")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    fields = {**hidden, "email": "anna@example.org", "password": PASSWORD}
    assert (await client.post("/desk/sign-in", data=fields, follow_redirects=False)).status_code == 303
    assert FORM_COOKIE not in client.cookies


async def test_signed_in_the_form_leads_on_to_the_desk(world: World, staff_client: Client) -> None:
    answer = await staff_client.get("/desk/sign-in", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


BUTTON = 'action="/desk/sample"'


async def test_sample_mode_opens_the_desk_with_one_button(make_world: Callable[..., World]) -> None:
    world = make_world(sample=True)
    async with browser(world.web) as client:
        page = await client.get("/desk/sign-in")
        assert BUTTON in page.text
        token = re.search(r'name="token" value="([0-9a-f]{64})"', page.text)
        assert token
        answer = await client.post("/desk/sample", data={"token": token[1]}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        assert await opens(client)
        assert world.audited()[-1][1] == "desk.signed_in"


@pytest.mark.parametrize(
    ("sample", "settings"),
    [
        (False, {}),
        (True, {"web_host": "0.0.0.0"}),
        (True, {"web_host": "192.168.1.5"}),
        (True, {"public_url": "https://desk.example"}),  # a proxy in front of us: anybody may come
    ],
)
async def test_nobody_else_finds_that_button(
    make_world: Callable[..., World], sample: bool, settings: dict[str, str]
) -> None:
    world = make_world(sample=sample, **settings)
    async with browser(world.web) as client:
        assert BUTTON not in (await client.get("/desk/sign-in")).text
        client.cookies.set(FORM_COOKIE, "form", path="/desk")
        answer = await client.post("/desk/sample", data=world.form("form"), follow_redirects=False)
        assert answer.status_code == 404
        assert world.database.read_now(staff.everybody) == []


async def test_a_session_of_sample_mode_is_worth_nothing_outside_it(make_world: Callable[..., World]) -> None:
    world = make_world(sample=True)
    session = world.session(world.write(lambda c: staff.sample(c, world.now, ["en"])))
    for mode, expected in ((True, True), (False, False)):
        world.app.sample = mode
        async with browser(world.make()) as client:
            client.cookies.set(COOKIE, session, path="/desk")
            assert await opens(client) is expected


def test_short_passwords_are_refused() -> None:
    passwords = Passwords(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))
    for bad in ("", "x" * (LEAST - 1), "x" * 2000):
        with pytest.raises(PasswordError):
            passwords.hash(bad)
    assert passwords.check("x" * LEAST, passwords.hash("x" * LEAST)) == (True, None)


def test_a_damaged_hash_opens_nothing() -> None:
    passwords = Passwords(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))
    for damaged in ("!", "$argon2id$", "plain text", "x" * 12):
        assert passwords.check("x" * 12, damaged)[0] is False


def test_made_passwords_differ_and_can_be_read_out() -> None:
    made = {generate() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}", one) for one in made)
