"""Staff ask a host about its card: a link that is shown once, a letter in its language, and what became of both."""

import re
from html import unescape
from typing import Any

import pytest

from bot.commands.importing import _store
from bot.console.routes import create_desk
from bot.console.sessions import COOKIE
from bot.host_pages.letter import Letter
from domain.cards import HostCard
from storage import card_backlog, catalogue, host_links, host_words
from storage.card_backlog import BY_HOST
from storage.tables import metadata
from tests.bot.console.conftest import ERRORS, PAGES, Client, World, browser, desk_words
from tests.bot.console.shared_routes import SharedRoutes
from tests.security.test_odd_names import NAMES, Page

CARD = HostCard("h0", "Maison calme", description="Nous travaillons avec des femmes.", description_lang="fr")
PATH = "/desk/cards/hosts/1"


class Desk:
    """An agent at the desk."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.session = world.session(world.member(role="agent"))
        client.cookies.set(COOKIE, self.session, path="/desk")
        world.write(lambda c: catalogue.save_hosts(c, world.now, [CARD]))

    async def page(self, path: str = PATH) -> str:
        answer = await self.client.get(path, follow_redirects=False)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    async def sends(self, path: str, **fields: Any) -> Any:
        form = {**self.world.form(self.session), **fields}
        return await self.client.post(path, data=form, follow_redirects=False)

    async def asks(self, **fields: Any) -> str:
        """The link that was made."""
        answer = await self.sends(f"{PATH}/link", **fields)
        assert answer.status_code == 200
        return re.findall(r'id="host-link">([^<]+)<', answer.text)[0].rsplit("/", 1)[1]

    def opens(self, token: str) -> bool:
        return self.world.database.read_now(lambda c: host_links.opened(c, self.world.now, token)) is not None


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    return Desk(world, client)


async def test_a_link_is_shown_once_with_a_letter_in_the_language_of_the_card(desk: Desk, world: World) -> None:
    page = await desk.page()
    assert '<option value="fr" selected>' in page
    answer = await desk.sends(f"{PATH}/link", lang="")
    shown = unescape(answer.text)
    token = re.findall(r'id="host-link">([^<]+)<', shown)[0].rsplit("/", 1)[1]
    assert desk.opens(token)
    letter = shown.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert "«fr card.letter.why Maison calme»" in letter
    assert f"/card/{token}" in letter
    assert "«fr card.letter.subject»" in shown
    assert 'lang="fr"' in shown
    assert world.audited() == [("staff:1", "card.asked", "hosts:1")]
    after = await desk.page()
    assert token not in after
    assert "desk.cards.link Anna Peeters" in after
    assert desk.world.database.read_now(lambda c: host_links.of_card(c, world.now, 1)).lang == "fr"


@pytest.mark.parametrize(("chosen", "of_card", "given"), [("nl", "fr", "nl"), ("xx", "fr", "fr"), ("", "pl", "en")])
async def test_the_letter_is_in_the_language_chosen_else_of_the_card_else_english(
    desk: Desk, world: World, chosen: str, of_card: str, given: str
) -> None:
    card = HostCard("h0", "Dom", description_lang=of_card)
    world.write(lambda c: catalogue.save_hosts(c, world.now, [card]))
    assert f"«{given} card.letter.hello»" in (await desk.sends(f"{PATH}/link", lang=chosen)).text


async def test_a_new_link_replaces_the_old_one_and_either_can_be_withdrawn(desk: Desk, world: World) -> None:
    first, second = await desk.asks(), await desk.asks()
    assert (desk.opens(first), desk.opens(second)) == (False, True)
    answer = await desk.sends(f"{PATH}/link/withdraw")
    assert answer.headers["location"] == f"{PATH}?done=withdrawn"
    assert not desk.opens(second)
    assert "desk.cards.done.withdrawn" in await desk.page(f"{PATH}?done=withdrawn")
    await desk.sends(f"{PATH}/link/withdraw")
    assert [what for _, what, _ in world.audited()] == ["card.asked", "card.asked", "card.link_withdrawn"]


async def test_nobody_is_asked_about_a_card_that_is_closed_or_not_there(desk: Desk, world: World) -> None:
    archived = HostCard("h0", "Maison calme", status="archived")
    world.write(lambda c: catalogue.save_hosts(c, world.now, [archived]))
    assert 'id="ask-send"' not in await desk.page()
    for path in (PATH, "/desk/cards/hosts/77", f"/desk/cards/hosts/{2**63}"):
        assert (await desk.sends(f"{path}/link")).status_code == 404
    assert world.audited() == []


async def test_what_a_host_wrote_stands_at_its_card_until_somebody_has_seen_to_it(desk: Desk, world: World) -> None:
    for words in ("We have moved", "And we speak <b>Dutch</b>"):
        world.write(lambda c, w=words: host_words.add(c, world.vault, world.now, 1, "fr", w))
    page = await desk.page()
    assert page.index("We have moved") < page.index("And we speak <b>Dutch</b>")
    assert f'href="{PATH}"' in await desk.page("/desk/cards")
    # one that came after the page was opened is not deleted unread
    world.write(lambda c: host_words.add(c, world.vault, world.now, 1, "fr", "A third word"))
    last = re.findall(r'name="last" value="(\d+)"', page)[0]
    await desk.sends(f"{PATH}/words/seen", last=last)
    page = await desk.page()
    assert "We have moved" not in page
    assert "A third word" in page
    assert ("staff:1", "card.words_seen", "hosts:1") in world.audited()


async def test_who_confirmed_a_card_and_when_is_told(desk: Desk, world: World) -> None:
    await desk.sends(PATH, on=["women"], offered=["women"], do="save")
    assert "desk.cards.confirmed.by Anna Peeters" in await desk.page()
    world.write(lambda c: card_backlog.confirm(c, world.now, "hosts", 1, ["women"], [], BY_HOST))
    page = await desk.page()
    assert re.search(r"desk\.cards\.confirmed\.host [^»]*2027", page)
    told = HostCard("h0", "Maison calme", confirmed=("families",))
    # what a file says now is not what the host said
    world.write(lambda c: _store(c, "hosts", [told], frozenset(["concepts"]), {}))
    page = await desk.page()
    assert "desk.cards.confirmed.host" not in page
    assert "desk.cards.confirmed»" in page


async def test_words_and_link_go_with_a_card_that_a_file_archives(desk: Desk, world: World) -> None:
    token = await desk.asks()
    world.write(lambda c: host_words.add(c, world.vault, world.now, 1, "fr", "We have moved"))
    renamed = HostCard("h0", "Maison animée", status="active")
    world.write(lambda c: _store(c, "hosts", [renamed], frozenset(), {}))
    assert desk.opens(token), "a change of the card takes nothing away"
    archived = HostCard("h0", "Maison animée", status="archived")
    world.write(lambda c: _store(c, "hosts", [archived], frozenset(), {}))
    assert world.database.read_now(lambda c: host_words.of_card(c, world.vault, 1)) == []
    world.write(lambda c: _store(c, "hosts", [renamed], frozenset(), {}))
    assert not desk.opens(token)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_neither_a_name_nor_what_a_host_writes_does_harm_at_the_desk(desk: Desk, world: World, name: str) -> None:
    odd = HostCard("h0", name, city=name, description=name)
    world.write(lambda c: catalogue.save_hosts(c, world.now, [odd]))
    world.write(lambda c: host_words.add(c, world.vault, world.now, 1, "fr", name))
    asked = await desk.sends(f"{PATH}/link")
    for answer in (asked, await desk.client.get(PATH), await desk.client.get("/desk/cards")):
        assert answer.status_code == 200
        assert Page(answer.text).harm == []


# with a mail server


@pytest.fixture
async def mailing(world: World) -> Any:
    """A desk that can send letters; `sent` are those that were, `works` says whether the server takes them."""
    world.app.settings = world.app.settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})
    sent: list[tuple[str, Letter]] = []
    works = [True]

    async def send(email: str, letter: Letter) -> bool:
        sent.append((email, letter))
        return works[0]

    made = create_desk(
        world.app, PAGES, now=lambda: world.now, words=desk_words, passwords=world.passwords, send_letter=send
    )
    async with browser(SharedRoutes(made, ERRORS)) as client:
        client.headers["accept"] = "text/html"
        desk: Any = Desk(world, client)
        desk.sent, desk.works = sent, works
        yield desk


async def test_a_letter_is_sent_and_its_address_kept_nowhere(mailing: Any, world: World) -> None:
    assert 'id="ask-email"' in await mailing.page()
    answer = await mailing.sends(f"{PATH}/link", email="  team@host.example ")
    assert "desk.cards.asked.sent team@host.example" in unescape(answer.text)
    ((email, letter),) = mailing.sent
    assert email == "team@host.example"
    assert "/card/" in letter.text
    assert [what for _, what, _ in world.audited()] == ["card.asked", "card.letter_sent"]
    for table in metadata.sorted_tables:
        rows = world.database.read_now(lambda c, t=table: c.execute(t.select()).all())
        assert "host.example" not in str(rows), table.name


async def test_a_letter_that_was_not_taken_is_told_and_can_be_copied(mailing: Any, world: World) -> None:
    mailing.works[0] = False
    answer = await mailing.sends(f"{PATH}/link", email="team@host.example")
    assert "desk.cards.asked.not_sent" in answer.text
    assert "card.letter.why" in answer.text
    assert [what for _, what, _ in world.audited()] == ["card.asked"]


@pytest.mark.parametrize("email", ["nobody", "a@b.example\r\nBcc: c@d.example", "x" * 300 + "@b.example", "<a>@"])
async def test_what_is_no_address_makes_no_link(mailing: Any, world: World, email: str) -> None:
    answer = await mailing.sends(f"{PATH}/link", email=email)
    assert answer.status_code == 422
    assert "desk.cards.problem.email" in answer.text
    assert (mailing.sent, world.audited()) == ([], [])


async def test_without_a_mail_server_there_is_no_field_for_an_address(desk: Desk) -> None:
    assert 'id="ask-email"' not in await desk.page()
    assert "not_sent" not in (await desk.sends(f"{PATH}/link", email="team@host.example")).text
