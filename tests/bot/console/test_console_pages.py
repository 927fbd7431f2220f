"""What the desk shows: the lists, a dossier, a request; and that nothing in them runs but our own script (S7, P6)."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import update

from bot import console
from bot.console.reading import READ_AGAIN
from bot.console.sessions import COOKIE
from domain.messages import Choice, Message, Part, Text, verbatim
from domain.texts import render
from storage import outbox, people, staff
from storage.desk import PAGE
from storage.outbox import DEAD, Letter
from storage.tables import host_request
from storage.tables import outbox as outbox_table
from tests.bot.console.conftest import NOW, World, say

Client = AsyncTestClient[Litestar]

HERE = Path(console.__file__).parent
POLL = {"Desk-Poll": "1", "accept": "*/*"}
GOAL = {
    "details": {
        "text": "Observe two night shifts",
        "by": "2027-06-30",
        "agreed": "manager",
        "plan_b": "Ask",
        "today": 3,
    },
    "smart": {
        "S": {"ok": True, "why": ["strong-verb"]},
        "M": {"ok": False, "why": ["no-quantity"]},
        "T": {"ok": True, "why": ["deadline"]},
        "A": {"ok": None, "why": ["pending"]},
    },
    "needs_human": True,
}


def with_requests(world: World, count: int = 1) -> tuple[int, int]:
    """A trainee with a profile, goals, documents and so many host requests."""
    world.hosts("Les Tilleuls", "Il Girasole")
    number = world.conversation("a", say("Bonjour"))
    person = world.person(
        number,
        {"name": "Ana", "email": "ana@example.org", "country": ["BE"], "sectors": ["mental-health"], "skills": ["crisis"],
         "languages": [["fr", "C1"], ["en", None]], "needs": "ground floor", "share": True, "years": 7},
    )  # fmt: skip

    def job(work: Any) -> None:
        people.save_enquiry(
            work, person, "fr",
            {"problem": "Nights are hard", "countries": [], "period": {"months": ["2027-05"]}, "employer": "agrees",
             "obstacles": ["language", "my own"], "people": 1},
        )  # fmt: skip
        people.save_goals(work, person, "fr", [GOAL])
        people.consented(work, person, "profile_share_host", "2026-11", "fr")
        people.add_document(
            work, person, "cv", {"name": "ana.pdf", "mime": "application/pdf", "size": 1, "stored": "0" * 32}
        )
        details = {
            "first_day": "2027-05-03",
            "last_day": "2027-05-05",
            "people": 2,
            "message": "Dear team",
            "share_cv": True,
        }
        for _ in range(count):
            people.request_hosts(work, person, ["h0", "h1"], details)

    world.do(job)
    return number, person


async def test_a_dossier_shows_what_was_said_and_what_is_known(world: World, staff_client: Client) -> None:
    number, _ = with_requests(world)
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    for shown in (
        "<h1 dir=\"auto\">Ana</h1>", "Bonjour", "ana@example.org", "Belgium", render(Text("concept:mental-health"), "en"),
        "French (C1), English",
        "ground floor", "desk.private", "Nights are hard", "May 2027", "my own", "Observe two night shifts", "30 June 2027",
        "desk.goal.needs_human", "desk.smart.ok «en desk.smart.s»", "desk.smart.ask «en desk.smart.m»",
        "desk.smart.why.no-quantity", "desk.smart.pending «en desk.smart.a»", "Les Tilleuls", "ana.pdf", "«en desk.goal.of_ten 3»",
    ):  # fmt: skip
        assert shown in page, shown


async def test_a_transcript_keeps_the_language_of_the_conversation(
    world: World, client: Client, staff_client: Client
) -> None:
    number = world.conversation("a", Message((Part(Text("day:2027-05-01")),)), lang="fr")
    staff_client.headers["accept-language"] = "nl"
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert "1er mai 2027" in page
    assert '<html lang="nl">' in page
    assert "«nl desk.talk.title»" in page
    assert '<article class="line bot" lang="fr">' in page


async def test_a_transcript_tells_who_said_what(world: World, staff_client: Client) -> None:
    agree = Choice(verbatim("I agree"), "x")
    number = world.conversation(
        "a",
        Message(
            (Part(verbatim("Do you agree?")), Part(verbatim("a hint"), "note")), (agree, Choice(verbatim("No"), "y"))
        ),
        Message((), (agree,), author="you"),
        say("I take over", "Anna Peeters"),
        say("Thank you", "you", Part(verbatim("letter.pdf"), "card")),
    )
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    lines = page.split("<article ")[1:]
    assert [line.split('"')[1] for line in lines] == ["line bot", "line trainee", "line staff", "line trainee"]
    assert '<p class="note" dir="auto">a hint</p>' in lines[0]
    assert lines[0].count("<li") == 2
    assert 'class="pressed"' in lines[1]
    assert "I agree" in lines[1]
    assert "Anna Peeters" in lines[2]
    assert "letter.pdf" in lines[3]


async def test_a_message_that_took_the_place_of_another_stands_where_that_one_stood(
    world: World, staff_client: Client
) -> None:
    number = world.conversation("a", say("choose: [ ]"), say("between", "you"))

    def again(c: Any) -> None:
        for words, replaces in (("choose: [x]", 1), ("choose: [x] [y]", 3)):
            outbox.put(c, world.vault, NOW, [Letter(number, "web", 0, "fr", say(words), replaces=replaces)])

    world.write(again)
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    said = re.findall(r'<p class="body" dir="auto">([^<]*)</p>', page)
    assert said == ["choose: [x] [y]", "between"]


async def test_a_message_that_never_arrived_is_marked(world: World, staff_client: Client) -> None:
    number = world.conversation("a", say("lost"), channel="telegram")
    assert "desk.line.queued" in (await staff_client.get(f"/desk/conversations/{number}")).text
    world.write(lambda c: c.execute(update(outbox_table).values(state=DEAD)))
    assert "desk.line.dead" in (await staff_client.get(f"/desk/conversations/{number}")).text


async def test_a_long_conversation_is_read_backwards_page_by_page(world: World, staff_client: Client) -> None:
    total = 2 * PAGE + 7
    number = world.conversation("a", *[say(f"word {n}.") for n in range(total)])
    path, seen = f"/desk/conversations/{number}", []
    while path:
        page = (await staff_client.get(path)).text
        seen = re.findall(r"word (\d+)\.", page.split('id="live-side"')[0]) + seen
        earlier = re.search(r'href="(/desk/conversations/\d+\?before=\d+)"', page)
        path = earlier[1] if earlier else ""
    assert seen == [str(n) for n in range(total)]


async def test_before_consent_there_is_nothing_to_read(world: World, staff_client: Client) -> None:
    number = world.conversation("a")
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert "desk.talk.not_agreed" in page
    assert "desk.profile.none" in page


async def test_a_request_shows_its_message_and_only_what_is_shared(world: World, staff_client: Client) -> None:
    with_requests(world)
    page = (await staff_client.get("/desk/requests/1")).text
    for shown in ("Dear team", "Les Tilleuls", "ana@example.org", "ana.pdf", "Observe two night shifts", "3–5 May 2027",
                  "desk.request.agreed 15 March 2027", 'href="/desk/conversations/1"'):  # fmt: skip
        assert shown in page, shown
    assert "ground floor" not in page


async def test_without_the_trainees_word_nothing_counts_as_shared(world: World, staff_client: Client) -> None:
    _, person = with_requests(world)
    world.do(lambda work: people.withdraw(work, person, "profile_share_host"))
    page = (await staff_client.get("/desk/requests/1")).text
    assert "desk.request.not_agreed" in page
    for hidden in ("ana@example.org", "ana.pdf", "Observe two night shifts"):
        assert hidden not in page


async def test_reading_a_dossier_is_recorded_each_time(world: World, staff_client: Client) -> None:
    number, _ = with_requests(world)
    for path in (f"/desk/conversations/{number}", f"/desk/conversations/{number}", "/desk/requests/2", "/desk"):
        assert (await staff_client.get(path)).status_code == 200
    reader = "staff:1"
    assert world.audited() == [
        (reader, "dossier.read", "conversation:1"),
        (reader, "dossier.read", "conversation:1"),
        (reader, "request.read", "request:2"),
    ]


async def test_a_dossier_kept_open_is_recorded_now_and_then_and_never_goes_unrecorded(
    world: World, staff_client: Client
) -> None:
    number, _ = with_requests(world)
    path = f"/desk/conversations/{number}"
    # a script that only says it looks for news is recorded like anybody else
    await staff_client.get(path, headers=POLL)
    assert len(world.audited()) == 1
    for _ in range(3):
        world.now += 4000
        await staff_client.get(path, headers=POLL)
    assert len(world.audited()) == 1
    world.now += READ_AGAIN
    await staff_client.get(path, headers=POLL)
    assert len(world.audited()) == 2
    # another session of the same person is another reader
    staff_client.cookies.set(COOKIE, world.session(1), path="/desk")
    await staff_client.get(path, headers=POLL)
    assert len(world.audited()) == 3


async def test_a_page_that_looks_for_news_is_told_when_there_is_none(world: World, staff_client: Client) -> None:
    world.conversation("a", say("one"))
    first = await staff_client.get("/desk", headers=POLL)
    tag = first.headers["etag"]
    again = await staff_client.get("/desk", headers={**POLL, "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    world.conversation("b", say("two"))
    news = await staff_client.get("/desk", headers={**POLL, "if-none-match": tag})
    assert news.status_code == 200
    assert news.headers["etag"] != tag


async def test_every_part_that_is_kept_fresh_has_an_id_of_its_own(world: World, staff_client: Client) -> None:
    number, _ = with_requests(world)
    for path in ("/desk", f"/desk/conversations/{number}", "/desk/requests/1"):
        page = (await staff_client.get(path)).text
        live = re.findall(r"<\w+[^>]*\bdata-live\b[^>]*>", page)
        assert live
        ids = [re.search(r'\bid="([\w-]+)"', part) for part in live]
        assert all(ids)
        everything = re.findall(r'\bid="([^"]+)"', page)
        assert len(everything) == len(set(everything))


@pytest.mark.parametrize(("accept", "lang"), [("fr-BE,fr;q=0.9", "fr"), ("pl", "en"), ("nl;q=0.2,fr;q=0.1", "nl")])
async def test_the_desk_speaks_the_language_of_the_browser(
    world: World, staff_client: Client, accept: str, lang: str
) -> None:
    world.conversation("a", lang="nl", owner="queue", team="nl", waiting_since=NOW)
    page = (await staff_client.get("/desk", headers={"accept-language": accept})).text
    assert f'<html lang="{lang}">' in page
    assert f"«{lang} desk.title»" in page
    assert f"{ {'fr': 'Néerlandais', 'en': 'Dutch', 'nl': 'Nederlands'}[lang] } ·" in page


async def test_times_are_those_of_the_helpdesk(make_world: Callable[..., World]) -> None:
    world = make_world(time_zone="Pacific/Auckland")
    session = world.session(world.member())
    number = world.conversation("a", say("hello"))
    async with AsyncTestClient(world.web) as client:
        client.cookies.set(COOKIE, session, path="/desk")
        page = (await client.get(f"/desk/conversations/{number}")).text
    assert ">21:30<" in page
    assert "desk.times Pacific/Auckland" in page


async def test_an_erased_trainee_leaves_an_empty_dossier(world: World, staff_client: Client) -> None:
    number, person = with_requests(world)
    world.do(lambda work: people.erase(work, person))
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    for gone in ("Ana", "ana@example.org", "Nights are hard", "Bonjour", "Dear team"):
        assert gone not in page
    assert (await staff_client.get("/desk/requests/1")).status_code == 404


# --- canaries ---------------------------------------------------------------------------------------------------------

CANARIES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 1111*1111 }}{% raw %}${1111*1111}<%= 1111*1111 %>#{1111*1111}",
    "</title></textarea></style><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\u202egnp.exe\u0000\ufeff",
)
#: values of attributes that our own templates write
ADDRESS = re.compile(r"(/desk|/chat/static/|#)[\w./?=&;%+#-]*$|^/desk$")


class Reader(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))
        if tag in ("iframe", "object", "embed", "base", "style") or (tag == "textarea" and "id" not in dict(attrs)):
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.bad.append(name)
            if name in ("href", "src", "action") and not ADDRESS.match(value or ""):
                self.bad.append(f"{name}={value}")


@pytest.mark.parametrize("canary", CANARIES)
async def test_no_words_of_anybody_ever_become_markup(world: World, staff_client: Client, canary: str) -> None:
    tom = world.member("tom@example.org", canary)
    world.hosts(canary, canary)
    world.write(lambda c: c.execute(staff.staff.update().values(name=canary)))
    choice = Choice(verbatim(canary), "x")
    everything = Message(
        tuple(Part(verbatim(canary), style) for style in ("body", "title", "note", "card", "warn")), (choice,)
    )
    number = world.conversation(
        "a", everything, Message(everything.parts, author=canary), Message(everything.parts, (choice,), author="you"),
        owner="human", staff_id=tom, waiting_since=NOW,
    )  # fmt: skip
    for owner, place in (("queue", "b"), ("bot", "c")):
        other = world.conversation(place, say(canary, "you"), owner=owner, waiting_since=NOW)
        world.person(other, {"name": canary})
    fields = (
        "name",
        "email",
        "phone",
        "city",
        "profession",
        "employer",
        "employer_address",
        "position",
        "motivation",
        "needs",
    )
    profile: dict[str, Any] = dict.fromkeys(fields, canary)
    profile |= {
        "country": [canary],
        "sectors": [canary],
        "client_groups": [canary],
        "skills": [canary],
        "languages": [[canary, canary]],
    }
    person = world.person(number, profile)
    enquiry = dict.fromkeys(("problem", "benefit", "wish", "employer", "money"), canary)
    goal = {
        "details": {**dict.fromkeys(("text", "by", "agreed", "plan_b", "today"), canary)},
        "smart": {"S": {"ok": False, "why": [canary]}, canary: {"ok": True}},
        "needs_human": True,
    }

    def job(work: Any) -> None:
        listed = {key: [canary] for key in ("sectors", "client_groups", "topics", "countries", "obstacles")}
        period = {"from": canary, "to": canary}
        people.save_enquiry(work, person, "fr", {**enquiry, **listed, "period": period, "languages": [[canary, None]]})
        people.save_goals(work, person, "fr", [goal])
        people.consented(work, person, "profile_share_host", "2026-11", "fr")
        people.add_document(work, person, "cv", {"name": canary, "mime": canary[:50], "size": 1, "stored": "0" * 32})
        details = {"first_day": canary[:10], "last_day": canary[:10], "people": 1, "message": canary, "share_cv": True}
        people.request_hosts(work, person, ["h0", "h1"], details)

    world.do(job)
    world.write(lambda c: c.execute(update(host_request).values(state=canary[:24])))
    pages = [
        "/desk",
        "/desk?view=all",
        "/desk?view=requests",
        f"/desk/conversations/{number}",
        "/desk/requests/1",
        f"/desk?words={quote(canary)}",
        f"/desk?lang={quote(canary)}",
    ]
    for path in pages:
        found = await staff_client.get(path)
        await check(found, canary, 200)
    form = world.form("form", email=canary, password=canary, next=canary)
    staff_client.cookies.clear()
    answer = await staff_client.post("/desk/sign-in", data=form, headers={"cookie": "compagnon_desk_form=form"})
    await check(answer, canary, 401)


async def check(answer: Any, canary: str, status: int) -> None:
    assert answer.status_code == status
    page = answer.text
    reader = Reader()
    reader.feed(page)
    assert reader.bad == []
    assert all(set(script) == {"type", "src"} for script in reader.scripts)
    assert len(reader.scripts) <= 2
    assert "1234321" not in page  # 1111*1111: nothing was computed
    if "<" in canary:
        assert canary not in page
        assert "&lt;" in page


def test_the_canary_check_itself_catches_what_it_should() -> None:
    reader = Reader()
    reader.feed(f"<p title=\"{CANARIES[1]}\"></p><a href='{CANARIES[5]}'>x</a>{CANARIES[0]}")
    assert reader.bad == ["src=x", "onerror", "href=javascript:alert(1)"]
    assert reader.scripts == [{}]


def test_the_script_names_only_what_the_pages_have() -> None:
    script = (HERE / "static" / "live.js").read_text("utf-8")
    templates = "".join(file.read_text("utf-8") for file in (HERE / "templates").glob("*.html"))
    for name in re.findall(r'getElementById\("([\w-]+)"\)', script):
        assert f'id="{name}"' in templates
    for name in re.findall(r'querySelector(?:All)?\("\[([\w-]+)\]"\)', script):
        assert name in templates
    assert "innerHTML = " not in script
    assert json.dumps("Desk-Poll") in script
