"""Prepared answers: leads keep them, everybody who answers finds them in the trainee's language, and no gap goes out."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from bot.console.sessions import COOKIE
from domain.canned import Canned
from storage import canned, helpdesks, people, staff
from storage.helpdesks import Helpdesk
from storage.staff import Account
from storage.tables import conversation
from tests.bot.console.conftest import Client, World, say

WELCOME = Canned("welcome", "Welcome", {"fr": "Bonjour {trainee}, ici {me}.", "en": "Hello {trainee}, {me} here."})
HOST = Canned("host", "Host has answered", {"fr": "{host} vous attend du {first_day} au {last_day}."})
DUTCH = Canned("dutch", "Only Dutch", {"nl": "Dag {trainee}"})


class Desk:
    """A lead at the desk, with answers to choose from."""

    def __init__(self, world: World, client: Client, role: str = "lead", *answers: Canned) -> None:
        self.world, self.client = world, client
        self.id = world.member()
        account = world.database.read_now(lambda c: staff.by_id(c, self.id))
        assert account is not None
        world.write(lambda c: staff.change(c, account, name=account.name, role=role, teams=account.teams, langs=["fr"]))
        self.session = world.session(self.id)
        client.cookies.set(COOKIE, self.session, path="/desk")
        self.ids = [world.write(lambda c, a=one: canned.save(c, world.now, a)) for one in answers]  # type: ignore[misc]

    async def page(self, path: str) -> str:
        answer = await self.client.get(path, follow_redirects=False)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    async def sends(self, path: str, **fields: str) -> Any:
        form = self.world.form(self.session, **fields)
        return await self.client.post(path, data=form, follow_redirects=False)

    def kept(self) -> list[Canned]:
        return self.world.database.read_now(canned.of_teams)


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    return Desk(world, client, "lead", WELCOME, HOST, DUTCH)


def of_ana(world: World, **profile: str) -> int:
    number = world.conversation("a", say("Bonjour"), owner="queue", team="fr", epoch=1)
    world.person(number, {"name": "Ana", **profile})
    return number


async def test_every_language_stands_beside_the_others_and_what_is_missing_is_told(desk: Desk) -> None:
    listed = await desk.page("/desk/canned")
    assert "Welcome" in listed
    assert "desk.canned.missing Dutch" in listed
    one = await desk.page(f"/desk/canned/{desk.ids[0]}")
    assert one.count("<textarea") == 3
    assert "Bonjour Alex Example, ici Anna Peeters." in one, "what it looks like filled in"
    assert one.count("desk.canned.missing.here") == 1, "Dutch"


async def test_an_answer_is_written_shown_kept_changed_and_deleted(desk: Desk, world: World) -> None:
    fields = {"name": "Thanks", "text.fr": "Merci {trainee}", "text.en": ""}
    shown = await desk.sends("/desk/canned/new", **fields, do="preview")
    assert "Merci Alex Example" in shown.text
    assert len(desk.kept()) == 3, "looking keeps nothing"
    assert (await desk.sends("/desk/canned/new", **fields, do="save")).status_code == 303
    (made,) = [one for one in desk.kept() if one.name == "Thanks"]
    assert (made.code, made.texts) == ("thanks", {"fr": "Merci {trainee}"})
    await desk.sends(f"/desk/canned/{made.id}", **{**fields, "text.en": "Thank you"}, do="save")
    assert next(one for one in desk.kept() if one.id == made.id).texts == {"fr": "Merci {trainee}", "en": "Thank you"}
    await desk.sends(f"/desk/canned/{made.id}/remove")
    assert len(desk.kept()) == 3
    assert [what for _, what, _ in world.audited() if what.startswith("canned.")] == [
        "canned.saved", "canned.saved", "canned.removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "", "text.fr": "x"}, "name"),
        ({"name": "x" * 101, "text.fr": "x"}, "name"),
        ({"name": "x", "text.fr": "  "}, "texts"),
        ({"name": "x", "text.fr": "Bonjour {prenom}"}, "field"),
        ({"name": "x", "text.fr": "x" * 4001}, "too-long"),
    ],
)
async def test_what_cannot_be_kept_comes_back_with_the_reason(desk: Desk, fields: dict[str, str], code: str) -> None:
    answer = await desk.sends("/desk/canned/new", **fields, do="save")
    assert answer.status_code == 422
    assert f"desk.canned.problem.{code}" in answer.text
    assert fields["text.fr"].strip() in answer.text
    assert len(desk.kept()) == 3


async def test_the_starting_set_comes_by_a_press_and_leaves_what_is_there(desk: Desk) -> None:
    await desk.sends("/desk/canned/start")
    kept = {one.code: one for one in desk.kept()}
    assert len(kept) > 12
    assert kept["welcome"].texts == WELCOME.texts, "ours stays"
    assert all(
        set(one.texts) == {"en", "fr", "nl", "de", "es", "it"} for code, one in kept.items() if code == "send-cv"
    )
    before = len(kept)
    await desk.sends("/desk/canned/start")
    assert len(desk.kept()) == before


async def test_an_agent_finds_no_page_to_change_answers(world: World, client: Client) -> None:
    desk = Desk(world, client, "agent", WELCOME)
    for path in ("/desk/canned", "/desk/canned/new", f"/desk/canned/{desk.ids[0]}"):
        assert (await client.get(path)).status_code == 404
    assert (await desk.sends(f"/desk/canned/{desk.ids[0]}/remove")).status_code == 403
    assert len(desk.kept()) == 1


async def test_the_answers_of_another_team_look_missing(world: World, client: Client) -> None:
    for code in ("fr", "nl"):
        world.write(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code.upper(), (code,))))  # type: ignore[misc]
    desk = Desk(world, client, "lead", Canned("theirs", "Theirs", {"fr": "x"}, team="nl"), WELCOME)
    found = world.database.read_now(lambda c: staff.by_id(c, desk.id))
    assert isinstance(found, Account)
    world.write(lambda c: staff.change(c, found, name="Anna", role="lead", teams=["fr"], langs=["fr"]))
    client.cookies.set(COOKIE, world.session(desk.id), path="/desk")
    assert "Theirs" not in await desk.page("/desk/canned")
    assert (await client.get(f"/desk/canned/{desk.ids[0]}")).status_code == 404
    number = of_ana(world)
    assert (await client.get(f"/desk/conversations/{number}/canned/{desk.ids[0]}")).status_code == 404
    assert (await client.get(f"/desk/conversations/{number}/canned/{desk.ids[1]}")).status_code == 200


async def test_in_a_conversation_the_answers_of_its_language_come_first(desk: Desk, world: World) -> None:
    page = await desk.page(f"/desk/conversations/{of_ana(world)}")
    offers = re.findall(r'data-answer="(\d+)"', page)
    assert [int(one) for one in offers] == [desk.ids[1], desk.ids[0], desk.ids[2]]
    assert page.count('class="other"') == 1, "the Dutch one is named as such"


async def test_without_scripts_an_answer_is_found_and_stands_in_the_box_filled_in(desk: Desk, world: World) -> None:
    number = of_ana(world)
    found = await desk.page(f"/desk/conversations/{number}?find=BONJÓUR")
    assert re.findall(r'data-answer="(\d+)"', found) == [str(desk.ids[0])]
    chosen = await desk.page(f"/desk/conversations/{number}?canned={desk.ids[0]}")
    assert "Bonjour Ana, ici Anna Peeters.</textarea>" in chosen


async def test_what_is_not_known_stays_as_a_gap_and_staff_are_told(desk: Desk, world: World) -> None:
    number = of_ana(world)
    answer = (await desk.client.get(f"/desk/conversations/{number}/canned/{desk.ids[1]}")).json()
    assert answer["words"] == "{host} vous attend du {first_day} au {last_day}."
    assert len(answer["notes"]) == 1
    assert all(f"{{{name}}}" in answer["notes"][0] for name in ("host", "first_day", "last_day"))


async def test_host_and_days_come_from_the_request(desk: Desk, world: World) -> None:
    number = of_ana(world)
    world.hosts("Haus am Park", "Casa Aurora")
    query = select(conversation.c.person_id).where(conversation.c.id == number)
    person = world.database.read_now(lambda c: c.execute(query).scalar_one())
    details = {"first_day": "2027-05-03", "last_day": "2027-05-07", "message": "Bonjour"}
    world.do(lambda work: people.request_hosts(work, person, ["h0", "h1"], details))
    answer = (await desk.client.get(f"/desk/conversations/{number}/canned/{desk.ids[1]}")).json()
    assert answer == {"words": "Haus am Park vous attend du 3 mai 2027 au 7 mai 2027.", "lang": "fr", "notes": []}


async def test_a_language_that_is_missing_is_told_and_the_nearest_shown(desk: Desk, world: World) -> None:
    number = of_ana(world)
    answer = (await desk.client.get(f"/desk/conversations/{number}/canned/{desk.ids[2]}")).json()
    assert (answer["words"], answer["lang"]) == ("Dag Ana", "nl")
    assert "desk.canned.other" in answer["notes"][0]


async def test_an_answer_with_a_gap_is_not_sent_and_its_words_stay(desk: Desk, world: World) -> None:
    number = of_ana(world)
    page = await desk.page(f"/desk/conversations/{number}")
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("epoch", "key")}  # type: ignore[index]
    words = "{host} vous attend"
    answer = await desk.sends(f"/desk/conversations/{number}/reply", **hidden, words=words)
    assert answer.status_code == 409
    assert "desk.refused.gap" in answer.text
    assert f"{words}</textarea>" in answer.text
    assert f">{words}<" not in await desk.page(f"/desk/conversations/{number}"), "nothing of it was said"


async def test_a_name_that_is_a_tag_appears_as_what_it_is(world: World, client: Client) -> None:
    evil = "<script>alert(1)</script>"
    desk = Desk(world, client, "lead", Canned("evil", evil, {"fr": evil + " {trainee}"}))
    number = world.conversation("a", say("x"), owner="queue", team="fr")
    world.person(number, {"name": evil})
    for path in ("/desk/canned", f"/desk/canned/{desk.ids[0]}", f"/desk/conversations/{number}?canned={desk.ids[0]}"):
        assert evil not in (await client.get(path)).text
    answer = await client.get(f"/desk/conversations/{number}/canned/{desk.ids[0]}")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["words"] == f"{evil} {evil}"
