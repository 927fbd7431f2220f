"""Cards that a person looks at: the most requested first, what the words suggest pressed already, a few seconds each."""

import re
from html import unescape
from typing import Any

import pytest

from bot.commands.importing import _store
from bot.console.sessions import COOKIE
from domain.cards import HostCard, PracticeCard
from domain.matching import tags_of
from storage import card_backlog, catalogue, people
from tests.bot.console.conftest import Client, World, say

TEXT = "We work with women and with refugees. Nobody here has a burnout."
CARDS = (
    HostCard("h0", "Quiet house", description=TEXT, description_lang="en"),
    HostCard("h1", "Busy house", description=TEXT, description_lang="en"),
    HostCard("h2", "Closed house", description=TEXT, description_lang="en", status="archived"),
)


class Desk:
    """An agent at the desk, with cards to look at."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.session = world.session(world.member(role="agent"))
        client.cookies.set(COOKIE, self.session, path="/desk")
        world.write(lambda c: catalogue.save_hosts(c, world.now, CARDS))
        seen = PracticeCard("p0", "A walk <b>", description=TEXT, lang="en", host_external_id="h1")
        world.write(lambda c: catalogue.save_practices(c, world.now, [seen]))
        person = world.person(world.conversation("a", say("Bonjour")), {"name": "Ana"})
        details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}
        world.do(lambda work: people.request_hosts(work, person, ["h1"], details))

    async def page(self, path: str) -> str:
        answer = await self.client.get(path, follow_redirects=False)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    async def sends(self, path: str, **fields: Any) -> Any:
        form = {**self.world.form(self.session), **fields}
        return await self.client.post(path, data=form, follow_redirects=False)

    def card(self, number: int) -> Any:
        return self.world.database.read_now(lambda c: card_backlog.card(c, "hosts", number))


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    return Desk(world, client)


def toggles(page: str) -> dict[str, bool]:
    """The concepts on a page, and whether they are pressed."""
    found = re.findall(r'name="on" value="([^"]+)" id="[^"]+"( checked)?', page)
    return {concept: bool(on) for concept, on in found}


async def test_the_most_requested_card_comes_first_and_closed_ones_not_at_all(desk: Desk) -> None:
    page = await desk.page("/desk/cards")
    assert "Closed house" not in page
    assert page.index("Busy house") < page.index("A walk <b>") < page.index("Quiet house")
    assert "desk.cards.progress 0 3" in page
    first = await desk.client.get("/desk/cards/next", follow_redirects=False)
    assert first.headers["location"] == "/desk/cards/hosts/2"
    after = await desk.client.get("/desk/cards/next?after=hosts-2", follow_redirects=False)
    assert after.headers["location"] == "/desk/cards/practices/1"
    odd = await desk.client.get("/desk/cards/next?after=what-%00", follow_redirects=False)
    assert odd.headers["location"] == "/desk/cards/hosts/2"


async def test_what_the_words_name_is_pressed_and_confirming_leads_to_the_next(desk: Desk, world: World) -> None:
    page = await desk.page("/desk/cards/hosts/2")
    assert TEXT in page
    offered = toggles(page)
    assert offered["women"]
    assert offered["burnout"]
    on = [one for one, pressed in offered.items() if pressed and one != "burnout"]
    answer = await desk.sends("/desk/cards/hosts/2", on=on, offered=list(offered), do="save")
    assert answer.headers["location"] == "/desk/cards/practices/1"
    card = desk.card(2)
    assert "women" in card.confirmed
    assert "burnout" in card.denied
    assert "burnout" not in tags_of(card).weights
    assert ("staff:1", "card.confirmed", "hosts:2") in world.audited()
    assert "Busy house" not in await desk.page("/desk/cards")
    again = await desk.page("/desk/cards/hosts/2")
    assert "desk.cards.confirmed" in again
    assert not toggles(again)["burnout"]
    assert "Busy house" in await desk.page("/desk/cards?q=busy")


async def test_something_else_is_searched_and_added_without_losing_what_was_pressed(desk: Desk) -> None:
    offered = toggles(await desk.page("/desk/cards/hosts/1"))
    # Enter presses the first button of the form, which saves
    searched = await desk.sends(
        "/desk/cards/hosts/1", on=["women"], offered=list(offered), find="Families", found="", do="save"
    )
    assert searched.status_code == 200
    shown = toggles(searched.text)
    assert shown["women"]
    assert not shown["burnout"]
    assert shown["families"] is False
    assert desk.card(1).confirmed == ()
    await desk.sends(
        "/desk/cards/hosts/1",
        on=["women", "families"],
        offered=list(shown),
        find="Families",
        found="Families",
        do="save",
    )
    assert desk.card(1).confirmed == ("women", "families")


async def test_a_card_of_which_nothing_was_said_is_not_confirmed(desk: Desk) -> None:
    answer = await desk.sends("/desk/cards/hosts/1", on=["no-such-concept"], do="save")
    assert answer.status_code == 422
    assert "desk.cards.problem.none" in answer.text
    assert (await desk.sends("/desk/cards/hosts/77", on=["women"])).status_code == 404


async def test_when_all_are_confirmed_there_is_nothing_left_to_do(desk: Desk) -> None:
    for path in ("hosts/1", "hosts/2", "practices/1"):
        await desk.sends(f"/desk/cards/{path}", on=["women"], offered=["women"], do="save")
    assert "desk.cards.empty" in await desk.page("/desk/cards")
    assert (await desk.client.get("/desk/cards/next", follow_redirects=False)).headers["location"] == "/desk/cards"


async def test_an_import_without_the_columns_keeps_what_was_confirmed(desk: Desk, world: World) -> None:
    await desk.sends("/desk/cards/hosts/1", on=["women"], offered=["women", "burnout"], do="save")
    new = HostCard("h0", "Quiet house, renamed", description=TEXT, description_lang="en")
    world.write(lambda c: _store(c, "hosts", [new], frozenset(), {}))
    assert (desk.card(1).name, desk.card(1).confirmed, desk.card(1).denied) == (new.name, ("women",), ("burnout",))
    world.write(lambda c: _store(c, "hosts", [new], frozenset(["concepts", "not_concepts"]), {}))
    assert desk.card(1).confirmed == ()
    assert "Quiet house, renamed" in await desk.page("/desk/cards"), "to be confirmed again"
