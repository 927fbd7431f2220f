"""Every route of the staff desk, ready for the application to serve beside the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from litestar import Response, Router, get
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ExceptionHandlersMap, Guard

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages, Problem
from bot.console.account import create_account
from bot.console.acting import create_acting
from bot.console.attaching import create_files
from bot.console.audit_pages import create_audit
from bot.console.canned import create_canned
from bot.console.card_links import Send, create_card_links
from bot.console.cards import create_cards
from bot.console.console import Console
from bot.console.conversation import ConversationPage, create_conversation
from bot.console.door import OPEN, Door, HttpRequest, SecondFactorFirst, SignInFirst
from bot.console.examples import create_examples
from bot.console.figures import create_figures
from bot.console.helpdesks import create_helpdesks
from bot.console.invited import create_invited
from bot.console.live import create_live
from bot.console.marking import create_marking
from bot.console.openid import create_openid
from bot.console.pages import PROBLEM_CODES, PROBLEMS, DeskPages, go
from bot.console.passwords import Passwords
from bot.console.people import Tell, create_people
from bot.console.presence import Presence, create_presence
from bot.console.reading import create_reading
from bot.console.sessions import PATH
from bot.console.sign_in import SignIn, SignInPage, create_sign_in, way_back
from bot.console.translating import create_translating
from bot.console.unknown import create_unknown
from bot.console.vocabulary import Pages as VocabularyPages
from bot.console.vocabulary import create_vocabulary
from bot.console.wording import Wording, Words
from bot.inbox import milliseconds
from locales import catalogue

if TYPE_CHECKING:
    from bot.app import App

#: bytes of a form: nothing that staff send here is large
_LARGEST_FORM = 100_000

_FOR_EVER = "public, max-age=31536000, immutable"


class _Routes(Router):
    """The routes of one application: they are not copied as those are that may be registered again, which takes longer
    than to make them."""

    def __deepcopy__(self, _seen: dict[int, Any]) -> "_Routes":
        return self


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes of the desk do, who guards them, and what becomes of what goes wrong in them."""

    handlers: Sequence[HTTPRouteHandler]
    guard: Guard
    problems: ExceptionHandlersMap

    def routes(self) -> Router:
        """All of it under /desk, for an application."""
        return _Routes(
            PATH,
            guards=[self.guard],
            route_handlers=self.handlers,
            exception_handlers=self.problems,
            request_max_body_size=_LARGEST_FORM,
        )


def create_desk(
    app: "App",
    pages: Pages,
    *,
    now: Callable[[], int] = milliseconds,
    words: Words = catalogue.text,
    passwords: Passwords | None = None,
    tell_invited: Tell | None = None,
    send_letter: Send | None = None,
    closing: Callable[[], bool] = lambda: False,
) -> Desk:
    """The desk under /desk. Without a session only the sign-in form and the styles are served (S3).

    `now` gives milliseconds since 1970, `words` the texts `desk.…`; both are for tests. `tell_invited` hears of
    invitations, `send_letter` sends hosts the link to their card. `closing` says when the program ends.
    """
    door, desk_pages, zone = Door(app, now), DeskPages(pages), ZoneInfo(app.settings.time_zone)
    sign_in = SignIn(app, door, passwords or Passwords(), now)

    def reader(lang: str) -> Wording:
        return Wording(lang, words, zone, now())

    console = Console(app, door, desk_pages, reader, now)
    sign_in_page = SignInPage(console)
    vocabulary = VocabularyPages(console)
    page, presence = ConversationPage(console), Presence(app.bell)

    # a function of its own: the application copies a router with all that hangs on it, and a door is not to be copied
    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        await door.let_in(connection, handler)

    @get("/static/{version:str}/{name:str}", opt=OPEN, include_in_schema=False)
    async def static(version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        asset = desk_pages.assets.get(name)
        if asset is None:
            raise Problem(404, "not-found")
        headers = {
            "Cache-Control": _FOR_EVER if version == desk_pages.assets.version else "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    def sign_in_first(_request: HttpRequest, error: SignInFirst) -> Response[Any]:
        back = way_back(error.path)
        return go(f"{PATH}/sign-in?next={back}" if back else f"{PATH}/sign-in")

    def second_factor_first(_request: HttpRequest, _error: SecondFactorFirst) -> Response[Any]:
        return go(f"{PATH}/account/second")

    def problem(request: HttpRequest, error: HTTPException) -> Response[Any]:
        if error.status_code in PROBLEMS and "text/html" in request.headers.get("accept", ""):
            wording = reader(desk_pages.language(request))
            code = error.code if isinstance(error, Problem) else ""
            kind = code if code in PROBLEM_CODES else str(error.status_code)
            return desk_pages.page("problem.html", wording, {"kind": kind}, error.status_code)
        return ErrorPages(pages).expected(request, error)

    return Desk(
        handlers=[
            static,
            *create_sign_in(console, sign_in, sign_in_page),
            *create_openid(console, sign_in, sign_in_page),
            *create_reading(console),
            *create_conversation(page),
            *create_acting(console, page),
            *create_canned(console),
            *create_files(app, now),
            *create_translating(console, page),
            *create_presence(app, presence),
            *create_live(console, presence, closing),
            *create_marking(console),
            *create_examples(console),
            *create_account(console, sign_in),
            *create_people(console, tell_invited),
            *create_invited(console, sign_in),
            *create_audit(console),
            *create_helpdesks(console),
            *create_figures(console),
            *create_vocabulary(vocabulary),
            *create_unknown(vocabulary),
            *create_cards(vocabulary),
            *create_card_links(vocabulary, send_letter),
        ],
        guard=guard,
        problems={SignInFirst: sign_in_first, SecondFactorFirst: second_factor_first, HTTPException: problem},
    )
