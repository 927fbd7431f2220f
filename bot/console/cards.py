"""Cards of which a person says what they are about: the most requested first, one a page, with what their words suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import concept_lines
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.lists import pager
from bot.console.numbers import known, number_of, one_of, page_of
from bot.console.pages import go
from bot.console.toggles import Pressed, Toggle, by_facet, description, lang_of, name_of, place, toggles
from bot.console.vocabulary import Pages, facets
from bot.console.wording import Moment, Wording
from domain import concepts
from domain.cards import HostCard, is_confirmed
from storage import card_backlog, host_links, host_words, staff
from storage.card_backlog import BY_HOST, Card, Kind
from storage.crypto import Vault

PATH: Final = "/desk/cards"
PROBLEMS: Final = ("none", "email")
#: what may be said to have been done with the link of a host
DONE: Final = ("withdrawn", "seen")
#: cards about which hosts wrote something that the list names
_MOST_WRITTEN: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A card in the list."""

    path: str
    kind: str
    name: str
    place: str
    requests: str
    suggestions: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The link that a host has to its card: who made it, when, and until when it is good."""

    by: str
    at: Moment
    until: Moment


@dataclass(frozen=True, slots=True)
class Words:
    """What a host wrote about its card."""

    words: str
    lang: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said about a card: who confirmed it, the link of its host, and what the host wrote, up to number `last`."""

    confirmed: str = ""
    link: Link | None = None
    words: tuple[Words, ...] = ()
    last: int = 0


