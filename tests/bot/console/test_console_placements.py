"""A group is made, solved, changed and solved again at the desk; whoever may not see it finds nothing."""

import csv
import io
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot import catalogue_index
from bot.console.sessions import COOKIE
from domain.cards import HostCard
from storage import catalogue, helpdesks, people, placements
from storage.helpdesks import Helpdesk
from storage.placements import Group
from storage.staff import Account
from tests.bot.console.conftest import Client, World, say

ADMIN = Account(0, "", "", (), False, 0, "", "admin")
GROUP = {"name": "Consortium A", "team": "", "first_day": "2027-05-03", "last_day": "2027-05-16", "weeks": "1"}


def host(number: int, **more: Any) -> HostCard:
    told: dict[str, Any] = {
        "languages": ("fr",), "months_open": (5,), "group_max": 1, "country": "BE", "city": "Namur",
        "description": "Nous accompagnons des adolescents en décrochage scolaire.", "description_lang": "fr",
    }  # fmt: skip
    return HostCard(f"h{number}", f"Maison {number}", **(told | more))


@pytest.fixture
def stage(world: World) -> World:
    """Cards can be searched."""
    world.app.services = replace(world.app.services, cards=catalogue_index.Catalogue())
    world.web = world.make()
    return world


def cards(world: World, *found: HostCard) -> None:
    world.write(lambda c: catalogue.save_hosts(c, world.now, found))


def trainee(world: World, name: str, **wish: Any) -> int:
    """The conversation of somebody who looks for something."""
    number = world.conversation(name, say("Bonjour"))
    person = world.person(number, {"name": name, "employer": "Consortium A"})
    told = {"problem": "adolescents en décrochage scolaire", "languages": [["fr", None]], "days": 3} | wish
    world.do(lambda work: people.save_enquiry(work, person, "fr", told))
    return number


async def begun(world: World, client: Client, *talks: int) -> int:
    """The number of a placement with these people."""
    token = client.cookies[COOKIE]
    answer = await client.post("/desk/placements", data=world.form(token, **GROUP), follow_redirects=False)
    assert answer.status_code == 303
    number = int(answer.headers["location"].split("/")[-1].split("#")[0])
    data = world.form(token) | {"conversation": [str(one) for one in talks]}
    await client.post(f"/desk/placements/{number}/people", data=data, follow_redirects=False)
    return number


async def send(world: World, client: Client, where: str, **fields: str) -> Any:
    return await client.post(f"/desk/placements/{where}", data=world.form(client.cookies[COOKIE], **fields))


def plan(world: World, number: int) -> dict[str, tuple[str, str]]:
    """Who goes where and when, by the name of the trainee."""

    def read(connection: Any) -> dict[str, tuple[str, str]]:
        return {
            people.profile(world.work(connection), one.person_id)["name"]: (one.host, one.first_day)
            for one in placements.members(connection, world.vault, number)
        }

    found: dict[str, tuple[str, str]] = world.database.read_now(read)
    return found


def member(world: World, number: int, name: str) -> placements.Member:
    names = list(plan(world, number))
    found: placements.Member = world.database.read_now(lambda c: placements.members(c, world.vault, number))[
        names.index(name)
    ]
    return found


async def test_a_group_is_made_of_people_that_a_search_finds_and_solved(stage: World, staff_client: Client) -> None:
    cards(stage, host(0), host(1, languages=("nl",)))
    ana, ben = trainee(stage, "Ana"), trainee(stage, "Ben")
    number = await begun(stage, staff_client)
    page = (await staff_client.get(f"/desk/placements/{number}")).text
    assert "Ana" in page, "the name of the group is looked for at first: it is their employer"
    assert "Ben" in page
    data = stage.form(staff_client.cookies[COOKIE]) | {"conversation": [str(ana), str(ben)]}
    await staff_client.post(f"/desk/placements/{number}/people", data=data)
    page = (await send(stage, staff_client, f"{number}/solve")).text
    assert sorted(plan(stage, number).values()) == [("h0", "2027-05-03"), ("h0", "2027-05-10")]
    assert "Maison 0" in page
    assert "placements.choice 1" in page
    assert "Maison 1" not in page
    what = [what for _, what, _ in stage.audited()]
    assert what.count("placement.solved") == 1
    assert "placement.read" in what


