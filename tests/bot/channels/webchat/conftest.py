"""The web chat as an application of its own, over a conversation store in memory."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar, get
from litestar.testing import AsyncTestClient

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages
from bot.channels.webchat.routes import create_routes
from bot.channels.webchat.sessions import new_token
from bot.channels.webchat.settings import ChatSettings
from tests.doubles.chat_backend import MemoryBackend
from tests.doubles.web_words import LANGUAGES, words


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@get("/fault")
async def fault() -> None:
    """A route with a fault of ours, which names a person."""
    raise RuntimeError("secret-name")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def settings() -> ChatSettings:
    return ChatSettings()


@pytest.fixture
def app(backend: MemoryBackend, settings: ChatSettings, clock: Clock) -> Litestar:
    pages = Pages(words, LANGUAGES)
    return Litestar(
        [*create_routes(backend, pages, settings, clock=clock), fault],
        exception_handlers=ErrorPages(pages).handlers,
        openapi_config=None,
    )


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def session() -> dict[str, str]:
    """The headers of a session."""
    return {"Authorization": f"Bearer {new_token()}"}
