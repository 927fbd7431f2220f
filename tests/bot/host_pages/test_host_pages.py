"""A host says what its own card is about, by a link and without an account; nobody else learns or changes anything by it."""

import asyncio
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from sqlalchemy import select

from bot.host_pages.routes import LARGEST_FORM, create_host_pages
from domain.cards import HostCard
from storage import card_backlog, catalogue, host_links, host_words
from storage.card_backlog import BY_HOST
from storage.tables import host, host_link
from tests.bot.console.conftest import ERRORS, PAGES, Client, World, browser, desk_words
from tests.bot.console.conftest import world as world
from tests.bot.console.test_console_generated import _ODD, encoded
from tests.security.test_odd_names import NAMES, Page

TEXT = "We work with women and with refugees. Nobody here has a burnout."
CARDS = (
    HostCard(
        "h0", "Quiet house", organisation="Stillness", city="Namur", country="BE", description=TEXT, description_lang="en",
        languages=("fr", "nl"), months_open=(3, 5), min_days=2, max_days=5,
    ),
    HostCard("h1", "Busy house", description=TEXT, description_lang="en"),
)  # fmt: skip
TOKEN, OTHER = "a-token-of-the-quiet-house", "a-token-of-the-busy-house"


class House:
    """Somebody at a host who has the link of its card, and a clock for the limits."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client, self.path = world, client, f"/card/{TOKEN}"

    async def page(self, query: str = "", path: str = "") -> str:
        answer = await self.client.get(f"{path or self.path}{query}")
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    async def sends(self, path: str = "", **fields: Any) -> Any:
        return await self.client.post(path or self.path, data=fields, follow_redirects=False)

    def card(self, number: int = 1) -> Any:
        return self.world.database.read_now(lambda c: card_backlog.card(c, "hosts", number))

    def words(self, number: int = 1) -> list[str]:
        kept = self.world.database.read_now(lambda c: host_words.of_card(c, self.world.vault, number))
        return [one.words for one in kept]


@pytest.fixture
async def house(world: World) -> AsyncIterator[House]:
    world.write(lambda c: catalogue.save_hosts(c, world.now, CARDS))
    for number, token in ((1, TOKEN), (2, OTHER)):
        world.write(lambda c, n=number, t=token: host_links.make(c, world.now, n, t, "fr", None))
    web = Litestar(
        [create_host_pages(world.app, PAGES, now=lambda: world.now, words=desk_words, clock=lambda: world.now / 1000)],
        exception_handlers=ERRORS.handlers,  # type: ignore[arg-type]
        openapi_config=None,
    )
    async with browser(web) as client:
        client.headers.update({"accept": "text/html", "accept-language": "nl"})
        yield House(world, client)


def toggles(page: str) -> dict[str, bool]:
    """The concepts on a page, and whether they are pressed."""
    found = re.findall(r'name="on" value="([^"]+)" id="[^"]+"( checked)?', page)
    return {concept: bool(on) for concept, on in found}


async def test_a_host_sees_its_card_and_confirms_it_without_an_account(house: House, world: World) -> None:
    page = await house.page()
    for shown in ("Quiet house", "Stillness", "Namur", "Belgique", TEXT, "français et néerlandais", "mars et mai"):
        assert shown in page, shown
    assert "«fr card.stay.between 2 5»" in page
    assert "Busy house" not in page
    offered = toggles(page)
    assert offered["women"], "what the words name is pressed"
    assert offered["burnout"]
    on = [one for one, pressed in offered.items() if pressed and one != "burnout"]
    answer = await house.sends(on=on, offered=list(offered), wrong="Our town is Dinant now", do="save")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{house.path}?lang=fr&done=card")
    thanks = await house.page("?lang=fr&done=card")
    assert "card.thanks.confirmed" in thanks
    assert "Femmes" in thanks
    card = house.card()
    assert set(on) == set(card.confirmed)
    assert "burnout" in card.denied
    said = world.database.read_now(lambda c: card_backlog.confirmation(c, "hosts", 1))
    assert said == card_backlog.Confirmation(BY_HOST, world.now)
    assert house.words() == ["Our town is Dinant now"]
    assert world.audited() == [("host", "card.confirmed", "hosts:1")]
    assert "card.confirmed" in await house.page(), "it can be corrected as long as the link is good"
    assert not house.client.cookies


async def test_nothing_of_a_page_is_stored_listed_framed_or_told_to_other_sites(house: House) -> None:
    for answer in (
        await house.client.get(house.path),
        await house.client.get("/card/x"),
        await house.sends(on=["women"], do="save"),
        await house.sends(do="save"),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers


async def test_looking_at_a_link_changes_nothing_however_often(house: House, world: World) -> None:
    before = house.card()
    for query in ("", "?done=card", "?do=save&on=women", "?lang=xx"):
        await house.page(query)
    assert house.card() == before
    assert world.audited() == []


@pytest.mark.parametrize("why", ["over", "withdrawn", "replaced", "closed"])
async def test_a_link_that_is_no_longer_good_looks_like_one_that_never_was(
    house: House, world: World, why: str
) -> None:
    if why == "over":
        world.now += host_links.VALID
    elif why == "withdrawn":
        world.write(lambda c: host_links.withdraw(c, 1))
    elif why == "replaced":
        world.write(lambda c: host_links.make(c, world.now, 1, "another", "fr", None))
    else:
        declined = HostCard("h0", "Quiet house", status="declined")
        world.write(lambda c: catalogue.save_hosts(c, world.now, [declined]))
    before, never = house.card(), await house.client.get("/card/never")
    assert never.status_code == 404
    assert "«nl card.gone.title»" in never.text, "in the language of the browser"
    for answer in (await house.client.get(house.path), await house.sends(on=["women"], wrong="words", do="save")):
        assert (answer.status_code, answer.text) == (404, never.text)
    assert house.card() == before
    assert house.words() == []
    assert world.audited() == []


@pytest.mark.parametrize(
    "token", ["%00", "%F0%9F%98%80", "x" * 5000, "..%2F..%2Fetc", "<script>", TOKEN.upper(), TOKEN + "x"]
)
async def test_what_is_no_link_is_not_found_whatever_it_is(house: House, token: str) -> None:
    assert (await house.client.get(f"/card/{token}")).status_code == 404
    assert (await house.sends(f"/card/{token}", on=["women"], do="save")).status_code == 404


async def test_a_link_opens_its_own_card_alone(house: House) -> None:
    page = await house.page(path=f"/card/{OTHER}")
    assert "Busy house" in page
    assert "Quiet house" not in page
    await house.sends(f"/card/{OTHER}", on=["women"], offered=["women", "burnout"], wrong="ours", number="1", do="save")
    assert (house.card(1).confirmed, house.words(1)) == ((), [])
    assert (house.card(2).confirmed, house.words(2)) == (("women",), ["ours"])


def test_the_database_knows_a_link_by_a_hash_alone(house: House, world: World) -> None:
    kept = world.database.read_now(lambda c: c.execute(select(host_link.c.key)).scalars().all())
    assert len(set(kept)) == 2
    assert not any(TOKEN.encode() in key for key in kept)
    raw = b"".join(path.read_bytes() for path in world.app.settings.data_dir.glob("desk.db*"))
    assert TOKEN.encode() not in raw


async def test_what_is_sent_twice_is_kept_once(house: House) -> None:
    for _ in range(2):
        answer = await house.sends(on=["women"], offered=["women", "burnout"], wrong="Ring twice", do="save")
        assert answer.status_code == 303
    assert (house.card().confirmed, house.card().denied, house.words()) == (("women",), ("burnout",), ["Ring twice"])


async def test_of_two_at_once_the_last_one_wins_and_no_word_is_lost(house: House) -> None:
    forms = (
        {"on": ["women"], "offered": ["women", "burnout"], "wrong": "The first"},
        {"on": ["burnout"], "offered": ["women", "burnout"], "wrong": "The second"},
    )
    answers = await asyncio.gather(*(house.sends(**one, do="save") for one in forms))
    assert [one.status_code for one in answers] == [303, 303]
    assert (house.card().confirmed, house.card().denied) in ((("women",), ("burnout",)), (("burnout",), ("women",)))
    assert sorted(house.words()) == ["The first", "The second"]


async def test_what_staff_said_meanwhile_of_other_concepts_stays(house: House, world: World) -> None:
    world.write(
        lambda c: card_backlog.confirm(c, world.now, "hosts", 1, ["families", "women"], ["dementia"], "staff:1")
    )
    # this page was opened before: it knows nothing of families and dementia
    await house.sends(on=["burnout"], offered=["women", "burnout"], do="save")
    assert (house.card().confirmed, house.card().denied) == (("burnout", "families"), ("women", "dementia"))


async def test_a_word_in_any_language_of_the_team_finds_a_concept_and_nothing_is_lost_meanwhile(house: House) -> None:
    offered = toggles(await house.page())
    fields = {"on": ["women"], "offered": list(offered), "wrong": "A word\nof ours", "found": ""}
    # Enter presses the first button of the form, which saves
    answer = await house.sends(**fields, find="gezinnen", do="save")
    assert answer.status_code == 200
    shown = toggles(answer.text)
    assert shown["women"]
    assert not shown["burnout"]
    assert shown["families"] is False
    assert "A word\nof ours</textarea>" in answer.text
    assert house.card().confirmed == ()
    proposed = re.findall(r'name="offered" value="([^"]+)"', answer.text)
    assert set(proposed) == set(offered), "who only looks for something has not denied it"
    none = await house.sends(**fields, find="zzyzzx", do="find")
    assert 'id="none-found"' in none.text
    fields |= {"on": ["women", "families"], "offered": list(shown), "found": "gezinnen"}
    await house.sends(**fields, find="gezinnen", do="save")
    assert house.card().confirmed == ("women", "families")


async def test_who_marks_nothing_may_still_write_and_who_says_nothing_is_told_so(house: House, world: World) -> None:
    nothing = await house.sends(on=["no-such-concept"], wrong=" \x00 ", do="save")
    assert nothing.status_code == 422
    assert "card.problem.none" in nothing.text
    answer = await house.sends(wrong="We have moved", do="save", lang="nl")
    assert answer.headers["location"] == f"{house.path}?lang=nl&done=words"
    assert "card.thanks.words" in await house.page("?done=words")
    assert (house.words(), house.card().confirmed) == (["We have moved"], ())
    assert world.audited() == [("host", "card.written", "hosts:1")]


async def test_the_page_is_in_the_language_of_the_letter_or_the_one_chosen(house: House) -> None:
    assert '<html lang="fr">' in await house.page()
    assert '<html lang="nl">' in await house.page("?lang=nl")
    assert '<html lang="fr">' in await house.page("?lang=tlh")
    page = await house.page("?lang=nl")
    for lang in PAGES.languages:
        assert f'href="{house.path}?lang={lang}"' in page


async def test_a_team_whose_language_we_do_not_speak_reads_the_concepts_in_it_too(house: House, world: World) -> None:
    polish = HostCard("h0", "Dom", description="Pracujemy z rodzinami i kobietami.", description_lang="pl")
    world.write(lambda c: catalogue.save_hosts(c, world.now, [polish]))
    page = await house.page()
    assert "Familles" in page
    assert re.search(r'lang="pl" dir="auto">[Rr]odziny', page)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_a_name_that_is_made_to_do_harm_comes_out_as_plain_words(house: House, world: World, name: str) -> None:
    odd = HostCard("h0", name, organisation=name, department=name, city=name, description=name, description_lang="en")
    world.write(lambda c: catalogue.save_hosts(c, world.now, [odd]))
    answers = [await house.client.get(house.path), await house.client.get(f"{house.path}?done=card")]
    answers.append(await house.sends(on=["women"], find=name[:100].replace("\0", ""), wrong=name, do="find"))
    for answer in answers:
        assert answer.status_code == 200
        page = Page(answer.text)
        assert page.harm == []
        assert "canary" in page.words or "canary" in answer.text
    assert (await house.sends(on=["women"], wrong=name, do="save")).status_code == 303


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "application/json", "text/x;"]
)
async def test_no_form_however_broken_is_a_fault_of_ours(house: House, kind: str) -> None:
    for body in (b"", b"\xff\x00--x", b"on=%ff&offered=%00&lang=%F0", b'{"on": [1]}'):
        answer = await house.client.post(house.path, content=body, headers={"content-type": kind})
        assert answer.status_code in (400, 422)
    assert (await house.sends(wrong="x" * 60_000)).status_code == 413


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["on", "offered", "find", "found", "do", "wrong", "lang", "token"]), _ODD, max_size=6
    ),
    st.dictionaries(st.sampled_from(["lang", "done"]), _ODD, max_size=2),
)
async def test_whatever_is_sent_is_no_fault_of_ours(
    house: House, world: World, fields: dict[str, str], query: dict[str, str]
) -> None:
    world.now += 60_000  # nobody is in a hurry
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = encoded(fields)
    answer = await house.client.post(house.path, content=body, headers=headers, follow_redirects=False)
    assert answer.status_code in ((200, 303, 422) if len(body) <= LARGEST_FORM else (413,))
    assert (await house.client.get(f"{house.path}?{encoded(query)}")).status_code == 200


async def test_nobody_keeps_us_busy_with_one_link(house: House, world: World) -> None:
    answers = [(await house.sends(on=["women"], do="save")).status_code for _ in range(40)]
    assert answers[:30] == [303] * 30
    assert answers[-1] == 429
    world.now += 60_000
    assert (await house.sends(on=["women"], do="save")).status_code == 303


def test_a_card_that_its_host_confirmed_counts_from_that_day_whatever_a_file_changes_later(
    house: House, world: World
) -> None:
    day = 86_400_000
    world.write(lambda c: card_backlog.confirm(c, world.now, "hosts", 1, ["women"], [], BY_HOST))
    known = house.card()
    world.write(lambda c: catalogue.save_hosts(c, world.now + 400 * day, [known]))
    (row,) = world.database.read_now(lambda c: list(catalogue.rows(c, host, [1])))
    assert row.day == world.now // day
