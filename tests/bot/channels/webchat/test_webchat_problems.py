"""What goes wrong with a request, told to whoever sent it, and to the log where it is a fault of ours."""

import asyncio
from typing import Any

import pytest
import structlog
from litestar import Litestar, Request, get, post
from litestar.params import FromPath
from litestar.testing import AsyncTestClient

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages
from tests.doubles.web_words import LANGUAGES, words


@post("/")
async def reads(request: Request[Any, Any, Any]) -> str:
    """Read what was sent."""
    return str(await request.form())


@pytest.mark.parametrize(("last", "faults"), [("http.disconnect", 0), ("no such event", 1)])
async def test_a_browser_that_leaves_before_it_was_read_is_no_fault_of_ours(last: str, faults: int) -> None:
    application = Litestar(
        [reads], exception_handlers=ErrorPages(Pages(words, LANGUAGES)).handlers, openapi_config=None
    )  # type: ignore[arg-type]
    form = (b"content-type", b"application/x-www-form-urlencoded")
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "root_path": "", "query_string": b"", "scheme": "http",
        "headers": [form, (b"content-length", b"90")], "http_version": "1.1",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip
    events = iter([{"type": "http.request", "body": b"words=", "more_body": True}, {"type": last}])

    async def receive() -> dict[str, Any]:
        return next(events)

    async def send(_message: Any) -> None:
        await asyncio.sleep(0)

    with structlog.testing.capture_logs() as logged:
        await application(scope, receive, send)  # type: ignore[arg-type]
    assert [one["event"] for one in logged] == ["web.failed"] * faults


@get("/card/{token:str}")
async def fails(token: FromPath[str]) -> None:
    """Break."""
    raise LookupError(token)


async def test_a_fault_is_logged_without_what_lets_somebody_in() -> None:
    application = Litestar(
        [fails], exception_handlers=ErrorPages(Pages(words, LANGUAGES)).handlers, openapi_config=None
    )  # type: ignore[arg-type]
    token = "x" * 43
    with structlog.testing.capture_logs() as logged:
        async with AsyncTestClient(application, raise_server_exceptions=False) as client:
            assert (await client.get(f"/card/{token}")).status_code == 500
    assert logged[0]["path"] == "/card/…"
    assert token not in str(logged)
