"""A small LibreTranslate on loopback: marks words, says which language it found, and fails when told to."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from tests.doubles.in_a_thread import served


class LibreTranslate:
    """The service: `asked` are the requests it got; `status`, `body` and `source` change its answers, `silent` gives none."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self.body: bytes | None = None
        self.source = "fr"
        self.key = ""
        self.silent = False
        self.over = asyncio.Event()

    async def translate(self, request: web.Request) -> web.Response:
        """POST /translate."""
        asked = await request.json()
        self.asked.append(asked)
        if self.silent:
            await self.over.wait()
        if self.key and asked.get("api_key") != self.key:
            return web.json_response({"error": "Invalid API key"}, status=403)
        if self.body is not None:
            return web.Response(body=self.body, status=self.status, content_type="application/json")
        if self.status != 200:
            return web.json_response({"error": "no"}, status=self.status)
        answer: dict[str, Any] = {"translatedText": f"[{asked['target']}] {asked['q']}"}
        if asked["source"] == "auto":
            answer["detectedLanguage"] = {"confidence": 91.0, "language": self.source}
        return web.json_response(answer)


@contextmanager
def libre_translate() -> Iterator[LibreTranslate]:
    """One that runs."""
    double, application = LibreTranslate(), web.Application()
    application.router.add_post("/translate", double.translate)
    with served(application, double.over) as double.url:
        yield double