def create_cards(all_of_it: Pages) -> list[HTTPRouteHandler]:
    """The routes of the list and of a card."""
    console = all_of_it.console

    @get("/cards", opt=AGENT, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        wording, query = await all_of_it.wording(request), request.query_params
        words, page = query.get("q", "").strip()[:100], page_of(query.get("page", ""))
        found = await console.app.database.read(lambda c: card_backlog.backlog(c, words=words, page=page))
        confirmed, total = await console.app.database.read(card_backlog.counts)
        written = await console.app.database.read(lambda c: host_words.waiting(c, _MOST_WRITTEN))
        values = {
            "rows": [_row(wording, one) for one in found.items], "q": words,
            "written": [(f"{PATH}/hosts/{number}", card.name, place(wording, card)) for number, card in written],
            "pager": pager(found, "page", {"q": words}, PATH),
            "confirmed": wording.number(confirmed), "total": wording.number(total), "share": confirmed, "of": total,
        }  # fmt: skip
        return console.page(request, "cards.html", wording, values)

    @get("/cards/next", opt=AGENT, include_in_schema=False)
    async def following(request: HttpRequest) -> Response[Any]:
        kind, _, number = request.query_params.get("after", "").partition("-")
        after = number_of(number) or 0
        found = await console.app.database.read(lambda c: card_backlog.following(c, kind, after))
        return go(f"{PATH}/{found[0]}/{found[1]}" if found else PATH)

    async def show(request: HttpRequest, kind: Kind, number: int) -> Response[Any]:
        wording, card = await all_of_it.wording(request), await card_of(all_of_it, kind, number)
        return await page_of_card(all_of_it, request, wording, kind, number, card, toggles(wording, card))

    async def keep(request: HttpRequest, kind: Kind, number: int) -> Response[Any]:
        wording, given = await all_of_it.wording(request), Pressed.of(await request.form())
        card = await card_of(all_of_it, kind, number)
        if given.searches:
            found = concept_lines.search(given.words, wording.lang, lang_of(card))
            again = toggles(wording, card, on=given.on, more=[*given.on, *found])
            return await page_of_card(
                all_of_it, request, wording, kind, number, card, again, found=given.words, none=not found
            )
        if not given.on and not given.denied:
            offered = toggles(wording, card, on=given.on)
            return await page_of_card(all_of_it, request, wording, kind, number, card, offered, problem="none")
        # found out first: once confirmed, the card has no place in the list any more
        after = await console.app.database.read(lambda c: card_backlog.following(c, kind, known(number)))
        by = f"staff:{visit_of(request).account.id}"
        await all_of_it.write(
            request,
            "card.confirmed",
            f"{kind}:{number}",
            lambda c: card_backlog.confirm(c, console.now(), kind, known(number), given.on, given.denied, by),
        )
        return go(f"{PATH}/{after[0]}/{after[1]}" if after else PATH)

    @get("/cards/hosts/{number:int}", opt=AGENT, include_in_schema=False)
    async def host(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await show(request, "hosts", number)

    @get("/cards/practices/{number:int}", opt=AGENT, include_in_schema=False)
    async def practice(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await show(request, "practices", number)

    @post("/cards/hosts/{number:int}", opt=AGENT, include_in_schema=False)
    async def confirm_host(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await keep(request, "hosts", number)

    @post("/cards/practices/{number:int}", opt=AGENT, include_in_schema=False)
    async def confirm_practice(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await keep(request, "practices", number)

    return [listed, following, host, practice, confirm_host, confirm_practice]


async def page_of_card(
    all_of_it: Pages, request: HttpRequest, wording: Wording, kind: Kind, number: int, card: Card,
    offered: Sequence[Toggle], *, found: str = "", none: bool = False, problem: str = "", email: str = "",
) -> Response[Any]:  # fmt: skip
    """The page of a card."""
    console = all_of_it.console
    lists = (
        (*card.sectors, *card.client_groups, *card.expertise)
        if isinstance(card, HostCard)
        else (*card.topics, *card.client_groups)
    )
    said = await console.app.database.read(
        lambda c: _said(c, console.app.vault, wording, kind, number, console.now(), confirmed=is_confirmed(card))
    )
    values = {
        "kind": kind, "number": number, "heading": name_of(card), "card": card, "place": place(wording, card),
        "lang_of": lang_of(card), "text": description(card), "said": said,
        "lists": [concepts.label(one, wording.lang) for one in lists],
        "groups": by_facet(dict(facets(wording)), offered), "found": found, "none": none, "problem": problem,
        "path": f"{PATH}/{kind}/{number}", "done": one_of(request.query_params.get("done", ""), DONE),
        "languages": [(code, wording.language(code)) for code in console.pages.languages],
        "letter": letter_lang(all_of_it, card), "mails": bool(console.app.settings.smtp_url), "email": email,
        "askable": kind == "hosts" and card.status in card_backlog.OPEN_HOSTS,
    }  # fmt: skip
    return console.page(request, "card.html", wording, values, 422 if problem else 200)


async def card_of(all_of_it: Pages, kind: Kind, number: int) -> Card:
    """A card. Raises Problem where there is none."""
    found = await all_of_it.console.app.database.read(lambda c: card_backlog.card(c, kind, known(number)))
    if found is None:
        raise Problem(404, "not-found")
    return found


def letter_lang(all_of_it: Pages, card: Card) -> str:
    """The language in which a host is written to: that of its card, where we speak it."""
    return one_of(lang_of(card), all_of_it.console.pages.languages) or "en"


def _said(c: Connection, vault: Vault, wording: Wording, kind: Kind, number: int, now: int, *, confirmed: bool) -> Said:
    by = _by(c, wording, kind, number) if confirmed else ""
    if kind != "hosts":
        return Said(by)
    link, written = host_links.of_card(c, now, number), host_words.of_card(c, vault, number)
    shown = Link(link.by, wording.moment(link.at), wording.moment(link.until)) if link else None
    words = tuple(Words(one.words, one.lang, wording.moment(one.at)) for one in written)
    return Said(by, shown, words, written[-1].id if written else 0)


def _by(c: Connection, wording: Wording, kind: Kind, number: int) -> str:
    """Who confirmed a card, and when."""
    found = card_backlog.confirmation(c, kind, number)
    if found is None:
        return wording.t("cards.confirmed")
    day = wording.moment(found.at).day
    if found.by == BY_HOST:
        return wording.t("cards.confirmed.host", day=day)
    account = staff.by_id(c, number_of(found.by.removeprefix("staff:")) or 0)
    if account is None:
        return wording.t("cards.confirmed.on", day=day)
    return wording.t("cards.confirmed.by", name=account.name, day=day)


def _row(wording: Wording, one: card_backlog.Waiting) -> Row:
    return Row(
        f"{PATH}/{one.kind}/{one.id}", one.kind, name_of(one.card), place(wording, one.card), wording.number(one.requests),
        wording.number(one.suggestions), is_confirmed(one.card),
    )  # fmt: skip
