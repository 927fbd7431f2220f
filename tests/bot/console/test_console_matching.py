"""How suggestions do, and why a host was not suggested: who sees it, what is said, what is left unsaid."""

import csv
import io
from functools import partial
from typing import Any

import pytest

from bot.console.sessions import COOKIE
from domain.cards import HostCard
from domain.matching import CardIndex
from storage import catalogue, helpdesks, people, suggestions
from storage.helpdesks import Helpdesk
from tests.bot.console.conftest import Client, World, say

CARDS = (
    HostCard("h0", "=Casa Aperta", country="IT", city="Bologna", languages=("fr",), description_lang="en",
             description="Young people who use drugs and their families."),
    HostCard("h1", "Het Anker", country="BE", city="Gent", languages=("nl",), months_open=(3,), description_lang="en",
             description="Young people who use drugs."),
    HostCard("h2", "<b>Closed</b>", country="BE", status="dormant", description="Drugs."),
)  # fmt: skip
ENQUIRY = {
    "problem": "Our young people relapse and use drugs again", "languages": [["fr", "C1"]], "period": {"months": ["2027-05"]},
}  # fmt: skip


def as_role(world: World, client: Client, role: str, **more: Any) -> Client:
    client.cookies.set(COOKIE, world.session(world.member(role=role, **more)), path="/desk")
    return client


def with_hosts(world: World) -> None:
    world.write(lambda c: catalogue.save_hosts(c, world.now, CARDS))
    index = CardIndex(CARDS)
    object.__setattr__(world.app.services, "cards", lambda _: index)


def looking(world: World, place: str = "a", name: str = "Ana", **enquiry: Any) -> tuple[int, int]:
    """A trainee who looks for something: the conversation and the person."""
    number = world.conversation(place, say("Bonjour"))
    person = world.person(number, {"name": name})
    world.do(lambda work: people.save_enquiry(work, person, "en", {**ENQUIRY, **enquiry}))
    return number, person


