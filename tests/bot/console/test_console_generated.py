"""Whatever a browser sends to the desk, it is never a fault of ours: every route, every field that any form or link has."""

import gc
import re
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlalchemy import Connection, update

from bot.console.sessions import COOKIE, FORM_COOKIE, new_token
from storage import helpdesks, staff
from storage.helpdesks import Helpdesk
from storage.tables import staff as staff_table
from tests.bot.console.conftest import World
from tests.generated import tries
from tests.security.test_desk_roles import FORM, OPEN, Route, application, table
from tests.security.test_desk_roles import world as world

_CONSOLE: Final = Path(__file__).parents[3] / "bot" / "console"
_NAMED: Final = re.compile(
    r"""\bname="([\w.-]+)"|(?:form|fields|query|query_params|params)\.get(?:all)?\("([\w.-]+)\""""
)
#: what a field may hold that means something here, or anywhere
_VALUES: Final = (
    "", "0", "1", "2", "3", "-1", "77", str(2**31), str(2**53), str(2**63 - 1), str(2**64), "9" * 5000, "1e9", "²", "٣",
    "on", "true", "agent", "lead", "admin", "reader", "fr", "nl", "xx", "mine", "all", "bot", "queue", "human", "others", "",
    "2027-05-03", "2027-02-31", "0001-01-01", "9999-12-31", "2027-05-03T09:30", "2027-W03", "10:00", "1.5", "me@example.org",
    "Mon-Fri 9-12", "Europe/Brussels", "../../etc/passwd", "/etc/passwd", "..", "Europe", "language", "en", "unheard",
    "<script>alert(1)</script>", "\0", "a\r\nb", "\u202eabc", "\ud800", "e" + "\u0301" * 3000, "{name}", "{", "%s%n", "=1+1", "'--",
)  # fmt: skip
_ODD: Final = st.sampled_from(_VALUES) | st.text(st.characters(), max_size=40)


@cache
def names() -> list[str]:
    """Every name that a field of a form or of an address has, by the templates and by those who read them."""
    files = [*_CONSOLE.glob("*.py"), *_CONSOLE.glob("templates/*.html")]
    found = {one or other for file in files for one, other in _NAMED.findall(file.read_text("utf-8"))}
    return sorted(found - {"token"} | {f"text.{lang}" for lang in ("en", "fr")})


def requests(route: Route) -> st.SearchStrategy[tuple[str, dict[str, str], dict[str, str], Any]]:
    """An address of a route, its query, the fields of its form, and a file."""
    parts: list[st.SearchStrategy[str]] = []
    for part in route.path.split("/")[1:]:
        if part.endswith(":int}"):
            parts.append(st.sampled_from(["1", "1", "2", "0", "-1", str(2**53), str(2**63), "9" * 40, "x"]))
        elif part.startswith("{"):
            parts.append(_ODD)
        else:
            parts.append(st.just(part))
    path = st.tuples(*parts).map(
        lambda some: "/" + "/".join(quote(part.encode("utf-8", "surrogatepass"), safe="") for part in some)
    )
    fields = st.dictionaries(st.sampled_from(names()), _ODD, max_size=8)
    form = st.tuples(st.sampled_from([{}, FORM]), fields).map(lambda some: some[0] | some[1])
    file = st.none() | st.tuples(st.sampled_from(["files", "file", "text"]), _ODD, st.binary(max_size=60))
    return st.tuples(path, fields, form, file)


def encoded(fields: dict[str, str]) -> str:
    """As a browser writes them, and also what no browser does."""
    return "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in fields.items()
    )


@pytest.fixture
def helped(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with helpdesks, and where anybody may try as often as they like."""
    monkeypatch.setattr("bot.console.tries.TRIES", 10**9)
    for code in ("fr", "nl"):
        world.write(partial(helpdesks.save, one=Helpdesk(code, f"Helpdesk {code}", (code,))))
    return world


def no_route_fails(world: World, examples: int, *, derandomize: bool) -> set[int]:
    """Sends so many requests to every route, as an admin who is signed in; returns what was answered."""
    web, answers = application(world), set[int]()
    member = world.member("me@example.org", "Me", role="admin")

    def signed_in(c: Connection, token: str) -> None:
        # what was done to the account itself the time before is undone
        c.execute(update(staff_table).where(staff_table.c.id == member).values(disabled=False, role="admin"))
        staff.open_session(c, world.now, world.tokens.stored(token), member)

    with TestClient(web, raise_server_exceptions=False) as client:
        client.headers["accept"] = "text/html"
        for route in table(web):

            @tries(examples, derandomize=derandomize)
            @given(st.just(route), requests(route))
            def holds(route: Route, one: tuple[str, dict[str, str], dict[str, str], Any]) -> None:
                path, query, fields, file = one
                token = new_token()
                world.write(partial(signed_in, token=token))
                client.cookies.clear()
                client.cookies.set(FORM_COOKIE, "form", path="/desk")
                client.cookies.set(COOKIE, token, path="/desk")
                own = "form" if str(route) in OPEN else token
                sent: dict[str, Any] = {}
                if route.method != "GET":
                    form = world.form(own) | fields
                    if file is None:
                        sent["content"] = encoded(form)
                        sent["headers"] = {"content-type": "application/x-www-form-urlencoded"}
                    else:
                        name, called, content = file
                        sent["data"] = {key: value.encode("utf-8", "replace") for key, value in form.items()}
                        sent["files"] = {name: (called.encode("utf-8", "replace").decode() or "x", content)}
                answer = client.request(route.method, f"{path}?{encoded(query)[:9000]}", follow_redirects=False, **sent)
                answers.add(answer.status_code)
                assert answer.status_code < 500

            holds()
    gc.collect()  # while what is left open is passed over
    return answers


#: Litestar leaves a file that nobody asked for to the collector
UNASKED = "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"


@pytest.mark.filterwarnings(UNASKED)
def test_no_route_of_the_desk_fails(helped: World) -> None:
    assert no_route_fails(helped, 2, derandomize=True) >= {200, 303, 400, 404}


@pytest.mark.crash
@pytest.mark.timeout(1800)
@pytest.mark.filterwarnings(UNASKED)
def test_no_route_of_the_desk_fails_again_and_again(helped: World) -> None:
    no_route_fails(helped, 60, derandomize=False)
