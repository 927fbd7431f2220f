"""The inbox as staff see it: views, marks, searches, host requests; and nothing of what is foreign to them."""

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.console.sessions import COOKIE
from storage import helpdesks, people, staff
from storage.desk import PAGE, VIEWS
from storage.helpdesks import Helpdesk
from storage.outbox import DEAD
from storage.tables import handover, host_request, inbox, promise_warning
from storage.tables import outbox as outbox_table
from storage.tables import staff as staff_table
from tests.bot.console.conftest import NOW, Client, World, say

MINUTE = 60_000
HOUR = 60 * MINUTE


def names(page: str) -> list[str]:
    """The trainees in the list, from top to bottom."""
    return re.findall(r'<a class="name" href="/desk/conversations/\d+"[^>]*>([^<]*)</a>', page)


def row_of(page: str, name: str) -> str:
    """The row of a trainee."""
    (found,) = [row.split("</li>\n<li")[0] for row in page.split('<li class="entry ')[1:] if f">{name}</a>" in row]
    return found


def tabs(page: str) -> dict[str, int]:
    """How many each view says it holds."""
    return {view: int(number) for view, number in re.findall(r'id="view-(\w+)".*?<b>(\d+)</b>', page)}


def requested(world: World, person: int, count: int = 1) -> None:
    """Ask two hosts, so many times."""
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "people": 2, "message": "Dear team"}
    for _ in range(count):
        world.do(lambda work: people.request_hosts(work, person, ["h0", "h1"], details))


def promote(world: World) -> None:
    """Make everybody an administrator."""
    world.write(lambda c: c.execute(update(staff_table).values(role="admin")))


@pytest.fixture
def anna(world: World, staff_client: Client) -> int:
    """The number of who is signed in."""
    found = world.database.read_now(lambda c: staff.by_email(c, "anna@example.org"))
    assert found is not None
    return found.id


async def test_the_inbox_opens_with_those_who_wait_the_longest_wait_first(
    world: World, staff_client: Client, anna: int
) -> None:
    rows: list[tuple[str, dict[str, Any]]] = [
        ("with the bot", {"last_in_at": NOW - HOUR}),
        ("short wait", {"owner": "queue", "waiting_since": NOW - 2 * HOUR}),
        ("long wait", {"owner": "queue", "waiting_since": NOW - 8 * HOUR}),
        ("with Anna", {"owner": "human", "staff_id": anna}),
        ("waits for Anna", {"owner": "human", "staff_id": anna, "waiting_since": NOW - 25 * MINUTE}),
        ("waits for Tom", {"owner": "human", "staff_id": world.member("t@example.org", "Tom"), "waiting_since": NOW}),
    ]
    for name, values in rows:
        world.person(world.conversation(name, **values), {"name": name})
    page = (await staff_client.get("/desk")).text
    assert names(page) == ["long wait", "short wait", "waits for Anna"]
    assert "<title>(3) " in page
    assert "desk.waits 25 min" in row_of(page, "waits for Anna")
    assert "desk.waits 8 hr" in row_of(page, "long wait")
    assert tabs(page) == {
        "waiting": 3,
        "mine": 2,
        "team": 1,
        "bot": 1,
        "snoozed": 0,
        "resolved": 0,
        "all": 6,
        "requests": 0,
    }
    assert names((await staff_client.get("/desk?view=mine")).text) == ["waits for Anna", "with Anna"]
    assert names((await staff_client.get("/desk?view=team")).text) == ["waits for Tom"]
    assert len(names((await staff_client.get("/desk?view=all")).text)) == 6


