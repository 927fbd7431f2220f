"""Other programs at the desk: tokens with the rights of somebody, scopes, one answer for what is done twice."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import AsyncTestClient
from sqlalchemy import insert, update

from bot.api.tokens import new_token, stored
from bot.app import App
from bot.web import create_web
from storage import api_tokens, handovers, notes, people, staff
from storage.tables import helpdesk
from storage.tables import staff as staff_table
from storage.unit_of_work import UnitOfWork
from tests.program import app, clock
from tests.scene import Scene, welcomed

__all__ = ["app", "clock"]

Client = AsyncTestClient[Litestar]


@pytest.fixture
async def client(app: App) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_web(app, lambda: False), raise_server_exceptions=False) as found:
        yield found


def bearer(app: App, *scopes: str, email: str = "anna@example.org", role: str = "agent", teams: str = "") -> Any:
    """The header of a new token that acts as this account."""
    token = new_token()

    def write(c: Any) -> None:
        found = staff.by_email(c, email)
        number = found.id if found else staff.add(c, 1, email, email.partition("@")[0].title(), ("en",), "x")
        c.execute(update(staff_table).where(staff_table.c.id == number).values(role=role, teams=teams))
        api_tokens.add(c, 1, stored(app.keys.sessions, token), "test", number or 0, scopes)

    app.database.write_now(write)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def ana(app: App) -> Scene:
    return await welcomed(Scene(app))


async def test_without_a_token_nobody_gets_in(client: Client) -> None:
    for headers in ({}, {"Authorization": "Bearer cmp_wrong"}, {"Authorization": "Basic cmp_x"}):
        answer = await client.get("/api/v1/conversations", headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"error": "token"})


async def test_a_token_does_what_its_scopes_say_and_no_more(client: Client, app: App, ana: Scene) -> None:
    reads, writes = bearer(app, "read"), bearer(app, "write")
    path = f"/api/v1/conversations/{ana.conversation}"
    assert (await client.get(path, headers=reads)).status_code == 200
    assert (await client.get(path, headers=writes)).json() == {"error": "scope"}
    assert (await client.post(f"{path}/take", headers=reads, json={"epoch": 0})).status_code == 403


async def test_every_route_names_its_scope(app: App) -> None:
    web = create_web(app, lambda: False)
    api = [route for route in web.routes if route.path.startswith("/api/v1/") and "openapi" not in route.path]
    assert len(api) >= 10
    for route in api:
        assert isinstance(route, HTTPRoute)
        for handler in route.route_handlers:
            # those of the description and OPTIONS are Litestar's own
            if handler.resolve_guards() and handler.http_methods != {"OPTIONS"}:
                assert handler.opt["scope"] in api_tokens.SCOPES, route.path


async def test_a_revoked_token_and_one_of_a_closed_account_open_nothing(client: Client, app: App) -> None:
    first = bearer(app, "read")
    (token,) = app.database.read_now(api_tokens.everybody)
    assert app.database.write_now(lambda c: api_tokens.revoke(c, token.id))
    second = bearer(app, "read")
    app.database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    for headers in (first, second):
        assert (await client.get("/api/v1/conversations", headers=headers)).status_code == 401


async def test_a_program_answers_a_trainee_once_however_often_it_asks(client: Client, app: App, ana: Scene) -> None:
    headers = bearer(app, "read", "write")
    path = f"/api/v1/conversations/{ana.conversation}"
    epoch = (await client.get(path, headers=headers)).json()["epoch"]
    body = {"epoch": epoch, "text": "Hello from the planning tool."}
    answers = [
        (await client.post(f"{path}/reply", headers={**headers, "Idempotency-Key": "plan-0001"}, json=body)).json()
        for _ in range(2)
    ]
    assert [answer["outcome"] for answer in answers] == ["done", "repeated"]
    assert answers[0]["conversation"]["owner"] == "human"
    assert [line.message.author for line in ana.hears().lines] == ["Anna"]
    said = (await client.get(f"{path}/messages", headers=headers)).json()["items"]
    assert (said[-1]["author"], said[-1]["text"]) == ("staff", "Hello from the planning tool.")


async def test_who_comes_second_is_told_and_nothing_is_said(client: Client, app: App, ana: Scene) -> None:
    anna, ben = bearer(app, "write"), bearer(app, "write", email="ben@example.org")
    path = f"/api/v1/conversations/{ana.conversation}"
    assert (await client.post(f"{path}/take", headers=anna, json={"epoch": 0})).status_code == 200
    refused = await client.post(f"{path}/reply", headers=ben, json={"epoch": 0, "text": "me too"})
    assert (refused.status_code, refused.json()["error"]) == (409, "held")
    assert refused.json()["conversation"]["staff"] == "Anna"
    assert ana.hears().lines == []


async def test_the_way_of_a_conversation(client: Client, app: App, ana: Scene) -> None:
    headers = bearer(app, "read", "write")
    path = f"/api/v1/conversations/{ana.conversation}"

    async def does(what: str, **body: Any) -> Any:
        answer = await client.post(f"{path}/{what}", headers=headers, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["conversation"]

    taken = await does("take", epoch=0)
    await does("note", text="Rang her employer.")
    snoozed = await does("snooze", epoch=taken["epoch"], until=app._now() + 60_000)
    assert snoozed["work"] == "snoozed"
    back = await does("hand-back", epoch=snoozed["epoch"])
    assert back["owner"] == "bot"
    assigned = await does("assign", epoch=back["epoch"], team="en")
    assert (assigned["owner"], assigned["team"]) == ("queue", "en")
    done = await does("resolve", epoch=assigned["epoch"])
    assert (done["owner"], done["work"]) == ("bot", "resolved")
    kept = app.database.read_now(lambda c: notes.of_conversation(c, app.vault, ana.conversation))
    assert [one.words for one in kept] == ["Rang her employer."]
    happened = app.database.read_now(lambda c: handovers.of_conversation(c, ana.conversation))
    assert [one.what for one in happened] == ["taken", "snoozed", "handed_back", "returned", "resolved"]


async def test_what_belongs_to_another_helpdesk_looks_as_if_it_were_not_there(
    client: Client, app: App, ana: Scene
) -> None:
    for code in ("en", "fr"):
        app.database.write_now(lambda c, k=code: c.execute(insert(helpdesk).values(code=k, name=k, langs=k)))  # type: ignore[misc]
    headers = bearer(app, "read", "write", teams="fr")
    path = f"/api/v1/conversations/{ana.conversation}"
    assert (await client.get("/api/v1/conversations", headers=headers)).json() == {"items": [], "next": None}
    for answer in (
        await client.get(path, headers=headers),
        await client.get(f"{path}/messages", headers=headers),
        await client.post(f"{path}/take", headers=headers, json={"epoch": 0}),
        await client.get("/api/v1/conversations/4711", headers=headers),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "not-found"})


async def test_a_reader_may_not_answer(client: Client, app: App, ana: Scene) -> None:
    headers = bearer(app, "read", "write", role="reader")
    path = f"/api/v1/conversations/{ana.conversation}"
    assert (await client.get(path, headers=headers)).status_code == 200
    assert (await client.post(f"{path}/take", headers=headers, json={"epoch": 0})).status_code == 404


async def test_pages_follow_each_other(client: Client, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.routes.PAGE", 2)
    for place in ("ana", "ben", "cem"):
        await Scene(app, place).says("Hello, I would like to visit a team abroad.")
    headers = bearer(app, "read")
    first = (await client.get("/api/v1/conversations", headers=headers)).json()
    rest = (await client.get(f"/api/v1/conversations?after={first['next']}", headers=headers)).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]


async def test_an_address_of_our_own_network_hears_nothing(client: Client, app: App) -> None:
    headers = bearer(app, "webhooks")
    for url in (
        "http://example.org/hook", "https://127.0.0.1/x", "https://10.1.2.3/", "https://[::1]/", "https://localhost/",
        "https://[::ffff:10.0.0.1]/", "https://user:pw@example.org/", "ftp://example.org/file", "https://", "x" * 30,
    ):  # fmt: skip
        answer = await client.post("/api/v1/webhooks", headers=headers, json={"url": url})
        assert answer.status_code == 400, url
    made = await client.post("/api/v1/webhooks", headers=headers, json={"url": "https://example.org/hook"})
    assert made.json()["secret"].startswith("whsec_")
    listed = (await client.get("/api/v1/webhooks", headers=headers)).json()
    assert [(one["url"], one["secret"]) for one in listed] == [("https://example.org/hook", None)]
    assert (await client.delete(f"/api/v1/webhooks/{listed[0]['id']}", headers=headers)).status_code == 204
    assert (await client.delete(f"/api/v1/webhooks/{listed[0]['id']}", headers=headers)).status_code == 404


async def test_the_description_names_every_route(client: Client) -> None:
    described = (await client.get("/api/v1/openapi.json")).json()
    assert described["openapi"].startswith("3.")
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    assert len(described["paths"]) >= 10
    for path in described["paths"].values():
        for one in path.values():
            assert one["summary"], one
            assert one["description"], one
            assert {"400", "401", "403", "429"} <= set(one["responses"]), one
            if body := one.get("requestBody"):
                assert "examples" in body["content"]["application/json"]["schema"], one
            for status, answer in one["responses"].items():
                if status >= "400":
                    kept = answer["content"]["application/json"]
                    assert kept["examples"], (one, status)
                    assert kept["schema"]["$ref"].rpartition("/")[2] in ("Failed", "Refused"), (one, status)


async def test_what_a_host_answered_is_noted_by_a_program_too(client: Client, app: App, ana: Scene) -> None:
    person = 1
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Dear team"}
    app.database.write_now(lambda c: people.request_hosts(UnitOfWork(c, app.vault, 1), person, ["H1"], details))
    headers, path = bearer(app, "read", "write"), f"/api/v1/conversations/{ana.conversation}"
    (listed,) = (await client.get(f"{path}/requests", headers=headers)).json()
    assert (listed["host"], listed["state"], listed["version"]) == ("Casa Aperta", "proposed", 0)
    body = {"request": listed["id"], "version": 0, "state": "accepted"}
    done = await client.post(f"{path}/answer-request", headers=headers, json=body)
    assert (done.status_code, done.json()["outcome"]) == (200, "done")
    assert "Casa Aperta says yes" in ana.hears().text
    late = await client.post(f"{path}/answer-request", headers=headers, json={**body, "state": "declined"})
    assert (late.status_code, late.json()["error"]) == (409, "changed")
    rated = {"request": listed["id"], "version": 1, "score": 4}
    assert (await client.post(f"{path}/rate-stay", headers=headers, json=rated)).status_code == 200
    back = {"request": listed["id"], "version": 2, "tell": False}
    assert (await client.post(f"{path}/take-back-request", headers=headers, json=back)).status_code == 200
    (listed,) = (await client.get(f"{path}/requests", headers=headers)).json()
    assert (listed["state"], listed["score"], listed["version"]) == ("proposed", None, 3)
    # what belongs to somebody else is not there
    ben = await welcomed(Scene(app, "ben"))
    other = await client.post(
        f"/api/v1/conversations/{ben.conversation}/answer-request", headers=headers, json={**body, "version": 3}
    )
    assert (other.status_code, other.json()["key"]) == (422, "request")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "epoch": ANY,
        "text": ANY,
        "force": ANY,
        "facts": ANY,
        "team": ANY,
        "staff": ANY,
        "until": ANY,
        "url": ANY,
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(-(2**70), 2**70) | st.text(max_size=8),
    what=st.sampled_from(["take", "reply", "note", "hand-back", "assign", "snooze", "resolve", "nothing"]),
    body=KNOWN | ANY,
)
async def test_nothing_that_is_sent_makes_the_api_fail(
    client: Client, app: App, number: Any, what: str, body: Any
) -> None:
    headers = bearer(app, "read", "write", "webhooks")
    place = quote(str(number).encode("utf-8", "replace"), safe="")
    for path in (f"/api/v1/conversations/1/{what}", f"/api/v1/conversations/{place}/{what}", "/api/v1/webhooks"):
        answer = await client.post(path, headers=headers, json=body)
        assert answer.status_code < 500, (path, body)
