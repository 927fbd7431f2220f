"""The people of the desk: who may invite and change whom, and what an invitation opens (S3, S5, S6)."""

import re
from typing import Any

import pytest

from bot.console import rights
from bot.console.rights import manages, roles_for, shows
from bot.console.sessions import COOKIE, FORM_COOKIE, new_token
from storage import helpdesks, invitations, staff
from storage.helpdesks import Helpdesk
from storage.staff import Account
from tests.bot.console.conftest import Client, World

DAY = 86_400_000
KNOWN = [Helpdesk("fr", "Français", ("fr",)), Helpdesk("nl", "Nederlands", ("nl",))]


@pytest.fixture
async def admin(world: World, client: Client) -> Client:
    """A browser in which an admin is signed in."""
    member = world.member("ada@example.org", "Ada", role="admin")
    client.cookies.set(COOKIE, world.session(member), path="/desk")
    return client


@pytest.fixture
async def lead(world: World, client: Client) -> Client:
    """A browser in which the lead of the French helpdesk is signed in; there is a Dutch one too."""
    teams(world)
    member = world.member("lea@example.org", "Lea", role="lead", teams=["fr"])
    client.cookies.set(COOKIE, world.session(member), path="/desk")
    return client


def teams(world: World) -> None:
    for one in KNOWN:
        world.write(lambda c, one=one: helpdesks.save(c, one))


def account(world: World, email: str) -> Account:
    found: Account | None = world.database.read_now(lambda c: staff.by_email(c, email))
    assert found is not None
    return found


async def send(world: World, client: Client, path: str, **fields: Any) -> Any:
    form = world.form(client.cookies[COOKIE], **fields)
    return await client.post(f"/desk{path}", data=form, follow_redirects=False)


async def invite(world: World, client: Client, email: str = "tom@example.org", **fields: Any) -> Any:
    return await send(world, client, "/people/invite", **{"email": email, "role": "agent", **fields})


def link_in(page: str) -> str:
    found = re.search(r"<code>http://\S+(/desk/invited/[\w-]{43})</code>", page)
    assert found
    return found[1]


async def follow(world: World, client: Client, link: str, **fields: str) -> Any:
    client.cookies.clear()
    token = new_token()
    client.cookies.set(FORM_COOKIE, token, path="/desk")
    form = {"name": "Tom  Janssens", "password": "a password of my own", **fields}
    form = {"again": form["password"], **form}
    return await client.post(link, data=world.form(token, **form), follow_redirects=False)


# -- who may do what ---------------------------------------------------------------------------------------------------


def somebody(number: int, role: str, *teams: str) -> Account:
    return Account(number, f"{number}@example.org", "X", (), False, 0, "", role, teams)


@pytest.mark.parametrize(
    ("me", "other", "seen", "managed"),
    [
        (somebody(1, "admin"), somebody(2, "admin"), True, True),
        (somebody(1, "admin"), somebody(1, "admin"), True, False),  # nobody may lock themselves out
        (somebody(1, "lead", "fr"), somebody(1, "lead", "fr"), True, False),
        (somebody(1, "lead", "fr"), somebody(2, "agent", "fr"), True, True),
        (somebody(1, "lead", "fr"), somebody(2, "reader", "fr"), True, True),
        (somebody(1, "lead", "fr"), somebody(2, "lead", "fr"), True, False),
        (somebody(1, "lead", "fr"), somebody(2, "agent", "fr", "nl"), True, False),
        (somebody(1, "lead", "fr"), somebody(2, "agent", "nl"), False, False),
        (somebody(1, "lead", "fr"), somebody(2, "agent"), False, False),
        (somebody(1, "lead", "fr"), somebody(2, "admin"), False, False),
    ],
)
def test_an_admin_manages_everybody_else_a_lead_those_of_their_teams(
    me: Account, other: Account, seen: bool, managed: bool
) -> None:
    assert (shows(me, other, KNOWN), manages(me, other, KNOWN)) == (seen, managed)


