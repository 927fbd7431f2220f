"""Who may do what at the desk: one table of routes and visitors; what it does not allow is refused (S3, S4)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from bot.console.sessions import COOKIE, FORM_COOKIE
from domain.messages import Message
from domain.traces import ReadAs
from storage import people, staff
from storage.tables import staff_session
from tests.bot.console.conftest import World, say

Client = AsyncTestClient[Litestar]

IN = "to sign-in"
#: route: what an anonymous visitor, a member of staff and a disabled member get
TABLE: dict[tuple[str, str], tuple[int | str, int | str, int | str]] = {
    ("GET", "/desk"): (IN, 200, IN),
    ("GET", "/desk/conversations/{number:int}"): (IN, 200, IN),
    ("GET", "/desk/requests/{number:int}"): (IN, 200, IN),
    ("POST", "/desk/conversations/{number:int}/readings"): (IN, 303, IN),
    ("POST", "/desk/conversations/{number:int}/readings/undo"): (IN, 303, IN),
    ("GET", "/desk/readings"): (IN, 200, IN),
    ("GET", "/desk/readings.csv"): (IN, 200, IN),
    ("POST", "/desk/sign-out"): (IN, 303, IN),
    ("GET", "/desk/sign-in"): (200, 303, 200),
    ("POST", "/desk/sign-in"): (401, 401, 401),
    ("GET", "/desk/static/{version:str}/{name:str}"): (200, 200, 200),
}
SAMPLE_ONLY = {("POST", "/desk/sample")}


def routes(web: Litestar) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in web.routes
        if route.path.startswith("/desk")
        for method in getattr(route, "methods", ())
        if method != "OPTIONS"
    }


def filled(world: World) -> tuple[int, int]:
    """A conversation in which something was read, and a host request."""
    world.hosts("Les Tilleuls")
    number = world.conversation("a", say("Bonjour"))
    world.heard(number, "Guten Tag", ReadAs("language", "de", 0.98))
    person = world.person(number, {"name": "Ana"})
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}
    world.do(lambda work: people.request_hosts(work, person, ["h0"], details))
    return number, 1


def address(world: World, path: str) -> str:
    version = "x"
    return path.replace("{version:str}", version).replace("{name:str}", "desk.css").replace("{number:int}", str(1))


def test_every_route_of_the_desk_is_in_the_table(make_world: Callable[..., World]) -> None:
    assert routes(make_world().web) == set(TABLE)
    assert routes(make_world(sample=True).web) == set(TABLE) | SAMPLE_ONLY


@pytest.mark.parametrize("visitor", ["anonymous", "staff", "disabled"])
@pytest.mark.parametrize(("method", "path"), sorted(TABLE))
async def test_each_visitor_gets_what_the_table_says(
    world: World, client: Client, method: str, path: str, visitor: str
) -> None:
    filled(world)
    member = world.member()
    session = world.session(member)
    client.cookies.set(FORM_COOKIE, "form", path="/desk")
    if visitor != "anonymous":
        client.cookies.set(COOKIE, session, path="/desk")
    if visitor == "disabled":
        world.write(lambda c: staff.disable(c, "anna@example.org"))
    token = "form" if path == "/desk/sign-in" else session
    answer = await client.request(
        method,
        address(world, path),
        data=world.form(token, message="2", place="0") if method == "POST" else None,
        follow_redirects=False,
    )
    expected = TABLE[method, path][["anonymous", "staff", "disabled"].index(visitor)]
    if expected == IN:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/desk/sign-in")
        assert "Ana" not in answer.text
        assert not any(what.startswith("reading") for _, what, _ in world.audited())
    else:
        assert answer.status_code == expected


async def test_a_session_row_of_a_disabled_member_opens_nothing(world: World, client: Client) -> None:
    client.cookies.set(COOKIE, world.session(world.member()), path="/desk")
    # the row is still there: the account alone decides
    world.write(lambda c: c.execute(staff.staff.update().values(disabled=True)))
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


UNSAFE = sorted((method, path) for method, path in set(TABLE) | SAMPLE_ONLY if method not in ("GET", "HEAD"))


@pytest.mark.parametrize(("method", "path"), UNSAFE)
async def test_an_unsafe_request_that_is_not_from_our_own_form_is_refused(
    make_world: Callable[..., World], method: str, path: str
) -> None:
    world = make_world(sample=True)
    session = world.session(world.member())
    other = world.session(world.member("tom@example.org"))
    right = world.form("form" if (method, path) in (("POST", "/desk/sign-in"), *SAMPLE_ONLY) else session)
    faults: dict[str, tuple[dict[str, str], dict[str, str]]] = {
        "no token": ({}, {}),
        "empty token": ({"token": ""}, {}),
        "wrong token": ({"token": "0" * 64}, {}),
        "not ascii": ({"token": "é"}, {}),
        "the token of another session": (world.form(other), {}),
        "foreign origin": (right, {"origin": "https://evil.example"}),
        "null origin": (right, {"origin": "null"}),
        "cross-site": (right, {"sec-fetch-site": "cross-site"}),
        "same site, other origin": (right, {"sec-fetch-site": "same-site"}),
    }
    async with AsyncTestClient(world.web) as client:
        client.cookies.set(FORM_COOKIE, "form", path="/desk")
        client.cookies.set(COOKIE, session, path="/desk")
        for fault, (fields, headers) in faults.items():
            there = address(world, path)
            answer = await client.request(method, there, data=fields, headers=headers, follow_redirects=False)
            assert answer.status_code == 403, fault
        assert (await client.get("/desk", follow_redirects=False)).status_code == 200  # still signed in
        assert world.audited() == []
        answer = await client.request(method, address(world, path), data=right, follow_redirects=False)
        assert answer.status_code != 403


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
    async with AsyncTestClient(world.web) as client:
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
