"""An open page of the desk hears at once that something has changed, and who else is there; words travel another way."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from bot.bell import DESK, Bell, Topic
from bot.console import live
from bot.console.glances import GOOD_FOR, Glances
from bot.console.presence import LOOKING, WRITING, Others, Presence, read
from bot.console.sessions import COOKIE
from storage import staff
from storage.tables import helpdesk
from storage.tables import staff as staff_table
from tests.bot.console.conftest import Client, World, say

Events = list[tuple[str, Any]]


class Ticks:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


class Listener:
    """A page with its event stream open."""

    def __init__(self, world: World, client: httpx.AsyncClient, path: str) -> None:
        self.world, self.client, self.path = world, client, path

    async def __aenter__(self) -> "Listener":
        self.world.closing = False
        before = len(self.world.app.bell.taps)
        self._answer = asyncio.ensure_future(self.client.get(self.path, headers={"Desk-Poll": "1", "accept": "*/*"}))
        for _ in range(500):
            if len(self.world.app.bell.taps) > before or self._answer.done():
                break
            await asyncio.sleep(0.002)
        await self.turns()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.closing = True
        self.world.app.bell.ring_all()
        await asyncio.wait_for(self._answer, 5)

    async def turns(self) -> None:
        """Let the stream do what it has to do."""
        for _ in range(5):
            await asyncio.sleep(0.002)

    async def ends(self) -> Events:
        """What was told until the stream ended by itself, or now."""
        self.world.closing = True
        self.world.app.bell.ring_all()
        return events((await asyncio.wait_for(self._answer, 5)).text)

    async def ended(self) -> bool:
        """Does the stream end by itself, within a second?"""
        done, _ = await asyncio.wait([self._answer], timeout=1)
        return bool(done)


def events(text: str) -> Events:
    found = []
    for one in text.split("\n\n"):
        if one.startswith("event: "):
            name, data = one.removeprefix("event: ").split("\ndata: ")
            found.append((name, json.loads(data)))
    return found


@pytest.fixture
def number(world: World) -> int:
    return world.conversation("a", say("Bonjour"))


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Anna's, in the loop of the test: what it asks for goes on while the test does."""
    transport = httpx.ASGITransport(app=world.web)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver.local") as made:
        made.cookies.set(COOKIE, world.session(world.member()))
        yield made


