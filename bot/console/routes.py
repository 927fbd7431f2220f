"""Every route of the staff desk, ready for the application to serve beside the others."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from litestar import Response, Router, get
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages, Problem
from bot.console.account import create_account
from bot.console.acting import create_acting
from bot.console.attaching import create_files
from bot.console.audit_pages import create_audit
from bot.console.canned import create_canned
from bot.console.cards import create_cards
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


class _Desk(Router):
    """The routes of one application: they are not copied as those are that may be registered again, which takes longer
    than to make them."""

    def __deepcopy__(self, _seen: dict[int, Any]) -> "_Desk":
        return self


def create_desk(
    app: "App",
    pages: Pages,
    *,
    now: Callable[[], int] = milliseconds,
    words: Words = catalogue.text,
    passwords: Passwords | None = None,
    tell_invited: Tell | None = None,
    closing: Callable[[], bool] = lambda: False,
) -> Sequence[ControllerRouterHandler]:
    """The desk under /desk. Without a session only the sign-in form and the styles are served (S3).

    `now` gives milliseconds since 1970, `words` the texts `desk.…`; both are for tests. `tell_invited` hears of
    invitations. `closing` says when the program ends.
    """
    door, desk_pages, zone = Door(app, now), DeskPages(pages), ZoneInfo(app.settings.time_zone)
    sign_in = SignIn(app, door, passwords or Passwords(), now)

    def reader(lang: str) -> Wording:
        return Wording(lang, words, zone, now())

    sign_in_page = SignInPage(app, door, desk_pages, reader)
    vocabulary = VocabularyPages(app, door, desk_pages, reader, now)
    page, presence = ConversationPage(app, door, desk_pages, reader, now), Presence(app.bell)

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

    return [
        _Desk(
            PATH,
            guards=[guard],
            route_handlers=[
                static,
                *create_sign_in(app, door, desk_pages, reader, sign_in, sign_in_page),
                *create_openid(app, door, desk_pages, reader, sign_in, sign_in_page, now),
                *create_reading(app, door, desk_pages, reader, now),
                *create_conversation(page),
                *create_acting(app, page, desk_pages, reader),
                *create_canned(app, door, desk_pages, reader, now),
                *create_files(app, now),
                *create_translating(app, page, door, desk_pages, reader, now),
                *create_presence(app, presence),
                *create_live(app, door, desk_pages, reader, now, presence, closing),
                *create_marking(app, desk_pages, reader, now),
                *create_examples(app, door, desk_pages, reader, now),
                *create_account(app, door, desk_pages, reader, sign_in, now),
                *create_people(app, door, desk_pages, reader, now, tell_invited),
                *create_invited(app, door, desk_pages, reader, sign_in, now),
                *create_audit(app, door, desk_pages, reader, now),
                *create_helpdesks(app, door, desk_pages, reader, now),
                *create_figures(app, door, desk_pages, reader, now),
                *create_vocabulary(vocabulary),
                *create_unknown(vocabulary),
                *create_cards(vocabulary),
            ],
            exception_handlers={
                SignInFirst: sign_in_first,
                SecondFactorFirst: second_factor_first,
                HTTPException: problem,
            },
            request_max_body_size=_LARGEST_FORM,
        )
    ]
