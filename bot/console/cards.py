"""Cards of which a person says what they are about: the most requested first, one a page, with what their words suggest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from bot.channels.webchat.problems import Problem
from bot.console import concept_lines
from bot.console.door import AGENT, HttpRequest
from bot.console.lists import pager
from bot.console.numbers import known, number_of, page_of
from bot.console.pages import go
from bot.console.vocabulary import Pages, facets
from bot.console.wording import Wording
from domain import concepts, matching
from domain.cards import HostCard, is_confirmed
from storage import card_backlog
from storage.card_backlog import Card, Kind

PATH: Final = "/desk/cards"
PROBLEMS: Final = ("none",)
#: suggestions that only hint: so many, and none that says less
_MOST_HINTS, _LEAST = 8, 0.35
#: concepts that a card may be said to be about
_MOST_CHOSEN: Final = 60


@dataclass(frozen=True, slots=True)
class Toggle:
    """A concept on the page of a card: `sure` when the words name it, `said` the passage that does."""

    id: str
    name: str
    facet: str
    on: bool
    sure: bool
    said: str


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


def create_cards(all_of_it: Pages) -> list[HTTPRouteHandler]:
    """The routes of the list and of a card."""

    @get("/cards", opt=AGENT, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        wording, query = await all_of_it.wording(request), request.query_params
        words, page = query.get("q", "").strip()[:100], page_of(query.get("page", ""))
        found = await all_of_it.database.read(lambda c: card_backlog.backlog(c, words=words, page=page))
        confirmed, total = await all_of_it.database.read(card_backlog.counts)
        values = {
            "rows": [_row(wording, one) for one in found.items], "q": words,
            "pager": pager(found, "page", {"q": words}, PATH),
            "confirmed": wording.number(confirmed), "total": wording.number(total), "share": confirmed, "of": total,
        }  # fmt: skip
        return all_of_it.page(request, wording, "cards.html", values)

    @get("/cards/next", opt=AGENT, include_in_schema=False)
    async def following(request: HttpRequest) -> Response[Any]:
        kind, _, number = request.query_params.get("after", "").partition("-")
        after = number_of(number) or 0
        found = await all_of_it.database.read(lambda c: card_backlog.following(c, kind, after))
        return go(f"{PATH}/{found[0]}/{found[1]}" if found else PATH)

    async def show(request: HttpRequest, kind: Kind, number: int) -> Response[Any]:
        wording, card = await all_of_it.wording(request), await _card(all_of_it, kind, number)
        return _page(all_of_it, request, wording, kind, number, card, toggles(wording, card))

    async def keep(request: HttpRequest, kind: Kind, number: int) -> Response[Any]:
        wording, form = await all_of_it.wording(request), await request.form()
        card = await _card(all_of_it, kind, number)
        on, offered = _known(form.getall("on", [])), _known(form.getall("offered", []))
        words = str(form.get("find", "")).strip()[:100]
        # who searches by Enter presses the first button of the form
        if form.get("do") == "find" or (words and words != form.get("found", "")):
            found = concept_lines.search(words, wording.lang, _lang(card))
            again = toggles(wording, card, on=on, more=[*on, *found])
            return _page(all_of_it, request, wording, kind, number, card, again, found=words, none=not found)
        denied = [one for one in offered if one not in on]
        if not on and not denied:
            return _page(all_of_it, request, wording, kind, number, card, toggles(wording, card, on=on), problem="none")
        # found out first: once confirmed, the card has no place in the list any more
        after = await all_of_it.database.read(lambda c: card_backlog.following(c, kind, known(number)))
        await all_of_it.write(
            request,
            "card.confirmed",
            f"{kind}:{number}",
            lambda c: card_backlog.confirm(c, all_of_it.now(), kind, known(number), on, denied),
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


def toggles(wording: Wording, card: Card, *, on: Sequence[str] | None = None, more: Iterable[str] = ()) -> list[Toggle]:
    """What a card may be about: what its words name first, then some that they hint at, then `more`.

    Pressed are those of `on`; else those a person confirmed, else those the words name.
    """
    found = matching.suggested(card)
    named = sorted(found.told, key=lambda one: -found.weights.get(one, 0.0))
    hints = sorted(
        (-weight, one) for one, weight in found.weights.items() if weight >= _LEAST and one not in found.told
    )
    offered = dict.fromkeys((*card.confirmed, *named, *(one for _, one in hints[:_MOST_HINTS]), *card.denied, *more))
    pressed = set(on) if on is not None else set(card.confirmed if is_confirmed(card) else named)
    passages = {
        hit.id: hit.said
        for hit in reversed(concepts.find(_text(card), _lang(card) or None, misspelt=False, broader=True))
    }
    return [
        Toggle(one.id, one.name, one.facet, one.id in pressed, one.id in found.told, passages.get(one.id, ""))
        for one in concept_lines.named(wording, offered)
    ]


def _page(
    all_of_it: Pages, request: HttpRequest, wording: Wording, kind: Kind, number: int, card: Card,
    offered: Sequence[Toggle], *, found: str = "", none: bool = False, problem: str = "",
) -> Response[Any]:  # fmt: skip
    by_facet = [(name, [one for one in offered if one.facet == code]) for code, name in facets(wording)]
    lists = (
        (*card.sectors, *card.client_groups, *card.expertise)
        if isinstance(card, HostCard)
        else (*card.topics, *card.client_groups)
    )
    values = {
        "kind": kind, "number": number, "heading": _name(card), "card": card, "place": _place(wording, card),
        "lang_of": _lang(card), "text": _description(card), "confirmed": is_confirmed(card),
        "lists": [concepts.label(one, wording.lang) for one in lists],
        "groups": [(name, its) for name, its in by_facet if its], "found": found, "none": none, "problem": problem,
        "path": f"{PATH}/{kind}/{number}",
    }  # fmt: skip
    return all_of_it.page(request, wording, "card.html", values, 422 if problem else 200)


async def _card(all_of_it: Pages, kind: Kind, number: int) -> Card:
    found = await all_of_it.database.read(lambda c: card_backlog.card(c, kind, known(number)))
    if found is None:
        raise Problem(404, "not-found")
    return found


def _known(values: Iterable[object]) -> list[str]:
    found = (concepts.get(str(one)) for one in values)
    return list(dict.fromkeys(one.id for one in found if one is not None))[:_MOST_CHOSEN]


def _row(wording: Wording, one: card_backlog.Waiting) -> Row:
    return Row(
        f"{PATH}/{one.kind}/{one.id}", one.kind, _name(one.card), _place(wording, one.card), wording.number(one.requests),
        wording.number(one.suggestions), is_confirmed(one.card),
    )  # fmt: skip


def _name(card: Card) -> str:
    return card.name if isinstance(card, HostCard) else card.title


def _lang(card: Card) -> str:
    return card.description_lang if isinstance(card, HostCard) else card.lang


def _description(card: Card) -> str:
    if isinstance(card, HostCard):
        return card.description
    return "\n\n".join(filter(None, (card.summary, card.description)))


def _text(card: Card) -> str:
    lists = card.expertise if isinstance(card, HostCard) else card.topics
    return f"{_name(card)}. {_description(card)} {'. '.join(lists)}"


def _place(wording: Wording, card: Card) -> str:
    if not isinstance(card, HostCard):
        return ""
    country = wording.country(card.country) if card.country else ""
    return ", ".join(filter(None, (card.organisation, card.department, card.city, country)))
