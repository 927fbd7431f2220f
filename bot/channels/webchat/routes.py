"""Every route of the web chat, ready for the application to serve beside the others."""

import time
from collections.abc import Callable
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from bot.channels.webchat.api import create_api
from bot.channels.webchat.backend import ChatBackend
from bot.channels.webchat.pages import ASSETS_PATH, Pages, security_headers
from bot.channels.webchat.problems import Problem
from bot.channels.webchat.settings import ChatSettings

_FOR_EVER = "public, max-age=31536000, immutable"

HttpRequest = Request[Any, Any, Any]


def create_routes(
    backend: ChatBackend,
    pages: Pages,
    settings: ChatSettings | None = None,
    closing: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> list[HTTPRouteHandler]:
    """The start page, the chat, its API, the widget and the health check.

    `closing` turns true when the process is about to end: event streams then end too, as soon as `backend.wait`
    returns. `clock` gives seconds for the rate limits. `problems.ErrorPages(pages).handlers` belongs to the
    application's `exception_handlers`.
    """
    return [*create_api(backend, pages, settings or ChatSettings(), closing, clock), *_create_pages(pages)]


def _create_pages(pages: Pages) -> list[HTTPRouteHandler]:
    widget_script = pages.widget()

    @get("/", include_in_schema=False)
    async def start(request: HttpRequest) -> Response[str]:
        return _page(pages.start(_language(request)), security_headers())

    @get("/chat", include_in_schema=False)
    async def chat(request: HttpRequest) -> Response[str]:
        embed = request.query_params.get("embed") == "1"
        asked = "lang" in request.query_params
        page = pages.chat(_language(request), asked=asked, embed=embed)
        return _page(page, security_headers("*" if embed else "'self'"))

    @get(f"{ASSETS_PATH}/{{version:str}}/{{name:str}}", include_in_schema=False)
    async def static(version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        asset = pages.assets.get(name)
        if asset is None:
            raise Problem(404, "not-found")
        headers = {
            "Cache-Control": _FOR_EVER if version == pages.assets.version else "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    @get("/widget.js", include_in_schema=False)
    async def widget() -> Response[str]:
        headers = {
            "Cache-Control": "public, max-age=3600",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(widget_script, media_type="text/javascript", headers=headers)

    @get("/health", include_in_schema=False)
    async def health() -> Response[dict[str, str]]:
        return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})

    def _language(request: HttpRequest) -> str:
        return pages.language(request.query_params.get("lang"), request.headers.get("accept-language", ""))

    return [start, chat, static, widget, health]


def _page(content: str, headers: dict[str, str]) -> Response[str]:
    return Response(content, media_type=MediaType.HTML, headers={**headers, "Vary": "Accept-Language"})