async def test_what_staff_decide_holds_when_it_is_solved_again(stage: World, staff_client: Client) -> None:
    cards(stage, host(0), host(1), host(2, languages=("nl",)))
    number = await begun(stage, staff_client, trainee(stage, "Ana"), trainee(stage, "Ben"))
    await send(stage, staff_client, f"{number}/solve")
    first = plan(stage, number)
    ana, ben = member(stage, number, "Ana"), member(stage, number, "Ben")
    page = (
        await send(stage, staff_client, f"{number}/decide", do="pin", member=str(ana.id), host="h2", day="2027-05-10")
    ).text
    assert plan(stage, number) == first, "nothing moves before it is solved again"
    assert "placements.stale" in page
    await send(stage, staff_client, f"{number}/decide", do="forbid", member=str(ben.id), host=first["Ben"][0])
    page = (await send(stage, staff_client, f"{number}/solve")).text
    assert plan(stage, number)["Ana"] == ("h2", "2027-05-10")
    assert plan(stage, number)["Ben"][0] not in ("", "h2", first["Ben"][0])
    assert "placements.unmet" in page
    assert "placements.wish.language" in page
    await send(stage, staff_client, f"{number}/decide", do="unpin", member=str(ana.id))
    await send(stage, staff_client, f"{number}/decide", do="allow", member=str(ben.id), host=first["Ben"][0])
    await send(stage, staff_client, f"{number}/solve")
    assert {one for one, _ in plan(stage, number).values()} <= {"h0", "h1"}
    await send(stage, staff_client, f"{number}/decide", do="leave", member=str(ben.id))
    assert list(plan(stage, number)) == ["Ana"]


async def test_who_has_no_place_is_told_what_would_bring_one(stage: World, staff_client: Client) -> None:
    cards(stage, host(0), host(1, months_open=(5, 6)))
    talks = [
        trainee(stage, "Ana", period={"months": ["2027-06"]}),
        trainee(stage, "Ben", days=20),
        trainee(stage, "Cleo", languages=[["de", None]]),
        trainee(stage, "Dan", languages=[["de", None]], countries=["IT"]),
    ]
    number = await begun(stage, staff_client, *talks)
    await send(stage, staff_client, f"{number}/solve")
    assert set(plan(stage, number).values()) == {("", "")}

    def relax(name: str) -> list[str]:
        found = member(stage, number, name).found
        assert found is not None
        return [wishes for wishes, _, _ in found.relax]

    assert [relax(name) for name in ("Ana", "Ben", "Cleo", "Dan")] == [
        ["month"], ["days"], ["language"], ["language,country"],
    ]  # fmt: skip
    page = (await staff_client.get(f"/desk/placements/{number}")).text
    assert "placements.relax «en desk.placements.wish.month» Maison" in page


async def test_places_that_others_have_are_not_given_twice(stage: World, staff_client: Client) -> None:
    cards(stage, host(0, capacity_per_year=2))
    asked = trainee(stage, "Eva")
    details = {"first_day": "2027-05-04", "last_day": "2027-05-06", "message": "Bonjour"}
    person = stage.database.read_now(lambda c: placements.people_in(c, _all(c), [asked]))[0]
    stage.do(lambda work: people.request_hosts(work, person, ["h0"], details))
    stage.write(lambda c: c.exec_driver_sql("UPDATE host_request SET state = 'accepted'"))
    first = await begun(stage, staff_client, trainee(stage, "Ana"))
    await send(stage, staff_client, f"{first}/solve")
    assert plan(stage, first) == {"Ana": ("h0", "2027-05-10")}, "Eva is there in the first week"
    second = await begun(stage, staff_client, trainee(stage, "Ben"))
    await send(stage, staff_client, f"{second}/solve")
    assert plan(stage, second) == {"Ben": ("", "")}, "two a year, and both places are taken"


def _all(connection: Any) -> Any:
    from storage import access

    return access.sight(connection, ADMIN)


async def test_a_host_that_somebody_liked_comes_first_and_one_they_refused_never(
    stage: World, staff_client: Client
) -> None:
    cards(stage, *(host(number) for number in range(4)))
    talk = trainee(stage, "Ana")
    person = stage.database.read_now(lambda c: placements.people_in(c, _all(c), [talk]))[0]
    stage.do(lambda work: people.suggest(work, person, "h3", "liked"))
    stage.do(lambda work: people.suggest(work, person, "h0", "rejected", "too far"))
    number = await begun(stage, staff_client, talk)
    page = (await send(stage, staff_client, f"{number}/solve")).text
    found = member(stage, number, "Ana").found
    assert plan(stage, number)["Ana"][0] == "h3"
    assert found is not None
    assert "h0" not in found.hosts
    assert "placements.liked" in page


async def test_what_a_colleague_changes_meanwhile_is_not_overwritten(stage: World, staff_client: Client) -> None:
    cards(stage, host(0))
    number = await begun(stage, staff_client, trainee(stage, "Ana"))
    group = stage.database.read_now(lambda c: placements.of_id(c, ADMIN, number))
    stage.write(lambda c: placements.touch(c, number))
    assert not stage.do(lambda work: placements.propose(work, group, {}))
    assert stage.database.read_now(lambda c: placements.of_id(c, ADMIN, number)).solved == -1


async def test_the_table_can_be_taken_along(stage: World, staff_client: Client) -> None:
    cards(stage, host(0, months_open=()))
    number = await begun(stage, staff_client, trainee(stage, "=SUM(A1)"))
    await send(stage, staff_client, f"{number}/solve")
    answer = await staff_client.get(f"/desk/placements/{number}/plan.csv")
    assert "attachment" in answer.headers["content-disposition"]
    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(head) == len(line) == 8
    assert line[:2] == ["'=SUM(A1)", "Maison 0"]
    assert "month" in line[-1], "the card does not tell its months"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 101}, "name"), ({"team": "xx"}, "team"), ({"first_day": "soon"}, "days"),
        ({"last_day": "2027-04-01"}, "days"), ({"weeks": "9"}, "days"), ({"first_day": "9999-12-31"}, "days"),
    ],
)  # fmt: skip
async def test_a_group_that_cannot_be_is_refused(
    stage: World, staff_client: Client, wrong: dict[str, str], problem: str
) -> None:
    answer = await send(stage, staff_client, "", **(GROUP | wrong))
    assert answer.status_code == 400
    assert f"placements.problem.{problem}" in answer.text