async def test_a_row_tells_who_where_in_which_language_and_who_answers(
    world: World, staff_client: Client, anna: int
) -> None:
    tom = world.member("tom@example.org", "Tom")
    ana = world.conversation(
        "a", say("Bonjour !"), say("Je cherche…", "you"), lang="fr", channel="telegram", reachable=False
    )
    person = world.person(ana, {"name": "Ana"})
    world.do(lambda work: people.archive(work, person, "enquiry", b"{}"))
    world.conversation("b", lang="nl", owner="queue", team="nl", waiting_since=NOW - MINUTE)
    world.person(world.conversation("c", owner="human", staff_id=tom), {"name": "Cleo"})
    world.person(world.conversation("d", owner="human", staff_id=anna), {"name": "Dora"})
    world.person(world.conversation("e", say("Hi", "Tom"), last_in_at=NOW - 40 * 24 * HOUR), {"name": "Emil"})
    world.person(world.conversation("f", work="snoozed", snoozed_until=NOW + 2 * HOUR), {"name": "Fay"})
    page = (await staff_client.get("/desk?view=all")).text
    row = row_of(page, "Ana")
    for shown in (
        "desk.channel.telegram",
        "French",
        "desk.unreachable",
        "desk.owner.bot",
        "Je cherche…",
    ):
        assert shown in row
    assert 'datetime="2027-03-15T09:30:00+01:00"' in row  # in the helpdesk's time zone
    assert "desk.steps.figure 1 6" in row
    assert "desk.steps.next «en desk.step.profile»" in row
    assert "desk.steps.done «en desk.step.enquiry»" in row
    waiting = row_of(page, "«en desk.who.unnamed 2»")
    for shown in ("desk.owner.nobody", "Dutch", "desk.waits 1 min", 'title="15 March 2027, 09:29"', "desk.not_agreed"):
        assert shown in waiting
    assert ">Tom<" in row_of(page, "Cleo")
    assert "desk.owner.you" in row_of(page, "Dora")
    assert "desk.said.answered" in row_of(page, "Emil")  # staff spoke last
    assert "desk.conversations.nothing_said" in row_of(page, "Emil")
    assert "desk.said.answered" not in row_of(page, "Ana")
    assert "desk.steps.none" in row_of(page, "Emil")
    assert "desk.until 11:30" in row_of(page, "Fay")


async def test_marks_say_why_somebody_comes_first(world: World, staff_client: Client) -> None:
    promote(world)
    helpdesk = Helpdesk("west", "Helpdesk West", ("fr",))
    world.write(lambda c: helpdesks.save(c, helpdesk))
    number = world.conversation("a", owner="queue", team="west", waiting_since=NOW - HOUR, reachable=False)
    person = world.person(number, {"name": "Ana"})
    late = {"conversation_id": number, "since": NOW - HOUR, "stage": "late", "at": NOW}
    world.write(lambda c: c.execute(insert(promise_warning).values(late)))
    silent = {"conversation_id": number, "at": NOW, "what": "escalated", "team": "west"}
    world.write(lambda c: c.execute(insert(handover).values(silent)))
    goal = {"details": {"text": "x"}, "smart": {}, "needs_human": True}
    world.do(lambda work: people.save_goals(work, person, "fr", [goal]))
    row = row_of((await staff_client.get("/desk")).text, "Ana")
    assert re.findall(r'class="mark (\w+)"', row) == ["late", "escalated", "goals", "gone"]
    assert "Helpdesk West" in row


async def test_lists_can_be_narrowed_by_team_and_language_and_keep_it_from_view_to_view(
    world: World, staff_client: Client
) -> None:
    promote(world)
    for code, lang in (("west", "fr"), ("north", "nl")):
        helpdesk = Helpdesk(code, f"Helpdesk {code}", (lang,))
        world.write(lambda c, helpdesk=helpdesk: helpdesks.save(c, helpdesk))  # type: ignore[misc]
        world.person(world.conversation(lang, lang=lang), {"name": f"in {lang}"})
    page = (await staff_client.get("/desk?view=all&team=north")).text
    assert names(page) == ["in nl"]
    assert tabs(page)["all"] == 1
    assert 'href="/desk?view=bot&amp;team=north"' in page
    assert '<option value="north" selected>' in page
    assert names((await staff_client.get("/desk?view=all&lang=fr")).text) == ["in fr"]
    nothing = (await staff_client.get("/desk?lang=fr")).text
    assert "desk.conversations.none_found" in nothing
    assert '<option value="fr" selected>' in nothing
    # a team that is none is none
    assert len(names((await staff_client.get("/desk?view=all&team=xx")).text)) == 2


