"""A request at the desk: what the host answered is noted there, once, by whoever may, and every list shows it."""

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.console.sessions import COOKIE
from domain.host_requests import NEXT
from storage import requests, transcripts
from storage.people import erase
from storage.requests import Asked
from storage.tables import helpdesk, host_request
from tests.bot.console.conftest import Client, World
from tests.bot.console.test_console_pages import with_requests

PATH = "/desk/requests/1"


def asked(world: World, number: int = 1) -> Asked:
    found = world.database.read_now(lambda c: requests.of_id(c, number))
    assert found is not None
    return found


def said(world: World, conversation: int) -> list[str]:
    """The keys of what the bot has said."""
    rows = world.database.read_now(lambda c: transcripts.page(c, world.vault, conversation, limit=50))
    return [message.parts[0].text.key for _, message in rows if message.parts[0].text.key]


async def send(world: World, client: Client, what: str = "answer", number: int = 1, **fields: str) -> Any:
    """The form of the page as it stands now, or of an older one (`version`)."""
    form = {"version": str(asked(world, number).version) if number < 3 else "0", **fields}
    return await client.post(
        f"/desk/requests/{number}/{what}", data=world.form(client.cookies[COOKIE], **form), follow_redirects=False
    )


def offered(page: str) -> set[str]:
    return set(re.findall(r'(?:name="state" value="|id="step-)([a-z_]+)"', page))


async def test_the_page_offers_what_may_come_next_and_every_list_shows_what_came(
    world: World, staff_client: Client
) -> None:
    number, _ = with_requests(world)
    page = (await staff_client.get(PATH)).text
    assert offered(page) == set(NEXT["proposed"])
    assert "request.take_back" not in page
    answer = await send(world, staff_client, state="accepted", tell="1")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert said(world, number) == ["request.told.accepted"]
    page = (await staff_client.get(PATH)).text
    assert offered(page) == set(NEXT["accepted"])
    assert "«en desk.request.is_told»" in page
    assert "desk.request.take_back «en desk.request.state.proposed»" in page
    for path in ("/desk?view=requests", f"/desk/conversations/{number}"):
        assert "desk.request.state.accepted" in (await staff_client.get(path)).text
    talk = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert "desk.change.request_answered Anna Peeters «en desk.request.state.accepted»" in talk
    assert ("staff:1", "request.answered", "request:1") in world.audited()


async def test_what_is_declined_keeps_its_reason_sealed_and_leads_to_the_reserve(
    world: World, staff_client: Client
) -> None:
    with_requests(world)
    await send(world, staff_client, state="declined", reason="The flat is being painted")
    page = (await staff_client.get(PATH)).text
    assert "The flat is being painted" in page
    row = world.database.read_now(lambda c: c.execute(select(host_request).where(host_request.c.id == 1)).one())
    assert b"painted" not in row.reason
    assert 'action="/desk/requests/2/answer"' in page
    answer = await send(world, staff_client, number=2, state="sent")
    assert answer.headers["location"] == "/desk/requests/2"
    assert asked(world, 2).state == "sent"
    assert 'action="/desk/requests/2/answer"' not in (await staff_client.get(PATH)).text


async def test_nobody_is_told_without_the_tick(world: World, staff_client: Client) -> None:
    number, _ = with_requests(world)
    await send(world, staff_client, state="accepted")
    await send(world, staff_client, "take-back")
    assert said(world, number) == []
    assert asked(world).state == "proposed"


async def test_who_saw_an_older_state_is_told_and_what_they_wrote_is_not_lost(
    world: World, staff_client: Client
) -> None:
    number, _ = with_requests(world)
    await send(world, staff_client, state="sent")
    answer = await send(world, staff_client, version="0", state="declined", reason="They have moved")
    assert answer.status_code == 409
    assert "desk.request.refused.changed" in answer.text
    assert "They have moved" in answer.text
    assert 'id="step-declined" open' in answer.text
    assert asked(world).state == "sent"
    assert said(world, number) == []


