"""The pages of the desk, made of Jinja2 templates that escape everything, and the headers they go out with."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.response import Redirect
from markupsafe import escape

from bot.channels.webchat.assets import Assets
from bot.channels.webchat.pages import Pages, security_headers
from bot.console.shortcuts import SHORTCUTS
from bot.console.wording import Wording

_HERE = Path(__file__).parent

ASSETS_PATH = "/desk/static"

#: problems that the desk has words for; others are told like those of the chat
PROBLEMS = (403, 404)
#: … and codes of problems that say more than their status
PROBLEM_CODES = ("role", "invitation", "let-in")


class Piece:
    """A piece of a page that a template made, which escaped everything in it: other templates show it as it is.

    A `hole` is what differs from reader to reader: a mark that nobody else knows, filled with letters and digits alone.
    """

    def __init__(self, html: str) -> None:
        self._html = html

    def __html__(self) -> str:
        return self._html

    def filled(self, hole: str, value: str) -> "Piece":
        """The piece for one reader."""
        return Piece(self._html.replace(hole, str(escape(value))))


class DeskPages:
    """Makes the pages; what the chat has (its icons, the colours) is taken from there."""

    def __init__(self, pages: Pages) -> None:
        self._shared = pages
        self.assets = Assets([_HERE / "static"], ASSETS_PATH)
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language(self, request: Request[Any, Any, Any]) -> str:
        """The language of a page: what its reader has chosen, else what the browser prefers of those we speak."""
        visit = request.scope["state"].get("visit")
        if visit is not None and visit.account.lang in self._shared.languages:
            return str(visit.account.lang)
        return self._shared.language(None, request.headers.get("accept-language", ""))

    @property
    def name(self) -> str:
        """What the bot is called."""
        return self._shared.name

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages we speak."""
        return tuple(self._shared.languages)

    def page(self, template: str, wording: Wording, values: Mapping[str, object], status: int = 200) -> Response[Any]:
        """A page, with the headers that keep it from being stored, framed or enriched."""
        content = self._made(template, wording, values)
        return Response(content, status_code=status, media_type=MediaType.HTML, headers=headers())

    def piece(self, template: str, wording: Wording, values: Mapping[str, object]) -> Piece:
        """What a template makes, to be put into a page."""
        return Piece(self._made(template, wording, values))

    def _made(self, template: str, wording: Wording, values: Mapping[str, object]) -> str:
        return self._templates.get_template(template).render(**self._common(wording), **values)

    def macro(self, template: str, name: str, wording: Wording) -> Callable[..., str]:
        """A macro of a template: what it gives is HTML."""
        found: Callable[..., str] = getattr(
            self._templates.get_template(template).make_module(self._common(wording)), name
        )
        return found

    def _common(self, wording: Wording) -> dict[str, object]:
        return {
            "t": wording.t,
            "lang": wording.lang,
            "zone": wording.zone.key,
            "name": self._shared.name,
            "asset": self.assets.url,
            "shared": self._shared.assets.url,
            "shortcuts": SHORTCUTS,
        }

    def live(self, request: Request[Any, Any, Any], response: Response[Any]) -> Response[Any]:
        """The same for a page that looks for news again and again: only told that nothing is new, when nothing is."""
        tag = f'"{hashlib.sha256(response.content.encode("utf-8", "replace")).hexdigest()[:24]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(None, status_code=304, headers={**headers(), "ETag": tag})
        response.headers["ETag"] = tag
        return response


def headers() -> dict[str, str]:
    """The headers of everything the desk answers, but for its styles and scripts."""
    return {
        **security_headers(),
        "Cache-Control": "no-store",
        # with "no-referrer" browsers send `Origin: null` even with our own forms
        "Referrer-Policy": "same-origin",
        "Vary": "Accept-Language, Cookie",
    }


def go(path: str) -> Redirect:
    """On to another page of ours."""
    return Redirect(path, status_code=303, headers=headers())
