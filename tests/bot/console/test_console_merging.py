"""Same person as …: staff find the other conversation, compare, decide; nothing happens by itself."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.console.sessions import COOKIE
from storage import people
from storage.tables import conversation
from tests.bot.console.conftest import Client, World, say

PATH = "/desk/conversations/1/same-person"


@pytest.fixture
def ana(world: World) -> tuple[int, int]:
    """One person on the web and in Telegram, as two persons; the third conversation is somebody else's."""
    web = world.conversation("w", say("Bonjour"))
    telegram = world.conversation("t", say("Salut", "you"), channel="telegram")
    found = world.person(web, {"name": "Ana Ruiz", "city": "Namur"}), world.person(telegram, {"name": "Ana Ruis"})
    world.person(world.conversation("x"), {"name": "Bo Maes"})
    return found


def owners(world: World) -> list[int | None]:
    query = select(conversation.c.person_id).order_by(conversation.c.id)
    found: list[int | None] = world.database.read_now(lambda c: list(c.execute(query).scalars()))
    return found


async def decide(world: World, client: Client, ana: tuple[int, int], **changes: str) -> Any:
    fields = {"other": "2", "kept": "1", "this_person": str(ana[0]), "other_person": str(ana[1])} | changes
    token = client.cookies[COOKIE]
    return await client.post(PATH, data=world.form(token, **fields), follow_redirects=False)


async def test_people_of_a_like_name_are_offered_and_others_can_be_searched(
    world: World, staff_client: Client, ana: tuple[int, int]
) -> None:
    page = (await staff_client.get(PATH)).text
    assert 'href="/desk/conversations/1/same-person?other=2"' in page
    assert "other=3" not in page
    assert "other=1" not in page
    assert "other=3" in (await staff_client.get(f"{PATH}?words=maes")).text
    assert "none_found" in (await staff_client.get(f"{PATH}?words=nobody")).text
    assert owners(world)[:2] == [*ana]


async def test_both_dossiers_are_shown_and_their_reading_is_recorded(
    world: World, staff_client: Client, ana: tuple[int, int]
) -> None:
    page = (await staff_client.get(f"{PATH}?other=2")).text
    for shown in ("Ana Ruiz", "Ana Ruis", "Namur", "desk.channel.web", "desk.channel.telegram", "desk.merge.final"):
        assert shown in page
    assert "checked" not in page  # staff choose whose answers count
    assert {about for _, what, about in world.audited() if what == "dossier.read"} == {
        "conversation:1",
        "conversation:2",
    }


@pytest.mark.parametrize(("kept", "stays"), [("1", 0), ("2", 1)])
async def test_the_answers_of_the_chosen_one_count_and_it_is_recorded(
    world: World, staff_client: Client, ana: tuple[int, int], kept: str, stays: int
) -> None:
    answer = await decide(world, staff_client, ana, kept=kept)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/conversations/1")
    assert owners(world)[:2] == [ana[stays]] * 2
    profile = world.do(lambda work: people.profile(work, ana[stays]))
    assert profile == {"name": ("Ana Ruiz", "Ana Ruis")[stays], "city": "Namur"}
    merged = {("staff:1", "person.merged", f"conversation:{number}") for number in (1, 2)}
    assert merged <= set(world.audited())
    again = await decide(world, staff_client, ana, kept=kept)
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"kept": ""}, 200, "desk.merge.whose"),
        ({"kept": "3"}, 200, "desk.merge.whose"),
        ({"other_person": "77"}, 409, "desk.merge.changed"),
        ({"other_person": "x"}, 409, "desk.merge.changed"),
        ({"other": "1", "other_person": "1"}, 409, "desk.merge.same"),
        ({"other": "77"}, 404, ""),
        ({"other": ""}, 404, ""),
    ],
)
async def test_what_staff_did_not_look_at_or_choose_is_not_merged(
    world: World, staff_client: Client, ana: tuple[int, int], changes: dict[str, str], status: int, said: str
) -> None:
    before = owners(world)
    answer = await decide(world, staff_client, ana, **changes)
    assert answer.status_code == status
    assert said in answer.text
    assert owners(world) == before
    assert not any(what == "person.merged" for _, what, _ in world.audited())


async def test_somebody_nothing_is_known_of_has_nothing_to_bring_together(
    world: World, staff_client: Client, ana: tuple[int, int]
) -> None:
    number = world.conversation("n")
    assert "desk.merge.nobody" in (await staff_client.get(f"/desk/conversations/{number}/same-person")).text
    page = (await staff_client.get(f"{PATH}?other={number}")).text
    assert "desk.merge.nobody" in page
    assert "desk.merge.do" not in page


async def test_one_person_twice_is_told(world: World, staff_client: Client, ana: tuple[int, int]) -> None:
    await decide(world, staff_client, ana)
    page = (await staff_client.get(f"{PATH}?other=2")).text
    assert "desk.merge.same" in page
    assert "desk.merge.do" not in page


async def test_who_only_reads_cannot_merge(world: World, client: Client, ana: tuple[int, int]) -> None:
    client.cookies.set(COOKIE, world.session(world.member("r@example.org", role="reader")), path="/desk")
    assert (await client.get(PATH)).status_code == 404
    assert (await decide(world, client, ana)).status_code == 403
    assert owners(world)[:2] == [*ana]