@pytest.fixture
def listen(world: World, browser: httpx.AsyncClient) -> Callable[[str], Listener]:
    return lambda path: Listener(world, browser, path)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses do not depend on how fast the machine is."""
    monkeypatch.setattr(live, "SOON", 0.0)
    monkeypatch.setattr(live, "LATER", 60.0)
    monkeypatch.setattr(live, "APART", 0.0)


async def test_a_page_hears_at_once_of_its_own_conversation_and_only_that_others_changed(
    world: World, listen: Callable[[str], Listener], number: int
) -> None:
    async with listen(f"/desk/events?conversation={number}") as page:
        world.app.bell.ring([number, "web", DESK])
        await page.turns()
        world.app.bell.ring([77, DESK])
        await page.turns()
        # within the same second the others are told of together, which costs no page anything
        world.app.bell.ring([78, DESK])
        world.app.bell.ring([number, DESK])
        await page.turns()
        assert await page.ends() == [("changed", number), ("changed", 0), ("changed", number)]


async def test_a_ring_that_names_nobody_may_be_about_any(
    world: World, listen: Callable[[str], Listener], number: int
) -> None:
    async with listen(f"/desk/events?conversation={number}") as page:
        world.app.bell.ring([DESK])
        await page.turns()
        assert await page.ends() == [("changed", number), ("changed", 0)]


async def test_the_list_is_told_only_now_and_then(world: World, listen: Callable[[str], Listener]) -> None:
    async with listen("/desk/events") as page:
        for one in range(5):
            world.app.bell.ring([one, DESK])
            await page.turns()
        assert await page.ends() == [("changed", 0)]


async def test_what_belongs_to_others_is_not_watched(
    world: World, listen: Callable[[str], Listener], number: int
) -> None:
    row = {"code": "nl", "name": "Gent", "langs": "nl", "zone": "", "hours": "", "holidays": "", "fallback": ""}
    world.write(lambda c: c.execute(helpdesk.insert(), [row, row | {"code": "fr", "langs": "fr"}]))
    world.write(lambda c: c.execute(update(staff_table).values(role="agent", teams="nl")))
    async with listen(f"/desk/events?conversation={number}") as page:
        world.app.bell.ring([number, DESK])
        world.app.bell.ring([f"presence|{number}|99|writing"])
        await page.turns()
        assert await page.ends() == [("changed", 0)]


@pytest.mark.parametrize(
    "query", ["conversation=x", "conversation=-1", f"conversation={2**70}", "conversation=", "x=1"]
)
async def test_a_senseless_number_watches_nothing(world: World, listen: Callable[[str], Listener], query: str) -> None:
    async with listen(f"/desk/events?{query}") as page:
        assert await page.ends() == []


async def test_the_stream_ends_with_the_session(
    world: World, listen: Callable[[str], Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)
    before = len(world.app.bell.taps)
    async with listen("/desk/events") as page:
        assert not page._answer.done()
        world.write(lambda c: staff.disable(c, "anna@example.org"))
        assert await page.ended()
    assert len(world.app.bell.taps) == before  # others still listen, the page no more


async def test_without_a_session_there_is_no_stream(world: World, client: Client) -> None:
    answer = await client.get("/desk/events", headers={"Desk-Poll": "1", "accept": "*/*"})
    assert (answer.status_code, answer.json()) == (401, {"error": "session"})


async def test_who_looks_and_who_writes_is_told_to_the_others_in_words(
    world: World, browser: httpx.AsyncClient, listen: Callable[[str], Listener], number: int
) -> None:
    ben = world.member("ben@example.org", "Ben")
    session = world.session(ben)

    async def signs(doing: str) -> None:
        form = world.form(session, doing=doing)
        path, cookies = f"/desk/conversations/{number}/presence", {"cookie": f"{COOKIE}={session}"}
        async with httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url) as other:
            assert (await other.post(path, data=form, headers=cookies)).status_code == 204
        await page.turns()

    async with listen(f"/desk/events?conversation={number}") as page:
        for doing in ("looking", "looking", "writing", "gone"):
            await signs(doing)
        assert await page.ends() == [
            ("presence", "«en desk.presence.looking.one Ben»"),
            ("presence", "«en desk.presence.writing.one Ben»"),
            ("presence", ""),
        ]


@pytest.mark.parametrize(
    ("role", "values", "doing", "shown"),
    [
        ("agent", {"owner": "queue"}, "answering", True),
        ("agent", {"owner": "queue"}, "writing", False),  # a note
        ("reader", {"owner": "queue"}, "answering", False),
        ("agent", {"owner": "bot"}, "answering", False),
    ],
)
async def test_the_trainee_hears_of_a_reply_that_is_being_written_and_of_nothing_else(
    world: World, client: Client, role: str, values: dict[str, Any], doing: str, shown: bool
) -> None:
    ben, number = world.member("ben@example.org", "Ben", role=role), world.conversation("a", say("Bonjour"), **values)
    session = world.session(ben)
    client.cookies.set(COOKIE, session, path="/desk")
    path = f"/desk/conversations/{number}"
    answer = await client.post(f"{path}/presence", data=world.form(session, doing=doing))
    assert answer.status_code == 204
    assert (world.app.writing.now(number) is not None) is shown
    if shown:
        fields = {"epoch": "0", "words": "Bonjour"}
        await client.post(f"{path}/note", data=world.form(session, **fields))
        assert world.app.writing.now(number) is not None
        await client.post(f"{path}/resolve", data=world.form(session, **fields))
        assert world.app.writing.now(number) is None


# --- one reading for all who look -----------------------------------------------------------------------------------


async def test_whoever_asks_at_the_same_time_shares_a_reading_and_after_a_ring_there_is_a_new_one(ticks: Ticks) -> None:
    bell, read_at = Bell(), list[float]()
    glances: Glances[int] = Glances(bell, ticks)

    async def look() -> int:
        read_at.append(ticks.now)
        number = len(read_at)
        await asyncio.sleep(0)
        return number

    assert await asyncio.gather(*(glances.get(1, "en", look) for _ in range(3))) == [1, 1, 1]
    assert await glances.get(1, "fr", look) == 2
    assert await glances.get(1, "en", look) == 1
    under_way = asyncio.ensure_future(glances.get(2, "en", look))
    await asyncio.sleep(0)
    rings: list[tuple[list[Topic], int]] = [([2], 4), ([1, DESK], 4), ([DESK], 5)]
    for topics, expected in rings:
        # what was being read when somebody rang may be older than the ring
        bell.ring(topics)
        assert await glances.get(2, "en", look) == expected
    assert await under_way == 3
    ticks.now += GOOD_FOR
    assert await glances.get(2, "en", look) == 6


async def test_a_reading_that_fails_is_tried_again_and_whoever_leaves_does_not_end_it(ticks: Ticks) -> None:
    glances: Glances[int] = Glances(Bell(), ticks)
    going_on = asyncio.Event()

    async def fails() -> int:
        raise LookupError

    async def waits() -> int:
        await going_on.wait()
        return 7

    with pytest.raises(LookupError):
        await glances.get(1, "en", fails)
    first = asyncio.ensure_future(glances.get(1, "en", waits))
    second = asyncio.ensure_future(glances.get(1, "en", waits))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    going_on.set()
    assert await second == 7


async def test_pages_that_look_for_news_show_each_reader_their_own_view(world: World, client: Client) -> None:
    number = world.conversation("a", say("Bonjour", "you"), owner="queue")
    world.heard(number, "hallo")
    readers = [("agent", "Ben"), ("reader", "Cleo"), ("agent", "Dora")]
    sessions = {name: world.session(world.member(f"{name}@example.org", name, role=role)) for role, name in readers}
    seen = {}
    for name, session in sessions.items():
        client.cookies.set(COOKIE, session, path="/desk")
        path, poll = f"/desk/conversations/{number}", {"Desk-Poll": "1"}
        seen[name] = (await client.get(path, headers=poll)).text
        assert seen[name] == (await client.get(path)).text
        tokens = set(re.findall(r'name="token" value="([^"]+)"', seen[name]))
        assert tokens == {world.tokens.for_forms(session)}
    assert 'id="reply-words"' in seen["Dora"]
    assert 'id="reply-words"' not in seen["Cleo"]
    world.write(lambda c: c.execute(helpdesk.insert(), [{"code": "nl", "name": "Gent", "langs": "nl"}]))
    world.write(lambda c: c.execute(update(staff_table).values(teams="nl")))
    world.write(lambda c: c.execute(helpdesk.insert(), [{"code": "fr", "name": "Namur", "langs": "fr"}]))
    assert (await client.get(path, headers=poll)).status_code == 404


# --- presence by itself -----------------------------------------------------------------------------------------------


def test_a_sign_is_remembered_for_half_a_minute_and_writing_for_less(ticks: Ticks) -> None:
    presence = Presence(Bell(), ticks)
    presence.sign(1, 7, "writing")
    presence.sign(1, 8, "looking")
    assert presence.others(1, 8) == Others((7,), ())
    assert presence.others(1, 7) == Others((), (8,))
    assert presence.others(2, 0) == Others()
    ticks.now += WRITING
    assert presence.others(1, 0) == Others((), (7, 8))
    presence.sign(1, 8, "gone")
    assert presence.others(1, 0) == Others((), (7,))
    ticks.now += LOOKING - WRITING
    assert presence.others(1, 0) == Others()


def test_signs_travel_with_the_rings_to_other_processes(ticks: Ticks) -> None:
    here, there = Bell(), Bell()
    mine, theirs = Presence(here, ticks), Presence(there, ticks)
    here.carry = there.hear
    mine.sign(1, 7, "looking")
    ticks.now += LOOKING - 1
    mine.sign(1, 7, "looking")  # no news, yet they count the seconds too
    ticks.now += LOOKING - 1
    assert theirs.others(1, 0) == Others((), (7,))


@pytest.mark.parametrize("topic", [3, "web", "desk", "inbox.work", "presenceless"])
def test_other_rings_are_no_signs(topic: str | int) -> None:
    assert read(topic) is None
