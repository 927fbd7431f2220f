"""The line of time: messages, notes and handovers in the order in which they happened."""

from collections.abc import Sequence
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.console.dossiers import Line
from bot.console.timeline import TOLD, Change, Noted, merged
from bot.console.wording import Moment
from domain.ownership import LEASE
from storage import conversations, handovers, notes
from storage.desk import PAGE
from tests.bot.console.conftest import NOW, Client, World, say

AT = Moment("", "", "", "", "")


def line(number: int, when: int, side: str = "bot") -> Line:
    return Line(number, side, side, "en", AT, (), (), "", "", when=when)


def change(number: int, when: int) -> Change:
    return Change(number, "taken", "", AT, when)


def note(number: int, when: int) -> Noted:
    return Noted(number, "", "", AT, when)


def order(lines: Sequence[Line], others: Sequence[Noted | Change]) -> str:
    return " ".join(f"{one.kind[0]}{one.id}" for one in merged(lines, others))


def test_what_the_trainee_said_led_to_it_and_the_answer_came_after() -> None:
    lines = [line(1, 10, "trainee"), line(2, 10), line(3, 20, "trainee"), line(4, 30, "staff")]
    assert order(lines, [change(1, 10), change(2, 30), note(1, 25), note(2, 40)]) == "l1 c1 l2 l3 n1 c2 l4 n2"


@given(st.lists(st.integers(0, 5)), st.lists(st.tuples(st.integers(0, 5), st.booleans())))
def test_nothing_is_lost_and_messages_keep_their_order(times: list[int], others: list[tuple[int, bool]]) -> None:
    lines = [line(at, when) for at, when in enumerate(times)]
    more = [change(at, when) if flag else note(at, when) for at, (when, flag) in enumerate(others)]
    found = merged(lines, more)
    assert [one for one in found if one.kind == "line"] == lines
    assert sorted(map(repr, found)) == sorted(map(repr, [*lines, *more]))


async def test_each_handover_is_told_in_words(world: World, staff_client: Client) -> None:
    number = world.conversation("a", say("Bonjour"))

    def job(c: Connection) -> None:
        loaded = conversations.load(c, world.vault, number)
        assert loaded is not None
        for what in TOLD:
            detail = {"snoozed": str(NOW + 3_600_000), "assigned": "staff:1"}.get(what, "")
            handovers.record(c, world.now, loaded, what, staff_id=1, detail=detail)
        handovers.record(c, world.now, loaded, "handed_back")
        handovers.record(c, world.now, loaded, "escalated")
        handovers.record(c, world.now, loaded, "replied", staff_id=1)

    world.write(job)
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    for what in TOLD:
        assert f"desk.change.{what} Anna Peeters" in page
    assert "desk.change.assigned Anna Peeters Anna Peeters" in page
    assert "desk.change.snoozed Anna Peeters 15 March 2027, 10:30" in page
    assert f"desk.change.escalated Anna Peeters {LEASE // 60_000}" in page
    assert "desk.change.handed_back.nobody" in page
    assert f"desk.change.escalated.nobody «en desk.owner.staff» {LEASE // 60_000}" in page
    assert "replied" not in page


def noted(world: World, number: int, words: str, connection: Connection) -> None:
    notes.add(connection, world.vault, world.now, number, 1, words)


async def test_notes_stand_on_the_page_of_their_time_and_on_no_other(world: World, staff_client: Client) -> None:
    number = world.conversation("a")
    for at in range(PAGE + 10):
        world.now = NOW + at * 1000
        world.conversation("a", say(f"message {at}"))
        if at in (3, PAGE + 3):
            world.write(partial(noted, world, number, f"a note of minute {at}"))
    latest = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert f"a note of minute {PAGE + 3}" in latest
    assert "a note of minute 3<" not in latest
    before = latest.split(f"/desk/conversations/{number}?before=")[1].split('"')[0]
    earlier = (await staff_client.get(f"/desk/conversations/{number}?before={before}")).text
    assert "a note of minute 3<" in earlier
    assert f"a note of minute {PAGE + 3}" not in earlier
    assert 'id="composer"' not in earlier
