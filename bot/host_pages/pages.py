"""The pages of a host, made of Jinja2 templates that escape everything, and the headers they go out with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from bot.channels.webchat.pages import Pages, security_headers
from bot.console.wording import Wording

_HERE: Final = Path(__file__).parent


class HostPages:
    """Makes the pages; styles and icons are those that every page shares."""

    def __init__(self, pages: Pages) -> None:
        self._shared = pages
        self._templates = Environment(
            # the toggles are those of the desk
            loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "console" / "templates"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def languages(self) -> Mapping[str, str]:
        """The languages we speak, each with its own name."""
        return self._shared.languages

    def language(self, asked: str, own: str, accept: str) -> str:
        """The language of a page: the one asked for, else that of the letter, else what the browser prefers."""
        return next((one for one in (asked, own) if one in self.languages), "") or self._shared.language(None, accept)

    def page(self, template: str, wording: Wording, values: Mapping[str, object], status: int = 200) -> Response[Any]:
        """A page that nobody stores, frames, lists or tells other sites of: its address is the key to it."""
        content = self._templates.get_template(template).render(
            t=lambda key, **fields: wording.words(wording.lang, f"card.{key}", **fields),
            lang=wording.lang,
            name=self._shared.name,
            languages=self.languages,
            asset=self._shared.assets.url,
            **values,
        )
        return Response(content, status_code=status, media_type=MediaType.HTML, headers=headers())


def headers() -> dict[str, str]:
    """The headers of everything that is answered here."""
    return {
        **security_headers(),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language",
        "X-Robots-Tag": "noindex, nofollow",
    }
