"""The web application: the chat, the desk, the page of a host, the door for Telegram's pushes, links to one's data and files."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath

from bot.api.routes import PATH as API_PATH
from bot.api.routes import create_api
from bot.channels.telegram.webhook import PATH, Webhook
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages, Problem
from bot.channels.webchat.routes import create_routes
from bot.console.card_links import Send
from bot.console.people import Invited, Tell
from bot.console.routes import create_desk
from bot.downloads import download
from bot.host_pages.letter import Letter
from bot.host_pages.routes import create_host_pages
from bot.inbox import milliseconds
from dialogs.welcome import OWN_NAMES
from locales import catalogue
from storage.crypto import CryptoError
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.app import App

HttpRequest = Request[Any, Any, Any]


def create_web(app: "App", closing: Callable[[], bool]) -> Litestar:
    """Every route of the process."""
    pages = Pages(catalogue.text, OWN_NAMES)
    routes: list[Any] = [
        *create_routes(app.chats, pages, closing=closing),
        create_desk(
            app, pages, closing=closing, tell_invited=_tell_invited(app), send_letter=_send_letter(app)
        ).routes(),
        create_host_pages(app, pages),
        create_api(app),
        _my_data(app),
        _files(app),
    ]
    if app.webhook is not None:
        routes.append(_telegram(app, app.webhook))
    return Litestar(
        routes,
        exception_handlers=ErrorPages(pages).handlers,  # type: ignore[arg-type]
        openapi_config=OpenAPIConfig(
            title="Compagnon",
            version="1",
            description='The helpdesk for other programs. Errors are JSON: {"error": code}.',
            path=API_PATH,
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer", bearer_format="cmp_…")}
            ),
            security=[{"token": []}],
        ),
        logging_config=None,
        request_max_body_size=12_000_000,
    )


def _tell_invited(app: "App") -> Tell | None:
    """Mails invitations, where there is a mail server."""
    if not app.settings.smtp_url:
        return None
    mailer = app.mailer()

    async def tell(one: Invited) -> None:
        await mailer.invite(one.email, one.lang, one.link)

    return tell


def _send_letter(app: "App") -> Send | None:
    """Mails hosts the link to their card, where there is a mail server."""
    if not app.settings.smtp_url:
        return None
    mailer = app.mailer()

    async def send(email: str, letter: Letter) -> bool:
        return await mailer.send(email, letter.subject, letter.text)

    return send


def _my_data(app: "App") -> HTTPRouteHandler:
    @get("/my-data/{token:str}", include_in_schema=False)
    async def my_data(token: FromPath[str]) -> Response[bytes]:
        found = await app.database.read(
            lambda connection: app.links.open(UnitOfWork(connection, app.vault, milliseconds()), token)
        )
        if found is None:
            raise Problem(404, "not-found")
        headers = {
            "Content-Disposition": 'attachment; filename="compagnon-my-data.json"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        content = msgspec.json.format(msgspec.json.encode(found), indent=2)
        return Response(content, media_type="application/json", headers=headers)

    return my_data


def _files(app: "App") -> HTTPRouteHandler:
    @get("/files/{token:str}", include_in_schema=False)
    async def file(token: FromPath[str]) -> Response[Any]:
        found = app.file_links.open(token, milliseconds())
        if found is None:
            raise Problem(404, "not-found")
        try:
            content = await asyncio.to_thread(app.files.get, found.stored)
        except (FileNotFoundError, CryptoError):
            raise Problem(404, "not-found") from None
        return download(content, found.name, found.mime)

    return file


def _telegram(app: "App", webhook: Webhook) -> HTTPRouteHandler:
    @post(PATH, include_in_schema=False, status_code=200)
    async def telegram(request: HttpRequest) -> Response[None]:
        body = await request.body()
        status = await webhook.accept(request.headers, body, app.store_telegram)
        return Response(None, status_code=status)

    return telegram
