"""The pages of the web chat, made of Jinja2 templates that escape everything, and the headers they go out with."""

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.webchat import texts
from bot.channels.webchat.assets import Assets
from bot.channels.webchat.reading import preferred, short
from bot.channels.webchat.texts import Words
from domain.uploads import MAX_BYTES

_HERE = Path(__file__).parent
_SHARED = Path(__file__).parents[2] / "static"

ASSETS_PATH = "/chat/static"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)


def security_headers(frames: str = "'none'") -> dict[str, str]:
    """The headers of a page; `frames` says which sites may show it in a frame (a CSP source list)."""
    return {
        "Content-Security-Policy": _POLICY + frames,
        "Cache-Control": "no-cache",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


class Pages:
    """Makes the pages. `languages` are the codes of the catalogue, each with its own name ("fr": "français")."""

    def __init__(self, words: Words, languages: Mapping[str, str], name: str = "Compagnon") -> None:
        self.words = words
        self.languages = languages
        self.name = name
        self.assets = Assets([_SHARED, _HERE / "static"], ASSETS_PATH)
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language(self, asked: str | None, accept: str) -> str:
        """The language of a page: the one asked for in its address if we have it, else what the browser prefers."""
        if asked and short(asked) in self.languages:
            return short(asked)
        return preferred(accept, self.languages)

    def chat_texts(self, lang: str) -> Mapping[str, str]:
        """What the script of the chat shows in one language."""
        return texts.of(self.words, lang, texts.CHAT)

    def chat(self, lang: str, *, asked: bool, embed: bool) -> str:
        """The chat. `asked` says that somebody chose the language: the page then tells the bot so."""
        data = {
            "lang": lang,
            "asked": asked,
            "embed": embed,
            "name": self.name,
            "icons": self.assets.url("icons.svg"),
            "languages": self.languages,
            "fileBytes": MAX_BYTES,
            "texts": self.chat_texts(lang),
        }
        return self._page("chat.html", lang, embed=embed, data=json.dumps(data, ensure_ascii=False))

    def start(self, lang: str) -> str:
        """The page at the root: to the chat, or to the desk."""
        return self._page("start.html", lang, languages=self.languages)

    def problem(self, lang: str, status: int) -> str:
        """A small page for an HTTP error."""
        told = status if status in texts.PROBLEMS else 500 if status >= 500 else 400
        return self._page("problem.html", lang, status=told)

    def widget(self) -> str:
        """The script that other sites include, with its few words in every language."""
        labels = {lang: texts.of(self.words, lang, texts.WIDGET) for lang in self.languages}
        script = (_HERE / "templates" / "widget.js").read_text(encoding="utf-8")
        return script.replace("__WORDS__", json.dumps(labels))

    def _page(self, template: str, lang: str, **values: object) -> str:
        return self._templates.get_template(template).render(
            lang=lang,
            name=self.name,
            asset=self.assets.url,
            t=lambda key: self.words(lang, f"web.{key}"),
            **values,
        )
