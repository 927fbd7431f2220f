"""A host confirms what its own card is about (S6): whoever holds the link sees this one card, and says so with buttons.

The link alone lets in: there is no session and no cookie, so no other site can make a browser send what it does not know. Reading
changes nothing, however often a mail program looks at the link; what is sent twice is kept once. A link that is wrong, over,
withdrawn or replaced, and one of a card that was closed, all look alike.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from bot.channels.webchat.limits import Buckets, network_of
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import too_many
from bot.console import concept_lines
from bot.console.sessions import plausible
from bot.console.toggles import Pressed, Toggle, by_facet, toggles
from bot.console.toggles import place as place_of
from bot.console.vocabulary import facets
from bot.console.wording import Wording, Words
from bot.host_pages.letter import PATH
from bot.host_pages.pages import HostPages, headers
from bot.inbox import milliseconds
from bot.vocabulary_index import Vocabulary
from domain.answers.cleaning import NotUnderstood, clean
from domain.cards import HostCard
from domain.concept_words import LANGUAGES
from domain.concepts import label
from domain.language import SERVED
from domain.messages import Text
from locales import catalogue
from storage import card_backlog, host_links, host_words, staff
from storage.card_backlog import BY_HOST
from storage.host_links import Own

if TYPE_CHECKING:
    from bot.app import App

HttpRequest = Request[Any, Any, Any]

#: bytes of a form: concepts, and what a host writes
LARGEST_FORM: Final = 50_000
#: pages a second and at once for one address, and forms; a big house may have many teams
_PAGES: Final = (1.0, 60)
_FORMS: Final = (0.2, 30)
#: languages of a team in which its words are looked for besides that of the page
_MOST_LANGUAGES: Final = 4
_ALL_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """A card as trainees see it; what is not told is empty."""

    name: str
    place: str
    speaks: str
    open: str
    stay: str
    text: str
    lang: str


def create_host_pages(
    app: "App",
    pages: Pages,
    *,
    now: Callable[[], int] = milliseconds,
    words: Words = catalogue.text,
    clock: Callable[[], float] = time.monotonic,
) -> Router:
    """The page behind the link of a card.

    `now` gives milliseconds since 1970, `clock` seconds for the rate limits, `words` the texts `card.…`; they are for tests.
    """
    own_pages, zone, vocabulary = HostPages(pages), ZoneInfo(app.settings.time_zone), Vocabulary()
    looked, sent = Buckets(*_PAGES, clock), Buckets(*_FORMS, clock)

    def limited(request: HttpRequest, buckets: Buckets) -> None:
        if wait := buckets.take(network_of(request.client.host if request.client else "")):
            raise too_many(wait)

    def wording_for(request: HttpRequest, own: str = "", asked: str = "") -> Wording:
        asked = asked or request.query_params.get("lang", "")
        lang = own_pages.language(asked, own, request.headers.get("accept-language", ""))
        return Wording(lang, words, zone, now())

    async def opened(token: str) -> Own | None:
        await app.database.read(vocabulary.refresh)
        return await app.database.read(lambda c: host_links.opened(c, now(), plausible(token) or ""))

    def gone(request: HttpRequest) -> Response[Any]:
        return own_pages.page("host_gone.html", wording_for(request), {}, 404)

    def form(
        token: str, own: Own, wording: Wording, offered: Sequence[Toggle], *, found: Sequence[str] = (), searched: str = "",
        written: str = "", problem: str = "",
    ) -> Response[Any]:  # fmt: skip
        theirs = [one for one in offered if one.id in found]
        rest = [one for one in offered if one.id not in found]
        values = {
            "path": f"{PATH}/{token}", "facts": _facts(wording, own.card), "found": theirs, "searched": searched,
            "groups": by_facet(dict(facets(wording)), rest), "also": _also(own.card, offered), "written": written,
            "problem": problem, "longest": host_words.LONGEST,
            "on": wording.moment(own.confirmed_at).day if own.confirmed_at else "",
            "until": wording.moment(own.until).day,
        }  # fmt: skip
        return own_pages.page("host_card.html", wording, values, 422 if problem else 200)

    @get("/{token:str}", include_in_schema=False)
    async def page(request: HttpRequest, token: FromPath[str]) -> Response[Any]:
        limited(request, looked)
        own = await opened(token)
        if own is None:
            return gone(request)
        wording, done = wording_for(request, own.lang), request.query_params.get("done", "")
        if done not in ("card", "words"):
            return form(token, own, wording, await _offers(wording, own.card))
        said = [one for one in await _offers(wording, own.card) if one.on] if done == "card" else []
        values = {
            "path": f"{PATH}/{token}", "said": said, "facts": _facts(wording, own.card), "done": done,
            "until": wording.moment(own.until).day,
        }  # fmt: skip
        return own_pages.page("host_thanks.html", wording, values)

    @post("/{token:str}", include_in_schema=False)
    async def say(request: HttpRequest, token: FromPath[str]) -> Response[Any]:
        limited(request, sent)
        own = await opened(token)
        if own is None:
            return gone(request)
        fields = await request.form()
        wording = wording_for(request, own.lang, str(fields.get("lang", "")))
        given, written = Pressed.of(fields), _cleaned(str(fields.get("wrong", "")))
        if given.searches:
            found = await asyncio.to_thread(_search, given.words, wording, own.card)
            offered = await _offers(wording, own.card, given.on, found)
            return form(token, own, wording, offered, found=found, searched=given.words, written=written)
        confirms = bool(given.on or given.denied)
        if not confirms and not written:
            return form(token, own, wording, await _offers(wording, own.card, given.on), problem="none")
        at = now()

        def write(connection: Connection) -> bool:
            # it may have been withdrawn, or the card closed, a moment ago
            if host_links.opened(connection, at, token) is None:
                return False
            if written:
                host_words.add(connection, app.vault, at, own.host_id, wording.lang, written)
            if confirms:
                card_backlog.confirm(connection, at, "hosts", own.host_id, given.on, given.denied, BY_HOST)
            staff.record(
                connection, at, BY_HOST, "card.confirmed" if confirms else "card.written", f"hosts:{own.host_id}"
            )
            return True

        if not await app.database.write(write):
            return gone(request)
        done = "card" if confirms else "words"
        return Redirect(f"{PATH}/{token}?lang={wording.lang}&done={done}", status_code=303, headers=headers())

    return Router(PATH, route_handlers=[page, say], request_max_body_size=LARGEST_FORM)


async def _offers(
    wording: Wording, card: HostCard, on: Sequence[str] | None = None, found: Sequence[str] = ()
) -> list[Toggle]:
    """The concepts of a page. A long card takes a while to read: nobody else waits for that."""
    return await asyncio.to_thread(toggles, wording, card, on=on, more=[*(on or ()), *found])


def _cleaned(written: str) -> str:
    """What a host wrote, as it may be kept."""
    try:
        return clean(written[: host_words.LONGEST])
    except NotUnderstood:
        return ""


def _search(words: str, wording: Wording, card: HostCard) -> list[str]:
    """The concepts that somebody means, in the language of the page, of the card or of the team."""
    theirs = (card.description_lang, *card.languages)
    languages = [one for one in dict.fromkeys((wording.lang, *theirs)) if one in LANGUAGES][:_MOST_LANGUAGES]
    found = [concept_lines.search(words, lang, card.description_lang) for lang in languages]
    return list(dict.fromkeys(one for some in found for one in some))[: concept_lines.MOST_FOUND]


def _also(card: HostCard, offered: Sequence[Toggle]) -> dict[str, str]:
    """What the language of a card calls the concepts, where none of our pages speaks it."""
    lang = card.description_lang
    if lang not in LANGUAGES or lang in SERVED:
        return {}
    names = {one.id: label(one.id, lang) for one in offered}
    return {one.id: names[one.id] for one in offered if names[one.id].casefold() != one.name.casefold()}


def _facts(wording: Wording, card: HostCard) -> Facts:
    months = card.months_open
    if len(months) == _ALL_YEAR:
        when = wording.words(wording.lang, "card.open.always")
    else:
        when = wording.joined(wording.show(Text(f"month-name:{month}")) for month in months)
    return Facts(
        card.name, place_of(wording, card), wording.joined(map(wording.in_a_sentence, card.languages)), when,
        _stay(wording, card), card.description, card.description_lang,
    )  # fmt: skip


def _stay(wording: Wording, card: HostCard) -> str:
    least, most = card.min_days, card.max_days
    match least, most:
        case None, None:
            return ""
        case _, None:
            key = "least"
        case None, _:
            key = "most"
        case _:
            key = "one" if least == most else "between"
    return wording.words(wording.lang, f"card.stay.{key}", least=least, most=most)