def test_without_helpdesks_teams_do_not_matter() -> None:
    lead, agent = somebody(1, "lead"), somebody(2, "agent")
    assert shows(lead, agent, [])
    assert manages(lead, agent, [])
    assert not rights.lacks_teams("agent", [], [])
    assert rights.lacks_teams("agent", [], KNOWN)
    assert not rights.lacks_teams("admin", [], KNOWN)
    assert roles_for(lead) == ("agent", "reader")


# -- the list ----------------------------------------------------------------------------------------------------------


async def test_a_lead_sees_the_people_of_their_teams_alone(world: World, lead: Client) -> None:
    world.member("bea@example.org", "Bea", teams=["fr"])
    world.member("bob@example.org", "Bob", teams=["nl"])
    world.member("ada@example.org", "Ada", role="admin")
    page = (await lead.get("/desk/people")).text
    assert "bea@example.org" in page
    assert "lea@example.org" in page
    assert "bob@example.org" not in page
    assert "ada@example.org" not in page
    assert 'value="admin"' not in page
    assert 'value="nl"' not in page[page.index('name="teams"') : page.index('name="langs"')]


async def test_names_that_look_like_markup_are_shown_as_they_are(world: World, admin: Client) -> None:
    number = world.member("x@example.org", "<script>alert(1)</script>")
    for path in ("/desk/people", f"/desk/people/{number}", "/desk/audit"):
        page = (await admin.get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_a_change_of_rights_is_recorded_and_ends_the_sessions_at_once(world: World, admin: Client) -> None:
    bea = world.member("bea@example.org", "Bea")
    token = world.session(bea)

    def signed_in() -> bool:
        return world.database.read_now(lambda c: staff.session(c, world.now, world.tokens.stored(token))) is not None

    answer = await send(world, admin, f"/people/{bea}", name="Bea B.", role="agent", langs=["fr", "nl"])
    assert answer.headers["location"] == "/desk/people?done=changed"
    assert signed_in()
    answer = await send(world, admin, f"/people/{bea}", name="Bea B.", role="reader")
    assert answer.headers["location"] == "/desk/people?done=ended"
    assert not signed_in()
    found = account(world, "bea@example.org")
    assert (found.name, found.role, found.langs) == ("Bea B.", "reader", ())
    assert world.audited()[-1][1:] == ("staff.changed", f"staff:{bea}")


async def test_closing_an_account_ends_its_sessions_at_once(world: World, admin: Client) -> None:
    bea = world.member("bea@example.org", "Bea")
    token = world.session(bea)
    await send(world, admin, f"/people/{bea}/disable")
    assert account(world, "bea@example.org").disabled
    assert world.database.read_now(lambda c: staff.session(c, world.now, world.tokens.stored(token))) is None


async def test_nobody_changes_themselves_and_whom_one_may_not_change_looks_missing(world: World, lead: Client) -> None:
    me = account(world, "lea@example.org").id
    others = [
        world.member("bob@example.org", "Bob", teams=["nl"]),
        world.member("lou@example.org", "Lou", role="lead", teams=["fr"]),
        world.member("ada@example.org", "Ada", role="admin"),
    ]
    missing = await lead.get("/desk/people/999")
    for number in (me, *others):
        shown = await lead.get(f"/desk/people/{number}")
        assert (shown.status_code, shown.text) == (404, missing.text)
        for path in ("", "/disable"):
            answer = await send(world, lead, f"/people/{number}{path}", name="X", role="agent", teams="fr")
            assert answer.status_code == 404
    assert world.audited() == []


@pytest.mark.parametrize(
    ("role", "team"), [("admin", "fr"), ("lead", "fr"), ("agent", "nl"), ("agent", "xx"), ("", "fr")]
)
async def test_a_lead_cannot_give_what_they_have_not(world: World, lead: Client, role: str, team: str) -> None:
    bea = world.member("bea@example.org", "Bea", teams=["fr"])
    answer = await send(world, lead, f"/people/{bea}", name="Bea", role=role, teams=team)
    assert answer.status_code == 403
    assert (await invite(world, lead, role=role, teams=team)).status_code == 403
    assert account(world, "bea@example.org").role == "agent"
    assert world.database.read_now(lambda c: invitations.open_ones(c, world.now)) == []


async def test_where_helpdesks_are_set_up_nobody_is_without_a_team(world: World, admin: Client) -> None:
    teams(world)
    answer = await invite(world, admin)
    assert (answer.status_code, "account.problem.people.teams" in answer.text) == (400, True)
    assert (await invite(world, admin, role="admin")).status_code == 200
    assert (await invite(world, admin, "ben@example.org", teams=["fr", "nl"])).status_code == 200


# -- invitations -------------------------------------------------------------------------------------------------------


async def test_an_invitation_opens_an_account_and_then_asks_for_codes(world: World, admin: Client) -> None:
    link = link_in((await invite(world, admin, langs=["fr", "nl"], role="lead")).text)
    page = (await admin.get(link)).text
    assert "tom@example.org" in page
    answer = await follow(world, admin, link)
    assert answer.headers["location"] == "/desk/account/second"
    assert (await admin.get("/desk/account/second")).status_code == 200
    found = account(world, "tom@example.org")
    assert (found.name, found.role, found.langs) == ("Tom Janssens", "lead", ("fr", "nl"))
    assert [what for _, what, _ in world.audited()] == ["staff.invited", "staff.joined", "desk.signed_in"]


async def test_a_link_is_good_once_for_a_week_and_kept_nowhere(world: World, admin: Client) -> None:
    link = link_in((await invite(world, admin)).text)
    bits = link.rpartition("/")[2]
    raw = world.database.read_now(lambda c: c.connection.driver_connection.serialize())  # type: ignore[union-attr]
    assert bits.encode() not in raw
    world.now += 7 * DAY
    assert (await admin.get(link)).status_code == 404
    world.now -= 1
    assert (await admin.get(link)).status_code == 200
    assert (await follow(world, admin, link)).status_code == 303
    assert (await follow(world, admin, link)).status_code == 404
    assert "problem.invitation.title" in (await admin.get(link)).text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"password": "short"}, "length"),
        ({"password": "Tom@example.org"}, "email"),
        ({"again": "another password"}, "again"),
        ({"name": " "}, "people.name"),
        ({"name": "x" * 101}, "people.name"),
    ],
)
async def test_what_cannot_be_leaves_the_invitation_open(
    world: World, admin: Client, fields: dict[str, str], problem: str
) -> None:
    link = link_in((await invite(world, admin)).text)
    answer = await follow(world, admin, link, **fields)
    assert (answer.status_code, f"account.problem.{problem}" in answer.text) == (400, True)
    assert (await follow(world, admin, link)).status_code == 303


