"""Staff act in a conversation: each form does its work once, tells whoever comes too late, and never loses what they wrote."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from bot.console.acting import ACTIONS, until_of
from bot.console.sessions import COOKIE
from bot.console.wording import Wording
from handlers.context import Memory
from storage import conversations, handovers, helpdesks, notes, staff
from storage.conversations import Conversation
from storage.outbox import YOU
from storage.tables import conversation, helpdesk, note, outbox
from storage.tables import staff as staff_table
from tests.bot.console.conftest import NOW, Client, World, desk_words, say

Act = Callable[..., Awaitable[Any]]


class Member:
    """Somebody at the desk, in a browser of their own."""

    def __init__(self, world: World, client: Client, name: str) -> None:
        self.world, self.client, self.name = world, client, name
        self.id = world.member(f"{name.lower()}@example.org", name)
        self.session = world.session(self.id)

    async def get(self, path: str) -> Any:
        self.client.cookies.set(COOKIE, self.session, path="/desk")
        return await self.client.get(path, follow_redirects=False)

    async def sees(self, number: int) -> str:
        page: str = (await self.get(f"/desk/conversations/{number}")).text
        return page

    async def sends(self, number: int, action: str, page: str | None = None, **fields: str) -> Any:
        """A form of a page, seen now or earlier."""
        page = page if page is not None else await self.sees(number)
        hidden = {name: found(page, name) for name in ("epoch", "key", "seen")}
        self.client.cookies.set(COOKIE, self.session, path="/desk")
        return await self.client.post(
            f"/desk/conversations/{number}/{action}",
            data={**self.world.form(self.session), **hidden, **fields},
            follow_redirects=False,
        )


def found(page: str, name: str) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    return match[1] if match else ""


@pytest.fixture
def anna(world: World, client: Client) -> Member:
    return Member(world, client, "Anna")


@pytest.fixture
def ben(world: World, client: Client) -> Member:
    return Member(world, client, "Ben")


def waiting(world: World, place: str = "a", **values: Any) -> int:
    """A conversation in which somebody waits for a person."""
    how = {"owner": "queue", "team": "fr", "epoch": 1, "waiting_since": NOW - 60_000, **values}
    number = world.conversation(place, say("Bonjour"), **how)
    world.person(number, {"name": "Ana"})
    return number


def now_of(world: World, number: int) -> Conversation:
    loaded = world.database.read_now(lambda c: conversations.load(c, world.vault, number))
    assert loaded is not None
    return loaded


def sent(world: World, number: int) -> int:
    """How many messages of staff there are."""
    query = select(func.count()).where(outbox.c.conversation_id == number, outbox.c.author == "staff")
    return int(world.database.read_now(lambda c: c.execute(query).scalar_one()))


def noted(world: World, number: int) -> list[str]:
    return [one.words for one in world.database.read_now(lambda c: notes.of_conversation(c, world.vault, number))]


def happened(world: World, number: int) -> list[str]:
    return [one.what for one in world.database.read_now(lambda c: handovers.of_conversation(c, number))]


async def test_who_has_not_agreed_is_not_answered_and_the_desk_says_why(world: World, anna: Member) -> None:
    number = world.conversation("a", lang="fr")
    answer = await anna.sends(number, "reply", words="Bonjour, ici Anna")
    assert answer.status_code == 409
    assert "desk.refused.not-agreed" in answer.text
    assert "desk.refused.kept" in answer.text
    assert "Bonjour, ici Anna" in answer.text
    assert (now_of(world, number).owner, sent(world, number)) == ("bot", 0)


async def test_a_reply_takes_over_and_leads_back_to_the_page(world: World, anna: Member) -> None:
    number = waiting(world)
    answer = await anna.sends(number, "reply", words="Bonjour, ici Anna")
    assert answer.status_code == 303
    assert re.fullmatch(rf"/desk/conversations/{number}#m\d+", answer.headers["location"])
    assert (now_of(world, number).owner, now_of(world, number).staff_id) == ("human", anna.id)
    page = await anna.sees(number)
    assert "Bonjour, ici Anna" in page
    assert "desk.now.mine" in page
    assert "desk.change.taken Anna" in page
    assert (f"staff:{anna.id}", "conversation.reply", f"conversation:{number}") in world.audited()


async def test_the_same_form_sent_twice_is_done_once_and_other_words_are_another_form(
    world: World, anna: Member
) -> None:
    number = waiting(world)
    page = await anna.sees(number)
    for _ in range(2):
        assert (await anna.sends(number, "reply", page, words="Hello")).status_code == 303
    assert sent(world, number) == 1
    assert (await anna.sends(number, "reply", page, words="And one thing more")).status_code == 303
    assert sent(world, number) == 2
    assert (await anna.sends(number, "reply", words="Hello")).status_code == 303  # meant again, from a page seen later
    assert sent(world, number) == 3


async def test_whoever_comes_second_is_told_and_keeps_their_words(world: World, anna: Member, ben: Member) -> None:
    number = waiting(world)
    page = await ben.sees(number)
    await anna.sends(number, "take")
    answer = await ben.sends(number, "reply", page, words="Ben's <b>words</b> & more")
    assert answer.status_code == 409
    assert "desk.refused.held Anna" in answer.text
    assert "desk.refused.kept" in answer.text
    box = re.search(r'<textarea[^>]*id="reply-words"[^>]*>([^<]*)</textarea>', answer.text)
    assert box
    assert unescape(box[1]) == "Ben's <b>words</b> & more"
    for label in ("desk.reply.beside", "desk.reply.taking Anna", "desk.reply.as_note"):
        assert label in answer.text
    assert sent(world, number) == 0


async def test_beside_a_colleague_one_may_send_as_well_take_over_or_note(
    world: World, anna: Member, ben: Member
) -> None:
    number = waiting(world)
    await anna.sends(number, "take")
    assert (await ben.sends(number, "reply", words="As well", anyway="1")).status_code == 303
    assert (now_of(world, number).staff_id, sent(world, number)) == (anna.id, 1)
    assert (await ben.sends(number, "note", words="As a note")).status_code == 303
    assert noted(world, number) == ["As a note"]
    assert (await ben.sends(number, "take", words="I go on", force="1")).status_code == 303
    assert (now_of(world, number).staff_id, sent(world, number)) == (ben.id, 2)


async def test_a_reply_to_what_has_changed_is_refused_and_goes_out_from_the_page_shown_then(
    world: World, anna: Member
) -> None:
    number = waiting(world)
    page = await anna.sees(number)
    world.write(lambda c: c.execute(update(conversation).values(owner="bot", epoch=2)))
    answer = await anna.sends(number, "reply", page, words="Still there?")
    assert (answer.status_code, sent(world, number)) == (409, 0)
    assert "desk.refused.changed" in answer.text
    assert (await anna.sends(number, "reply", answer.text, words="Still there?")).status_code == 303
    assert sent(world, number) == 1


@pytest.mark.parametrize(
    ("action", "fields", "code"),
    [
        ("reply", {"words": " \u200b "}, "empty"),
        ("reply", {"words": "x" * 4001}, "too-long"),
        ("note", {"words": ""}, "empty"),
        ("snooze", {"until": "day", "day": "2027-03-14"}, "past"),
        ("snooze", {"until": "day", "day": "soon"}, "past"),
        ("snooze", {}, "past"),
        ("assign", {"to": "staff:99"}, "nobody"),
        ("assign", {"to": "team:xx"}, "nobody"),
        ("assign", {}, "nobody"),
        ("reply", {"words": "x", "epoch": "7"}, "changed"),
        ("take", {"epoch": "minus one"}, "changed"),
        ("resolve", {"epoch": ""}, "changed"),
    ],
)
async def test_what_cannot_be_done_says_why_and_changes_nothing(
    world: World, anna: Member, action: str, fields: dict[str, str], code: str
) -> None:
    number = waiting(world)
    before = now_of(world, number).values()
    answer = await anna.sends(number, action, **fields)
    assert answer.status_code == 409
    assert f"desk.refused.{code}" in answer.text
    assert now_of(world, number).values() == before
    assert (sent(world, number), noted(world, number), happened(world, number)) == (0, [], [])


async def test_hand_back_resolve_and_snooze_do_what_they_say(world: World, anna: Member) -> None:
    number = waiting(world)
    await anna.sends(number, "take")
    assert (await anna.sends(number, "snooze", until="hour")).status_code == 303
    assert now_of(world, number).snoozed_until == NOW + 3_600_000
    assert "desk.now.snoozed" in await anna.sees(number)
    assert (await anna.sends(number, "hand-back")).status_code == 303
    assert now_of(world, number).owner == "bot"
    assert "desk.change.handed_back Anna" in await anna.sees(number)
    await anna.sends(number, "take")
    assert (await anna.sends(number, "resolve")).status_code == 303
    assert (now_of(world, number).owner, now_of(world, number).work) == ("bot", "resolved")
    assert "desk.now.resolved" in await anna.sees(number)


@pytest.mark.parametrize("action", ["hand-back", "resolve"])
async def test_nothing_ends_before_the_last_words_were_read(world: World, anna: Member, action: str) -> None:
    number = waiting(world)
    await anna.sends(number, "take")
    page = await anna.sees(number)
    world.conversation(
        "a", say("One more thing", YOU), owner="human", staff_id=anna.id, epoch=now_of(world, number).epoch
    )
    assert (await anna.sends(number, action, page)).status_code == 409
    assert now_of(world, number).owner == "human"
    assert (await anna.sends(number, action)).status_code == 303


async def test_a_conversation_goes_to_a_colleague_or_a_team(world: World, anna: Member, ben: Member) -> None:
    number = waiting(world)
    page = await anna.sees(number)
    assert f'<option value="staff:{ben.id}">Ben</option>' in page
    assert f"staff:{anna.id}" not in page
    assert (await anna.sends(number, "assign", to=f"staff:{ben.id}")).status_code == 303
    assert now_of(world, number).staff_id == ben.id
    assert "desk.change.assigned Anna Ben" in await anna.sees(number)
    assert (await ben.sends(number, "assign", to="team:nl")).status_code == 303
    assert (now_of(world, number).owner, now_of(world, number).team) == ("queue", "nl")


async def test_readers_and_closed_accounts_are_no_colleagues_to_pass_on_to(
    world: World, anna: Member, ben: Member
) -> None:
    number = waiting(world)
    cleo = world.member("cleo@example.org", "Cleo")
    world.write(lambda c: c.execute(update(staff_table).where(staff_table.c.id == ben.id).values(role="reader")))
    world.write(lambda c: staff.disable(c, "cleo@example.org"))
    for who in (ben.id, cleo):
        assert (await anna.sends(number, "assign", to=f"staff:{who}")).status_code == 409


@pytest.mark.parametrize("role", staff.ROLES)
async def test_who_may_act(world: World, anna: Member, role: str) -> None:
    world.write(lambda c: c.execute(update(staff_table).values(role=role)))
    for action in (*ACTIONS, "presence"):
        number = waiting(world, action)
        assert (await anna.get(f"/desk/conversations/{number}")).status_code == 200, action
        answer = await anna.sends(number, action, words="x", until="hour", to="team:nl", doing="looking")
        if action == "presence":
            assert answer.status_code == 204
        elif role == "reader":
            assert answer.status_code in (403, 404), action
            assert (sent(world, number), noted(world, number), happened(world, number)) == (0, [], []), action
        else:
            assert answer.status_code == 303, action


async def test_a_reader_is_offered_nothing_to_do(world: World, anna: Member) -> None:
    number = waiting(world)
    world.write(lambda c: c.execute(update(staff_table).values(role="reader")))
    page = await anna.sees(number)
    assert "desk.now.waiting" in page
    assert "<textarea" not in page
    assert "data-send" not in page


async def test_what_belongs_to_another_helpdesk_looks_missing(world: World, anna: Member) -> None:
    number = waiting(world)
    world.write(
        lambda c: c.execute(
            helpdesk.insert(),
            [
                {"code": "fr", "name": "Namur", "langs": "fr", "zone": "", "hours": "", "holidays": "", "fallback": ""},
                {"code": "nl", "name": "Gent", "langs": "nl", "zone": "", "hours": "", "holidays": "", "fallback": ""},
            ],
        )
    )
    world.write(lambda c: c.execute(update(staff_table).values(role="lead", teams="nl")))
    assert len(world.database.read_now(helpdesks.everyone)) == 2
    missing = await anna.get("/desk/conversations/77")
    theirs = await anna.get(f"/desk/conversations/{number}")
    assert (missing.status_code, theirs.status_code, theirs.text) == (404, 404, missing.text)
    fields = {"words": "x", "until": "hour", "to": "team:nl", "doing": "looking", "message": "1", "place": "0"}
    for action in (*ACTIONS, "presence", "readings"):
        answer = await anna.sends(number, action, "", **fields, epoch="1")
        nothing = await anna.sends(77, action, "", **fields, epoch="1")
        assert (answer.status_code, answer.text) == (404, nothing.text), action
    assert (sent(world, number), noted(world, number), happened(world, number)) == (0, [], [])
    assert world.audited() == []


async def test_passed_on_to_a_team_of_others_one_goes_on_in_the_list(world: World, anna: Member) -> None:
    number = waiting(world)
    world.write(
        lambda c: c.execute(
            helpdesk.insert(),
            [
                {"code": code, "name": code, "langs": code, "zone": "", "hours": "", "holidays": "", "fallback": ""}
                for code in ("fr", "nl")
            ],
        )
    )
    world.write(lambda c: c.execute(update(staff_table).values(role="agent", teams="fr")))
    answer = await anna.sends(number, "assign", to="team:nl")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


async def test_what_staff_write_is_shown_and_never_run(world: World, anna: Member) -> None:
    number = waiting(world)
    evil = "<script>alert(1)</script>"
    await anna.sends(number, "reply", words=evil)
    await anna.sends(number, "note", words=f"note {evil}")
    world.write(lambda c: c.execute(update(staff_table).values(name=evil)))
    page = await anna.sees(number)
    assert evil not in page
    assert page.count("&lt;script&gt;") >= 4


async def test_a_note_never_looks_like_a_message_and_is_nowhere_in_the_outbox(world: World, anna: Member) -> None:
    number = waiting(world)
    await anna.sends(number, "note", words="She sounds worried")
    page = await anna.sees(number)
    article = page.split('<article class="private-note"')[1].split("</article>")[0]
    assert "desk.note.title" in article
    assert "She sounds worried" in article
    assert page.count("She sounds worried") == 1
    assert sent(world, number) == 0
    assert world.database.read_now(lambda c: c.execute(select(func.count()).select_from(note)).scalar_one()) == 1


async def test_the_page_of_a_conversation_without_a_dialog_or_with_a_broken_one_comes_all_the_same(
    world: World, anna: Member
) -> None:
    number = waiting(
        world, memory=b'{"session":{"stack":[{"dialog":"enquiry","run":"1","asked":"problem","answers":3}]}}'
    )
    assert (await anna.get(f"/desk/conversations/{number}")).status_code == 200
    assert Memory() is not None


BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"until": "hour"}, datetime(2027, 3, 26, 18, 30, tzinfo=BRUSSELS)),
        ({"until": "tomorrow"}, datetime(2027, 3, 27, 9, 0, tzinfo=BRUSSELS)),
        # the clocks go forward on Sunday
        ({"until": "monday"}, datetime(2027, 3, 29, 9, 0, tzinfo=BRUSSELS)),
        ({"until": "day", "day": "2027-04-02"}, datetime(2027, 4, 2, 9, 0, tzinfo=BRUSSELS)),
        ({"day": "2027-04-02"}, datetime(2027, 4, 2, 9, 0, tzinfo=BRUSSELS)),
        ({"until": "day", "day": "tomorrow"}, None),
        ({}, None),
    ],
)
def test_what_is_put_off_comes_back_in_the_morning_of_the_helpdesk(
    form: dict[str, str], expected: datetime | None
) -> None:
    now = int(datetime(2027, 3, 26, 17, 30, tzinfo=BRUSSELS).timestamp() * 1000)
    found = until_of(form, Wording("en", desk_words, BRUSSELS, now))
    assert found == (int(expected.timestamp() * 1000) if expected else None)
