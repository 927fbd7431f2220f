"""The pages of the helpdesks and of their figures: who may see them, what is refused, what is measured."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.console.sessions import COOKIE
from storage import handovers, helpdesks, staff_groups, webhooks
from storage.helpdesks import Helpdesk
from tests.bot.console.conftest import Client, World, browser, say

FIELDS = {
    "code": "fr", "name": "Français", "langs": "fr", "zone": "", "hours": "Mon-Fri 9:00-12:30 13:30-17:00", "holidays": "",
    "fallback": "", "first_answer": "240",
}  # fmt: skip


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.cookies.set(COOKIE, world.session(world.member(role="admin")), path="/desk")
    return client


async def send(world: World, client: Client, path: str, **fields: str) -> Any:
    form = world.form(client.cookies[COOKIE], **fields)
    return await client.post(path, data=form, follow_redirects=False)


def known(world: World) -> list[Helpdesk]:
    found: list[Helpdesk] = world.database.read_now(helpdesks.everyone)
    return found


@pytest.mark.parametrize(
    ("role", "expected"), [("admin", (200, 200, 303)), ("lead", (404, 200, 403)), ("agent", (404, 404, 403))]
)
async def test_helpdesks_are_for_admins_and_figures_for_leads(
    world: World, client: Client, role: str, expected: tuple[int, int, int]
) -> None:
    client.cookies.set(COOKIE, world.session(world.member(role=role)), path="/desk")
    page, figures = await client.get("/desk/helpdesks"), await client.get("/desk/figures")
    added = await send(world, client, "/desk/helpdesks", **FIELDS)
    assert (page.status_code, figures.status_code, added.status_code) == expected
    assert bool(known(world)) == (role == "admin")


async def test_a_helpdesk_is_added_changed_and_removed_and_all_of_it_is_on_record(world: World, admin: Client) -> None:
    assert (await send(world, admin, "/desk/helpdesks", **FIELDS)).headers["location"] == "/desk/helpdesks?done=saved"
    assert "Français" in (await admin.get("/desk/helpdesks?done=saved")).text
    assert 'value="fr"' in (await admin.get("/desk/helpdesks/fr")).text
    assert (await send(world, admin, "/desk/helpdesks/fr", **{**FIELDS, "first_answer": "60"})).status_code == 303
    assert [one.first_answer for one in known(world)] == [60]
    assert (await send(world, admin, "/desk/helpdesks/fr/remove")).status_code == 303
    assert known(world) == []
    assert [what for _, what, about in world.audited() if about == "helpdesk:fr"] == [
        "helpdesk.added", "helpdesk.changed", "helpdesk.removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "problem", "word"),
    [
        ({"code": "FR fr"}, "code", "fr fr"),
        ({"name": " "}, "name", ""),
        ({"langs": "français"}, "langs", "français"),
        ({"zone": "Brussels"}, "zone", "Brussels"),
        ({"hours": "Ma-Ve 9-12"}, "hours", "Ma"),
        ({"hours": "Mon <script>alert(1)</script>"}, "hours", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ({"holidays": "1 May"}, "holidays", "1"),
        ({"fallback": "xx"}, "fallback", "xx"),
        ({"first_answer": "soon"}, "first_answer", "soon"),
        ({"first_answer": "0"}, "first_answer", "0"),
    ],
)
async def test_what_cannot_be_used_is_shown_again_with_the_word_that_is_wrong(
    world: World, admin: Client, wrong: dict[str, str], problem: str, word: str
) -> None:
    answer = await send(world, admin, "/desk/helpdesks", **{**FIELDS, **wrong})
    assert answer.status_code == 400
    assert f"desk.helpdesks.wrong.{problem} {word}".strip() in answer.text
    assert "<script>alert" not in answer.text
    assert known(world) == []
    # nothing typed is lost
    assert "Mon-Fri 9:00-12:30 13:30-17:00" in answer.text or "hours" in wrong


async def test_a_helpdesk_in_charge_of_somebody_is_not_removed(world: World, admin: Client) -> None:
    await send(world, admin, "/desk/helpdesks", **FIELDS)
    assert "desk.helpdesks.wrong.taken fr" in (await send(world, admin, "/desk/helpdesks", **FIELDS)).text
    world.conversation("a", say("Bonjour"), owner="queue", team="fr", waiting_since=world.now)
    assert "desk.helpdesks.wrong.in_charge fr" in (await send(world, admin, "/desk/helpdesks/fr/remove")).text
    assert [one.code for one in known(world)] == ["fr"]
    assert (await admin.get("/desk/helpdesks/xx")).status_code == 404


def at(words: str) -> int:
    return round(datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Europe/Brussels")).timestamp() * 1000)


async def test_a_lead_sees_the_figures_of_their_own_teams(world: World, client: Client) -> None:
    for code in ("fr", "nl"):
        world.write(lambda c, code=code: helpdesks.save(c, Helpdesk(code, code.upper(), (code,), "", FIELDS["hours"])))
    for code in ("fr", "nl"):
        number = world.conversation(
            code, say("Bonjour"), owner="queue", team=code, waiting_since=at("2027-03-15 09:00")
        )

        def job(c: Any, number: int = number) -> None:
            from storage import conversations

            owned = conversations.load(c, world.vault, number)
            assert owned is not None
            handovers.record(c, at("2027-03-12 16:00"), owned, "queued")
            handovers.record(c, at("2027-03-15 09:05"), owned, "replied", waited=1)

        world.write(job)
    client.cookies.set(COOKIE, world.session(world.member(role="lead", teams=["fr"])), path="/desk")
    page = (await client.get("/desk/figures")).text
    assert ">FR<" in page
    assert ">NL<" not in page
    # an hour on Friday and five minutes on Monday; the weekend does not count
    assert ">1:05<" in page
    # somebody waits since nine, it is half past
    assert ">0:30<" in page


@pytest.mark.parametrize(("role", "told"), [("admin", True), ("lead", False)])
async def test_admins_are_told_of_an_address_for_events_that_was_given_up(
    world: World, client: Client, role: str, told: bool
) -> None:
    me = world.member(role=role, teams=["fr"])
    url = "https://planning.example.org/hook?key=of-ours"
    number = world.write(lambda c: webhooks.add(c, world.vault, world.now, me, url, "whsec_x", ()))
    client.cookies.set(COOKIE, world.session(me), path="/desk")
    assert "planning.example.org" not in (await client.get("/desk/figures")).text
    world.write(lambda c: webhooks.stop(c, world.now, number))
    page = (await client.get("/desk/figures")).text
    assert ("figures.stopped planning.example.org Anna Peeters" in page) == told
    assert "of-ours" not in page
    assert ("system", "webhook.stopped", f"webhook:{number}") in world.audited()


async def test_admins_see_what_is_wrong_with_a_group_of_staff_until_it_is_right_again(tmp_path: Path) -> None:
    world = World(tmp_path, telegram_staff_group="-77")
    async with browser(world.web) as client:
        client.cookies.set(COOKIE, world.session(world.member(role="admin")), path="/desk")
        client.headers["accept"] = "text/html"
        world.write(lambda c: staff_groups.note_trouble(c, 1, -77, "rights"))
        assert "helpdesks.group.rights -77" in (await client.get("/desk/helpdesks")).text
        # a group that has moved is still the one of the settings
        world.write(lambda c: staff_groups.move(c, -77, -1_000_000_000_200))
        world.write(lambda c: staff_groups.note_trouble(c, 2, -1_000_000_000_200, "gone"))
        assert "helpdesks.group.gone -77" in (await client.get("/desk/helpdesks")).text
        world.write(lambda c: staff_groups.note_trouble(c, 3, -1_000_000_000_200, None))
        assert "helpdesks.group" not in (await client.get("/desk/helpdesks")).text