async def test_a_search_goes_through_all_conversations_and_what_was_written(world: World, staff_client: Client) -> None:
    world.person(world.conversation("a", say("Où est la gare ?", "you")), {"name": "Íñigo Ruiz", "employer": "CPAS"})
    world.person(world.conversation("b", say("La gare, bien sûr", "Tom"), lang="nl", owner="human"), {"name": "Sofie"})
    found = {"inigo": ["Íñigo Ruiz"], "RUIZ+cpas": ["Íñigo Ruiz"], "inigp": ["Íñigo Ruiz"], "2": ["Sofie"], "zz": []}
    for words, expected in found.items():
        page = (await staff_client.get(f"/desk?view=mine&words={words}")).text
        assert names(page) == expected, words
        assert f'value="{words.replace("+", " ")}"' in page
        assert "aria-current" not in page
    page = (await staff_client.get("/desk?words=GARE")).text
    assert "desk.search.bounds 10,000" in page
    assert re.findall(r'href="(/desk/conversations/\d+\?before=\d+#m\d+)" data-row dir="auto">(\w+)', page) == [
        ("/desk/conversations/2?before=3#m2", "Sofie"), ("/desk/conversations/1?before=2#m1", "Íñigo"),
    ]  # fmt: skip
    assert "<mark>gare,</mark> bien sûr" in page
    nothing = (await staff_client.get("/desk?words=nirgends")).text
    assert "desk.conversations.none_found" in nothing
    assert "desk.search.no_messages" in nothing


async def test_a_long_message_is_shown_around_the_words(world: World, staff_client: Client) -> None:
    world.conversation("a", say(" ".join(["before"] * 40 + ["needle"] + ["after"] * 40), "you"))
    page = (await staff_client.get("/desk?words=needle")).text
    said = page.split('class="mention"')[1].split("</p>")[0]
    assert "… " in said
    assert "<mark>needle</mark>" in said
    assert (said.count("before"), said.count("after")) == (8 + 1, 15)  # one stands in the address


async def test_empty_views_say_so(world: World, staff_client: Client) -> None:
    for view in VIEWS:
        assert "desk.conversations.none»" in (await staff_client.get(f"/desk?view={view}")).text
    assert "desk.requests.none" in (await staff_client.get("/desk?view=requests")).text
    world.conversation("a")
    said = {"waiting": "desk.view.none.waiting", "mine": "desk.view.none.mine", "team": "desk.view.none»"}
    for view, words in said.items():
        assert words in (await staff_client.get(f"/desk?view={view}")).text


async def test_beyond_fifty_rows_there_are_more_pages(world: World, staff_client: Client) -> None:
    for n in range(PAGE + 3):
        world.conversation(f"p{n}", lang="fr" if n % 2 else "nl")
    first = (await staff_client.get("/desk?view=bot")).text
    assert len(names(first)) == PAGE
    assert 'rel="next" href="/desk?view=bot&amp;page=2"' in first
    assert 'rel="prev"' not in first
    second = (await staff_client.get("/desk?view=bot&page=2")).text
    assert len(names(second)) == 3
    assert not set(names(first)) & set(names(second))
    assert 'rel="prev" href="/desk?view=bot"' in second
    assert 'rel="next"' not in second


async def test_host_requests_tell_trainee_host_dates_people_rank_and_state(world: World, staff_client: Client) -> None:
    world.hosts("Les Tilleuls", "Il Girasole")
    requested(world, world.person(world.conversation("a"), {"name": "Ana"}))
    page = (await staff_client.get("/desk?view=requests")).text
    for shown in (">Ana</a>", "Les Tilleuls", "Namur, Belgium", "3–5 May 2027", ">2</td>", "desk.rank.first",
                  "desk.rank.reserve 1", "Il Girasole", "desk.request.state.proposed", 'href="/desk/requests/1"'):  # fmt: skip
        assert shown in page
    assert page.index("desk.rank.first") < page.index("desk.rank.reserve")
    assert tabs(page)["requests"] == 2
    world.write(lambda c: c.execute(update(host_request).values(state="on_the_moon")))
    assert ">on_the_moon<" in (await staff_client.get("/desk?view=requests")).text