async def test_a_double_click_does_a_thing_once(world: World, staff_client: Client) -> None:
    number, _ = with_requests(world)
    for _ in range(2):
        answer = await send(world, staff_client, version="0", state="accepted", tell="1")
        assert answer.status_code == 303
    assert said(world, number) == ["request.told.accepted"]
    # the same again after a mistake is no double click
    await send(world, staff_client, "take-back", tell="1")
    await send(world, staff_client, state="accepted", tell="1")
    assert said(world, number) == ["request.told.accepted", "request.told.mistake", "request.told.accepted"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"state": "alternative_offered"}, "days"),
        ({"state": "alternative_offered", "first_day": "2027-06-09", "last_day": "2027-06-01"}, "days"),
        ({"state": "proposed"}, "state"),
        ({"state": "on the moon"}, "state"),
        ({}, "state"),
        ({"state": "declined", "reason": "x" * 1001}, "too-long"),
        ({"state": "accepted", "version": "x"}, "changed"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_reason(
    world: World, staff_client: Client, fields: dict[str, Any], problem: str
) -> None:
    with_requests(world)
    answer = await send(world, staff_client, **fields)
    assert answer.status_code == 409
    assert f"desk.request.refused.{problem}" in answer.text
    assert asked(world).version == 0


async def test_a_stay_is_rated_once_it_was_agreed_and_may_be_corrected(world: World, staff_client: Client) -> None:
    with_requests(world)
    assert "/score" not in (await staff_client.get(PATH)).text
    assert (await send(world, staff_client, "score", score="5")).status_code == 409
    await send(world, staff_client, state="accepted")
    assert "desk.request.not_over" in (await staff_client.get(PATH)).text
    for score in ("2", "4"):
        assert (await send(world, staff_client, "score", score=score)).status_code == 303
    world.write(lambda c: c.execute(update(host_request).values(last_day="2027-03-14")))
    page = (await staff_client.get(PATH)).text
    assert "desk.request.not_over" not in page
    assert "«en desk.request.scored 4»" in page
    assert 'id="score-4" aria-pressed="true"' in page
    assert ("staff:1", "request.rated", "request:1") in world.audited()


async def test_a_foreign_request_is_not_there_and_readers_only_read(world: World, client: Client) -> None:
    with_requests(world)
    values = [{"code": code, "name": code, "langs": code} for code in ("fr", "nl")]
    world.write(lambda c: c.execute(helpdesk.insert().values(values)))
    for email, role, teams, read, wrote in (
        ("nl@example.org", "agent", ["nl"], 404, 404),
        ("fr@example.org", "reader", ["fr"], 200, 403),
        ("ok@example.org", "agent", ["fr"], 200, 303),
    ):
        client.cookies.set(COOKIE, world.session(world.member(email, role=role, teams=teams)), path="/desk")
        page = await client.get(PATH)
        assert page.status_code == read
        assert ("/answer" in page.text) is (wrote == 303)
        forms: dict[str, dict[str, Any]] = {"answer": {"state": "accepted"}, "score": {"score": "4"}, "take-back": {}}
        answers = [(await send(world, client, what, **fields)).status_code for what, fields in forms.items()]
        assert answers == [wrote] * 3
    assert (await send(world, client, number=99, state="sent")).status_code == 404


async def test_the_request_of_somebody_forgotten_is_gone(world: World, staff_client: Client) -> None:
    number, person = with_requests(world)
    world.do(lambda work: erase(work, person))
    answer = await staff_client.post(
        f"{PATH}/answer",
        data=world.form(staff_client.cookies[COOKIE], version="0", state="accepted", tell="1"),
        follow_redirects=False,
    )
    assert answer.status_code == 404
    assert said(world, number) == []


async def test_the_trainee_is_told_where_they_can_be_reached(world: World, staff_client: Client) -> None:
    number, person = with_requests(world)
    blocked = world.conversation("b", channel="telegram", person_id=person, reachable=False)
    await send(world, staff_client, state="accepted", tell="1")
    assert said(world, number) == ["request.told.accepted"]
    assert said(world, blocked) == []