async def test_a_reader_reads_and_changes_nothing(stage: World, client: Client) -> None:
    number = stage.write(lambda c: placements.add(c, stage.now, Group(0, "A", "", "2027-05-03", "2027-05-09", 1), None))
    client.cookies.set(COOKIE, stage.session(stage.member(role="reader")), path="/desk")
    page = (await client.get(f"/desk/placements/{number}")).text
    assert 'action="/desk/placements' not in page
    for where in ("", str(number), f"{number}/people", f"{number}/decide", f"{number}/solve", f"{number}/remove"):
        assert (await send(stage, client, where, **GROUP)).status_code == 403
    assert stage.database.read_now(lambda c: len(placements.listed(c, ADMIN))) == 1


async def test_a_group_of_another_team_looks_missing(stage: World, client: Client) -> None:
    for code in ("fr", "nl"):
        stage.write(partial(helpdesks.save, one=Helpdesk(code, f"Helpdesk {code}", (code,))))
    number = stage.write(
        lambda c: placements.add(c, stage.now, Group(0, "Secret", "fr", "2027-05-03", "2027-05-09", 1), None)
    )
    client.cookies.set(COOKIE, stage.session(stage.member(teams=["nl"])), path="/desk")
    assert "Secret" not in (await client.get("/desk/placements")).text
    for where in (f"/desk/placements/{number}", f"/desk/placements/{number}/plan.csv"):
        there, nowhere = [await client.get(where.replace(str(number), one)) for one in (str(number), "77")]
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)
        assert there.status_code == 404
    for where in ("", "/people", "/decide", "/solve", "/remove"):
        assert (await send(stage, client, f"{number}{where}", **GROUP)).status_code == 404
    assert [what for _, what, _ in stage.audited() if what.startswith("placement")] == []


async def test_of_trainees_of_another_helpdesk_only_the_place_is_told(
    stage: World, staff_client: Client, client: Client
) -> None:
    cards(stage, host(0))
    hers, his = trainee(stage, "Ana"), trainee(stage, "Ben")
    number = await begun(stage, staff_client, hers, his)
    await send(stage, staff_client, f"{number}/solve")
    for code in ("fr", "nl"):
        stage.write(partial(helpdesks.save, one=Helpdesk(code, f"Helpdesk {code}", (code,))))
    stage.write(lambda c: c.exec_driver_sql(f"UPDATE conversation SET team = 'nl' WHERE id = {his}"))
    client.cookies.set(COOKIE, stage.session(stage.member("zoe@example.org", teams=["fr"])), path="/desk")
    for page in (
        (await client.get(f"/desk/placements/{number}")).text,
        (await client.get(f"/desk/placements/{number}/plan.csv")).text,
    ):
        assert "Ana" in page
        assert "Ben" not in page
        assert "placements.elsewhere" in page
    left = list(plan(stage, number))
    data = stage.form(client.cookies[COOKIE]) | {"conversation": str(trainee_of(stage, "nl"))}
    await client.post(f"/desk/placements/{number}/people", data=data)
    assert list(plan(stage, number)) == left, "nobody whom they do not see can be added"


def trainee_of(world: World, team: str) -> int:
    number = trainee(world, "Cleo")
    world.write(lambda c: c.exec_driver_sql(f"UPDATE conversation SET team = '{team}' WHERE id = {number}"))
    return number


async def test_who_is_erased_is_in_no_group_any_more(stage: World, staff_client: Client) -> None:
    cards(stage, host(0))
    talk = trainee(stage, "Ana")
    number = await begun(stage, staff_client, talk, trainee(stage, "Ben"))
    await send(stage, staff_client, f"{number}/solve")
    person = member(stage, number, "Ana").person_id
    assert stage.do(lambda work: placements.of_person(work.connection, work.vault, person))[0]["host"] == "h0"
    stage.do(lambda work: people.erase(work, person))
    assert list(plan(stage, number)) == ["Ben"]
    await send(stage, staff_client, f"{number}/remove")
    assert stage.database.read_now(lambda c: placements.listed(c, ADMIN)) == []


async def test_lists_are_followed_as_far_down_as_it_takes(stage: World, staff_client: Client) -> None:
    many = 14
    cards(stage, *(host(number) for number in range(many)))
    number = await begun(stage, staff_client, *(trainee(stage, f"Ana {one}") for one in range(2 * many)))
    await send(stage, staff_client, f"{number}/solve")
    assert len(set(plan(stage, number).values())) == 2 * many, "one at a time, two weeks, at each host"
    assert ("", "") not in plan(stage, number).values()