async def test_host_requests_have_pages_too(world: World, staff_client: Client) -> None:
    world.hosts("A", "B")
    requested(world, world.person(world.conversation("a"), {"name": "Ana"}), PAGE // 2 + 1)
    first = (await staff_client.get("/desk?view=requests")).text
    assert first.count('href="/desk/requests/') == PAGE
    assert 'rel="next" href="/desk?view=requests&amp;page=2"' in first
    assert (await staff_client.get("/desk?view=requests&page=2")).text.count('href="/desk/requests/') == 2


async def test_figures_count_what_needs_a_look(world: World, staff_client: Client) -> None:
    world.hosts("A", "B", "C")
    number = world.conversation("a", say("lost"))
    world.write(lambda c: c.execute(update(outbox_table).values(state=DEAD)))
    values = {"channel": "web", "update_id": "1", "conversation_id": number, "state": 3, "received_at": 0, "due_at": 0}
    world.write(lambda c: c.execute(inbox.insert().values(values)))
    figures = (await staff_client.get("/desk")).text.split('class="counts"')[1].split("</ul>")[0]
    assert {name: int(number) for number, name in re.findall(r"<b>(\d+)</b> <span>«en desk\.count\.(\w+)»", figures)} == {
        "dead": 1, "quarantined": 1, "hosts": 3, "practices": 0, "misread": 0,
    }  # fmt: skip


async def test_what_is_foreign_looks_missing_everywhere(world: World, client: Client) -> None:
    for code, lang in (("west", "fr"), ("north", "nl")):
        helpdesk = Helpdesk(code, f"Helpdesk {code}", (lang,))
        world.write(lambda c, helpdesk=helpdesk: helpdesks.save(c, helpdesk))  # type: ignore[misc]
    world.hosts("A", "B")
    for lang in ("fr", "nl"):
        number = world.conversation(lang, say("the same words", "you"), lang=lang)
        requested(world, world.person(number, {"name": f"Ana {lang}"}))
    agent = world.write(lambda c: staff.add(c, NOW, "a@example.org", "A", ["fr"], "", "agent", ["west"]))
    client.cookies.set(COOKIE, world.session(agent), path="/desk")
    for path in ("/desk?view=all", "/desk?view=requests", "/desk?words=ana", "/desk?words=same+words", "/desk?words=2",
                 "/desk?view=all&team=north", "/desk?view=all&lang=nl"):  # fmt: skip
        page = (await client.get(path)).text
        assert "Ana nl" not in page, path
        assert "/desk/conversations/2" not in page
        assert "Helpdesk north" not in page
    assert tabs(page)["all"] == 0
    assert names((await client.get("/desk?words=ana")).text) == ["Ana fr"]
    for path in ("/desk/conversations/2", "/desk/requests/3", "/desk/conversations/2/same-person",
                 "/desk/conversations/1/same-person?other=2"):  # fmt: skip
        missing = await client.get("/desk/conversations/77")
        answer = await client.get(path)
        assert (answer.status_code, answer.text) == (404, missing.text), path
    assert (await client.get("/desk/requests/1")).status_code == 200


async def test_news_for_many_open_lists_are_told_one_after_the_other_and_to_all(
    world: World, staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most = 0, 0
    read = world.database.read

    async def counted(job: Any) -> Any:
        nonlocal at_once, most
        lists = "inbox" in job.__code__.co_freevars
        at_once += lists
        most = max(most, at_once)
        try:
            return await read(job)
        finally:
            at_once -= lists

    monkeypatch.setattr(world.database, "read", counted)
    polls = [staff_client.get("/desk", headers={"Desk-Poll": "1"}) for _ in range(6)]
    answers = await asyncio.gather(*polls)
    assert [answer.status_code for answer in answers] == [200] * 6
    assert most == 1