def shown(world: World, people_: int, liked: int = 0) -> None:
    """So many people were shown two hosts for a wish about drugs; some liked the first."""
    for n in range(people_):
        person = world.person(world.conversation(f"p{n}", say("Bonjour")))

        def job(work: Any, person: int = person, n: int = n) -> None:
            suggestions.shown(work, person, "fr", ["people-who-use-drugs"], {"h0": 1, "h1": 2})
            if n < liked:
                suggestions.liked(work, person, "h0")
                people.request_hosts(
                    work, person, ["h0"], {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": ""}
                )
            else:
                suggestions.rejected(work, person, "h1", "country")

        world.do(job)


@pytest.mark.parametrize(
    ("role", "page", "table"), [("admin", 200, 200), ("lead", 200, 200), ("agent", 200, 404), ("reader", 404, 404)]
)
async def test_agents_read_the_figures_and_leads_take_them_along(
    world: World, client: Client, role: str, page: int, table: int
) -> None:
    as_role(world, client, role)
    found = [(await client.get(f"/desk/{path}")).status_code for path in ("matching", "matching.csv")]
    assert found == [page, table]


async def test_nothing_shown_is_said_so(world: World, client: Client) -> None:
    as_role(world, client, "lead")
    answer = await client.get("/desk/matching")
    assert "desk.matching.none»" in answer.text
    assert "matching.csv" not in answer.text


async def test_figures_of_few_are_not_told_on_the_page_nor_in_the_table(world: World, client: Client) -> None:
    with_hosts(world)
    shown(world, 4, liked=2)
    as_role(world, client, "lead")
    page, table = await client.get("/desk/matching"), await client.get("/desk/matching.csv")
    for text in (page.text, table.text):
        assert "desk.matching.few 5»" in text
        assert "%" not in text.replace("100%", "")


async def test_the_table_holds_what_the_page_shows_and_nothing_a_spreadsheet_would_compute(
    world: World, client: Client
) -> None:
    with_hosts(world)
    shown(world, 10, liked=5)
    as_role(world, client, "lead")
    page, table = await client.get("/desk/matching?days=30"), await client.get("/desk/matching.csv?days=30")
    assert "50%" in page.text
    assert "The country" in page.text
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert any("French" in row and row[2:5] == ["10", "50%", "50%"] for row in rows)
    assert any("'=Casa Aperta" in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert [what for _, what, _ in world.audited()][-1:] == ["matching.exported"]
    world.now += 40 * 24 * 60 * 60_000
    as_role(world, client, "lead", email="later@example.org")
    assert "desk.matching.none»" in (await client.get("/desk/matching?days=30")).text
    assert "50%" in (await client.get("/desk/matching?days=nonsense")).text


async def test_a_host_is_found_and_its_place_is_told_with_what_spoke_for_it(world: World, client: Client) -> None:
    with_hosts(world)
    number, person = looking(world)
    world.do(lambda work: suggestions.shown(work, person, "en", [], {"h0": 1}))
    world.do(lambda work: suggestions.rejected(work, person, "h1", "country"))
    as_role(world, client, "reader")
    found = await client.get(f"/desk/conversations/{number}/why-not?words=casa")
    assert f"/desk/conversations/{number}/why-not?host=h0" in found.text
    answer = await client.get(f"/desk/conversations/{number}/why-not?host=h0")
    assert "desk.why_not.verdict.found 1»" in answer.text
    assert "desk.why_not.shown" in answer.text
    assert ("why_not.read", f"conversation:{number}") in [(what, about) for _, what, about in world.audited()]


async def test_what_shuts_a_host_out_is_told_from_its_card(world: World, client: Client) -> None:
    with_hosts(world)
    number, person = looking(world)
    as_role(world, client, "agent")
    there = f"/desk/conversations/{number}/why-not?host="
    failed = (await client.get(f"{there}h1")).text
    assert "desk.why_not.failed.language French Dutch»" in failed
    assert "desk.why_not.failed.month May March»" in failed
    assert "desk.why_not.otherwise" in failed
    closed = (await client.get(f"{there}h2")).text
    assert "desk.why_not.shut.status «en desk.why_not.status.dormant»»" in closed
    assert "<b>Closed</b>" not in closed
    world.do(lambda work: people.suggest(work, person, "h0", "rejected", "something_else"))
    world.do(lambda work: suggestions.shown(work, person, "en", [], {"h0": 1}))
    world.do(lambda work: suggestions.rejected(work, person, "h0", "something_else"))
    world.do(lambda work: suggestions.explained(work, person, "h0", "Too far from my children"))
    turned_down = (await client.get(f"{there}h0")).text
    assert "desk.why_not.shut.rejected»" in turned_down
    assert "Too far from my children" in turned_down
    assert "desk.why_not.gone»" in (await client.get(f"{there}h77")).text


async def test_who_has_no_wish_yet_is_said_so(world: World, client: Client) -> None:
    number = world.conversation("a", say("Bonjour"))
    world.person(number)
    as_role(world, client, "agent")
    answer = await client.get(f"/desk/conversations/{number}/why-not?host=h0")
    assert answer.status_code == 200
    assert "desk.why_not.no_wish»" in answer.text


async def test_only_trainees_of_ones_own_helpdesks_are_found(world: World, client: Client) -> None:
    for code in ("fr", "nl"):
        world.write(partial(helpdesks.save, one=Helpdesk(code, f"Helpdesk {code}", (code,))))
    with_hosts(world)
    number, _ = looking(world)
    as_role(world, client, "agent", teams=["nl"])
    assert "Ana" not in (await client.get("/desk/why-not?words=ana")).text
    assert (await client.get(f"/desk/conversations/{number}/why-not?host=h0")).status_code == 404
    as_role(world, client, "agent", teams=["fr"], email="fr@example.org")
    assert f"/desk/conversations/{number}/why-not" in (await client.get("/desk/why-not?words=ana")).text
    assert "why-not" in (await client.get(f"/desk/conversations/{number}")).text