async def test_a_withdrawn_invitation_opens_nothing(world: World, admin: Client) -> None:
    link = link_in((await invite(world, admin)).text)
    (one,) = world.database.read_now(lambda c: invitations.open_ones(c, world.now))
    assert "tom@example.org" in (await admin.get("/desk/people")).text
    answer = await send(world, admin, f"/people/invitations/{one.id}/withdraw")
    assert answer.headers["location"] == "/desk/people?done=withdrawn"
    assert (await admin.get(link)).status_code == 404


async def test_whoever_has_an_account_is_not_invited_but_a_closed_one_opens_again(world: World, admin: Client) -> None:
    world.member("tom@example.org", "Tom")
    answer = await invite(world, admin, "TOM@example.org")
    assert (answer.status_code, "people.has_account" in answer.text) == (400, True)
    world.write(lambda c: staff.disable(c, "tom@example.org"))
    link = link_in((await invite(world, admin)).text)
    assert (await follow(world, admin, link)).status_code == 303
    assert not account(world, "tom@example.org").disabled


@pytest.mark.parametrize("email", ["", "tom", "a b@c.de", "a" * 200 + "@example.org"])
async def test_what_is_no_address_is_not_invited(world: World, admin: Client, email: str) -> None:
    answer = await invite(world, admin, email)
    assert (answer.status_code, "account.problem.people.email" in answer.text) == (400, True)
