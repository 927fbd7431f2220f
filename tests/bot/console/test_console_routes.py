"""What every page of the desk has in common. Who may come where is a table of its own (tests/security/test_desk_roles.py)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.console.sessions import COOKIE, FORM_COOKIE
from domain.messages import Message
from domain.traces import ReadAs
from storage import people
from storage.tables import staff as staff_table
from storage.tables import staff_session
from tests.bot.console.conftest import Client, World, browser, say


def filled(world: World) -> tuple[int, int]:
    """A conversation in which something was read, and a host request."""
    world.hosts("Les Tilleuls")
    number = world.conversation("a", say("Bonjour"))
    world.heard(number, "Guten Tag", ReadAs("language", "de", 0.98))
    person = world.person(number, {"name": "Ana"})
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}
    world.do(lambda work: people.request_hosts(work, person, ["h0"], details))
    return number, 1


async def test_a_session_row_of_a_disabled_member_opens_nothing(world: World, client: Client) -> None:
    client.cookies.set(COOKIE, world.session(world.member()), path="/desk")
    # the row is still there: the account alone decides
    world.write(lambda c: c.execute(update(staff_table).values(disabled=True)))
    assert world.database.read_now(lambda c: c.execute(select(staff_session)).all())
    answer = await client.get("/desk", follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("kind", ["conversations", "requests"])
@pytest.mark.parametrize("number", ["2", "0", "-1", str(2**63), "9" * 40, "9" * 5000])
async def test_what_is_not_there_is_the_same_404_whatever_was_asked(
    world: World, staff_client: Client, kind: str, number: str
) -> None:
    filled(world)
    missing = await staff_client.get("/desk/conversations/77")
    answer = await staff_client.get(f"/desk/{kind}/{number}")
    assert answer.status_code == missing.status_code == 404
    if len(number) < 4000:  # python refuses to read longer numbers: no such route
        assert answer.text == missing.text
    assert [what for _, what, _ in world.audited()] == []


@pytest.mark.parametrize("path", ["/desk", "/desk/conversations/1", "/desk/requests/1", "/desk/readings"])
async def test_a_script_without_a_session_is_told_401(world: World, client: Client, path: str) -> None:
    filled(world)
    answer = await client.get(path, headers={"Desk-Poll": "1", "accept": "*/*"}, follow_redirects=False)
    assert (answer.status_code, answer.json()) == (401, {"error": "session"})


@pytest.mark.parametrize(
    ("settings_", "host", "origin", "accepted"),
    [
        ({}, "127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ({}, "localhost:8080", "http://localhost:8080", True),
        ({}, "[::1]:8080", "http://[::1]:8080", True),
        ({}, "evil.example:8080", "http://evil.example:8080", False),  # a name of somebody else that leads here
        ({}, "127.0.0.1:8080", "http://127.0.0.1:9999", False),
        ({}, "127.0.0.1:8080", "http://[", False),
        ({"public_url": "https://desk.example"}, "desk.example", "https://desk.example", True),
        ({"public_url": "https://desk.example:443"}, "desk.example", "https://desk.example", True),
        ({"public_url": "https://desk.example"}, "10.0.0.1:8080", "https://desk.example", True),
        ({"public_url": "https://desk.example"}, "127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ({"public_url": "https://desk.example"}, "desk.example", "http://desk.example", False),
        ({"web_host": "0.0.0.0"}, "helpdesk.local:8080", "http://helpdesk.local:8080", True),
        ({"web_host": "0.0.0.0"}, "helpdesk.local:8080", "http://other.local:8080", False),
        ({"web_host": "0.0.0.0", "public_url": "https://desk.example"}, "x.local", "http://x.local", False),
    ],
)
async def test_only_our_own_address_may_send_forms(
    make_world: Callable[..., World], settings_: dict[str, str], host: str, origin: str, accepted: bool
) -> None:
    world = make_world(**settings_)
    async with browser(world.web) as client:
        headers = {"host": host, "origin": origin, "cookie": f"{FORM_COOKIE}=form"}
        answer = await client.post("/desk/sign-in", data=world.form("form"), headers=headers)
        assert answer.status_code == (401 if accepted else 403)


async def test_every_answer_forbids_storing_framing_and_foreign_content(world: World, staff_client: Client) -> None:
    filled(world)
    for path in ("/desk", "/desk/conversations/1", "/desk/requests/1", "/desk/conversations/9", "/desk/sign-in",
                 "/desk/readings", "/desk/readings.csv"):  # fmt: skip
        answer = await staff_client.get(path, follow_redirects=False)
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        # "no-referrer" would make browsers send "Origin: null" with our own forms
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")


async def test_styles_and_scripts_are_served_by_name_only(world: World, client: Client) -> None:
    page = (await client.get("/desk/sign-in")).text
    style = page.split('href="/desk/static/')[1].split('"')[0]
    found = await client.get(f"/desk/static/{style}")
    assert (found.status_code, found.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert (await client.get("/desk/static/old/desk.css")).headers["cache-control"] == "no-cache"
    for name in ("routes.py", "..%2Froutes.py", "%2e%2e", "desk.css%00"):
        assert (await client.get(f"/desk/static/x/{name}")).status_code == 404


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json",
            "text/x;",
        ]
    ),
)
async def test_no_form_however_broken_is_a_fault_of_ours(world: World, client: Client, body: bytes, kind: str) -> None:
    answer = await client.post(
        "/desk/sign-in",
        content=body,
        headers={"content-type": kind, "cookie": f"{FORM_COOKIE}=form"},
        follow_redirects=False,
    )
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("cookie", ["", "x" * 5000, "é", "\x01", 'a"b', "compagnon"])
async def test_a_cookie_that_is_not_ours_is_no_session(world: World, client: Client, cookie: str) -> None:
    answer = await client.get("/desk", headers=[(b"cookie", f"{COOKIE}={cookie}".encode())], follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=x",
        "page=99999999999999999999999",
        "lang=xx",
        "owner=%00",
        "words=%00%ff",
        "requests=0",
        "page=%F0%9F%98%80",
    ],
)
async def test_a_senseless_filter_shows_a_page_all_the_same(world: World, staff_client: Client, query: str) -> None:
    filled(world)
    assert (await staff_client.get(f"/desk?{query}")).status_code == 200
    assert (await staff_client.get(f"/desk/conversations/1?before={query}")).status_code == 200
    assert (await staff_client.get(f"/desk/readings?kind=x&{query}")).status_code == 200


def test_templates_never_switch_escaping_off() -> None:
    folder = Path(__file__).parents[3] / "bot" / "console"
    for file in [*folder.glob("templates/*.html"), *folder.glob("*.py")]:
        text = file.read_text("utf-8")
        for word in ("|safe", "| safe", "Markup", "autoescape false", "tojson"):
            assert word not in text, file.name


async def test_a_message_that_says_nothing_does_no_harm(world: World, staff_client: Client) -> None:
    world.conversation("b", Message(()))
    assert (await staff_client.get("/desk")).status_code == 200
    assert (await staff_client.get("/desk/conversations/1")).status_code == 200
