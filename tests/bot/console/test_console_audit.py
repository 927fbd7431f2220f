"""The record at the desk: who sees which entries, by person, conversation and days (P6, S5)."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.console.audit_pages import SIZE, WHAT
from bot.console.sessions import COOKIE
from domain.staff_actions import Action
from locales import catalogue
from storage import helpdesks, staff
from storage.helpdesks import Helpdesk
from tests.bot.console.conftest import Client, World

DAY = 86_400_000


def enter(world: World, client: Client, role: str = "admin", *teams: str) -> int:
    member = world.member("me@example.org", "Me", role=role, teams=teams)
    client.cookies.set(COOKIE, world.session(member), path="/desk")
    return member


def note(world: World, actor: str, what: str, about: str = "", at: int = 0) -> None:
    world.write(lambda c: staff.record(c, world.now + at, actor, what, about))


def cells(page: str, name: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(rf'<td role="cell" class="{name}"[^>]*>(.*?)</td>', page)]


async def test_entries_are_told_in_words_newest_first(world: World, client: Client) -> None:
    me = enter(world, client)
    note(world, f"staff:{me}", "dossier.read", "conversation:7")
    note(world, "system", "staff.added", f"staff:{me}")
    note(world, "staff:99", "something.new", "thing:3")
    page = (await client.get("/desk/audit", headers={"accept-language": "en"})).text
    assert cells(page, "who") == ["staff:99", "«en desk.audit.system»", "Me"]
    assert cells(page, "what") == [
        "something.new", "«en desk.audit.what.staff.added»", "«en desk.audit.what.dossier.read»",
    ]  # fmt: skip
    assert cells(page, "about") == ["thing:3", "Me", "«en desk.audit.about.conversation 7»"]
    assert 'href="/desk/conversations/7"' in page


async def test_who_reads_the_record_is_in_it(world: World, client: Client) -> None:
    me = enter(world, client)
    await client.get("/desk/audit")
    await client.get("/desk/audit?conversation=5")
    assert world.audited() == [(f"staff:{me}", "audit.read", ""), (f"staff:{me}", "audit.read", "conversation:5")]


async def test_the_record_is_filtered_by_person_conversation_and_days(world: World, client: Client) -> None:
    me = enter(world, client)
    tom = world.member("tom@example.org", "Tom")
    for day, (actor, number) in enumerate(((me, 1), (tom, 1), (tom, 2))):
        note(world, f"staff:{actor}", "dossier.read", f"conversation:{number}", (day - 10) * DAY)

    async def asked(query: str) -> list[str]:
        page = (await client.get(f"/desk/audit?{query}")).text
        found = zip(cells(page, "who"), cells(page, "about"), cells(page, "what"), strict=True)
        return [f"{who} {about[-2]}" for who, about, what in found if "dossier" in what]

    assert await asked("") == ["Tom 2", "Tom 1", "Me 1"]
    assert await asked(f"person={tom}") == ["Tom 2", "Tom 1"]
    assert await asked("conversation=1") == ["Tom 1", "Me 1"]
    # 15 March 2027 is today: the three days are 5 to 7 March, as the helpdesk counts them
    assert await asked("from=2027-03-06") == ["Tom 2", "Tom 1"]
    assert await asked("from=2027-03-06&to=2027-03-06") == ["Tom 1"]
    assert await asked("to=2027-03-05") == ["Me 1"]


@pytest.mark.parametrize(
    "query",
    [
        "person=x",
        "conversation=-1",
        "from=yesterday",
        "to=9999-12-31",
        "from=0001-01-01",
        "page=999999",
        "person=" + "9" * 40,
    ],
)
async def test_a_senseless_filter_shows_a_page_all_the_same(world: World, client: Client, query: str) -> None:
    enter(world, client)
    assert (await client.get(f"/desk/audit?{query}")).status_code == 200


async def test_a_lead_sees_what_their_teams_did_and_nothing_else(world: World, client: Client) -> None:
    for code in ("fr", "nl"):
        world.write(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code, (code,))))
    me = enter(world, client, "lead", "fr")
    mine = world.member("bea@example.org", "Bea", teams=["fr"])
    other = world.member("bob@example.org", "Bob", teams=["nl"])
    for actor in (f"staff:{me}", f"staff:{mine}", f"staff:{other}", "system", "trainee"):
        note(world, actor, "dossier.read", "conversation:1")
    page = (await client.get("/desk/audit")).text
    assert cells(page, "who") == ["Bea", "Me"]
    assert "Bob" not in page
    page = (await client.get(f"/desk/audit?person={other}")).text
    assert cells(page, "who") == []


async def test_a_long_record_comes_in_pages(world: World, client: Client) -> None:
    me = enter(world, client)
    world.write(lambda c: [staff.record(c, world.now, f"staff:{me}", "x", f"n:{n}") for n in range(SIZE + 1)])
    first = (await client.get("/desk/audit")).text
    assert len(cells(first, "what")) == SIZE
    assert "/desk/audit?page=2" in first
    # reading it has added an entry to it
    assert cells((await client.get("/desk/audit?page=2")).text, "about") == ["n:1", "n:0"]


def test_everything_that_is_recorded_has_words() -> None:
    folder = Path(__file__).parents[3]
    tags = [str(one.__struct_config__.tag) for one in get_args(Action)]
    recorded = {tag if tag.startswith("request.") else f"conversation.{tag}" for tag in tags}
    for file in folder.glob("bot/**/*.py"):
        for call in re.findall(r"\b(?:staff\.record|record\.read)\(((?:[^()]|\([^()]*\))*)\)", file.read_text("utf-8")):
            recorded |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', call))
    assert len(recorded) > 20
    assert recorded <= set(WHAT)
    assert all(catalogue.has(f"desk.audit.what.{what}") for what in WHAT)
